"""Files of changes: whole or refused, for the right readers, with the reason in plain words."""

import errno
import os
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from typing import Any

import pyrage
import pytest

from flexdesk.domain.log import GENESIS, Tx
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.keys.signing import SigningKey
from flexdesk.sync import bundle, bundle_header, envelope, strict_cbor
from flexdesk.sync.bundle import Bundle, read_bundle, write_bundle
from flexdesk.sync.bundle_header import (
    Addressee,
    BundleHeader,
    Missing,
    Range,
    State,
    prerequisites,
    ranges,
    standing,
)
from flexdesk.sync.certificates import Role, UnitHeadEntry, issue, sign_entry
from flexdesk.sync.envelope import Purpose
from flexdesk.sync.faults import (
    BundleAltered,
    BundleCut,
    BundleFault,
    BundleForOthers,
    BundleNoSpace,
    BundleNotWritten,
    BundleOfOtherUnit,
    BundleSignerUnknown,
    BundleTooLarge,
    BundleTooNew,
    BundleUnreadable,
    NotABundle,
)
from flexdesk.sync.wire import Batch, decode_batch, encode_batch
from flexdesk.system import durable
from tests.bench.bench_wire import UNIT, one_by_one

SERVER = SigningKey(b"s" * 32)
ANI, BUDI = SigningKey(b"a" * 32), SigningKey(b"b" * 32)
ANI_BOX, BUDI_BOX, STRANGER = ReceivingKey.generate(), ReceivingKey.generate(), ReceivingKey.generate()
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ENTRY = sign_entry(UnitHeadEntry(unit=UNIT, pos=3, at_ms=1, chain=bytes(32)), SERVER)


def certificate(key: SigningKey, box: ReceivingKey, issuer: SigningKey = SERVER, unit: str = UNIT) -> bytes:
    return issue(
        issuer,
        unit=unit,
        sign_key=key.public,
        receive=box.recipient,
        role=Role.HEAD,
        holder="Ani Wulandari",
        valid_from=START,
    )


def batches(key: SigningKey, *cuts: int) -> list[Batch]:
    """Batches of `key` that end at the given numbers."""
    txs, previous, found, first = one_by_one(key, cuts[-1]), GENESIS, [], 0
    for cut in cuts:
        blob = encode_batch(UNIT, txs[first:cut], previous, key, app="0.1.0")
        found.append(decode_batch(blob, public_key=key.public))
        previous, first = found[-1].chain, cut
    return found


def written(path: Path, **changes: Any) -> BundleHeader:
    given: dict[str, Any] = {
        "unit": UNIT,
        "signer": ANI,
        "number": 7,
        "recipients": [ANI_BOX.recipient, BUDI_BOX.recipient],
        "batches": [batch.blob for batch in batches(ANI, 5, 9)],
        "prerequisites": {"c95a1e07f3b2d846": 41},
        "addressee": Addressee.UNIT,
        "created": START,
        "app": "0.1.0",
        "certificates": [certificate(ANI, ANI_BOX)],
        "entries": [ENTRY],
    }
    return write_bundle(path, **{**given, **changes})


def opened(path: Path, box: ReceivingKey = BUDI_BOX, unit: str | None = UNIT) -> Bundle:
    return read_bundle(path, box, unit=unit, issuers={SERVER.public})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "7-ani.flexdesk"


# the road there and back


def test_what_was_written_is_read(path: Path) -> None:
    header = written(path)
    found = opened(path)
    assert found.header == header
    assert header.contents == (Range(ANI.device, 1, 9),)
    assert (header.changes, header.number, header.sender) == (9, 7, ANI.device)
    assert [batch.last for batch in found.batches] == [5, 9]
    assert list(found.batches) == batches(ANI, 5, 9)
    assert found.entries == (ENTRY,)
    assert found.certificates[0].holder == "Ani Wulandari"
    assert os.listdir(path.parent) == [path.name]


def test_a_bundle_without_changes_carries_certificates_only(path: Path) -> None:
    written(path, batches=[], prerequisites={}, entries=[])
    assert opened(path, unit=None).header.changes == 0


def test_a_signer_whom_the_device_knows_needs_no_certificate(path: Path) -> None:
    written(path, certificates=[])
    with pytest.raises(BundleSignerUnknown):
        opened(path)
    known = {ANI.device: ANI.public}
    assert read_bundle(path, BUDI_BOX, unit=UNIT, issuers=(), known=known).header.number == 7


def test_changes_of_others_are_passed_on_as_they_came(path: Path) -> None:
    carried = [*batches(BUDI, 4), *batches(ANI, 2)]
    both = [certificate(ANI, ANI_BOX), certificate(BUDI, BUDI_BOX)]
    written(path, batches=[batch.blob for batch in carried], certificates=both)
    assert [batch.blob for batch in opened(path).batches] == [batch.blob for batch in carried]


def test_an_author_without_certificate_is_named(path: Path) -> None:
    written(path, batches=[batch.blob for batch in batches(BUDI, 4)])
    with pytest.raises(BundleSignerUnknown) as caught:
        opened(path)
    assert caught.value.facts["device"] == BUDI.device


@pytest.mark.skipif(which("age") is None, reason="the independent tool `age` is not installed")
def test_an_independent_tool_opens_it(path: Path, tmp_path: Path) -> None:
    written(path)
    (tmp_path / "key.txt").write_text(BUDI_BOX.identity + "\n")
    plain = subprocess.run(
        ["age", "-d", "-i", str(tmp_path / "key.txt"), str(path)], capture_output=True, check=True
    ).stdout
    assert batches(ANI, 5, 9)[0].blob in plain


@pytest.mark.scenario(57)
def test_a_stranger_sees_neither_names_nor_unit(path: Path) -> None:
    written(path)
    data = path.read_bytes()  # words long enough that chance does not write them into it
    for word in (b"Ani Wulandari", UNIT.encode(), bytes.fromhex(UNIT), ANI.public, ANI.device.encode()):
        assert word not in data


# refusals


def test_a_file_that_is_something_else(path: Path) -> None:
    for content in (b"", b"PK\3\4", b"age-encryption.org"):
        path.write_bytes(content)
        with pytest.raises(NotABundle):
            opened(path)


def test_a_sealed_file_that_is_something_else(path: Path) -> None:
    key = pyrage.x25519.Recipient.from_str(BUDI_BOX.recipient)
    for content, fault in ((b"\x05\x41a\x00\x41b", NotABundle), (b"\x01hello", BundleCut), (b"", NotABundle)):
        path.write_bytes(pyrage.encrypt(content, [key]))
        with pytest.raises(fault):
            opened(path)


def test_every_cut_is_refused(path: Path) -> None:
    written(path)
    data = path.read_bytes()
    for length in range(0, len(data), 7):
        path.write_bytes(data[:length])
        with pytest.raises((BundleCut, NotABundle, BundleForOthers)):
            opened(path)
    path.write_bytes(data[:-1])
    with pytest.raises(BundleCut):
        opened(path)


def test_flipped_bits_are_refused(path: Path) -> None:
    written(path)
    data = path.read_bytes()
    for position in range(0, len(data), 5):
        path.write_bytes(
            data[:position] + bytes((data[position] ^ 1 << position % 8,)) + data[position + 1 :]
        )
        with pytest.raises(BundleFault):
            opened(path)


def test_a_file_for_others(path: Path) -> None:
    written(path)
    with pytest.raises(BundleForOthers):
        opened(path, STRANGER)


def test_a_file_that_was_sealed_again_for_someone_else_is_not_taken(path: Path) -> None:
    written(path)
    plain = pyrage.decrypt(path.read_bytes(), [pyrage.x25519.Identity.from_str(BUDI_BOX.identity)])
    path.write_bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(STRANGER.recipient)]))
    with pytest.raises(BundleForOthers):
        opened(path, STRANGER)


def test_a_file_of_another_unit(path: Path) -> None:
    written(path)
    with pytest.raises(BundleOfOtherUnit):
        opened(path, unit="0000000000000000")


def test_a_certificate_of_an_untrusted_issuer_does_not_count(path: Path) -> None:
    written(path, certificates=[certificate(ANI, ANI_BOX, issuer=ANI)])
    with pytest.raises(BundleSignerUnknown):
        opened(path)


def test_a_certificate_for_another_unit_does_not_count(path: Path) -> None:
    written(path, certificates=[certificate(ANI, ANI_BOX, unit="0000000000000000")])
    with pytest.raises(BundleSignerUnknown):
        opened(path)


def test_changes_of_another_unit_are_not_slipped_in(path: Path) -> None:
    other = encode_batch("0000000000000000", one_by_one(ANI, 2), GENESIS, ANI, app="x")
    written(path, batches=[other])
    with pytest.raises(BundleAltered):
        opened(path)


def sealed_again(path: Path, plain: bytes) -> None:
    path.write_bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(BUDI_BOX.recipient)]))


def plain_items(path: Path) -> list[tuple[int, bytes]]:
    """All items but the end mark."""
    plain = pyrage.decrypt(path.read_bytes(), [pyrage.x25519.Identity.from_str(BUDI_BOX.identity)])
    signed, items, _after = bundle._taken_apart(plain, path.name)
    return [(bundle._HEADER, signed), *items]


def reassembled(path: Path, items: Sequence[tuple[int, bytes]]) -> None:
    """The file as a recipient could put it together again, with a fitting end mark."""
    whole = bundle._sequence(items)
    end = strict_cbor.encode([len(items), bundle.hashlib.sha256(whole).digest()])
    sealed_again(path, whole + bundle._sequence([(bundle._END, end)]))


def test_a_recipient_cannot_take_out_add_or_reorder(path: Path) -> None:
    written(path)
    items = plain_items(path)
    reassembled(path, items)
    assert opened(path).header.number == 7
    other = batches(ANI, 3)[0].blob
    for altered in (
        items[:-1],
        [*items, items[-1]],
        [items[0], *items[:0:-1]],
        [*items, (bundle._BATCH, other)],
    ):
        reassembled(path, altered)
        with pytest.raises(BundleAltered):
            opened(path)


def test_the_end_mark_must_be_last_and_true(path: Path) -> None:
    written(path)
    whole = bundle._sequence(plain_items(path))
    sealed_again(path, whole)
    with pytest.raises(BundleCut):
        opened(path)
    wrong = bundle._sequence([(bundle._END, strict_cbor.encode([1, bytes(32)]))])
    for plain in (whole + wrong, wrong):
        sealed_again(path, plain)
        with pytest.raises((BundleAltered, NotABundle)):
            opened(path)
    sealed_again(path, whole + wrong + b"\x04\x41x")
    with pytest.raises(BundleCut):
        opened(path)


def test_a_header_that_another_device_signed_is_refused(path: Path) -> None:
    written(path)
    items = plain_items(path)
    payload, _signature = envelope.parts(items[0][1])
    forged = envelope.seal(payload, BUDI, Purpose.BUNDLE)
    reassembled(path, [(bundle._HEADER, forged), *items[1:]])
    with pytest.raises(BundleAltered):
        opened(path)


def test_contents_must_be_what_the_header_promises(path: Path) -> None:
    written(path)
    items = plain_items(path)
    header = bundle_header.decode(envelope.parts(items[0][1])[0])
    more = replace(header, contents=(Range(ANI.device, 1, 99),))
    signed = envelope.seal(bundle_header.encode(more), ANI, Purpose.BUNDLE)
    reassembled(path, [(bundle._HEADER, signed), *items[1:]])
    with pytest.raises(BundleAltered):
        opened(path)


def test_later_formats_are_told_from_damage(path: Path) -> None:
    written(path)
    items = plain_items(path)
    held = strict_cbor.decode(envelope.parts(items[0][1])[0])
    newer = envelope.seal(strict_cbor.encode({**held, 0: 2}), ANI, Purpose.BUNDLE)
    for altered in ([(bundle._HEADER, newer), *items[1:]], [*items, (9, b"snapshot")]):
        reassembled(path, altered)
        with pytest.raises(BundleTooNew):
            opened(path)


@pytest.mark.parametrize(
    ("key", "value"),
    [(1, 5), (3, -1), (4, "x"), (4, [1]), (5, [[b"\1"]]), (6, [[b"\1", 2, 1]]), (8, 9), (11, b"")],
)
def test_malformed_headers_are_refused(path: Path, key: int, value: object) -> None:
    written(path)
    items = plain_items(path)
    held = strict_cbor.decode(envelope.parts(items[0][1])[0])
    wrong = envelope.seal(strict_cbor.encode({**held, key: value}), ANI, Purpose.BUNDLE)
    reassembled(path, [(bundle._HEADER, wrong), *items[1:]])
    with pytest.raises(BundleAltered):
        opened(path)


# disk


def test_a_file_beyond_the_limit_is_not_opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(path)
    monkeypatch.setattr(bundle, "MAX_BYTES", 500)
    with pytest.raises(BundleTooLarge):
        opened(path)


def test_a_missing_file_is_trouble_with_the_medium(path: Path) -> None:
    with pytest.raises(BundleUnreadable) as caught:
        opened(path)
    assert caught.value.exit_code == 4


@pytest.mark.parametrize(
    ("number", "fault"),
    [(errno.ENOSPC, BundleNoSpace), (errno.EFBIG, BundleNoSpace), (errno.EIO, BundleNotWritten)],
)
def test_a_medium_that_gives_up_leaves_the_older_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, fault: type[Exception]
) -> None:
    written(path)
    before = path.read_bytes()

    def failing(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(durable.os, "fsync", failing)
    with pytest.raises(fault):
        written(path, number=8)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


@pytest.mark.skipif(os.name != "posix", reason="limits on file size are set per process there only")
def test_a_medium_without_room_for_the_whole_file(path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, before[1]))
    try:
        with pytest.raises(BundleNoSpace):
            written(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert os.listdir(path.parent) == []


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(BundleNotWritten):
        written(tmp_path / "stick" / "x.flexdesk")


# how it stands to what a device has


def header(**changes: Any) -> BundleHeader:
    made = BundleHeader(
        UNIT, "a", 1, (), {"a": 4, "b": 9}, (Range("a", 5, 8),), START, Addressee.UNIT, "x", 1, bytes(32)
    )
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("vector", "state", "missing"),
    [
        ({"a": 4, "b": 9}, State.NEW, ()),
        ({"a": 6, "b": 9}, State.PARTLY_KNOWN, ()),
        ({"a": 8, "b": 9}, State.KNOWN, ()),
        ({"a": 9, "b": 7}, State.KNOWN, ()),
        ({"a": 2}, State.WAITING, (Missing("a", 2, 4), Missing("b", 0, 9))),
        ({"a": 6, "b": 3}, State.WAITING, (Missing("b", 3, 9),)),
    ],
)
def test_standing(vector: dict[str, int], state: State, missing: tuple[Missing, ...]) -> None:
    assert standing(header(), vector) == (state, missing)


def test_ranges_join_neighbours_and_overlaps_only() -> None:
    one, two, three = batches(ANI, 3, 5, 9)
    assert ranges([three, one]) == (Range(ANI.device, 1, 3), Range(ANI.device, 6, 9))
    assert ranges([two, three, one, two]) == (Range(ANI.device, 1, 9),)


def test_prerequisites_are_what_the_bundle_does_not_bring() -> None:
    def seen(key: SigningKey, first: int, *views: dict[str, int]) -> Batch:
        txs = [Tx(key.device, first + index, 1, view, "k", ()) for index, view in enumerate(views)]
        return decode_batch(encode_batch(UNIT, txs, GENESIS, key, app="x"), public_key=key.public)

    ani = seen(ANI, 5, {"c": 2}, {"c": 7, BUDI.device: 3})
    assert prerequisites([ani]) == {ANI.device: 4, "c": 7, BUDI.device: 3}
    assert prerequisites([ani, seen(BUDI, 1, {}, {}, {})]) == {ANI.device: 4, "c": 7}
    assert prerequisites([ani, seen(BUDI, 3, {})]) == {ANI.device: 4, "c": 7, BUDI.device: 2}
    assert prerequisites([seen(ANI, 1, {})]) == {}
