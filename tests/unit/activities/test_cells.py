"""Days, times and amounts as offices type them."""

from datetime import date, datetime, time

import pytest

from flexdesk.exchange.activity_cells import Amount, Hint, amount_of, day_of, span_of, time_of, times_of

FIRST = date(2026, 9, 1)
NOON = datetime.combine(FIRST, time(12))


@pytest.mark.parametrize(
    "cell",
    [
        "1 September 2026", "Selasa, 1 September 2026", "selasa/1-9-26", "01/09/26", "1-9-2026", "1.9.2026",
        "2026-09-01", "1 Sept 2026", "1 Sep '26", 46266, 46266.0, FIRST, NOON, 1, "1", "01/09",
        "1 SEPTEMBER", "'01/09/2026",
    ],
)  # fmt: skip
def test_the_same_day_in_many_hands(cell):
    assert day_of(cell, Hint(2026, 9)) == FIRST


@pytest.mark.parametrize(
    "cell", ["31/09/2026", "1/13/2026", "Selasa", "", None, "abc", True, 32, "99", 1.5, time(1)]
)
def test_what_is_no_day(cell):
    assert day_of(cell, Hint(2026, 9)) is None


def test_a_part_of_a_date_needs_a_hint():
    assert day_of("1 September") is None
    assert day_of(5) is None
    assert day_of("Jum'at, 4 Nopember 2026") == date(2026, 11, 4)


@pytest.mark.parametrize(
    "cell",
    ["30 Juni s.d. 2 Juli 2026", "30 Juni 2026 s/d 2 Juli 2026", "30/06/2026 - 02/07/2026",
     "30 Juni–2 Juli 2026",     "30 Juni sampai dengan 2 Juli 2026"],
)  # fmt: skip
def test_spans(cell):
    assert span_of(cell) == (date(2026, 6, 30), date(2026, 7, 2))


def test_short_spans_and_single_days():
    assert span_of("11-12 Agustus 2026") == (date(2026, 8, 11), date(2026, 8, 12))
    assert span_of("03-08-2026") == (date(2026, 8, 3), date(2026, 8, 3))
    assert span_of("dua hari") is None


@pytest.mark.parametrize(
    "cell", ["07:30", "07.30 WIB", "0730", "pukul 7.30", 0.3125, 7.3, time(7, 30), "07:30:00"]
)
def test_half_past_seven(cell):
    assert time_of(cell) == time(7, 30)


def test_both_ends_of_a_time():
    assert times_of("07.30 - 09.00 WIB") == (time(7, 30), time(9, 0))
    assert times_of("08.00 s.d. selesai") == (time(8, 0), None)
    assert time_of("25:00") is None


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (3.0, Amount(3)),
        ("3", Amount(3)),
        ("3 surat", Amount(3, "3 surat", "surat")),
        ("2 (dua) dokumen", Amount(2, "2 (dua) dokumen", "dokumen")),
        ("1.200 berkas", Amount(1200, "1.200 berkas", "berkas")),
        ("12,5 %", Amount(12.5, "12,5 %", "%")),
        ("1.234,5", Amount(1234.5)),
        ("1,234.5", Amount(1234.5)),
        ("1.5", Amount(1.5)),
        ("10.000", Amount(10000)),
        ("banyak", Amount(None, "banyak")),
        ("-", Amount()),
        (None, Amount()),
    ],
)
def test_amounts(cell, amount):
    assert amount_of(cell) == amount
