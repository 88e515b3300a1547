"""The merge rule over real stores, scenario by scenario."""

from collections.abc import Callable

import pytest

from flexdesk.domain.log import RowWrite, Tx
from flexdesk.domain.ops import Change, Op
from flexdesk.errors import StaleEdit
from flexdesk.store.digest import digest
from flexdesk.store.log import ForkFound
from tests.helpers.devices import Device

Make = Callable[[str], Device]
CELL = ("assignment", "p1|2026-11-23")


def agree(*devices: Device) -> None:
    assert len({digest(device.store) for device in devices}) == 1


def test_a_later_informed_edit_replaces_the_earlier(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put(*CELL, place="office")
    b.take(a)
    b.put(*CELL, place="home")
    a.take(b)
    assert a.values(*CELL, "place") == {"home"}
    assert a.store.disputes() == []
    agree(a, b)


def test_two_edits_that_did_not_see_each_other_both_stay(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put(*CELL, place="office")
    b.take(a)
    a.put(*CELL, place="home")
    b.put(*CELL, place="duty_travel")
    a.take(b)
    b.take(a)
    for one in (a, b):
        assert one.values(*CELL, "place") == {"home", "duty_travel"}
        assert [d.field for d in one.store.disputes()] == ["place"]
    agree(a, b)
    a.put(*CELL, place="home")  # shown here already or not, a choice made by one who saw both ends it
    if a.store.disputes():
        a.put(*CELL, place="office")
    b.take(a)
    agree(a, b)


def test_both_create_the_same_natural_row(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put(*CELL, place="office", reason="rapat")
    b.put(*CELL, place="home")
    a.take(b)
    b.take(a)
    assert len(a.store.select("assignment")) == 1
    assert a.values(*CELL, "place") == {"office", "home"}
    assert a.values(*CELL, "reason") == {"rapat"}
    agree(a, b)


def test_the_same_value_twice_is_no_conflict(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put(*CELL, place="home")
    b.put(*CELL, place="home")
    a.take(b)
    assert a.store.disputes() == []


def test_different_fields_of_one_row_merge(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put("person", "x-1", name="Budi", nip="1")
    b.take(a)
    a.put("person", "x-1", phone="0812")
    b.put("person", "x-1", email="budi@contoh.id")
    a.take(b)
    b.take(a)
    row = a.store.get("person", "x-1")
    assert row is not None
    assert (row["phone"], row["email"]) == ("0812", "budi@contoh.id")
    assert a.store.disputes() == []
    agree(a, b)


def test_clearing_a_cell_against_writing_it_is_a_conflict(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put("person", "x-1", name="Budi", phone="1")
    b.take(a)
    a.put("person", "x-1", phone=None)
    b.put("person", "x-1", phone="2")
    a.take(b)
    b.take(a)
    assert a.values("person", "x-1", "phone") == {None, "2"}
    agree(a, b)


def test_a_deletion_goes_through_when_nobody_edited(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put("person", "x-1", name="Budi")
    b.take(a)
    a.delete("person", "x-1")
    b.take(a)
    assert b.store.get("person", "x-1") is None
    agree(a, b)


def test_a_concurrent_edit_keeps_a_deleted_row_and_says_so(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put("person", "x-1", name="Budi")
    b.take(a)
    a.delete("person", "x-1")
    b.put("person", "x-1", phone="0812")
    a.take(b)
    b.take(a)
    for one in (a, b):
        assert one.store.get("person", "x-1") is not None
        assert [d.field for d in one.store.disputes()] == ["#row"]
    agree(a, b)


def test_a_deletion_that_saw_the_edit_wins_over_it(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put("person", "x-1", name="Budi")
    b.take(a)
    b.put("person", "x-1", phone="0812")
    a.take(b)
    a.delete("person", "x-1")
    b.take(a)
    assert b.store.get("person", "x-1") is None
    assert b.store.disputes() == []


def test_what_came_too_early_waits_and_names_what_is_missing(device: Make) -> None:
    a, b, c = device("a"), device("b"), device("c")
    a.put(*CELL, place="office")
    a.put(*CELL, place="home")
    b.take(a)
    b.put(*CELL, place="office")
    received = c.take(b)
    assert (received.applied, received.waiting) == (0, 1)
    assert c.store.log.missing() == {a.name: (1, 2)}
    assert c.store.get(*CELL) is None
    received = c.take(a, 2, 2)
    assert received.applied == 0
    assert c.store.log.missing() == {a.name: (1, 1)}
    received = c.take(a, 1, 1)
    assert received.applied == 3
    assert c.store.log.missing() == {}
    agree(b, c)


def test_replay_is_a_no_op(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put(*CELL, place="home")
    b.take(a)
    before = digest(b.store)
    received = b.take(a)
    assert (received.applied, received.known) == (0, 1)
    assert digest(b.store) == before


def test_another_history_under_the_same_number_is_a_fork(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put(*CELL, place="home")
    b.take(a)
    forged = Tx(a.name, 1, a.txs()[0].hlc, {}, "test.put", (RowWrite(11, CELL[1], {1: "office"}),))
    with pytest.raises(ForkFound):
        b.receive([forged], b"\0" * 32)
    with pytest.raises(ForkFound):
        b.receive([Tx(a.name, 2, 1, {}, "test.put", ())], b"\1" * 32)
    assert b.shown(*CELL, "place") == "home"


def test_a_rejected_write_is_void_and_what_it_replaced_returns(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put(*CELL, place="office")
    b.take(a)
    b.put(*CELL, place="home")
    a.take(b)
    for one in (a, b):
        one.store.void(b.name, 1)
        assert one.values(*CELL, "place") == {"office"}
    agree(a, b)
    a.put(*CELL, place="training")
    b.take(a)
    assert b.shown(*CELL, "place") == "training"


def test_voiding_the_only_write_of_a_row_removes_it(device: Make) -> None:
    a = device("a")
    a.put("person", "x-1", name="Budi")
    ops = a.store.void(a.name, 1)
    assert a.store.get("person", "x-1") is None
    assert [op.after["#row"] for op in ops] == [1]


def test_an_edit_of_what_is_no_longer_there_is_refused(device: Make) -> None:
    a = device("a")
    a.put(*CELL, place="home")
    stale = Change("test.put", (Op(*CELL, {"place": "office"}, {"place": "training"}),))
    with pytest.raises(StaleEdit):
        a.store.commit(stale, a.now_ms)
    assert a.store.log.vector() == {a.name: 1}


def test_a_bulk_change_with_one_stale_cell_changes_nothing(device: Make) -> None:
    a = device("a")
    a.put(*CELL, place="home")
    ops = tuple(Op("assignment", f"p{n}|2026-11-24", {"place": None}, {"place": "home"}) for n in range(80))
    stale = Op(*CELL, {"place": "office"}, {"place": "training"})
    with pytest.raises(StaleEdit):
        a.store.commit(Change("test.put", (*ops, stale)), a.now_ms)
    assert len(a.store.select("assignment")) == 1


def test_many_new_rows_at_once_equal_the_same_rows_one_by_one(device: Make) -> None:
    a, b = device("a"), device("b")
    ops = tuple(
        Op("person", f"x-{n}", {"name": None, "nip": None}, {"name": f"N{n}", "nip": str(n)})
        for n in range(120)
    )
    a.store.commit(Change("test.put", ops), a.now_ms)
    for op in ops:
        b.store.commit(Change("test.put", (op,)), b.now_ms)
    assert digest(a.store) == digest(b.store)


def test_a_poisoned_far_future_clock_is_not_adopted(device: Make) -> None:
    a, b = device("a"), device("b")
    a.now_ms += 10 * 365 * 86_400_000
    a.put(*CELL, place="home")
    b.take(a)
    b.put(*CELL, place="office")
    assert b.txs()[-1].hlc >> 16 < a.now_ms
    assert b.shown(*CELL, "place") == "office"


def test_a_clock_that_jumps_back_never_goes_back_in_the_log(device: Make) -> None:
    a = device("a")
    a.put(*CELL, place="home")
    a.now_ms -= 86_400_000
    a.put(*CELL, place="office")
    first, second = a.txs()
    assert second.hlc > first.hlc


def test_unknown_tables_and_columns_are_kept_forwarded_and_counted(device: Make) -> None:
    a, b = device("a"), device("b")
    writes = (RowWrite(999, "q", {1: "x"}), RowWrite(5, "x-1", {200: 7}))
    strange = Tx("f" * 16, 1, 1, {}, "future.thing", writes)
    received = a.receive([strange], b"\0" * 32)
    assert received.applied == 1
    [kept] = a.store.log.txs("f" * 16, 1)
    assert kept == strange
    b.receive([kept], b"\0" * 32)
    assert b.store.log.vector() == {"f" * 16: 1}
    agree(a, b)


def test_the_chain_check_names_the_first_altered_entry(device: Make) -> None:
    a = device("a")
    for place in ("home", "office", "training"):
        a.put(*CELL, place=place)
    assert a.store.log.first_bad() is None
    a.store.connection.execute('UPDATE op SET cells = \'{"1":"leave"}\' WHERE tx = 2')
    assert a.store.log.first_bad() == (a.name, 2)
