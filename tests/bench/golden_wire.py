"""Writes golden batches for `tests/data/wire`: `python -m tests.bench.golden_wire FOLDER`.

Run once for each version of the format; vectors of older versions stay and must be read for ever.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from flexdesk.domain.log import GENESIS, RowWrite, Tx, canonical
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.keys.signing import SigningKey
from flexdesk.sync.bundle import write_bundle
from flexdesk.sync.bundle_header import Addressee
from flexdesk.sync.certificates import Role, issue
from flexdesk.sync.wire import chain_of, encode_batch
from tests.bench.bench_wire import UNIT, one_by_one, week_fills


def _future(signer: SigningKey) -> list[Tx]:
    """Ids that no registry knows, every type of value, views that change."""
    writes = (
        RowWrite(900, "a|b|c", {1: None, 2: -(1 << 63), 3: 0.1, 4: "é “kutip” 漢字 \u202e", 300: -0.0}),
        RowWrite(900, "a|b|d", {1: 1, 2: (1 << 63) - 1, 3: 1.0, 4: "", 300: 5e-324}),
        RowWrite(11, f"{signer.device}-12|2026-11-23", {0: 1}),
    )
    views = ({}, {"00ff00ff00ff00ff": 3}, {"00ff00ff00ff00ff": 4, "b": 1}, {"b": 2})
    return [
        Tx(signer.device, 41 + index, (1_795_500_000_000 + index << 16) + index, view, "future.kind", writes)
        for index, view in enumerate(views)
    ]


def main() -> None:
    folder = Path(sys.argv[1])
    signer = SigningKey(bytes(range(32)))
    cases = {
        "typed": one_by_one(signer, 20, jitter_ms=400),
        "filled": week_fills(signer, 300, people=12),
        "future": _future(signer),
        "single": one_by_one(signer, 1),
    }
    for name, txs in cases.items():
        (folder / f"{name}.batch").write_bytes(encode_batch(UNIT, txs, GENESIS, signer, app="0.1.0"))
        wanted = {
            "key": signer.public.hex(),
            "unit": UNIT,
            "app": "0.1.0",
            "chain": chain_of(txs, GENESIS).hex(),
            "txs": [json.loads(canonical(tx)) for tx in txs],
        }
        text = json.dumps(wanted, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{name}.json").write_text(text + "\n", "utf-8")
    _bundle(folder, signer, cases)


def _bundle(folder: Path, signer: SigningKey, cases: dict[str, list[Tx]]) -> None:
    """A whole file for readers that are not ours, and the key that opens it; no two are the same bytes."""
    issuer, box = SigningKey(bytes(range(100, 132))), ReceivingKey.generate()
    created = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    vouched = issue(
        issuer,
        unit=UNIT,
        sign_key=signer.public,
        receive=box.recipient,
        role=Role.HEAD,
        holder="Sri Wahyuni",
        valid_from=created,
    )
    write_bundle(
        folder / "example.flexdesk",
        unit=UNIT,
        signer=signer,
        number=7,
        recipients=[box.recipient],
        batches=[
            encode_batch(UNIT, cases[name], GENESIS, signer, app="0.1.0") for name in ("typed", "future")
        ],
        prerequisites={"00ff00ff00ff00ff": 4},
        addressee=Addressee.UNIT,
        created=created,
        app="0.1.0",
        certificates=[vouched],
    )
    wanted = {"identity": box.identity, "issuer": issuer.public.hex(), "batches": ["typed", "future"]}
    (folder / "example.json").write_text(json.dumps(wanted, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
