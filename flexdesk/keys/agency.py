"""The agency's recovery key: a lock that every laptop carries, opened by any two of three custodians' sheets.

The private half exists on paper only. It follows from a secret that is the sum of three random parts A, B
and C, letter by letter modulo 32; each custodian's sheet has two of the parts, so that one sheet says nothing
about the third, and any two sheets say everything. The part that two sheets share must be the same on both.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flexdesk.keys import recovery
from flexdesk.keys.age_text import identity_text
from flexdesk.keys.errors import RecoveryMistyped, ShareEmpty, ShareMistyped, SharesApart, SharesTooFew
from flexdesk.keys.receiving import ReceivingKey

PARTS = "ABC"
HELD = ("AB", "BC", "AC")  # which parts the first, second and third custodian have
_LINE = re.compile(r"^\s*([ABC])\s*[:=]\s*(\S.*?)\s*$", re.MULTILINE | re.IGNORECASE)

Share = Mapping[str, str]  # part -> its code in groups, as on one sheet


@dataclass(frozen=True, slots=True)
class MadeKey:
    """`recipient` is public; `shares` are kept nowhere but on the sheets."""

    recipient: str
    shares: tuple[Share, ...]


def new_key() -> MadeKey:
    parts = {part: recovery.new_code() for part in PARTS}
    shares = tuple({part: parts[part] for part in held} for held in HELD)
    return MadeKey(_key_of(parts).recipient, shares)


def read_share(text: str, name: str) -> Share:
    """What somebody typed from a sheet: lines such as `A: 7K3QM …`. `name` is the file's, for the errors.

    Raises ShareEmpty, ShareMistyped.
    """
    found = {part.upper(): code for part, code in _LINE.findall(text)}
    if len(found) < len(HELD[0]):
        raise ShareEmpty(name=name)
    for part, code in found.items():
        try:
            recovery.secret_of(code)
        except RecoveryMistyped as error:
            raise ShareMistyped(name=name, part=part, group=error.facts["group"]) from error
    return found


def key_of(shares: Sequence[Share]) -> ReceivingKey:
    """The private half from the sheets of two custodians; raises SharesTooFew, SharesApart."""
    parts: dict[str, str] = {}
    for share in shares:
        for part, code in share.items():
            if recovery.secret_of(parts.setdefault(part, code)) != recovery.secret_of(code):
                raise SharesApart(part=part)
    if len(parts) < len(PARTS):
        raise SharesTooFew()
    return _key_of(parts)


def _key_of(parts: Share) -> ReceivingKey:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    letters = zip(*(recovery.secret_of(parts[part]).decode() for part in PARTS), strict=True)
    secret = "".join(recovery.ALPHABET[_sum(column)] for column in letters)
    derived = HKDF(SHA256(), 32, salt=None, info=b"flexdesk agency recovery 1").derive(secret.encode())
    return ReceivingKey(identity_text(derived))


def _sum(letters: Sequence[str]) -> int:
    return sum(map(recovery.ALPHABET.index, letters)) % len(recovery.ALPHABET)
