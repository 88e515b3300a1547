"""What a store holds and says once a snapshot stands for a part of its log."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.domain.log import GENESIS, RowWrite, Tx, chain_after
from flexdesk.domain.snapshot import Ordering, Reduction, Snapshot
from flexdesk.store import history, snapshots
from flexdesk.store.digest import digest
from flexdesk.store.log import ForkFound
from flexdesk.store.store import Store

KEY = bytes(range(32))
ME, SHE, HE = "aa" * 8, "bb" * 8, "cc" * 8
NOW_MS = 1_795_400_000_000
ROW = "p1|2026-11-23"


def tx(device: str, seq: int, place: str, row: str = ROW, **seen: int) -> Tx:
    ctx = {{"she": SHE, "he": HE, "me": ME}[name]: number for name, number in seen.items()}
    write = RowWrite(11, row, {1: place})
    return Tx(device, seq, (NOW_MS + seq) << 16, ctx, "schedule.set_place", (write,))


HERS = [tx(SHE, seq, ("home", "office")[seq % 2]) for seq in range(1, 7)]
HERS += [tx(SHE, 7, "home", "p2|2026-12-01")]


def snapshot_of(*txs: Tx) -> Snapshot:
    ordering, reduction = Ordering(), Reduction()
    for one in txs:
        for ready in ordering.take([one]):
            reduction.take(ready)
    return Snapshot(reduction.kept(), ordering.vector, ordering.chains)


def chain_before(txs: list[Tx], seq: int) -> bytes:
    chain = GENESIS
    for one in txs[: seq - 1]:
        chain = chain_after(chain, one)
    return chain


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "unit", KEY, ME) as made:
        yield made


def install(store: Store, snapshot: Snapshot) -> snapshots.Received:
    with store.writing():
        return snapshots.install(store, snapshot, NOW_MS)


def receive(store: Store, txs: list[Tx], first: int, last: int):
    with store.writing():
        return store.log.receive(txs[first - 1 : last], chain_before(txs, first))


def test_it_stands_where_the_snapshot_ends_and_says_what_changed(store: Store) -> None:
    received = install(store, snapshot_of(*HERS))
    assert (received.applied, received.waiting) == (7, 0)
    (change,) = received.changes
    assert {op.row: op.after["place"] for op in change.ops if op.after.get("place")} == {
        ROW: "home",
        "p2|2026-12-01": "home",
    }
    assert store.log.vector() == {SHE: 7}
    assert store.log.chain_at(SHE, 7) == chain_before(HERS, 8)
    assert store.log.chain_at(SHE, 3) is None
    assert snapshots.stands_for(store) == {SHE: 7}
    assert store.log.first_bad() is None


def test_the_same_snapshot_again_and_an_older_one_change_nothing(store: Store) -> None:
    install(store, snapshot_of(*HERS))
    before = digest(store)
    for again in (snapshot_of(*HERS), snapshot_of(*HERS[:3])):
        received = install(store, again)
        assert (received.applied, received.changes) == (0, [])
    assert (digest(store), store.log.vector()) == (before, {SHE: 7})
    assert store.log.first_bad() is None


def test_a_newer_snapshot_goes_on_from_an_older_one_and_from_what_came_between(store: Store) -> None:
    install(store, snapshot_of(*HERS[:3]))
    receive(store, HERS, 4, 5)
    install(store, snapshot_of(*HERS))
    assert store.log.vector() == {SHE: 7}
    assert store.log.first_bad() is None
    with Store.create(store.folder.parent / "whole", KEY, "dd" * 8) as whole:
        receive(whole, HERS, 1, 7)
        assert digest(store) == digest(whole)
        assert not snapshots.stands_for(whole)


def test_what_waited_for_something_in_the_snapshot_is_applied(store: Store) -> None:
    his = [tx(HE, 1, "training", she=6)]
    assert receive(store, his, 1, 1).waiting == 1
    received = install(store, snapshot_of(*HERS))
    assert (received.applied, received.waiting) == (8, 0)
    assert store.get("assignment", ROW)["place"] == "training"
    assert store.disputes() == []


def test_a_batch_across_the_snapshots_end_is_held_against_its_chain(store: Store) -> None:
    install(store, snapshot_of(*HERS[:5]))
    assert receive(store, HERS, 3, 7).applied == 2
    other = [*HERS[:3], tx(SHE, 4, "training"), *HERS[4:]]
    with pytest.raises(ForkFound):
        receive(store, other, 3, 7)
    assert store.log.first_bad() is None


def test_another_history_than_is_here_is_refused_as_a_whole(store: Store) -> None:
    receive(store, HERS, 1, 4)
    before = digest(store)
    forked = snapshot_of(tx(SHE, 1, "home"), tx(SHE, 2, "training"), tx(HE, 1, "home", "p3|2026-12-02"))
    with pytest.raises(ForkFound), store.writing():
        snapshots.install(store, forked, NOW_MS)
    assert digest(store) == before
    mine = snapshot_of(tx(ME, 1, "home"))
    with pytest.raises(ForkFound), store.writing():
        snapshots.install(store, mine, NOW_MS)
    assert store.log.vector() == {SHE: 4}


def test_what_was_rejected_is_void_at_once(store: Store) -> None:
    ordering, reduction = Ordering(), Reduction()
    for ready in ordering.take(HERS):
        reduction.take(ready, None if ready.seq == 6 else ())
    install(store, Snapshot(reduction.kept(), ordering.vector, ordering.chains))
    assert store.get("assignment", ROW)["place"] == "office"
    assert store.log.rejected(SHE) == {(6, 0)}
    told = [(entry.seq, entry.void) for entry in history.of_row(store, "assignment", ROW)]
    assert told == [(5, False), (6, True)]


def test_a_row_is_made_again_in_the_order_in_which_it_was_written(store: Store) -> None:
    """A repair puts what the log lacked behind what was built on it."""
    receive(store, HERS, 1, 3)
    db = store.connection
    db.execute("UPDATE op SET tx = 90 WHERE tx = 1")
    db.execute("UPDATE tx SET pos = 90 WHERE pos = 1")
    with store.writing():
        store.log.rebuild(11, ROW)
    assert {(head.seq, head.value) for head in store.heads("assignment", ROW, "place")} == {(3, "office")}
    assert store.disputes() == []


@pytest.mark.scenario(58)
@pytest.mark.parametrize(
    ("sql", "bad"),
    [
        ("UPDATE op SET cells = '{\"1\":\"leave\"}' WHERE row LIKE 'p2%'", 7),
        ("UPDATE tx SET kind = 'other' WHERE seq = 6", 6),
        ("DELETE FROM op WHERE tx IN (SELECT pos FROM tx WHERE seq = 6)", 6),
        ("UPDATE tx SET kind = 'other' WHERE seq = 9", 9),
        ("UPDATE base SET chain = x'00' WHERE seq = 7", 8),
    ],
)
def test_an_altered_entry_is_named_also_where_only_a_rest_of_it_is_here(
    store: Store, sql: str, bad: int
) -> None:
    hers = [*HERS, tx(SHE, 8, "office"), tx(SHE, 9, "home")]
    install(store, snapshot_of(*HERS))
    receive(store, hers, 8, 9)
    assert store.log.first_bad() is None
    store.connection.execute(sql)
    assert store.log.first_bad() == (SHE, bad)


def test_its_past_is_told_as_far_as_it_is_here(store: Store) -> None:
    install(store, snapshot_of(*HERS))
    told = history.of_row(store, "assignment", ROW)
    assert [(entry.seq, entry.before, entry.after) for entry in told] == [(6, None, "home")]
    assert snapshots.is_shortened(store, "assignment", ROW)
    first = history.first_written(store, "assignment", [ROW])[ROW]
    assert first == history.instant(HERS[0].hlc)
    receive(store, [*HERS, tx(SHE, 8, "home", "p9|2026-12-03")], 8, 8)
    assert not snapshots.is_shortened(store, "assignment", "p9|2026-12-03")


def test_evaluations_and_the_like_keep_their_whole_past(store: Store) -> None:
    writes = [RowWrite(26, "s|2026-Q3", {14: text, 3: text}) for text in ("one", "two", "three")]
    log = [
        Tx(SHE, seq, (NOW_MS + seq) << 16, {}, "evaluation.lock", (write,))
        for seq, write in enumerate(writes, 1)
    ]
    install(store, snapshot_of(*log))
    told = [
        entry.after for entry in history.of_row(store, "evaluation", "s|2026-Q3") if entry.field == "note"
    ]
    assert told == ["one", "two", "three"]


def test_an_accepted_sample_keeps_the_rows_that_it_was_about(store: Store) -> None:
    rows = ["p|2026-11-02|h1", "p|2026-11-03|h2"]
    kind = "outputs.accept_sampled.0123abcd.2of40"
    log = [
        Tx(SHE, 1, 1 << 16, {}, "outputs.add", tuple(RowWrite(22, row, {1: "a"}) for row in rows)),
        Tx(SHE, 2, 2 << 16, {}, kind, tuple(RowWrite(22, row, {10: "accepted"}) for row in rows)),
        Tx(SHE, 3, 3 << 16, {}, "outputs.return", (RowWrite(22, rows[0], {10: "returned"}),)),
    ]
    install(store, snapshot_of(*log))
    (step,) = history.steps_of(store, "outputs.accept_sampled", "output")
    assert step.rows == tuple(rows)
    assert store.get("output", rows[0])["review"] == "returned"
