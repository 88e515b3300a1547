"""Random dossiers: the answer turns on no day that is not foreseen, and everybody gives the same one."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.domain.calendar import days, months_later
from flexdesk.domain.eligibility import Answer, answers, eligibilities
from flexdesk.domain.people import Category, Discipline, HeldPredicate, Posting, PostingReason
from flexdesk.domain.rules import Board, Level, check
from flexdesk.domain.rules.changes import change_days
from flexdesk.domain.schedule import Branch, Facts, Unit
from flexdesk.domain.time_patterns import FREE_TASK, TimePattern
from flexdesk.planner.problem import problem
from tests.unit.rules.office import MON, POLICY, at, office

DAY = timedelta(days=1)
FROM, TO = date(2026, 6, 1), date(2027, 6, 30)
DATES = st.dates(FROM, TO)
PEOPLE = 3
KEYS = [f"p{n}" for n in range(PEOPLE)]
# What speaks about eligibility in a schedule; LOC-02 where the unit allows no day at all.
ASKED = frozenset({"EMP-01", "EMP-02", "EMP-03", "EMP-04", "LOC-02", "LOC-09", "LOC-13", "LOC-14", "LOC-19"})


@st.composite
def units(draw: st.DrawFn) -> Facts:
    """Three people with everything that can turn an answer on some day of a year."""
    policy = POLICY
    for key, values in (
        ("person.new_posting_months", ["", "0", "1", "3", "12"]),
        ("person.least_predicate", ["none", "baik"]),
        ("location.max_days_per_week", ["0", "1", "2"]),
        ("location.direct_service", ["yes", "no"]),
        ("hours.flex_minutes", ["0", "60"]),
    ):
        for _n in range(draw(st.integers(0, 2))):
            policy = policy.with_edit(key, draw(st.sampled_from(values)), from_day=draw(DATES))
    keys = st.sampled_from(KEYS)
    postings = [Posting(key, date(2020, 1, 1), "Analis", "fungsional", reason="existing") for key in KEYS]
    for _n in range(draw(st.integers(0, 4))):
        first = draw(DATES)
        postings.append(
            Posting(
                draw(keys),
                first,
                "Jabatan baru",
                draw(st.sampled_from(["", *Category])),
                reason=draw(st.sampled_from(list(PostingReason))),
                acting=draw(st.sampled_from(["", "", "Plt."])),
                until=draw(st.sampled_from([None, first + timedelta(days=40)])),
                excluded=draw(st.sampled_from(["", "", "SK 9"])),
                task_criteria=draw(st.sampled_from(["", "11111", "11011"])),
                section=draw(st.sampled_from(["", "s1"])),
            )
        )
    disciplines = []
    for number in range(draw(st.integers(0, 3))):
        first = draw(DATES)
        to = draw(st.sampled_from([None, first, first + timedelta(days=60)]))
        kind = draw(st.sampled_from(["process", "sanction"]))
        disciplines.append(Discipline(f"d{number}", draw(keys), kind, first, to))
    predicates = [
        HeldPredicate(draw(keys), draw(DATES), draw(st.sampled_from(["kurang", "baik", "sangat_baik"])))
        for _n in range(draw(st.integers(0, 3)))
    ]
    patterns = []
    for number in range(draw(st.integers(0, 2))):
        first = draw(DATES)
        approved = draw(st.sampled_from([None, first, first + DAY]))
        patterns.append(
            TimePattern(
                f"t{number}",
                "dinamis",
                first,
                person=draw(st.sampled_from(["", *KEYS])),
                basis=FREE_TASK,
                to=draw(st.sampled_from([None, first + timedelta(days=30)])),
                approved_by="Sekda" if approved else "",
                approved_on=approved,
            )
        )
    return replace(
        office(people=PEOPLE, policy=policy),
        unit=Unit(region=draw(st.sampled_from(["", "province", "regency", "central"]))),
        postings=tuple(postings),
        disciplines=tuple(disciplines),
        predicates=tuple(predicates),
        patterns=tuple(patterns),
        branches={"s1": Branch("s1", "Loket", frozenset({"s1"}), draw(st.sampled_from(["", "Loket"])))},
    )


@settings(max_examples=20, deadline=None)
@given(units())
def test_an_answer_turns_only_on_a_day_that_is_foreseen(facts: Facts):
    board = Board(facts)
    for key in KEYS:
        turns = set(change_days(board, board.dossiers[key]))
        before = answers(board, key, FROM - DAY)
        for day in days(FROM, TO + timedelta(days=400)):
            now = answers(board, key, day)
            assert now == before or day in turns, day
            before = now


@settings(max_examples=12, deadline=None)
@given(units(), DATES)
def test_since_and_until_are_those_of_asking_every_day(facts: Facts, day: date):
    board = Board(facts)
    for key, found in eligibilities(board, day).items():
        for at_, verdict in enumerate((found.location, found.time)):
            assert verdict.answer is answers(board, key, day)[at_]
            turn = _other(board, key, at_, day, +1, 900)
            assert verdict.changes_on == turn
            assert verdict.then is (answers(board, key, turn)[at_] if turn else None)
            other = _other(board, key, at_, day, -1, 400)
            assert verdict.since == (other + DAY if other else None)


def _other(board: Board, key: str, at_: int, day: date, step: int, most: int) -> date | None:
    """The nearest day with another answer, asked day by day."""
    now = answers(board, key, day)[at_]
    asked = (day + DAY * n * step for n in range(1, most))
    return next((one for one in asked if answers(board, key, one)[at_] is not now), None)


@settings(max_examples=40, deadline=None)
@given(
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    st.integers(0, 24),
    st.sampled_from([one for one in PostingReason if one != PostingReason.EXISTING]),
)
def test_newness_ends_once_and_never_comes_back(start: date, months: int, reason: PostingReason):
    """EMP-02: the longer in the post, the freer; the more months the agency sets, the later."""
    posting = Posting("p0", start, "Analis", reason=reason)

    def free_from(length: int) -> list[bool]:
        policy = POLICY.with_edit("person.new_posting_months", str(length))
        board = Board(office(people=1, policy=policy, postings=(posting,)))
        asked = [start - DAY, *(start + timedelta(days=10 * n) for n in range(90))]
        return [not board.obstacles("p0", day) for day in asked]

    held = free_from(months)
    assert held[0]  # before the post began it did not count
    assert held[1:] == sorted(held[1:])
    end = months_later(start, months)
    assert held[1:] == [start + timedelta(days=10 * n) >= end for n in range(90)]
    longer = free_from(months + 1)
    assert all(short or not long for short, long in zip(held[1:], longer[1:], strict=True))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(DATES, st.integers(0, 200) | st.none()), max_size=4), DATES, st.integers(0, 90))
def test_more_entries_never_make_anybody_freer(
    entries: list[tuple[date, int | None]], start: date, length: int
):
    """EMP-01: an entry bars exactly its own days, whatever the others are."""
    records = tuple(
        Discipline(f"d{n}", "p0", "process", first, None if span is None else first + timedelta(days=span))
        for n, (first, span) in enumerate(entries)
    )
    one_more = (*records, Discipline("x", "p0", "sanction", start, start + timedelta(days=length)))
    few, many = (Board(office(people=1, disciplines=found)) for found in (records, one_more))
    for day in days(FROM, FROM + timedelta(days=500)):
        covered = start <= day <= start + timedelta(days=length)
        assert bool(many.obstacles("p0", day)) == (bool(few.obstacles("p0", day)) or covered)


@settings(max_examples=30, deadline=None)
@given(units(), st.sampled_from([MON, date(2026, 7, 6), date(2027, 1, 11)]))
def test_schedule_planner_and_register_give_the_same_answer(facts: Facts, monday: date):
    """A cell away is a finding where the register says no or open, and there the planner leaves it alone."""
    week = [monday + DAY * n for n in range(5)]
    calendar = replace(facts.calendar, holidays=())
    facts = replace(facts, first=week[0], last=week[-1] + DAY * 2, calendar=calendar)
    empty = Board(facts)
    made = problem(empty)
    for key in KEYS:
        for day in week:
            answer = eligibilities(empty, day, [key], spells=False)[key].location.answer
            cells = check(replace(facts, assignments=at(key, "home", day)), with_fixes=False)
            told = {one.level for one in cells if (one.person, one.day) == (key, day) and one.rule in ASKED}
            assert (Level.HARD in told) == (answer is Answer.NO)
            assert (told == {Level.SOFT}) == (answer is Answer.OPEN)
            barred = any(empty.obstacles(key, day))
            assert ((key, day) in made.office) == barred
            assert barred or answer is not Answer.OPEN
