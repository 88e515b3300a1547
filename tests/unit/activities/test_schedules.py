"""Weeks and months that another program or a spreadsheet made."""

from datetime import date

import pytest

from flexdesk.domain.periods import parse_period
from flexdesk.domain.places import LETTERS, Place
from flexdesk.exchange.activity_tables import NoSuchTable
from flexdesk.exchange.schedule_files import ScheduleReading, place_of, read_schedule
from flexdesk.exchange.tables import read_text

from .files import sheet

ANITA = "197712092004032865"
NENI = "198103172014032795"


def cells(reading: ScheduleReading) -> list[tuple[str, str, Place]]:
    return [(cell.nip[:4] or cell.name, f"{cell.day:%m-%d}", cell.place) for cell in reading.cells]


def test_weekdays_with_the_week_in_the_title():
    reading = read_schedule(
        read_text(
            "JADWAL 23 s.d. 27 NOVEMBER 2026\n"
            "No\tNama\tNIP\tSenin\tSelasa\tRabu\tKamis\tJumat\n"
            f"1\tAnita\t{ANITA}\tK\tw\tRumah (WFA)\tX\tD\n"
            f"2\tNeni\t{NENI}\tWFO\tWFH\tDinas Luar\tCuti Tahunan\t-\n"
            "\tJumlah WFA\t\t1\t2\t\t\t\n"
            "\n"
            "\tMengetahui,\n"
            "\tCamat\tK\tK\n"
        )
    )
    assert cells(reading) == [
        ("1977", "11-23", Place.OFFICE),
        ("1977", "11-24", Place.HOME),
        ("1977", "11-25", Place.HOME),
        ("1977", "11-27", Place.DUTY_TRAVEL),
        ("1981", "11-23", Place.OFFICE),
        ("1981", "11-24", Place.HOME),
        ("1981", "11-25", Place.DUTY_TRAVEL),
        ("1981", "11-26", Place.LEAVE),
    ]
    assert [(r.row, r.column, r.kind, r.value) for r in reading.rejected] == [(3, 7, "place", "X")]


def test_dates_as_cells_and_codes():
    reading = read_schedule(
        [
            sheet(
                ["nip", date(2026, 11, 23), date(2026, 11, 24)],
                [ANITA, "office", 1],
                [197712092004032865, "home", "home"],
                ["12", "home", "home"],
            )
        ]
    )
    assert cells(reading) == [("1977", "11-23", Place.OFFICE), ("1977", "11-24", Place.SHIFT_MORNING)]
    assert [(r.row, r.kind) for r in reading.rejected] == [(3, "nip"), (4, "nip")]


def test_day_numbers_of_a_month_with_weekdays_below():
    reading = read_schedule(
        [
            sheet(
                ["JADWAL SIF BULAN NOVEMBER 2026"],
                ["No", "NIP", "Nama", 1, 2, 3, 4],
                [None, None, None, "Min", "Sen", "Sel", "Rab"],
                [1, ANITA, "Anita", "O", 1, 2.0, "3"],
            )
        ]
    )
    assert cells(reading) == [
        ("1977", "11-01", Place.OFF),
        ("1977", "11-02", Place.SHIFT_MORNING),
        ("1977", "11-03", Place.SHIFT_AFTERNOON),
        ("1977", "11-04", Place.SHIFT_NIGHT),
    ]
    assert reading.rejected == ()


def test_day_numbers_of_a_week_over_the_end_of_a_month():
    text = f"Nama\tNIP\t30\t1\t2\nAnita\t{ANITA}\tW\tK\tK"
    assert cells(read_schedule(read_text(text), parse_period("2026-W49"))) == [
        ("1977", "11-30", Place.HOME),
        ("1977", "12-01", Place.OFFICE),
        ("1977", "12-02", Place.OFFICE),
    ]


def test_weekdays_above_dates_and_names_only():
    text = "No\tNama\tSenin\tSelasa\n\t\t30 Nov\t1 Des\n1\tAnita\tW\tK\n"
    reading = read_schedule(read_text(text), parse_period("2026-W49"))
    assert cells(reading) == [("Anita", "11-30", Place.HOME), ("Anita", "12-01", Place.OFFICE)]
    assert reading.rejected == ()


def test_long_rows_with_faults():
    reading = read_schedule(
        read_text(
            f"nip;date;place\n{ANITA};2026-11-23;home\n{ANITA};2026-11-24;rumah\n{ANITA};2026-11-24;K\n"
            f"'{NENI};31/11/2026;K\n{NENI};;K\n{NENI};2026-11-23;pantai\n"
        )
    )
    assert cells(reading) == [("1977", "11-23", Place.HOME), ("1977", "11-24", Place.HOME)]
    assert sorted((r.row, r.column, r.kind) for r in reading.rejected) == [
        (4, 3, "twice_a_day"),
        (5, 2, "date"),
        (6, 2, "no_date"),
        (7, 3, "place"),
    ]


def test_weekdays_of_an_unknown_week_are_refused():
    with pytest.raises(NoSuchTable):
        read_schedule(read_text(f"Nama\tNIP\tSenin\tSelasa\nAnita\t{ANITA}\tW\tK"))


@pytest.mark.parametrize("place", list(Place))
def test_every_place_by_code_and_printed_label(place):
    assert place_of(place.value) is place
    assert place_of(LETTERS[place].label) is place


@pytest.mark.parametrize(
    ("text", "place"), [("wfa", Place.HOME), ("L", Place.OTHER_OFFICE), ("?", None), ("KK", None)]
)
def test_short_words(text, place):
    assert place_of(text) is place
