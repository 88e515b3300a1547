"""The code on the recovery sheet: written by a machine, read and typed by a worried person.

Seven groups of five characters of Crockford's base 32 (no I, L, O, U). The last of each group is a check of
the four before it and of the group's place, so that a slip of the pen or two groups changed about are found
and named. 140 random bits need no stretching.
"""

import secrets

from flexdesk.keys.errors import RecoveryMistyped

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 7
DATA = 4  # characters of a group that carry the secret
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_IGNORED = str.maketrans("", "", " -\t\r\n.")


def new_code() -> str:
    """`ABCD5 …`: seven groups with blanks between."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(DATA)) for _ in range(GROUPS))
    return " ".join(text + _check(text, place) for place, text in enumerate(groups))


def is_code(text: str) -> bool:
    """Whether somebody means a code and not a passphrase: as long, and of its characters only."""
    plain = _plain(text)
    return len(plain) == GROUPS * (DATA + 1) and set(plain) <= set(ALPHABET)


def secret_of(text: str) -> bytes:
    """What the code stands for; raises RecoveryMistyped with the first wrong group."""
    plain = _plain(text)
    step = DATA + 1
    groups = [plain[at : at + step] for at in range(0, len(plain), step)]
    for place, group in enumerate(groups):
        if (
            len(group) != step
            or not set(group) <= set(ALPHABET)
            or _check(group[:DATA], place) != group[DATA]
        ):
            raise RecoveryMistyped(group=place + 1)
    if len(groups) != GROUPS:
        raise RecoveryMistyped(group=min(len(groups), GROUPS - 1) + 1)
    return "".join(group[:DATA] for group in groups).encode()


def _plain(text: str) -> str:
    return text.translate(_IGNORED).upper().translate(_LOOKALIKES)


def _check(text: str, place: int) -> str:
    """Odd weights and a prime per place: every single wrong character and every exchange of groups shows."""
    total = sum((2 * at + 3) * ALPHABET.index(character) for at, character in enumerate(text))
    return ALPHABET[(total + 7 * place + 5) % len(ALPHABET)]
