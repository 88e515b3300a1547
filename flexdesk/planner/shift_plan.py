"""What planning shifts gives back: cells with their reasons, shortfalls by name, and what is proven."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flexdesk.domain.places import LETTERS
from flexdesk.i18n import _
from flexdesk.planner.plan import PlannedCell, PlanStatus, Relaxed
from flexdesk.planner.shift_reasons import ShiftReasons
from flexdesk.planner.shift_roster import PLACES, Roster


@dataclass(frozen=True, slots=True)
class ShiftPlan:
    """`bound` is the least that any plan could reach on each level, None where that is not known."""

    status: PlanStatus
    objective: tuple[int, ...]
    bound: tuple[int | None, ...]
    cells: tuple[PlannedCell, ...]
    relaxed: tuple[Relaxed, ...]
    why: str

    @property
    def gap(self) -> tuple[int | None, ...]:
        """How far each level may be from the best; 0 is proven."""
        pairs = zip(self.objective, self.bound, strict=True)
        return tuple(None if known is None else mine - known for mine, known in pairs)


def finished(roster: Roster, known: Sequence[int | None] | None = None) -> ShiftPlan:
    """The roster as a plan; `known` are bounds that somebody proved, None for a level where nobody did."""
    values = roster.value()
    bound: list[int | None] = []
    for level, least in enumerate(least_of(roster)):
        proven = known[level] if known is not None else None
        reached = all(values[n] == bound[n] for n in range(level))
        # A level's bound holds among plans that are best on the levels before it.
        bound.append(max(least, proven) if proven is not None else least if reached else None)
    reasons = ShiftReasons(roster)
    cells = []
    for (person, day), code in roster.codes().items():
        key, when = roster.cell(person, day)
        place = str(PLACES[code])
        old = roster.problem.draft.get((key, when), place)
        cells.append(PlannedCell(key, when, place, reasons.of(person, day), old != place))
    status = PlanStatus.OPTIMAL if tuple(bound) == values else PlanStatus.FEASIBLE
    relaxed = (*_short(roster), *_missing(roster))
    return ShiftPlan(status, values, tuple(bound), tuple(cells), relaxed, _summary(roster, values))


def least_of(roster: Roster) -> tuple[int, ...]:
    """Simple bounds: no need is met by more people than could take it, and nothing is below nothing."""
    open_ = Counter(number for numbers in roster.counted.values() for number in numbers)
    kept = Counter(
        number
        for number, need in enumerate(roster.problem.needs)
        for key in need.people
        if roster.problem.kept.get((key, need.day)) == need.shift
    )
    short = sum(
        max(0, need.need - open_[number] - kept[number]) for number, need in enumerate(roster.problem.needs)
    )
    return (0, short, 0, 0, 0, 0, 0)


def _short(roster: Roster) -> Iterator[Relaxed]:
    """Needs that are not met, by shift and function."""
    for need, count in zip(roster.problem.needs, roster.counts, strict=True):
        if count < need.need:
            text = _("{shift}, {function}: needs {need}, {missing} missing.").format(
                shift=LETTERS[need.shift].label,
                function=need.name,
                need=need.need,
                missing=need.need - count,
            )
            yield Relaxed("TIM-04", need.day, need.need - count, text, need.name)


def _missing(roster: Roster) -> Iterator[Relaxed]:
    """Weeks in which somebody could not be given all hours (CAL-04)."""
    for (person, week), owed in roster.owed.items():
        less = owed - roster.minutes[person, week]
        if less > 0:
            key, day = roster.cell(person, min(d for d in roster.week_days[week] if d in roster.days))
            text = _("{name} has {less} minutes too few in this week.")
            message = text.format(name=roster.problem.names[key], less=less)
            yield Relaxed("CAL-04", day, less, message, person=key)


def _summary(roster: Roster, values: Sequence[int]) -> str:
    worked = sum(code != 0 for code in roster.codes().values())
    parts = [_("{count} shifts for {people} people").format(count=worked, people=len(roster.code))]
    if values[1]:
        parts.append(_("{count} places in shifts stay empty").format(count=values[1]))
    else:
        parts.append(_("every need is met"))
    if values[0]:
        parts.append(_("{minutes} minutes of the weeks are missing").format(minutes=values[0]))
    parts.append(_("nights differ by {spread} at most").format(spread=_widest(roster)))
    return "; ".join(parts) + "."


def _widest(roster: Roster) -> int:
    return max((tally.spread for tally in roster.night_tally), default=0)
