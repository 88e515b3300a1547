"""Which days are worked, for how many minutes, and how sure the calendar is about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cached_property

from flexdesk.domain.codes import Code
from flexdesk.i18n import N_

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTH_NAMES = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
FRIDAY = 4
_ONE_DAY = timedelta(days=1)


class DayKind(StrEnum):
    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"  # national or regional
    JOINT_LEAVE = "joint_leave"  # cuti bersama


class HolidayKind(Code):
    NATIONAL = "LN"
    JOINT_LEAVE = "CB"
    REGIONAL = "regional"


HOLIDAY_LABELS: dict[str, str] = {
    HolidayKind.REGIONAL: N_("Regional holiday"),
    HolidayKind.NATIONAL: N_("National holiday"),
    HolidayKind.JOINT_LEAVE: "Cuti bersama",
}


@dataclass(frozen=True, slots=True)
class Holiday:
    """One row of `holiday`; `region` is empty for the whole country."""

    day: date
    kind: str
    name: str
    decree: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """Working time of a week: net minutes without rest, and when the day starts (CAL-07, CAL-08)."""

    week_minutes: int = 2250
    start: time = time(7, 30)
    rest_minutes: int = 60
    friday_rest_minutes: int = 90


ORDINARY_HOURS = Hours()
RAMADAN_HOURS = Hours(week_minutes=1950, start=time(8), rest_minutes=30, friday_rest_minutes=60)
MONDAY_TO_FRIDAY = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Day:
    """What the calendar says about one day; `minutes` is net, `start` and `end` are local times."""

    day: date
    kind: DayKind
    name: str
    minutes: int
    decree: str
    estimated: bool
    start: time | None = None
    end: time | None = None


@dataclass(frozen=True)
class Calendar:
    """The holidays and hours of one unit. Not `slots`: it keeps its look-up table."""

    holidays: tuple[Holiday, ...] = ()
    years_with_decree: frozenset[int] = frozenset()
    ramadan: tuple[date, date] | None = None  # first and last fasting day, both counted
    hours: Hours = ORDINARY_HOURS
    ramadan_hours: Hours = RAMADAN_HOURS
    work_days: frozenset[int] = MONDAY_TO_FRIDAY  # 0 is Monday

    @cached_property
    def _by_day(self) -> dict[date, Holiday]:
        # A national row wins over a regional one of the same day, and a holiday over joint leave.
        rank = {HolidayKind.NATIONAL: 2, HolidayKind.REGIONAL: 1}
        ordered = sorted(self.holidays, key=lambda holiday: rank.get(HolidayKind(holiday.kind), 0))
        return {holiday.day: holiday for holiday in ordered}

    def holiday(self, day: date) -> Holiday | None:
        return self._by_day.get(day)

    def kind(self, day: date) -> DayKind:
        holiday = self._by_day.get(day)
        if holiday is not None:
            return DayKind.JOINT_LEAVE if holiday.kind == HolidayKind.JOINT_LEAVE else DayKind.HOLIDAY
        return DayKind.WORKING if day.weekday() in self.work_days else DayKind.WEEKEND

    def is_working(self, day: date) -> bool:
        return day.weekday() in self.work_days and day not in self._by_day

    def is_estimated(self, day: date) -> bool:
        """Whether no decree fixes the holidays of that year ("perkiraan", CAL-12)."""
        return day.year not in self.years_with_decree

    def in_ramadan(self, day: date) -> bool:
        return self.ramadan is not None and self.ramadan[0] <= day <= self.ramadan[1]

    def minutes(self, day: date) -> int:
        """Net working minutes of that day; 0 when it is not worked."""
        if not self.is_working(day):
            return 0
        return self._hours(day).week_minutes // len(self.work_days)

    def day(self, day: date) -> Day:
        kind, holiday, minutes = self.kind(day), self._by_day.get(day), self.minutes(day)
        name, decree = (holiday.name, holiday.decree) if holiday else ("", "")
        if not minutes:
            return Day(day, kind, name, 0, decree, self.is_estimated(day))
        hours = self._hours(day)
        rest = hours.friday_rest_minutes if day.weekday() == FRIDAY else hours.rest_minutes
        end = hours.start.hour * 60 + hours.start.minute + minutes + rest
        return Day(
            day,
            kind,
            name,
            minutes,
            decree,
            self.is_estimated(day),
            hours.start,
            time(end // 60 % 24, end % 60),
        )

    def working_days(self, first: date, last: date) -> list[date]:
        """The days worked from `first` to `last`, both counted."""
        return [day for day in days(first, last) if self.is_working(day)]

    def _hours(self, day: date) -> Hours:
        return self.ramadan_hours if self.in_ramadan(day) else self.hours


def days(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both counted."""
    day = first
    while day <= last:
        yield day
        day += _ONE_DAY


def monday(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def weekdays(text: str) -> frozenset[int]:
    """Numbers of the weekdays in a list such as `mon,tue`; raises ValueError for another word."""
    return frozenset(WEEKDAYS.index(part.strip().lower()) for part in text.split(",") if part.strip())


def weekday_list(numbers: Iterable[int]) -> str:
    """The stored form of a set of weekdays, Monday first."""
    return ",".join(WEEKDAYS[number] for number in sorted(numbers))


def day_name(day: date) -> str:
    """`Jumat`, as printed on Indonesian papers."""
    return WEEKDAY_NAMES[day.weekday()]


def long_date(day: date) -> str:
    """`27 November 2026`, as printed on Indonesian papers."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def months_later(day: date, months: int) -> date:
    """The same day some months on; the last day of a month that is too short."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first_of_next - _ONE_DAY, date(year, month + 1, 1) + timedelta(days=day.day - 1))
