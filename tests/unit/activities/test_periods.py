"""Names of periods, their days and their labels."""

from datetime import date

import pytest

from flexdesk.domain.periods import (
    PeriodKind,
    UnknownPeriod,
    month_of,
    parse_period,
    quarter_of,
    span_label,
    week_of,
    year_of,
)


@pytest.mark.parametrize(
    ("text", "first", "last", "indonesian", "english", "form"),
    [
        ("2026-11-23", "2026-11-23", "2026-11-23", "23 November 2026", "23 November 2026",
         "23 NOVEMBER 2026"),
        ("2026-W48", "2026-11-23", "2026-11-29", "23–29 November 2026", "23–29 November 2026",
         "23–29 NOVEMBER 2026"),
        ("2026-W40", "2026-09-28", "2026-10-04", "28 September – 4 Oktober 2026",
         "28 September – 4 October 2026", "28 SEPTEMBER – 4 OKTOBER 2026"),
        ("2026-08", "2026-08-01", "2026-08-31", "Agustus 2026", "August 2026", "AGUSTUS 2026"),
        ("2026-Q4", "2026-10-01", "2026-12-31", "Triwulan IV 2026", "Quarter IV 2026", "TRIWULAN IV"),
        ("2026-S1", "2026-01-01", "2026-06-30", "Semester I 2026", "Half year I 2026", "SEMESTER I"),
        ("2026", "2026-01-01", "2026-12-31", "Tahun 2026", "Year 2026", "AKHIR"),
    ],
)  # fmt: skip
def test_every_kind(text, first, last, indonesian, english, form):
    period = parse_period(text)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert (period.label("id"), period.label("en"), period.form_label) == (indonesian, english, form)
    assert period.code == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "26",
        "2026-13",
        "2026-00",
        "2026-W54",
        "2025-W53",
        "2026-Q5",
        "2026-S3",
        "2026-11-31",
        "0000",
        "2026-W00",
    ],
)
def test_what_is_no_period(text):
    with pytest.raises(UnknownPeriod) as caught:
        parse_period(text)
    assert caught.value.exit_code == 2
    assert f"“{text}”" in caught.value.message


def test_lower_case_and_a_long_year():
    assert parse_period(" 2026-w53 ").last == date(2027, 1, 3)
    assert parse_period("2026-q1").kind is PeriodKind.QUARTER


def test_weeks_and_months_that_touch_a_period():
    november = parse_period("2026-11")
    assert [week.code for week in november.weeks()] == [
        f"2026-W{number}" for number in (44, 45, 46, 47, 48, 49)
    ]
    assert [month.code for month in parse_period("2026-W49").months()] == ["2026-11", "2026-12"]
    assert sum(1 for _day in november.days()) == 30


def test_neighbours():
    assert parse_period("2026-12").next().code == "2027-01"
    assert parse_period("2026-W01").previous().code == "2025-W52"
    assert parse_period("2026-Q1").previous().code == "2025-Q4"
    assert parse_period("2024-02-29").next().code == "2024-03-01"


def test_periods_of_a_day():
    day = date(2027, 1, 1)
    assert [str(found) for found in (week_of(day), month_of(day), quarter_of(day), year_of(day))] == [
        "2026-W53",
        "2027-01",
        "2027-Q1",
        "2027",
    ]


def test_a_span_over_new_year():
    assert span_label(date(2026, 12, 28), date(2027, 1, 3), "id") == "28 Desember 2026 – 3 Januari 2027"
