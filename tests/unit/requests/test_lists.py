"""A list of requests from a spreadsheet, and the register as one."""

from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.exchange.activity_tables import NoSuchTable
from flexdesk.exchange.request_files import workbook
from flexdesk.exchange.tables import read_tables
from tests.unit.requests.office import AGUS, DEWI, EKO, ask

HEADINGS = "NIP;Nama;Jenis;Mulai;Selesai;Hari;Tempat;Alasan;Bukti;Rencana kerja;Keluaran;NIP mitra"
ROWS = (
    f"'{DEWI};Dewi;Keadaan khusus;01/12/2026;18/12/2026;Selasa dan Jumat;Rumah;Rawat;Surat;Lapor;4 laporan;",
    f"'{AGUS};Agus;Keinginan;30/11/2026;04/12/2026;Kamis;WFA;;;;;",
    f"'{EKO};Eko;Tukar hari;01 Desember 2026;;;;Rapat;;;;'{AGUS}",
    f"'{DEWI};Dewi;Keadaan khusus;01/12/2026;18/12/2026;;Rumah;Merawat;;;;",
    f"'{DEWI};Dewi;Liburan;01/12/2026;;;;;;;;",
    f"'{DEWI};Dewi;Keinginan;31/11/2026;;;;;;;;",
    f"'{DEWI};Dewi;Keinginan;04/12/2026;01/12/2026;;;;;;;",
    f"'{DEWI};Dewi;Keinginan;04/12/2026;;Hari ini;;;;;;",
    f"'{DEWI};Dewi;Keinginan;04/12/2026;;;Bulan;;;;;",
    "'197001011990031001;Tamu;Keinginan;04/12/2026;;;;;;;;",
    "'123;Tamu;Keinginan;04/12/2026;;;;;;;;",
)
KINDS = [
    "request.incomplete",
    "request_kind",
    "date",
    "end_before_start",
    "days",
    "place",
    "nip_unknown",
    "nip",
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "permohonan.csv"
    path.write_text("DAFTAR PERMOHONAN\n" + "\n".join((HEADINGS, *ROWS)) + "\n", "utf-8")
    return path


def test_good_rows_are_taken_and_every_other_one_says_why(desk: Desk, file: Path):
    taken = desk.request_lists.import_file(file)
    assert (taken.accepted, taken.known) == (3, 0)
    assert [row.kind for row in taken.rejected] == KINDS
    assert [row.row for row in taken.rejected] == list(range(6, 14))
    special, wish, swap = (desk.requests.views(kind=k)[0] for k in ("special_condition", "wish", "swap"))
    assert (special.nip, special.request.days, special.request.outputs) == (DEWI, {1, 4}, "4 laporan")
    assert (wish.request.place, wish.request.to) == ("home", date(2026, 12, 4))
    assert (swap.partner_nip, swap.request.swap_days) == (AGUS, (date(2026, 12, 1),))
    assert all(not view.request.decision for view in desk.requests.views())


def test_the_same_file_adds_nothing_and_one_undo_takes_all_back(desk: Desk, file: Path):
    first = desk.request_lists.import_file(file)
    again = desk.request_lists.import_file(file)
    assert (again.accepted, again.known, again.change) == (0, 3, None)
    assert first.change is not None
    desk.committer.commit(first.change.inverse())
    assert desk.requests.views() == []


def test_refused_rows_come_back_with_their_reason(desk: Desk, file: Path, tmp_path: Path):
    rejects = tmp_path / "ditolak.xlsx"
    desk.request_lists.import_file(file, rejects)
    (sheet,) = read_tables(rejects)
    assert sheet.rows[0].cells[-1] == "Alasan ditolak"
    assert len(sheet.rows) == 1 + len(KINDS)
    assert sheet.rows[2].cells[2] == "Liburan"
    assert sheet.rows[2].cells[-1]


def test_the_export_can_be_read_again(desk: Desk, tmp_path: Path):
    ask(desk, days="tue,fri")
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(desk.request_lists.export(desk.requests.views()))
    taken = desk.request_lists.import_file(path)
    assert (taken.accepted, taken.known, taken.rejected) == (0, 1, ())


def test_no_text_becomes_a_formula(tmp_path: Path):
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(workbook([("=1+1", "+cmd")]))
    (sheet,) = read_tables(path)
    assert all(str(cell).startswith("'") or not str(cell).startswith("=") for cell in sheet.rows[1].cells)


def test_another_table_is_refused(desk: Desk, tmp_path: Path):
    path = tmp_path / "lain.csv"
    path.write_text("Kegiatan;Jumlah\nRapat;2\n", "utf-8")
    with pytest.raises(NoSuchTable):
        desk.request_lists.import_file(path)
