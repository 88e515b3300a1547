"""Calling people in, and the log of calls: what is written, what is refused, what undo does."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from flexdesk.domain.places import Place
from flexdesk.errors import RuleBroken, StaleEdit
from flexdesk.services.attendance_days import DayState
from flexdesk.services.recalls import ArrivedBefore, CalledAlready, NotAway, RecallLater
from flexdesk.store import history
from tests.unit.attendance.office import AGUS, FRIDAY, RINI, THURSDAY, key_of, office, put

SATURDAY, NEXT_MONDAY = date(2026, 11, 21), date(2026, 11, 23)


def test_a_recall_turns_the_day_into_one_at_the_office_at_once(tmp_path: Path):
    """LOC-16."""
    with office(tmp_path / "unit") as desk:
        rini = put(desk, RINI, FRIDAY, Place.HOME)
        change = desk.recalls.add(rini, FRIDAY, "kunjungan wakil bupati", by="Bambang Wiryawan")
        assert change is not None
        assert {op.table for op in change.ops} == {"assignment", "recall"}
        assert desk.schedule.week(FRIDAY).cells[rini, FRIDAY].place is Place.OFFICE
        (held,) = desk.recalls.list(FRIDAY, FRIDAY)
        assert (held.by, held.clock, held.place_before) == ("Bambang Wiryawan", "12.00", "home")
        written = desk.schedule.history(rini, FRIDAY)[0]
        assert (written.before, written.after) == (Place.HOME, Place.OFFICE)
        assert "kunjungan wakil bupati" in written.reason
        seen = next(one for one in desk.day.view(FRIDAY).people if one.key == rini)
        assert "12.00" in seen.remark
        assert "wakil bupati" not in seen.remark
        desk.recalls.arrive(held.key, time(13, 5))
        seen = next(one for one in desk.day.view(FRIDAY).people if one.key == rini)
        assert "13.05" in seen.remark
        assert desk.attendance_days.row(rini, FRIDAY).state is not DayState.TO_CLARIFY


def test_what_was_recorded_about_the_place_gives_way(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        rini = key_of(desk, RINI)
        desk.day.set_actual([rini], FRIDAY, Place.HOME)
        desk.recalls.add(rini, FRIDAY, "rapat", by="Camat")
        row = desk.attendance_days.row(rini, FRIDAY)
        assert (row.planned, row.actual) == (Place.OFFICE, None)
        assert desk.recalls.list(FRIDAY, FRIDAY)[0].place_before == "home"


def test_a_morning_away_is_not_late_at_the_office(tmp_path: Path):
    """DIS-06."""
    with office(tmp_path / "unit") as desk:
        rini = put(desk, RINI, FRIDAY, Place.HOME)
        desk.attendance.set_mark(rini, FRIDAY, "in", time(7, 51))
        desk.recalls.add(rini, FRIDAY, "rapat", by="Camat")
        row = desk.attendance_days.row(rini, FRIDAY)
        assert (row.judged.faults, row.state) == ((), DayState.PRESENT)


def test_a_recall_of_a_day_that_is_over_needs_its_time(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        rini = put(desk, RINI, THURSDAY, Place.HOME)
        with pytest.raises(RuleBroken):
            desk.recalls.add(rini, THURSDAY, "rapat", by="Camat")
        desk.recalls.add(rini, THURSDAY, "rapat", by="Camat", at=time(9))
        assert desk.recalls.list(THURSDAY, THURSDAY)[0].clock == "09.00"


def test_undo_brings_the_day_back_and_the_log_keeps_both(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        rini = put(desk, RINI, FRIDAY, Place.HOME)
        change = desk.recalls.add(rini, FRIDAY, "rapat", by="Camat")
        assert change is not None
        desk.committer.commit(change.inverse())
        assert desk.recalls.list(FRIDAY, FRIDAY) == []
        assert desk.schedule.week(FRIDAY).cells[rini, FRIDAY].place is Place.HOME
        kinds = [entry.kind for entry in history.recent(desk.store, tables=("recall",))]
        assert set(kinds) == {"recall.add", "recall.add.undo"}


def test_undo_stops_when_the_day_was_changed_since(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        rini = put(desk, RINI, FRIDAY, Place.HOME)
        change = desk.recalls.add(rini, FRIDAY, "rapat", by="Camat")
        assert change is not None
        put(desk, RINI, FRIDAY, Place.TRAINING)
        with pytest.raises(StaleEdit):
            desk.committer.commit(change.inverse())
        assert len(desk.recalls.list(FRIDAY, FRIDAY)) == 1


def test_leave_travel_and_the_office_are_not_called_in(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        desk.registers.add_leave(AGUS, "sick", FRIDAY, FRIDAY)
        with pytest.raises(NotAway) as refused:
            desk.recalls.add(key_of(desk, AGUS), FRIDAY, "rapat", by="Camat")
        assert "Agus Hermawan" in refused.value.message
        with pytest.raises(NotAway):
            desk.recalls.add(key_of(desk, RINI), FRIDAY, "rapat", by="Camat")
        put(desk, RINI, THURSDAY, Place.DUTY_TRAVEL)
        with pytest.raises(NotAway):
            desk.recalls.add(key_of(desk, RINI), THURSDAY, "rapat", by="Camat")
        assert desk.store.select("recall") == []


def test_twice_later_and_without_a_word_are_refused(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        rini = put(desk, RINI, FRIDAY, Place.HOME)
        with pytest.raises(RuleBroken):
            desk.recalls.add(rini, FRIDAY, " ", by="Camat")
        with pytest.raises(RuleBroken):
            desk.recalls.add(rini, FRIDAY, "rapat", by="")
        desk.recalls.add(rini, FRIDAY, "rapat", by="Camat", at=time(9, 10))
        with pytest.raises(CalledAlready) as refused:
            desk.recalls.add(rini, FRIDAY, "rapat", by="Camat")
        assert "09.10" in refused.value.message
        with pytest.raises(RecallLater):
            desk.recalls.add(put(desk, RINI, NEXT_MONDAY, Place.HOME), NEXT_MONDAY, "rapat", by="Camat")
        (held,) = desk.recalls.list(FRIDAY, NEXT_MONDAY)
        with pytest.raises(ArrivedBefore):
            desk.recalls.arrive(held.key, time(9))


def test_a_day_that_is_not_worked_is_nobody_s_to_call(tmp_path: Path):
    with office(tmp_path / "unit", now=datetime(2026, 11, 21, 5, tzinfo=UTC)) as desk:
        rini = put(desk, RINI, SATURDAY, Place.HOME)
        with pytest.raises(NotAway):
            desk.recalls.add(rini, SATURDAY, "rapat", by="Camat")


def call(desk, nip, at, minutes=None, note="", day=FRIDAY):  # type: ignore[no-untyped-def]
    moment = time.fromisoformat(at)
    desk.contacts.add(key_of(desk, nip), day, moment, "call", minutes=minutes, by="Camat", note=note)


def step(desk, nip=RINI, day=FRIDAY):  # type: ignore[no-untyped-def]
    found = desk.contacts.reached(day, day).get((key_of(desk, nip), day))
    return found.step if found else 0


def test_a_log_is_only_a_log_until_a_ladder_is_chosen(tmp_path: Path):
    """REP-10."""
    with office(tmp_path / "unit") as desk:
        for at in ("09:00", "09:10", "09:30"):
            call(desk, RINI, at)
        assert len(desk.contacts.list(FRIDAY, FRIDAY)) == 3
        assert step(desk) == 0
        desk.policy.set("contact.ladder", "kaltim", from_day=date(2026, 1, 1))
        assert step(desk) == 1


@pytest.mark.parametrize(
    ("ladder", "calls", "wanted"),
    [
        ("mendagri", [("09:00", None)], 0),
        ("mendagri", [("09:00", None), ("09:02", None), ("09:04", 0)], 1),
        ("mendagri", [("09:00", None), ("09:10", None)], 2),
        ("mendagri", [("09:00", 6)], 2),
        ("mendagri", [("09:00", 5)], 0),
        ("bogor", [("09:00", None), ("09:01", None)], 0),
        ("bogor", [("09:00", None), ("09:01", None), ("09:02", None)], 1),
        ("kaltim", [("09:00", None), ("09:15", None), ("09:31", None)], 0),
        ("kaltim", [("09:00", None), ("09:15", None), ("09:30", None)], 1),
        ("kaltim", [("09:00", None), ("09:10", 1), ("09:12", None), ("09:13", None)], 0),
    ],
)
def test_the_ladders_count_as_their_circulars_do(tmp_path: Path, ladder, calls, wanted):  # type: ignore[no-untyped-def]
    with office(tmp_path / "unit") as desk:
        desk.policy.set("contact.ladder", ladder, from_day=date(2026, 1, 1))
        for at, minutes in calls:
            call(desk, RINI, at, minutes)
        assert step(desk) == wanted
        assert step(desk, AGUS) == 0


def test_what_was_explained_does_not_count_and_what_is_repeated_counts_more(tmp_path: Path):
    with office(tmp_path / "unit") as desk:
        desk.policy.set("contact.ladder", "mendagri", from_day=date(2026, 1, 1))
        for day in (THURSDAY, FRIDAY):
            for at in ("09:00", "09:03"):
                call(desk, RINI, at, day=day)
                call(desk, AGUS, at, note="di rumah sakit mengantar anak", day=day)
        assert (step(desk, RINI, THURSDAY), step(desk, RINI)) == (1, 3)
        assert (step(desk, AGUS, THURSDAY), step(desk, AGUS)) == (0, 0)
