from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexdesk.documents import wording


def test_dates_in_indonesian():
    day = date(2026, 11, 27)
    assert wording.long_date(day) == "27 November 2026"
    assert wording.weekday_date(day) == "Jumat, 27 November 2026"
    assert wording.short_day(day) == "Jum 27"
    assert wording.day_column(day) == "Jumat 27"


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), "23 November 2026"),
        (date(2026, 11, 23), date(2026, 11, 27), "23–27 November 2026"),
        (date(2026, 11, 30), date(2026, 12, 4), "30 November – 4 Desember 2026"),
        (date(2026, 12, 28), date(2027, 1, 1), "28 Desember 2026 – 1 Januari 2027"),
    ],
)
def test_ranges_write_month_and_year_once(first, last, shown):
    assert wording.date_range(first, last) == shown


def test_period_of_the_forms():
    assert wording.period_range(date(2026, 7, 1), date(2026, 9, 30)) == "01 JULI SD 30 SEPTEMBER TAHUN 2026"


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (6800, None, "6.800"),
        (86.4, None, "86,4"),
        (12.8, 1, "12,8"),
        (0, None, "0"),
        (1234567.5, 2, "1.234.567,50"),
    ],
)
def test_numbers_have_a_decimal_comma(value, decimals, shown):
    assert wording.number(value, decimals=decimals) == shown


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (18, "delapan belas"),
        (20, "dua puluh"),
        (45, "empat puluh lima"),
        (100, "seratus"),
        (117, "seratus tujuh belas"),
        (1_000, "seribu"),
        (1_999, "seribu sembilan ratus sembilan puluh sembilan"),
        (2_026, "dua ribu dua puluh enam"),
        (1_000_001, "satu juta satu"),
    ],
)
def test_numbers_in_words(value, words):
    assert wording.spelled(value) == words


@given(st.integers(0, 999_999_999_999))
def test_words_tell_numbers_apart_from_their_successor(value):
    words = wording.spelled(value)
    assert words == words.strip()
    assert "  " not in words
    if value < 999_999_999_999:
        assert words != wording.spelled(value + 1)


def test_words_end_at_a_thousand_milliard():
    with pytest.raises(ValueError, match="1000000000000"):
        wording.spelled(1_000_000_000_000)


def test_nip_is_grouped_and_other_numbers_are_left():
    assert wording.grouped_nip("198301252008012912") == "19830125 200801 2 912"
    assert wording.grouped_nip("19900101 202121 1 003") == "19900101 202121 1 003"
    assert wording.grouped_nip("NRP 11990012") == "NRP 11990012"
    assert wording.plain_nip("19830125 200801 2 912") == "198301252008012912"
