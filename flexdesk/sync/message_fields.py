"""What every message is made of: a signed envelope, a map with small numbers as keys, fields within bounds.

A message is one deterministic CBOR map (`strict_cbor`); a field that holds its default is left out. What is
too large or has another type is a `MessageFault`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flexdesk.domain.log import Vector
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.keys.signing import SigningKey
from flexdesk.sync import strict_cbor
from flexdesk.sync.envelope import Purpose, is_authentic, parts, seal
from flexdesk.sync.wire import unpacked_name

MAX_REQUEST = 10 << 20  # bytes of a body; room for the largest batch
MAX_RESPONSE = 16 << 20
MAX_DEVICES = 1024
MAX_TEXT = 400  # characters of a name, a recipient, an id
MAX_COUNT = (1 << 63) - 1
KIND = 0  # the key that says which message it is


class MessageFault(FlexDeskError):
    """A message that is cut off, altered or not of this program."""

    code = "message.fault"
    ticket = "FD-SRV-01"
    text = N_("The message cannot be read: {detail}.")
    next = N_("Update FlexDesk on both sides, then try again.")


class Fields:
    """Fields of one message by number. What does not fit raises MessageFault, what is missing is empty."""

    def __init__(self, held: Mapping[int, Any]) -> None:
        self._held = held

    def whole(self, key: int) -> int:
        """A number that may be below zero."""
        value = self._held.get(key, 0)
        if type(value) is not int or not -MAX_COUNT <= value <= MAX_COUNT:
            raise MessageFault(detail=f"field {key}")
        return value

    def count(self, key: int) -> int:
        value = self.whole(key)
        if value < 0:
            raise MessageFault(detail=f"field {key}")
        return value

    def text(self, key: int) -> str:
        value = self._held.get(key, "")
        if not isinstance(value, str) or len(value) > MAX_TEXT:
            raise MessageFault(detail=f"field {key}")
        return value

    def name(self, key: int) -> str:
        """A text, or the bytes of a hexadecimal one."""
        try:
            name = unpacked_name(self._held.get(key, ""))
        except ValueError as error:
            raise MessageFault(detail=f"field {key}") from error
        return Fields({key: name}).text(key)

    def blob(self, key: int, most: int) -> bytes:
        value = self._held.get(key, b"")
        if not isinstance(value, bytes) or len(value) > most:
            raise MessageFault(detail=f"field {key}")
        return value

    def exactly(self, key: int, length: int) -> bytes:
        value = self.blob(key, length)
        if len(value) != length:
            raise MessageFault(detail=f"field {key}")
        return value

    def device(self, key: int) -> str:
        return self.exactly(key, 8).hex()

    def values(self, key: int, most: int) -> list[Any]:
        value = self._held.get(key, [])
        if not isinstance(value, list) or len(value) > most:
            raise MessageFault(detail=f"field {key}")
        return value

    def blobs(self, key: int, most: int, limit: int) -> tuple[bytes, ...]:
        """Each of at least one byte, at most `limit`."""
        values = self.values(key, most)
        if not all(isinstance(value, bytes) and 0 < len(value) <= limit for value in values):
            raise MessageFault(detail=f"field {key}")
        return tuple(values)

    def counts(self, key: int, most: int) -> list[int]:
        return [Fields({key: value}).count(key) for value in self.values(key, most)]

    def rows(self, key: int, most: int, width: int) -> list["Fields"]:
        """Lists of `width` values, each as the fields from 0 on."""
        rows = self.values(key, most)
        if not all(isinstance(row, list) and len(row) == width for row in rows):
            raise MessageFault(detail=f"field {key}")
        return [Fields(dict(enumerate(row))) for row in rows]

    def pairs(self, key: int, most: int) -> list["Fields"]:
        """Values that stand two by two in one list, each pair as the fields 0 and 1."""
        flat = self.values(key, 2 * most)
        if len(flat) % 2:
            raise MessageFault(detail=f"field {key}")
        return [Fields({0: one, 1: two}) for one, two in zip(flat[::2], flat[1::2], strict=True)]

    def vector(self, key: int) -> dict[str, int]:
        pairs = self.pairs(key, MAX_DEVICES)
        found = {pair.device(0): pair.count(1) for pair in pairs}
        if len(found) != len(pairs):
            raise MessageFault(detail=f"field {key}")
        return found


@dataclass(frozen=True, slots=True)
class Signed:
    """A decoded message with what was signed, until `check` is asked with the right key."""

    kind: int
    fields: Fields
    payload: bytes
    signature: bytes

    def check(self, public_key: bytes) -> None:
        """Raises MessageFault unless the owner of the 32-byte Ed25519 key signed this."""
        if not is_authentic(self.payload, self.signature, public_key, Purpose.MESSAGE):
            raise MessageFault(detail="signature")


def sealed(kind: int, fields: Mapping[int, Any], signer: SigningKey) -> bytes:
    return seal(encoded({KIND: kind, **fields}), signer, Purpose.MESSAGE)


def opened(data: bytes, limit: int = MAX_REQUEST) -> Signed:
    """A signed message of at most `limit` bytes; its signature is not checked yet."""
    if len(data) > limit:
        raise MessageFault(detail="size")
    try:
        payload, signature = parts(data)
    except ValueError as error:
        raise MessageFault(detail="envelope") from error
    fields = decoded(payload, limit)
    return Signed(fields.count(KIND), fields, payload, signature)


def encoded(fields: Mapping[int, Any]) -> bytes:
    """Without the fields that hold nothing."""
    return strict_cbor.encode({key: value for key, value in fields.items() if value})


def decoded(data: bytes, limit: int = MAX_RESPONSE) -> Fields:
    try:
        body = strict_cbor.decode(data, max_bytes=limit)
    except ValueError as error:
        raise MessageFault(detail=str(error)) from error
    if not isinstance(body, dict):
        raise MessageFault(detail="cbor")
    return Fields(body)


def pack_device(device: str) -> bytes:
    """The 8 bytes of a device id of 16 hexadecimal characters."""
    if len(device) != 16:
        raise MessageFault(detail="device")
    try:
        return bytes.fromhex(device)
    except ValueError as error:
        raise MessageFault(detail="device") from error


def packed_vector(vector: Vector) -> list[bytes | int]:
    """Device and number by turns, devices in order."""
    return [part for device, seq in sorted(vector.items()) for part in (pack_device(device), seq)]
