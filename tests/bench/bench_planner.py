"""How long checking and planning take on units of 40, 60, 200 and 1,000 people; run with `python -m`."""

from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from time import perf_counter

from flexdesk.domain.calendar import days, monday
from flexdesk.domain.people import Person, Posting
from flexdesk.domain.places import Place
from flexdesk.domain.policy import calendar_of
from flexdesk.domain.rules import Board, check, check_cell
from flexdesk.domain.schedule import Assignment, Facts, ServiceDuty, ServicePoint
from flexdesk.exchange.packs import national_policy, shipped_holidays
from flexdesk.planner.greedy import plan
from flexdesk.planner.problem import problem


def unit_of(size: int, first: date, last: date, *, filled: bool) -> Facts:
    """A unit with service points for every ninth person, uneven history, and a filled grid if asked for."""
    people = tuple(
        Person(f"p{n:04}", f"19850101200901{1 + n % 2}{n % 999 + 1:03}", f"Orang {n}") for n in range(size)
    )
    policy = national_policy().policy()
    calendar = calendar_of(policy, [h for pack in shipped_holidays() for h in pack.holidays], first)
    points = tuple(ServicePoint(f"s{n}", f"Loket {n}", need=2) for n in range(size // 18))
    duties = tuple(ServiceDuty(f"s{n % len(points)}", f"p{n:04}") for n in range(size // 3)) if points else ()
    cells = []
    if filled:
        for n, person in enumerate(people):
            for day in days(monday(first), monday(last) + timedelta(days=6)):
                if calendar.is_working(day):
                    away = (n * 7 + day.toordinal()) % 5 < 2 + (n % 6 == 0)
                    cells.append(Assignment(person.key, day, Place.HOME if away else Place.OFFICE))
    return Facts(
        first,
        last,
        calendar,
        policy,
        people=people,
        postings=tuple(Posting(p.key, date(2020, 1, 1), "Analis", "fungsional") for p in people),
        assignments=tuple(cells),
        service_points=points,
        service_duties=duties,
        away_before={p.key: n * 5 % 13 for n, p in enumerate(people)},
        fridays_before={p.key: n * 3 % 5 for n, p in enumerate(people)},
    )


def timed(call: Callable[[], object], rounds: int = 5) -> float:
    """Median milliseconds."""
    times = []
    for _round in range(rounds):
        start = perf_counter()
        call()
        times.append((perf_counter() - start) * 1000)
    return median(times)


def main() -> None:
    for size, first, last in (
        (40, date(2026, 11, 23), date(2026, 11, 29)),
        (110, date(2026, 10, 1), date(2026, 10, 31)),
    ):
        facts = unit_of(size, first, last, filled=True)
        board, day = Board(facts), facts.first + timedelta(days=1)
        built = timed(lambda facts=facts: Board(facts))  # type: ignore[misc]
        checked = timed(lambda board=board: check(board))  # type: ignore[misc]
        one = timed(lambda board=board, day=day: check_cell(board, "p0003", day, "home"), 50)  # type: ignore[misc]
        print(
            f"check {size} x {len(board.days)}: board {built:.1f} ms, all {checked:.1f} ms, cell {one:.3f} ms"
        )
        print(f"   findings {len(check(board))}")
    for size in (60, 200, 1000):
        facts = unit_of(size, date(2026, 9, 1), date(2026, 9, 30), filled=False)
        posed = problem(facts)
        start = perf_counter()
        problem(facts)
        made = (perf_counter() - start) * 1000
        start = perf_counter()
        result = plan(posed)
        took = (perf_counter() - start) * 1000
        print(f"plan {size} x {len(posed.days)}: problem {made:.0f} ms, plan {took:.0f} ms, {result.status}")
        print(f"   objective {list(result.objective)}, bound {list(result.bound)}")


if __name__ == "__main__":
    main()
