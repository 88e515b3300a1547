"""A roster of shifts in the making: lawful at every step, with its objective always at hand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from flexdesk.domain.calendar import monday
from flexdesk.domain.hours import rest_between
from flexdesk.domain.places import Place
from flexdesk.planner.fairness import Tally
from flexdesk.planner.shift_problem import Cell, ShiftProblem

OFF, OTHER, BLANK = 0, 4, 5  # codes; 1 to 3 are the shifts
CODES = {Place.SHIFT_MORNING: 1, Place.SHIFT_AFTERNOON: 2, Place.SHIFT_NIGHT: 3}
PLACES = {code: place for place, code in CODES.items()} | {OFF: Place.OFF}
NIGHT = 3
LEVELS = (
    "minutes_missing",
    "shortfall",
    "minutes_above",
    "night_spread",
    "free_day_spread",
    "wishes_missed",
    "changed",
)
_REACH = 3  # days; the longest rest that can be asked for is 48 hours
Move = tuple[int, int, int]  # person, day, code


class Roster:
    """People and days by number. A day off is lawful everywhere, so `put` to OFF never fails."""

    def __init__(self, problem: ShiftProblem) -> None:
        self.problem = problem
        self.at = {day: number for number, day in enumerate(problem.line)}
        self.days = [self.at[day] for day in problem.days]
        self.person = {key: number for number, key in enumerate(problem.people)}
        self.choices: dict[tuple[int, int], tuple[int, ...]] = {
            (self.person[key], self.at[day]): tuple(CODES[shift] for shift in shifts)
            for (key, day), shifts in problem.free.items()
        }
        self.code = [[OFF] * len(problem.line) for _key in problem.people]
        self._keep()
        self._forbid()
        self._weeks()
        self._needs()
        self._turns()
        self._draft()

    def _keep(self) -> None:
        for (key, day), place in self.problem.kept.items():
            person = self.person.get(key)
            if person is not None and place is not None:
                self.code[person][self.at[day]] = CODES.get(Place(place), OTHER)
        for key, day in self.problem.blank:
            self.code[self.person[key]][self.at[day]] = BLANK

    def _forbid(self) -> None:
        """For each day, shift and distance the later shifts that leave too little rest."""
        problem, rest = self.problem, self.problem.limits.rest_hours
        self.forbidden: set[tuple[int, int, int, int]] = set()  # day, code, days on, code then
        for (shift, day), span in problem.span.items() if rest is not None else ():
            for on in range(1, _REACH + 1):
                for later, code in CODES.items():
                    then = self.at[day] + on
                    if then >= len(problem.line):
                        continue
                    other = problem.span.get((later, problem.line[then]))
                    if other is not None and rest is not None and rest_between(span, other, on) < rest * 60:
                        self.forbidden.add((self.at[day], CODES[shift], on, code))

    def _weeks(self) -> None:
        problem = self.problem
        first = monday(problem.line[0])
        self.week = [(day - first).days // 7 for day in problem.line]
        self.week_days: dict[int, list[int]] = defaultdict(list)
        for number, week in enumerate(self.week):
            self.week_days[week].append(number)
        self.net = {(CODES[shift], self.at[day]): net for (shift, day), net in problem.net.items()}
        self.owed: dict[tuple[int, int], int] = {}
        self.minutes: dict[tuple[int, int], int] = {}
        for (key, start), owed in problem.owed.items():
            name = (self.person[key], (start - first).days // 7)
            self.owed[name], self.minutes[name] = owed, problem.settled[key, start]
        self.missing = sum(max(0, owed - self.minutes[name]) for name, owed in self.owed.items())
        self.above = sum(max(0, self.minutes[name] - owed) for name, owed in self.owed.items())

    def _needs(self) -> None:
        problem = self.problem
        self.counts = [0] * len(problem.needs)
        self.counted: dict[Move, list[int]] = defaultdict(list)
        self.needs_on: dict[int, list[int]] = defaultdict(list)
        for number, need in enumerate(problem.needs):
            day, code = self.at[need.day], CODES[need.shift]
            self.needs_on[day].append(number)
            for key in need.people:
                if (key, need.day) in problem.free:
                    self.counted[self.person[key], day, code].append(number)
                elif problem.kept.get((key, need.day)) == need.shift:
                    self.counts[number] += 1
        self.crowd = sum(
            max(0, count - need.need) ** 2 for need, count in zip(problem.needs, self.counts, strict=True)
        )
        self.short = sum(
            max(0, need.need - count) for need, count in zip(problem.needs, self.counts, strict=True)
        )

    def _turns(self) -> None:
        problem = self.problem
        self.is_free_day = [day in problem.free_days for day in problem.line]
        self.nights = [problem.nights_before[key] for key in problem.people]
        self.free_shifts = [problem.free_days_before[key] for key in problem.people]
        self.groups = [[self.person[key] for key in group] for group in problem.groups]
        self.group_of = {person: number for number, group in enumerate(self.groups) for person in group}
        self.night_tally = [Tally(self.nights[p] for p in group) for group in self.groups]
        self.free_tally = [Tally(self.free_shifts[p] for p in group) for group in self.groups]

    def _draft(self) -> None:
        problem = self.problem
        self.wishes = {(self.person[key], self.at[day]) for key, day in problem.wishes}
        self.draft = {
            (self.person[key], self.at[day]): CODES.get(Place(place), OFF if place == Place.OFF else OTHER)
            for (key, day), place in problem.draft.items()
        }
        self.missed = 0
        self.changed = sum(code != OFF for code in self.draft.values())

    # -- the law

    def fits(self, person: int, day: int, code: int) -> bool:
        """Whether a shift may be put on a day that is off now."""
        limits, line = self.problem.limits, self.code[person]
        if limits.rest_hours is not None and not self._rested(line, day, code):
            return False
        if limits.in_a_row is not None and _run(line, day, (1, 2, NIGHT)) > limits.in_a_row:
            return False
        most = limits.nights_in_a_row
        if code == NIGHT and most is not None and _run(line, day, (NIGHT,)) > most:
            return False
        if limits.off_after_nights:
            if code != NIGHT and line[day - 1] == NIGHT:
                return False
            if code == NIGHT and line[day + 1] in (1, 2, OTHER):
                return False
        least = limits.off_in_a_week
        if least is None:
            return True
        worked = sum(line[other] != OFF for other in self.week_days[self.week[day]])
        return worked < 7 - least

    def _rested(self, line: Sequence[int], day: int, code: int) -> bool:
        forbidden = self.forbidden
        return not any(
            (day - on, line[day - on], on, code) in forbidden or (day, code, on, line[day + on]) in forbidden
            for on in range(1, _REACH + 1)
        )

    # -- changing

    def put(self, person: int, day: int, code: int) -> None:
        """Write a code without asking; every count follows."""
        old = self.code[person][day]
        if old == code:
            return
        if old:
            self._count(person, day, old, -1)
        if code:
            self._count(person, day, code, 1)
        self.code[person][day] = code
        cell = (person, day)
        if cell in self.draft:
            self.changed += (code != self.draft[cell]) - (old != self.draft[cell])
        if cell in self.wishes:
            self.missed += (code != OFF) - (old != OFF)

    def _count(self, person: int, day: int, code: int, step: int) -> None:
        needs = self.problem.needs
        for number in self.counted.get((person, day, code), ()):
            count = self.counts[number]
            self.counts[number] = count + step
            need = needs[number].need
            self.short += max(0, need - count - step) - max(0, need - count)
            self.crowd += max(0, count + step - need) ** 2 - max(0, count - need) ** 2
        name = (person, self.week[day])
        owed = self.owed.get(name)
        if owed is not None:
            old = self.minutes[name]
            new = self.minutes[name] = old + step * self.net[code, day]
            self.missing += max(0, owed - new) - max(0, owed - old)
            self.above += max(0, new - owed) - max(0, old - owed)
        if code == NIGHT:
            self._turn(self.nights, self.night_tally, person, step)
        if self.is_free_day[day]:
            self._turn(self.free_shifts, self.free_tally, person, step)

    def _turn(self, held: list[int], tallies: Sequence[Tally], person: int, step: int) -> None:
        held[person] += step
        group = self.group_of.get(person)
        if group is not None:
            tallies[group].change(held[person] - step, held[person])

    def write(self, moves: Iterable[Move]) -> bool:
        """Put several at once; False, and all as it was, unless every one is lawful."""
        wanted = list(moves)
        before = [(person, day, self.code[person][day]) for person, day, _code in wanted]
        for person, day, _code in wanted:
            self.put(person, day, OFF)
        for person, day, code in wanted:
            if code and not self.fits(person, day, code):
                self.back(before)
                return False
            self.put(person, day, code)
        return True

    def back(self, before: Sequence[Move]) -> None:
        for person, day, code in before:
            self.put(person, day, code)

    # -- what it is worth

    def value(self) -> tuple[int, ...]:
        """The levels; less is better on each."""
        return (
            self.missing,
            self.short,
            self.above,
            sum(tally.spread for tally in self.night_tally),
            sum(tally.spread for tally in self.free_tally),
            self.missed,
            self.changed,
        )

    def guide(self) -> tuple[int, ...]:
        """The levels with what leads towards them: several moves may be needed before a spread shrinks."""
        return (
            self.missing,
            self.short,
            self.above,
            sum(tally.spread for tally in self.night_tally),
            sum(tally.squares for tally in self.night_tally),
            sum(tally.spread for tally in self.free_tally),
            sum(tally.squares for tally in self.free_tally),
            self.missed,
            self.changed,
            self.crowd,  # no level, but nobody wants all the spare people on one day
        )

    def codes(self) -> dict[tuple[int, int], int]:
        return {cell: self.code[cell[0]][cell[1]] for cell in self.choices}

    def take(self, codes: Mapping[tuple[int, int], int]) -> bool:
        """Another plan in the place of this one; False, and all as it was, where it is not lawful."""
        return self.write([(person, day, code) for (person, day), code in codes.items()])

    def cell(self, person: int, day: int) -> Cell:
        return self.problem.people[person], self.problem.line[day]


def _run(line: Sequence[int], day: int, codes: tuple[int, ...]) -> int:
    """How long the run of such days would be that the day joins."""
    first = last = day
    while first > 0 and line[first - 1] in codes:
        first -= 1
    while last + 1 < len(line) and line[last + 1] in codes:
        last += 1
    return last - first + 1
