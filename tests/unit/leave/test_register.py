"""The registers as files: taken in once, judged row by row, looked through, and written out again."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flexdesk import i18n
from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.exchange.register_export import Grid, workbook
from flexdesk.exchange.register_files import read_register
from flexdesk.exchange.tables import read_tables, read_text
from flexdesk.services.leave import LeaveForm
from flexdesk.services.leave_workload import workload
from tests.helpers.desks import DATA, kecamatan_desk, small_desk

REGISTER = DATA / "activities" / "register-cuti-dan-dinas-luar-2026.xlsx"
FACTS = json.loads((DATA / "activities" / "facts.json").read_text("utf-8"))["irregularities"]
RINI, AGUS = "198501012009012001", "199001012015011002"
MON, FRI = date(2026, 11, 23), date(2026, 11, 27)


@pytest.fixture
def kecamatan(tmp_path: Path) -> Iterator[Desk]:
    with kecamatan_desk(tmp_path / "unit") as desk:
        yield desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", [(RINI, "Rini"), (AGUS, "Agus")]) as made:
        yield made


def take(desk: Desk, text: str):  # type: ignore[no-untyped-def]
    return desk.leave_files.take(read_register(read_text(text)), "tempel")


# -- what wants a look


def test_what_was_planted_in_the_sample_is_found_and_nothing_else(kecamatan: Desk) -> None:
    found = {(one.kind, one.nip) for one in kecamatan.leave_files.remarks()}
    planted = {
        (kind, FACTS[kind]["nip"]) for kind in ("leave_and_travel", "report_on_leave", "end_before_start")
    }
    # Not planted, but true: a PPPK was granted leave for an important reason (LEV-08).
    assert found == planted | {("rule", "198805092024211742")}


def test_each_remark_says_what_where_and_what_to_do(kecamatan: Desk) -> None:
    by_kind = {one.kind: one for one in kecamatan.leave_files.remarks()}
    overlap, report = by_kind["leave_and_travel"], by_kind["report_on_leave"]
    assert (overlap.rule, overlap.day) == ("TIM-08", date(2026, 6, 10))
    assert report.day == date.fromisoformat(FACTS["report_on_leave"]["date"])
    assert str(FACTS["end_before_start"]["end"]) in by_kind["end_before_start"].message
    assert all(one.message and one.todo for one in by_kind.values())


def test_a_refused_row_is_told_in_the_language_of_now(kecamatan: Desk) -> None:
    before = i18n.language()
    try:
        told = []
        for language in ("en", "id"):
            i18n.set_language(language)
            told += [one.message for one in kecamatan.leave_files.remarks() if one.register == "file"]
    finally:
        i18n.set_language(before)
    english, indonesian = told
    assert "lies before the first day" in english
    assert "lebih awal daripada" in indonesian


def test_a_remark_goes_when_its_cause_goes(kecamatan: Desk) -> None:
    overlap = next(one for one in kecamatan.leave_files.remarks() if one.kind == "leave_and_travel")
    kecamatan.leave.cancel(overlap.entry)
    assert "leave_and_travel" not in {one.kind for one in kecamatan.leave_files.remarks()}
    assert kecamatan.leave_files.forget_rejected() == 1
    assert "end_before_start" not in {one.kind for one in kecamatan.leave_files.remarks()}


def test_odd_entries_of_a_register_are_told(desk: Desk) -> None:
    head = "Nama\tNIP\tJenis Cuti\tTanggal Mulai\tTanggal Selesai\tLama (Hari Kerja)\tTahun Cuti\n"
    take(
        desk,
        head
        + f"Rini\t{RINI}\tCuti Tahunan\t2026-03-02\t2026-03-03\t5\t2026\n"
        + f"Rini\t{RINI}\tCuti Tahunan\t2026-03-03\t2026-03-04\t2\t2026\n"
        + f"Agus\t{AGUS}\tCuti Tahunan\t2026-04-06\t2026-04-07\t2\t2023\n"
        + f"Agus\t{AGUS}\tCuti Sakit\t2062-04-06\t2062-04-07\t2\t2062\n",
    )
    desk.leave.add_travel(AGUS, MON, MON, "1/A", "Rapat")
    desk.leave.add_travel(AGUS, MON, FRI, "2/B", "Pelatihan")
    kinds = {(one.kind, one.nip) for one in desk.leave_files.remarks()}
    assert {("days_differ", RINI), ("double_leave", RINI)} <= kinds
    assert {("year", AGUS), ("date_far", AGUS), ("double_travel", AGUS)} <= kinds


def test_only_the_leave_that_goes_beyond_the_right_is_told(desk: Desk) -> None:
    """LEV-02: whichever was entered first."""
    spans = [("2026-02-02", "2026-02-06"), ("2026-03-02", "2026-03-06"), ("2026-04-06", "2026-04-10")]
    head = "Nama\tNIP\tJenis Cuti\tTanggal Mulai\tTanggal Selesai\n"
    for nip, order in ((RINI, spans), (AGUS, spans[::-1])):
        for first, last in order:
            take(desk, f"{head}X\t{nip}\tCuti Tahunan\t{first}\t{last}\n")
    told = {(one.nip, one.day) for one in desk.leave_files.remarks() if one.rule == "LEV-02"}
    assert told == {(RINI, date(2026, 4, 6)), (AGUS, date(2026, 4, 6))}


# -- taking in


def test_a_register_is_taken_in_once_and_as_one_change(kecamatan: Desk) -> None:
    again = kecamatan.leave_files.import_file(REGISTER)
    assert (again.accepted, again.known, len(again.rejected)) == (0, 157, 1)
    assert again.change is None


def test_an_import_goes_back_in_one_step(desk: Desk) -> None:
    text = (
        "Nama\tNIP\tJenis Cuti\tTanggal Mulai\tTanggal Selesai\n"
        f"Rini\t{RINI}\tCuti Tahunan\t2026-03-02\t2026-03-03\n"
        f"Agus\t{AGUS}\tCuti Sakit\t02-03-2026\t03-03-2026\n"
    )
    taken = take(desk, text)
    assert (taken.accepted, [row.nip for row in taken.doubtful]) == (2, [AGUS])  # no doctor's letter
    assert taken.change is not None
    desk.committer.commit(Change("undo", taken.change.inverse().ops))
    assert desk.leave.entries() == []


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    before = desk.store.setting("leave/rejected")
    found = desk.leave_files.import_file(REGISTER, dry_run=True)
    assert (found.accepted, found.change, len(found.rejected)) == (0, None, 158)
    assert desk.leave.entries() == []
    assert desk.store.setting("leave/rejected") == before


def test_opening_balances_are_read_and_a_wrong_one_is_refused(desk: Desk) -> None:
    text = (
        "Nama\tNIP\tTahun\tSisa Cuti\tDitangguhkan\tNomor Surat\n"
        f"Rini\t{RINI}\t2025\t5\t\t\n"
        f"Agus\t{AGUS}\t2025\t15\t\t\n"
        f"Agus\t{AGUS}\t2024\tbanyak\t\t\n"
    )
    taken = take(desk, text)
    assert (taken.accepted, [row["kind"] for row in taken.rejected]) == (1, ["day_count", "carry_range"])
    key = {person.nip: person.key for person in desk.people.roster()}
    assert desk.leave.book().balance(key[RINI], 2026).balance.available == 17
    assert take(desk, text).known == 1


def test_refused_rows_come_back_mended(kecamatan: Desk, tmp_path: Path) -> None:
    files = kecamatan.leave_files
    trial = files.trial(files.read(REGISTER))
    target = tmp_path / "gagal.xlsx"
    target.write_bytes(files.rejects(trial))
    again = files.trial(files.read(target))
    assert [row.kind for row in again.of("failed")] == ["end_before_start"]
    sheet = read_tables(target)[0]
    heading, row = (list(one.cells) for one in sheet.rows)
    row[heading.index("Tanggal Selesai")] = date(2026, 4, 10)
    target.write_bytes(workbook([Grid(str(sheet.name), tuple(map(str, heading)), (tuple(row),))]))
    taken = files.import_file(target)
    assert (taken.accepted, taken.rejected) == (1, ())


# -- writing out


def test_what_is_written_reads_as_the_same_register(kecamatan: Desk, tmp_path: Path) -> None:
    kecamatan.leave.carry("198905102017022860", 2025, unused=4, letter="800/3")
    target = tmp_path / "register.xlsx"
    kecamatan.leave_files.export(target, private=True)
    found = kecamatan.leave_files.trial(kecamatan.leave_files.read(target))
    assert (found.count("known"), found.count("new", "doubtful", "failed")) == (158, 0)


def test_reasons_and_medical_papers_stay_in_the_unit(kecamatan: Desk, tmp_path: Path) -> None:
    for form in ("xlsx", "csv"):
        paths = kecamatan.leave_files.export(tmp_path / f"register.{form}", form=form)
        told = str([sheet for path in paths for sheet in read_tables(path)])
        assert "Cuti Tahunan" in told
        assert "Rawat inap" not in told
        assert "Kedukaan" not in told
        assert "'Alasan'" not in told
    own = kecamatan.leave_files.export(tmp_path / "arsip.xlsx", private=True)
    assert "Rawat inap" in str(read_tables(own[0]))


def test_a_cancelled_or_waiting_leave_is_not_written(desk: Desk, tmp_path: Path) -> None:
    desk.leave.apply(RINI, LeaveForm("annual", MON, FRI))
    desk.leave.cancel(desk.leave.add(AGUS, LeaveForm("annual", MON, FRI)).key)
    target = tmp_path / "register.xlsx"
    desk.leave_files.export(target)
    assert read_register(read_tables(target)).leaves == ()


# -- who else is away


def test_the_workload_counts_everybody_else_and_the_service_points(desk: Desk) -> None:
    point, _change = desk.unit.add_service_point("Loket KTP", need=2)
    desk.unit.assign(point, [RINI, AGUS])
    keys = {person.nip: person.key for person in desk.people.roster()}
    desk.leave.add(AGUS, LeaveForm("annual", MON, MON))
    found = workload(desk.reader, desk.leave.book(), keys[RINI], MON, FRI)
    assert [(one.on_leave, one.left) for one in found.days] == [(1, 0), (0, 1), (0, 1), (0, 1), (0, 1)]
    assert found.worst is not None
    assert found.worst.day == MON
    assert [(point.name, point.left, point.need) for point in found.worst.points] == [("Loket KTP", 0, 2)]
    assert any("Loket KTP" in sentence for sentence in found.sentences())
    assert len(found.short_days) == 5
