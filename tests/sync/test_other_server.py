"""A unit leaves one server for another that knows nothing of the first: all changes go along."""

from pathlib import Path

import pytest

from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.server.run import running
from flexdesk.store.digest import digest
from flexdesk.sync.http import OtherUnit
from flexdesk.system.clock import FixedClock
from tests.helpers.units import BUDI, HOLDERS, NIP, START, fresh_unit


def test_the_other_server_gets_everything_and_the_first_ones_receipts_end(tmp_path: Path) -> None:
    unit = fresh_unit(tmp_path / "unit")
    with running(unit.settings) as first:
        for name in ("sri", "budi", "sri"):
            with unit.open(name) as desk:
                desk.people.change(NIP, {"phone": f"0811{name}"})
                desk.sync.sync(first)
    settings, unit_id = _other(tmp_path / "other")
    with running(settings) as second:
        for name, role in (("sri", "head"), ("budi", "deputy")):
            with Central(settings) as central:
                code, _until = admin.code(central, unit_id, role)
            with unit.open(name) as desk:
                assert desk.carriers.received() > 0
                desk.membership.enrol(second, code, HOLDERS[name])
                assert desk.carriers.received() == 0
        ends = set()
        for name in ("sri", "budi", "sri"):
            with unit.open(name) as desk:
                desk.sync.sync()
                assert desk.carriers.received() == desk.store.log.vector()[desk.store.device]
                ends.add(digest(desk.store))
        with Central(settings) as central:
            held = central.database.reading(lambda ledger: ledger.devices(unit_id))
        for name in ("sri", "budi"):
            with unit.open(name) as desk:
                own = desk.store.device
                assert held[own].last_seq == desk.store.log.vector()[own]
    assert len(ends) == 1


def test_a_code_of_another_unit_is_refused_where_there_are_data(tmp_path: Path) -> None:
    unit = fresh_unit(tmp_path / "unit")
    with Central(unit.settings) as central:
        foreign = admin.unit_add(central, "Kelurahan Lain", admin.agency_add(central, "Kota Lain"))
        code, _until = admin.code(central, foreign, "head")
        mine, _until = admin.code(central, admin.devices(central)[0].unit_id, "deputy")
    with running(unit.settings) as url, unit.open("budi") as desk:
        before = desk.membership.log_id, desk.membership.server()
        with pytest.raises(OtherUnit):
            desk.membership.enrol(url, code, BUDI)
        assert (desk.membership.log_id, desk.membership.server()) == before
        desk.membership.enrol(url, mine, BUDI)  # a new code of its own unit goes on with what is here
        desk.people.change(NIP, {"phone": "0811"})
        desk.sync.sync()
        assert desk.carriers.received() == desk.store.log.vector()[desk.store.device]


def _other(folder: Path) -> tuple[Settings, str]:
    folder.mkdir()
    settings = Settings(f"sqlite:///{folder / 'server.db'}", keys=folder / "keys", clock=FixedClock(START))
    admin.init(settings)
    with Central(settings) as central:
        return settings, admin.unit_add(central, "Kelurahan Contoh", admin.agency_add(central, "Kota Contoh"))
