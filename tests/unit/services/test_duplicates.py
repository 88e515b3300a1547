"""Two records made one on a real store: nothing is lost, everything is read under one, and it comes apart."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.duplicates import Sign
from flexdesk.domain.ops import Change
from flexdesk.domain.places import Place
from flexdesk.errors import StaleEdit, UsageError
from flexdesk.services.duplicates import NotMerged, SamePerson
from flexdesk.store.digest import digest
from tests.helpers.desks import small_desk

HEAD = "197203151997031901"
OLD, NEW = "199407092022211005", "199407092022221005"  # the same person's first and second contract
MON, TUE, WED = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    people = ((HEAD, "Bambang Wiryawan"), (OLD, "Joko Susanto"), (NEW, "Joko Susanto"))
    with small_desk(tmp_path / "unit", people) as opened:
        opened.people.change(OLD, {"phone": "0811", "golongan": "IX", "jabatan": "Operator"})
        opened.people.change(NEW, {"email": "joko@contoh.go.id", "phone": "0822"})
        opened.schedule.set_places([(key_of(opened, OLD), TUE, Place.TRAINING)])
        opened.schedule.set_places([(key_of(opened, OLD), WED, Place.TRAINING)])
        opened.schedule.set_places([(key_of(opened, NEW), WED, Place.DUTY_TRAVEL)])
        opened.registers.add_leave(OLD, "annual", MON, MON)
        yield opened


def key_of(desk: Desk, nip: str) -> str:
    return str(desk.store.stored("person", nip=nip)[0]["key"])


def cells(desk: Desk, key: str) -> dict[date, Place | None]:
    view = desk.schedule.week(MON)
    return {day: view.cells[key, day].place for day in (MON, TUE, WED)}


def merged(desk: Desk, *fields: str) -> Change:
    change = desk.duplicates.merge(NEW, OLD, fields)
    assert change is not None
    return change


def test_the_renewed_contract_is_found_and_laid_side_by_side(desk: Desk) -> None:
    pairs = desk.duplicates.pairs()
    assert [pair.signs for pair in pairs] == [(Sign.CONTRACT,)]
    assert desk.duplicates.of(key_of(desk, OLD)) == pairs
    assert desk.duplicates.of(key_of(desk, HEAD)) == []
    seen = desk.duplicates.compare(NEW, OLD)
    assert seen.pair == pairs[0]
    assert set(seen.differing) == {"nip", "phone", "email", "golongan"}
    assert seen.second.rows == {"posting": 1, "assignment": 2, "leave_entry": 1}


def test_everything_of_both_is_read_under_the_one_that_stays(desk: Desk) -> None:
    new = key_of(desk, NEW)
    merged(desk, "phone")
    row = desk.store.select("person", key=new)[0]
    assert (row["phone"], row["email"], row["golongan"]) == ("0811", "joko@contoh.go.id", "IX")
    assert row["former_nip"] == OLD
    assert [one.name for one in desk.people.roster()] == ["Bambang Wiryawan", "Joko Susanto"]
    assert cells(desk, new) == {MON: Place.LEAVE, TUE: Place.TRAINING, WED: Place.DUTY_TRAVEL}
    assert [str(one.from_) for one in desk.postings.of(new)] == ["2022-01-01"]
    assert desk.people.set(OLD, {"phone": "0833"})["key"] == new
    assert desk.duplicates.pairs() == []
    assert [entry.after for entry in desk.schedule.history(new, WED)] == [Place.DUTY_TRAVEL, Place.TRAINING]
    names = desk.store.select("person", only=("name",))
    assert [row["name"] for row in names].count("Joko Susanto") == 1
    assert desk.people.find("Joko") == [{"key": new, "nip": NEW, "name": "Joko Susanto"}]


def test_work_goes_on_after_a_merge_whichever_key_a_row_was_written_with(desk: Desk) -> None:
    new = key_of(desk, NEW)
    merged(desk)
    desk.schedule.pin(new, TUE, True)
    assert cells(desk, new)[TUE] is Place.TRAINING
    desk.schedule.set_places([(new, TUE, Place.OFFICE)])
    assert cells(desk, new)[TUE] is Place.OFFICE
    assert {row["key"] for row in desk.store.stored("assignment")} == {
        f"{key_of(desk, OLD)}|{TUE}",
        f"{key_of(desk, OLD)}|{WED}",
        f"{new}|{WED}",
    }
    desk.schedule.pin(new, WED, on=True) if hasattr(desk.schedule, "pin") else None
    leave = desk.store.select("leave_entry")[0]
    assert leave["person"] == new
    change = desk.committer.commit(
        Change("test", (desk.committer.update("leave_entry", leave, {"person": key_of(desk, HEAD)}),))
    )
    assert change is not None
    assert cells(desk, new)[MON] is Place.OFFICE


def test_a_merge_is_undone_as_one_step(desk: Desk) -> None:
    before = digest(desk.store)
    change = merged(desk, "phone")
    desk.committer.commit(change.inverse())
    assert digest(desk.store) == before


def test_a_merge_that_was_worked_on_is_undone_where_it_still_fits_and_refused_where_not(desk: Desk) -> None:
    new, old = key_of(desk, NEW), key_of(desk, OLD)
    change = merged(desk, "phone")
    desk.schedule.set_places([(new, MON, Place.TRAINING)])
    desk.committer.commit(change.inverse())
    assert cells(desk, old)[TUE] is Place.TRAINING
    assert cells(desk, new)[MON] is Place.TRAINING
    again = merged(desk, "phone")
    desk.people.change(NEW, {"phone": "0899"})
    with pytest.raises(StaleEdit):
        desk.committer.commit(again.inverse())
    assert desk.duplicates.merged() != []


def test_a_merged_record_comes_out_again_with_its_own_history(desk: Desk) -> None:
    new, old = key_of(desk, NEW), key_of(desk, OLD)
    merged(desk, "phone")
    desk.people.change(NEW, {"phone": "0899"})
    desk.duplicates.unmerge(OLD)
    assert cells(desk, old) == {MON: Place.LEAVE, TUE: Place.TRAINING, WED: Place.TRAINING}
    assert cells(desk, new)[WED] is Place.DUTY_TRAVEL
    row = desk.store.select("person", key=new)[0]
    assert (row["phone"], row["former_nip"]) == ("0899", None)
    with pytest.raises(NotMerged):
        desk.duplicates.unmerge(OLD)


def test_a_number_taken_over_goes_back_when_the_records_come_apart(desk: Desk) -> None:
    desk.duplicates.merge(OLD, NEW, ["nip"])
    row = desk.store.select("person", nip=NEW)[0]
    assert (row["nip"], row["former_nip"]) == (NEW, OLD)
    merged_key = desk.duplicates.merged()[0].row["key"]
    desk.duplicates.unmerge(str(merged_key))
    assert {one.nip for one in desk.people.roster()} == {HEAD, OLD, NEW}
    assert [one.former_nip for one in desk.people.roster()] == ["", "", ""]


def test_nobody_is_merged_with_themselves_or_by_a_field_that_is_none(desk: Desk) -> None:
    with pytest.raises(SamePerson):
        desk.duplicates.merge(NEW, NEW)
    with pytest.raises(UsageError):
        desk.duplicates.merge(NEW, OLD, ["shoe_size"])
    merged(desk)
    with pytest.raises(SamePerson):
        desk.duplicates.merge(NEW, OLD)


def test_whoever_leads_the_unit_still_does_when_the_record_was_merged(desk: Desk) -> None:
    desk.unit.set({"head": OLD})
    merged(desk)
    assert desk.reader.unit().head == key_of(desk, NEW)
    desk.unit.set({"head": HEAD})
    assert desk.reader.unit().head == key_of(desk, HEAD)


def test_an_active_record_brings_an_archived_one_back(desk: Desk) -> None:
    desk.people.archive(OLD, date(2026, 11, 1), "other")
    desk.duplicates.merge(OLD, NEW)
    assert [one.nip for one in desk.people.roster()] == [HEAD, OLD]


def test_a_list_with_the_old_number_updates_the_person_and_doubles_nobody(desk: Desk, tmp_path: Path) -> None:
    merged(desk)
    table = tmp_path / "daftar.csv"
    table.write_text(f"NIP;Nama;Golongan\n{OLD};Joko Susanto;X\n{NEW};Joko Susanto;X\n", "utf-8")
    first, second = desk.people.import_file(table), desk.people.import_file(table)
    assert (first.new, second.new, second.updated, second.unchanged) == (0, 0, 0, 2)
    assert [(one.nip, one.golongan) for one in desk.people.roster()][1:] == [(NEW, "X")]


def test_somebody_new_who_may_be_known_is_told_before_and_after_an_import(tmp_path: Path) -> None:
    with small_desk(tmp_path / "unit", ((HEAD, "Bambang Wiryawan"), (OLD, "Joko Susanto"))) as desk:
        assert [pair.signs for pair in desk.people.suspects(NEW, "joko susanto")] == [(Sign.CONTRACT,)]
        assert desk.people.suspects(OLD, "Joko Susanto", key_of(desk, OLD)) == ()
        table = tmp_path / "daftar.csv"
        table.write_text(f"NIP;Nama\n{NEW};JOKO SUSANTO\n", "utf-8")
        outcome = desk.people.outcomes(desk.people.read(table))[0]
        assert (outcome.kind, [pair.second for pair in outcome.like]) == ("new", [key_of(desk, OLD)])
        taken = desk.people.import_file(table)
        assert [(row, nip, other) for row, nip, other, _pair in taken.like] == [(2, NEW, OLD)]
