"""Attendance files of machines, apps and offices: every layout, every fault with its reason."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
import xlsxwriter

from flexdesk.desk.desk import Desk
from flexdesk.domain.attendance import Recap
from flexdesk.domain.places import Place
from flexdesk.exchange.activity_tables import NoSuchTable
from flexdesk.exchange.attendance_files import AttendanceReading, read_attendance
from flexdesk.exchange.tables import read_tables, read_text
from flexdesk.services.attendance_days import DayState
from tests.helpers.desks import DATA
from tests.unit.attendance.office import AGUS, FRIDAY, RINI, THURSDAY, key_of, office, put

LONG = f"""NIP\tTanggal\tJam
{RINI}\t19/11/2026\t07.21
{RINI}\t19/11/2026\t16:03
{AGUS}\t19/11/2026\t08:44
"""
LONG_KINDS = f"""No. ID;Nama;NIP;Tgl/Waktu;Status
7;Rini Astuti;{RINI};19/11/2026 07:21:33;C/Masuk
7;Rini Astuti;{RINI};19/11/2026 16:03:10;C/Keluar
8;Agus Hermawan;{AGUS};19/11/2026 08:44:00;C/Masuk
"""
WIDE = f"""LAPORAN PRESENSI,,,,,,,,,
Bulan November 2026,,,,,,,,,
No,Nama,NIP,Tanggal,Jam Kerja,Jam Masuk,Jam Pulang,Scan Masuk,Scan Keluar,Terlambat
1,Rini Astuti,{RINI},19-11-2026,Normal,07:30,16:00,07:21,16:03,
2,Agus Hermawan,{AGUS},19-11-2026,Normal,07:30,16:00,08:44,-,01:14
"""
BLOCKS = f"""Nama : Rini Astuti
NIP : {RINI}
Tanggal,Masuk,Pulang
Kamis 19 November 2026,07:21,16:03

Nama : Agus Hermawan
NIP : {AGUS}
Tanggal,Masuk,Pulang
Kamis 19 November 2026,08:44,
"""
DAILY = """Tanggal : 19 November 2026
No;Nama Pegawai;Masuk;Pulang
1;RINI ASTUTI, S.E.;07.21 WIB;16.03 WIB
2;Agus Hermawan;08.44 WIB;-
"""
GROUPED = f"""No\tNIP\tTanggal\tPresensi\t
\t\t\tMasuk\tPulang
1\t{RINI}\t2026-11-19\t07:21\t16:03
2\t{AGUS}\t2026-11-19\t08:44\t
"""


def read(text: str) -> AttendanceReading:
    return read_attendance(read_text(text))


@pytest.mark.parametrize("text", [LONG, LONG_KINDS, WIDE, BLOCKS, DAILY, GROUPED])
def test_every_layout_says_the_same(tmp_path: Path, text: str):
    with office(tmp_path / "unit") as desk:
        done = desk.attendance_imports.take(desk.attendance_imports.read_pasted(text))
        assert (done.count("new"), done.rejected) == (3, ())
        rini = desk.attendance_days.row(key_of(desk, RINI), THURSDAY)
        assert rini.marks.times == {"in": time(7, 21), "out": time(16, 3)}
        agus = desk.attendance_days.row(key_of(desk, AGUS), THURSDAY)
        assert agus.marks.times == {"in": time(8, 44)}
        again = desk.attendance_imports.take(desk.attendance_imports.read_pasted(text))
        assert (again.count("new", "changed"), again.count("known"), again.change) == (0, 3, None)


def test_a_workbook_with_real_times_and_days(tmp_path: Path):
    file = tmp_path / "mesin.xlsx"
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet("Presensi")
    clock = book.add_format({"num_format": "hh:mm"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for column, text in enumerate(("NIP", "Tanggal", "Masuk", "Pulang")):
        sheet.write(0, column, text)
    sheet.write_string(1, 0, RINI)
    sheet.write_datetime(1, 1, date(2026, 11, 19), day)
    sheet.write_number(1, 2, (7 * 60 + 21) / 1440, clock)
    sheet.write_number(1, 3, (16 * 60 + 3) / 1440, clock)
    book.close()
    reading = read_attendance(read_tables(file))
    assert [(one.slot, one.at, one.day) for one in reading.touches] == [
        ("in", time(7, 21), THURSDAY),
        ("out", time(16, 3), THURSDAY),
    ]


def test_the_month_of_letters_as_the_kecamatan_keeps_it():
    reading = read_attendance(read_tables(DATA / "rosters" / "07-rekap-presensi-kecamatan-rancamanah.tsv"))
    words = [one for one in reading.words if one.person.nip == "197904272005041980"]
    assert {one.day.day for one in words if one.recap is Recap.ABSENT} == {18}
    assert {one.day.day for one in words if one.recap is Recap.LATE} == {5, 10, 25}
    assert all(one.day.replace(day=1) == date(2026, 6, 1) for one in reading.words)
    assert reading.rejected == ()
    assert len(reading.words) + reading.passed_over == 36 * 30


def test_a_letter_of_absence_asks_and_decides_nothing(tmp_path: Path):
    """REP-04: also at the office, where nobody else marks anything."""
    days = "\t".join(str(day) for day in range(1, 31))
    letters = "\t".join({19: "A", 20: "M"}.get(day, "H") for day in range(1, 31))
    text = f"Rekap November 2026\nNIP\t{days}\n{RINI}\t{letters}\nKeterangan: M = Mangkir  H = Hadir\n"
    with office(tmp_path / "unit") as desk:
        done = desk.attendance_imports.take(desk.attendance_imports.read_pasted(text))
        assert {line.kind for line in done.rejected} == {"future"}  # the month is not over
        rini = key_of(desk, RINI)
        states = [desk.attendance_days.row(rini, day).state for day in (THURSDAY, FRIDAY)]
        assert states == [DayState.TO_CLARIFY, DayState.TO_CLARIFY]
        assert desk.absence.counters(2026) == []


def kinds_of(desk: Desk, text: str) -> list[tuple[int, str]]:
    return [(line.row, line.kind) for line in desk.attendance_imports.read_pasted(text).rejected]


def test_what_cannot_be_is_refused_with_its_reason(tmp_path: Path):
    text = f"""NIP,Nama,Tanggal,Jam
197001011990011009,Orang Lain,19/11/2026,07:20
,Tidak Dikenal,19/11/2026,07:20
{RINI},,19/11/2026,25:99
{RINI},,19/11/2062,07:20
{RINI},,19/11/2025,07:20
{RINI},,31/11/2026,07:20
{RINI},,,07:20
{RINI},,19/11/2026,
{RINI},,19/11/2026,00:30 WIT
12345,,19/11/2026,07:20
"""
    with office(tmp_path / "unit") as desk:
        assert kinds_of(desk, text) == [
            (2, "nip_unknown"),
            (3, "name_unknown"),
            (4, "time"),
            (5, "future"),
            (6, "wrong_year"),
            (7, "date"),
            (8, "no_date"),
            (9, "no_time"),
            (10, "other_day"),
            (11, "nip"),
        ]
        assert all(line.message for line in desk.attendance_imports.read_pasted(text).rejected)


def test_leaving_before_arriving_is_refused(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        text = f"NIP,Tanggal,Masuk,Pulang\n{RINI},19/11/2026,16:03,07:21\n{AGUS},19/11/2026,07:20,16:00\n"
        done = desk.attendance_imports.take(desk.attendance_imports.read_pasted(text))
        assert [(line.row, line.kind) for line in done.rejected] == [(2, "out_before_in")] * 2
        assert done.count("new") == 2
        assert desk.attendance_days.row(key_of(desk, RINI), THURSDAY).marks.times == {}


def test_namesakes_are_told_apart_by_nip_only(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        desk.people.add("198001012005011009", "Agus Hermawan")
        assert kinds_of(desk, "Nama,Tanggal,Jam\nAgus Hermawan,19/11/2026,07:20\n") == [(2, "name_twice")]
        assert kinds_of(desk, f"NIP,Nama,Tanggal,Jam\n{AGUS},Agus Hermawan,19/11/2026,07:20\n") == []


def test_overlapping_files_come_to_the_same_in_either_order(tmp_path: Path):
    one = f"NIP,Tanggal,Jam\n{RINI},19/11/2026,07:21\n{RINI},19/11/2026,12:40\n{RINI},19/11/2026,16:03\n"
    other = f"NIP,Tanggal,Jam\n{RINI},19/11/2026,07:19\n{RINI},19/11/2026,16:03\n{RINI},19/11/2026,16:20\n"
    found = []
    for name, files in (("a", (one, other)), ("b", (other, one))):
        with office(tmp_path / name) as desk:
            for text in files:
                desk.attendance_imports.take(desk.attendance_imports.read_pasted(text))
            found.append(desk.attendance_days.row(key_of(desk, RINI), THURSDAY).marks.times)
    assert found[0] == found[1] == {"in": time(7, 19), "out": time(16, 20)}


def test_what_was_typed_by_hand_stays(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        rini = key_of(desk, RINI)
        desk.attendance.set_mark(rini, THURSDAY, "in", time(7, 45))
        done = desk.attendance_imports.take(desk.attendance_imports.read_pasted(LONG))
        assert [(line.kind, line.row) for line in done.rejected] == [("typed", 2)]
        assert desk.attendance_days.row(rini, THURSDAY).marks.times["in"] == time(7, 45)


def test_an_import_is_one_step_of_undo(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        done = desk.attendance_imports.take(desk.attendance_imports.read_pasted(LONG))
        assert done.change is not None
        desk.committer.commit(done.change.inverse())
        assert desk.store.select("attendance_mark") == []


def test_marks_on_a_holiday_are_kept_and_ask_nothing(tmp_path: Path):
    text = f"NIP,Tanggal,Jam\n{RINI},15/11/2026,09:20\n{RINI},17/08/2026,09:20\n"
    with office(tmp_path / "unit") as desk:
        done = desk.attendance_imports.take(desk.attendance_imports.read_pasted(text))
        assert (done.count("new"), done.rejected) == (2, ())
        for day in (date(2026, 11, 15), date(2026, 8, 17)):
            row = desk.attendance_days.row(key_of(desk, RINI), day)
            assert (row.holiday, row.state, bool(row.marks)) == (True, DayState.NOT_ASKED, True)


def test_marks_of_somebody_on_leave_are_kept_and_ask_nothing(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        desk.registers.add_leave(RINI, "sick", THURSDAY, THURSDAY)
        desk.attendance_imports.take(desk.attendance_imports.read_pasted(LONG))
        assert desk.attendance_days.row(key_of(desk, RINI), THURSDAY).state is DayState.NOT_ASKED


@pytest.mark.parametrize("text", ["NIP\tNama\n1\tBudi\n", "Kegiatan,Tanggal\nRapat,19/11/2026\n"])
def test_another_table_is_no_attendance(text: str):
    with pytest.raises(NoSuchTable):
        read(text)


@pytest.mark.parametrize("write", [lambda text: text, lambda text: text.replace(",", ";")])
def test_separators_do_not_matter(write: Callable[[str], str]):
    assert len(read(write(f"NIP,Tanggal,Jam\n{RINI},19/11/2026,07:20\n")).touches) == 1


def test_a_file_fills_what_a_flexible_day_lacked(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        rini = put(desk, RINI, THURSDAY, Place.HOME)
        assert desk.attendance_days.row(rini, THURSDAY).state is DayState.TO_CLARIFY
        desk.attendance_imports.take(desk.attendance_imports.read_pasted(LONG))
        assert desk.attendance_days.row(rini, THURSDAY).state is DayState.PRESENT
