"""Everything that reads what comes from outside, with good examples and the way to sign what was spoilt."""

import base64
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import cbor2
import pyrage

from flexdesk.desk.desk import Desk
from flexdesk.domain import report_code, week_code
from flexdesk.domain.log import GENESIS, Tx, canonical
from flexdesk.domain.periods import parse_period
from flexdesk.domain.places import Place
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.keys.signing import SigningKey
from flexdesk.server import admin
from flexdesk.server.bundles import import_bundle
from flexdesk.server.central import Central
from flexdesk.services.bundles import BundleService
from flexdesk.sync import body, bundle, certificates, envelope, messages, receipts, strict_cbor, wire
from flexdesk.sync.envelope import Purpose
from flexdesk.sync.messages import EnrolRequest, SyncRequest, SyncResponse
from tests.bench.bench_wire import UNIT, one_by_one, week_fills
from tests.bench.golden_wire import _future
from tests.fuzz.mutations import bytes_spoilt, cbor_spoilt, value_spoilt
from tests.helpers import report_codes
from tests.helpers.units import NIP, Unit

Spoil = Callable[[Random, bytes, Sequence[bytes]], bytes]

AUTHOR = SigningKey(bytes(range(32)))
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Target:
    """`finish` makes of what was spoilt what arrives; `read` returns what it understood or raises a fault.

    With `good`, whatever is understood must be among it: nothing altered may pass. `untouched` is a number
    that moves when anything was written.
    """

    name: str
    seeds: tuple[bytes, ...]
    spoil: Spoil
    read: Callable[[bytes], Any]
    finish: Callable[[bytes], bytes] = bytes
    good: tuple[Any, ...] = ()
    untouched: Callable[[], Any] = lambda: None


def _histories() -> list[list[Tx]]:
    return [one_by_one(AUTHOR, 5), week_fills(AUTHOR, 12, people=3), _renumbered(_future(AUTHOR))]


def _renumbered(txs: list[Tx]) -> list[Tx]:
    from dataclasses import replace

    return [replace(tx, seq=index + 1) for index, tx in enumerate(txs)]


def _content(batch: wire.Batch) -> tuple[bytes, ...]:
    return tuple(map(canonical, batch.txs))


def _payload(blob: bytes) -> bytes:
    return envelope.parts(blob)[0]


# batches


def batch_targets() -> Iterator[Target]:
    histories = _histories()
    blobs = tuple(wire.encode_batch(UNIT, txs, GENESIS, AUTHOR, app="0.1.0") for txs in histories)
    contents = tuple(tuple(map(canonical, txs)) for txs in histories)

    def read(data: bytes) -> Any:
        return _content(wire.decode_batch(data, public_key=AUTHOR.public))

    yield Target("batch", blobs, bytes_spoilt, read, good=contents)

    def signed(payload: bytes) -> bytes:
        return envelope.seal(payload, AUTHOR, Purpose.BATCH)

    yield Target("batch_header", tuple(map(_payload, blobs)), _header_spoilt, read, finish=signed)

    def as_body(raw: bytes) -> bytes:
        """A body under a header that fits it, as only its author could sign it."""
        try:
            txs = body.unpack(raw, AUTHOR.device, 1, len(histories[0]))
            chain = wire.chain_of(txs, GENESIS)[:8]
        except (ValueError, OverflowError):
            chain = bytes(8)
        header = wire.BatchHeader(
            UNIT, AUTHOR.device, 1, len(histories[0]), GENESIS, chain, 1, wire.STORED, "0.1.0"
        )
        return signed(wire._header_bytes(header) + raw)

    bodies = (body.pack(histories[0]), body.pack(week_fills(AUTHOR, 60, people=3)[:5]))
    yield Target("batch_body", bodies, bytes_spoilt, read, finish=as_body)


def _header_spoilt(random: Random, payload: bytes, others: Sequence[bytes]) -> bytes:
    try:
        data, end = strict_cbor.read_byte_string(payload, 0)
    except ValueError:
        return bytes_spoilt(random, payload, others)
    if random.random() < 0.3:
        return payload[:end] + bytes_spoilt(random, payload[end:], others)
    made = cbor_spoilt(random, data, [data])
    return strict_cbor.byte_string_head(len(made)) + made + payload[end:]


# certificates, entries, messages


def small_targets() -> Iterator[Target]:
    server = SigningKey(b"s" * 32)
    vouched = certificates.issue(
        server, unit=UNIT, sign_key=AUTHOR.public, receive="age1x", role=certificates.Role.HEAD,
        holder="Sri Contohwati", valid_from=START,
    )  # fmt: skip
    place = {"unit": UNIT, "pos": 3, "at_ms": 1}
    entries = [
        certificates.ReceiptEntry(**place, device=AUTHOR.device, vector={AUTHOR.device: 4}, chain=bytes(16)),
        certificates.RejectEntry(**place, device=AUTHOR.device, seq=2, reason="row.key", rows=(0, 3)),
        certificates.RevokeEntry(**place, device=AUTHOR.device, seq=9),
        certificates.GrantEntry(**place, certificate=vouched),
        certificates.UnitHeadEntry(**place, chain=bytes(32)),
    ]
    signed = tuple(certificates.sign_entry(entry, server) for entry in entries)

    def entry(data: bytes) -> Any:
        return certificates.verify_entry(data, server.public)

    def certificate(data: bytes) -> Any:
        return certificates.verify(data, {server.public})

    def sealed(purpose: Purpose, key: SigningKey) -> Callable[[bytes], bytes]:
        return lambda payload: envelope.seal(payload, key, purpose)

    payloads = tuple(map(_payload, signed))
    yield Target("entry", signed, bytes_spoilt, entry, good=tuple(entries))
    yield Target("entry_signed", payloads, cbor_spoilt, entry, sealed(Purpose.ENTRY, server))
    yield Target("certificate", (vouched,), bytes_spoilt, certificate, good=(certificate(vouched),))
    yield Target(
        "certificate_signed",
        (_payload(vouched),),
        cbor_spoilt,
        certificate,
        sealed(Purpose.CERTIFICATE, server),
    )
    asked = SyncRequest(unit_id=UNIT, device=AUTHOR.device, vector={AUTHOR.device: 3})
    told = SyncResponse(
        acknowledged={AUTHOR.device: 4},
        position=8,
        time_ms=1,
        head=signed[4],
        entries=signed,
        batches=(b"x",),
    )
    answer = messages.encode_sync_response(told, asked)
    yield Target(
        "sync_answer", (answer,), cbor_spoilt, lambda data: messages.decode_sync_response(data, asked)
    )
    nonce = bytes(16)
    admitted = messages.EnrolResponse(
        unit_id=UNIT, log=UNIT, name="Kelurahan Contoh", agency="Kota", zone="Asia/Jakarta", role="head",
        certificate=vouched, issuer=server.public, receive="age1y", receipt_key=bytes(32), time_ms=1,
        nonce=nonce, certificates=(vouched,),
    )  # fmt: skip
    file = messages.encode_enrol_response(admitted, server)
    yield Target(
        "enrolment_answer", (_payload(file),), cbor_spoilt,
        lambda data: messages.decode_enrol_response(data, nonce), sealed(Purpose.MESSAGE, server),
    )  # fmt: skip
    error = messages.encode_error("x.y", "Sentence.")
    yield Target("error_answer", (error,), cbor_spoilt, messages.decode_error)


# texts


def text_targets() -> Iterator[Target]:
    key, chains = bytes(32), {3: bytes(32), 9: b"\1" * 32}
    codes = tuple(
        receipts.receipt_code(key, UNIT, AUTHOR.device, seq, chains[seq]).encode() for seq in chains
    )

    def receipt(data: bytes) -> Any:
        return receipts.match_code(data.decode("utf-8", "replace"), key, UNIT, AUTHOR.device, chains)

    yield Target("receipt_code", codes, bytes_spoilt, receipt)
    week = week_code.WeekCode(
        week_code.unit_id(UNIT), parse_period("2026-W48"), 2, bytes(8),
        tuple(week_code.coded(f"p-{n}", [(Place.HOME, None)] * 7) for n in range(4)),
    )  # fmt: skip
    text = week_code.encode(week).encode()

    def week_read(data: bytes) -> Any:
        return week_code.decode(data.decode("utf-8", "replace"))

    yield Target("week_code", (text,), bytes_spoilt, week_read)
    blob = base64.urlsafe_b64decode(text.decode().removeprefix(week_code.MARK) + "==")[:-4]

    def with_check(held: bytes) -> bytes:
        whole = held + zlib.crc32(held).to_bytes(4, "big")
        return (week_code.MARK + base64.urlsafe_b64encode(whole).rstrip(b"=").decode()).encode()

    yield Target("week_code_checked", (blob,), bytes_spoilt, week_read, with_check)
    row = (date(2026, 11, 23), ("07:30", "12:00", "A1", "Menyusun laporan", "3", "berkas", "", "catatan"))
    report = report_codes.body(NIP, "Sri Contohwati", [row, row])

    def report_read(data: bytes) -> Any:
        return report_code.reports_in([data.decode("utf-8", "replace")])

    yield Target("report_code", (report_codes.line(report).encode(),), bytes_spoilt, report_read)

    def as_line(data: bytes) -> bytes:
        return report_codes.line(data.decode("ascii", "replace").replace("\ufffd", "?")).encode()

    yield Target("report_code_checked", (report.encode(),), bytes_spoilt, report_read, as_line)


# files and requests, with a real laptop and a real server behind


@contextmanager
def unit_targets(unit: Unit, room: Path) -> Iterator[list[Target]]:
    """`unit` is used up: laptop Budi reads what laptop Sri might have written, and so does the server."""
    with unit.open("sri") as sri:
        sri.people.set(NIP, {"phone": "0812"})
        sri.bundles.create(room / "unit.flexdesk", "unit")
        sri.bundles.create(room / "server.flexdesk")
        keys, log = sri.membership.keys.signing, sri.membership.log_id
        blobs = sri.carriers.batches({})
        server_unit = sri.membership.unit_id
        vector = sri.store.log.vector()
    with unit.open("budi") as budi, Central(unit.settings) as central:
        yield [
            *_file_targets(budi, central, room, keys),
            _take_target(budi, keys, log, blobs),
            *_request_targets(central, server_unit, keys, blobs, vector),
        ]


def _file_targets(budi: Desk, central: Central, room: Path, keys: SigningKey) -> Iterator[Target]:
    box = budi.membership.keys.receiving
    at = room / "spoilt.flexdesk"

    def applied(data: bytes) -> Any:
        at.write_bytes(data)
        with budi.store.trial():
            taken = BundleService.apply(budi.bundles, at)
            return taken.applied, taken.waiting

    def imported(data: bytes) -> Any:
        at.write_bytes(data)
        done = import_bundle(central, at)
        return done.taken, done.known

    sent = (room / "unit.flexdesk").read_bytes()
    plain = pyrage.decrypt(sent, [pyrage.x25519.Identity.from_str(box.identity)])

    def locked(data: bytes) -> bytes:
        sealed: bytes = pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(box.recipient)])
        return sealed

    first = applied(sent)
    yield Target("bundle", (sent,), bytes_spoilt, applied, good=(first,), untouched=budi.store.stamp)
    yield Target(
        "bundle_inside", (plain,), bytes_spoilt, applied, locked, good=(first,), untouched=budi.store.stamp
    )
    yield Target(
        "bundle_resigned",
        (_parts_of(plain),),
        _parts_spoilt,
        applied,
        lambda data: locked(_put_together(data, keys)),
        untouched=budi.store.stamp,
    )
    to_server = (room / "server.flexdesk").read_bytes()
    yield Target(
        "bundle_at_server", (to_server,), bytes_spoilt, imported, untouched=lambda: _standing(central)
    )


def _parts_of(plain: bytes) -> bytes:
    """The inside of a file as one CBOR value: header, then the items with their kinds."""
    found, at = [], 0
    while at < len(plain):
        blob, end = strict_cbor.read_byte_string(plain, at + 1)
        found.append([plain[at], blob])
        at = end
    header = cbor2.loads(_payload(found[0][1]))
    return cbor2.dumps([header, found[1:-1]])


def _parts_spoilt(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    header, items = cbor2.loads(data)
    if random.random() < 0.4:
        return cbor2.dumps([value_spoilt(random, header), items])
    at = random.randrange(len(items)) if items else 0
    match random.randrange(6) if items else 0:
        case 0:
            items.insert(at, random.choice(cbor2.loads(random.choice(others))[1] or [[2, b""]]))
        case 1:
            del items[at]
        case 2:
            items[at] = [random.randrange(256), items[at][1]]
        case 3:
            random.shuffle(items)
        case _:
            items[at] = [items[at][0], bytes_spoilt(random, items[at][1], [blob for _kind, blob in items])]
    return cbor2.dumps([header, items])


def _put_together(data: bytes, keys: SigningKey) -> bytes:
    """The inside again, as its sender could have signed it."""
    header, items = cbor2.loads(data)
    after = bundle._sequence(items)
    if isinstance(header, dict):
        header = {**header, 10: len(items), 11: sha256(after).digest()}
    first = envelope.seal(cbor2.dumps(header, canonical=True), keys, Purpose.BUNDLE)
    before = bundle._sequence([(1, first)]) + after
    end = cbor2.dumps([len(items) + 1, sha256(before).digest()])
    return before + bundle._sequence([(0, end)])


def _take_target(budi: Desk, keys: SigningKey, log: str, blobs: Sequence[bytes]) -> Target:
    """Whatever a colleague's laptop signs, however odd, is taken or refused as a whole."""

    def taken(data: bytes) -> Any:
        with budi.store.trial():
            return budi.exchange.take([data]).applied

    own = [blob for blob in blobs if wire.read_header(blob).device == keys.device]

    def signed(raw: bytes) -> bytes:
        header, check = wire.read_header(own[-1]), bytes(8)
        with suppress(ValueError, OverflowError):
            txs = body.unpack(raw, keys.device, header.first, header.last - header.first + 1)
            check = wire.chain_of(txs, header.previous_chain)[:8]
        made = wire.BatchHeader(
            log, keys.device, header.first, header.last, header.previous_chain, check, 1, wire.STORED, "0"
        )
        return envelope.seal(wire._header_bytes(made) + raw, keys, Purpose.BATCH)

    raws = tuple(body.pack(wire.decode_batch(blob, public_key=keys.public).txs) for blob in own[-1:])
    return Target("taken", raws, bytes_spoilt, taken, signed, untouched=budi.store.stamp)


def _request_targets(
    central: Central, unit_id: str, keys: SigningKey, blobs: Sequence[bytes], vector: dict[str, int]
) -> Iterator[Target]:
    request = SyncRequest(unit_id=unit_id, device=keys.device, vector=vector, batches=tuple(blobs))
    sent = messages.encode_sync_request(request, keys)

    def sealed(payload: bytes) -> bytes:
        return envelope.seal(payload, keys, Purpose.MESSAGE)

    def synced(data: bytes) -> Any:
        return len(central.sync(data))

    yield Target("request", (sent,), bytes_spoilt, synced, untouched=lambda: _standing(central))
    yield Target("request_signed", (_payload(sent),), cbor_spoilt, synced, sealed)
    stranger, code = SigningKey(b"n" * 32), admin.code(central, unit_id, "clerk")[0]
    box = ReceivingKey.generate()
    asked = messages.encode_enrol_request(
        EnrolRequest(code=code, sign_key=stranger.public, receive=box.recipient, holder="X"), stranger
    )
    numbers = iter(range(1 << 60))

    def enrolled(data: bytes) -> Any:
        return central.enrol(data, f"source {next(numbers)}")

    def enrol_sealed(payload: bytes) -> bytes:
        return envelope.seal(payload, stranger, Purpose.MESSAGE)

    before = lambda: _standing(central)  # noqa: E731
    yield Target("enrolment", (_payload(asked),), cbor_spoilt, enrolled, enrol_sealed, untouched=before)


def _standing(central: Central) -> Any:
    return [(device.device, device.last_seq, device.chain) for device in admin.devices(central)]


def sound(central: Central) -> bool:
    """Whether the server's own check finds nothing after all that."""
    return all(state.faults == () for state in admin.verify(central))
