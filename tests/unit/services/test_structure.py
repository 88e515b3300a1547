"""Parts of the unit, sites, service points and places on a real store: shares, clocks, approvals."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.places import AWAY, Place
from flexdesk.domain.rules import Board
from flexdesk.domain.rules.findings import Level
from flexdesk.errors import NotFound, ReasonNeeded, RuleBroken, UsageError
from flexdesk.services.structure import SectionInUse, SiteInUse, TreeRing
from flexdesk.store.digest import digest
from tests.helpers.desks import DATA, TODAY, small_desk

MON, TUE = date(2026, 11, 23), date(2026, 11, 24)
NIPS = [f"1985051220090129{n:02}" for n in range(1, 7)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    people = [(nip, f"Pegawai {letter}") for nip, letter in zip(NIPS, "ABCDEF", strict=True)]
    with small_desk(tmp_path / "unit", people) as opened:
        for at, nip in enumerate(NIPS):
            unit = "Seksi Pelayanan" if at < 4 else "Sekretariat"
            opened.people.change(nip, {"task_criteria": "11111", "jabatan": "Analis", "unit": unit})
        yield opened


def key_of(desk: Desk, nip: str) -> str:
    return str(desk.store.select("person", nip=nip)[0]["key"])


def test_the_roster_itself_names_the_parts_and_people_fall_into_them(desk: Desk) -> None:
    assert desk.structure.proposed(TODAY) == [("Seksi Pelayanan", 4), ("Sekretariat", 2)]
    desk.structure.take_proposed(["Seksi Pelayanan", "Sekretariat"])
    assert desk.structure.proposed(TODAY) == []
    named = {section.key: section.name for section, _depth in desk.structure.sections()}
    members = {named[key]: len(people) for key, people in desk.structure.members(TODAY).items()}
    assert members == {"Seksi Pelayanan": 4, "Sekretariat": 2}
    desk.structure.set_section("Seksi Pelayanan", {"name": "Seksi Layanan Terpadu"})
    key = str(desk.structure.section_row("Seksi Layanan Terpadu")["key"])
    desk.people.change(NIPS[0], {"section": key})
    assert desk.structure.section_of(key_of(desk, NIPS[0]), TODAY) == key
    assert desk.structure.section_of(key_of(desk, NIPS[1]), TODAY) == ""


def test_the_parts_of_an_agency_are_proposed_from_its_own_roster(tmp_path: Path) -> None:
    with small_desk(tmp_path / "unit") as desk:
        desk.people.import_file(DATA / "rosters" / "04-rekap-pegawai-bapperida.xlsx")
        found = desk.structure.proposed(TODAY)
        assert len(found) == 7
        desk.structure.take_proposed([name for name, _number in found])
        members = desk.structure.members(TODAY)
        named = {section.key: section.name for section, _depth in desk.structure.sections()}
        assert {named[key]: len(held) for key, held in members.items() if key} == dict(found)
        assert sum(len(held) for held in members.values()) == len(desk.people.roster())


def test_a_part_under_its_own_part_is_refused_in_words(desk: Desk) -> None:
    desk.structure.add_section("Sekretariat")
    desk.structure.add_section("Subbagian Umum", parent="Sekretariat")
    before = digest(desk.store)
    with pytest.raises(TreeRing) as refused:
        desk.structure.set_section("Sekretariat", {"parent": "Subbagian Umum"})
    assert "Sekretariat" in refused.value.message
    with pytest.raises(TreeRing):
        desk.structure.set_section("Sekretariat", {"parent": "Sekretariat"})
    assert digest(desk.store) == before


def test_a_part_in_use_is_not_archived_and_names_are_not_given_twice(desk: Desk) -> None:
    desk.structure.take_proposed(["Sekretariat"])
    desk.structure.add_section("Subbagian Umum", parent="Sekretariat")
    with pytest.raises(SectionInUse) as refused:
        desk.structure.archive_section("Sekretariat", TODAY)
    assert (refused.value.facts["people"], refused.value.facts["parts"]) == (2, 1)
    desk.structure.archive_section("Subbagian Umum", TODAY)
    assert [section.name for section, _depth in desk.structure.sections()] == ["Sekretariat"]
    for values in ({"name": ""}, {"max_share": "2"}, {"colour": "red"}):
        with pytest.raises(UsageError):
            desk.structure.set_section("Sekretariat", values)
    with pytest.raises(UsageError):
        desk.structure.add_section("SEKRETARIAT")


def test_a_parts_own_share_is_checked_and_planned(desk: Desk) -> None:
    desk.policy.set("location.max_share", "1", from_day=MON)
    desk.policy.set("location.min_share_on_site", "0", from_day=MON)
    desk.structure.take_proposed(["Seksi Pelayanan"])
    desk.structure.set_section("Seksi Pelayanan", {"max_share": "30 %"})
    section = desk.structure.sections()[0][0]
    assert section.max_share == 0.3
    desk.schedule.set_places([(key_of(desk, NIPS[0]), MON, Place.HOME)])
    with pytest.raises(ReasonNeeded) as asked:
        desk.schedule.set_places([(key_of(desk, NIPS[1]), MON, Place.HOME)], draft=False)
    assert "Seksi Pelayanan" in asked.value.message
    plan = desk.schedule.plan(MON, MON)
    gone = [key for (key, _day), place in plan.places().items() if place in AWAY]
    inside = set(desk.structure.members(MON)[section.key])
    assert len(inside & set(gone)) <= 1
    reason = "Dua orang, disetujui camat"
    desk.schedule.set_places([(key_of(desk, NIPS[1]), MON, Place.HOME)], reason=reason, draft=False)
    found = [one for one in desk.schedule.check(MON, MON) if one.rule == "LOC-10"]
    assert [(one.function, one.size, one.level) for one in found] == [("Seksi Pelayanan", 1, Level.SOFT)]
    assert {fix.nip for fix in found[0].fixes} == set(NIPS[:2])
    row = desk.schedule.period(MON, TUE).coverage[1]
    assert (row.label, [cell.state for cell in row.cells]) == ("Seksi Pelayanan", ["over", "ok"])
    assert (row.cells[0].count, row.cells[0].need) == (2, 1)


def test_the_share_of_a_part_counts_its_own_people_rounded_down(desk: Desk) -> None:
    desk.structure.take_proposed(["Seksi Pelayanan", "Sekretariat"])
    desk.structure.set_section("Sekretariat", {"max_share": "0.5", "parent": "Seksi Pelayanan"})
    desk.structure.set_section("Seksi Pelayanan", {"max_share": "0.35"})
    board = Board(desk.reader.facts(MON, MON))
    limits = {
        part.name: (len(board.members(part, MON)), board.section_limit(part, MON)) for part in board.capped
    }
    assert limits == {"Sekretariat": (2, 1), "Seksi Pelayanan": (6, 2)}


# -- sites and clocks


def test_people_work_by_the_clock_of_the_site_of_their_part(desk: Desk) -> None:
    desk.structure.add_site("Kantor Tarakan", "WITA")
    desk.structure.take_proposed(["Sekretariat"])
    desk.structure.set_section("Sekretariat", {"site": "Kantor Tarakan"})
    assert desk.structure.zone_of(key_of(desk, NIPS[5]), TODAY) == "Asia/Makassar"
    assert desk.structure.zone_of(key_of(desk, NIPS[0]), TODAY) == "Asia/Jakarta"
    with pytest.raises(SiteInUse):
        desk.structure.archive_site("Kantor Tarakan")
    with pytest.raises(UsageError):
        desk.structure.set_site("Kantor Tarakan", {"zone": "UTC"})
    with pytest.raises(UsageError):
        desk.structure.add_site("kantor tarakan")
    with pytest.raises(NotFound):
        desk.structure.set_section("Sekretariat", {"site": "Kantor Lain"})


def test_whoever_leads_a_part_is_its_peoples_superior(desk: Desk) -> None:
    desk.structure.take_proposed(["Seksi Pelayanan"])
    desk.structure.set_section("Seksi Pelayanan", {"head": NIPS[1]})
    desk.unit.set({"head": NIPS[5]})
    names = {nip: desk.structure.superior_of(key_of(desk, nip), TODAY) for nip in NIPS}
    assert names[NIPS[0]] == key_of(desk, NIPS[1])
    assert names[NIPS[1]] == key_of(desk, NIPS[5])
    assert names[NIPS[5]] == ""


# -- service points


def test_the_need_of_a_day_is_that_of_its_busiest_hours(desk: Desk) -> None:
    key, _change = desk.unit.add_service_point("Loket KTP", needs="13:00-15:00=1;08:00-12:00=3")
    row = desk.store.get("service_point", key) or {}
    assert (row["need"], row["opens"], row["closes"]) == (3, "08:00", "15:00")
    assert row["needs"] == "08:00-12:00=3;13:00-15:00=1"
    desk.unit.assign("Loket KTP", NIPS[:2])
    found = [one for one in desk.schedule.check(MON, MON) if one.rule == "LOC-12"]
    assert [(one.function, one.size) for one in found] == [("Loket KTP", 1)]
    desk.unit.set_service_point("Loket KTP", {"need": "2"})
    assert (desk.store.get("service_point", key) or {})["needs"] is None
    for values in ({"needs": "08:00-12:00"}, {"need": "two"}, {"days": "senin"}, {"hours": "9-8"}):
        with pytest.raises(UsageError):
            desk.unit.set_service_point("Loket KTP", values)


def test_a_point_that_is_no_longer_run_needs_nobody(desk: Desk) -> None:
    desk.unit.add_service_point("Loket KTP", 2)
    assert [one.rule for one in desk.schedule.check(MON, MON) if one.rule == "LOC-12"] == ["LOC-12"]
    desk.unit.archive_service_point("Loket KTP")
    assert [one.rule for one in desk.schedule.check(MON, MON) if one.rule == "LOC-12"] == []
    assert desk.unit.service_points() == []
    desk.unit.add_service_point("Loket KTP", 1)  # the name is free again


# -- approved places


def test_a_place_whose_approval_ended_is_refused_from_the_day_after(desk: Desk) -> None:
    place, _change = desk.unit.add_place("Balai Desa", "other_place", "SK PPK 12", until="2026-11-23")
    who = key_of(desk, NIPS[0])
    desk.schedule.set_places([(who, MON, Place.OTHER_PLACE)], reason="-")
    assert [one for one in desk.schedule.check(MON, MON) if one.rule == "LOC-08"] == []
    with pytest.raises(RuleBroken) as refused:
        desk.schedule.set_places([(who, TUE, Place.OTHER_PLACE)], draft=False)
    assert "Balai Desa" in refused.value.message
    desk.unit.set_place("Balai Desa", {"until": "31-12-2026", "approved_on": "2026-11-25"})
    assert "LOC-08" in {one.rule for one in desk.schedule.check(MON, MON)}  # before it was approved
    desk.unit.set_place("Balai Desa", {"approved_on": "2026-11-01"})
    desk.schedule.set_places([(who, TUE, Place.OTHER_PLACE)], reason="-")
    desk.unit.archive_place("Balai Desa", TODAY)
    assert (desk.store.get("place", place) or {})["until"] == TODAY.isoformat()
    with pytest.raises(UsageError):
        desk.unit.set_place("Balai Desa", {"approved_on": "2027-01-01"})
    with pytest.raises(UsageError):
        desk.unit.add_place("Balai Kota", "other_place", " ")
