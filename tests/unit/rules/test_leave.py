"""Leave as a lawyer would read it: for each rule a case that passes and one that does not."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from flexdesk.domain.calendar import days
from flexdesk.domain.leave import Entitlement, Leave, annual_days, balance, taken_by_year
from flexdesk.domain.policy import calendar_of
from flexdesk.domain.rules import Level, check
from flexdesk.domain.rules.leave import (
    LeaveCase,
    check_leave,
    decided_in_order,
    deducted,
    joint_leave_inside,
)
from flexdesk.domain.schedule import LeaveEntry
from tests.unit.rules.office import HOLIDAYS, MON, POLICY, at, office, said

CALENDAR = calendar_of(POLICY, HOLIDAYS, MON)
PNS = Entitlement("pns", date(2009, 1, 1))
PPPK = Entitlement("pppk", date(2022, 3, 1))


def leave(kind: str, first: str, last: str, year: int = 0) -> Leave:
    return Leave(kind, date.fromisoformat(first), date.fromisoformat(last), year)


def asked(kind: str, first: str, last: str, who: Entitlement = PNS, **more: Any) -> LeaveCase:
    return LeaveCase(leave(kind, first, last), who, CALENDAR, **more)


def verdict(case: LeaveCase) -> list[tuple[str, str]]:
    return [(one.rule, str(one.level)) for one in check_leave(case)]


WHOLE_WEEK = ("annual", "2026-11-23", "2026-11-27")
DOCTOR, GOVERNMENT = frozenset({"doctor"}), frozenset({"government_doctor"})
BOARD = frozenset({"health_board"})
LARGE_2023 = leave("large", "2023-01-02", "2023-03-31")

CASES = {
    # id of the rule: (what is asked, what the rules say)
    "LEV-01 a week after years of service": (asked(*WHOLE_WEEK), []),
    "LEV-01 eleven months of service": (
        asked(*WHOLE_WEEK, replace(PNS, since=date(2025, 12, 1))),
        [("LEV-01", "hard")],
    ),
    "LEV-01 twelve months to the day": (asked(*WHOLE_WEEK, replace(PNS, since=date(2025, 11, 23))), []),
    "LEV-01 PPPK early for a grave reason": (
        asked(*WHOLE_WEEK, replace(PPPK, since=date(2026, 1, 1)), grave_reason=True),
        [("LEV-01", "soft")],
    ),
    "LEV-01 PNS early for a grave reason": (
        asked(*WHOLE_WEEK, replace(PNS, since=date(2025, 12, 1)), grave_reason=True),
        [("LEV-01", "hard")],
    ),
    "LEV-01 a weekend is no leave": (asked("annual", "2026-11-28", "2026-11-29"), [("LEV-01", "hard")]),
    "LEV-02 twelve days": (asked("annual", "2026-11-02", "2026-11-17"), []),
    "LEV-02 thirteen days": (asked("annual", "2026-11-02", "2026-11-18"), [("LEV-02", "hard")]),
    "LEV-02 thirteen days with some left of last year": (
        asked("annual", "2026-11-02", "2026-11-18", known_from=2025),
        [],
    ),
    "LEV-03 PPPK carries nothing over": (
        asked("annual", "2026-11-02", "2026-11-18", PPPK, known_from=2025),
        [("LEV-02", "hard"), ("LEV-03", "info")],
    ),
    "LEV-03 unless the agency says so": (
        asked("annual", "2026-11-02", "2026-11-18", replace(PPPK, pppk_carry=12), known_from=2025),
        [],
    ),
    "LEV-04 twelve days for a remote place": (asked(*WHOLE_WEEK, remote_days=12), []),
    "LEV-04 thirteen days": (asked(*WHOLE_WEEK, remote_days=13), [("LEV-04", "soft")]),
    "LEV-04 seven days of a PPPK": (asked(*WHOLE_WEEK, PPPK, remote_days=7), [("LEV-04", "soft")]),
    "LEV-05 three months": (asked("large", "2026-02-02", "2026-05-01"), []),
    "LEV-05 three months and a day": (asked("large", "2026-02-02", "2026-05-02"), [("LEV-05", "soft")]),
    "LEV-05 PPPK have none": (
        asked("large", "2027-04-01", "2027-04-30", replace(PPPK, since=date(2020, 1, 1))),
        [("LEV-05", "hard")],
    ),
    "LEV-05 before five years": (
        asked("large", "2026-02-02", "2026-03-01", replace(PNS, since=date(2022, 1, 1))),
        [("LEV-05", "soft")],
    ),
    "LEV-05 before five years for the first hajj": (
        asked("large", "2026-02-02", "2026-03-01", replace(PNS, since=date(2022, 1, 1)), first_hajj=True),
        [],
    ),
    "LEV-05 three years after the last one": (
        asked("large", "2026-02-02", "2026-03-01", past=(LARGE_2023,)),
        [("LEV-05", "soft")],
    ),
    "LEV-05 annual leave in the year of large leave": (
        asked(*WHOLE_WEEK, past=(leave("large", "2026-02-02", "2026-03-01"),)),
        [("LEV-05", "soft")],
    ),
    "LEV-05 large leave in the year of annual leave": (
        asked("large", "2026-02-02", "2026-03-01", past=(leave("annual", "2026-01-05", "2026-01-06"),)),
        [("LEV-05", "soft")],
    ),
    "LEV-06 fourteen days with a letter": (asked("sick", "2026-11-02", "2026-11-15", documents=DOCTOR), []),
    "LEV-06 no letter": (asked("sick", "2026-11-02", "2026-11-03"), [("LEV-06", "soft")]),
    "LEV-06 fifteen days": (
        asked("sick", "2026-11-02", "2026-11-16", documents=DOCTOR),
        [("LEV-06", "soft")],
    ),
    "LEV-06 fifteen days, government doctor": (
        asked("sick", "2026-11-02", "2026-11-16", documents=GOVERNMENT),
        [],
    ),
    "LEV-06 thirteen months": (
        asked("sick", "2025-11-02", "2026-12-01", documents=GOVERNMENT),
        [("LEV-06", "soft")],
    ),
    "LEV-06 thirteen months, health board": (
        asked("sick", "2025-11-02", "2026-12-01", documents=BOARD),
        [],
    ),
    "LEV-06 nineteen months in two parts": (
        asked(
            "sick",
            "2026-01-05",
            "2026-12-31",
            documents=BOARD,
            past=(leave("sick", "2025-06-02", "2026-01-02"),),
        ),
        [("LEV-06", "hard")],
    ),
    "LEV-07 three months": (asked("maternity", "2026-09-01", "2026-11-30", child=3), []),
    "LEV-07 the fourth child": (
        asked("maternity", "2026-09-01", "2026-11-30", child=4),
        [("LEV-07", "soft")],
    ),
    "LEV-07 a day longer": (asked("maternity", "2026-09-01", "2026-12-01", child=1), [("LEV-07", "soft")]),
    "LEV-08 one month": (asked("important", "2026-11-01", "2026-11-30"), []),
    "LEV-08 a day longer": (asked("important", "2026-11-01", "2026-12-01"), [("LEV-08", "soft")]),
    "LEV-08 PPPK": (asked("important", "2026-11-02", "2026-11-03", PPPK), [("LEV-08", "soft")]),
    "LEV-09 three years": (asked("unpaid", "2026-01-01", "2028-12-31"), []),
    "LEV-09 five years": (asked("unpaid", "2026-01-01", "2030-12-31"), [("LEV-09", "soft")]),
    "LEV-09 PPPK": (asked("unpaid", "2026-01-01", "2026-12-31", PPPK), [("LEV-09", "hard")]),
}


@pytest.mark.parametrize("name", CASES)
def test_an_application_for_leave(name: str):
    """LEV-01, LEV-02, LEV-03, LEV-04, LEV-05, LEV-06, LEV-07, LEV-08, LEV-09."""
    case, wanted = CASES[name]
    assert verdict(case) == wanted
    assert not wanted or wanted[0][0] == name[:6] or name.startswith("LEV-03")


def test_joint_leave_and_holidays_inside_a_leave_cost_nothing():
    christmas = leave("annual", "2026-12-21", "2026-12-28")
    assert joint_leave_inside(CALENDAR, christmas) == [date(2026, 12, 24)]  # LEV-10
    assert deducted(CALENDAR, christmas) == 4  # LEV-12: Monday to Wednesday, and Monday
    assert deducted(CALENDAR, replace(christmas, kind="sick")) == 0


def test_unpaid_leave_takes_a_person_out_of_the_schedule():  # LEV-09
    entry = LeaveEntry("u", "p0", "unpaid", date(2026, 1, 1), date(2028, 12, 31))
    assert said(check(office(*at("p0", "home", MON), leaves=(entry,))), "TIM-08") == [("p0", MON)]


@pytest.mark.parametrize(
    ("decision", "considered", "decided", "note", "fine"),
    [
        ("approve", 1, 2, "", True),
        ("approve", 2, 2, "", True),
        ("approve", None, 2, "", False),
        ("approve", 3, 2, "", False),
        ("approve", 1, None, "", False),
        ("defer", 1, 2, "Pemeriksaan BPK", True),
        ("defer", 1, 2, "", False),
        ("maybe", 1, 2, "", False),
    ],
)
def test_the_superior_considers_before_the_official_decides(
    decision: str, considered: int | None, decided: int | None, note: str, *, fine: bool
):
    found = decided_in_order(
        decision,
        considered_on=date(2026, 11, considered) if considered else None,
        decided_on=date(2026, 11, decided) if decided else None,
        note=note,
    )
    assert [(one.rule, one.level) for one in found] == ([] if fine else [("LEV-11", Level.HARD)])


@pytest.mark.parametrize(
    ("who", "taken", "available"),
    [
        (PNS, {2024: 12, 2025: 12}, 12),
        (PNS, {2024: 12, 2025: 8}, 16),
        (PNS, {2024: 12, 2025: 0}, 18),  # at most six days
        (PNS, {2024: 3, 2025: 12}, 18),  # the six days of 2024 were used first
        (PNS, {2024: 0, 2025: 0}, 24),  # two years in a row
        (PNS, {2024: 0, 2025: 1}, 18),
        (replace(PNS, deferred=frozenset({2025})), {2024: 12, 2025: 2}, 22),  # put off for the service
        (replace(PNS, deferred=frozenset({2024})), {2024: 3, 2025: 2}, 18),
        (replace(PNS, without=frozenset({2026})), {2024: 0, 2025: 0}, 0),  # large leave
        (replace(PNS, since=date(2025, 6, 1)), {}, 12),  # no right in 2025, so nothing left of it
        (PPPK, {2024: 0, 2025: 0}, 12),
        (replace(PPPK, pppk_carry=5), {2024: 3, 2025: 2}, 17),
    ],
)
def test_what_is_carried_over(who: Entitlement, taken: dict[int, int], available: int):  # LEV-02, LEV-03
    held = balance(who, taken, 2026, first_year=2024)
    assert (held.available, held.left, held.overdrawn) == (available, available, 0)


def test_a_leave_over_new_year_is_charged_to_both_years():
    over = leave("annual", "2026-12-28", "2027-01-06")
    assert taken_by_year(CALENDAR, [over]) == {2026: 4, 2027: 2}
    assert taken_by_year(CALENDAR, [replace(over, year=2026)]) == {2026: 6}
    assert annual_days(CALENDAR, over) == sum(map(CALENDAR.is_working, days(over.from_, over.to)))


def test_more_taken_than_there_was_is_told_and_never_negative():
    held = balance(PNS, {2026: 15}, 2026, first_year=2026)
    assert (held.left, held.overdrawn) == (0, 3)
