"""`*.flexdesk` files: the same signed batches as on the line, sealed with age for those who may open them.

Inside is a CBOR sequence (RFC 8742) of pairs, a small number for the kind and a byte string: first the signed
header, then certificates, batches and server entries, last an end mark with count and SHA-256 of all before.
The header, too, holds count and digest of what follows it, so that its signature stands for the whole file.
"""

import errno
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path

from flexdesk.domain.log import Vector
from flexdesk.errors import reason_of
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.keys.signing import SigningKey
from flexdesk.sync import bundle_header, certificates, envelope, strict_cbor
from flexdesk.sync.bundle_header import Addressee, BundleHeader, TooNew, ranges
from flexdesk.sync.certificates import Certificate, whole_second
from flexdesk.sync.envelope import Purpose
from flexdesk.sync.faults import (
    BundleAltered,
    BundleCut,
    BundleForOthers,
    BundleNoSpace,
    BundleNotWritten,
    BundleOfOtherUnit,
    BundleSignerUnknown,
    BundleTooLarge,
    BundleTooNew,
    BundleUnreadable,
    CertificateFault,
    NotABundle,
    WireFault,
)
from flexdesk.sync.wire import Batch, decode_batch, read_header
from flexdesk.system.durable import write_durably

SUFFIX = ".flexdesk"
MAX_BYTES = 64 << 20  # read into memory at once
MAX_ITEMS = 1 << 16
_PIECE = 1 << 20
_AGE_START = b"age-encryption.org/v1\n"
_END, _HEADER, _CERTIFICATE, _BATCH, _ENTRY = range(5)
_LAST_KIND = _ENTRY


@dataclass(frozen=True, slots=True)
class Bundle:
    """A verified bundle; nothing of it is applied.

    Certificates are those of trusted issuers. Entries are as the sender passed them on: verify each against
    the server's key.
    """

    header: BundleHeader
    certificates: tuple[Certificate, ...]
    certificate_blobs: tuple[bytes, ...]
    batches: tuple[Batch, ...]
    entries: tuple[bytes, ...]


# writing ------------------------------------------------------------------------------------------------


def write_bundle(
    path: Path,
    *,
    unit: str,
    signer: SigningKey,
    number: int,
    recipients: Sequence[str],
    batches: Sequence[bytes],
    prerequisites: Vector,
    addressee: Addressee,
    created: datetime,
    app: str,
    certificates: Sequence[bytes] = (),
    entries: Sequence[bytes] = (),
) -> BundleHeader:
    """Write the file whole or not at all; raises BundleNotWritten, BundleTooLarge.

    `recipients` are age recipients and should include the sender, who may want to look inside. The sender's
    own certificate belongs into `certificates`, so that a receiver who never met it can check the signature.
    """
    items = [(_CERTIFICATE, blob) for blob in certificates]
    items += [(_BATCH, blob) for blob in batches]
    items += [(_ENTRY, blob) for blob in entries]
    if len(items) > MAX_ITEMS:
        raise BundleTooLarge(name=path.name, limit_mb=MAX_BYTES >> 20)
    after = _sequence(items)
    header = BundleHeader(
        unit=unit,
        sender=signer.device,
        number=number,
        recipients=tuple(sorted(set(recipients))),
        prerequisites={device: seq for device, seq in prerequisites.items() if seq},
        contents=ranges(read_header(blob) for blob in batches),
        created=whole_second(created),
        addressee=addressee,
        app=app,
        items=len(items),
        digest=hashlib.sha256(after).digest(),
    )
    signed = envelope.seal(bundle_header.encode(header), signer, Purpose.BUNDLE)
    before_end = _sequence([(_HEADER, signed)]) + after
    end = strict_cbor.encode([len(items) + 1, hashlib.sha256(before_end).digest()])
    _store(path, _encrypted(before_end + _sequence([(_END, end)]), header.recipients, path))
    return header


def _sequence(items: Iterable[tuple[int, bytes]]) -> bytes:
    out = bytearray()
    for kind, blob in items:
        out.append(kind)
        out += strict_cbor.byte_string_head(len(blob))
        out += blob
    return bytes(out)


def _encrypted(plain: bytes, recipients: Sequence[str], path: Path) -> bytes:
    import pyrage

    if len(plain) > MAX_BYTES - (1 << 20):  # room for what encrypting adds
        raise BundleTooLarge(name=path.name, limit_mb=MAX_BYTES >> 20)
    keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    sealed: bytes = pyrage.encrypt(plain, keys)
    return sealed


def _store(path: Path, data: bytes) -> None:
    try:
        write_durably(path, data, mode=0o644)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise BundleNoSpace(name=path.name) from error
        raise BundleNotWritten(name=path.name, detail=reason_of(error)) from error


# reading ------------------------------------------------------------------------------------------------


def read_bundle(
    path: Path,
    identity: ReceivingKey,
    *,
    unit: str | None,
    issuers: Collection[bytes],
    known: Mapping[str, bytes] | None = None,
) -> Bundle:
    """Open and verify a bundle; nothing is applied. Every fault is a BundleFault or BundleUnreadable.

    `unit` None accepts any (a server, or a device that is not enrolled yet). `issuers` are the public keys
    whose certificates count, `known` the signing keys that this device knows already, by device id.
    """
    name = path.name
    plain = _decrypted(_loaded(path), identity, name)
    signed, items, after = _taken_apart(plain, name)
    header, payload, signature = _header(signed, name)
    if unit is not None and header.unit != unit:
        raise BundleOfOtherUnit(name=name)
    if identity.recipient not in header.recipients:
        raise BundleForOthers(name=name)
    blobs = [blob for kind, blob in items if kind == _CERTIFICATE]
    trusted = _trusted(blobs, header.unit, issuers)
    keys = {**{certificate.device: certificate.sign_key for _blob, certificate in trusted}, **(known or {})}
    if header.sender not in keys:
        raise BundleSignerUnknown(name=name, device=header.sender)
    if not envelope.is_authentic(payload, signature, keys[header.sender], Purpose.BUNDLE):
        raise BundleAltered(name=name)
    if header.items != len(items) or header.digest != hashlib.sha256(after).digest():
        raise BundleAltered(name=name)
    batches = tuple(_batch(blob, header.unit, keys, issuers, name) for kind, blob in items if kind == _BATCH)
    if ranges(batches) != header.contents:
        raise BundleAltered(name=name)
    return Bundle(
        header=header,
        certificates=tuple(certificate for _blob, certificate in trusted),
        certificate_blobs=tuple(blob for blob, _certificate in trusted),
        batches=batches,
        entries=tuple(blob for kind, blob in items if kind == _ENTRY),
    )


def _loaded(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:  # in pieces: asked for all at once, room for the limit is taken first
            data = b"".join(islice(iter(partial(stream.read, _PIECE), b""), MAX_BYTES // _PIECE + 1))
    except OSError as error:
        raise BundleUnreadable(name=path.name, detail=reason_of(error)) from error
    if not data.startswith(_AGE_START):
        raise NotABundle(name=path.name)
    if len(data) > MAX_BYTES:
        raise BundleTooLarge(name=path.name, limit_mb=MAX_BYTES >> 20)
    return data


def _decrypted(data: bytes, identity: ReceivingKey, name: str) -> bytes:
    """What age adds is less than a thousandth, so the limit on the file bounds what comes out."""
    import pyrage

    out = BytesIO()
    try:
        pyrage.decrypt_io(BytesIO(data), out, [pyrage.x25519.Identity.from_str(identity.identity)])
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise BundleForOthers(name=name) from error
        raise BundleCut(name=name) from error
    except OSError as error:  # a chunk does not open: altered, or not there
        raise BundleCut(name=name) from error
    return out.getvalue()


def _taken_apart(plain: bytes, name: str) -> tuple[bytes, list[tuple[int, bytes]], bytes]:
    """The signed header, the items after it, and their bytes without the end mark."""
    if not plain.startswith(bytes((_HEADER,))):
        raise NotABundle(name=name)
    found: list[tuple[int, bytes]] = []
    starts: list[int] = []
    at = 0
    try:
        while at < len(plain) and (not found or found[-1][0] != _END):
            starts.append(at)
            if len(found) > MAX_ITEMS:
                raise BundleTooLarge(name=name, limit_mb=MAX_BYTES >> 20)
            kind = plain[at]
            blob, at = strict_cbor.read_byte_string(plain, at + 1)
            found.append((kind, blob))
        end = strict_cbor.decode(found[-1][1]) if found[-1][0] == _END else None
    except ValueError as error:
        raise BundleCut(name=name) from error
    if any(kind > _LAST_KIND for kind, _blob in found):
        raise BundleTooNew(name=name)
    if end is None or at != len(plain):
        raise BundleCut(name=name)
    whole = plain[: starts[-1]]
    if end != [len(found) - 1, hashlib.sha256(whole).digest()]:
        raise BundleAltered(name=name)
    return found[0][1], found[1:-1], plain[starts[1] : starts[-1]]


def _header(signed: bytes, name: str) -> tuple[BundleHeader, bytes, bytes]:
    try:
        payload, signature = envelope.parts(signed)
        return bundle_header.decode(payload), payload, signature
    except TooNew as error:
        raise BundleTooNew(name=name) from error
    except (ValueError, TypeError) as error:
        raise BundleAltered(name=name) from error


def _trusted(
    blobs: Iterable[bytes], unit: str, issuers: Collection[bytes]
) -> list[tuple[bytes, Certificate]]:
    """Certificates of this unit from a trusted issuer; others are passed over."""
    found: list[tuple[bytes, Certificate]] = []
    for blob in blobs:
        try:
            certificate = certificates.verify(blob, issuers)
        except CertificateFault:
            continue
        if certificate.unit == unit:
            found.append((blob, certificate))
    return found


def _batch(blob: bytes, unit: str, keys: Mapping[str, bytes], issuers: Collection[bytes], name: str) -> Batch:
    try:
        author = read_header(blob)
        if author.unit != unit:
            raise BundleAltered(name=name)
        if author.device not in keys:
            raise BundleSignerUnknown(name=name, device=author.device)
        return decode_batch(blob, public_key=keys[author.device], issuers=issuers)
    except WireFault as error:
        if error.reason in ("version", "dictionary"):
            raise BundleTooNew(name=name) from error
        raise BundleAltered(name=name) from error
