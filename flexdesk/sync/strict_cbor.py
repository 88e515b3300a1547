"""Deterministic CBOR (RFC 8949 section 4.2) of plain values, read back strictly.

Map keys are small non-negative integers and there are no tags and no floats, so that the order of keys is the
same under every reading of the standard. What does not re-encode to the same bytes is refused.
"""

from typing import Any

import cbor2

MAX_DEPTH = 6
MAX_BYTES = 1 << 20
MAX_ITEMS = 1 << 15  # values of all kinds; what is long in an honest message is a byte string
_FEW = 1 << 10  # bytes; so short a text cannot hold too many
_PLAIN = (int, str, bytes, bool, type(None))


def encode(value: Any) -> bytes:
    return cbor2.dumps(value, canonical=True)


def decode(data: bytes, *, max_bytes: int = MAX_BYTES, max_items: int = MAX_ITEMS) -> Any:
    """One value that fills `data`; raises ValueError for anything else."""
    if len(data) > max_bytes:
        raise ValueError("size")
    if len(data) > _FEW:
        _require_few_items(data, max_items)
    try:
        value = cbor2.loads(data, max_depth=MAX_DEPTH, allow_indefinite=False, allow_duplicate_keys=False)
    except (cbor2.CBORError, ValueError, ArithmeticError, TypeError, RecursionError) as error:
        raise ValueError("cbor") from error
    if not _is_plain(value) or encode(value) != data:
        raise ValueError("cbor")
    return value


def _require_few_items(data: bytes, most: int) -> None:
    """Raises ValueError for more than `most`, before one of them becomes an object of many more bytes."""
    at = 0
    for _item in range(most + 1):
        if at >= len(data):
            return
        kind, short = data[at] >> 5, data[at] & 31
        size = 0 if short < 24 else 1 << (short - 24)
        if short > 27:
            raise ValueError("cbor")
        length = int.from_bytes(data[at + 1 : at + 1 + size], "big") if size else short
        at += 1 + size + (length if kind in (2, 3) else 0)
    raise ValueError("items")


def _is_plain(value: Any) -> bool:
    if type(value) is int:
        return -(1 << 63) <= value < 1 << 64
    if type(value) is list:
        return all(map(_is_plain, value))
    if type(value) is dict:
        return all(type(key) is int and key >= 0 and _is_plain(held) for key, held in value.items())
    return type(value) in _PLAIN


def byte_string_head(length: int) -> bytes:
    """The head of a CBOR byte string of that length, in its shortest form."""
    if length < 24:
        return bytes((0x40 | length,))
    for code, size in ((0x58, 1), (0x59, 2), (0x5A, 4)):
        if length < 1 << (8 * size):
            return bytes((code,)) + length.to_bytes(size, "big")
    raise ValueError("size")


def read_byte_string(data: bytes, start: int) -> tuple[bytes, int]:
    """A byte string that begins at `start`, and where it ends; raises ValueError."""
    if start >= len(data):
        raise ValueError("cut")
    first = data[start]
    size = {0x58: 1, 0x59: 2, 0x5A: 4}.get(first, 0)
    if not size and not 0x40 <= first < 0x58:
        raise ValueError("cbor")
    begin = start + 1 + size
    length = int.from_bytes(data[start + 1 : begin], "big") if size else first & 0x1F
    end = begin + length
    if end > len(data) or data[start:begin] != byte_string_head(length):
        raise ValueError("cbor")
    return data[begin:end], end
