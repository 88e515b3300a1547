"""Changes about one row that somebody made beyond what was known: its own, and those that name it."""

from collections.abc import Callable

from flexdesk.store import history
from tests.helpers.devices import Device


def test_rows_whose_keys_only_begin_alike_are_not_meant(device: Callable[[str], Device]) -> None:
    laptop = device("a")
    laptop.put("person", "x-1", name="Budi")
    known = laptop.store.log.vector()
    laptop.put("person", "x-12", name="Ani")
    laptop.put("person", "x-1", phone="0811")
    laptop.put("assignment", "x-1|2026-11-23", place="home")
    laptop.put("assignment", "x-12|2026-11-23", place="home")
    laptop.put("leave_entry", "x-30", person="x-1", kind="annual")
    laptop.put("leave_entry", "x-31", person="x-12", kind="annual")
    late = history.beyond(laptop.store, known, "x-1")
    assert {entry.row for entry in late} == {"x-1", "x-1|2026-11-23", "x-30"}
    assert {entry.row for entry in history.beyond(laptop.store, {}, "x-1")} == {
        "x-1", "x-1|2026-11-23", "x-30",
    }  # fmt: skip
    assert [entry.after for entry in late if entry.row == "x-1"] == ["0811"]
