"""Dates, numbers and personal numbers as Indonesian official papers write them, in any screen language."""

from datetime import date

DASH = "–"

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
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
_UNITS = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_SCALES = ((1_000_000_000, "miliar"), (1_000_000, "juta"), (1_000, "ribu"))


def month_name(number: int) -> str:
    return MONTHS[number - 1]


def long_date(day: date) -> str:
    """27 November 2026"""
    return f"{day.day} {month_name(day.month)} {day.year}"


def weekday_date(day: date) -> str:
    """Jumat, 27 November 2026"""
    return f"{DAYS[day.weekday()]}, {long_date(day)}"


def day_column(day: date) -> str:
    """Jumat 27"""
    return f"{DAYS[day.weekday()]} {day.day}"


def short_day(day: date) -> str:
    """Jum 27"""
    return f"{DAYS[day.weekday()][:3]} {day.day}"


def date_range(first: date, last: date) -> str:
    """23–27 November 2026; the month and the year are written once where both days share them."""
    if first == last:
        return long_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{DASH}{long_date(last)}"
    if first.year == last.year:
        return f"{first.day} {month_name(first.month)} {DASH} {long_date(last)}"
    return f"{long_date(first)} {DASH} {long_date(last)}"


def period_range(first: date, last: date) -> str:
    """01 JULI SD 30 SEPTEMBER TAHUN 2026, as the headers of SKP and evaluation write it."""
    begins = f"{first.day:02d} {month_name(first.month).upper()}"
    ends = f"{last.day:02d} {month_name(last.month).upper()}"
    years = f"{last.year}" if first.year == last.year else f"{first.year}/{last.year}"
    return f"{begins} SD {ends} TAHUN {years}"


def number(value: float, *, decimals: int | None = None) -> str:
    """Decimal comma, thousands point; without `decimals` no trailing zeros."""
    shown = f"{value:,.{2 if decimals is None else decimals}f}"
    if decimals is None and "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return shown.replace(",", " ").replace(".", ",").replace(" ", ".")


def percent(value: float, *, decimals: int | None = None) -> str:
    """12,8 % — `value` is already in per cent."""
    return f"{number(value, decimals=decimals)} %"


def spelled(value: int) -> str:
    """18 → delapan belas; raises ValueError below zero or from a thousand milliard on."""
    if not 0 <= value < 1_000_000_000_000:
        raise ValueError(value)
    if value < 12:
        return _UNITS[value]
    if value < 20:
        return f"{_UNITS[value - 10]} belas"
    if value < 100:
        return _joined(f"{_UNITS[value // 10]} puluh", value % 10)
    if value < 200:
        return _joined("seratus", value - 100)
    if value < 1_000:
        return _joined(f"{_UNITS[value // 100]} ratus", value % 100)
    if value < 2_000:
        return _joined("seribu", value - 1_000)
    size, name = next((size, name) for size, name in _SCALES if value >= size)
    return _joined(f"{spelled(value // size)} {name}", value % size)


def _joined(head: str, rest: int) -> str:
    return f"{head} {spelled(rest)}" if rest else head


def counted(value: int) -> str:
    """18 (delapan belas)"""
    return f"{value} ({spelled(value)})"


def grouped_nip(nip: str) -> str:
    """19830125 200801 2 912; numbers of another shape (NRP, none) come back as they are."""
    digits = plain_nip(nip)
    if len(digits) == 18 and digits.isdigit():
        return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"
    return nip.strip()


def plain_nip(nip: str) -> str:
    """Without the blanks; letters write it so."""
    compact = "".join(nip.split())
    return compact if compact.isdigit() else nip.strip()


def revision_line(revision: int) -> tuple[str, ...]:
    """`REVISI KE-2` under a title; nothing on a paper that was signed once."""
    return (f"REVISI KE-{revision}",) if revision else ()
