"""One day, its duties and the roster's rows, on real stores."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.places import Place
from flexdesk.domain.schedule import Source
from flexdesk.services.day import NoPlanForNote
from flexdesk.services.duties import MOST, DutyKind
from flexdesk.services.roster import Answer
from flexdesk.system.clock import SystemClock
from tests.helpers.desks import kecamatan_desk, small_desk

THURSDAY = date(2026, 11, 19)
PEOPLE = (("197203151997031901", "Bambang Wiryawan"), ("197909042005011903", "Agus Hermawan"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", PEOPLE, clock=SystemClock(THURSDAY)) as made:
        yield made


def key_of(desk: Desk, name: str) -> str:
    return str(desk.people.find(name)[0]["key"])


def test_a_recorded_place_is_no_plan(desk: Desk) -> None:
    agus = key_of(desk, "Agus")
    desk.day.set_actual([agus], THURSDAY, Place.SICK)
    seen = next(person for person in desk.day.view(THURSDAY).people if person.key == agus)
    assert (seen.planned, seen.actual, seen.differs) == (Place.OFFICE, Place.SICK, True)
    assert desk.schedule.week(THURSDAY).cells[agus, THURSDAY].place is Place.OFFICE
    assert desk.day.set_actual([agus], THURSDAY, Place.SICK) is None
    desk.day.set_actual([agus], THURSDAY, Place.OFFICE)
    seen = next(person for person in desk.day.view(THURSDAY).people if person.key == agus)
    assert not seen.differs


def test_bringing_somebody_in_overrules_what_was_recorded(desk: Desk) -> None:
    agus = key_of(desk, "Agus")
    point, _change = desk.unit.add_service_point("Loket", 1)
    desk.unit.assign(point, [PEOPLE[1][0]])
    desk.schedule.set_places([(agus, THURSDAY, Place.HOME)])
    (state,) = desk.day.view(THURSDAY).points
    assert state.is_short
    assert [fix.person for fix in state.fixes] == [agus]
    change = desk.day.bring_in(state.fixes[0])
    (state,) = desk.day.view(THURSDAY).points
    assert not state.is_short
    assert desk.schedule.week(THURSDAY).cells[agus, THURSDAY].source == Source.TYPED
    assert change is not None
    desk.committer.commit(change.inverse())
    (state,) = desk.day.view(THURSDAY).points
    assert state.is_short


def test_a_free_day_shows_the_next_working_day(desk: Desk) -> None:
    view = desk.day.view(date(2026, 12, 25))
    assert view.day == date(2026, 12, 28)
    assert view.free_because
    assert desk.day.next_working_day(date(2026, 12, 28), -1) < date(2026, 12, 25)


def test_a_note_needs_a_plan(desk: Desk) -> None:
    with pytest.raises(NoPlanForNote):
        desk.day.note(key_of(desk, "Agus"), THURSDAY, "Rapi")


def test_duties_follow_what_is_open(tmp_path: Path) -> None:
    with kecamatan_desk(tmp_path / "unit", clock=SystemClock(THURSDAY)) as desk:
        duties = {duty.kind: duty for duty in desk.day.duties(THURSDAY)}
        assert len(duties) <= MOST
        assert duties[DutyKind.UNRATED].count == 35
        assert duties[DutyKind.WAITING_OUTPUTS].count > 0
        head = str(desk.unit.row()["head"])
        for monday in (date(2026, 11, 16), date(2026, 11, 23)):
            desk.schedule.publish(monday, "800/1", head)
        kinds = {duty.kind for duty in desk.day.duties(THURSDAY)}
        assert DutyKind.UNPUBLISHED_WEEK not in kinds
        assert {step.key for step in desk.day.ready_steps() if step.done} == {"roster", "published"}
        desk.schedule.set_places([(head, THURSDAY, Place.DUTY_TRAVEL)])
        assert DutyKind.CHANGED_WEEK in {duty.kind for duty in desk.day.duties(THURSDAY)}


def test_an_empty_unit_has_no_duties(tmp_path: Path) -> None:
    with small_desk(tmp_path / "unit") as desk:
        assert desk.day.duties(THURSDAY) == []


def test_roster_rows_say_the_answer_and_what_is_missing(desk: Desk) -> None:
    desk.people.set(PEOPLE[0][0], {"jabatan": "Camat", "golongan": "IV/a"})
    rows = desk.roster.rows([entry.key for entry in desk.roster.entries()], THURSDAY)
    camat, agus = (rows[key_of(desk, name)] for name in ("Bambang", "Agus"))
    assert (camat.answer, camat.issues) == (Answer.NO, ())
    assert agus.answer is Answer.YES
    assert agus.limit_days > 0
    assert len(agus.issues) == 2  # neither golongan nor jabatan


def test_entries_stand_group_by_group_and_fold_what_is_searched(desk: Desk) -> None:
    desk.people.set(PEOPLE[1][0], {"unit": "Sekretariat", "back_titles": "S.E."})
    entries = desk.roster.entries()
    assert [entry.group for entry in entries] == ["Sekretariat", ""]
    assert "s.e." in entries[0].folded
    assert PEOPLE[1][0] in entries[0].folded


def test_the_trial_of_an_import_says_what_each_row_brings(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "daftar.csv"
    file.write_text(
        "Nama;NIP;Gol\n"
        "Bambang Wiryawan;197203151997031901;\n"
        "Agus Hermawan;197909042005011903;III/d\n"
        "Dewi Anggraini;198505122009012905;III/b\n",
        encoding="utf-8",
    )
    outcomes = desk.people.outcomes(desk.people.read(file))
    assert [outcome.kind for outcome in outcomes] == ["same", "updated", "new"]
    assert outcomes[1].changed == (("golongan", None, "III/d"),)
    assert len(desk.people.roster()) == 2  # nothing was written


def test_silent_people_are_only_asked_for_where_reports_are_sent(desk: Desk) -> None:
    assert DutyKind.SILENT_PEOPLE not in {duty.kind for duty in desk.day.duties(THURSDAY)}
    yesterday = THURSDAY - timedelta(days=1)
    op = desk.committer.insert("output", {"activity": "Rapat"}, f"{key_of(desk, 'Bambang')}|{yesterday}|x")
    desk.committer.commit(Change("outputs.import", (op,)))
    silent = next(duty for duty in desk.day.duties(THURSDAY) if duty.kind is DutyKind.SILENT_PEOPLE)
    assert silent.names == ("Agus Hermawan",)
