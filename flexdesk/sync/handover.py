"""The word with which a laptop hands its role to another one: signed by the old, taken by the server.

It names the last change of the old laptop that still counts, so that what is on its way then stands too.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flexdesk.keys.signing import SigningKey, device_id
from flexdesk.sync import envelope, strict_cbor
from flexdesk.sync.certificates import from_seconds, whole_second
from flexdesk.sync.envelope import Purpose
from flexdesk.sync.faults import CertificateFault
from flexdesk.sync.wire import packed_name, unpacked_name

MAX_HANDOVER = 1 << 10
_VERSION = 1
_KEY_COUNT = 6
_V, _UNIT, _FROM, _LAST, _TO, _AT = range(_KEY_COUNT)


@dataclass(frozen=True, slots=True)
class Handover:
    """`sign_key` is the old laptop's public key, `successor` the new one's; what follows `last` is late."""

    unit: str
    sign_key: bytes
    last: int
    successor: bytes
    at: datetime

    @property
    def device(self) -> str:
        return device_id(self.sign_key)


def sign_handover(signer: SigningKey, *, unit: str, last: int, successor: bytes, at: datetime) -> bytes:
    payload = strict_cbor.encode(
        {
            _V: _VERSION,
            _UNIT: packed_name(unit),
            _FROM: signer.public,
            _LAST: last,
            _TO: successor,
            _AT: int(whole_second(at).timestamp()),
        }
    )
    return envelope.seal(payload, signer, Purpose.HANDOVER)


def verify_handover(blob: bytes) -> Handover:
    """The statement, if the laptop that it names signed it; raises CertificateFault."""
    if len(blob) > MAX_HANDOVER:
        raise CertificateFault("size")
    try:
        payload, signature = envelope.parts(blob)
        handover = _handover(strict_cbor.decode(payload))
    except ValueError as error:
        raise CertificateFault("content") from error
    if not envelope.is_authentic(payload, signature, handover.sign_key, Purpose.HANDOVER):
        raise CertificateFault("signature")
    return handover


def _handover(held: Any) -> Handover:
    if not isinstance(held, dict) or list(held) != list(range(_KEY_COUNT)) or held[_V] != _VERSION:
        raise ValueError("keys")
    keys, last = (held[_FROM], held[_TO]), held[_LAST]
    if not all(isinstance(key, bytes) and len(key) == 32 for key in keys):
        raise ValueError("key")
    if type(last) is not int or not 0 <= last < 1 << 63:
        raise ValueError("number")
    return Handover(unpacked_name(held[_UNIT]), held[_FROM], last, held[_TO], from_seconds(held[_AT]))
