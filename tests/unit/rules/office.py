"""A small fictional unit whose facts tests change one at a time."""

from dataclasses import replace
from datetime import date
from typing import Any

from flexdesk.domain.people import Person, Posting
from flexdesk.domain.policy import calendar_of
from flexdesk.domain.rules import Finding, Level
from flexdesk.domain.schedule import Assignment, Facts
from flexdesk.exchange.packs import national_policy, shipped_holidays

MON, TUE, WED, THU, FRI, SAT, SUN = (date(2026, 11, day) for day in range(23, 30))
POLICY = national_policy().policy()
HOLIDAYS = tuple(holiday for pack in shipped_holidays() for holiday in pack.holidays)
NAMES = ("Fitri", "Gani", "Hesti", "Indra", "Joko", "Kartika", "Lukman", "Maya")


def office(*cells: Assignment, people: int = 8, first: date = MON, last: date = SUN, **changes: Any) -> Facts:
    """Eight people of long standing with all task criteria met."""
    policy = changes.pop("policy", POLICY)
    facts = Facts(
        first,
        last,
        calendar_of(policy, HOLIDAYS, first),
        policy,
        people=tuple(
            Person(f"p{n}", f"19850101200901{1 + n % 2}{n + 1:03}", name, status="pns", task_criteria="11111")
            for n, name in enumerate(NAMES[:people])
        ),
        postings=tuple(Posting(f"p{n}", date(2020, 1, 1), "Analis", "fungsional") for n in range(people)),
        assignments=cells,
    )
    return replace(facts, **changes)


def at(person: str, place: str | None, *days: date, **more: Any) -> tuple[Assignment, ...]:
    return tuple(Assignment(person, day, place, **more) for day in days)


def said(found: list[Finding], rule: str, level: Level = Level.HARD) -> list[tuple[str, date | None]]:
    """Whom and which day a rule spoke of, at that level."""
    return [(one.person, one.day) for one in found if one.rule == rule and one.level is level]
