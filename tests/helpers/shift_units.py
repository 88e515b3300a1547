"""Fictional units that work in shifts, as facts: a puskesmas of any size with its policy of shifts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flexdesk.domain.people import Person, Posting
from flexdesk.domain.policy import Policy, calendar_of
from flexdesk.domain.schedule import Assignment, Facts, Unit
from flexdesk.domain.shifts import ORDER, WHOLE_UNIT, Needs, ShiftNeed
from flexdesk.domain.time_patterns import ShiftTask, TimePattern
from flexdesk.exchange.packs import national_policy, shipped_holidays
from flexdesk.planner.shift_plan import ShiftPlan
from flexdesk.planner.shift_problem import ShiftProblem, shift_problem

MONDAY = date(2026, 11, 2)
HOLIDAYS = tuple(holiday for pack in shipped_holidays() for holiday in pack.holidays)
HOURS = {
    "shift.morning_from": "07:00",
    "shift.morning_to": "14:30",
    "shift.afternoon_from": "14:00",
    "shift.afternoon_to": "21:30",
    "shift.night_from": "21:00",
    "shift.night_to": "07:30",
}
STRICT = {
    "shift.min_rest_hours": "11",
    "shift.max_in_a_row": "6",
    "shift.max_nights_in_a_row": "3",
    "shift.min_off_days": "1",
    "shift.off_after_nights": "yes",
}
NAMES = {WHOLE_UNIT: "Puskesmas Contoh", "igd": "IGD", "inap": "Rawat inap"}


def sif(**more: Any) -> TimePattern:
    """A pattern that the whole unit has, attested and approved."""
    first = date(2026, 1, 1)
    basis = ShiftTask(540, 6, 2700).written()
    return TimePattern("t", "sif", first, basis=basis, approved_by="Sekda", approved_on=first, **more)


def policy_with(*settings: dict[str, str]) -> Policy:
    policy = national_policy().policy()
    for some in (HOURS, *settings):
        for key, value in some.items():
            policy = policy.with_edit(key, value)
    return policy


def puskesmas(people: int, *settings: dict[str, str], days: int = 28, **changes: Any) -> Facts:
    policy = policy_with(*settings)
    last = MONDAY + timedelta(days=days - 1)
    facts = Facts(
        MONDAY,
        last,
        calendar_of(policy, HOLIDAYS, MONDAY),
        policy,
        unit=Unit(kind="service", service_decree="800/12/2026"),
        people=tuple(
            Person(
                f"p{n:03}",
                f"19850101200901{1 + n % 2}{n + 1:03}",
                f"Perawat {n}",
                status="pns",
                task_criteria="11111",
            )
            for n in range(people)
        ),
        postings=tuple(Posting(f"p{n:03}", date(2020, 1, 1), "Perawat", "fungsional") for n in range(people)),
        patterns=(sif(),),
    )
    return replace(facts, **changes)


def needs_of(morning: int, afternoon: int, night: int, *, function: str = WHOLE_UNIT) -> Needs:
    counts = zip(ORDER, (morning, afternoon, night), strict=True)
    return Needs([ShiftNeed(function, str(shift), "every", count) for shift, count in counts])


def posed(facts: Facts, needs: Needs, around: Iterable[Assignment] = ()) -> ShiftProblem:
    return shift_problem(facts, needs, names=NAMES, around=[*facts.assignments, *around])


def rostered(facts: Facts, plan: ShiftPlan) -> Facts:
    """The facts with the plan taken over."""
    rows = {(row.person, row.day): row for row in facts.assignments}
    for cell in plan.cells:
        old = rows.get((cell.person, cell.day), Assignment(cell.person, cell.day))
        rows[cell.person, cell.day] = replace(old, place=cell.place, source="planned")
    return replace(facts, assignments=tuple(rows.values()))
