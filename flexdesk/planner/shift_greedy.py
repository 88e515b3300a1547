"""A lawful roster at once: needs day by day, then hours, then moves that make it fairer."""

from collections.abc import Iterator, Sequence
from itertools import islice

from flexdesk.planner.shift_roster import CODES, NIGHT, OFF, Move, Roster
from flexdesk.progress import Progress

_ROUNDS = 6
_EFFORT = 40_000  # moves tried in all; keeps big units quick, and the plan the same each time
_PARTNERS = 10
_LEAVES = 40_000  # weeks of one person looked at in all


def build(roster: Roster, progress: Progress) -> None:
    """Fill an empty roster."""
    weeks = [[day for day in held if day in set(roster.days)] for held in roster.week_days.values()]
    for week in weeks:
        for day in week:
            progress.report(0, 1)
            _serve(roster, day, week)
        _fill(roster, week)


def _serve(roster: Roster, day: int, week: Sequence[int]) -> None:
    """Meet the needs of a day, that with the fewest to choose from first."""
    needs = roster.problem.needs
    people: dict[int, list[int]] = {number: [] for number in roster.needs_on[day]}
    for person in range(len(roster.code)):
        for code in roster.choices.get((person, day), ()):
            for number in roster.counted.get((person, day, code), ()):
                people[number].append(person)
    order = sorted(people, key=lambda n: (len(people[n]) - needs[n].need, needs[n].shift != "shift_night", n))
    for number in order:
        need, code = needs[number], CODES[needs[number].shift]
        while roster.counts[number] < need.need:
            able = [
                person
                for person in people[number]
                if roster.code[person][day] == OFF and roster.fits(person, day, code)
            ]
            if not able:
                break
            roster.put(min(able, key=lambda one: _turn(roster, one, day, code, week)), day, code)


def _turn(roster: Roster, person: int, day: int, code: int, week: Sequence[int]) -> tuple[float, ...]:
    """Who comes first: whom the week still owes most for each day left, then whoever had fewest."""
    name = (person, roster.week[day])
    left = [other for other in week if other >= day and (person, other) in roster.choices]
    owing = roster.owed.get(name, 0) - roster.minutes.get(name, 0)
    fits_in = owing >= roster.net[code, day]
    return (
        (person, day) in roster.wishes,
        not fits_in,
        roster.nights[person] if code == NIGHT else 0,
        roster.free_shifts[person] if roster.is_free_day[day] else 0,
        -owing / max(1, len(left)),
        roster.code[person][day - 1] not in (code, OFF),
        person,
    )


def _fill(roster: Roster, week: Sequence[int]) -> None:
    """Whoever has too few minutes works more, where fewest are beyond the need."""
    for person in range(len(roster.code)):
        while week and roster.minutes.get((person, roster.week[week[0]]), 0) < roster.owed.get(
            (person, roster.week[week[0]]), 0
        ):
            open_ = [
                (day, code)
                for day in week
                if roster.code[person][day] == OFF
                for code in roster.choices.get((person, day), ())
                if roster.fits(person, day, code)
            ]
            if not open_:
                break
            roster.put(person, *min(open_, key=lambda one: _spare(roster, person, *one)))


def _spare(roster: Roster, person: int, day: int, code: int) -> tuple[int, ...]:
    needs = roster.problem.needs
    beyond = [roster.counts[n] - needs[n].need for n in roster.counted.get((person, day, code), ())]
    return (
        (person, day) in roster.wishes,
        roster.is_free_day[day],
        code == NIGHT,
        min(beyond, default=0),
        day,
        code,
    )


def improve(roster: Roster, progress: Progress) -> None:
    """Better by one move after another, until none helps or the effort is spent."""
    effort = _EFFORT
    _rearrange(roster, progress)
    for number in range(_ROUNDS):
        better = False
        for moves in _moves(roster, number):
            progress.report(0, 1)
            effort -= 1
            if effort <= 0:
                return
            better |= tried(roster, moves)
        if not better:
            return


def _rearrange(roster: Roster, progress: Progress) -> None:
    """Lay weeks of one person anew, those that miss or exceed their hours most first."""
    left = _LEAVES
    for (person, week), _owed in sorted(roster.owed.items(), key=lambda item: -_off_by(roster, *item)):
        progress.report(0, 1)
        days = [day for day in roster.week_days[week] if (person, day) in roster.choices]
        if left <= 0 or roster.minutes[person, week] == roster.owed[person, week]:
            continue
        start = [roster.code[person][day] for day in days]
        best, found = roster.guide(), start
        for codes in list(_weeks_of(roster, person, days, left)):
            left -= 1
            roster.back([(person, day, code) for day, code in zip(days, codes, strict=True)])
            if (value := roster.guide()) < best:
                best, found = value, codes
        roster.back([(person, day, code) for day, code in zip(days, found, strict=True)])


def _off_by(roster: Roster, name: tuple[int, int], owed: int) -> int:
    """Minutes above what is owed; missing ones weigh far more, since they break CAL-04."""
    less = owed - roster.minutes[name]
    return 100 * less if less > 0 else -less


def _weeks_of(roster: Roster, person: int, days: Sequence[int], most: int) -> Iterator[list[int]]:
    """Lawful ways to lay a person's week, up to `most`; the week is empty afterwards."""
    for day in days:
        roster.put(person, day, OFF)
    yield from islice(_laid(roster, person, days, 0), most)
    for day in days:
        roster.put(person, day, OFF)


def _laid(roster: Roster, person: int, days: Sequence[int], at: int) -> Iterator[list[int]]:
    if at == len(days):
        yield [roster.code[person][day] for day in days]
        return
    day = days[at]
    for code in (*roster.choices[person, day], OFF):
        if code == OFF or roster.fits(person, day, code):
            roster.put(person, day, code)
            yield from _laid(roster, person, days, at + 1)
            roster.put(person, day, OFF)


def tried(roster: Roster, moves: Sequence[Move]) -> bool:
    """Whether the moves are lawful and make the roster better; undone if not."""
    before = roster.guide()
    old = [(person, day, roster.code[person][day]) for person, day, _code in moves]
    if not roster.write(moves):
        return False
    if roster.guide() < before:
        return True
    roster.back(old)
    return False


def _moves(roster: Roster, number: int) -> Iterator[list[Move]]:
    """Made from the roster as it is when each is asked for."""
    yield from _single(roster)
    yield from _on_a_day(roster, number)
    yield from _in_a_week(roster)
    yield from _whole_weeks(roster)


def _single(roster: Roster) -> Iterator[list[Move]]:
    for (person, day), codes in roster.choices.items():
        for code in (OFF, *codes):
            if code != roster.code[person][day]:
                yield [(person, day, code)]


def _on_a_day(roster: Roster, number: int) -> Iterator[list[Move]]:
    """Two people exchange a day: those with the most against those with the least."""
    for day in roster.days:
        free = [person for person in range(len(roster.code)) if (person, day) in roster.choices]
        free.sort(key=lambda one: (-roster.nights[one], -roster.free_shifts[one], one))
        for at, person in enumerate(free):
            for other in (free[: -_PARTNERS - 1 : -1] if at < len(free) // 2 else ())[number % 2 :]:
                mine, theirs = roster.code[person][day], roster.code[other][day]
                if mine != theirs and other != person:
                    yield [(person, day, theirs), (other, day, mine)]


def _in_a_week(roster: Roster) -> Iterator[list[Move]]:
    """One person exchanges two days of a week."""
    for (person, day), _codes in roster.choices.items():
        for other in roster.week_days[roster.week[day]]:
            if other <= day or (person, other) not in roster.choices:
                continue
            mine, theirs = roster.code[person][day], roster.code[person][other]
            if mine != theirs:
                yield [(person, day, theirs), (person, other, mine)]


def _whole_weeks(roster: Roster) -> Iterator[list[Move]]:
    """Two people of a group exchange a week."""
    for group in roster.groups:
        for held in roster.week_days.values():
            for at, person in enumerate(group):
                for other in group[at + 1 : at + 1 + _PARTNERS]:
                    days = [d for d in held if (person, d) in roster.choices and (other, d) in roster.choices]
                    pairs = [(d, roster.code[person][d], roster.code[other][d]) for d in days]
                    if any(mine != theirs for _d, mine, theirs in pairs):
                        yield [
                            move
                            for d, mine, theirs in pairs
                            for move in ((person, d, theirs), (other, d, mine))
                        ]
