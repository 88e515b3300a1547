"""A person moves to another unit while the old one writes on: nothing is lost, and both units know."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from flexdesk.bootstrap import create_desk
from flexdesk.cli.app import main
from flexdesk.desk.desk import Desk
from flexdesk.domain.places import Place
from flexdesk.server import admin
from flexdesk.server.central import Central
from flexdesk.server.moving import HANDED_OVER, move_person
from flexdesk.server.run import running
from flexdesk.services.moved import PersonMoved
from flexdesk.store.digest import digest
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import CHEAP, PASSPHRASE
from tests.helpers.units import BUDI, START, Unit, make_unit

pytestmark = pytest.mark.usefixtures("english")

NIP = "199001012015031001"
DEWI = "Dewi Contoh"
MOVED = date(2026, 12, 1)


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return make_unit(tmp_path / "unit")


@pytest.fixture
def other(unit: Unit, tmp_path: Path) -> Iterator[Callable[[], Desk]]:
    """A second unit of the same agency with one laptop, joined to the same server."""
    with Central(unit.settings) as central:
        [known] = central.database.reading(lambda ledger: ledger.units())
        unit_id = admin.unit_add(central, "Kecamatan Lain", known.agency_id)
        code, _until = admin.code(central, unit_id)
    desk = create_desk(
        tmp_path / "lain",
        unit="Kecamatan Lain",
        agency="Kota Contoh",
        passphrase=PASSPHRASE,
        clock=FixedClock(START),
        cost=CHEAP,
    )
    with desk, running(unit.settings) as url:
        desk.membership.enrol(url, code, "Made Contohan")
        desk.sync.sync(url)
        yield lambda: desk


def units(unit: Unit) -> dict[str, str]:
    with Central(unit.settings) as central:
        return {one.name: one.unit_id for one in central.database.reading(lambda ledger: ledger.units())}


def move(unit: Unit, name: str = "Kelurahan Contoh", to: str = "Kecamatan Lain") -> None:
    ids = units(unit)
    with Central(unit.settings) as central:
        move_person(central, ids[name], NIP, ids[to], MOVED)


@pytest.mark.scenario(28)
def test_the_old_unit_keeps_the_history_and_the_new_one_gets_the_person(
    unit: Unit, other: Callable[[], Desk]
) -> None:
    with running(unit.settings) as url:
        with unit.open("sri") as sri:
            sri.people.add(NIP, DEWI, phone="0811", golongan="III/b", domicile="Jalan Melati 1")
            key = str(sri.store.select("person", nip=NIP)[0]["key"])
            sri.schedule.set_places([(key, date(2026, 11, 30), Place.HOME)])
            sri.sync.sync(url)
        for name in ("budi", "wayan"):
            with unit.open(name) as desk:
                desk.sync.sync(url)
        with unit.open("budi") as budi:  # without a line, and without knowing
            budi.people.change(NIP, {"phone": "0822"})
            budi.schedule.set_places([(key, date(2026, 12, 2), Place.TRAINING)], reason="Diklat")
        move(unit)
        with unit.open("sri") as sri:
            sri.sync.sync(url)
            [gone] = sri.moves.departures()
            assert (gone.name, gone.unit, gone.day, gone.late) == (DEWI, "Kecamatan Lain", MOVED, ())
            with pytest.raises(PersonMoved) as refused:
                sri.schedule.set_places([(key, date(2026, 12, 3), Place.HOME)])
            assert refused.value.message.startswith(f"{DEWI} has moved to Kecamatan Lain on 2026-12-01")
            with pytest.raises(PersonMoved):
                sri.people.change(NIP, {"phone": "0833"})
            assert len(sri.store.select("assignment", person=key)) == 1
        with unit.open("budi") as budi:
            assert budi.sync.sync(url).rejected == ()
        ends = set()
        for name in ("sri", "wayan", "budi"):
            with unit.open(name) as desk:
                desk.sync.sync(url)
                [gone] = desk.moves.departures()
                late = {(entry.table, entry.field, entry.after) for entry in gone.late}
                assert {("person", "phone", "0822"), ("assignment", "place", "training")} <= late
                assert {desk.membership.holder(entry.device) for entry in gone.late} == {BUDI}
                assert desk.store.select("person", nip=NIP)[0]["phone"] == "0822"
                ends.add(digest(desk.store))
        assert len(ends) == 1
        with unit.open("sri") as sri:
            assert [one.person for one in sri.moves.to_look_at()] == [key]
            sri.people.archive(NIP, MOVED, "moved")  # and the post ends with it
            assert sri.moves.to_look_at() == []
            assert {entry.field for entry in sri.moves.departures()[0].late} == {
                field for _t, field, _v in late
            }
        made = other()
        made.sync.sync(url)
        [comes] = made.moves.arrivals()
        assert (comes.name, comes.unit, comes.day) == (DEWI, "Kelurahan Contoh", MOVED)
        assert set(comes.cells) <= set(HANDED_OVER)
        assert made.moves.departures() == []
        made.moves.take_over(comes.number)
        [row] = made.store.select("person", nip=NIP)
        assert (row["name"], row["phone"], row["golongan"], row["domicile"]) == (
            DEWI, "0811", "III/b", "Jalan Melati 1",
        )  # fmt: skip
        assert [post["from"] for post in made.store.select("posting")] == [MOVED.isoformat()]
        assert made.moves.arrivals() == []


@pytest.mark.scenario(28)
def test_who_comes_back_is_written_about_again(unit: Unit, other: Callable[[], Desk]) -> None:
    with running(unit.settings) as url:
        with unit.open("sri") as sri:
            sri.people.add(NIP, DEWI)
            sri.sync.sync(url)
        move(unit)
        made = other()
        made.sync.sync(url)
        made.moves.take_over(made.moves.arrivals()[0].number)
        made.sync.sync(url)
        with unit.open("sri") as sri:
            sri.sync.sync(url)
            with pytest.raises(PersonMoved):
                sri.people.change(NIP, {"phone": "0811"})
        move(unit, "Kecamatan Lain", "Kelurahan Contoh")
        with unit.open("sri") as sri:
            sri.sync.sync(url)
            assert sri.people.change(NIP, {"phone": "0811"}) is not None


@pytest.mark.scenario(28)
def test_the_operator_moves_and_is_told_of_what_is_not_there(
    unit: Unit, other: Callable[[], Desk], capsys: pytest.CaptureFixture[str]
) -> None:
    other()
    with running(unit.settings) as url, unit.open("sri") as sri:
        sri.people.add(NIP, DEWI)
        sri.sync.sync(url)
    ids = units(unit)
    here, there = ids["Kelurahan Contoh"], ids["Kecamatan Lain"]
    where = ["--database", unit.settings.database, "--keys", str(unit.settings.keys)]
    capsys.readouterr()
    words = ["--lang", "en", "server", "move-person", here, NIP, "--to", there, "--on", "2026-12-01"]
    assert main([*words, *where]) == 0
    assert capsys.readouterr().out.startswith(f"{DEWI} moves from Kelurahan Contoh to Kecamatan Lain")
    assert main(["server", "move-person", here, "199001012015031009", "--to", there, *where]) == 3
    assert main(["server", "move-person", here, NIP, "--to", "nowhere", *where]) == 3
    assert main(["server", "move-person", here, NIP, "--to", here, *where]) == 2
    with Central(unit.settings) as central:
        assert all(state.faults == () for state in admin.verify(central))
