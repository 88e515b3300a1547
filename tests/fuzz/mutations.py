"""Ways to spoil what arrives: bytes as a bad line does it, values as somebody who knows the format does."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import cbor2

_NUMBERS = (
    0,
    1,
    2,
    23,
    24,
    255,
    256,
    65_535,
    10**6,
    10**9,
    (1 << 31) - 1,
    (1 << 63) - 1,
    1 << 63,
    -1,
    1 << 70,
)
_VALUES: tuple[Any, ...] = (
    None, True, False, 0.5, "", "é\u202e", "a" * 500, b"", b"\0" * 8, bytes(32), [], {}, [[]], {0: {0: []}},
)  # fmt: skip


def bytes_spoilt(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """One to four spots changed, cut, doubled, or taken from something else of the kind."""
    made = bytearray(data)
    for _change in range(random.choice((1, 1, 1, 2, 3, 4))):
        at = random.randrange(len(made) + 1)
        size = random.choice((1, 1, 2, 4, 8, 32))
        match random.randrange(8):
            case 0 if at < len(made):
                made[at] ^= 1 << random.randrange(8)
            case 1:
                made[at : at + 1] = bytes((random.randrange(256),))
            case 2:
                del made[at : at + size]
            case 3:
                made[at:at] = random.randbytes(size)
            case 4:
                made[at:at] = made[at : at + size] * random.choice((1, 1, 2, 50))
            case 5:
                number = random.choice(_NUMBERS) & (1 << 8 * size) - 1
                made[at : at + size] = number.to_bytes(size, random.choice(("big", "little")))
            case 6:
                other = random.choice(others)
                start = random.randrange(len(other) + 1)
                made[at : at + size] = other[start : start + random.choice((size, 64))]
            case _:
                del made[at:]
    return bytes(made)


def value_spoilt(random: Random, value: Any) -> Any:
    """The same plain value with something in it taken out, put in, doubled, or of another kind."""
    for _change in range(random.choice((1, 1, 2))):
        value = _at_random(random, value)
    return value


def _at_random(random: Random, value: Any) -> Any:
    if isinstance(value, dict) and value and random.random() < 0.85:
        key = random.choice(list(value))
        return _in_map(random, value, key)
    if isinstance(value, list) and value and random.random() < 0.7:
        at = random.randrange(len(value))
        return _in_list(random, value, at)
    return _other(random, value)


def _in_map(random: Random, value: dict[Any, Any], key: Any) -> dict[Any, Any]:
    rest = {other: held for other, held in value.items() if other != key}
    match random.randrange(6):
        case 0:
            return rest
        case 1:
            return {**value, random.choice((11, 99, -1, "x", b"k")): random.choice(_VALUES)}
        case 2:
            return {**value, key: random.choice(list(value.values()))}
        case _:
            return {**value, key: _at_random(random, value[key])}


def _in_list(random: Random, value: list[Any], at: int) -> list[Any]:
    match random.randrange(6):
        case 0:
            return value[:at] + value[at + 1 :]
        case 1:
            return value[:at] + [value[at]] * random.choice((2, 3, 600)) + value[at + 1 :]
        case 2:
            return [*value[:at], random.choice(_VALUES), *value[at:]]
        case _:
            return [*value[:at], _at_random(random, value[at]), *value[at + 1 :]]


def _other(random: Random, value: Any) -> Any:
    if type(value) is int and random.random() < 0.8:
        return random.choice((value + 1, value - 1, value * 2, *_NUMBERS))
    if isinstance(value, bytes) and random.random() < 0.8:
        return bytes_spoilt(random, value, [value])
    if isinstance(value, str) and random.random() < 0.6:
        return random.choice((value + "x", value[1:], value.upper(), value * 40, "\0" + value))
    return random.choice((*_VALUES, *_NUMBERS))


def cbor_spoilt(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """A CBOR value spoilt as a value, and now and then not written in the deterministic form."""
    try:
        value = cbor2.loads(data)
    except (cbor2.CBORError, ValueError, TypeError):
        return bytes_spoilt(random, data, others)
    made = value_spoilt(random, value)
    how: Callable[[Any], bytes] = (
        (lambda held: cbor2.dumps(held))
        if random.random() < 0.1
        else (lambda held: cbor2.dumps(held, canonical=True))
    )
    try:
        return how(made)
    except (cbor2.CBORError, ValueError, TypeError):
        return bytes_spoilt(random, data, others)
