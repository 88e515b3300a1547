"""Histories that once ended wrongly, each told in a few lines."""

import hashlib
from collections.abc import Callable

import pytest

from flexdesk.domain.log import RowWrite, Tx, chain_after
from flexdesk.domain.ops import Change, Op
from flexdesk.events import ChangeBus
from flexdesk.services.commits import Committer
from flexdesk.store.log import ForkFound
from flexdesk.system.clock import SystemClock
from tests.helpers.devices import Device, exchanged

CELL = ("assignment", "p1|2026-11-23")
Make = Callable[[str], Device]


def test_a_row_brought_back_while_another_deleted_it_stays_and_is_disputed(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put("person", "x-1", name="Budi")
    a.delete("person", "x-1")
    b.take(a)
    b.put("person", "x-1", **{"#row": None})
    b.put("person", "x-1", phone="0812")
    b.delete("person", "x-1")
    b.put("person", "x-1", **{"#row": None})
    a.put("person", "x-1", **{"#row": None})
    a.now_ms += 60_000
    a.delete("person", "x-1")  # the later clock, without having seen what b did
    exchanged(a, b)
    for one in (a, b):
        row = one.store.get("person", "x-1")
        assert row is not None
        assert row["phone"] == "0812"
        assert [dispute.field for dispute in one.store.disputes()] == ["#row"]


def test_one_and_one_point_nought_end_alike_everywhere(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put("indicator", "x-1", target_number=1)
    b.put("indicator", "x-1", target_number=1.0)
    exchanged(a, b)
    assert type(a.shown("indicator", "x-1", "target_number")) is type(
        b.shown("indicator", "x-1", "target_number")
    )


def test_what_the_log_holds_is_what_is_shown_whatever_its_type(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put("person", "x-1", name=12, order=3.0)
    b.put("person", "x-1", name=12)
    exchanged(a, b)
    assert a.store.disputes() == b.store.disputes() == []
    assert [repr(a.shown("person", "x-1", name)) for name in ("name", "order")] == ["12", "3.0"]


def test_the_undo_of_an_insertion_leaves_no_empty_row(device: Make) -> None:
    a, b = device("a"), device("b")
    change = a.put("person", "x-1", name="Budi", nip="1")
    assert change is not None
    undone = a.store.commit(change.inverse(), a.now_ms + 1)
    assert undone is not None
    exchanged(a, b)
    assert a.store.select("person") == b.store.select("person") == []
    a.store.commit(undone.inverse(), a.now_ms + 2)
    exchanged(a, b)
    assert [row["name"] for row in b.store.select("person")] == ["Budi"]


def test_a_deleted_day_can_be_filled_again_and_keeps_nothing_of_before(device: Make) -> None:
    a, b = device("a"), device("b")
    committer = Committer(a.store, ChangeBus(), SystemClock())
    a.put(*CELL, place="home", reason="anak sakit")
    a.delete(*CELL)
    op = committer.upsert(*CELL, {"place": "office"})
    assert op == Op(
        *CELL,
        {"place": "home", "#row": 1, "reason": "anak sakit"},
        {"#row": None, "place": "office", "reason": None},
    )
    a.store.commit(Change("test.put", (op,)), a.now_ms + 1)
    exchanged(a, b)
    [row] = b.store.select("assignment")
    assert (row["place"], row["reason"]) == ("office", None)
    assert b.store.disputes() == []


def forked(device: str, count: int, place: str) -> tuple[list[Tx], list[bytes]]:
    """Another history under the same device: `count` transactions and the chain before each."""
    chain = [b"\0" * 32]
    txs = []
    for seq in range(1, count + 1):
        txs.append(Tx(device, seq, seq, {}, "test.put", (RowWrite(11, f"p{seq}|2026-11-23", {1: place}),)))
        chain.append(chain_after(chain[-1], txs[-1]))
    return txs, chain


def test_a_fork_that_waited_is_found_when_its_turn_comes(device: Make) -> None:
    a = device("a")
    clone = hashlib.sha256(b"clone").hexdigest()[:16]
    true, true_chain = forked(clone, 2, "home")
    false, false_chain = forked(clone, 2, "office")
    a.receive(false[1:], false_chain[1])  # waits for change 1
    with pytest.raises(ForkFound):
        a.receive(true[:1], true_chain[0])
    assert a.store.log.vector() == {}


def test_what_waits_is_counted_once_and_never_below_nothing(device: Make) -> None:
    a, b = device("a"), device("b")
    for place in ("home", "office", "training"):
        a.put(*CELL, place=place)
    assert b.take(a, 3, 3).waiting == 1
    assert b.take(a, 3, 3).waiting == 1
    assert b.take(a, 2, 2).waiting == 2
    received = b.take(a, 1, 1)
    assert (received.applied, received.waiting) == (3, 0)


def test_two_writes_of_one_row_in_one_big_transaction_end_as_in_a_small_one(device: Make) -> None:
    a, b = device("a"), device("b")
    writes = (RowWrite(5, "x-1", {2: "Ani", 7: None}), RowWrite(5, "x-1", {2: "Budi", 7: "0812"}))
    filler = tuple(RowWrite(5, f"y-{n}", {2: "Citra"}) for n in range(60))
    a.receive([Tx("f" * 16, 1, 1, {}, "test.put", (*writes, *filler))], b"\0" * 32)
    b.receive([Tx("f" * 16, 1, 1, {}, "test.put", writes)], b"\0" * 32)
    for one in (a, b):
        assert one.shown("person", "x-1", "name") == "Budi"
        assert one.shown("person", "x-1", "phone") == "0812"


def test_a_long_queue_is_worked_off_in_order(device: Make) -> None:
    a, b = device("a"), device("b")
    for number in range(300):
        a.put("person", "x-1", phone=str(number))
    txs = a.txs()
    chain = [a.store.log.chain_at(a.name, seq) for seq in range(300)]
    for start in range(250, -1, -50):
        received = b.receive(txs[start : start + 50], chain[start])
    assert (received.applied, received.waiting) == (300, 0)
    assert b.shown("person", "x-1", "phone") == "299"
