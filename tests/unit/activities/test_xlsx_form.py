"""The program's own xlsx form comes back, however it was filled and whatever wrote it again."""

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from flexdesk.domain.periods import parse_period
from flexdesk.exchange.cells import Cell
from flexdesk.exchange.report_files import OutputRow, ReportReading, read_reports
from flexdesk.exchange.tables import read_data
from flexdesk.services.report_forms import FormResult, ReportForm, workbook
from tests.helpers.desks import small_desk

DEWI = ("198505122009012003", "Dewi Anggraini, S.E.")
DAYS = [date(2026, 11, day) for day in range(16, 21)]
FIRST = 9  # the row of the sheet that the first day begins on; three rows a day


def form() -> bytes:
    results = [FormResult("RHK-01", "Terlayaninya penduduk", "berkas")]
    return workbook(
        ReportForm(*DEWI, "Pengelola", "Kecamatan Contoh", parse_period("2026-W47"), DAYS, results)
    )


def typed(cells: dict[str, str | float | None]) -> bytes:
    """The very file with these cells filled in its XML, as a spreadsheet program would leave it."""
    source, target = zipfile.ZipFile(io.BytesIO(form())), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = data.decode()
                for place, value in cells.items():
                    text, count = re.subn(
                        rf'<c r="{place}"( s="\d+")[^>]*?(/>|>.*?</c>)', _xml(place, value), text
                    )
                    assert count == 1, place
                data = text.encode()
            written.writestr(name, data)
    return target.getvalue()


def _xml(place: str, value: str | float | None) -> str:
    if value is None:
        return rf'<c r="{place}"\1/>'
    if isinstance(value, str):
        return rf'<c r="{place}"\1 t="inlineStr"><is><t>{value}</t></is></c>'
    return rf'<c r="{place}"\1><v>{value}</v></c>'


def written_again(
    filled: dict[tuple[int, int], tuple[Cell | timedelta, str]],
) -> bytes:
    """The form as another program saves it: every cell anew, those filled in a number format of their own."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for read in read_data(form(), file="formulir.xlsx"):
        sheet = book.add_worksheet(read.name)
        for row in read.rows:
            for column, cell in enumerate(row.cells):
                at = (row.number, column)
                value, number_format = filled.get(at, (cell, "dd/mm/yyyy" if isinstance(cell, date) else "@"))
                if value is not None:
                    sheet.write(row.number - 1, column, value, book.add_format({"num_format": number_format}))
    book.close()
    return stream.getvalue()


def read(data: bytes) -> ReportReading:
    return read_reports(read_data(data, file="formulir.xlsx"))


def told(row: OutputRow) -> tuple[object, ...]:
    return (
        row.day,
        row.starts,
        row.ends,
        row.code,
        row.activity,
        row.amount,
        row.unit,
        row.evidence,
        row.note,
    )


def test_empty_rows_say_nothing():
    reading = read(form())
    assert (reading.rows, reading.rejected) == ((), ())


def test_every_kind_of_cell_that_people_type():
    reading = read(
        typed(
            {
                "B9": "08:00",
                "C9": "09.30",
                "D9": "rhk-01",
                "E9": "Memeriksa berkas",
                "F9": "25",
                "G9": "berkas",
                "H9": "foto.jpg",
                "I9": "selesai",
                "B10": 0.375,
                "C10": 0.4375,
                "E10": "Rapat &amp; notulen",
                "F10": 1,
                "G10": "kali",
                "E11": "Menyusun laporan",
                "F11": "2 laporan",
                "B12": "13.00 WIB",
                "C12": "15",
                "E12": "Verifikasi\nlapangan",
                "F12": 2.5,
                "G12": "titik",
                "E15": "Membalas surat",
                "F15": "1.200",
                "G15": "lembar",
                "E18": "Tanpa jumlah",
            }
        )
    )
    assert reading.rejected == ()
    assert [told(row) for row in reading.rows] == [
        (DAYS[0], time(8), time(9, 30), "RHK-01", "Memeriksa berkas", 25, "berkas", "foto.jpg", "selesai"),
        (DAYS[0], time(9), time(10, 30), "", "Rapat & notulen", 1, "kali", "", ""),
        (DAYS[0], None, None, "", "Menyusun laporan", 2, "laporan", "", ""),
        (DAYS[1], time(13), time(15), "", "Verifikasi lapangan", 2.5, "titik", "", ""),
        (DAYS[2], None, None, "", "Membalas surat", 1200, "lembar", "", ""),
        (DAYS[3], None, None, "", "Tanpa jumlah", None, "", "", ""),
    ]
    assert {(row.nip, row.name, row.doubts) for row in reading.rows} == {(*DEWI, ())}
    assert reading.source == "form-file"


@pytest.mark.parametrize(
    "written",
    [
        "16/11/2026",
        "16-11-2026",
        "16/11/26",
        "2026-11-16",
        "Senin, 16 November 2026",
        "16 Nov 2026",
        "'16/11/2026",
    ],
)
def test_a_date_that_became_text(written: str):
    (row,) = read(typed({"A9": written, "E9": "Rapat"})).rows
    assert row.day == DAYS[0]


def test_a_date_that_was_cleared_is_the_one_above():
    rows = read(
        typed({"A10": None, "E9": "Rapat", "E10": "Menyusun notulen", "A12": None, "E12": "Apel"})
    ).rows
    assert [row.day for row in rows] == [DAYS[0], DAYS[0], DAYS[0]]  # the third: its date was cleared too


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (time(8, 30), "hh:mm"),
        (time(8, 30), "hh:mm:ss"),
        (timedelta(hours=8, minutes=30), "[h]:mm"),
        (timedelta(hours=8, minutes=30), "[hh]:mm:ss"),
        (8.5 / 24, "General"),
        (8.5 / 24, "0.00"),
        (8.5 / 24 + 1e-9, "h:mm AM/PM"),
        (datetime(2026, 11, 16, 8, 30), "dd/mm/yyyy hh:mm"),  # noqa: DTZ001
        (8.30, "General"),
        ("8.30", "@"),
        ("08:30:00", "@"),
        ("08.30 WITA", "@"),
    ],
)
def test_a_time_as_other_programs_keep_it(value: Cell | timedelta, number_format: str):
    (row,) = read(written_again({(FIRST, 1): (value, number_format), (FIRST, 4): ("Rapat", "@")})).rows
    assert (row.starts, row.day) == (time(8, 30), DAYS[0])


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (date(2026, 11, 17), "yyyy-mm-dd"),
        (datetime(2026, 11, 17, 7), "dd/mm/yyyy hh:mm"),  # noqa: DTZ001
        (46343, "General"),
        (46343, "0"),
        ("17-Nov-2026", "@"),
        ("Selasa 17 November 2026", "@"),
    ],
)
def test_a_date_as_other_programs_keep_it(value: Cell, number_format: str):
    (row,) = read(written_again({(FIRST, 0): (value, number_format), (FIRST, 4): ("Rapat", "@")})).rows
    assert row.day == DAYS[1]


def test_a_formula_and_a_guard_are_text():
    filled = {(FIRST, 4): ("'=Rapat", "@"), (FIRST, 7): ("'-", "@"), (FIRST, 5): ("'3", "@")}
    (row,) = read(written_again(filled)).rows
    assert (row.activity, row.evidence, row.amount) == ("=Rapat", "-", 3)


def test_it_reaches_the_store_with_its_source(tmp_path: Path):
    file = tmp_path / "kembali.xlsx"
    file.write_bytes(typed({"E9": "Rapat", "F9": 1, "G9": "kali"}))
    with small_desk(tmp_path / "unit", [DEWI]) as desk:
        taken = desk.outputs.import_files([file])
        assert (taken.accepted, taken.rejected, taken.unmatched) == (1, (), ())
        assert [row["source"] for row in desk.store.select("output")] == ["form-file"]
        assert desk.outputs.import_files([file]).duplicates == 1
