"""No archive makes the reader claim more than the limits, however its cells and parts are written."""

import io
import zipfile

import pytest

from flexdesk.exchange.tables import Damaged, Limits, NotATable, TooLarge, read_data
from flexdesk.exchange.zip_guard import _all_near, _claimed_cells
from tests.unit.exchange.test_tables import bare_workbook

CELL = "<v>1</v></c>"
FAR = f'<row r="1"><c r="A1">{CELL}<c r="XFD1048576">{CELL}</row>'


def repacked(data: bytes, *, rename: tuple[str, str] = ("", ""), extra: str = "") -> bytes:
    """The same archive with one text replaced everywhere, names of parts included, and one part more."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            target.writestr(name.replace(*rename) if rename[0] else name, text)
        if extra:
            target.writestr(extra, "<x/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    "rows",
    [
        FAR,
        FAR.replace('"XFD1048576"', "'XFD1048576'"),
        FAR.replace('r="XFD', '\n r="XFD'),
        FAR.replace("XFD1048576", "xfd1048576"),
        FAR.replace("XFD1048576", "&#88;FD1048576"),
        FAR.replace('<c r="XFD', '<c s="0" r="XFD'),
        f'<row r="1"><c r="A1">{CELL}<c r="AZ1">{CELL}</row><row r="1048576"><c>{CELL}</row>',
        f'<row r="1"><c r="XFD1">{CELL}</row><row r="999999999999"><c>{CELL}</row>',
    ],
)
def test_a_cell_counts_where_it_says_it_lies(rows: str) -> None:
    with pytest.raises(TooLarge):
        read_data(bare_workbook(rows), file="x.xlsx")


def test_a_prefix_hides_no_cell() -> None:
    space = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rows = (
        f'<row r="1"><c r="A1">{CELL}<c r="ZZ1">{CELL}</row>'
        f'<x:row {space} r="1048576"><x:c><x:v>2</x:v></x:c></x:row>'
    )
    with pytest.raises(TooLarge):
        read_data(bare_workbook(rows), file="x.xlsx")


@pytest.mark.parametrize("name", ["SHEET1.XML", "sheet1.png", "sheet1"])
def test_a_sheet_is_looked_at_whatever_its_part_is_called(name: str) -> None:
    data = repacked(bare_workbook(FAR), rename=("sheet1.xml", name))
    with pytest.raises(TooLarge):
        read_data(data, file="x.xlsx")


def test_an_archive_of_two_kinds_is_refused() -> None:
    with pytest.raises(NotATable):
        read_data(repacked(bare_workbook(FAR), extra="content.xml"), file="x.xlsx")


@pytest.mark.parametrize(
    ("far", "width", "height"), [("AZ3", 52, 3), ("BA3", 53, 3), ("XFD3", 16_384, 3), ("A100000", 2, 100_000)]
)
def test_wide_and_long_sheets_within_the_limit_are_read(far: str, width: int, height: int) -> None:
    rows = f'<row r="1"><c r="B1">{CELL}</row><row r="{height}"><c r="{far}">{CELL}</row>'
    for written in (rows, rows.replace("<c r=", '<c s="0" r='), rows.replace('r="B1"', "r='B1'")):
        (sheet,) = read_data(bare_workbook(written), file="x.xlsx")
        assert (sheet.width, len(sheet.rows)) == (width, height)


def test_the_limit_holds_for_small_sheets_as_well() -> None:
    rows = f'<row r="1"><c r="A1">{CELL}</row><row r="9"><c r="C9">{CELL}</row>'
    (sheet,) = read_data(bare_workbook(rows), file="x.xlsx", limits=Limits(cells=27))
    assert len(sheet.rows) == 9
    with pytest.raises(TooLarge):
        read_data(bare_workbook(rows), file="x.xlsx", limits=Limits(cells=26))


def test_half_a_sheet_is_damaged() -> None:
    with pytest.raises(Damaged):
        read_data(bare_workbook("<row r='1'><c r='A1'>"), file="x.xlsx")


def test_tags_cut_in_two_are_seen_whole() -> None:
    near = f'<row r="1"><c r="A1">{CELL}<c r="AZ7">{CELL}</row>'.encode()
    far = near.replace(b"AZ7", b"BA7")
    for at in range(len(near)):
        assert _all_near([near[:at], near[at:]])
        assert not _all_near([far[:at], far[at:]])
        assert _claimed_cells([far[:at], far[at:]]) == 53 * 7
