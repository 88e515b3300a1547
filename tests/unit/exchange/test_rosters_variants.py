"""Layouts, headings, formats and defects that the sample files do not show, but other offices send."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from flexdesk.exchange.rejects import write_rejects
from flexdesk.exchange.rosters import NoRoster, NoSuchSheet, RosterReading, read_roster
from flexdesk.exchange.tables import read_data, read_tables, read_text

A, B, C, D = "198503122010011701", "199009052016012702", "197504172006042703", "199603282022212704"


def read(rows: Sequence[Sequence[object]], **options: object) -> RosterReading:
    """Rows as a pasted table."""
    text = "\n".join("\t".join("" if cell is None else str(cell) for cell in row) for row in rows)
    return read_roster(read_text(text), **options)  # type: ignore[arg-type]


def xlsx(
    sheets: Mapping[str, Sequence[Sequence[object]]], merges: Sequence[str] = (), hide: str = ""
) -> RosterReading:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name == hide:
            sheet.hide()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, column, cell)
        for area in merges:
            sheet.merge_range(area, "")
            first = area.split(":")[0]
            column, number = ord(first[0]) - 65, int(first[1:]) - 1
            sheet.write(number, column, rows[number][column])
    book.close()
    return read_roster(read_data(stream.getvalue(), file="x.xlsx"))


def nips(reading: RosterReading) -> list[str]:
    return [person.nip for person in reading.accepted]


def kinds(reading: RosterReading) -> list[tuple[int, str]]:
    return [(row.row, row.kind) for row in reading.rejected]


@pytest.mark.parametrize(
    ("nip_heading", "name_heading"),
    [
        ("N I P", "N A M A"),
        ("NIP_BARU", "NAMA_PEGAWAI"),
        ("NIP/NI PPPK", "Nama Lengkap & Gelar"),
        ("Nomor Induk Pegawai (NIP)", "NAMA PNS"),
        ("nip.", "Nama Guru"),
        ("N.I.P. BARU", "NAMA LENGKAP DAN GELAR"),
        ("NIP Pegawai", "Pegawai"),
    ],
)
def test_headings_in_other_words(nip_heading: str, name_heading: str) -> None:
    reading = read([["No", nip_heading, name_heading], [1, A, "Drs. H. Budi Santoso, M.Si."], [2, B, "Ani"]])
    assert nips(reading) == [A, B]
    first = reading.accepted[0]
    assert (first.front_titles, first.name, first.back_titles) == (["Drs.", "H."], "Budi Santoso", ["M.Si."])


def test_html_export_with_group_headings() -> None:
    page = f"""<meta charset=utf-8><table border=1><tr><td colspan=6>DAFTAR NOMINATIF</td></tr>
      <tr><td colspan=6>BADAN PENGELOLA AIR KABUPATEN SAGARAMUKTI</td></tr>
      <tr><th rowspan=2>NO</th><th colspan=2>PEGAWAI</th><th colspan=2>PANGKAT</th>
      <th rowspan=2>JABATAN</th></tr>
      <tr><th>NAMA</th><th>NIP</th><th>GOL/RUANG</th><th>TMT</th></tr>
      <tr><td>1<td>2<td>3<td>4<td>5<td>6</tr>
      <tr><td>1</td><td>Budi<br>Santoso, S.E.</td><td>'{A}</td><td>Penata Tk. I / III.d</td>
      <td>1-4-2020</td><td>Analis</td>
      </tr></table>"""
    reading = read_roster(read_data(page.encode(), file="nominatif.xls"))
    assert reading.layout.header_rows == [3, 4]
    assert reading.layout.columns["nip"] == "PEGAWAI / NIP"
    assert reading.unit_fallback == "BADAN PENGELOLA AIR KABUPATEN SAGARAMUKTI"
    (person,) = reading.accepted
    assert (person.row, person.golongan, person.jabatan) == (6, "III/d", "Analis")


def test_utf16_file_with_sep_line_counts_lines() -> None:
    text = f'sep=;\r\nDAFTAR PEGAWAI;;\r\n;;\r\nNIP;NAMA;GOL\r\n{A};"Budi, S.E.";III-d\r\n;Tanpa;-\r\n'
    reading = read_roster(read_data(text.encode("utf-16"), file="x.csv"))
    assert reading.layout.header_rows == [4]
    assert [(p.row, p.golongan) for p in reading.accepted] == [(5, "III/d")]
    assert kinds(reading) == [(6, "nip_missing")]


def test_title_columns_around_the_name() -> None:
    rows = [
        ["Gelar Depan", "Nama", "Gelar Belakang", "NIP"],
        ["Dr. Ir.", "BUDI", "S.T., M.T.", A],
        ["-", "ANI", "null", B],
    ]
    first, second = read(rows).accepted
    assert (first.front_titles, first.name, first.back_titles) == (["Dr.", "Ir."], "BUDI", ["S.T.", "M.T."])
    assert (second.front_titles, second.back_titles) == ([], [])


def test_name_in_three_parts() -> None:
    rows = [
        ["NIP", "Nama Depan", "Nama Tengah", "Nama Belakang"],
        [A, "Budi", "", "Santoso"],
        [B, "Ani", "Sri", "Utami"],
    ]
    assert [person.name for person in read(rows).accepted] == ["Budi Santoso", "Ani Sri Utami"]


def test_unit_sections_give_the_unit_and_status_sections_the_status() -> None:
    reading = read(
        [
            ["No", "Nama", "NIP"],
            ["I. SEKRETARIAT"],
            [1, "Budi", A],
            ["1. Subbagian Umum (2 orang)"],
            [2, "Ani", B],
            ["Jumlah", "", "2"],
            ["II. BIDANG TATA RUANG"],
            ["PPPK"],
            [3, "Cici", D],
            ["III. TENAGA HONORER"],
            [4, "Dodi", "-"],
            ["1. Bidang Umum"],
            [5, "Eko", ""],
        ]
    )
    assert [(p.unit, p.nip) for p in reading.accepted] == [
        ("SEKRETARIAT", A),
        ("Subbagian Umum", B),
        ("BIDANG TATA RUANG", D),
    ]
    assert kinds(reading) == [(11, "non_asn"), (13, "non_asn")]


def test_blud_in_the_name_of_a_unit_is_no_status() -> None:
    reading = read([["No", "Nama", "NIP"], ["A. UPTD BLUD RSUD SAGARAMUKTI"], [1, "Budi", A], [2, "Ani", ""]])
    assert reading.accepted[0].unit == "UPTD BLUD RSUD SAGARAMUKTI"
    assert kinds(reading) == [(4, "nip_missing")]


def test_repeated_heading_and_titles_after_a_page_break() -> None:
    head = ["No", "Nama", "NIP", "Jabatan"]
    reading = read(
        [
            ["DAFTAR PEGAWAI"],
            ["KECAMATAN TIRTAWENING"],
            head,
            [1, 2, 3, 4],
            ["A. SEKRETARIAT"],
            [1, "Budi", A, "Analis"],
            [],
            ["DAFTAR PEGAWAI"],
            ["KECAMATAN TIRTAWENING"],
            head,
            ["(1)", "(2)", "(3)", "(4)"],
            [2, "Ani", B, "Analis"],
        ]
    )
    assert [(p.row, p.unit) for p in reading.accepted] == [(6, "SEKRETARIAT"), (12, "SEKRETARIAT")]
    assert reading.rejected == []


def test_two_signatures_side_by_side_are_no_employees() -> None:
    reading = read(
        [
            ["Nama", "NIP", "Jabatan", "Gol"],
            ["Budi", A, "Camat", "IV/a"],
            ["Ani", "", "Analis", "III/a"],
            [],
            ["Mengetahui,", "", "Tirtawening, 30 Juni 2026", ""],
            ["CAMAT", "", "PENGELOLA KEPEGAWAIAN", ""],
            ["Budi", "", "Ani", ""],
            [f"NIP. {A}", "", f"NIP. {B}", ""],
        ]
    )
    assert nips(reading) == [A]
    assert kinds(reading) == [(3, "nip_missing")]


def test_signature_in_the_nip_column() -> None:
    rows = [
        ["No", "Nama", "NIP"],
        [1, "Budi", A],
        [],
        ["", "", "Camat,"],
        ["", "", "Ani, S.E."],
        ["", "", f"NIP. {B}"],
    ]
    reading = read(rows)
    assert nips(reading) == [A]
    assert reading.rejected == []


def test_vacant_posts_and_notes_are_passed_over() -> None:
    reading = read(
        [
            ["No", "Nama", "NIP", "Jabatan"],
            [1, "(KOSONG)", "", "Sekretaris"],
            [2, "LOWONG", "-", "Kepala Seksi"],
            [3, "-", "-", "Kepala Bidang"],
            [4, "Jabatan kosong", "", "Kepala Bidang"],
            [5, "Budi", A, "Analis"],
            ["*) data sementara"],
            [6, "Ani", B, "Analis"],
            ["Sub Jumlah", "", "6"],
        ]
    )
    assert nips(reading) == [A, B]
    assert reading.rejected == []


def test_most_specific_filled_unit_column() -> None:
    rows = [
        ["NIP", "Nama", "UNOR 1", "UNOR 2", "UNOR 3"],
        [A, "Budi", "Dinas", "Bidang A", "Seksi X"],
        [B, "Ani", "Dinas", "Bidang B", "-"],
        [C, "Cici", "Dinas", "", ""],
    ]
    assert [p.unit for p in read(rows).accepted] == ["Seksi X", "Bidang B", "Dinas"]
    rows = [
        ["NIP", "Nama", "Unit Kerja", "Sub Unit Kerja"],
        [A, "Budi", "Dinas", "Seksi X"],
        [B, "Ani", "Dinas", ""],
    ]
    assert [p.unit for p in read(rows).accepted] == ["Seksi X", "Dinas"]


def test_unit_filled_in_on_its_first_row_only() -> None:
    rows = [
        ["NIP", "Nama", "Bidang"],
        [A, "Budi", "Bidang A"],
        [B, "Ani", ""],
        [C, "Cici", "Bidang B"],
        [D, "Dodi", ""],
    ]
    assert [p.unit for p in read(rows).accepted] == ["Bidang A", "Bidang A", "Bidang B", "Bidang B"]


def test_unit_merged_over_several_rows() -> None:
    rows = [
        ["NIP", "Nama", "Bidang", "Seksi"],
        [A, "Budi", "Bidang A", "Seksi 1"],
        [B, "Ani"],
        [C, "Cici", None, "Seksi 2"],
    ]
    reading = xlsx({"Data": rows}, merges=["C2:C4", "D2:D3"])
    assert [p.unit for p in reading.accepted] == ["Seksi 1", "Seksi 1", "Seksi 2"]


def test_numbers_are_never_repaired_even_when_all_of_them_are() -> None:
    reading = xlsx({"Data": [["No", "NIP", "Nama"], [1, int(A), "Budi"], [2, int(B), "Ani"], [3, 0, "Cici"]]})
    assert kinds(reading) == [(2, "nip_precision_lost"), (3, "nip_precision_lost"), (4, "nip_missing")]
    assert reading.layout.columns["nip"] == "NIP"


def test_instruction_sheet_first_and_hidden_sheet_with_more_rows() -> None:
    table = [["No", "Nama", "NIP"], [1, "Budi", A], [2, "Ani", B]]
    lots = [["Nama", "NIP"]] + [["X", A]] * 40
    reading = xlsx(
        {
            "Petunjuk": [["Cara mengisi"], ["Kolom NIP diisi 18 angka"], ["Nama", "NIP"]],
            "Isian": table,
            "Lama": lots,
        },
        hide="Lama",
    )
    assert (reading.layout.sheet, nips(reading)) == ("Isian", [A, B])
    assert reading.sheets == ["Petunjuk", "Isian"]


def test_sheet_can_be_chosen() -> None:
    sheets = read_data(b"Nama,NIP\nBudi," + A.encode(), file="x.csv")
    with pytest.raises(NoSuchSheet):
        read_roster(sheets, sheet="Lain")


def test_decoy_nip_columns() -> None:
    rows = [
        ["Nama Atasan", "NIP Atasan", "NIP Lama", "NIP", "Nama", "NIP Suami/Istri", "NIK"],
        ["Bos", C, "131234567", A, "Budi", B, "9913102003690039"],
        ["Bos", C, "131234568", B, "Ani", A, "9913102003690040"],
    ]
    reading = read(rows)
    assert (reading.layout.columns["nip"], nips(reading)) == ("NIP", [A, B])
    same = read([["NIP", "Nama", "NIP"], [C, "Budi", A], [C, "Ani", B]])
    assert nips(same) == [A, B]


def test_nip_column_known_by_its_digits_and_without_any_heading() -> None:
    assert nips(read([["No", "Nama", "Identitas ASN 18"], [1, "Budi", A], [2, "Ani", B]])) == [A, B]
    bare = read([["Budi Santoso", A, "Analis"], ["Ani Utami", B, "Camat"]])
    assert (nips(bare), bare.layout.header_rows, bare.accepted[0].name) == ([A, B], [], "Budi Santoso")


def test_name_and_nip_in_one_cell() -> None:
    apart = f"{B[:8]} {B[8:14]} {B[14]} {B[15:]}"
    text = f'No;Nama / NIP;Gol\n1;"Budi Santoso, S.E.\nNIP. {A}";III/a\n2;"Ani\n{apart}";III/b\n'
    reading = read_roster(read_data(text.encode(), file="x.csv"))
    assert [(p.nip, p.name, p.back_titles) for p in reading.accepted] == [
        (A, "Budi Santoso", ["S.E."]),
        (B, "Ani", []),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "12-03-1985",
        "1985-03-12",
        "12/3/1985",
        "12 Maret 1985",
        "Sagaramukti, 12 Mar 1985",
        "12.03.1985",
        "19850312",
    ],
)
def test_birth_dates_in_every_writing_agree(written: str) -> None:
    reading = read([["NIP", "Nama", "Tempat/Tgl. Lahir"], [A, "Budi", written]])
    assert [p.birth_date for p in reading.accepted] == [date(1985, 3, 12)]


def test_month_first_dates_are_known_by_the_column() -> None:
    reading = read([["NIP", "Nama", "Tgl Lahir"], [A, "Budi", "3/12/1985"], [C, "Ani", "4/17/1975"]])
    assert nips(reading) == [A, C]


def test_date_cells_and_day_numbers() -> None:
    reading = xlsx({"Data": [["NIP", "Nama", "Tanggal Lahir"], [A, "Budi", 31118], [B, "Ani", 33121]]})
    assert kinds(reading) == []
    assert reading.accepted[0].birth_date == date(1985, 3, 12)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("1.98E+17", "nip_precision_lost"),
        ("1,98503E+17", "nip_precision_lost"),
        ("19850312201001170", "nip_length"),
        ("198513122010011701", "nip_invalid"),
        ("198503122010131701", "nip_invalid"),
        ("198503122010013701", "nip_invalid"),
        ("198503122010011000", "nip_invalid"),
        ("0", "nip_missing"),
        ("(Tidak Tercatat)", "nip_missing"),
        ("THL", "non_asn"),
    ],
)
def test_every_kind_of_bad_nip(cell: str, kind: str) -> None:
    reading = read([["No", "NIP", "Nama"], [1, A, "Budi"], [2, cell, "Ani"], [3, B, "Cici"]])
    assert kinds(reading) == [(3, kind)]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("Honorer", "non_asn"),
        ("THL", "non_asn"),
        ("Tenaga Kontrak", "non_asn"),
        ("Non ASN", "non_asn"),
        ("Non-PNS", "non_asn"),
        ("BLUD", "non_asn"),
        ("PHL", "non_asn"),
        ("PNS", "nip_missing"),
        ("PPPK", "nip_missing"),
        ("Kawin", "nip_missing"),
    ],
)
def test_no_nip_and_what_the_status_says(status: str, kind: str) -> None:
    reading = read(
        [["No", "NIP", "Nama", "Status Kepegawaian"], [1, A, "Budi", "PNS"], [2, "-", "Ani", status]]
    )
    assert kinds(reading) == [(3, kind)]


def test_status_of_the_accepted() -> None:
    rows = [
        ["NIP", "Nama", "Status Pegawai"],
        [A, "Budi", "CPNS"],
        [B, "Ani", "PNS"],
        [D, "Cici", "PPPK Paruh Waktu"],
    ]
    assert [p.status for p in read(rows).accepted] == ["cpns", "pns", "pppk_part_time"]


def test_golongan_that_belongs_to_the_other_status_is_noted() -> None:
    rows = [["NIP", "Nama", "Gol"], [A, "Budi", "IX"], [D, "Cici", "Gol. IX"], [B, "Ani", ""]]
    assert [p.golongan_fits_status for p in read(rows).accepted] == [False, True, True]


def test_pangkat_and_golongan_in_other_columns() -> None:
    rows = [
        ["NIP", "Nama", "Pangkat", "Gol", "Ruang"],
        [A, "Budi", "Penata", "III", "c"],
        [D, "Cici", "-", "IX", "-"],
    ]
    assert [p.golongan for p in read(rows).accepted] == ["III/c", "IX"]
    only = read([["NIP", "Nama", "Pangkat"], [A, "Budi", "Penata Muda Tk. I"], [B, "Ani", "Pembina"]])
    assert [p.golongan for p in only.accepted] == ["III/b", "IV/a"]


def test_headings_that_go_on_in_the_next_row() -> None:
    rows = [["NO", "NAMA", "NIP", "TANGGAL", "UNIT"], ["", "PEGAWAI", "BARU", "LAHIR", "KERJA"]]
    reading = read([*rows, [1, "Budi", A, "12-03-1985", "Seksi X"]])
    assert (nips(reading), reading.accepted[0].unit, reading.rejected) == ([A], "Seksi X", [])


def test_mapping_overrides_the_guess_by_heading_and_by_index() -> None:
    rows = [["Orang", "Kode", "NIP", "Bagian mana"], ["Budi Santoso", B, A, "X"]]
    reading = read(rows, mapping={"Kode": "nip", "NIP": None, 3: "unit", "Orang": "name"})
    (person,) = reading.accepted
    assert (person.nip, person.unit, person.name) == (B, "X", "Budi Santoso")
    assert reading.layout.ignored_columns == ["NIP"]


def test_fingerprint_follows_the_headings_only() -> None:
    one = read([["No", "Nama", "NIP"], [1, "Budi", A]]).layout.fingerprint
    other = read([["JUDUL"], ["NO.", "nama", "N I P"], [1, "Ani", B], [2, "Budi", A]]).layout.fingerprint
    third = read([["No", "NIP", "Nama"], [1, A, "Budi"]]).layout.fingerprint
    assert one == other != third


def test_columns_for_the_wizard() -> None:
    reading = read([["NIP", "Nama", "Gol", "Hobi"], [A, "Budi", "III/a", "Catur"], [B, "Ani", "V/a", ""]])
    view = {column.heading: column for column in reading.columns}
    assert (view["Gol"].field, view["Gol"].filled, view["Gol"].matched) == ("golongan", 2, 1)
    assert (view["Hobi"].field, view["Hobi"].samples) == (None, ("Catur",))


def test_contact_columns() -> None:
    rows = [
        ["NIP", "Nama", "No. HP/WA", "E-mail", "Alamat Rumah"],
        [A, "Budi", "81234567890", "b@contoh.example", "Jl. A"],
    ]
    (person,) = read(rows).accepted
    assert (person.phone, person.email, person.domicile) == ("081234567890", "b@contoh.example", "Jl. A")


def test_duplicate_counts_only_against_accepted_rows() -> None:
    rows = [["NIP", "Nama", "Gol"], [A, "Budi", "V/a"], [A, "Budi", "III/a"], [A, "Budi", "III/a"]]
    reading = read(rows)
    assert kinds(reading) == [(2, "golongan_unknown"), (4, "nip_duplicate")]


def test_tables_without_people_are_refused() -> None:
    with pytest.raises(NoRoster):
        read([["Tanggal", "Jumlah"], ["2026-01-01", "3"]])


def test_only_mended_rows_come_in_and_formulas_stay_texts(tmp_path: Path) -> None:
    rows = [
        ["No", "Nama", "NIP", "Jabatan"],
        [1, "Budi", A, "Analis"],
        [2, "=HYPERLINK(1)", "1.99E+17", "@SUM(1)"],
        [3, "Budi", A, "-2+3"],
        [4, "Ani", "19900905201601270", "+cmd"],
    ]
    first = read(rows)
    path = tmp_path / "ditolak.xlsx"
    write_rejects(path, first)
    (sheet,) = read_tables(path)
    texts = [cell for row in sheet.rows for cell in row.cells if isinstance(cell, str)]
    assert not [text for text in texts if text[0] in "=+-@"]
    assert sheet.rows[0].cells[-1] == "Alasan"
    sheet.rows[3].cells[2] = B
    again = read_roster([sheet])
    assert [(p.nip, p.name, p.jabatan) for p in again.accepted] == [(B, "Ani", "+cmd")]
    assert [row.kind for row in again.rejected] == ["nip_precision_lost", "nip_duplicate"]
