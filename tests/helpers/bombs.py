"""Small things that want to become large, and a process that lets each go off by itself and weighs it.

Run as a program it reads lines of JSON (`[name, folder]`) and answers with what became of the bomb, how many
seconds it took and by how many kB the process grew. Linux only: it asks /proc.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

import cbor2
import pyrage
import zstandard

from flexdesk.domain.log import GENESIS
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.keys.signing import SigningKey
from flexdesk.sync import bundle, columns, envelope, messages, strict_cbor, wire
from flexdesk.sync.columns import write_ints, write_varint
from flexdesk.sync.dictionaries import PLAIN, STORED, compressor
from flexdesk.sync.envelope import Purpose

UNIT = "5f0c2d6a9b174e38"
AUTHOR = SigningKey(bytes(range(32)))
MB = 1 << 20


def batch(raw: bytes, *, count: int = 1, packing: int = PLAIN, packed: bytes | None = None) -> bytes:
    """Signed by an author who may sign, with a body that no program writes."""
    header = wire.BatchHeader(UNIT, AUTHOR.device, 1, count, GENESIS, bytes(8), 1, packing, "0.1.0")
    if packed is None:
        packed = compressor(packing, 3, len(raw)).compress(raw) if packing else raw
    return envelope.seal(wire._header_bytes(header) + packed, AUTHOR, Purpose.BATCH)


def constant(out: bytearray, value: int) -> None:
    """A column of numbers that are all the same, however many: three bytes."""
    out.append(0)
    columns.write_signed(out, value)


def same_text(out: bytearray, text: str) -> None:
    """A column of texts that are all the same."""
    out.append(columns._DICTIONARY)
    write_varint(out, 1)
    columns._write_plain(out, [text])
    constant(out, 0)


def start_of_body(out: bytearray, writes: int) -> None:
    """Kinds, times, counters, writes of each transaction; nothing seen."""
    same_text(out, "k")
    for value in (1, 0, writes):
        constant(out, value)
    write_varint(out, 0)


def one_shape(out: bytearray, columns_of_it: int, parts: int = 1) -> None:
    write_varint(out, 1)
    for value in (11, parts, columns_of_it):
        write_ints(out, [value])
    write_ints(out, list(range(1, columns_of_it + 1)))
    constant(out, 0)


def long_keys(parts: int, mode: Callable[[bytearray, str], None]) -> bytes:
    """100,000 rows whose key is a text of one megabyte, written once."""
    out = bytearray()
    start_of_body(out, 2)
    one_shape(out, 1, parts)
    for _part in range(parts):
        mode(out, "x" * MB)
    constant(out, 0)
    return batch(bytes(out), count=50_000)


def counted_keys(out: bytearray, text: str) -> None:
    out.append(columns._COUNTERS)
    same_text(out, text)
    constant(out, 7)


def long_views() -> bytes:
    """100,000 transactions, each of whose authors had seen one device more than the one before."""
    count, out = 100_000, bytearray()
    same_text(out, "k")
    for value in (1, 0, 0):
        constant(out, value)
    write_varint(out, count)
    write_ints(out, list(range(count)))
    constant(out, 1)
    out.append(columns._COUNTERS)
    same_text(out, "d")
    write_ints(out, list(range(count)))
    constant(out, 1)
    write_varint(out, 0)
    return batch(bytes(out), count=count)


def most_cells() -> bytes:
    """As many rows and cells as a body may have, in a few hundred bytes."""
    out = bytearray()
    start_of_body(out, 2)
    one_shape(out, 5)
    out.append(columns._COUNTERS)
    same_text(out, "")
    write_ints(out, list(range(200_000)))
    for _column in range(5):
        constant(out, columns._FLOAT)
        out += bytes(8 * 200_000)
    return batch(bytes(out), count=100_000)


def unstated_zstd() -> bytes:
    parameters = zstandard.ZstdCompressionParameters(
        format=zstandard.FORMAT_ZSTD1_MAGICLESS, write_content_size=False
    )
    return batch(
        b"", packed=zstandard.ZstdCompressor(compression_params=parameters).compress(bytes(100 * MB))
    )


def header(data: bytes) -> bytes:
    return envelope.seal(strict_cbor.byte_string_head(len(data)) + data, AUTHOR, Purpose.BATCH)


def many_ops() -> bytes:
    held = cbor2.loads(strict_cbor.read_byte_string(envelope.parts(batch(b"x", packing=STORED))[0], 0)[0])
    return header(cbor2.dumps({**held, 4: 10**9}, canonical=True))


BATCHES: dict[str, Callable[[], bytes]] = {
    "zstd of 33 MB": lambda: batch(bytes(33 * MB)),
    "zstd of unstated size": unstated_zstd,
    "zstd of 1 GB": lambda: batch(b"", packed=_gigabyte()),
    "deep header": lambda: header(b"\x81" * 900 + b"\x00"),
    "keys twice": lambda: header(b"\xa2\x00\x01\x00\x01"),
    "one-megabyte integer": lambda: header(b"\xc2\x5a\x00\x10\x00\x00" + b"\xff" * MB),
    "a billion ops": many_ops,
    "long keys": lambda: long_keys(1, same_text),
    "long keys of eight parts": lambda: long_keys(8, same_text),
    "long counted keys": lambda: long_keys(1, counted_keys),
    "long views": long_views,
    "most cells": most_cells,
}


def _gigabyte() -> bytes:
    """A frame that says 1 GB and holds it."""
    made = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters.from_level(
            1, format=zstandard.FORMAT_ZSTD1_MAGICLESS, source_size=1 << 30
        )
    ).compressobj(size=1 << 30)
    return b"".join([*(made.compress(bytes(16 * MB)) for _part in range(64)), made.flush()])


def message(payload: bytes) -> bytes:
    return envelope.seal(payload, AUTHOR, Purpose.MESSAGE)


MESSAGES: dict[str, Callable[[], bytes]] = {
    "deep message": lambda: message(b"\x81" * 1_000_000 + b"\x00"),
    "keys twice": lambda: message(b"\xa2\x00\x01\x00\x01"),
    "one-megabyte integer": lambda: message(b"\xa1\x00\xc2\x5a\x00\x10\x00\x00" + b"\xff" * MB),
    "nine million lists": lambda: message(b"\x9a\x00\x89\x54\x40" + b"\x80" * 9_000_000),
    "a million keys": lambda: message(
        b"\xba\x00\x0f\x42\x40"
        + b"".join(b"\x1a" + key.to_bytes(4, "big") + b"\x00" for key in range(1 << 20))[:-1]
    ),
    "an array of 2**40": lambda: message(b"\xa1\x00\x9b\x00\x00\x01\x00\x00\x00\x00\x00"),
    "nothing at all": lambda: bytes(9 * MB),
}


def many_items(recipient: str) -> bytes:
    """A file of thirty million empty items."""
    plain = b"\x01\x40" + b"\x02\x40" * (30 * MB)
    sealed: bytes = pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(recipient)])
    return sealed


# the process


def _weigh(name: str, folder: str) -> list[object]:
    kind, _colon, bomb = name.partition(":")
    read: Callable[[], object]
    if kind == "batch":
        data = (Path(folder) / "bomb").read_bytes()
        read = lambda: wire.decode_batch(data, public_key=AUTHOR.public)  # noqa: E731
    elif kind == "message":
        data = (Path(folder) / "bomb").read_bytes()
        read = lambda: messages.decode_sync_request(data)  # noqa: E731
    else:
        identity = ReceivingKey((Path(folder) / "identity").read_text())
        read = lambda: bundle.read_bundle(  # noqa: E731
            Path(folder) / "bomb", identity, unit=None, issuers=(), known={AUTHOR.device: AUTHOR.public}
        )
    Path("/proc/self/clear_refs").write_text("5")
    before, start = _kb("VmRSS"), process_time()
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    try:
        read()
        told = "read"
    except MemoryError:
        told = "MemoryError"
    except Exception as error:
        told = f"{type(error).__name__} {getattr(error, 'reason', '')}".strip()
    return [bomb, told, round(process_time() - start, 3), _kb("VmHWM") - before]


def _kb(field: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(field)))


def main() -> None:
    for line in sys.stdin:
        name, folder = json.loads(line)
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.write(writing, json.dumps(_weigh(name, folder)).encode())
            os._exit(0)
        os.close(writing)
        os.wait()
        print(os.read(reading, 1 << 16).decode(), flush=True)
        os.close(reading)


if __name__ == "__main__":
    main()
