"""A laptop dies: lost is only what existed there alone, its number was known, and its file brings it back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.bootstrap import create_empty
from flexdesk.server import admin
from flexdesk.server.central import Central
from flexdesk.server.run import running
from flexdesk.store.digest import digest
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import CHEAP, PASSPHRASE
from tests.helpers.ready_units import ready_unit
from tests.helpers.units import START, Unit
from tests.helpers.visits import names, opened, sync, write

MADE, PUTU, NYOMAN = "Made Contohnya", "Putu Contohnya", "Nyoman Contohnya"
NIPS = {MADE: "199001012015041001", PUTU: "199202022016042002", NYOMAN: "199303032017041003"}

pytestmark = pytest.mark.scenario(45)


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return ready_unit(tmp_path / "unit")


@pytest.fixture
def url(unit: Unit) -> Iterator[str]:
    with running(unit.settings) as address:
        yield address


@pytest.fixture
def dead(unit: Unit, url: str, tmp_path: Path) -> str:
    """Budi's laptop: one edit received, two only there and on its stick. Then it falls into the river."""
    folder = unit.folder / "budi"
    write(folder, NIPS[MADE], MADE)
    device = sync(folder, url)
    write(folder, NIPS[PUTU], PUTU)
    write(folder, NIPS[NYOMAN], NYOMAN)
    with opened(folder) as desk:
        desk.bundles.create(tmp_path / "stick.flexdesk", "unit")
        assert desk.status.read().unsent == 2  # told in advance: so much would be lost with it
    shutil.rmtree(folder)
    return device


def replacement(unit: Unit, url: str) -> Path:
    """A new laptop for the same person, by a code from the operator."""
    folder = unit.folder / "baru"
    with Central(unit.settings) as central:
        unit_id = admin.devices(central)[0].unit_id
        code, _until = admin.code(central, unit_id, "deputy")
    with create_empty(folder, passphrase=PASSPHRASE, clock=FixedClock(START), cost=CHEAP) as desk:
        desk.membership.enrol(url, code, "Budi Contohman")
        desk.sync.sync(url)
    return folder


def revoke(unit: Unit, device: str) -> int:
    with Central(unit.settings) as central:
        return admin.revoke(central, device)


def meet(unit: Unit, url: str) -> None:
    for name in ("baru", "sri", "baru"):
        sync(unit.folder / name, url)
    ends = set()
    for name in ("baru", "sri"):
        with opened(unit.folder / name) as desk:
            ends.add(digest(desk.store))
    assert len(ends) == 1


def test_without_its_file_exactly_the_told_number_is_lost(unit: Unit, url: str, dead: str) -> None:
    folder = replacement(unit, url)
    assert revoke(unit, dead) == 1  # the edit that was received
    meet(unit, url)
    assert MADE in names(folder)
    assert {PUTU, NYOMAN}.isdisjoint(names(folder))
    write(folder, "199404042018042004", "Ketut Contohnya")
    meet(unit, url)
    assert "Ketut Contohnya" in names(unit.folder / "sri")


def test_its_file_taken_in_before_it_is_revoked_loses_nothing(
    unit: Unit, url: str, dead: str, tmp_path: Path
) -> None:
    """The stick is opened by a colleague, because it was made before the new laptop was there."""
    folder = replacement(unit, url)
    with opened(unit.folder / "sri") as desk:
        assert desk.bundles.apply(tmp_path / "stick.flexdesk").applied >= 2
    meet(unit, url)
    revoke(unit, dead)
    meet(unit, url)
    for name in ("baru", "sri"):
        assert names(unit.folder / name) >= set(NIPS)
        with opened(unit.folder / name) as desk:
            assert desk.carriers.quarantined() == []
            assert desk.sending.rejected() == []
    assert folder.exists()


def test_its_file_found_after_it_was_revoked_waits_for_a_person(
    unit: Unit, url: str, dead: str, tmp_path: Path
) -> None:
    replacement(unit, url)
    revoke(unit, dead)
    meet(unit, url)
    with opened(unit.folder / "sri") as desk:
        assert desk.bundles.apply(tmp_path / "stick.flexdesk").quarantined == 2
        assert desk.status.read().quarantined > 0
    meet(unit, url)  # and nothing of it gets into the unit by itself
    for name in ("baru", "sri"):
        assert {PUTU, NYOMAN}.isdisjoint(names(unit.folder / name))


def test_what_waits_is_whole_and_says_whose_it_is(unit: Unit, url: str, dead: str, tmp_path: Path) -> None:
    replacement(unit, url)
    revoke(unit, dead)
    meet(unit, url)
    with opened(unit.folder / "sri") as desk:
        desk.bundles.apply(tmp_path / "stick.flexdesk")
        waiting = desk.quarantine.waiting()
        assert {one.device for one in waiting} == {dead}
        assert sum(one.changes for one in waiting) == 2
        assert {one.holder for one in waiting} == {"Budi Contohman"}
        assert all(one.cells and one.why for one in waiting)


def test_nothing_is_locked_for_the_dead_laptop_any_more(
    unit: Unit, url: str, dead: str, tmp_path: Path
) -> None:
    folder = replacement(unit, url)
    revoke(unit, dead)
    meet(unit, url)
    with opened(folder) as desk:
        lost = desk.membership.certificate_of(dead)
        assert lost is not None
        made = desk.bundles.create(tmp_path / "next.flexdesk", "unit")
        assert lost.receive not in made.header.recipients
        assert dead not in {device for device, _holder in desk.sending.laptops()}
