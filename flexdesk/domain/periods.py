"""Names for stretches of time: a day, an ISO week, a month, a quarter, a half year, a year.

One text form serves the command line, natural keys and file names: `2026-11-23`, `2026-W48`, `2026-11`,
`2026-Q4`, `2026-S2`, `2026`.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flexdesk.errors import UsageError
from flexdesk.i18n import N_, language

MONTHS_ID = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
MONTHS_EN = tuple(calendar.month_name)[1:]
WEEKDAYS_ID = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
WEEKDAYS_EN = tuple(calendar.day_name)
ROMAN = ("", "I", "II", "III", "IV")


class UnknownPeriod(UsageError):
    """The text names no period."""

    code = "period.unknown"
    ticket = "FD-UMU-05"
    text = N_("“{period}” is not a period.")
    next = N_("Write a day 2026-11-23, a week 2026-W48, a month 2026-11, a quarter 2026-Q4 or a year 2026.")


class PeriodKind(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEMESTER = "semester"
    YEAR = "year"


_FORMS: tuple[tuple[PeriodKind, re.Pattern[str]], ...] = (
    (PeriodKind.WEEK, re.compile(r"(\d{4})-[Ww](\d{2})")),
    (PeriodKind.MONTH, re.compile(r"(\d{4})-(\d{2})")),
    (PeriodKind.QUARTER, re.compile(r"(\d{4})-[Qq]([1-4])")),
    (PeriodKind.SEMESTER, re.compile(r"(\d{4})-[Ss]([12])")),
    (PeriodKind.YEAR, re.compile(r"(\d{4})()")),
)
_MONTHS_IN = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.SEMESTER: 6, PeriodKind.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """`number` is the month, week, quarter or half; 0 for a year, the ordinal day of the year for a day."""

    kind: PeriodKind
    year: int  # of a week: its ISO year
    number: int = 0

    @property
    def code(self) -> str:
        match self.kind:
            case PeriodKind.DAY:
                return self.first.isoformat()
            case PeriodKind.WEEK:
                return f"{self.year:04}-W{self.number:02}"
            case PeriodKind.MONTH:
                return f"{self.year:04}-{self.number:02}"
            case PeriodKind.QUARTER:
                return f"{self.year:04}-Q{self.number}"
            case PeriodKind.SEMESTER:
                return f"{self.year:04}-S{self.number}"
            case PeriodKind.YEAR:
                return f"{self.year:04}"

    def __str__(self) -> str:
        return self.code

    @property
    def first(self) -> date:
        match self.kind:
            case PeriodKind.DAY:
                return date(self.year, 1, 1) + timedelta(days=self.number - 1)
            case PeriodKind.WEEK:
                return date.fromisocalendar(self.year, self.number, 1)
            case PeriodKind.YEAR:
                return date(self.year, 1, 1)
            case _:
                return date(self.year, (self.number - 1) * _MONTHS_IN[self.kind] + 1, 1)

    @property
    def last(self) -> date:
        if self.kind is PeriodKind.DAY:
            return self.first
        if self.kind is PeriodKind.WEEK:
            return self.first + timedelta(days=6)
        month = self.first.month + _MONTHS_IN[self.kind] - 1
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def days(self) -> Iterator[date]:
        for offset in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=offset)

    def weeks(self) -> tuple["Period", ...]:
        """Every ISO week that has a day in this period."""
        return tuple(dict.fromkeys(week_of(day) for day in self.days()))

    def months(self) -> tuple["Period", ...]:
        """Every month that has a day in this period."""
        return tuple(dict.fromkeys(month_of(day) for day in self.days()))

    def next(self) -> "Period":
        return period_of(self.kind, self.last + timedelta(days=1))

    def previous(self) -> "Period":
        return period_of(self.kind, self.first - timedelta(days=1))

    def label(self, lang: str | None = None) -> str:
        """For a heading: "Triwulan IV 2026", "23–29 November 2026"; in the language in force by default."""
        indonesian = (lang or language()) == "id"
        match self.kind:
            case PeriodKind.DAY:
                return day_label(self.first, lang)
            case PeriodKind.WEEK:
                return span_label(self.first, self.last, lang)
            case PeriodKind.MONTH:
                return f"{(MONTHS_ID if indonesian else MONTHS_EN)[self.number - 1]} {self.year}"
            case PeriodKind.QUARTER:
                return f"{'Triwulan' if indonesian else 'Quarter'} {ROMAN[self.number]} {self.year}"
            case PeriodKind.SEMESTER:
                return f"{'Semester' if indonesian else 'Half year'} {ROMAN[self.number]} {self.year}"
            case PeriodKind.YEAR:
                return f"{'Tahun' if indonesian else 'Year'} {self.year}"

    @property
    def form_label(self) -> str:
        """As evaluation forms print it after "PERIODE:" (performance.md 4.5); the year stands beside it."""
        match self.kind:
            case PeriodKind.QUARTER | PeriodKind.SEMESTER:
                return self.label("id").rsplit(" ", 1)[0].upper()
            case PeriodKind.YEAR:
                return "AKHIR"
            case _:
                return self.label("id").upper()


def day_label(day: date, lang: str | None = None) -> str:
    indonesian = (lang or language()) == "id"
    return f"{day.day} {(MONTHS_ID if indonesian else MONTHS_EN)[day.month - 1]} {day.year}"


def span_label(first: date, last: date, lang: str | None = None) -> str:
    """What the two days share is said once."""
    end = day_label(last, lang)
    if first == last:
        return end
    if first.year != last.year:
        return f"{day_label(first, lang)} – {end}"
    if first.month != last.month:
        return f"{day_label(first, lang).rsplit(' ', 1)[0]} – {end}"
    return f"{first.day}–{end}"


def period_of(kind: PeriodKind, day: date) -> Period:
    """The period of that kind in which the day lies."""
    match kind:
        case PeriodKind.DAY:
            return Period(kind, day.year, day.timetuple().tm_yday)
        case PeriodKind.WEEK:
            iso = day.isocalendar()
            return Period(kind, iso.year, iso.week)
        case PeriodKind.YEAR:
            return Period(kind, day.year)
        case _:
            return Period(kind, day.year, (day.month - 1) // _MONTHS_IN[kind] + 1)


def week_of(day: date) -> Period:
    return period_of(PeriodKind.WEEK, day)


def month_of(day: date) -> Period:
    return period_of(PeriodKind.MONTH, day)


def quarter_of(day: date) -> Period:
    return period_of(PeriodKind.QUARTER, day)


def year_of(day: date) -> Period:
    return period_of(PeriodKind.YEAR, day)


def parse_period(text: str) -> Period:
    """Raises UnknownPeriod, also for a week 53 that the year does not have."""
    asked = text.strip()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", asked):
            return period_of(PeriodKind.DAY, date.fromisoformat(asked))
        for kind, form in _FORMS:
            if found := form.fullmatch(asked):
                period = Period(kind, int(found[1]), int(found[2] or 0))
                _ = period.first, period.last  # a month 13 or a week 54 fails here
                return period
    except ValueError:
        pass
    raise UnknownPeriod(period=text)
