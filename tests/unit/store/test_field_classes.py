"""What the class of a column changes in the merge: who is asked, what is shown, what may be written over."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from flexdesk.domain import schema
from flexdesk.domain.log import RowWrite, Tx
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.schema import Merge
from flexdesk.store.once import WrittenOnce
from flexdesk.store.store import Store
from tests.helpers.devices import Device, exchanged

Make = Callable[[str], Device]
FILE = ("evidence", "p1|2026-11-23|9f|a1")


def test_the_later_place_in_a_list_is_shown_and_nobody_is_asked(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put("person", "x-1", name="Budi", order=1)
    b.take(a)
    a.put("person", "x-1", order=2)
    b.now_ms = a.now_ms + 5_000
    b.put("person", "x-1", order=3)
    exchanged(a, b)
    for one in (a, b):
        assert one.shown("person", "x-1", "order") == 3
        assert one.values("person", "x-1", "order") == {2, 3}  # the other one is kept
        assert one.store.disputes() == []


def test_a_row_that_was_deleted_does_not_come_back_because_it_was_moved_up(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put("person", "x-1", name="Budi", order=1)
    b.take(a)
    a.delete("person", "x-1")
    b.put("person", "x-1", order=9)
    exchanged(a, b)
    assert a.store.select("person") == b.store.select("person") == []
    assert a.store.disputes() == b.store.disputes() == []


def test_of_two_who_attach_one_file_apart_the_first_stands(device: Make) -> None:
    a, b = device("a"), device("b")
    a.put(*FILE, name="foto.jpg", bytes=10)
    b.now_ms = a.now_ms + 5_000
    b.put(*FILE, name="IMG_001.jpg", bytes=10)
    exchanged(a, b)
    for one in (a, b):
        assert one.shown(*FILE, "name") == "foto.jpg"
        assert one.store.disputes() == []


def test_a_record_of_what_was_is_not_written_over_but_may_go_and_come_back(device: Make) -> None:
    a = device("a")
    made = a.put(*FILE, name="foto.jpg", bytes=10)
    with pytest.raises(WrittenOnce):
        a.put(*FILE, name="lain.jpg")
    assert a.shown(*FILE, "name") == "foto.jpg"
    assert made is not None
    undone = a.store.commit(made.inverse(), a.now_ms + 1)
    assert undone is not None
    assert a.store.commit(undone.inverse(), a.now_ms + 2) is not None
    a.delete(*FILE)
    again = Op(*FILE, {"#row": 1, "name": "foto.jpg"}, {"#row": None, "name": "lain.jpg"})
    assert a.store.commit(Change("test.again", (again,)), a.now_ms + 3) is not None
    assert a.shown(*FILE, "name") == "lain.jpg"


def test_what_another_program_wrote_over_it_in_full_knowledge_is_merged_as_everywhere(device: Make) -> None:
    a = device("a")
    a.put(*FILE, name="foto.jpg", bytes=10)
    later = Tx("f" * 16, 1, 1, {a.name: 1}, "test.put", (RowWrite(56, FILE[1], {1: "lain.jpg"}),))
    a.receive([later], b"\0" * 32)
    assert a.shown(*FILE, "name") == "lain.jpg"
    assert a.store.disputes() == []


def test_a_question_that_is_none_any_more_leaves_the_list_at_the_upgrade(
    tmp_path: Path, device: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = schema.COLUMN_BY_ID[5, 15]
    a, b = device("a"), device("b")
    a.put("person", "x-1", name="Budi", order=1)
    b.take(a)
    with monkeypatch.context() as older:
        asked = schema.Column(order.id, order.name, order.kind, Merge.MVR)
        older.setitem(schema.COLUMN_BY_ID, (5, 15), asked)
        a.put("person", "x-1", order=2)
        b.put("person", "x-1", order=3)
        exchanged(a, b)
        assert [dispute.field for dispute in a.store.disputes()] == ["order"]
        a.store.connection.execute("UPDATE setting SET value = 'older' WHERE name = 'registry'")
        a.store.close()
    with Store.open(tmp_path / "a", hashlib.sha256(b"key").digest(), a.name) as again:
        assert again.disputes() == []
        assert {head.value for head in again.heads("person", "x-1", "order")} == {2, 3}
