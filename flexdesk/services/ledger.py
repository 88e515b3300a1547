"""The fairness ledger of a unit: the turns of the weeks up to a period, for screen, paper and export."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from flexdesk.domain import ledger
from flexdesk.domain.calendar import monday
from flexdesk.domain.ledger import Count, Group, Ledger, Spread, Turns
from flexdesk.domain.posts import held_on
from flexdesk.domain.schedule import Facts
from flexdesk.domain.turns import TRAILING_WEEKS, trailing
from flexdesk.errors import UsageError
from flexdesk.i18n import N_, _
from flexdesk.planner.problem import problem
from flexdesk.progress import Progress
from flexdesk.services.facts import FactReader

MOST_WEEKS = 104
_NAMED = 2  # people at one end of a spread who are named; more are counted

LABELS: dict[Count, str] = {
    Count.AWAY: N_("Days away"),
    Count.FRIDAYS: N_("Fridays"),
    Count.MONDAYS: N_("Mondays"),
    Count.NEXT_TO_HOLIDAY: N_("Next to holidays"),
    Count.COUNTER: N_("Counter"),
    Count.NIGHTS: N_("Nights"),
}


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One person's line; `group` is empty for somebody who is compared with nobody."""

    key: str
    nip: str
    name: str
    part: str
    group: str
    turns: Turns


@dataclass(frozen=True, slots=True)
class LedgerView:
    """`first` and `last` are the period that is planned; the ledger also holds the weeks before it."""

    first: date
    last: date
    weeks: int
    ledger: Ledger
    rows: tuple[LedgerRow, ...]

    @property
    def is_empty(self) -> bool:
        return self.ledger.begins is None or not self.rows

    def sentences(self) -> Iterator[str]:
        """One for each group: how far its Fridays lie apart, and between whom."""
        names = {row.key: row.name for row in self.rows}
        for one in self.ledger.spreads:
            if one.count is Count.FRIDAYS:
                yield _sentence(one, names)


def _sentence(one: Spread, names: dict[str, str]) -> str:
    if not one.spread:
        text = _("Fridays in the group {group}: no difference (everybody {most})")
        return text.format(group=one.group, most=one.most)
    text = _("Fridays in the group {group}: {spread} apart (most {high} {most}, least {low} {least})")
    return text.format(
        group=one.group,
        spread=one.spread,
        high=_named([names[key] for key in one.most_people]),
        most=one.most,
        low=_named([names[key] for key in one.least_people]),
        least=one.least,
    )


def _named(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    if more <= 0:
        return ", ".join(names)
    return _("{names} and {count} more").format(names=", ".join(names[:_NAMED]), count=more)


class LedgerService:
    def __init__(self, reader: FactReader) -> None:
        self._reader = reader

    def view(
        self, first: date, last: date, weeks: int = TRAILING_WEEKS, progress: Progress | None = None
    ) -> LedgerView:
        """The turns of the period and of the weeks before its own, as the planner counts them.

        Raises UsageError.
        """
        if not 0 <= weeks <= MOST_WEEKS:
            raise UsageError(detail=_("--weeks is 0 to {most}").format(most=MOST_WEEKS))
        told = progress or Progress()
        facts = self._reader.facts(first, last)
        told.report(1, 3)
        groups = named_groups(facts, problem(facts).groups)
        told.report(2, 3)
        start = trailing(monday(first), weeks)[0]
        cells = self._reader.assignments(start.isoformat(), last.isoformat())
        book = ledger.ledger(replace(facts, first=start, assignments=cells), groups)
        return LedgerView(first, last, weeks, book, _rows(facts, book))

    def write(self, file: Path, view: LedgerView) -> int:
        """As a workbook or a table, by the ending; the size in bytes. Raises EnvironmentTrouble."""
        from flexdesk.services import ledger_export

        return ledger_export.write(file, view, self._reader.unit().name)


def _rows(facts: Facts, book: Ledger) -> tuple[LedgerRow, ...]:
    parts = _parts(facts)
    turns = {one.person: one for one in book.people}
    return tuple(
        LedgerRow(p.key, p.nip, p.name, parts.get(p.key, ""), book.group_of(p.key), turns[p.key])
        for p in facts.people
    )


def _parts(facts: Facts) -> dict[str, str]:
    """The part of the unit that each person belongs to on the first day."""
    names = {section.key: section.name for section in facts.sections if not section.archived}
    held = held_on(facts.postings, facts.first)
    return {person: names.get(post.section, post.unit) for person, post in held.items()}


def named_groups(facts: Facts, groups: Sequence[Sequence[str]]) -> tuple[Group, ...]:
    """The planner's groups, each under the name of its part of the unit where it lies within one."""
    parts = _parts(facts)
    default = facts.policy.terms(facts.first).wanted_days_per_week
    wanted = {p.key: default if p.wanted_days is None else p.wanted_days for p in facts.people}
    names = []
    for group in groups:
        inside = {parts.get(person, "") for person in group}
        part = inside.pop() if len(inside) == 1 else ""
        text = _("all who may") if len(groups) == 1 else _("{count} days a week")
        names.append(part or text.format(count=wanted[group[0]]))
    often, seen = Counter(names), Counter[str]()
    made = []
    for name, group in zip(names, groups, strict=True):
        seen[name] += 1
        made.append(Group(f"{name} ({seen[name]})" if often[name] > 1 else name, tuple(group)))
    return tuple(made)
