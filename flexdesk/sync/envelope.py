"""The one signature form of everything that travels: COSE_Sign1 (RFC 9052) with Ed25519.

The purpose of a message is part of what is signed (`external_aad`) but does not travel, so that a certificate
can never be passed off as a batch.
"""

from enum import Enum

from flexdesk.keys.signing import SigningKey, is_signed
from flexdesk.sync import strict_cbor

SIGNATURE_BYTES = 64
_PROTECTED = b"\xa1\x01\x27"  # {1: -8}: algorithm EdDSA
_START = b"\x84\x43" + _PROTECTED + b"\xa0"
_SIGNATURE_HEAD = b"\x58\x40"


class Purpose(Enum):
    BATCH = b"flexdesk batch 1"
    REPACKED = b"flexdesk repacked 1"  # somebody else's batch, by a server that vouches for it
    CERTIFICATE = b"flexdesk certificate 1"
    ENTRY = b"flexdesk entry 1"
    BUNDLE = b"flexdesk bundle 1"
    MESSAGE = b"flexdesk message 1"
    HANDOVER = b"flexdesk handover 1"
    STATE = b"flexdesk state 1"


def _to_be_signed(payload: bytes, purpose: Purpose) -> bytes:
    return strict_cbor.encode(["Signature1", _PROTECTED, purpose.value, payload])


def seal(payload: bytes, signer: SigningKey, purpose: Purpose) -> bytes:
    signature = signer.sign(_to_be_signed(payload, purpose))
    head = strict_cbor.byte_string_head(len(payload))
    return _START + head + payload + _SIGNATURE_HEAD + signature


def parts(blob: bytes) -> tuple[bytes, bytes]:
    """Payload and signature, nothing verified; raises ValueError where the form is wrong."""
    if not blob.startswith(_START):
        raise ValueError("envelope")
    payload, end = strict_cbor.read_byte_string(blob, len(_START))
    tail = blob[end:]
    if len(tail) != len(_SIGNATURE_HEAD) + SIGNATURE_BYTES or not tail.startswith(_SIGNATURE_HEAD):
        raise ValueError("envelope")
    return payload, tail[len(_SIGNATURE_HEAD) :]


def is_authentic(payload: bytes, signature: bytes, public_key: bytes, purpose: Purpose) -> bool:
    return is_signed(public_key, signature, _to_be_signed(payload, purpose))
