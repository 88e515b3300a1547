"""Bytes and time of signed batches against JSON with gzip -9, printed as a table."""

import gzip
import json
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from time import perf_counter

from flexdesk.domain.log import GENESIS, RowWrite, Tx
from flexdesk.domain.schema import COLUMN_BY_ID
from flexdesk.keys.signing import SigningKey
from flexdesk.sync import body, wire

UNIT = "5f0c2d6a9b174e38"
PLACES = ("office", "home", "other_office", "duty_travel", "leave", "training")
WEIGHTS = (52, 28, 6, 7, 5, 2)
START_MS = 1_795_500_000_000
ASSIGNMENT, PLACE, SOURCE = 11, 1, 5
OTHER = "c95a1e07f3b2d846"  # the device of a colleague


def _cell(device: str, person: int, day: date, place: str) -> RowWrite:
    return RowWrite(ASSIGNMENT, f"{device}-{person}|{day.isoformat()}", {PLACE: place})


def one_by_one(
    signer: SigningKey, count: int, *, seed: int = 1, jitter_ms: int = 0, people: int = 50, days: int = 22
) -> list[Tx]:
    """Cells typed one after the other by one person, a second apart."""
    rng = random.Random(seed)
    monday = date(2026, 11, 2)
    txs: list[Tx] = []
    now = START_MS
    for seq in range(1, count + 1):
        now += 1000 + (rng.randrange(-jitter_ms, jitter_ms + 1) if jitter_ms else 0)
        place = rng.choices(PLACES, WEIGHTS)[0]
        day = monday + timedelta(days=rng.randrange(days))
        write = _cell(signer.device, 12 + rng.randrange(people), day, place)
        txs.append(Tx(signer.device, seq, now << 16, {OTHER: 41}, "schedule.set_place", (write,)))
    return txs


def week_fills(signer: SigningKey, count: int, *, seed: int = 1, people: int = 50) -> list[Tx]:
    """Whole weeks of a unit, filled in order, one transaction for each week."""
    rng = random.Random(seed)
    txs: list[Tx] = []
    monday, now = date(2026, 1, 5), START_MS
    while sum(len(tx.writes) for tx in txs) < count:
        now += 60_000 + rng.randrange(30_000)
        week = [
            _cell(signer.device, 12 + person, monday + timedelta(days=day), rng.choices(PLACES, WEIGHTS)[0])
            for person in range(people)
            for day in range(5)
        ]
        seen = {OTHER: 41}
        txs.append(Tx(signer.device, len(txs) + 1, now << 16, seen, "schedule.fill_week", tuple(week)))
        monday += timedelta(days=7)
    return txs


def with_source(txs: Sequence[Tx]) -> list[Tx]:
    """The same edits as first entries of their cells, which also say who put them there."""
    return [
        replace(tx, writes=tuple(replace(w, cells={**w.cells, SOURCE: "typed"}) for w in tx.writes))
        for tx in txs
    ]


def as_json(txs: Sequence[Tx]) -> bytes:
    """What a usual JSON interface would send: one object for each edit, gzip -9."""
    edits = [
        {
            "seq": tx.seq,
            "at": tx.hlc >> 16,
            "kind": tx.kind,
            "table": "assignment",
            "row": write.row,
            "column": COLUMN_BY_ID[write.table, column].name,
            "value": value,
        }
        for tx in txs
        for write in tx.writes
        for column, value in write.cells.items()
    ]
    return gzip.compress(json.dumps({"device": txs[0].device, "edits": edits}).encode(), 9)


def _seconds(work: Callable[[], object]) -> float:
    spans = []
    for _turn in range(5):
        start = perf_counter()
        work()
        spans.append(perf_counter() - start)
    return statistics.median(spans)


def main() -> None:
    signer = SigningKey(bytes(range(32)))
    cases = [
        ("20 one by one, 1 s", one_by_one(signer, 20), 300),
        ("20 one by one, jitter", one_by_one(signer, 20, jitter_ms=400), 300),
        ("20 with source, jitter", with_source(one_by_one(signer, 20, jitter_ms=400)), None),
        ("20 in one fill", week_fills(signer, 20, people=4), 300),
        ("880 one by one, jitter", one_by_one(signer, 880, jitter_ms=400), None),
        ("10,000 one by one, 1 s", one_by_one(signer, 10_000), 42_000),
        ("10,000 one by one, jitter", one_by_one(signer, 10_000, jitter_ms=400), 42_000),
        ("10,000 in week fills", week_fills(signer, 10_000), 6_500),
    ]
    print(f"{'edits':28}{'batch B':>9}{'body B':>9}{'budget':>8}{'json.gz':>9}{'ratio':>7}", end="")
    print(f"{'pack ms':>9}{'batch ms':>9}{'gzip ms':>9}{'read ms':>9}")
    for name, txs, budget in cases:
        blob = wire.encode_batch(UNIT, txs, GENESIS, signer, app="0.1.0")
        _packing, packed = wire._compressed(body.pack(txs))
        other = len(as_json(txs))
        pack_s = _seconds(lambda txs=txs: wire._compressed(body.pack(txs)))  # type: ignore[misc]
        encode_s = _seconds(lambda txs=txs: wire.encode_batch(UNIT, txs, GENESIS, signer, app="0.1.0"))  # type: ignore[misc]
        gzip_s = _seconds(lambda txs=txs: as_json(txs))  # type: ignore[misc]
        read_s = _seconds(lambda blob=blob: wire.decode_batch(blob, public_key=signer.public))  # type: ignore[misc]
        print(
            f"{name:28}{len(blob):9,}{len(packed):9,}{budget or '':>8}{other:9,}{len(blob) / other:7.2f}"
            f"{pack_s * 1e3:9.1f}{encode_s * 1e3:9.1f}{gzip_s * 1e3:9.1f}{read_s * 1e3:9.1f}"
        )


if __name__ == "__main__":
    main()
