"""Every single bit of a file of changes: with one of them turned over, nothing of the file is taken."""

import os
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from flexdesk.desk.desk import Desk
from flexdesk.server import admin
from flexdesk.server.bundles import import_bundle
from flexdesk.server.central import Central
from flexdesk.store import digest
from flexdesk.sync.faults import BundleFault
from tests.helpers.units import NIP, Unit, make_unit

EVERY = 1 if os.environ.get("SOAK") else 307  # bits


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    unit = make_unit(tmp_path_factory.mktemp("unit"))
    with unit.open("sri") as sri:
        for number in range(3):
            sri.people.set(NIP, {"phone": f"08{number}"})
        sri.bundles.create(unit.folder / "unit.flexdesk", "unit")
        sri.bundles.create(unit.folder / "server.flexdesk")
    return unit


def flipped(data: bytes) -> Iterator[bytes]:
    for bit in range(0, 8 * len(data), EVERY):
        yield data[: bit // 8] + bytes((data[bit // 8] ^ 1 << bit % 8,)) + data[bit // 8 + 1 :]


def state(desk: Desk) -> tuple[object, ...]:
    store = desk.store
    return store.stamp(), store.log.vector(), len(store.log.waiting()), len(desk.carriers.quarantined())


@pytest.mark.slow
@pytest.mark.scenario(49)
def test_a_laptop_takes_nothing_of_a_file_with_one_bit_turned_over(unit: Unit, tmp_path: Path) -> None:
    sent, at, tried = (unit.folder / "unit.flexdesk").read_bytes(), tmp_path / "x.flexdesk", 0
    with unit.open("budi", copy=tmp_path / "budi") as budi:
        before, visible = state(budi), digest.digest(budi.store)
        for data in flipped(sent):
            at.write_bytes(data)
            with pytest.raises(BundleFault):
                budi.bundles.apply(at)
            tried += 1
            assert state(budi) == before
        assert digest.digest(budi.store) == visible
        at.write_bytes(sent)
        assert budi.bundles.apply(at).applied > 0
    print(f"{tried} files, {len(sent)} bytes")


@pytest.mark.slow
@pytest.mark.scenario(49)
def test_nor_of_one_whose_inside_was_turned_over_by_somebody_who_can_open_it(
    unit: Unit, tmp_path: Path
) -> None:
    """A colleague who may read the file changes a bit and locks it again for the others."""
    sent, at, tried = (unit.folder / "unit.flexdesk").read_bytes(), tmp_path / "x.flexdesk", 0
    with unit.open("budi", copy=tmp_path / "budi") as budi:
        box = budi.membership.keys.receiving
        plain = pyrage.decrypt(sent, [pyrage.x25519.Identity.from_str(box.identity)])
        before = state(budi)
        for data in flipped(plain):
            at.write_bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(box.recipient)]))
            with pytest.raises(BundleFault):
                budi.bundles.apply(at)
            tried += 1
            assert state(budi) == before
    print(f"{tried} insides, {len(plain)} bytes")


@pytest.mark.slow
@pytest.mark.scenario(49)
def test_nor_does_the_server(unit: Unit, tmp_path: Path) -> None:
    sent, at = (unit.folder / "server.flexdesk").read_bytes(), tmp_path / "x.flexdesk"
    with Central(unit.settings) as central:

        def held() -> object:
            return [(one.device, one.last_seq, one.chain) for one in admin.devices(central)]

        before = held()
        for data in flipped(sent):
            at.write_bytes(data)
            with pytest.raises(BundleFault):
                import_bundle(central, at)
        assert held() == before
        at.write_bytes(sent)
        assert import_bundle(central, at).taken > 0
        assert [one.faults for one in admin.verify(central)] == [()]
