"""Who carries a leader's result, who stands above it, and its numbers parted among several people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flexdesk.domain import shares
from flexdesk.domain.achievement import is_level_unit
from flexdesk.domain.outline import number_text
from flexdesk.domain.performance import Aspect, ResultClass
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_, _
from flexdesk.services.cascade import superiors
from flexdesk.services.outline_draft import Draft
from flexdesk.services.targets import Skp
from flexdesk.store.store import Row


class ServesItself(FlexDeskError):
    """A result that would serve itself through others."""

    code = "outline.loop"
    ticket = "FD-RHK-04"
    text = N_("“{text}” would serve itself through {through}.")
    next = N_("Choose a result that does not hang on this one.")


class CarriedAlready(FlexDeskError):
    """Somebody who has this result from the leader already."""

    code = "outline.carried"
    ticket = "FD-RHK-06"
    text = N_("Carried already by {names}.")
    next = N_("Leave them out, or change the share in their own line.")


@dataclass(frozen=True, slots=True)
class Part:
    """What one person gets of a leader's result: its words without `text`, an equal part without `share`."""

    person: str
    text: str = ""
    share: float | None = None  # per cent


class Carriers:
    """The links of one year as they are stored, asked before a draft is written."""

    def __init__(self, plans: Sequence[Skp]) -> None:
        self._plans = plans
        self._above = superiors(plans)
        self._names = {str(skp.person["key"]): str(skp.person["name"]) for skp in plans}

    def of(self, result: str) -> dict[str, tuple[str, ...]]:
        """Person -> the results with which they serve this one, by link or by its sentence."""
        found: dict[str, tuple[str, ...]] = {}
        for skp in self._plans:
            keys = tuple(str(r.row["key"]) for r in skp.results if self._above[str(r.row["key"])] == result)
            if keys:
                person = str(skp.person["key"])
                found[person] = (*found.get(person, ()), *keys)
        return found

    def above(self, result: str) -> Iterator[str]:
        """The results above one, nearest first."""
        seen = {result}
        at = self._above.get(result, "")
        while at and at not in seen:
            yield at
            seen.add(at)
            at = self._above.get(at, "")

    def refuse_again(self, result: str, people: Sequence[str]) -> None:
        """Raises CarriedAlready."""
        held = self.of(result)
        if again := [self._names[person] for person in people if person in held]:
            raise CarriedAlready(names=", ".join(again))

    def refuse_above(self, draft: Draft, result: str, people: Sequence[str]) -> None:
        """Nobody can be given what hangs on a result of their own. Raises ServesItself."""
        for key in (result, *self.above(result)):
            row = draft.row("work_result", key)
            owner = str(draft.plan(str(row["skp"]))["person"])
            if owner in people:
                raise ServesItself(text=row["text"], through=self._names[owner])


def shares_told(typed: Sequence[float | None]) -> str:
    """What is odd about typed shares, and not refused; empty when they make the whole at most."""
    total = sum(share for share in typed if share is not None)
    if total <= shares.WHOLE:
        return ""
    return _("The shares add up to {total} %, more than the whole.").format(total=f"{total:g}")


def put_parts(draft: Draft, result: str, parts: Sequence[Part]) -> None:
    """A result for each person that serves this one, with their part of every number."""
    above = draft.row("work_result", result)
    percents = shares.completed([part.share for part in parts])
    indicators = [list(_split(row, percents)) for row in draft.rows("indicator", result)]
    for at, part in enumerate(parts):
        cells = {
            "class": above["class"] or ResultClass.MAIN,
            "text": " ".join(part.text.split()) or above["text"],
            "leader_text": above["text"],
            "leader_result": result,
            "share": percents[at],
        }
        key = draft.put("work_result", draft.plan_of(part.person), cells)
        for split in indicators:
            draft.put("indicator", key, split[at])


def _split(row: Row, percents: Sequence[float]) -> Iterator[dict[str, Any]]:
    """The indicator for each person: an amount is divided, a level or words hold for everybody."""
    cells = {name: row[name] for name in ("aspect", "perspective", "text", "target_text", "unit")}
    number, unit = row["target_number"], str(row["unit"] or "")
    counted = isinstance(number, int | float) and not is_level_unit(unit) and row["aspect"] != Aspect.TIME
    if not counted or not isinstance(number, int | float):
        yield from ({**cells, "target_number": number} for _percent in percents)
        return
    for part in shares.parts(number, percents):
        yield {**cells, "target_number": part, "target_text": number_text(part)}
