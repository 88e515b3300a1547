"""Torn ends of the write-ahead log: whatever a power cut leaves of it, what was confirmed before is there."""

import os
import shutil
from pathlib import Path
from random import Random

import pytest

from flexdesk.store.store import Store
from tests.helpers.devices import Device

NIP = "198503152010012001"
EDITS = 40
CUTS = 2_000 if os.environ.get("SOAK") else 40


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> tuple[Device, list[int]]:
    """A store that is open, and how long its log was on the disk after each confirmed edit."""
    device = Device(tmp_path_factory.mktemp("unit") / "data", "sri")
    device.store.connection.execute("PRAGMA wal_autocheckpoint = 0")  # or the log would begin anew
    wal = device.store.folder / "store.db-wal"
    lengths = []
    for number in range(EDITS):
        assert device.put("person", NIP, phone=str(number)) is not None
        lengths.append(wal.stat().st_size)
    return device, lengths


def opened(device: Device, folder: Path, wal: bytes) -> tuple[int, str | None]:
    """How many edits a copy with this log holds, and the number shown; raises when anything is damaged."""
    folder.mkdir()
    shutil.copyfile(device.store.folder / "store.db", folder / "store.db")
    (folder / "store.db-wal").write_bytes(wal)
    with Store.open(folder, device.store._key, device.name) as store:
        assert store.check() == []
        assert store.log.first_bad() is None
        count = store.log.vector().get(device.name, 0)
        found = store.get("person", NIP)
        shown = None if found is None else str(found["phone"])
    shutil.rmtree(folder)
    return count, shown


@pytest.mark.scenario(36)
def test_a_log_cut_anywhere_holds_what_was_confirmed_before(
    running: tuple[Device, list[int]], tmp_path: Path
) -> None:
    device, lengths = running
    whole = (device.store.folder / "store.db-wal").read_bytes()
    random = Random(3)
    for turn, at in enumerate(sorted(random.sample(range(len(whole) + 1), CUTS))):
        count, shown = opened(device, tmp_path / str(turn), whole[:at])
        assert count == sum(length <= at for length in lengths)
        assert shown == (str(count - 1) if count else None)


@pytest.mark.scenario(36)
@pytest.mark.parametrize("tail", ["zeros", "noise", "older"])
def test_a_log_with_a_torn_end_holds_what_was_confirmed_before_it(
    running: tuple[Device, list[int]], tmp_path: Path, tail: str
) -> None:
    """Sectors that never reached the disk hold nothing, noise, or what stood there before."""
    device, lengths = running
    whole = (device.store.folder / "store.db-wal").read_bytes()
    random = Random(5)
    for turn in range(CUTS // 3):
        at = random.randrange(len(whole))
        rest = len(whole) - at
        torn = {"zeros": bytes(rest), "noise": random.randbytes(rest), "older": whole[:rest]}[tail]
        count, shown = opened(device, tmp_path / str(turn), whole[:at] + torn)
        assert count >= sum(length <= at for length in lengths)
        assert shown == (str(count - 1) if count else None)
