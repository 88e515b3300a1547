"""Throws damaged batches at the decoder: `python -m tests.bench.soak_wire [COUNT]`; 20,000 unless told.

Half are damaged on their way, half were made badly by a rightful author, so that they pass the signature.
"""

import random
import sys
from collections import Counter
from time import perf_counter

from flexdesk.domain.log import GENESIS, canonical
from flexdesk.keys.signing import SigningKey
from flexdesk.sync import body, envelope, strict_cbor, wire
from flexdesk.sync.envelope import Purpose
from flexdesk.sync.faults import WireFault
from tests.bench.bench_wire import UNIT, one_by_one, week_fills


def _damaged(rng: random.Random, data: bytes) -> bytes:
    found = bytearray(data)
    for _change in range(rng.randrange(1, 6)):
        at = rng.randrange(len(found) or 1)
        match rng.randrange(4):
            case 0:
                found[at : at + 1] = bytes((rng.randrange(256),))
            case 1:
                del found[at : at + rng.randrange(1, 9)]
            case 2:
                found[at:at] = rng.randbytes(rng.randrange(1, 9))
            case _:
                found[at : at + 4] = rng.choice((b"\xff" * 4, bytes(4), b"\x7f\xff\xff\xff"))
    return bytes(found)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    rng = random.Random(1)
    signer = SigningKey(bytes(range(32)))
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for turn in range(count):
        make = one_by_one if turn % 3 else week_fills
        txs = make(signer, rng.randrange(1, 12), seed=rng.randrange(50), people=4)
        blob = wire.encode_batch(UNIT, txs, GENESIS, signer, app="0.1.0")
        if turn % 2:
            blob = _damaged(rng, blob)
        else:
            payload, _signature = envelope.parts(blob)
            head, end = strict_cbor.read_byte_string(payload, 0)
            stored = bytes((*head[:-8], wire.STORED, *head[-7:])) if turn % 4 else head
            packed = _damaged(rng, body.pack(txs) if stored is not head else payload[end:])
            made = strict_cbor.byte_string_head(len(head)) + stored + packed
            blob = envelope.seal(made, signer, Purpose.BATCH)
        start = perf_counter()
        try:
            arrived = wire.decode_batch(blob, public_key=signer.public).txs
        except WireFault as fault:
            outcomes[fault.reason] += 1
        else:
            assert list(map(canonical, arrived)) == list(map(canonical, txs))
            outcomes["same content"] += 1
        slowest = max(slowest, perf_counter() - start)
    print(dict(outcomes), f"slowest {slowest * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
