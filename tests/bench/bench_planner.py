"""How long checking and planning take on units of 40, 60, 200 and 1,000 people; run with `python -m`."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from statistics import median
from time import perf_counter, process_time

from flexdesk.domain.calendar import days, monday
from flexdesk.domain.people import Person, Posting, Request
from flexdesk.domain.places import Place
from flexdesk.domain.policy import calendar_of
from flexdesk.domain.rules import Board, check, check_cell
from flexdesk.domain.schedule import Assignment, Facts, LeaveEntry, ServiceDuty, ServicePoint
from flexdesk.exchange.packs import national_policy, shipped_holidays
from flexdesk.planner.choose import plan
from flexdesk.planner.problem import problem

FIRST_S = 0.2
BUDGET_S = {60: 1.5, 200: 5.0, 1000: 45.0}
LIMIT_S = {60: 30.0, 200: 60.0, 1000: 300.0}


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


def busy_unit(size: int, seed: int) -> Facts:
    """A month in which days are short: two wanted a week, a third of the unit away, posts half full.

    One person in ten serves two posts; there are leave, pinned cells, wishes, an uneven past and a draft.
    """
    chance = Random(seed)
    facts = unit_of(size, date(2026, 9, 1), date(2026, 9, 30), filled=False)
    keys = [person.key for person in facts.people]
    working = [day for day in days(facts.first, facts.last) if facts.calendar.is_working(day)]
    posts = [f"s{n}" for n in range(max(2, size // 12))]
    duties = {(chance.choice(posts), key) for key in keys if chance.random() < 0.5}
    duties |= {(chance.choice(posts), key) for key in keys if chance.random() < 0.1}
    served = Counter(post for post, _key in duties)
    leaves = []
    for key in chance.sample(keys, size // 15):
        start = chance.choice(working)
        leaves.append(LeaveEntry(f"l{key}", key, "annual", start, start + timedelta(days=2)))
    on_leave = {(one.person, day) for one in leaves for day in days(one.from_, one.to)}
    cells = [
        Assignment(
            key, day, chance.choice([Place.HOME, Place.OFFICE, Place.OFFICE]), pinned=chance.random() < 0.02
        )
        for key in keys
        for day in working
        if chance.random() < 0.4 and (key, day) not in on_leave
    ]
    return replace(
        facts,
        policy=facts.policy.with_edit("planner.wanted_days_per_week", "2")
        .with_edit("location.max_days_per_week", "2")
        .with_edit("location.max_share", "0.35"),
        assignments=tuple(cells),
        leaves=tuple(leaves),
        service_points=tuple(ServicePoint(post, post, need=-(-served[post] // 2)) for post in posts),
        service_duties=tuple(ServiceDuty(post, key) for post, key in sorted(duties)),
        requests=tuple(
            Request(
                f"w{key}", key, "wish", facts.first, facts.last, days=frozenset(chance.sample(range(5), 2))
            )
            for key in chance.sample(keys, size // 3)
        ),
        away_before={key: chance.randrange(8, 16) for key in keys},
        fridays_before={key: chance.randrange(5) for key in keys},
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
        plain = unit_of(size, date(2026, 9, 1), date(2026, 9, 30), filled=False)
        planned("plain", size, plain)
        for seed in range(1, 6):
            planned(f"seed {seed}", size, busy_unit(size, seed))


def planned(name: str, size: int, facts: Facts) -> None:
    """Seconds with model building, by the clock and of the processor, and what came of it.

    One thread plans, so on an idle machine both are the same; the ratio to the budget is the processor's.
    """
    start = perf_counter()
    posed = problem(facts)
    made, made_cpu = perf_counter(), process_time()
    lawful: list[float] = []
    found = plan(posed, seconds=LIMIT_S[size], first=lambda _plan: lawful.append(process_time()))
    took, worked = perf_counter() - made, process_time() - made_cpu
    budget = BUDGET_S[size]
    print(
        f"plan {size} x {len(posed.days)}, {name}: problem {made - start:.2f} s, "
        f"first {lawful[0] - made_cpu:.2f} s ({(lawful[0] - made_cpu) / FIRST_S:.1f} of budget), "
        f"all {took:.2f} s, processor {worked:.2f} s ({worked / budget:.2f} of budget), {found.status}"
    )
    print(f"   objective {list(found.objective)}, bound {list(found.bound)}", flush=True)


if __name__ == "__main__":
    main()
