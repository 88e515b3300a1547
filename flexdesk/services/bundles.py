"""Bundles: the unit's changes as a file, for a stick or a chat, and the receipts that come back."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from flexdesk import __version__
from flexdesk.errors import NotFound
from flexdesk.i18n import _
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.keys.signing import device_id
from flexdesk.services.commits import Committer
from flexdesk.services.exchange import Exchange, Taken
from flexdesk.services.membership import Membership, instant
from flexdesk.services.recipients import recovery
from flexdesk.store.carriers import Carrier, Carriers
from flexdesk.sync.bundle import Bundle, read_bundle, write_bundle
from flexdesk.sync.bundle_header import Addressee, BundleHeader, Missing, State, prerequisites, standing
from flexdesk.sync.faults import BundleForOthers
from flexdesk.sync.receipts import CodeGate, WrongReceiptCode, match_code
from flexdesk.sync.wire import Batch, decode_batch, read_header


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle that lies on the disk and was read back."""

    header: BundleHeader
    path: Path
    bytes: int


@dataclass(frozen=True, slots=True)
class Inspected:
    header: BundleHeader
    state: State
    missing: tuple[Missing, ...]
    sender: str  # whose laptop, in words
    bytes: int


class BundleService:
    def __init__(
        self, committer: Committer, membership: Membership, exchange: Exchange, carriers: Carriers
    ) -> None:
        self._committer = committer
        self._store = committer.store
        self._membership = membership
        self._exchange = exchange
        self._carriers = carriers

    # -- out

    def create(self, path: Path, to: str = "server") -> Written:
        """Write what `to` lacks, as far as this device can know: `server`, `unit` or a device id.

        Raises IsACopy, NotEnrolled (for `server`, or where nobody vouches for this device), NotFound (an
        unknown device), BundleNotWritten.
        """
        return self._write(path, to, *self._audience(to))

    def create_for(self, path: Path, device: str, receive: str) -> Written:
        """All that the unit has, for a laptop that nobody has certified yet, to the recipient it named."""
        return self._write(path, device, [receive], {}, Addressee.DEVICE)

    def _write(
        self, path: Path, to: str, recipients: list[str], beyond: Mapping[str, int], addressee: Addressee
    ) -> Written:
        self._membership.refuse_unvouched()
        recipients = [*recipients, *([self._membership.recovery] if self._membership.recovery else [])]
        blobs = self._exchange.batches(beyond)
        batches = [self._decoded(blob) for blob in blobs]
        number = self._carriers.next_number()
        own = [batch for batch in batches if batch.device == self._store.device]
        header = write_bundle(
            path,
            unit=self._membership.log_id,
            signer=self._membership.keys.signing,
            number=number,
            recipients=[*recipients, self._membership.keys.receiving.recipient, *recovery(self._store)],
            batches=blobs,
            prerequisites=prerequisites(batches),
            addressee=addressee,
            created=self._committer.clock.now(),
            app=__version__,
            certificates=list(self._carriers.certificates().values()),
            entries=[*self._carriers.entries(), *self._exchange.history.shown()],
        )
        size = path.stat().st_size
        span = (own[0].first, own[-1].last) if own else (0, 0)
        self._carriers.record(
            "bundle",
            target=to,
            path=str(path),
            made_at=instant(self._committer.clock.now()),
            span=span,
            size=size,
            handed_at="",
        )
        return Written(header, path, size)

    def _audience(self, to: str) -> tuple[list[str], Mapping[str, int], Addressee]:
        others = {
            device: certificate
            for device in self._carriers.certificates()
            if device != self._store.device
            and device not in self._carriers.revoked()
            and (certificate := self._membership.certificate_of(device)) is not None
        }
        if to == "server":
            server = self._membership.enrolled()
            return [server.receive], self._exchange.known_of_server(), Addressee.SERVER
        if to == "unit":
            known = [self._store.log.seen_by(device) for device in others]
            return [c.receive for c in others.values()], _common(known), Addressee.UNIT
        if to not in others:
            raise NotFound(what=_("Device"), key=to)
        return [others[to].receive], self._store.log.seen_by(to), Addressee.DEVICE

    def _decoded(self, blob: bytes) -> Batch:
        certificate = self._membership.certificate_of(read_header(blob).device)
        assert certificate is not None
        return decode_batch(blob, public_key=certificate.sign_key, issuers=self._membership.issuers())

    def hand_over(self, number: int) -> None:
        """The person has given the file away."""
        self._carriers.hand_over(number, instant(self._committer.clock.now()))

    def all(self) -> list[Carrier]:
        return self._carriers.all()

    # -- in

    def inspect(self, path: Path) -> Inspected:
        """What is inside and how it stands to this laptop; nothing is applied. Raises a bundle fault."""
        bundle = self._read(path)
        state, missing = standing(bundle.header, self._store.log.vector())
        sender = next((c.holder for c in bundle.certificates if c.device == bundle.header.sender), "")
        return Inspected(
            bundle.header,
            state,
            missing,
            sender or self._membership.holder(bundle.header.sender),
            path.stat().st_size,
        )

    def apply(self, path: Path, agency: ReceivingKey | None = None) -> Taken:
        """Merge a bundle; the second time changes nothing. Raises a bundle fault and then changed nothing.

        `agency` is its recovery key, for a file whose other readers are gone.
        """
        bundle = self._read(path, agency)
        history, sender = self._exchange.history, bundle.header.sender
        history.hear_restores(bundle.entries)
        server = self._membership.server()
        is_server = server is not None and sender == device_id(server.issuer)
        entries = bundle.entries if is_server else history.passed_on(bundle.entries)
        taken = self._exchange.take(
            [batch.blob for batch in bundle.batches], entries, bundle.certificate_blobs
        )
        history.hear(bundle.entries, self._membership.holder(sender) or sender)
        return taken

    def _read(self, path: Path, agency: ReceivingKey | None = None) -> Bundle:
        known = {
            device: certificate.sign_key
            for device in self._carriers.certificates()
            if (certificate := self._membership.certificate_of(device)) is not None
        }
        if (server := self._membership.server()) is not None:
            known[device_id(server.issuer)] = server.issuer  # receipts come as bundles of the server
        keys = self._membership.keys
        read = partial(
            read_bundle,
            path,
            unit=self._membership.log_id or None,
            issuers=self._membership.issuers(),
            known=known,
        )
        for former in () if agency else keys.former:
            with suppress(BundleForOthers):
                return read(former)
        return read(agency or keys.receiving)

    # -- receipts

    def receipt_code(self, code: str) -> int:
        """Mark what the server has by the code an operator reads out; returns the highest own change covered.

        Raises NotEnrolled, WrongReceiptCode, TooManyCodes.
        """
        server = self._membership.enrolled()
        now = self._committer.clock.now()
        gate = self._gate()
        gate.check(now)
        own, log = self._store.device, self._store.log
        ends = {
            end: chain
            for end in self._carriers.batch_ends(own)
            if (chain := log.chain_at(own, end)) is not None
        }
        seq = match_code(code, server.receipt_key, self._membership.log_id, self._store.device, ends)
        if seq is None:
            self._keep_gate(gate.after_wrong(now))
            raise WrongReceiptCode()
        self._keep_gate(gate.after_right())
        self._carriers.note_receipt(seq, self._exchange.code_of(seq))
        return seq

    def receipt_file(self, path: Path) -> Taken:
        """Take a receipt over that came as a file (a bundle from the server)."""
        return self.apply(path)

    def _gate(self) -> CodeGate:
        wrong, _sep, until = self._store.setting("receipt_gate", "0|").partition("|")
        return CodeGate(int(wrong), datetime.fromisoformat(until) if until else None)

    def _keep_gate(self, gate: CodeGate) -> None:
        until = gate.closed_until.isoformat() if gate.closed_until else ""
        self._store.set_setting("receipt_gate", f"{gate.wrong}|{until}")


def _common(vectors: list[dict[str, int]]) -> dict[str, int]:
    """What all of them have."""
    if not vectors:
        return {}
    return {device: min(vector.get(device, 0) for vector in vectors) for device in vectors[0]}


def written_json(written: Written, changes: int | None = None) -> dict[str, Any]:
    """The result of `bundle create` and `bundle inspect` in the contract's keys."""
    header = written.header
    return {
        "number": header.number,
        "from": header.sender,
        "ranges": {r.device: [r.first, r.last] for r in header.contents},
        "prerequisites": dict(header.prerequisites),
        "bytes": written.bytes,
        "changes": header.changes if changes is None else changes,
        "path": str(written.path),
    }
