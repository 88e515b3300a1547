"""The central server without a network: what it does for one request, on any thread."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock

from flexdesk.errors import UsageError
from flexdesk.server import keys as server_keys
from flexdesk.server import proofs
from flexdesk.server.admission import Limits
from flexdesk.server.answers import parcel_for
from flexdesk.server.database import Database
from flexdesk.server.enrolment import admit, in_ms
from flexdesk.server.handover import hand_over
from flexdesk.server.intake import Intake, Outcome
from flexdesk.server.ledger import Ledger
from flexdesk.server.mandates import Known, Mandates
from flexdesk.server.readable import readable
from flexdesk.server.records import Decision, Device, UnitHead
from flexdesk.server.refusals import BadSignature, TooManyTries, UnknownDevice, WrongCode
from flexdesk.server.returning import take_back
from flexdesk.server.scribe import Scribe
from flexdesk.server.throttle import Throttle
from flexdesk.server.validation import Validator, validate
from flexdesk.sync import messages
from flexdesk.sync.certificates import Certificate, read, verify
from flexdesk.sync.faults import CertificateFault, WireFault
from flexdesk.sync.message_fields import MessageFault, Signed
from flexdesk.sync.messages import EnrolRequest, EnrolResponse, Refused, SyncRequest, SyncResponse
from flexdesk.sync.reasons import UNKNOWN_DEVICE
from flexdesk.sync.wire import Batch, decode_batch, read_header
from flexdesk.system.clock import Clock, SystemClock

SEEN_EVERY_MS = 600_000  # how finely the last contact of a device is noted


@dataclass(frozen=True, slots=True)
class Settings:
    """`database` is an SQLAlchemy URL; `keys` the folder of the key file, beside a SQLite file by default.

    `partitions` counts when tables are made, on PostgreSQL: 0 leaves them whole.
    """

    database: str
    keys: Path | None = None
    clock: Clock = field(default_factory=SystemClock)
    validator: Validator = validate
    partitions: int = 0
    limits: Limits = field(default_factory=Limits)


class Central:
    """Opens database and keys; raises NotPrepared, ServerKeysMissing or DatabaseTrouble."""

    def __init__(self, settings: Settings) -> None:
        self.database = Database(settings.database)
        try:
            self.database.require_prepared()
            self.keys = server_keys.load(keys_folder(settings.keys, self.database))
        except BaseException:
            self.database.close()
            raise
        self.settings = settings
        self.clock = settings.clock
        self._validator = settings.validator
        self._throttle = Throttle()
        self._public_keys: dict[tuple[str, str], bytes] = {}  # a device's key never changes
        self._logs: dict[str, str] = {}
        self._mandates: Known = {}
        self._lock = Lock()

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> "Central":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    # What the network asks

    def enrol(self, body: bytes, source: str) -> bytes:
        """Raises Refusal or MessageFault; wrong codes from one `source` are counted."""
        request = messages.decode_enrol_request(body)
        now = self.clock.now()
        if wait_s := self._throttle.wait_s(source, now.timestamp()):
            raise TooManyTries(wait_s=wait_s)
        try:
            response = self.admit(request)
        except WrongCode:
            self._throttle.count(source, now.timestamp())
            raise
        return messages.encode_enrol_response(response, self.keys.signing)

    def admit(self, request: EnrolRequest) -> EnrolResponse:
        now = self.clock.now()
        taken_in = hand_over if request.handover else admit
        return self.database.writing(lambda ledger: taken_in(ledger, self.keys, request, now))

    def sync(self, body: bytes, pace: Callable[[str, str], None] | None = None) -> bytes:
        """Raises UnknownDevice, BadSignature or MessageFault, and what `pace` raises for unit and device."""
        request, signed = messages.decode_sync_request(body)
        self.check(signed, request.unit_id, request.device, pace)
        if request.returned:
            self.database.writing(lambda ledger: self._take_back(ledger, request))
        batches, refused = self.opened(request.unit_id, request.batches)
        if batches:
            response = self.database.writing(lambda ledger: self._exchanged(ledger, request, batches))
        else:
            response = self._read(request)
        response = replace(response, refused=(*refused, *response.refused))
        return messages.encode_sync_response(response, request)

    def check(
        self, signed: Signed, unit_id: str, device: str, pace: Callable[[str, str], None] | None = None
    ) -> None:
        """Whether the device sent this, and not too soon; UnknownDevice, BadSignature or `pace` say no."""
        public_key = self.public_key(unit_id, device)
        if public_key is None:
            raise UnknownDevice()
        try:
            signed.check(public_key)
        except MessageFault as error:
            raise BadSignature() from error
        if pace is not None:
            pace(unit_id, device)

    # What stands behind it

    def opened(self, unit_id: str, blobs: Iterable[bytes]) -> tuple[list[Batch], list[Refused]]:
        """Batches that are whole and signed by a device of the unit, and the others with the reason."""
        batches: list[Batch] = []
        refused: list[Refused] = []
        for blob in blobs:
            try:
                header = read_header(blob)
            except WireFault as error:
                raise MessageFault(detail=error.reason) from error
            public_key = self.public_key(unit_id, header.device)
            if public_key is None:
                refused.append(Refused(header.device, header.first, UNKNOWN_DEVICE))
                continue
            try:
                batches.append(decode_batch(blob, public_key=public_key, issuers=(self.keys.signing.public,)))
            except WireFault as error:
                refused.append(Refused(header.device, header.first, error.reason))
        return batches, refused

    def receive(self, ledger: Ledger, unit_id: str, batches: Iterable[Batch]) -> "Received":
        """Take batches of one unit within a transaction; raises UnknownDevice for a unit without log."""
        head, devices = ledger.lock(unit_id)
        log = self._log(ledger, unit_id)
        if head is None or log is None:
            raise UnknownDevice()
        scribe = Scribe(ledger, self.keys, unit_id, log, head, self._now_ms())
        certificates = self._certificates(devices, log)
        mandates = Mandates(ledger, self.keys.signing.public, devices, certificates, self._mandates)
        intake = Intake(scribe, devices, certificates, self._validator, mandates)
        intake.take(batches)
        decided = intake.outcome.receipts + [made for made in scribe.decided if made.kind != "receipt"]
        finished = scribe.finish()
        return Received(
            devices, finished, intake.vector, intake.outcome, head.pos, tuple(decided), tuple(scribe.placed)
        )

    def _take_back(self, ledger: Ledger, request: SyncRequest) -> None:
        log = self._log(ledger, request.unit_id)
        if log is not None:
            take_back(ledger, self.keys, request.unit_id, log, request.returned, self._now_ms())

    def _exchanged(self, ledger: Ledger, request: SyncRequest, batches: Iterable[Batch]) -> SyncResponse:
        received = self.receive(ledger, request.unit_id, batches)
        device = received.devices[request.device]
        self._note_seen(ledger, device)
        return self._response(ledger, request, device, received)

    def _read(self, request: SyncRequest) -> SyncResponse:
        """The answer to a request that brings nothing; writes at most when the device was last seen."""

        def answer(ledger: Ledger) -> tuple[SyncResponse, Device]:
            head, devices = ledger.standing(request.unit_id)
            device = devices.get(request.device)
            if head is None or device is None:
                raise UnknownDevice()
            vector = {name: known.last_seq for name, known in devices.items() if known.last_seq}
            received = Received(devices, head, vector, Outcome(), head.pos)
            return self._response(ledger, request, device, received), device

        response, device = self.database.reading(answer)
        if self._is_stale(device):
            self.database.writing(lambda ledger: self._note_seen(ledger, device))
        return response

    def _response(
        self, ledger: Ledger, request: SyncRequest, device: Device, received: "Received"
    ) -> SyncResponse:
        outcome = received.outcome
        since = proofs.since(ledger, request, received.head)
        parcel = parcel_for(
            ledger,
            device,
            replace(request, after=since.after),
            before=received.before,
            upto=received.head.pos,
            decided=(*since.restores, *received.decided),
            ended=self._has_ended(device),
        )
        return SyncResponse(
            acknowledged=received.vector,
            position=parcel.position,
            time_ms=self._now_ms(),
            head=received.head.signed,
            wanted=outcome.wanted,
            refused=tuple(outcome.refused),
            batches=readable(self, request, parcel.batches),
            entries=parcel.entries,
            more=parcel.more,
            digests=proofs.digests(ledger, request, received.before, received.head.pos, received.placed),
            decided=parcel.decided,
            left=parcel.left,
        )

    def _certificates(self, devices: Mapping[str, Device], log: str) -> dict[str, Certificate]:
        """What counts is what this server signed, not what stands beside it in the database.

        A role that has ended stays: what was written before its end may arrive late.
        """
        found: dict[str, Certificate] = {}
        now = self.clock.now()
        for name, device in devices.items():
            try:
                certificate = _verified(device.certificate, self.keys.signing.public)
            except CertificateFault:
                continue
            if certificate.valid_from <= now and (certificate.unit, certificate.device) == (log, name):
                found[name] = certificate
        return found

    def _has_ended(self, device: Device) -> bool:
        until = _end(device.certificate)
        return until is not None and until <= self.clock.now()

    def _log(self, ledger: Ledger, unit_id: str) -> str | None:
        """The unit's log, which never changes once it is bound."""
        found = self._logs.get(unit_id)
        if found is None and (unit := ledger.unit(unit_id)) is not None and unit.log is not None:
            found = self._logs[unit_id] = unit.log
        return found

    def public_key(self, unit_id: str, device: str) -> bytes | None:
        """The signing key of a device of the unit; None for a stranger."""
        found = self._public_keys.get((unit_id, device))
        if found is None:
            devices = self.database.reading(lambda ledger: ledger.devices(unit_id))
            with self._lock:
                self._public_keys.update({(unit_id, name): d.sign_key for name, d in devices.items()})
            found = devices[device].sign_key if device in devices else None
        return found

    def _now_ms(self) -> int:
        return in_ms(self.clock.now())

    def _is_stale(self, device: Device) -> bool:
        return self._now_ms() - device.seen_ms > SEEN_EVERY_MS

    def _note_seen(self, ledger: Ledger, device: Device) -> None:
        if self._is_stale(device):
            ledger.seen(device.unit_id, device.device, self._now_ms())


@lru_cache(maxsize=16_384)
def _verified(certificate: bytes, issuer: bytes) -> Certificate:
    return verify(certificate, {issuer})


@lru_cache(maxsize=16_384)
def _end(certificate: bytes) -> datetime | None:
    return read(certificate).valid_until


@dataclass(frozen=True, slots=True)
class Received:
    """A unit after taking batches: its devices and position as they were `before`, its head and vector now.

    `decided` is what the server said about these batches, old receipts included; `placed` are the SHA-256 of
    what stands after `before`.
    """

    devices: dict[str, Device]
    head: UnitHead
    vector: dict[str, int]
    outcome: Outcome
    before: int
    decided: tuple[Decision, ...] = ()
    placed: tuple[bytes, ...] = ()


def keys_folder(named: Path | None, database: Database) -> Path:
    """Where the key file lies; raises UsageError where only the caller can know."""
    if named is not None:
        return named
    file = database.url.database
    if not database.is_sqlite or not file or file == ":memory:":
        raise UsageError(detail="--keys")
    return Path(file).resolve().parent
