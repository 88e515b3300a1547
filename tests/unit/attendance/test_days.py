"""A flexible day from its marks to the superior's decision, on a real store."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from flexdesk.domain.attendance import Decision
from flexdesk.domain.places import Place
from flexdesk.errors import ReasonNeeded
from flexdesk.services.attendance import NothingToClarify, NotYet, PhotoNotAsked, UnknownMark
from flexdesk.services.attendance_days import DayState
from flexdesk.services.duties import DutyKind
from tests.unit.attendance.office import (
    AGUS,
    FRIDAY,
    HEAD,
    MONDAY,
    RINI,
    SARI,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    key_of,
    office,
    put,
)


def test_a_missing_mark_asks_for_clarification_and_never_decides(tmp_path: Path):
    """REP-04."""
    with office(tmp_path / "unit") as desk:
        rini = put(desk, RINI, THURSDAY, Place.HOME)
        row = desk.attendance_days.row(rini, THURSDAY)
        assert (row.state, row.flexible, row.decision) == (DayState.TO_CLARIFY, True, "")
        desk.attendance.set_mark(rini, THURSDAY, "in", time(7, 5))
        assert desk.attendance_days.row(rini, THURSDAY).state is DayState.TO_CLARIFY
        desk.attendance.set_mark(rini, THURSDAY, "out", time(16, 5))
        row = desk.attendance_days.row(rini, THURSDAY)
        assert (row.state, row.worked) == (DayState.PRESENT, 480)
        assert desk.absence.counters(2026) == []


def test_today_waits_until_its_windows_are_closed(tmp_path: Path):
    with office(tmp_path / "unit", now=datetime(2026, 11, 20, 0, 30, tzinfo=UTC)) as desk:  # 07.30 WIB
        rini = put(desk, RINI, FRIDAY, Place.HOME)
        assert desk.attendance_days.row(rini, FRIDAY).state is DayState.WAITING
        desk.clock.advance(hours=1)  # type: ignore[attr-defined]
        assert desk.attendance_days.row(rini, FRIDAY).state is DayState.TO_CLARIFY
        desk.attendance.set_mark(rini, FRIDAY, "in", time(7, 20))
        assert desk.attendance_days.row(rini, FRIDAY).state is DayState.PRESENT


@pytest.mark.parametrize("decision", list(Decision))
def test_the_superior_decides_with_date_and_note(tmp_path: Path, decision: Decision):
    with office(tmp_path / "unit") as desk:
        rini = put(desk, RINI, THURSDAY, Place.HOME)
        desk.attendance.clarify([(rini, THURSDAY)], decision, "kabar lewat telepon")
        row = desk.attendance_days.row(rini, THURSDAY)
        wanted = DayState.UNEXCUSED if decision is Decision.UNEXCUSED else DayState.EXCUSED
        assert (row.state, row.decision, row.reason) == (wanted, decision, "kabar lewat telepon")
        assert (row.decided_on, row.decided_by) == (FRIDAY, key_of(desk, HEAD))
        assert len(desk.absence.counters(2026)) == (decision is Decision.UNEXCUSED)
        desk.attendance.clarify([(rini, THURSDAY)], "")
        assert desk.attendance_days.row(rini, THURSDAY).state is DayState.TO_CLARIFY


def test_an_excuse_and_its_refusal_want_a_reason(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        rini = put(desk, RINI, THURSDAY, Place.HOME)
        for decision in (Decision.EXCUSED, Decision.UNEXCUSED):
            with pytest.raises(ReasonNeeded):
                desk.attendance.clarify([(rini, THURSDAY)], decision, "  ")
        desk.attendance.clarify([(rini, THURSDAY)], Decision.SYSTEM_FAILURE)
        assert desk.attendance_days.row(rini, THURSDAY).state is DayState.EXCUSED


def test_leave_a_holiday_and_a_full_day_are_never_absence(tmp_path: Path):
    """DIS-06."""
    with office(tmp_path / "unit") as desk:
        desk.registers.add_leave(AGUS, "annual", THURSDAY, THURSDAY)
        agus, rini = key_of(desk, AGUS), put(desk, RINI, THURSDAY, Place.HOME)
        desk.attendance.set_mark(rini, THURSDAY, "in", time(7))
        desk.attendance.set_mark(rini, THURSDAY, "out", time(16))
        for person, day in ((agus, THURSDAY), (agus, date(2026, 11, 15)), (rini, THURSDAY)):
            with pytest.raises(NothingToClarify):
                desk.attendance.clarify([(person, day)], Decision.UNEXCUSED, "tidak ada kabar")
        with pytest.raises(NotYet):
            desk.attendance.clarify([(rini, date(2026, 11, 23))], Decision.UNEXCUSED, "x")
        assert desk.store.select("clarification") == []


def test_marks_that_come_after_the_decision_speak_for_the_person(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        rini = put(desk, RINI, THURSDAY, Place.HOME)
        desk.attendance.clarify([(rini, THURSDAY)], Decision.UNEXCUSED, "tidak ada kabar")
        assert desk.absence.counters(2026)[0].days == (THURSDAY,)
        desk.attendance.set_mark(rini, THURSDAY, "in", time(7))
        desk.attendance.set_mark(rini, THURSDAY, "out", time(16))
        assert desk.absence.counters(2026) == []


def test_late_minutes_are_kept_and_a_late_day_is_no_day_of_absence(tmp_path: Path):
    """TIM-06, DIS-04."""
    with office(tmp_path / "unit") as desk:
        desk.policy.set("hours.flex_minutes", "30", from_day=date(2026, 1, 1))
        rini = put(desk, RINI, THURSDAY, Place.HOME)
        desk.attendance.set_mark(rini, THURSDAY, "in", time(8, 12))
        desk.attendance.set_mark(rini, THURSDAY, "out", time(17))
        row = desk.attendance_days.row(rini, THURSDAY)
        assert (row.state, row.judged.minutes) == (DayState.TO_CLARIFY, 12)
        desk.attendance.clarify([(rini, THURSDAY)], Decision.UNEXCUSED, "terlambat tanpa kabar")
        kept = desk.store.select("clarification")[0]
        assert (kept["state"], kept["late_minutes"]) == ("unexcused", 12)
        counter = desk.absence.counters(2026)[0]
        assert (counter.days, counter.late_minutes, counter.late_days) == ((), 12, 0)


def test_a_mark_that_the_policy_does_not_ask_for_is_refused(tmp_path: Path):
    """REP-01, REP-03."""
    with office(tmp_path / "unit") as desk:
        rini = put(desk, RINI, THURSDAY, Place.HOME)
        with pytest.raises(UnknownMark):
            desk.attendance.set_mark(rini, THURSDAY, "mid1", time(12))
        with pytest.raises(PhotoNotAsked):
            desk.attendance.set_mark(rini, THURSDAY, "in", time(7), photo="swafoto.jpg")
        assert desk.store.select("attendance_mark") == []
        desk.attendance.set_mark(rini, THURSDAY, "in", time(7))
        desk.policy.set("attendance.marks", "3", from_day=date(2026, 1, 1))
        desk.policy.set("attendance.photo", "yes", from_day=date(2026, 1, 1))
        desk.attendance.set_mark(rini, THURSDAY, "mid1", time(12), photo="swafoto.jpg")
        held = {row["mark"]: row["photo"] for row in desk.store.select("attendance_mark")}
        assert held == {"in": None, "mid1": "swafoto.jpg"}
        assert [slot for slot, _fault in desk.attendance_days.row(rini, THURSDAY).judged.faults] == ["out"]


def test_where_no_marks_are_wanted_nothing_is_missing(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        desk.policy.set("attendance.marks", "0", from_day=date(2026, 1, 1))
        rini = put(desk, RINI, THURSDAY, Place.HOME)
        assert desk.attendance_days.row(rini, THURSDAY).state is DayState.NOT_ASKED


def test_the_place_of_a_day_that_is_over_is_corrected_with_a_reason(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        rini = put(desk, RINI, WEDNESDAY, Place.HOME)
        with pytest.raises(ReasonNeeded):
            desk.day.set_actual([rini], WEDNESDAY, Place.OFFICE)
        change = desk.day.set_actual([rini], WEDNESDAY, Place.OFFICE, "rapat mendadak di kecamatan")
        row = desk.attendance_days.row(rini, WEDNESDAY)
        assert (row.planned, row.actual, row.flexible) == (Place.HOME, Place.OFFICE, False)
        assert row.place_note == "rapat mendadak di kecamatan"
        assert change is not None
        desk.committer.commit(change.inverse())
        assert desk.attendance_days.row(rini, WEDNESDAY).actual is None


def test_plan_and_fact_of_a_month(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        for day in (MONDAY, TUESDAY):
            put(desk, RINI, day, Place.HOME)
        rini, agus = key_of(desk, RINI), key_of(desk, AGUS)
        desk.day.set_actual([rini], MONDAY, Place.OFFICE, "rapat")
        desk.day.set_actual([agus], MONDAY, Place.HOME, "banjir")
        desk.day.set_actual([agus], TUESDAY, Place.SICK, "kabar pagi")
        found = {one.nip: one for one in desk.attendance_days.plan_and_fact(date(2026, 11, 1), FRIDAY)}
        assert (found[RINI].planned_away, found[RINI].really_away, found[RINI].to_office) == (2, 1, 1)
        assert (found[AGUS].planned_away, found[AGUS].really_away) == (0, 1)
        assert (found[AGUS].to_away, found[AGUS].absent, found[AGUS].different) == (1, 1, 2)
        assert found[SARI].different == 0


def test_a_call_to_the_office_is_a_day_that_went_otherwise(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        rini = put(desk, RINI, FRIDAY, Place.HOME)
        desk.recalls.add(rini, FRIDAY, "rapat", by="Camat")
        found = {one.nip: one for one in desk.attendance_days.plan_and_fact(FRIDAY, FRIDAY)}
        assert (found[RINI].planned_away, found[RINI].really_away, found[RINI].to_office) == (1, 0, 1)
        assert found[RINI].different == 1


def test_a_decision_made_before_the_windows_close_is_shown(tmp_path: Path):
    with office(tmp_path / "unit", now=datetime(2026, 11, 20, 0, 30, tzinfo=UTC)) as desk:
        rini = put(desk, RINI, FRIDAY, Place.HOME)
        desk.attendance.clarify([(rini, FRIDAY)], Decision.SYSTEM_FAILURE)
        assert desk.attendance_days.row(rini, FRIDAY).state is DayState.EXCUSED
        desk.attendance.clarify([(rini, FRIDAY)], "")
        assert desk.attendance_days.row(rini, FRIDAY).state is DayState.WAITING


def test_the_duty_comes_where_marks_are_kept_and_goes_with_the_decision(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        rini = put(desk, RINI, THURSDAY, Place.HOME)

        def asked() -> list[tuple[int, str]]:
            found = desk.day.duties(FRIDAY)
            return [(duty.count, duty.item) for duty in found if duty.kind is DutyKind.TO_CLARIFY]

        assert asked() == []  # nobody marks anything here yet
        desk.attendance.set_mark(rini, THURSDAY, "in", time(7))
        assert asked() == [(1, "attendance:2026-11")]
        desk.attendance.clarify([(rini, THURSDAY)], Decision.SYSTEM_FAILURE)
        assert asked() == []
