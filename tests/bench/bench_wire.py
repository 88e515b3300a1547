"""Bytes and time of signed batches against JSON with gzip -9, printed as a table."""

import gzip
import json
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from time import perf_counter

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

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


def _seconds(works: Sequence[Callable[[], object]]) -> list[float]:
    """The median of each, by turns, so that a busy machine slows all of them."""
    spans: list[list[float]] = [[] for _work in works]
    for _turn in range(7):
        for found, work in zip(spans, works, strict=True):
            start = perf_counter()
            work()
            found.append(perf_counter() - start)
    return list(map(statistics.median, spans))


@dataclass(frozen=True)
class Case:
    """Edits, and the gates of the design for them in bytes and against JSON with gzip -9; 0 is none."""

    name: str
    txs: list[Tx]
    batch: int = 0
    body: int = 0
    sealed: int = 0
    share: float = 0.0
    time: float = 0.0


def cases(signer: SigningKey) -> list[Case]:
    return [
        Case("20 one by one, 1 s", one_by_one(signer, 20), batch=300, sealed=350),
        Case("20 one by one, jitter", one_by_one(signer, 20, jitter_ms=400), batch=300, sealed=350),
        Case("20 with source, jitter", with_source(one_by_one(signer, 20, jitter_ms=400)), batch=300),
        Case("20 in one fill", week_fills(signer, 20, people=4), batch=300, sealed=350),
        Case("880 one by one, jitter", one_by_one(signer, 880, jitter_ms=400)),
        Case("10,000 one by one, 1 s", one_by_one(signer, 10_000), body=42_000, share=0.30, time=0.5),
        Case(
            "10,000 one by one, jitter",
            one_by_one(signer, 10_000, jitter_ms=400),
            body=42_000,
            share=0.30,
            time=0.5,
        ),
        Case("10,000 in week fills", week_fills(signer, 10_000), body=6_500, share=0.10, time=0.5),
    ]


def sealed_to_server(blob: bytes) -> int:
    """Bytes of a batch for the server's key alone, as the smallest carrier would seal it: HPKE, base mode."""
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
    return len(suite.encrypt(blob, X25519PrivateKey.generate().public_key()))


def _gate(value: float, gate: float, form: str) -> str:
    if not gate:
        return f"{value:{form}}{'':>9}"
    return f"{value:{form}}{'<=' if value <= gate else ' >':>3}{gate:>6{',' if gate >= 1 else '.2f'}}"


def main() -> None:
    signer = SigningKey(bytes(range(32)))
    print(f"{'edits':27}{'batch B':>8}{'gate':>9}{'body B':>8}{'gate':>9}{'sealed':>7}{'gate':>9}", end="")
    print(f"{'json.gz':>9}{'bytes x':>8}{'gate':>9}{'time x':>7}{'gate':>9}{'read ms':>9}")
    for case in cases(signer):
        blob = wire.encode_batch(UNIT, case.txs, GENESIS, signer, app="0.1.0")
        _packing, packed = wire._compressed(body.pack(case.txs))
        other = len(as_json(case.txs))
        pack_s, gzip_s, read_s = _seconds(
            (
                lambda txs=case.txs: wire._compressed(body.pack(txs)),  # type: ignore[misc]
                lambda txs=case.txs: as_json(txs),  # type: ignore[misc]
                lambda blob=blob: wire.decode_batch(blob, public_key=signer.public),  # type: ignore[misc]
            )
        )
        print(
            f"{case.name:27}{_gate(len(blob), case.batch, '8,')}{_gate(len(packed), case.body, '8,')}"
            f"{_gate(sealed_to_server(blob), case.sealed, '7,')}{other:9,}"
            f"{_gate(len(packed) / other, case.share, '8.2f')}{_gate(pack_s / gzip_s, case.time, '7.2f')}"
            f"{read_s * 1e3:9.1f}"
        )


if __name__ == "__main__":
    main()
