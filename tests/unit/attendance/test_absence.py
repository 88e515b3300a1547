"""Counters and examinations: they tell, they open a task, and they never write a sanction."""

from datetime import date, time
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.attendance import Decision
from flexdesk.domain.calendar import days
from flexdesk.domain.ops import Change
from flexdesk.domain.places import Place
from flexdesk.services.absence import AlreadyOpen, NoBasis, ResultMissing
from flexdesk.services.duties import DutyKind
from tests.unit.attendance.office import AGUS, FRIDAY, RINI, SARI, key_of, office, put

OCTOBER = [day for day in days(date(2026, 10, 1), date(2026, 10, 31)) if day.weekday() < 5]


def miss(desk: Desk, nip: str, absent: list[date]) -> None:
    person = key_of(desk, nip)
    for day in absent:
        put(desk, nip, day, Place.HOME)
        desk.attendance.clarify([(person, day)], Decision.UNEXCUSED, "tidak ada kabar")


def test_the_third_day_opens_the_task_in_the_same_change(tmp_path: Path):
    """DIS-01, DIS-03."""
    with office(tmp_path / "unit") as desk:
        miss(desk, RINI, OCTOBER[0:4:2])
        assert desk.store.select("examination") == []
        rini, third = put(desk, RINI, OCTOBER[4], Place.HOME), OCTOBER[4]
        change = desk.attendance.clarify([(rini, third)], Decision.UNEXCUSED, "tidak ada kabar")
        (held,) = desk.absence.examinations(waiting=True)
        assert (held.nip, held.count, held.opened_on) == (RINI, 3, FRIDAY)
        counter = desk.absence.counters(2026)[0]
        assert counter.threshold is not None
        assert counter.next is not None
        assert (counter.total, counter.threshold.days, counter.next.days) == (3, 3, 4)
        assert "teguran lisan" in counter.law or "spoken reprimand" in counter.law
        assert change is not None
        desk.committer.commit(change.inverse())
        assert desk.absence.examinations() == []


def test_the_task_stays_until_the_result_is_written(tmp_path: Path):
    """DIS-03."""
    with office(tmp_path / "unit") as desk:
        miss(desk, RINI, OCTOBER[0:6:2])

        def waiting() -> list[tuple[str, ...]]:
            return [d.names for d in desk.day.duties(FRIDAY) if d.kind is DutyKind.TO_EXAMINE]

        (held,) = desk.absence.examinations()
        assert waiting() == [("Rini Astuti",)]
        desk.absence.summon(held.key, FRIDAY, "800/12/2026")
        assert waiting() == [("Rini Astuti",)]
        with pytest.raises(ResultMissing):
            desk.absence.finish(held.key, FRIDAY, " ")
        desk.absence.finish(held.key, FRIDAY, "sudah diperiksa, berita acara dibuat")
        assert waiting() == []
        assert desk.absence.not_opened() == []
        assert desk.store.select("discipline") == []  # the program writes no sanction


def test_a_higher_threshold_asks_again_and_a_day_between_does_not(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        miss(desk, RINI, OCTOBER[0:8:2])  # four days
        (held,) = desk.absence.examinations()
        assert held.count == 4  # the one that waits takes the higher count
        desk.absence.finish(held.key, FRIDAY, "diperiksa")
        miss(desk, RINI, OCTOBER[8:12:2])
        assert desk.absence.examinations(waiting=True) == []  # five and six are below seven
        miss(desk, RINI, [OCTOBER[12]])
        assert [one.count for one in desk.absence.examinations(waiting=True)] == [7]


def test_ten_in_a_row_ask_whatever_was_examined_before(tmp_path: Path):
    """DIS-02."""
    with office(tmp_path / "unit") as desk:
        miss(desk, AGUS, OCTOBER[:9])
        for held in desk.absence.examinations(waiting=True):
            desk.absence.finish(held.key, FRIDAY, "diperiksa")
        assert desk.absence.not_opened() == []
        miss(desk, AGUS, [OCTOBER[9]])
        counter = desk.absence.counters(2026)[0]
        assert (counter.run, counter.total) == (10, 10)
        assert [one.count for one in desk.absence.examinations(waiting=True)] == [10]
        assert counter.threshold is not None
        assert counter.threshold.days == 10


def test_the_tenth_day_in_a_row_asks_below_a_count_that_was_examined(tmp_path: Path):
    """DIS-02: fourteen days were examined, so the fifteenth reaches no threshold of the year."""
    september = [day for day in days(date(2026, 9, 1), date(2026, 9, 30)) if day.weekday() < 5]
    with office(tmp_path / "unit") as desk:
        miss(desk, AGUS, [*september[0:10:2], *OCTOBER[:9]])
        (held,) = desk.absence.examinations(waiting=True)
        assert held.count == 14
        desk.absence.finish(held.key, FRIDAY, "diperiksa")
        miss(desk, AGUS, [OCTOBER[9]])
        (held,) = desk.absence.examinations(waiting=True)
        assert held.count == 15
        desk.absence.finish(held.key, FRIDAY, "diperiksa lagi")
        assert desk.absence.not_opened() == []
        miss(desk, AGUS, [OCTOBER[10]])
        assert desk.absence.examinations(waiting=True) == []


def test_taking_the_decision_back_takes_the_untouched_task_back(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        miss(desk, RINI, OCTOBER[0:6:2])
        rini = key_of(desk, RINI)
        desk.attendance.clarify([(rini, OCTOBER[0])], Decision.EXCUSED, "surat dokter menyusul")
        assert desk.absence.examinations() == []
        desk.attendance.clarify([(rini, OCTOBER[0])], Decision.UNEXCUSED, "suratnya tidak ada")
        (held,) = desk.absence.examinations()
        desk.absence.summon(held.key, FRIDAY)
        desk.attendance.clarify([(rini, OCTOBER[0])], "")
        assert [one.key for one in desk.absence.examinations()] == [held.key]  # begun, so it stays


def test_leave_entered_later_and_recalls_take_days_out(tmp_path: Path):
    """DIS-06."""
    with office(tmp_path / "unit") as desk:
        miss(desk, RINI, OCTOBER[:3])
        assert desk.absence.counters(2026)[0].total == 3
        desk.registers.add_leave(RINI, "annual", OCTOBER[0], OCTOBER[0])
        assert desk.absence.counters(2026)[0].total == 2
        recall = {"person": key_of(desk, RINI), "day": OCTOBER[1], "by": "Camat", "at": "2026-10-02T09:00"}
        desk.committer.commit(Change("recall.add", (desk.committer.insert("recall", recall),)))
        put(desk, RINI, OCTOBER[1], Place.OFFICE)
        assert desk.absence.counters(2026)[0].days == (OCTOBER[2],)


def test_lateness_becomes_days_only_where_the_agency_says_so(tmp_path: Path):
    """DIS-04."""
    with office(tmp_path / "unit") as desk:
        rini = key_of(desk, RINI)
        for day in OCTOBER[:4]:
            put(desk, RINI, day, Place.HOME)
            desk.attendance.set_mark(rini, day, "in", time(10))
            desk.attendance.set_mark(rini, day, "out", time(16))
            desk.attendance.clarify([(rini, day)], Decision.UNEXCUSED, "terlambat")
        counter = desk.absence.counters(2026)[0]
        assert (counter.late_minutes, counter.late_days, counter.total) == (480, 0, 0)
        desk.policy.set("discipline.convert_lateness", "yes", from_day=date(2026, 1, 1))
        counter = desk.absence.counters(2026)[0]
        assert (counter.late_days, counter.total) == (1, 1)


def test_pppk_have_the_same_counters_and_their_agency_s_words(tmp_path: Path):
    """DIS-05."""
    with office(tmp_path / "unit") as desk:
        miss(desk, SARI, OCTOBER[:3])
        counter = desk.absence.counters(2026)[0]
        assert (counter.pppk, counter.total) == (True, 3)
        assert "reprimand" not in counter.law
        assert "teguran" not in counter.law
        desk.policy.set("discipline.pppk_rule", "Perbup 12 Tahun 2024", from_day=date(2026, 1, 1))
        assert "Perbup 12 Tahun 2024" in desk.absence.counters(2026)[0].law


def test_an_examination_by_hand_wants_a_basis_and_is_opened_once(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        with pytest.raises(NoBasis):
            desk.absence.open(AGUS)
        key, _change = desk.absence.open(AGUS, "laporan warga 18 November")
        with pytest.raises(AlreadyOpen):
            desk.absence.open(AGUS, "laporan lain")
        assert [one.key for one in desk.absence.examinations()] == [key]
