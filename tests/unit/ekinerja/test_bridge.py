"""Ticks are the unit's, the place is this laptop's; a corrected value waits to be copied again."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from flexdesk.bootstrap import open_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain.ekinerja import DayStyle, Form
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import parse_period
from flexdesk.errors import NotFound, UsageError
from flexdesk.services.bridge import Place, Sheet
from flexdesk.system.clock import SystemClock
from tests.helpers.desks import PASSPHRASE, TODAY, kecamatan_desk, small_desk
from tests.helpers.units import NIP as UNIT_NIP
from tests.helpers.units import make_unit

MONTH = parse_period("2026-09")
NIP = "196808121994032003"


@pytest.fixture
def desk(tmp_path: Path):  # type: ignore[no-untyped-def]
    with kecamatan_desk(tmp_path / "unit") as desk:
        yield desk


def sheet_of(desk: Desk) -> Sheet:
    person = str(desk.store.select("output", day=("2026-09-01", "2026-09-30"))[0]["person"])
    return desk.bridge.sheet(person, MONTH)


def test_a_tick_is_kept_with_its_day_and_counted(desk: Desk) -> None:
    sheet = sheet_of(desk)
    assert sheet.done == 0
    change = desk.bridge.tick(sheet, sheet.entries[:2])
    assert change is not None
    row = desk.store.select("ekinerja_tick")[0]
    assert (row["copied_on"], row["period"]) == (TODAY.isoformat(), "2026-09")
    after = sheet_of(desk)
    assert (after.done, after.waiting) == (2, sheet.entries[2:])
    assert desk.bridge.tick(after, after.entries[:2]) is None
    desk.committer.walk(change.inverse())
    assert sheet_of(desk).done == 0


def test_the_first_day_stays_when_everything_is_ticked_again(tmp_path: Path) -> None:
    folder = tmp_path / "unit"
    with kecamatan_desk(folder) as desk:
        desk.bridge.tick(sheet_of(desk), sheet_of(desk).entries[:2])
    later = SystemClock(TODAY + timedelta(days=1))
    with open_desk(folder, passphrase=PASSPHRASE, clock=later) as desk:
        desk.bridge.tick(sheet_of(desk), sheet_of(desk).entries[:3])
        days = sorted(str(row["copied_on"]) for row in desk.store.select("ekinerja_tick"))
    assert days == ["2026-11-21", "2026-11-21", "2026-11-22"]


def test_a_deputy_goes_on_where_the_head_stopped(tmp_path: Path) -> None:
    unit = make_unit(tmp_path)
    with unit.open("sri") as sri:
        person = str(sri.store.select("person", nip=UNIT_NIP)[0]["key"])
        ops = [sri.committer.insert("skp", {"person": person, "year": 2026})]
        for number in (1, 2, 3):
            cells = {"activity": f"Hasil {number}", "amount": number}
            ops.append(sri.committer.insert("output", cells, f"{person}|2026-09-0{number}|abc{number}"))
        sri.committer.commit(Change("outputs.import", tuple(ops)))
        sheet = sri.bridge.sheet(person, MONTH)
        sri.bridge.tick(sheet, sheet.entries[:1])
        sri.bridge.keep_place(Place(person, "2026-09", "daily", sheet.entries[1].key, 2))
        bundle = tmp_path / "ticks.flexdesk"
        sri.bundles.create(bundle, "unit")
    with unit.open("budi") as budi:
        budi.bundles.apply(bundle)
        there = budi.bridge.sheet(person, MONTH)
        assert [entry.fields[4].value for entry in there.waiting] == ["Hasil 2", "Hasil 3"]
        assert budi.bridge.place() is None  # the field inside a record is the head's own


def test_a_tick_is_taken_back_and_given_again(desk: Desk) -> None:
    sheet = sheet_of(desk)
    desk.bridge.tick(sheet, sheet.entries[:3])
    desk.bridge.untick(sheet_of(desk), sheet.entries[1:2])
    assert sheet_of(desk).copied == {sheet.entries[0].key, sheet.entries[2].key}
    assert desk.bridge.untick(sheet_of(desk), sheet.entries[5:6]) is None
    desk.bridge.tick(sheet_of(desk), sheet.entries[1:2])
    assert sheet_of(desk).done == 3


def test_a_number_that_changes_waits_again(desk: Desk) -> None:
    sheet = sheet_of(desk).of(Form.REVIEW)
    desk.bridge.tick(sheet, sheet.entries)
    assert sheet_of(desk).of(Form.REVIEW).waiting == ()
    indicator = sheet.entries[0].key.split(".")[1]
    op = desk.committer.upsert("realisation", f"{indicator}|2026-09", {"number": 999})
    desk.committer.commit(Change("targets.edit", (op,)))
    assert len(sheet_of(desk).of(Form.REVIEW).waiting) == 1


def test_two_people_do_not_share_ticks(desk: Desk) -> None:
    rows = desk.store.select("output", day=("2026-09-01", "2026-09-30"))
    one, other = list(dict.fromkeys(str(row["person"]) for row in rows))[:2]
    sheet = desk.bridge.sheet(one, MONTH)
    desk.bridge.tick(sheet, sheet.entries)
    assert desk.bridge.sheet(one, MONTH).waiting == ()
    assert desk.bridge.sheet(other, MONTH).done == 0


def test_the_place_is_there_after_the_program_was_opened_again(tmp_path: Path) -> None:
    folder = tmp_path / "unit"
    with small_desk(folder, [(NIP, "Anita")]) as desk:
        assert desk.bridge.place() is None
        desk.bridge.keep_place(Place("p", "2026-09", "daily", "d.2026-09-01.abc", 4))
        desk.bridge.set_day_style("yyyy-mm-dd")
        before = desk.store.log.vector()
    with open_desk(folder, passphrase=PASSPHRASE, clock=SystemClock(TODAY)) as desk:
        assert desk.bridge.place() == Place("p", "2026-09", "daily", "d.2026-09-01.abc", 4, is_open=True)
        assert desk.bridge.day_style is DayStyle.ISO
        assert desk.store.log.vector() == before  # nothing of it travels
        for other in (
            '{"whose": "x"}',
            "no JSON",
            '{"person": "p", "period": "2026", "form": "new"}',
            '{"person": "p", "period": "soon", "form": "daily"}',
        ):
            desk.store.set_setting("bridge.place", other)
            assert desk.bridge.place() is None, other


def test_another_way_to_type_days_asks_for_nothing_again(desk: Desk) -> None:
    person = str(sheet_of(desk).person["key"])
    everything = desk.bridge.sheet(person, MONTH, tuple(Form))
    desk.bridge.tick(everything, everything.entries)
    desk.bridge.set_day_style("yyyy-mm-dd")
    again = desk.bridge.sheet(person, MONTH, tuple(Form))
    assert again.waiting == ()
    assert again.entries[0].fields[1].value == "2026-09-01"


def test_without_skp_nothing_is_asked_for(tmp_path: Path) -> None:
    with small_desk(tmp_path / "unit", [(NIP, "Anita")]) as desk:
        with pytest.raises(NotFound):
            desk.bridge.sheet(NIP, MONTH)
        with pytest.raises(UsageError):
            desk.bridge.set_day_style("american")
        assert desk.bridge.day_style is DayStyle.SLASHES


def test_after_a_change_of_post_the_skp_of_the_period_is_taken(desk: Desk) -> None:
    skp = desk.targets.plans(year=2026)[3]
    op = desk.committer.update("skp", skp.row, {"to": date(2026, 6, 30)})
    second = desk.committer.insert(
        "skp",
        {
            "person": str(skp.person["key"]),
            "year": 2026,
            "from": date(2026, 7, 1),
            "to": date(2026, 12, 31),
            "approach": "qualitative",
        },
    )
    desk.committer.commit(Change("targets.import", (op, second)))
    person = str(skp.person["key"])
    plan = (Form.PLAN,)
    late = desk.bridge.sheet(person, parse_period("2026-Q3"), plan).entries[0]
    early = desk.bridge.sheet(person, parse_period("2026-Q1"), plan).entries[0]
    assert [field.value for field in late.fields] == ["01/07/2026", "31/12/2026", "Kualitatif"]
    assert [field.value for field in early.fields] == ["01/01/2026", "30/06/2026", "Kuantitatif"]
