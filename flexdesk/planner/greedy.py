"""A lawful and fair plan at once: whoever was away least is served first, then days are traded."""

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from flexdesk.domain.calendar import monday
from flexdesk.domain.places import Place
from flexdesk.domain.turns import is_friday
from flexdesk.i18n import _
from flexdesk.planner.fairness import trade
from flexdesk.planner.objective import (
    LEVELS,
    changed,
    counts,
    measured,
    tighter,
)
from flexdesk.planner.plan import Plan, PlannedCell, PlanStatus, Relaxed
from flexdesk.planner.problem import Cell, Problem
from flexdesk.planner.reasons import Reasons
from flexdesk.planner.room import Room, kept_away
from flexdesk.progress import Progress


def plan(problem: Problem, progress: Progress | None = None) -> Plan:
    """The plan; the same problem gives the same plan."""
    told = progress or Progress()
    room = Room(problem)
    grant(room, told)
    trade(room, told)
    grant(room, told)  # a trade can make room for one more
    return finished(problem, room.away, room)


def grant(room: Room, progress: Progress, *, moving: bool = True) -> None:
    """Give away days one by one, always to whoever has had least, until nothing more fits.

    Without `moving`, others keep their days when there is no room; that is quicker and gives fewer days.
    Where nobody serves two service points this reaches the most days there are, and shares them as evenly
    as they can be: a greedy choice by least count is exact for such nested limits.
    """
    problem = room.problem
    totals, fridays = counts(problem, room.away.union(kept_away(problem)))
    weeks: dict[str, list[date]] = {}
    for person, week in room.cells_of:
        if room.wants_more(person, week):
            weeks.setdefault(person, []).append(week)
    queue = [
        (totals[person], number, person) for number, person in enumerate(problem.people) if person in weeks
    ]
    heapq.heapify(queue)
    most_fridays = _most_fridays(problem, fridays)
    done, total = 0, sum(len(some) for some in weeks.values())
    while queue:
        count, number, person = heapq.heappop(queue)
        while weeks[person]:
            week = weeks[person][0]
            if _grant_one(room, person, week, fridays, most_fridays, moving):
                heapq.heappush(queue, (count + 1, number, person))
                weeks[person].append(weeks[person].pop(0))  # spread a person's days over the weeks
                break
            weeks[person].pop(0)
            done += 1
            progress.report(done, total)
    _fill(room)


def _fill(room: Room) -> None:
    """Give what fits at once: making room for one person can have opened a day for another before."""
    for (person, week), cells in room.cells_of.items():
        for cell in cells:
            if room.wants_more(person, week) and cell not in room.away and room.fits(cell):
                room.put(cell)


def _most_fridays(problem: Problem, fridays: Mapping[str, int]) -> dict[str, int]:
    """For each person the greatest number of Fridays in their group."""
    return {
        person: most
        for group in problem.groups
        for most in (max(map(fridays.__getitem__, group)),)
        for person in group
    }


def _grant_one(
    room: Room,
    person: str,
    week: date,
    fridays: dict[str, int],
    most_fridays: Mapping[str, int],
    moving: bool,
) -> bool:
    if not room.days_left(week):
        return False
    owed_a_friday = fridays[person] < most_fridays.get(person, 0)
    problem = room.problem

    def rank(cell: Cell) -> tuple[bool, bool, bool, int, date]:
        day = cell[1]
        return (
            is_friday(day) != owed_a_friday,
            cell not in problem.wishes,
            problem.draft.get(cell) != problem.free[cell],
            -room.left[room.daily[day]],
            day,
        )

    cells = list(room.open_cells(person, week))
    cell = min(filter(room.fits, cells), key=rank, default=None)
    if cell is None:
        return moving and any(map(room.make_room, sorted(cells, key=rank)))
    room.put(cell)
    fridays[person] += is_friday(cell[1])
    return True


def finished(
    problem: Problem,
    away: set[Cell],
    room: Room,
    known: Sequence[int | None] | None = None,
    *,
    explained: bool = True,
) -> Plan:
    """The plan whose away cells these are, measured, bounded and explained.

    `room` holds the plan; `known` are bounds that somebody proved, None for a level where nobody did. The
    reasons take as long as the rest together, and a plan that is only shown for a moment does without.
    """
    places: dict[Cell, str] = dict.fromkeys(problem.office, Place.OFFICE)
    places |= {cell: problem.free[cell] if cell in away else Place.OFFICE for cell in problem.free}
    everywhere = away.union(kept_away(problem))
    values = tuple(measured(problem, everywhere, room.missing, changed(problem, places)))
    bound = bounds(problem, values, room)
    if known is not None:
        bound = tighter(bound, known)
    relaxed = _relaxed(problem, room)
    why = Reasons(problem, away, room).of if explained else _unsaid
    cells = tuple(
        PlannedCell(
            person,
            day,
            places[person, day],
            why((person, day)),
            problem.draft.get((person, day), places[person, day]) != places[person, day],
        )
        for person in problem.people
        for day in problem.days
        if (person, day) in places
    )
    proven = bound == values
    status = PlanStatus.OPTIMAL if proven else PlanStatus.FEASIBLE
    if problem.broken:
        status = PlanStatus.INFEASIBLE
    return Plan(status, values, bound, cells, relaxed, _summary(problem, values, away))


def _unsaid(_cell: Cell) -> str:
    return ""


def bounds(problem: Problem, values: Sequence[int], room: Room) -> tuple[int, ...]:
    """Simple bounds: exact for level 1, by room for level 2, ideal ones for the rest.

    A level's bound holds among plans that are best on the levels before it, so it says something only
    while those are reached. When everybody has all the days they ask for, who gets how many is no choice any
    more, and the spread that there is cannot be less.
    """
    most, asked = _most_granted(problem, room)
    wishes = problem.wishes & (problem.free.keys() | set(kept_away(problem)))
    everybody_served = values[1] == asked
    return values[0], most, values[2] if everybody_served else 0, 0, len(wishes), 0


def _most_granted(problem: Problem, room: Room) -> tuple[int, int]:
    """The most days that could be granted, and what people ask for on days when they can be spared.

    A cell that does not fit into the empty plan fits into none, so it counts for neither.
    """
    usable = [cell for cell in problem.free if room.fits_alone(cell)]
    people_on = Counter(day for _person, day in usable)
    days_in = Counter((person, room.weeks[day]) for person, day in usable)
    asked: Counter[date] = Counter()
    for cell, count in days_in.items():
        asked[cell[1]] += min(count, problem.room["wanted", *cell])
    taken: Counter[date] = Counter()
    for day in problem.days:
        spare = room.most[room.need_of["", day]] if ("", day) in room.need_of else people_on[day]
        taken[monday(day)] += min(people_on[day], problem.room["away", day], spare)
    stay = Counter((person, monday(day)) for person, day in kept_away(problem))
    stay.update(problem.outside)
    base = sum(min(stay[cell], wanted) for cell, wanted in problem.wanted.items())
    return base + sum(min(asked[week], taken[week]) for week in taken), base + asked.total()


def _relaxed(problem: Problem, room: Room) -> tuple[Relaxed, ...]:
    found = [
        Relaxed(one.rule, one.day or problem.days[0], 0, one.message, person=one.person)
        for one in problem.broken
    ]
    for need, missing in room.missing:
        text = _("Needs {need} at the office; {missing} missing because of what stays fixed.")
        message = text.format(need=need.need, missing=missing)
        found.append(Relaxed("LOC-12", need.day, missing, message, need.name))
    return tuple(found)


def _summary(problem: Problem, values: tuple[int, ...], away: set[Cell]) -> str:
    wanted = sum(problem.wanted.values())
    text = _("{granted} of {wanted} wanted days are granted; {short} people are missing at the office.")
    return text.format(granted=values[LEVELS.index("granted")], wanted=wanted, short=values[0]) + (
        "" if away else " " + _("Nobody could be planned away.")
    )
