"""Columns of numbers, texts and cell values as few bytes: what repeats or counts up costs next to nothing.

A column of numbers keeps the raw values or their first or second differences, whichever packs smaller, less
their minimum and split into byte planes (all low bytes, then all next bytes …), which is what the general
compressor after it handles best. A column of texts recognises dates, whole numbers, `device-counter` keys and
hexadecimal digests, and otherwise keeps a dictionary of the distinct ones. Every reader is bounded by the
count it is given and raises ValueError on anything odd.
"""

import struct
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import accumulate, pairwise
from math import isfinite
from operator import sub
from typing import TypeVar

from flexdesk.domain.ops import Value

T = TypeVar("T")

MAX_TEXT = 1 << 24  # characters in one column
MAX_WRITTEN_OUT = 1 << 26  # characters in all columns, where each row spells out what it shares with others
_MAX_VARINT = 10  # bytes; 70 bits
_SMALL = 48  # below this a trial compression says nothing
_SAMPLE = 2_048  # values that decide how a column is written
_WIDE = 1 << 16
_MAX_NESTING = 3


class Reader:
    """A position in bytes; every step is checked against their end.

    It also counts the characters of all texts that were read: a few bytes can make one long text stand in
    every row.
    """

    __slots__ = ("_at", "_data", "_left")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._left = MAX_WRITTEN_OUT

    def counted(self, texts: list[str]) -> list[str]:
        """The texts, unless all together have become too many characters."""
        self._left -= sum(map(len, texts))
        if self._left < 0:
            raise ValueError("text")
        return texts

    def take(self, count: int) -> bytes:
        end = self._at + count
        if end > len(self._data):
            raise ValueError("cut")
        piece = self._data[self._at : end]
        self._at = end
        return piece

    def byte(self) -> int:
        return self.take(1)[0]

    def varint(self) -> int:
        value = 0
        for index in range(_MAX_VARINT):
            byte = self.byte()
            value |= (byte & 0x7F) << (7 * index)
            if byte < 0x80:
                return value
        raise ValueError("varint")

    def count(self, limit: int) -> int:
        value = self.varint()
        if value > limit:
            raise ValueError("limit")
        return value

    def signed(self) -> int:
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    def at_end(self) -> bool:
        return self._at == len(self._data)


def write_varint(out: bytearray, value: int) -> None:
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)


def write_signed(out: bytearray, value: int) -> None:
    write_varint(out, value << 1 if value >= 0 else (-value << 1) - 1)


# numbers ------------------------------------------------------------------------------------------------


def write_ints(out: bytearray, values: Sequence[int]) -> None:
    """Integers of 64 bits with sign; raises ValueError beyond. Nothing is written for no values."""
    if not values:
        return
    if min(values) < -(1 << 63) or max(values) >= 1 << 63:
        raise ValueError("range")
    heads, rest = _differences(values, _best_order(values[:_SAMPLE]))
    base = min(rest)
    width = _width(max(rest) - base)
    out.append(len(heads) << 4 | width)
    for head in heads:
        write_signed(out, head)
    write_signed(out, base)
    if width:
        out += _planes([value - base for value in rest] if base else rest, width)


def _differences(values: Sequence[int], order: int) -> tuple[list[int], Sequence[int]]:
    """First values and what is left after differencing `order` times, or fewer where 64 bits are too few."""
    heads: list[int] = []
    rest = values
    for _turn in range(order):
        fewer = list(map(sub, rest[1:], rest))
        if max(fewer) - min(fewer) >= 1 << 64:
            break
        heads.append(rest[0])
        rest = fewer
    return heads, rest


def _best_order(sample: Sequence[int]) -> int:
    """How often to difference so that the column packs smallest."""
    best, cost = 0, _cost(sample)
    for order in (1, 2):
        heads, rest = _differences(sample, order) if len(sample) > order else ([], sample)
        if not cost or len(heads) < order or (found := _cost(rest) + 2 * order) >= cost:
            break
        best, cost = order, found
    return best


def _cost(values: Sequence[int]) -> int:
    """Bytes, about, once the general compressor is through."""
    base = min(values)
    width = _width(max(values) - base)
    if not width or len(values) < _SMALL:
        return width * len(values)
    return len(zlib.compress(_planes([value - base for value in values], width), 1))


def _width(span: int) -> int:
    return (span.bit_length() + 7) // 8


def _planes(values: Sequence[int], width: int) -> bytes:
    if width == 1:
        return bytes(values)
    raw = struct.pack(f"<{len(values)}Q", *values)
    return b"".join(raw[plane::8] for plane in range(width))


def read_ints(source: Reader, count: int) -> list[int]:
    if not count:
        return []
    mode = source.byte()
    order, width = mode >> 4, mode & 15
    if order > 2 or width > 8 or order >= count:
        raise ValueError("mode")
    heads = [source.signed() for _ in range(order)]
    base = source.signed()
    left = count - order
    values = [base] * left if not width else [base + value for value in _unplaned(source, left, width)]
    for head in reversed(heads):
        values = list(accumulate(values, initial=head))
    if min(values) < -(1 << 63) or max(values) >= 1 << 63:
        raise ValueError("range")
    return values


def _unplaned(source: Reader, count: int, width: int) -> Iterable[int]:
    planes = source.take(count * width)
    if width == 1:
        return planes
    raw = bytearray(8 * count)
    for plane in range(width):
        raw[plane::8] = planes[plane * count : (plane + 1) * count]
    return struct.unpack(f"<{count}Q", raw)


def read_indices(source: Reader, count: int, limit: int) -> list[int]:
    """Numbers from 0 to below `limit`."""
    values = read_ints(source, count)
    if values and (min(values) < 0 or max(values) >= limit):
        raise ValueError("index")
    return values


# texts --------------------------------------------------------------------------------------------------

_PLAIN, _DATES, _NUMBERS, _COUNTERS, _DICTIONARY, _HEX = range(6)


def _day_number(text: str) -> int | None:
    if len(text) != 10 or text[4] != "-":
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day.toordinal() if day.isoformat() == text else None


def _whole_number(text: str) -> int | None:
    if (
        not 0 < len(text) <= 18
        or not text.isascii()
        or not text.isdigit()
        or (text[0] == "0" and text != "0")
    ):
        return None
    return int(text)


def _counter(text: str) -> tuple[str, int] | None:
    prefix, _dash, tail = text.rpartition("-")
    number = _whole_number(tail)
    return (prefix, number) if prefix and number is not None else None


def _all(read: Callable[[str], T | None], texts: Iterable[str]) -> dict[str, T] | None:
    """What `read` makes of each text, or None as soon as one does not fit."""
    found: dict[str, T] = {}
    for text in texts:
        value = read(text)
        if value is None:
            return None
        found[text] = value
    return found


def _hex_bytes(texts: Iterable[str]) -> tuple[int, bytes] | None:
    """Bytes per text, and all of them in a row."""
    sizes = {len(text) for text in texts}
    if len(sizes) != 1 or (size := sizes.pop()) < 2 or size % 2:
        return None
    joined = "".join(texts)
    try:
        data = bytes.fromhex(joined)
    except ValueError:
        return None
    return (size // 2, data) if data.hex() == joined else None


def write_texts(out: bytearray, values: Sequence[str], *, own: str = "", nesting: int = 0) -> None:
    """Raises ValueError for half a surrogate pair and for a column that is too long.

    `own` is the author's device, which need not be spelled out in the keys of the rows it made.
    """
    if not values:
        return
    distinct = dict.fromkeys(values)
    repeats = len(distinct) * 2 <= len(values)
    if (days := _all(_day_number, distinct)) is not None:
        _write_numbers(out, _DATES, [days[value] for value in values])
    elif (numbers := _all(_whole_number, distinct)) is not None and not (
        repeats and max(numbers.values()) - min(numbers.values()) >= _WIDE
    ):
        _write_numbers(out, _NUMBERS, [numbers[value] for value in values])
    elif nesting < _MAX_NESTING and (counters := _all(_counter, distinct)) is not None:
        out.append(_COUNTERS)
        prefixes = [counters[value][0] for value in values]
        write_texts(
            out, ["" if prefix == own else prefix for prefix in prefixes], own=own, nesting=nesting + 1
        )
        write_ints(out, [counters[value][1] for value in values])
    elif nesting < _MAX_NESTING and repeats:
        places = {value: index for index, value in enumerate(distinct)}
        out.append(_DICTIONARY)
        write_varint(out, len(places))
        write_texts(out, list(places), own=own, nesting=nesting + 1)
        write_ints(out, [places[value] for value in values])
    elif (digests := _hex_bytes(values)) is not None:
        out.append(_HEX)
        write_varint(out, digests[0])
        out += digests[1]
    else:
        _write_plain(out, values)


def _write_numbers(out: bytearray, mode: int, numbers: list[int]) -> None:
    out.append(mode)
    write_ints(out, numbers)


def _write_plain(out: bytearray, values: Sequence[str]) -> None:
    data = "".join(values).encode()
    if len(data) > MAX_TEXT:
        raise ValueError("text")
    out.append(_PLAIN)
    write_ints(out, [len(value) for value in values])
    write_varint(out, len(data))
    out += data


def read_texts(source: Reader, count: int, *, own: str = "", nesting: int = 0) -> list[str]:
    return source.counted(_read_texts(source, count, own, nesting)) if count else []


def _read_texts(source: Reader, count: int, own: str, nesting: int) -> list[str]:
    mode = source.byte()
    if mode == _DATES:
        return _mapped(lambda day: date.fromordinal(day).isoformat(), read_ints(source, count))
    if mode == _NUMBERS:
        return [str(number) for number in read_ints(source, count)]
    if mode == _HEX:
        size = source.count(1 << 10)
        data = source.take(size * count).hex()
        return [data[at : at + 2 * size] for at in range(0, len(data), 2 * size)] if size else [""] * count
    if mode == _PLAIN:
        return _read_plain(source, count)
    if nesting >= _MAX_NESTING:
        raise ValueError("nesting")
    if mode == _COUNTERS:
        prefixes = read_texts(source, count, own=own, nesting=nesting + 1)
        numbers = read_ints(source, count)
        return [f"{prefix or own}-{number}" for prefix, number in zip(prefixes, numbers, strict=True)]
    if mode == _DICTIONARY:
        words = read_texts(source, source.count(count), own=own, nesting=nesting + 1)
        return [words[index] for index in read_indices(source, count, len(words))]
    raise ValueError("mode")


def _mapped(show: Callable[[int], str], numbers: list[int]) -> list[str]:
    shown = {number: show(number) for number in set(numbers)}
    return [shown[number] for number in numbers]


def _read_plain(source: Reader, count: int) -> list[str]:
    lengths = read_indices(source, count, MAX_TEXT)
    text = source.take(source.count(MAX_TEXT)).decode()
    ends = list(accumulate(lengths, initial=0))
    if ends[-1] != len(text):
        raise ValueError("text")
    return [text[start:end] for start, end in pairwise(ends)]


# cell values --------------------------------------------------------------------------------------------

_NOTHING, _TEXT, _INTEGER, _FLOAT = range(4)
_TAGS: dict[type, int] = {type(None): _NOTHING, str: _TEXT, int: _INTEGER, float: _FLOAT}


def _tag(value: Value) -> int:
    exact = _TAGS.get(type(value))
    if exact is not None:
        return exact
    if isinstance(value, bool):
        raise ValueError("bool")
    for kind, tag in _TAGS.items():  # enumerations are texts or numbers too
        if isinstance(value, kind):
            return tag
    raise ValueError("type")


def write_values(out: bytearray, values: Sequence[Value]) -> None:
    """Nothing, texts, 64-bit integers and finite floats, mixed; raises ValueError for others."""
    if set(map(type, values)) == {str}:
        write_ints(out, [_TEXT] * len(values))
        write_texts(out, values)  # type: ignore[arg-type]
        return
    tags = [_tag(value) for value in values]
    write_ints(out, tags)
    kinds = set(tags)
    if _TEXT in kinds:
        write_texts(out, [str(value) for value, tag in zip(values, tags, strict=True) if tag == _TEXT])
    if _INTEGER in kinds:
        write_ints(out, [int(value) for value in values if isinstance(value, int)])
    if _FLOAT in kinds:
        _write_floats(out, [value for value in values if isinstance(value, float)])


def _write_floats(out: bytearray, values: list[float]) -> None:
    if not all(map(isfinite, values)):
        raise ValueError("float")
    raw = struct.pack(f"<{len(values)}d", *values)
    out += b"".join(raw[plane::8] for plane in range(8))


def read_values(source: Reader, count: int) -> list[Value]:
    tags = read_indices(source, count, len(_TAGS))
    texts = iter(read_texts(source, tags.count(_TEXT)))
    integers = iter(read_ints(source, tags.count(_INTEGER)))
    floats = iter(_read_floats(source, tags.count(_FLOAT)))
    queues: tuple[Iterable[Value], ...] = ((), texts, integers, floats)
    if len(set(tags)) == 1 and tags[0] != _NOTHING:
        return list(queues[tags[0]])
    return [next(iter(queues[tag])) if tag != _NOTHING else None for tag in tags]


def _read_floats(source: Reader, count: int) -> tuple[float, ...]:
    planes = source.take(8 * count)
    raw = bytearray(8 * count)
    for plane in range(8):
        raw[plane::8] = planes[plane * count : (plane + 1) * count]
    values = struct.unpack(f"<{count}d", raw)
    if not all(map(isfinite, values)):
        raise ValueError("float")
    return values
