"""The text form of age keys (BIP 173, of any length) back to bytes, for what does not speak age."""

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_STEPS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LENGTH = 6


def decode(text: str, kind: str) -> bytes:
    """The bytes of a key whose text begins with `kind` and 1; raises ValueError."""
    if text not in (text.lower(), text.upper()):
        raise ValueError("case")
    found, _one, rest = text.lower().rpartition("1")
    if found != kind or len(rest) < _CHECK_LENGTH or not set(rest) <= set(_ALPHABET):
        raise ValueError("key")
    values = [_ALPHABET.index(letter) for letter in rest]
    if _check([*_spread(kind), *values]) != 1:
        raise ValueError("check")
    return _bytes(values[:-_CHECK_LENGTH])


def _spread(kind: str) -> list[int]:
    codes = [ord(letter) for letter in kind]
    return [*(code >> 5 for code in codes), 0, *(code & 31 for code in codes)]


def _check(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, step in enumerate(_STEPS):
            if top >> bit & 1:
                check ^= step
    return check


def _bytes(values: list[int]) -> bytes:
    number = 0
    for value in values:
        number = number << 5 | value
    spare = len(values) * 5 % 8
    if spare >= 5 or number & ((1 << spare) - 1):
        raise ValueError("padding")
    return (number >> spare).to_bytes(len(values) * 5 // 8, "big")
