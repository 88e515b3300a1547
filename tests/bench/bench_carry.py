"""Carry files and codes: bytes against JSON with gzip -9 of the same edits, time against a copied store."""

import gzip
import json
import statistics
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from flexdesk.domain.log import GENESIS
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.keys.signing import SigningKey
from flexdesk.store.digest import dump
from flexdesk.sync import tiny, wire
from flexdesk.system.clock import FixedClock
from tests.bench.bench_wire import UNIT, as_json, one_by_one, week_fills
from tests.helpers.desks import kecamatan_desk


def _seconds(work: Callable[[], object], turns: int = 5) -> float:
    spans = []
    for _turn in range(turns):
        start = perf_counter()
        work()
        spans.append(perf_counter() - start)
    return statistics.median(spans)


def codes() -> None:
    signer, reader = SigningKey(bytes(range(32))), ReceivingKey.generate()
    print(
        f"{'edits as codes':28}{'sealed B':>9}{'gate':>6}{'codes':>6}{'letters':>8}{'json.gz':>9}{'ratio':>7}"
    )
    for name, txs, gate in (
        ("20 one by one, 1 s", one_by_one(signer, 20), 350),
        ("20 one by one, jitter", one_by_one(signer, 20, jitter_ms=400), 350),
        ("20 in one fill", week_fills(signer, 20, people=4), 350),
        ("200 one by one, jitter", one_by_one(signer, 200, jitter_ms=400), 0),
    ):
        blob = wire.encode_batch(UNIT, txs, GENESIS, signer, app="0.1.0")
        sealed = tiny.seal([blob], reader.recipient)
        texts = tiny.codes(sealed)
        other = len(as_json(txs))
        letters = max(map(len, texts))
        print(
            f"{name:28}{len(sealed):9,}{gate or '':>6}{len(texts):6}{letters:8}{other:9,}"
            f"{len(sealed) / other:7.2f}"
        )


def carry() -> None:
    with TemporaryDirectory() as room:
        clock = FixedClock(datetime(2026, 11, 21, 1, tzinfo=UTC))
        with kecamatan_desk(Path(room) / "unit", clock=clock) as desk:
            rows = json.dumps(dump(desk.store), ensure_ascii=False).encode()
            file = desk.carry.write()
            written_s = _seconds(desk.carry.write)
            facts_s = _seconds(desk.carry.facts, 50)
            copied_s = _seconds(lambda: desk.store.copy_to(Path(room) / "copy.db"))
            store = (desk.folder / "store.db").stat().st_size
            print()
            print(f"whole log of a kecamatan, {file.header.changes} transactions")
            print(f"  carry file {file.bytes:,} B; store {store:,} B; rows as JSON gzip -9 ", end="")
            print(f"{len(gzip.compress(rows, 9)):,} B; ratio {file.bytes / len(gzip.compress(rows, 9)):.2f}")
            print(f"  written and read back {written_s * 1e3:.0f} ms; copy of the store ", end="")
            print(f"{copied_s * 1e3:.0f} ms; ratio {written_s / copied_s:.2f}")
            print(f"  count of what is here only {facts_s * 1e3:.2f} ms")


def main() -> None:
    codes()
    carry()


if __name__ == "__main__":
    main()
