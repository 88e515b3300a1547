"""Certificates and server entries: who may vouch for whom, and that nothing altered counts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from flexdesk.keys.signing import SigningKey, device_id
from flexdesk.sync import certificates, envelope, strict_cbor
from flexdesk.sync.certificates import (
    Certificate,
    Entry,
    GrantEntry,
    ReceiptEntry,
    RejectEntry,
    RevokeEntry,
    Role,
    UnitHeadEntry,
    UnknownEntry,
    issue,
    read,
    sign_entry,
    verify,
    verify_entry,
)
from flexdesk.sync.envelope import Purpose
from flexdesk.sync.faults import CertificateFault

SERVER = SigningKey(b"s" * 32)
HEAD = SigningKey(b"h" * 32)
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def certificate(issuer: SigningKey = SERVER, *, days: int | None = 365) -> bytes:
    return issue(
        issuer,
        unit="5f0c2d6a9b174e38",
        sign_key=HEAD.public,
        receive="age1example",
        role=Role.HEAD,
        holder="Siti Rahmawati",
        valid_from=START,
        valid_until=None if days is None else START + timedelta(days=days),
        serial=7,
    )


def reason(call: Callable[[], object]) -> str:
    with pytest.raises(CertificateFault) as caught:
        call()
    return caught.value.reason


def test_a_certificate_says_what_its_issuer_wrote() -> None:
    assert verify(certificate(), {SERVER.public}, at=START) == Certificate(
        unit="5f0c2d6a9b174e38",
        sign_key=HEAD.public,
        receive="age1example",
        role=Role.HEAD,
        holder="Siti Rahmawati",
        valid_from=START,
        valid_until=START + timedelta(days=365),
        issuer=SERVER.public,
        serial=7,
    )


def test_the_device_id_follows_from_the_key() -> None:
    assert read(certificate()).device == device_id(HEAD.public) == HEAD.device
    assert len(HEAD.device) == 16


def test_a_founding_device_vouches_for_itself_where_its_key_is_trusted() -> None:
    blob = certificate(HEAD, days=None)
    assert verify(blob, {HEAD.public}, at=START + timedelta(days=9999)).is_founding
    assert reason(lambda: verify(blob, {SERVER.public})) == "issuer"
    assert not read(certificate()).is_founding


def test_it_counts_only_in_its_time() -> None:
    blob = certificate()
    assert reason(lambda: verify(blob, {SERVER.public}, at=START - timedelta(seconds=1))) == "not_yet"
    assert reason(lambda: verify(blob, {SERVER.public}, at=START + timedelta(days=365))) == "expired"
    assert verify(blob, {SERVER.public}, at=START + timedelta(days=364))


def test_each_flipped_bit_is_refused() -> None:
    blob = certificate()
    for position in range(len(blob)):
        for bit in range(8):
            altered = blob[:position] + bytes((blob[position] ^ 1 << bit,)) + blob[position + 1 :]
            assert reason(lambda altered=altered: verify(altered, {SERVER.public}))  # type: ignore[misc]


def test_a_role_cannot_be_raised_by_its_holder() -> None:
    payload, _signature = envelope.parts(certificate())
    held = strict_cbor.decode(payload)
    held[4] = 2
    forged = envelope.seal(strict_cbor.encode(held), HEAD, Purpose.CERTIFICATE)
    assert reason(lambda: verify(forged, {SERVER.public, HEAD.public})) == "signature"


@pytest.mark.parametrize(
    ("key", "value"),
    [(0, 2), (1, b"u"), (2, b"short"), (4, 9), (4, True), (6, -1), (6, 1 << 40), (7, "x"), (9, "1"), (11, 1)],
)
def test_malformed_content_is_refused_whoever_signed(key: int, value: object) -> None:
    held = strict_cbor.decode(envelope.parts(certificate())[0])
    held[key] = value
    blob = envelope.seal(strict_cbor.encode(held), SERVER, Purpose.CERTIFICATE)
    assert reason(lambda: verify(blob, {SERVER.public})) == "content"


def test_too_large_a_certificate_is_not_parsed() -> None:
    assert reason(lambda: read(bytes(certificates.MAX_CERTIFICATE + 1))) == "size"


ENTRIES: list[Entry] = [
    ReceiptEntry(unit="u", pos=3, at_ms=9, device=HEAD.device, vector={HEAD.device: 20, "b": 1}),
    RejectEntry(unit="u", pos=4, at_ms=9, device=HEAD.device, seq=5, reason="role", rows=(0, 2)),
    RejectEntry(unit="u", pos=4, device="x", seq=5, reason="role"),
    RevokeEntry(unit="u", pos=5, at_ms=9, device=HEAD.device, seq=20),
    GrantEntry(unit="u", pos=6, at_ms=9, certificate=certificate()),
    UnitHeadEntry(unit="u", pos=6, at_ms=9, chain=b"c" * 32),
]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: type(entry).__name__)
def test_entries_come_back_as_they_were_signed(entry: Entry) -> None:
    blob = sign_entry(entry, SERVER)
    assert verify_entry(blob, SERVER.public) == entry
    assert reason(lambda: verify_entry(blob, HEAD.public)) == "signature"
    for position in range(len(blob)):
        altered = blob[:position] + bytes((blob[position] ^ 1,)) + blob[position + 1 :]
        assert reason(lambda altered=altered: verify_entry(altered, SERVER.public))  # type: ignore[misc]


def test_a_certificate_is_no_entry() -> None:
    assert reason(lambda: verify_entry(certificate(), SERVER.public)) == "signature"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (1, [b"\1", [[b"\1", 1], [b"\1", 2]]]),
        (1, [b"\1", [[b"\1", -1]]]),
        (1, [b"\1", [[b"\1"]]]),
        (1, [b"\1", 5]),
        (2, [b"\1", 1, 2, []]),
        (2, [b"\1", 1, "role", ["x"]]),
        (3, [b"\1"]),
        (4, [b"not a certificate"]),
        (5, [b"short"]),
        (99, {}),
        (0, []),
        (-1, []),
        (1, {}),
    ],
)
def test_malformed_entries_are_refused_whoever_signed(kind: int, content: object) -> None:
    payload = strict_cbor.encode({0: 1, 1: kind, 2: "u", 3: 1, 4: 1, 5: content})
    blob = envelope.seal(payload, SERVER, Purpose.ENTRY)
    with pytest.raises(CertificateFault):
        verify_entry(blob, SERVER.public)


def test_a_kind_of_entry_of_a_newer_server_is_kept_unread() -> None:
    payload = strict_cbor.encode({0: 1, 1: 99, 2: "u", 3: 7, 4: 1, 5: [b"new", 1]})
    blob = envelope.seal(payload, SERVER, Purpose.ENTRY)
    assert verify_entry(blob, SERVER.public) == UnknownEntry(unit="u", pos=7, at_ms=1)
    with pytest.raises(CertificateFault):
        verify_entry(blob, HEAD.public)
