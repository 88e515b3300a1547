from datetime import date, time

import pytest

from flexdesk.domain.calendar import DayKind, Holiday, days, months_later, weekdays
from flexdesk.domain.policy import calendar_of
from flexdesk.exchange.packs import PackUnreadableError, read_holiday_pack, read_policy_pack
from tests.unit.rules.office import HOLIDAYS, POLICY

CALENDAR = calendar_of(POLICY, HOLIDAYS, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("year", "total", "by_month"),
    [
        (2026, 240, [20, 18, 17, 21, 16, 20, 23, 19, 22, 22, 21, 21]),
        (2027, 242, [19, 19, 15, 22, 16, 21, 22, 21, 22, 21, 22, 22]),
    ],
)
def test_working_days_of_the_decreed_years(year: int, total: int, by_month: list[int]):
    worked = CALENDAR.working_days(date(year, 1, 1), date(year, 12, 31))
    assert len(worked) == total
    assert [sum(day.month == month for day in worked) for month in range(1, 13)] == by_month
    assert not CALENDAR.is_estimated(date(year, 7, 1))


def test_fridays_that_are_not_worked():
    lost = [
        d
        for d in days(date(2026, 1, 1), date(2026, 12, 31))
        if d.weekday() == 4 and not CALENDAR.is_working(d)
    ]
    assert [(d.day, d.month) for d in lost] == [(16, 1), (20, 3), (3, 4), (1, 5), (15, 5), (25, 12)]


def test_a_day_is_450_minutes_also_on_friday_and_390_in_ramadan():
    monday, friday = CALENDAR.day(date(2026, 11, 23)), CALENDAR.day(date(2026, 11, 27))
    assert (monday.minutes, monday.start, monday.end) == (450, time(7, 30), time(16))
    assert (friday.minutes, friday.end) == (450, time(16, 30))
    policy = POLICY.with_edit("ramadan.from", "2026-02-19").with_edit("ramadan.to", "2026-03-20")
    fasting = calendar_of(policy, HOLIDAYS, date(2026, 1, 1))
    assert (fasting.day(date(2026, 2, 19)).minutes, fasting.day(date(2026, 2, 19)).end) == (390, time(15))
    assert (fasting.day(date(2026, 2, 20)).minutes, fasting.day(date(2026, 2, 20)).end) == (390, time(15, 30))
    assert fasting.minutes(date(2026, 2, 18)) == 450


def test_kinds_names_and_decrees():
    assert CALENDAR.kind(date(2026, 12, 24)) is DayKind.JOINT_LEAVE
    christmas = CALENDAR.day(date(2026, 12, 25))
    assert (christmas.kind, christmas.name, christmas.minutes) == (DayKind.HOLIDAY, "Natal", 0)
    assert "1497/2025" in christmas.decree
    assert CALENDAR.kind(date(2026, 12, 26)) is DayKind.WEEKEND


def test_a_regional_holiday_is_free_but_decrees_no_year():
    pilkada = Holiday(date(2028, 6, 7), "regional", "Pilkada", "SK Gubernur 1")
    calendar = calendar_of(POLICY, (pilkada,), date(2028, 1, 1))
    assert not calendar.is_working(pilkada.day)
    assert calendar.is_estimated(pilkada.day)


def test_months_later_stays_inside_the_month():
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_later(date(2026, 10, 5), 3) == date(2027, 1, 5)
    assert months_later(date(2026, 1, 31), 0) == date(2026, 1, 31)
    assert weekdays("mon, FRI") == {0, 4}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "format = 2",
        "format = 1\nname = ",
        'format = 1\nname = "x"\nversion = "1"\nfrom = 2026-01-01\n[[sentence]]\nkey = "a"',
        'format = 1\nyear = 2026\ndecree = "x"\ndecree_date = "soon"\ngrade = "A"\nholidays = []',
    ],
)
def test_a_pack_that_is_none_is_refused(text: str):
    with pytest.raises(PackUnreadableError):
        read_policy_pack(text)
    with pytest.raises(PackUnreadableError):
        read_holiday_pack(text)
