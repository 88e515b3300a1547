"""The samples behind outputs that were accepted at once, for whoever checks them later."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flexdesk.domain.assurance import most_faulty
from flexdesk.domain.performance import ReviewState
from flexdesk.domain.periods import Period, parse_period
from flexdesk.i18n import _
from flexdesk.services.outputs import OutputService
from flexdesk.services.sampling import SAMPLED, Sample, draw, fingerprint
from flexdesk.store import history
from flexdesk.store.history import Step
from flexdesk.store.store import Store

_UNDO = ".undo"
_MARK = re.compile(
    rf"^{re.escape(SAMPLED)}\.(?P<seed>[0-9a-f]{{8}})\.(?P<size>\d+)of(?P<of>\d+)"
    r"\.(?P<period>[0-9A-Z-]+)\.(?P<print>[0-9a-f]{16})$"
)


@dataclass(frozen=True, slots=True)
class SampleRecord:
    """One bulk acceptance. `redrawn` is empty where the outputs changed so that nobody can draw again."""

    at: datetime
    device: str
    seed: str
    period: str
    size: int
    of: int
    accepted: int
    redrawn: tuple[str, ...]
    returned: int  # of the redrawn ones
    undone: bool

    @property
    def confirmed(self) -> bool:
        return bool(self.redrawn)

    @property
    def statement(self) -> str:
        return statement(self.of, self.size, self.returned)


def statement(of: int, opened: int, returned: int) -> str:
    """What the sample lets an auditor say, in one sentence."""
    words = _(
        "Of {of} outputs, {opened} were drawn by lot and opened, {returned} of them returned: with 95 % "
        "certainty at most {worst} of the {of} would have to be returned."
    )
    return words.format(of=of, opened=opened, returned=returned, worst=most_faulty(of, opened, returned))


class SampleRecords:
    def __init__(self, store: Store, outputs: OutputService) -> None:
        self._store, self._outputs = store, outputs

    def all(self, period: Period) -> list[SampleRecord]:
        """Bulk acceptances of outputs of a period, or of periods inside it, oldest first."""
        found = []
        for step, undone in _with_undone(history.steps_of(self._store, SAMPLED, "output")):
            told = _MARK.match(step.kind)
            if told is None:
                continue
            inside = parse_period(told["period"])
            if period.first <= inside.first and inside.last <= period.last:
                found.append(self._record(step, told, undone))
        return found

    def _record(self, step: Step, told: re.Match[str], undone: bool) -> SampleRecord:
        drawn = self._redraw(step, told)
        keys = drawn.keys if drawn is not None else ()
        rows = self._store.select("output", key=list(keys)) if keys else []
        returned = sum(row["review"] == ReviewState.RETURNED for row in rows)
        return SampleRecord(
            step.at,
            step.device,
            told["seed"],
            told["period"],
            int(told["size"]),
            int(told["of"]),
            len(step.rows),
            keys,
            returned,
            undone,
        )

    def _redraw(self, step: Step, told: re.Match[str]) -> Sample | None:
        """The same lot from the outputs without question that were here then; None when they are others."""
        items = self._outputs.review(parse_period(told["period"])).items
        calm = [item.key for item in items if not item.questions]
        known = history.written_before(self._store, "output", calm, step.place)
        if fingerprint(known) != told["print"]:
            return None
        return draw(sorted(known), int(told["seed"], 16), told["period"])


def _with_undone(steps: Sequence[Step]) -> list[tuple[Step, bool]]:
    """Each acceptance, and whether a later step took it back; redoing it is an acceptance of its own."""
    standing: defaultdict[tuple[str, ...], list[Step]] = defaultdict(list)
    taken_back: set[int] = set()
    for step in steps:
        rows = tuple(sorted(step.rows))
        if not step.kind.endswith(_UNDO):
            standing[rows].append(step)
        elif standing[rows]:
            taken_back.add(standing[rows].pop().place)
    return [(step, step.place in taken_back) for step in steps if not step.kind.endswith(_UNDO)]
