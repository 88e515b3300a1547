"""What a snapshot of a unit's year weighs and costs against the whole log, and what arrives after it.

Run with `python -m tests.bench.bench_snapshot` on a quiet machine. Limits: 80 kB for 13,000 days of fifty
people in whatever order they were filled; a new laptop is there as soon as by applying the whole log; twenty
edits go into such a unit in 15 ms; 15,000 writes a second in transactions of 500, the best of three. What the
sums of everything cost is printed beside it.
"""

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

from flexdesk.domain import sums
from flexdesk.domain.log import GENESIS, RowWrite, Tx, chain_after
from flexdesk.domain.snapshot import Ordering, Reduction, Snapshot
from flexdesk.keys.signing import SigningKey
from flexdesk.store import snapshots
from flexdesk.store.store import Store
from flexdesk.store.sums import KNOWN, sums_here
from flexdesk.sync import snapshot as wire
from flexdesk.sync.wire import chain_of, decode_batch, encode_batch
from tests.bench.unit_year import DEVICES, in_order, one_by_one

T = TypeVar("T")

UNIT = "00112233445566ff"
READER = "f" * 16
KEY = hashlib.sha256(b"bench").digest()
NOW_MS = 1_800_000_000_000
TXS_PER_BATCH = 500
SIZE_B = 80_000
TIMES = 1.25  # of the whole log's time, where nothing was ever changed and a snapshot saves nothing
RECEIVE_MS = 15.0
WRITES_A_SECOND = 15_000


def timed(work: Callable[[], T]) -> tuple[float, T]:
    began = perf_counter()
    result = work()
    return perf_counter() - began, result


def reduced(txs: Sequence[Tx]) -> tuple[Snapshot, Reduction]:
    ordering, reduction = Ordering(), Reduction()
    for tx in ordering.take(txs):
        reduction.take(tx)
    return Snapshot(reduction.kept(), ordering.vector, ordering.chains), reduction


def batched(key: SigningKey, txs: Sequence[Tx]) -> list[bytes]:
    """As their author signs them."""
    chain, found = GENESIS, []
    for start in range(0, len(txs), TXS_PER_BATCH):
        part = txs[start : start + TXS_PER_BATCH]
        found.append(encode_batch(UNIT, part, chain, key, app="0.1.0"))
        chain = chain_of(part, chain)
    return found


def replay(folder: Path, key: SigningKey, blobs: Sequence[bytes]) -> Store:
    """As a new laptop that applies what it is sent, batch by batch."""
    store = Store.create(folder, KEY, READER)
    for blob in blobs:
        batch = decode_batch(blob, public_key=key.public)
        with store.writing():
            store.log.receive(batch.txs, batch.previous_chain)
    return store


def resume(folder: Path, blob: bytes) -> Store:
    store = Store.create(folder, KEY, READER)
    snapshot = wire.decode(blob, UNIT, expected=wire.hash_of(blob))
    with store.writing():
        snapshots.install(store, snapshot, NOW_MS)
    return store


def one_year(folder: Path, name: str, planned: Sequence[Tx]) -> tuple[Store, dict[str, bool]]:
    folder.mkdir()
    key = SigningKey.generate()
    txs = [replace(tx, device=key.device) for tx in planned]
    blobs = batched(key, txs)
    whole = sum(map(len, blobs))
    making, (snapshot, reduction) = timed(
        lambda: reduced([tx for blob in blobs for tx in decode_batch(blob, public_key=key.public).txs])
    )
    packing, blob = timed(lambda: wire.encode(UNIT, snapshot, app="0.1.0"))
    resuming, resumed = timed(lambda: resume(folder / "resumed", blob))
    replaying, replayed = timed(lambda: replay(folder / "replayed", key, blobs))
    summing, here = timed(lambda: sums_here(resumed))
    assert here == sums_here(replayed) == sums.sums_of(reduction.heads(), KNOWN)
    replayed.close()
    print(
        f"{name}: {len(txs)} transactions, batches {whole} B, snapshot {len(blob)} B"
        f" ({len(blob) / whole:.2f} of them); made in {making:.2f} s, packed in {packing:.2f} s;"
        f" new laptop {resuming:.2f} s, by the log {replaying:.2f} s ({resuming / replaying:.2f} times);"
        f" sums of everything {summing * 1000:.0f} ms, {summing / replaying:.3f} of applying the log"
    )
    return resumed, {
        f"{name}: size": len(blob) <= SIZE_B,
        f"{name}: as soon as by the whole log": resuming <= TIMES * replaying,
    }


def receive_twenty(store: Store) -> float:
    """Milliseconds until twenty edits of a colleague are in; the median of fifty times."""
    rows = [row["key"] for row in store.select("assignment")][:1_000]
    seq = 0
    device = "cc" * 8
    chain = GENESIS
    times = []
    for turn in range(50):
        ctx = {name: number for name, number in store.log.vector().items() if name != device}
        txs = [
            Tx(
                device,
                seq + number + 1,
                (NOW_MS + seq + number) << 16,
                ctx,
                "schedule.set_place",
                (RowWrite(11, str(rows[(turn * 20 + number) % len(rows)]), {1: "home", 5: "typed"}),),
            )
            for number in range(20)
        ]
        began = perf_counter()
        with store.writing():
            store.log.receive(txs, chain)
        times.append(perf_counter() - began)
        for tx in txs:
            chain = chain_after(chain, tx)
        seq += 20
    return median(times) * 1000


def apply_rate(folder: Path) -> float:
    """Writes a second, 500 new rows and 500 changed ones in turn, a transaction each."""
    with Store.create(folder, KEY, READER) as store:
        chain = GENESIS
        txs = []
        for seq in range(1, 53):
            cells = {1: "home" if seq % 2 else "office", 5: "typed"}
            first = (seq - 1) // 2 * 500
            writes = tuple(
                RowWrite(11, f"p{number}|2026-11-23", cells) for number in range(first, first + 500)
            )
            txs.append(Tx(DEVICES[0], seq, (NOW_MS + seq) << 16, {}, "test", writes))
        began = perf_counter()
        for tx in txs:
            with store.writing():
                store.log.receive([tx], chain)
            chain = chain_after(chain, tx)
        return 500 * len(txs) / (perf_counter() - began)


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="flexdesk-bench-"))
    try:
        Store.create(folder / "warm", KEY, READER).close()
        kept: dict[str, bool] = {}
        for number, (name, txs) in enumerate(
            (
                ("weeks in order", list(in_order())),
                ("days one by one", list(one_by_one(again=0))),
                ("days one by one, a third again", list(one_by_one())),
            )
        ):
            store, found = one_year(folder / str(number), name, txs)
            kept |= found
            if name == "days one by one":
                twenty = receive_twenty(store)
                kept["receive 20"] = twenty <= RECEIVE_MS
                print(f"20 edits into a unit of {len(txs)} rows: {twenty:.1f} ms (limit {RECEIVE_MS:.0f})")
            store.close()
        rate = max(apply_rate(folder / f"rate{turn}") for turn in range(3))
        kept["apply"] = rate >= WRITES_A_SECOND
        print(f"{rate:.0f} writes a second in transactions of 500 (limit {WRITES_A_SECOND})")
    finally:
        shutil.rmtree(folder)
    for name, good in kept.items():
        print(f"{name}: {'within' if good else 'OVER'} budget")
    return 0 if all(kept.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
