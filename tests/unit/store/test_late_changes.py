"""Changes about one row that somebody made beyond what was known: its own, and those that name it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.store import history
from tests.helpers.devices import Device


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    made = Device(tmp_path / "a", "a")
    yield made
    made.store.close()


def test_rows_whose_keys_only_begin_alike_are_not_meant(device: Device) -> None:
    device.put("person", "x-1", name="Budi")
    known = device.store.log.vector()
    device.put("person", "x-12", name="Ani")
    device.put("person", "x-1", phone="0811")
    device.put("assignment", "x-1|2026-11-23", place="home")
    device.put("assignment", "x-12|2026-11-23", place="home")
    device.put("leave_entry", "x-30", person="x-1", kind="annual")
    device.put("leave_entry", "x-31", person="x-12", kind="annual")
    late = history.beyond(device.store, known, "x-1")
    assert {entry.row for entry in late} == {"x-1", "x-1|2026-11-23", "x-30"}
    assert {entry.row for entry in history.beyond(device.store, {}, "x-1")} == {
        "x-1", "x-1|2026-11-23", "x-30",
    }  # fmt: skip
    assert [entry.after for entry in late if entry.row == "x-1"] == ["0811"]
