"""Holidays that a unit moves, strikes and adds: with a reason and a trail; one row decrees no year."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.calendar import HolidayKind
from flexdesk.errors import NotFound, ReasonNeeded
from flexdesk.services.holidays import HolidaySpanWrong, HolidayUnnamed, HolidayYearIncomplete
from tests.helpers.desks import small_desk

CHRISTMAS = date(2026, 12, 25)
LOCAL = date(2026, 12, 1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = small_desk(tmp_path / "unit")
    yield made
    made.close()


def works(desk: Desk, day: date) -> bool:
    return desk.reader.calendar(day).is_working(day)


def test_a_regional_holiday_is_added_and_undone(desk: Desk) -> None:
    change = desk.holidays.set(
        LOCAL, "Hari Jadi Cendana", HolidayKind.REGIONAL, reason="Perbup 7/2026", region="Cendana"
    )
    assert change is not None
    assert not works(desk, LOCAL)
    row = desk.holidays.row(LOCAL, "Cendana")
    assert row is not None
    assert (row.state, row.note) == ("added", "Perbup 7/2026")
    desk.committer.commit(change.inverse())
    assert works(desk, LOCAL)


def test_a_shipped_day_is_struck_and_restored_with_a_trail(desk: Desk) -> None:
    desk.holidays.strike(CHRISTMAS, reason="SKB perubahan")
    assert works(desk, CHRISTMAS)
    row = desk.holidays.row(CHRISTMAS)
    assert row is not None
    assert (row.state, row.note) == ("struck", "SKB perubahan")
    with pytest.raises(NotFound):
        desk.holidays.strike(CHRISTMAS, reason="lagi")
    desk.holidays.restore(CHRISTMAS)
    assert not works(desk, CHRISTMAS)
    fields = {step.what for step in desk.holidays.steps(CHRISTMAS)}
    assert {"struck", "note"} <= fields


def test_a_moved_day_keeps_its_name_and_decree(desk: Desk) -> None:
    first = desk.holidays.row(CHRISTMAS)
    assert first is not None
    change = desk.holidays.move(CHRISTMAS, date(2026, 12, 23), reason="Keputusan Menteri Agama")
    assert works(desk, CHRISTMAS)
    assert not works(desk, date(2026, 12, 23))
    moved = desk.holidays.row(date(2026, 12, 23))
    assert moved is not None
    assert (moved.name, moved.decree) == (first.name, first.decree)
    assert change is not None
    desk.committer.commit(change.inverse())
    assert desk.holidays.row(date(2026, 12, 23)) is None


def test_nothing_changes_without_a_reason_or_a_name(desk: Desk) -> None:
    for call in (
        lambda: desk.holidays.strike(CHRISTMAS, reason=" "),
        lambda: desk.holidays.move(CHRISTMAS, LOCAL, reason=""),
        lambda: desk.holidays.set(LOCAL, "Hari Jadi", HolidayKind.REGIONAL, reason=""),
    ):
        with pytest.raises(ReasonNeeded):
            call()
    with pytest.raises(HolidayUnnamed):
        desk.holidays.set(LOCAL, " ", HolidayKind.REGIONAL, reason="x")
    assert desk.store.select("holiday") == []


def test_one_row_never_makes_a_year_decreed(desk: Desk) -> None:
    day = date(2029, 8, 17)
    with pytest.raises(HolidayYearIncomplete):
        desk.holidays.set(day, "Kemerdekaan", HolidayKind.NATIONAL, reason="x", decree="SKB 1/2028")
    with pytest.raises(HolidayYearIncomplete):
        desk.holidays.move(CHRISTMAS, date(2029, 12, 24), reason="x")
    desk.holidays.set(day, "Kemerdekaan", HolidayKind.NATIONAL, reason="perkiraan")
    assert not works(desk, day)
    assert desk.holidays.is_estimated(2029)


def listed(file: Path, count: int, year: int = 2029) -> Path:
    lines = ["Tanggal;Keterangan;Jenis"]
    lines += [
        f"{month:02}/{month:02}/{year};Hari besar {month};Libur Nasional" for month in range(1, count + 1)
    ]
    lines.append(f"27/12/{year};Cuti bersama akhir tahun;Cuti Bersama")
    file.write_text("\n".join(lines), "utf-8")
    return file


def test_a_years_list_is_previewed_and_taken_as_one_step(desk: Desk, tmp_path: Path) -> None:
    file = listed(tmp_path / "libur.csv", 12)
    shown = desk.holidays.import_file(file, decree="SKB 1/2028", dry_run=True)
    assert (len(shown.new), len(shown.changed), shown.same, shown.change) == (13, 0, 0, None)
    assert desk.store.select("holiday") == []
    done = desk.holidays.import_file(file, decree="SKB 1/2028")
    assert done.change is not None
    assert not desk.holidays.is_estimated(2029)
    assert desk.reader.calendar(date(2029, 12, 27)).kind(date(2029, 12, 27)) == "joint_leave"
    again = desk.holidays.import_file(file, decree="SKB 1/2028")
    assert (len(again.new), again.same, again.change) == (0, 13, None)


def test_a_short_list_with_a_decree_is_refused(desk: Desk, tmp_path: Path) -> None:
    file = listed(tmp_path / "libur.csv", 3)
    with pytest.raises(HolidayYearIncomplete):
        desk.holidays.import_file(file, decree="SKB 1/2028")
    desk.holidays.import_file(file)
    assert desk.holidays.is_estimated(2029)


def test_a_holiday_pack_is_taken_too(desk: Desk, tmp_path: Path) -> None:
    from flexdesk.exchange import packs

    source = Path(packs.__file__).parents[2] / "resources" / "policies" / "holidays-2027.toml"
    file = tmp_path / "libur.toml"
    file.write_text(source.read_text("utf-8").replace("2027-01-05", "2027-01-06"), "utf-8")
    outcome = desk.holidays.import_file(file, dry_run=True)
    assert [one.day for one in outcome.new] == [date(2027, 1, 6)]


def test_ramadan_is_entered_as_a_range(desk: Desk) -> None:
    desk.holidays.set_ramadan(date(2027, 2, 8), date(2027, 3, 9), source="Keputusan Menteri Agama")
    assert desk.holidays.ramadan(2027) == (date(2027, 2, 8), date(2027, 3, 9))
    assert desk.holidays.ramadan(2026) is None
    day = date(2027, 2, 10)
    assert desk.reader.calendar(day).minutes(day) == 390
    for last in (date(2027, 2, 1), date(2027, 6, 1)):
        with pytest.raises(HolidaySpanWrong):
            desk.holidays.set_ramadan(date(2027, 2, 8), last)
