"""Writes 32 bytes as an identity of the age format, so that a key made from words on paper opens its files.

The form is Bech32 (BIP 173): five bits a letter, and a check of six letters over all of them.
"""

from collections.abc import Iterable

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK = 6


def identity_text(secret: bytes) -> str:
    """`AGE-SECRET-KEY-1…` of a 32-byte X25519 secret."""
    return bech32("age-secret-key-", secret).upper()


def bech32(name: str, data: bytes) -> str:
    values = list(_fives(data))
    check = _polymod([*_spread(name), *values, *[0] * _CHECK]) ^ 1
    values += [(check >> 5 * (_CHECK - 1 - at)) & 31 for at in range(_CHECK)]
    return f"{name}1" + "".join(_LETTERS[value] for value in values)


def _fives(data: bytes) -> Iterable[int]:
    """The bits in groups of five, the last filled up with zeros."""
    bits = len(data) * 8
    padded = int.from_bytes(data) << (-bits % 5)
    return ((padded >> at) & 31 for at in range(bits + (-bits % 5) - 5, -1, -5))


def _spread(name: str) -> list[int]:
    return [*(ord(letter) >> 5 for letter in name), 0, *(ord(letter) & 31 for letter in name)]


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for at, factor in enumerate(_GENERATOR):
            check ^= factor if (top >> at) & 1 else 0
    return check
