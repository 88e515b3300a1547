"""Patterns of working time: attested, approved, and only then used (TIM-01, TIM-02, TIM-03)."""

from dataclasses import dataclass
from datetime import date

from flexdesk.domain import rules
from flexdesk.domain.ops import Change
from flexdesk.domain.rules.findings import Finding
from flexdesk.domain.rules.time import free_pattern_is_lawful, shift_is_lawful, shift_roster_is_approved
from flexdesk.domain.time_patterns import FREE_TASK, PatternKind, ShiftTask, TimePattern
from flexdesk.errors import NotFound, UsageError
from flexdesk.i18n import _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.services.spans import EndsBeforeStart
from flexdesk.store.store import Row


@dataclass(frozen=True, slots=True)
class Attested:
    """What the head says about the task: figures for sif, two answers for dinamis."""

    task: ShiftTask | None = None
    bound_to_opening_hours: bool = False
    needs_supervision: bool = False


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved a pattern and on which day, as its letter says."""

    by: str
    on: date
    letter: str = ""


class TimePatternService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store

    def all(self) -> tuple[TimePattern, ...]:
        return tuple(sorted(self._reader.time_patterns(), key=lambda one: (one.from_, one.key)))

    def holder(self, pattern: TimePattern) -> str:
        """Whose pattern it is, in words."""
        if pattern.person:
            row = self._store.get("person", pattern.person)
            return str(row["name"] or "") if row else "–"
        branch = self._reader.branches().get(pattern.section)
        return branch.name if branch else _("the whole unit")

    def add(
        self,
        kind: str,
        first: date,
        to: date | None = None,
        *,
        attested: Attested,
        nip: str = "",
        section: str = "",
        note: str = "",
        approval: Approval | None = None,
    ) -> tuple[str, Change | None]:
        """A pattern that waits for its approval unless it is given; for the whole unit where nobody is named.

        Raises RuleBroken where the task is none for it, UsageError, EndsBeforeStart, NotFound.
        """
        if kind not in set(PatternKind):
            raise UsageError(detail=_("the kind is one of {choices}").format(choices=", ".join(PatternKind)))
        if to is not None and to < first:
            raise EndsBeforeStart(first=first.isoformat(), to=to.isoformat())
        rules.refuse_or_ask(_judge(PatternKind(kind), attested))
        approved = _approved(first, approval) if approval else {}
        cells = {
            "kind": kind,
            "person": person_row(self._store, nip)["key"] if nip else "",
            "section": self._section(section) if section else "",
            "basis": attested.task.written() if attested.task else FREE_TASK,
            "from": first,
            "to": to,
            "note": note,
            **approved,
        }
        op = self._committer.insert("time_pattern", cells)
        return op.row, self._committer.commit(Change("pattern.add", (op,)))

    def approve(self, key: str, by: str, on: date, letter: str = "") -> Change | None:
        """Raises NotFound, and RuleBroken where nobody approves or the pattern has begun before."""
        row = self._row(key)
        first = date.fromisoformat(str(row["from"]))
        return self._commit("pattern.approve", row, _approved(first, Approval(by, on, letter)))

    def end(self, key: str, last: date) -> Change | None:
        """`last` is the last day on which it holds. Raises NotFound, EndsBeforeStart."""
        row = self._row(key)
        if last.isoformat() < str(row["from"]):
            raise EndsBeforeStart(first=row["from"], to=last.isoformat())
        return self._commit("pattern.end", row, {"to": last})

    def _commit(self, kind: str, row: Row, cells: dict[str, object]) -> Change | None:
        return self._committer.commit(Change(kind, (self._committer.update("time_pattern", row, cells),)))

    def _row(self, key: str) -> Row:
        row = self._store.get("time_pattern", key)
        if row is None:
            raise NotFound(what=_("Pattern of working time"), key=key)
        return row

    def _section(self, text: str) -> str:
        for key, branch in self._reader.branches().items():
            if text in (key, branch.name):
                return key
        raise NotFound(what=_("Part of the unit"), key=text)


def _approved(first: date, approval: Approval) -> dict[str, object]:
    rules.refuse_or_ask(shift_roster_is_approved(first, approver=approval.by, approved_on=approval.on))
    return {"approved_by": approval.by.strip(), "approved_on": approval.on, "letter": approval.letter.strip()}


def _judge(kind: PatternKind, attested: Attested) -> list[Finding]:
    if kind is PatternKind.DINAMIS:
        return free_pattern_is_lawful(
            bound_to_opening_hours=attested.bound_to_opening_hours,
            needs_supervision=attested.needs_supervision,
        )
    task = attested.task or ShiftTask(0, 0, 0)
    return shift_is_lawful(task.minutes_a_day, task.days_a_week, task.minutes_a_week)
