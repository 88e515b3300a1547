"""Tables are recognised by content, bounded, and never run anything."""

import io
import zipfile
from datetime import date, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from flexdesk.exchange.tables import (
    Damaged,
    EmptyFile,
    FileBusy,
    FileMissing,
    Limits,
    Merge,
    NotATable,
    PasswordProtected,
    Sheet,
    TooLarge,
    read_data,
    read_tables,
    read_text,
    text_of,
)

ROSTERS = Path(__file__).parents[2] / "data" / "rosters"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def values(sheet: Sheet) -> list[list[object]]:
    return [list(row.cells) for row in sheet.rows]


def workbook_bytes(fill: object) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    fill(book)  # type: ignore[operator]
    book.close()
    return stream.getvalue()


def bare_workbook(rows: str) -> bytes:
    """An xlsx whose only sheet holds exactly the given row elements."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    pack = "http://schemas.openxmlformats.org/package/2006/relationships"
    members = {
        "_rels/.rels": f'<Relationships xmlns="{pack}"><Relationship Id="rId1" Type="{rel}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{pack}"><Relationship Id="rId1" '
        f'Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_in_every_encoding_and_with_every_delimiter(encoding: str, mark: str, end: str) -> None:
    lines = [["Nama", "NIP", "Kota"], ["Zoë", "198001012005011701", "Jalan 1"], ["Budi", "", "X"]]
    data = end.join(mark.join(line) for line in lines).encode(encoding)
    (sheet,) = read_data(data, file="daftar.xls")
    assert values(sheet) == [lines[0], lines[1], ["Budi", None, "X"]]
    assert [row.number for row in sheet.rows] == [1, 2, 3]


def test_sep_line_counts_as_a_line_and_rules_the_delimiter() -> None:
    (sheet,) = read_data(b"sep=|\r\na,b|c;d\r\n1|2\r\n", file="x.csv")
    assert [(row.number, row.cells) for row in sheet.rows] == [(2, ["a,b", "c;d"]), (3, ["1", "2"])]


def test_row_number_is_the_first_line_of_a_record() -> None:
    (sheet,) = read_data(b'Nama,NIP\n"Budi\nSantoso",1\n\nAni,2\n', file="x.csv")
    assert [row.number for row in sheet.rows] == [1, 2, 4, 5]


def test_decimal_commas_do_not_win_over_semicolons() -> None:
    (sheet,) = read_data(b"a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n", file="x.csv")
    assert values(sheet)[1] == ["1,5", "2,5", "3,5"]


def test_lonely_quotation_mark_does_not_swallow_the_file() -> None:
    text = "Nama\tNIP\n" + '"Budi\t1\n' + "".join(f"Ani\t{i}\n" for i in range(50))
    (sheet,) = read_data(text.encode(), file="x.tsv")
    assert len(sheet.rows) == 52


def test_html_called_xls_with_spans_breaks_and_unclosed_cells() -> None:
    text = """<html><head><title>x</title><style>td{}</style></head><body><table>
      <tr><th rowspan=2>NAMA<th rowspan=2>NIP<th colspan="2">PANGKAT</tr>
      <tr><td>GOL</td><td>TMT</td></tr>
      <tr><td>Budi &amp;<br>Ani<td>198001012005011701<td>III/a<td></table></body></html>"""
    (sheet,) = read_data(text.encode(), file="laporan.xls")
    assert values(sheet) == [
        ["NAMA", "NIP", "PANGKAT", None],
        [None, None, "GOL", "TMT"],
        ["Budi &\nAni", "198001012005011701", "III/a", None],
    ]
    assert sheet.merges == [Merge(0, 0, 1, 0), Merge(0, 1, 1, 1), Merge(0, 2, 0, 3)]


def test_spreadsheetml_keeps_numbers_positions_and_hidden_sheets() -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    text = f"""<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
      <Workbook xmlns="{space}" xmlns:ss="{space}" xmlns:x="urn:schemas-microsoft-com:office:excel">
      <Worksheet ss:Name="A"><Table><Row ss:Index="3"><Cell ss:MergeAcross="1">
      <Data ss:Type="String">Nama</Data></Cell><Cell><Data ss:Type="Number">198001012005011701</Data></Cell>
      <Cell ss:Index="6"><Data ss:Type="DateTime">1980-01-01T00:00:00.000</Data></Cell></Row></Table>
      </Worksheet>
      <Worksheet ss:Name="B"><Table><Row><Cell><Data ss:Type="Boolean">1</Data></Cell></Row></Table>
      <x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"""
    first, second = read_data(text.encode(), file="laporan.xls")
    assert [row.number for row in first.rows] == [1, 2, 3]
    nama, rest, number, *gap, born = first.rows[2].cells
    assert (nama, rest, gap, text_of(born)) == ("Nama", None, [None, None], "1980-01-01")
    assert isinstance(number, float)
    assert (first.name, first.hidden, second.name, second.hidden) == ("A", False, "B", True)
    assert first.merges == [Merge(2, 0, 2, 1)]


def test_xlsx_cells_keep_their_kinds_and_blank_rows_count() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Data")
        sheet.write_string(2, 1, "198001012005011701")
        sheet.write_number(2, 2, 198001012005011701)
        sheet.write_datetime(2, 3, date(1980, 1, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_datetime(2, 4, timedelta(hours=7, minutes=30), book.add_format({"num_format": "[h]:mm"}))
        sheet.write_boolean(2, 5, True)
        sheet.write_formula(2, 6, "=1+1", None, 2)
        sheet.merge_range(3, 0, 3, 2, "gabung")
        book.add_worksheet("Rahasia").hide()
        book.add_worksheet("Lebih rahasia").very_hidden()

    data, hidden, very_hidden = read_data(workbook_bytes(fill), file="x")
    assert values(data)[:2] == [[None] * 7, [None] * 7]
    assert data.rows[2].cells[:3] == [None, "198001012005011701", float(198001012005011701)]
    assert data.rows[2].cells[3:] == [date(1980, 1, 1), time(7, 30), True, 2.0]
    assert data.rows[2].number == 3
    assert data.merges == [Merge(3, 0, 3, 2)]
    assert (data.hidden, hidden.hidden, very_hidden.hidden) == (False, True, True)


def test_hidden_sheet_of_a_true_xls_is_marked() -> None:
    sheets = read_tables(ROSTERS / "03-bezetting-puskesmas-rancamanah.xls")
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("BEZETTING", False), ("REF", True)]


def test_clipboard_text_and_clipboard_html() -> None:
    (sheet,) = read_text("Nama\tNIP\nBudi, S.E.\t1\n")
    assert values(sheet) == [["Nama", "NIP"], ["Budi, S.E.", "1"]]
    (sheet,) = read_text("<table><tr><td>Nama<td>NIP</table>")
    assert values(sheet) == [["Nama", "NIP"]]


@pytest.mark.parametrize("data", [b"", b"\n\n;;\n", b"\xef\xbb\xbf", b",,,\r\n,,,"])
def test_empty_files(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        read_data(data, file="x.csv")


def test_empty_workbook() -> None:
    with pytest.raises(EmptyFile):
        read_data(workbook_bytes(lambda book: book.add_worksheet()), file="x.xlsx")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"<?xml version='1.0'?><svg/>",
        b"<html><p>no table</p></html>",
        bytes(range(256)) * 8,
        OLE + b"\x00" * 2000,
    ],
)
def test_not_a_table(data: bytes) -> None:
    with pytest.raises(NotATable):
        read_data(data, file="x.xls")


def test_other_zip_is_not_a_table() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(NotATable):
        read_data(stream.getvalue(), file="surat.docx")


def test_encrypted_workbooks_say_password() -> None:
    with pytest.raises(PasswordProtected):
        read_data(OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600, file="x.xlsx")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "x")
        archive.writestr("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")
    with pytest.raises(PasswordProtected):
        read_data(stream.getvalue(), file="x.ods")


@pytest.mark.parametrize(
    "name", ["02-duk-kecamatan-tirtawening.xlsx", "05-dapodik-daftar-guru-sdn-3-karangtirta.ods"]
)
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_truncated_workbooks_are_damaged(name: str, share: float) -> None:
    data = (ROSTERS / name).read_bytes()
    with pytest.raises(Damaged):
        read_data(data[: int(len(data) * share)], file=name)


def test_truncated_xls_is_refused() -> None:
    data = (ROSTERS / "03-bezetting-puskesmas-rancamanah.xls").read_bytes()
    with pytest.raises((Damaged, NotATable)):
        read_data(data[: len(data) // 2], file="x.xls")


def test_flipped_byte_in_a_sheet_is_damaged() -> None:
    data = bytearray(bare_workbook('<row r="1"><c r="A1"><v>12345</v></c></row>'))
    at = data.index(b"xl/worksheets/sheet1.xml") + 40
    data[at] ^= 0xFF
    with pytest.raises(Damaged):
        read_data(bytes(data), file="x.xlsx")


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        '<row spans="1:2" r="1048576"><c s="0" r="XFD1048576"><v>2</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1"><v>1</v></c><c r="B1"><v>1</v></c></row>'
        '<row r="90000"><c r="A90000"><v>2</v></c></row>',
        '<row r="1">' + "<c><v>1</v></c>" * 3000 + "</row>" + "<row><c><v>1</v></c></row>" * 3000,
    ],
)
def test_one_far_cell_does_not_claim_the_memory(rows: str) -> None:
    with pytest.raises(TooLarge):
        read_data(bare_workbook(rows), file="x.xlsx")


def test_repeated_cells_of_an_ods_are_counted_before_they_are_unfolded() -> None:
    table = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string" '
        'table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<m/>")
        archive.writestr(
            "content.xml",
            '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body>'
            f'<office:spreadsheet><table:table table:name="A">{table}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )
    with pytest.raises(TooLarge):
        read_data(stream.getvalue(), file="x.ods")


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    with pytest.raises(NotATable):
        read_data(f'<?xml version="1.0"?>{bomb}<Workbook xmlns="{space}"/>'.encode(), file="x.xls")


def test_limits_on_bytes_cells_unpacked_size_and_nesting(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n" * 100)
    for limits in (Limits(bytes=50), Limits(cells=20)):
        with pytest.raises(TooLarge):
            read_tables(path, limits=limits)
    packed = bare_workbook('<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 500_000)
    with pytest.raises(TooLarge):
        read_data(packed, file="x.xlsx", limits=Limits(unzipped_bytes=100_000))
    with pytest.raises(TooLarge):
        read_data(b"<table><tr><td>" * 100, file="x.xls")


def test_missing_and_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        read_tables(tmp_path / "tidak-ada.xlsx")
    with pytest.raises(FileBusy):
        read_tables(tmp_path)


def test_invisible_characters_are_not_text() -> None:
    assert text_of("\u200c\ufeff Budi\u00a0") == "Budi"
    assert (text_of(12.0), text_of(1.5), text_of(None), text_of(date(2026, 1, 2))) == (
        "12",
        "1.5",
        "",
        "2026-01-02",
    )


def test_size_that_an_archive_declares_is_not_believed() -> None:
    data = bytearray(bare_workbook('<row r="1"><c r="A1"><v>1</v></c></row>' + "<!-- -->" * 5000))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    size = entry.file_size.to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(Damaged):
        read_data(bytes(data), file="x.xlsx")
