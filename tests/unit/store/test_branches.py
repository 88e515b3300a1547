"""Taking a copied laptop's changes out leaves what others did without them, and all that came before."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from flexdesk.domain.log import GENESIS, RowWrite, Tx, chain_after
from flexdesk.domain.snapshot import Ordering, Reduction, Snapshot
from flexdesk.store import branches, snapshots
from flexdesk.store.store import Store

KEY = bytes(range(32))
ME, SHE, HE = "aa" * 8, "bb" * 8, "cc" * 8
NAMES = {"me": ME, "she": SHE, "he": HE}
NOW_MS = 1_795_400_000_000


def tx(device: str, seq: int, row: str, text: str, **seen: int) -> Tx:
    ctx = {NAMES[name]: number for name, number in seen.items()}
    return Tx(device, seq, (NOW_MS + seq) << 16, ctx, "test", (RowWrite(5, row, {2: text}),))


HERS = [tx(SHE, seq, f"{SHE}-{seq}", f"hers {seq}") for seq in range(1, 6)]
HIS = [
    tx(HE, 1, "x-1", "alone"),
    tx(HE, 2, "x-2", "knew her second", she=2),
    tx(HE, 3, "x-2", "knew her fourth", she=4),
    tx(HE, 4, "x-3", "after that", she=4),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "unit", KEY, ME) as made:
        yield made


def receive(store: Store, txs: Sequence[Tx], chain: bytes = GENESIS) -> None:
    with store.writing():
        store.log.receive(txs, chain)


def withdraw(store: Store, device: str, keep: int) -> list[Tx]:
    with store.writing():
        return branches.withdraw(store, device, keep)


def names(store: Store) -> dict[str, object]:
    return {str(row["key"]): row["name"] for row in store.select("person")}


def test_what_was_built_on_it_waits_and_all_else_stays(store: Store) -> None:
    receive(store, HERS)
    receive(store, HIS)
    gone = withdraw(store, SHE, 2)
    assert [(one.device, one.seq) for one in gone] == [(ME, 3), (ME, 4), (ME, 5)]
    keys = [one.writes[0].row for one in gone]
    assert [key.partition("-")[2] for key in keys] == ["3", "4", "5"]
    assert not {f"{SHE}-3", f"{SHE}-4", f"{SHE}-5"} & set(keys)
    assert store.log.vector() == {SHE: 2, HE: 2}
    assert [(one.device, one.seq) for one in store.log.waiting()] == [(HE, 3), (HE, 4)]
    assert names(store) == {
        f"{SHE}-1": "hers 1",
        f"{SHE}-2": "hers 2",
        "x-1": "alone",
        "x-2": "knew her second",
    }
    assert store.log.first_bad() is None


def test_two_copies_of_one_disk_call_what_both_held_alike_and_what_each_made_apart(tmp_path: Path) -> None:
    keys = []
    for name, text in (("one", "made by one"), ("other", "made by the other")):
        with Store.create(tmp_path / name, KEY, ME if name == "one" else HE) as store:
            receive(store, [*HERS[:4], tx(SHE, 5, f"{SHE}-5", text)])
            keys.append([gone.writes[0].row for gone in withdraw(store, SHE, 2)])
    (third, fourth, fifth), (same_third, same_fourth, other_fifth) = keys
    assert (third, fourth) == (same_third, same_fourth)
    assert fifth != other_fifth


def test_a_log_that_goes_as_a_whole_is_as_if_it_had_never_come(store: Store) -> None:
    receive(store, HERS)
    receive(store, HIS)
    withdraw(store, SHE, 0)
    assert store.log.vector() == {HE: 1}
    assert names(store) == {"x-1": "alone"}
    assert len(store.log.waiting()) == 3


def test_what_waits_comes_back_once_its_like_is_here(store: Store) -> None:
    receive(store, HERS)
    receive(store, HIS)
    withdraw(store, SHE, 3)
    chain = store.log.chain(SHE)
    receive(store, [tx(SHE, 4, f"{SHE}-4", "the other copy's"), HERS[4]], chain)
    assert store.log.vector() == {SHE: 5, HE: 4}
    assert names(store)[f"{SHE}-4"] == "the other copy's"
    assert names(store)["x-3"] == "after that"
    assert store.log.first_bad() is None


def test_what_a_snapshot_stands_for_stays(store: Store) -> None:
    ordering, reduction = Ordering(), Reduction()
    for part in (HERS[:3], HIS[:2]):
        for ready in ordering.take(part):
            reduction.take(ready)
    with store.writing():
        snapshots.install(store, Snapshot(reduction.kept(), ordering.vector, ordering.chains), NOW_MS)
    receive(store, HERS[3:], store.log.chain(SHE))
    receive(store, HIS[2:], store.log.chain(HE))
    before = {device: store.log.chain_at(device, seq) for device, seq in ordering.vector.items()}
    assert [one.seq for one in withdraw(store, SHE, 3)] == [4, 5]
    assert store.log.vector() == {SHE: 3, HE: 2}
    assert {device: store.log.chain(device) for device in before} == before
    chain = before[SHE]
    assert chain is not None
    assert chain_after(chain, HERS[3]) != store.log.chain(SHE)
    assert names(store)["x-2"] == "knew her second"
    assert store.log.first_bad() is None
