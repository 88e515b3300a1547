"""Gives away what this device knows and takes in what others know, whatever the carrier."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache

from flexdesk import __version__
from flexdesk.domain.log import Vector, joined
from flexdesk.domain.ops import Change
from flexdesk.services import moved
from flexdesk.services.commits import Committer
from flexdesk.services.identity import DiskCopied
from flexdesk.services.judging import REJECTED, Judging
from flexdesk.services.membership import Membership, instant
from flexdesk.services.renewal import Renewal
from flexdesk.services.server_history import ServerHistory, kind_of
from flexdesk.store import branches, held
from flexdesk.store.carriers import Carriers, Doubt, Held
from flexdesk.store.log import ForkFound, Log
from flexdesk.sync import dictionaries
from flexdesk.sync.certificates import (
    Certificate,
    ClockEntry,
    Entry,
    GrantEntry,
    MoveEntry,
    ReceiptEntry,
    RejectEntry,
    RevokeEntry,
    UnitHeadEntry,
    UnknownEntry,
    verify_entry,
)
from flexdesk.sync.faults import CertificateFault
from flexdesk.sync.wire import Batch, BatchHeader, decode_batch, encode_batch, read_header

TXS_PER_BATCH = 500
WRITES_PER_BATCH = 20_000
BYTES_PER_BATCH = 2 << 10  # the least chunk on a poor line; see `sync.pace`
_PLAINLY = "pack_plainly"  # the setting that says that somebody lacks the newer dictionaries


@dataclass
class Taken:
    """What became of everything that arrived; `waiting` counts all changes that wait now."""

    applied: int = 0
    known: int = 0
    waiting: int = 0
    quarantined: int = 0
    held: int = 0  # rows that somebody deleted in a mass, and that wait for a yes
    rejected: list[dict[str, object]] = field(default_factory=list)
    receipt: str = ""
    asked_to_catch_up: bool = False
    changes: list[Change] = field(default_factory=list)


class Exchange:
    """Batches out of the log and into it. Everything is verified before anything is applied."""

    def __init__(self, committer: Committer, membership: Membership, carriers: Carriers) -> None:
        self._committer = committer
        self._store = committer.store
        self._membership = membership
        self._carriers = carriers
        self.renewal = Renewal(committer, membership, carriers)
        self._judging = Judging(committer, membership)
        self.history = ServerHistory(committer, membership, carriers)

    # -- out

    def batch_up(self) -> int:
        """Sign what is not in a batch yet; returns the highest own change that is.

        A batch arrives whole or not at all, and a line that breaks must not carry the same bytes again and
        again: so batches are small. Only what was done as one thing is never parted.
        """
        log, device = self._store.log, self._store.device
        first = self._carriers.last_batched(device) + 1
        last = log.vector().get(device, 0)
        most = TXS_PER_BATCH
        while first <= last:
            end = self._end_of_batch(log, first, min(last, first + most - 1))
            blob = self._signed(log, first, end)
            while len(blob) > BYTES_PER_BATCH and end > first:
                most = max(1, (end - first + 1) * BYTES_PER_BATCH * 9 // (len(blob) * 10))
                end = first + most - 1
                blob = self._signed(log, first, end)
            self._carriers.add_batch(device, first, end, blob)
            first = end + 1
            most = min(2 * most, TXS_PER_BATCH)
        return last

    def _signed(self, log: Log, first: int, end: int) -> bytes:
        txs = list(log.txs(self._store.device, first, end))
        chain = log.chain_at(self._store.device, first - 1)
        assert chain is not None
        return encode_batch(
            self._membership.log_id,
            txs,
            chain,
            self._membership.keys.signing,
            app=__version__,
            packings=dictionaries.BASE if self._store.setting(_PLAINLY) else None,
        )

    def pack_plainly(self, beyond: int) -> bool:
        """Pack own batches after that number anew, and all to come, for readers without newer dictionaries.

        False where that was done before.
        """
        if self._store.setting(_PLAINLY):
            return False
        with self._store.writing():
            self._store.set_setting(_PLAINLY, "1")
            self._carriers.forget_batches(self._store.device, beyond)
        return True

    def _end_of_batch(self, log: Log, first: int, end: int) -> int:
        writes = 0
        for tx in log.txs(self._store.device, first, end):
            writes += len(tx.writes)
            if writes > WRITES_PER_BATCH and tx.seq > first:
                return tx.seq - 1
        return end

    def batches(self, beyond: Vector) -> list[bytes]:
        """Every batch that a reader with that vector lacks, own ones included.

        Raises DiskCopied while a new name waits for the next opening: nothing goes out under the old one.
        """
        if self.renewal.pending:
            raise DiskCopied()
        self.batch_up()
        return self._carriers.batches(beyond)

    # -- in

    def take(
        self, batches: Sequence[bytes], entries: Sequence[bytes] = (), certificates: Iterable[bytes] = ()
    ) -> Taken:
        """Apply batches and the server's entries; nothing is applied when one batch is not genuine.

        Raises WireFault, ForkFound, and DiskCopied where the fork is in this laptop's own changes. Batches of
        devices without a trusted certificate are quarantined, and those of a copied disk that part from what
        the server has; what was made after a revocation is void.
        """
        self.history.hear_restores(entries)
        aside: list[bytes] = []
        while True:
            try:
                taken = self._taken(
                    [blob for blob in batches if blob not in aside], aside, entries, certificates
                )
                break
            except ForkFound as fork:
                device = str(fork.facts["device"])
                parting = self._parting(device, batches)
                if parting and not set(parting) <= set(aside):
                    aside += parting
                elif device == self._store.device and self.renewal.begin_with(batches):
                    raise DiskCopied() from fork
                else:
                    raise
        for change in taken.changes:
            self._committer.tell(change)
        return taken

    def _parting(self, device: str, batches: Iterable[bytes]) -> list[bytes]:
        """Batches of a copied disk that can never be the device's: the server has those that are here.

        The copy sends them again, under a name of its own, when it hears of that.
        """
        certificate = self._membership.certificate_of(device)
        assert certificate is not None  # else it would lie in quarantine
        issuers = self._membership.issuers()
        theirs = [
            decode_batch(blob, public_key=certificate.sign_key, issuers=issuers)
            for blob in batches
            if read_header(blob).device == device
        ]
        keep = branches.last_shared(self._store, device, branches.chains(theirs)) or 0
        at_server = self._carriers.received() if device == self._store.device else self.shared(device)
        return [batch.blob for batch in theirs if batch.last > keep] if at_server > keep else []

    def _taken(
        self,
        batches: Sequence[bytes],
        aside: Iterable[bytes],
        entries: Sequence[bytes],
        certificates: Iterable[bytes],
    ) -> Taken:
        taken = Taken()
        with self._store.writing():
            for blob in aside:
                self._hold(read_header(blob), blob, Doubt.COPIED, taken)
            for blob in certificates:
                self._membership.learn(blob)
            for blob in [*self._understood(), *entries]:
                self._entry(blob, taken)
            self._batches([*self._released(), *batches], taken)
            self._store.log.adopt_clock(taken.changes, self._committer.now_ms())
            if self._membership.mandates.take_changed():
                taken.changes += self._judging.show_again()
        return taken

    def _batches(self, blobs: Sequence[bytes], taken: Taken) -> None:
        born = held.last_place(self._store.connection)
        arrived: list[Change] = []
        decoded = [batch for blob in blobs if (batch := self._genuine(blob, taken)) is not None]
        for batch in sorted(decoded, key=lambda batch: (batch.device, batch.first)):
            received = self._store.log.receive(batch.txs, batch.previous_chain)
            self._carriers.add_batch(batch.device, batch.first, batch.last, batch.blob)
            taken.applied += received.applied
            taken.known += received.known
            arrived += received.changes
        taken.waiting = len(self._store.log.waiting())
        taken.changes += arrived
        fresh, waited = list(taken.changes), self._judging.waiting()
        taken.changes += held.brake(self._store.connection, self._store.log, arrived, born)
        taken.held = len(held.rows(self._store.connection))
        self._void_rejected(taken)
        taken.changes += self._judging.settle(fresh, self.known_of_server())
        taken.quarantined += max(0, self._judging.waiting() - waited)

    def _genuine(self, blob: bytes, taken: Taken) -> Batch | None:
        """The batch, if somebody trusted vouches for its device; else it is kept in quarantine.

        Raises WireFault for one that is altered.
        """
        header = read_header(blob)
        certificate = self._membership.certificate_of(header.device)
        doubt = self._doubt(header, certificate)
        if certificate is not None and doubt is None:
            return decode_batch(blob, public_key=certificate.sign_key, issuers=self._membership.issuers())
        self._hold(header, blob, doubt or Doubt.UNKNOWN, taken)
        return None

    def _doubt(self, header: BatchHeader, certificate: Certificate | None) -> Doubt | None:
        if certificate is None:
            return Doubt.UNKNOWN
        if header.unit != self._membership.log_id:
            return Doubt.OTHER_UNIT
        return None

    def _hold(self, header: BatchHeader, blob: bytes, doubt: Doubt, taken: Taken) -> None:
        came_at = instant(self._committer.clock.now())
        self._carriers.quarantine(Held(header.device, header.first, header.last, blob, doubt, came_at))
        taken.quarantined += header.last - header.first + 1

    def _released(self) -> list[bytes]:
        """Batches in quarantine whose device somebody trusted vouches for by now.

        Those of revoked devices are from an older program: they are void now, and block nothing behind them.
        """
        certified = self._carriers.certificates()
        freed = [
            one
            for one in self._carriers.quarantined()
            if one.reason in (Doubt.UNKNOWN, Doubt.REVOKED) and one.device in certified
        ]
        for one in freed:
            self._carriers.release(one)
        return [one.blob for one in freed]

    # -- the server's word

    def recall_roles(self) -> None:
        """Read the roles out of what an older program kept of the server's word."""
        server = self._membership.server()
        with self._store.writing():
            for blob in self._carriers.certificates().values():
                self._membership.learn(blob)
            for kind in ("grant", "revoke") if server is not None else ():
                for blob in self._carriers.entries(kind):
                    assert server is not None
                    self._judging.hear(verify_entry(blob, server.issuer))
            self._membership.mandates.hear(int(self._store.setting("server_position", "0")))

    def _understood(self) -> list[bytes]:
        """Entries that an older program kept unread and this one knows."""
        server, found = self._membership.server(), []
        for blob in self._carriers.entries("unknown") if server is not None else ():
            assert server is not None
            with suppress(CertificateFault):  # of a server that the unit has left
                entry = verify_entry(blob, server.issuer)
                if not isinstance(entry, UnknownEntry):
                    self._carriers.forget_entry(entry.pos, "unknown")
                    found.append(blob)
        return found

    def _entry(self, blob: bytes, taken: Taken) -> None:
        server = self._membership.server()
        if server is None:
            return
        try:
            entry = verify_entry(blob, server.issuer)
        except CertificateFault:
            return
        if entry.unit != self._membership.log_id or isinstance(entry, UnitHeadEntry):
            return  # heads are the history's
        if self.history.doubt() is not None:
            return
        if not self._carriers.add_entry(entry.pos, server.issuer, kind_of(entry), blob):
            return
        self._judging.hear(entry)
        match entry:
            case ReceiptEntry():
                self._receipt(entry, taken)
            case ClockEntry():
                ops = self._store.log.hold_back_clock(entry.device, entry.first, entry.last, entry.at_ms)
                if ops:
                    taken.changes.append(Change("server.clock", tuple(ops), entry.device, entry.last))
            case MoveEntry():
                moved.remember(self._store, self._moves())
            case RevokeEntry():
                self._carriers.revoke(entry.device, entry.seq)
            case GrantEntry():
                self._membership.learn(entry.certificate)
            case _:
                pass

    def _moves(self) -> Iterator[MoveEntry]:
        server = self._membership.server()
        assert server is not None
        for blob in self._carriers.entries("move"):
            entry = verify_entry(blob, server.issuer)
            if isinstance(entry, MoveEntry):
                yield entry

    def _receipt(self, entry: ReceiptEntry, taken: Taken) -> None:
        own, covered = self._store.device, entry.vector.get(self._store.device, 0)
        if covered and self._is_for_these(entry, own, covered):
            taken.receipt = self.code_of(covered)
            self._carriers.note_receipt(covered, taken.receipt)

    def code_of(self, seq: int) -> str:
        """The short form of a receipt over own changes up to `seq`."""
        from flexdesk.sync.receipts import receipt_code

        server = self._membership.server()
        assert server is not None
        chain = self._store.log.chain_at(self._store.device, seq)
        assert chain is not None
        return receipt_code(server.receipt_key, self._membership.log_id, self._store.device, seq, chain)

    def _is_for_these(self, entry: ReceiptEntry, device: str, seq: int) -> bool:
        """Whether the receipt is for the changes that are here, and not for others with their numbers.

        Of what a snapshot stands for the server's word is all that is here.
        """
        chain = self._store.log.chain_at(device, seq)
        if chain is None:
            return self._store.log.is_covered(device, seq)
        return chain.startswith(entry.chain)

    def parted(self) -> dict[str, int]:
        """Devices of which the server has other changes than are here -> the last number that both share."""
        vector = self._store.log.vector()
        devices = {
            entry.device
            for entry in self._receipts()
            if (seq := entry.vector.get(entry.device, 0)) <= vector.get(entry.device, 0)
            and not self._is_for_these(entry, entry.device, seq)
        }
        return {device: self.shared(device) for device in devices}

    def shared(self, device: str) -> int:
        """The last number of a device up to which receipts say that the server has what is here."""
        spans = (entry.vector.get(device, 0) for entry in self._receipts_for(device))
        return max(spans, default=0)

    def _receipts_for(self, device: str) -> Iterator[ReceiptEntry]:
        """Receipts of a device that are for what is here."""
        for entry in self._receipts():
            if entry.device == device and self._is_for_these(entry, device, entry.vector.get(device, 0)):
                yield entry

    def give_way(self, device: str, blobs: Sequence[bytes]) -> Taken:
        """Put the server's changes of another, copied device in the place of those that are here.

        Those are kept in quarantine: their author sends them again under a name of its own.
        """
        certificate = self._membership.certificate_of(device)
        assert certificate is not None
        issuers = self._membership.issuers()
        theirs = [decode_batch(blob, public_key=certificate.sign_key, issuers=issuers) for blob in blobs]
        with self._store.writing():
            keep = branches.last_shared(self._store, device, branches.chains(theirs))
            if keep is None:
                raise ForkFound(device=device, seq=0)
            for blob in self._carriers.batches_of(device, keep):
                self._hold(read_header(blob), blob, Doubt.COPIED, Taken())
            branches.withdraw(self._store, device, keep)
            self._store.set_setting("voided", "[]")
        return self.take(blobs)

    def _void_rejected(self, taken: Taken) -> None:
        """Void what the server rejected, once, and as soon as the rejected change is here."""
        server = self._membership.server()
        if server is None:
            return
        done = set(json.loads(self._store.setting("voided", "[]")))
        vector = self._store.log.vector()
        for blob in self._carriers.entries("reject"):
            entry = verify_entry(blob, server.issuer)
            if not isinstance(entry, RejectEntry) or entry.pos in done:
                continue
            if vector.get(entry.device, 0) < entry.seq:
                continue
            done.add(entry.pos)
            ops = self._store.log.void(entry.device, entry.seq, entry.rows or None)
            taken.changes.append(Change(REJECTED, tuple(ops), entry.device, entry.seq))
            self._judging.rejected(entry)
            if entry.device == self._store.device:
                rows = list(entry.rows)
                taken.rejected.append({"seq": entry.seq, "reason": entry.reason, "rows": rows})
        self._store.set_setting("voided", json.dumps(sorted(done)))

    def known_of_server(self) -> dict[str, int]:
        """What receipts, as files or as codes, say that the server has, of every device."""
        by_code = {self._store.device: self._carriers.received()}
        return joined([by_code, *(entry.vector for entry in self._receipts())])

    def _receipts(self) -> Iterator[ReceiptEntry]:
        server = self._membership.server()
        if server is not None:
            for blob in self._carriers.entries("receipt"):
                entry = _verified(blob, server.issuer)
                if isinstance(entry, ReceiptEntry):
                    yield entry


@lru_cache(maxsize=8192)  # every exchange asks for all of them
def _verified(blob: bytes, issuer: bytes) -> Entry:
    return verify_entry(blob, issuer)
