"""What another policy would do to a week before anybody keeps it: findings, shares, and who loses a turn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flexdesk.domain import rules
from flexdesk.domain.periods import Period, week_of
from flexdesk.domain.places import AWAY
from flexdesk.domain.policy import Policy
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.schedule import Facts
from flexdesk.services.facts import FactReader
from flexdesk.services.week import CellKey, CellView, coverage_rows, shown_cells

_SHARES = frozenset({"LOC-10", "LOC-12"})  # rules that speak of a day as a whole


@dataclass(frozen=True, slots=True)
class DayShare:
    """How many work away on a day, and how many may."""

    day: date
    count: int
    cap: int


@dataclass(frozen=True, slots=True)
class LostTurn:
    """A day away that somebody has and could not keep; `rule` says by which rule."""

    person: str
    name: str
    day: date
    rule: str


@dataclass(frozen=True, slots=True)
class WeekEffect:
    """What an edit would do to one week: findings that it makes, those that it ends, and lost turns."""

    period: Period
    before: int
    after: int
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    shares: tuple[DayShare, ...]  # working days only, under the edited policy
    lost: tuple[LostTurn, ...] = ()
    before_cap: int = 0  # how many might work away under the policy in force

    @property
    def failing(self) -> tuple[date, ...]:
        """Days that could no longer be published, or not without a written reason."""
        return tuple(sorted({one.day for one in self.new if one.level is not Level.INFO and one.day}))


def weeks_to_see(today: date, first: date) -> tuple[Period, Period]:
    """This week and the next; for what begins later, its first two weeks."""
    week = week_of(today)
    if first > week.next().last:
        week = week_of(first)
    return (week, week.next())


def week_effects(reader: FactReader, edited: Policy, weeks: Iterable[Period]) -> list[WeekEffect]:
    return [_week_effect(reader, week, edited) for week in weeks]


def _week_effect(reader: FactReader, period: Period, edited: Policy) -> WeekEffect:
    facts = reader.facts(period.first, period.last)
    changed = replace(facts, policy=edited, calendar=reader.calendar(period.first, edited))
    before, after = list(rules.check(facts)), list(rules.check(changed))
    known, found = {identity(f): f for f in before}, {identity(f) for f in after}
    cells = shown_cells(changed)
    away = coverage_rows(changed, cells)[0]
    was = coverage_rows(facts, shown_cells(facts))[0]
    return WeekEffect(
        period,
        len(before),
        len(after),
        tuple(f for f in after if identity(f) not in known),
        tuple(f for f in before if identity(f) not in found),
        tuple(
            DayShare(day, cell.count, cell.need)
            for day, cell in zip(period.days(), away.cells, strict=True)
            if cell.state
        ),
        _lost(changed, cells, known, after),
        next((cell.need for cell in was.cells if cell.state), 0),
    )


def identity(finding: Finding) -> tuple[object, ...]:
    return (finding.rule, finding.level, finding.person, finding.day, finding.point)


def _lost(
    facts: Facts,
    cells: Mapping[CellKey, CellView],
    known: Mapping[tuple[object, ...], Finding],
    after: Sequence[Finding],
) -> tuple[LostTurn, ...]:
    """First those whom a rule names; where a day is too full, whoever had most turns, unpinned ones first."""
    names = {person.key: person.name for person in facts.people}
    lost: dict[CellKey, str] = {}
    for one in after:
        if one.level is Level.HARD and one.person and one.day and identity(one) not in known:
            cell = cells.get((one.person, one.day))
            if cell is not None and cell.place in AWAY:
                lost.setdefault((one.person, one.day), one.rule)
    for one in after:
        before = known.get(identity(one))
        excess = one.size - (before.size if before else 0)
        if one.rule in _SHARES and one.day and not one.point and excess > 0:
            already = sum(day == one.day for _person, day in lost)
            for person in _in_turn(facts, cells, one.day, lost)[: max(excess - already, 0)]:
                lost[person, one.day] = one.rule
    order = sorted(lost, key=lambda key: (key[1], names.get(key[0], "")))
    return tuple(LostTurn(person, names.get(person, ""), day, lost[person, day]) for person, day in order)


def _in_turn(
    facts: Facts, cells: Mapping[CellKey, CellView], day: date, lost: Mapping[CellKey, str]
) -> list[str]:
    """Who would give up that day, first the one with most days away in the weeks before."""
    candidates = [
        person
        for person in facts.people
        if (cell := cells.get((person.key, day))) is not None
        and cell.place in AWAY
        and (person.key, day) not in lost
    ]
    candidates.sort(
        key=lambda person: (
            cells[person.key, day].pinned,
            -facts.away_before.get(person.key, 0),
            -facts.fridays_before.get(person.key, 0),
            person.name,
        )
    )
    return [person.key for person in candidates]
