"""Works out the state that a unit's log ends in: snapshots for who joins, sums and rows for who checks.

The state is never kept beside the log: it is worked out from the signed batches with the rule of the laptops
(`flexdesk.domain.snapshot`), so that it cannot drift away from them.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import delete, insert, select

from flexdesk import __version__
from flexdesk.domain import evolution, sums
from flexdesk.domain.log import Vector
from flexdesk.domain.snapshot import Id, Ordering, Reduction, Snapshot, only_rows
from flexdesk.server.central import Central
from flexdesk.server.enrolment import in_ms
from flexdesk.server.ledger import Ledger
from flexdesk.server.refusals import NotInDirectory, UnknownDevice
from flexdesk.server.scribe import Scribe
from flexdesk.server.tables import snapshot as table
from flexdesk.sync import snapshot as wire
from flexdesk.sync import state_messages as messages
from flexdesk.sync.certificates import RejectEntry, SnapshotEntry, verify_entry
from flexdesk.sync.message_fields import MessageFault
from flexdesk.sync.state_messages import (
    Compared,
    CompareRequest,
    Piece,
    PieceRequest,
    RowsRequest,
    StateRequest,
    Verdict,
)
from flexdesk.sync.wire import decode_batch

EVERY = 1_000  # positions after which who asks gets a new snapshot
LEAST = 200  # positions below which a log is quicker fetched as it is, with its whole history
KEPT = 2  # the newest and the one before, which somebody may still be fetching
STATES = 2  # worked-out states held in memory: who compares may ask for rows next

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """A snapshot as the operator sees it; `changes` are those that it stands for, `kept` what is left."""

    pos: int
    upto: int
    size: int
    changes: int
    kept: int
    digest: str


@dataclass(frozen=True, slots=True)
class State:
    ordering: Ordering
    reduction: Reduction


class States:
    def __init__(self, central: Central) -> None:
        self._central = central
        self._held: OrderedDict[tuple[object, ...], State] = OrderedDict()
        self._lock = Lock()

    # What the network asks

    def answer(self, body: bytes, pace: Callable[[str, str], None] | None = None) -> bytes:
        """Raises UnknownDevice, BadSignature or MessageFault, and what `pace` raises for unit and device."""
        request, signed = messages.decode_request(body)
        self._central.check(signed, request.unit_id, request.device, pace)
        self._check_member(request)
        match request:
            case PieceRequest():
                return messages.encode_piece(self.piece(request))
            case CompareRequest():
                return messages.encode_compared(self.compared(request))
            case RowsRequest():
                return messages.encode_rows(self.rows(request), self._central.keys.signing)

    def _check_member(self, request: StateRequest) -> None:
        """A device that was revoked learns nothing more of the unit."""
        devices = self._central.database.reading(lambda ledger: ledger.devices(request.unit_id))
        if request.device not in devices or devices[request.device].revoked_seq is not None:
            raise UnknownDevice()

    # Snapshots

    def piece(self, request: PieceRequest) -> Piece:
        """A piece of the snapshot that is being fetched; else of the newest, which is made if it is old."""
        shelf = self._central.database.reading(lambda ledger: _shelf(ledger, request.unit_id))
        chosen = next((held for held in shelf if request.hash and held[1] == request.hash), None)
        start = request.start if chosen is not None else 0
        if chosen is None:
            head = self._central.database.reading(lambda ledger: ledger.head(request.unit_id))
            if head is None or (not shelf and head.pos < LEAST):
                return Piece()
            if not shelf or head.pos - shelf[0][0] >= EVERY:
                self.make(request.unit_id)
                shelf = self._central.database.reading(lambda ledger: _shelf(ledger, request.unit_id))
            chosen = shelf[0]
        pos = chosen[0]
        blob, entry = self._central.database.reading(lambda ledger: _taken_down(ledger, request.unit_id, pos))
        return Piece(entry, start, blob[start : start + max(request.limit, 1)])

    def make(self, unit_id: str) -> Made:
        """A snapshot of all that is here now; raises NotInDirectory for a unit without a log."""
        central = self._central
        unit = central.database.reading(lambda ledger: ledger.unit(unit_id))
        head = central.database.reading(lambda ledger: ledger.head(unit_id))
        if unit is None or unit.log is None or head is None:
            raise NotInDirectory(key=unit_id)
        unit_log, upto = unit.log, head.pos
        state = self._worked_out(unit_id, None, upto)
        kept = state.reduction.kept()
        blob = wire.encode(
            unit_log, Snapshot(kept, state.ordering.vector, state.ordering.chains), app=__version__
        )
        digest = sums.total(sums.sums_of(state.reduction.heads(), None))
        now_ms = in_ms(central.clock.now())

        def entry(pos: int) -> SnapshotEntry:
            return SnapshotEntry(
                unit=unit_log,
                pos=pos,
                at_ms=now_ms,
                upto=upto,
                size=len(blob),
                hash=wire.hash_of(blob),
                digest=digest,
                schema=evolution.LEVEL,
            )

        def put(ledger: Ledger) -> int:
            head = ledger.lock_head(unit_id)
            assert head is not None
            scribe = Scribe(ledger, central.keys, unit_id, unit_log, head, now_ms)
            pos = scribe.decide("snapshot", "", 0, entry).pos
            scribe.finish()
            _put(ledger, unit_id, pos, blob, now_ms)
            return pos

        pos = central.database.writing(put)
        changes = sum(state.ordering.vector.values())
        return Made(pos, upto, len(blob), changes, len(kept), digest.hex())

    # Comparing

    def compared(self, request: CompareRequest) -> Compared:
        state = self._state_of(request.unit_id, request.vector, request.after)
        if state is None:
            return Compared(Verdict.UNKNOWN)
        here = sums.sums_of(state.reduction.heads(), request.known)
        if sums.total(here) == request.total:
            return Compared(Verdict.SAME)
        log.warning("unit %s: laptop %s shows another state than its log", request.unit_id, request.device)
        return Compared(Verdict.DIFFERENT, {bucket: sums.short(number) for bucket, number in here.items()})

    def rows(self, request: RowsRequest) -> bytes:
        """What the server has of one month of a table, as a part of a snapshot."""
        state = self._state_of(request.unit_id, request.vector, request.after)
        unit = self._central.database.reading(lambda ledger: ledger.unit(request.unit_id))
        if state is None or unit is None or unit.log is None:
            raise MessageFault(detail="vector")
        wanted, _month = request.bucket
        rows = {
            row
            for table, row, _cells in state.reduction.heads()
            if table == wanted and sums.bucket_of(table, row) == request.bucket
        }
        part = only_rows(state.reduction.kept(), {wanted: rows})
        ends = state.ordering
        return wire.encode(unit.log, Snapshot(part, ends.vector, ends.chains), app=__version__)

    def _state_of(self, unit_id: str, vector: Vector, after: int) -> State | None:
        """The state of a device with that vector; None where the server does not have all of it."""
        wanted = {device: seq for device, seq in vector.items() if seq}
        key = (unit_id, tuple(sorted(wanted.items())), after)
        with self._lock:
            if (held := self._held.get(key)) is not None:
                self._held.move_to_end(key)
                return held
        state = self._worked_out(unit_id, wanted, after)
        if state.ordering.vector != wanted:
            return None
        with self._lock:
            self._held[key] = state
            while len(self._held) > STATES:
                self._held.popitem(last=False)
        return state

    def _worked_out(self, unit_id: str, upto: Vector | None, after: int) -> State:
        """From the batches up to a vector (None: position `after`), without what was rejected by then."""
        public = self._central.keys.signing.public

        def read(ledger: Ledger) -> tuple[list[tuple[int, bytes, bytes]], dict[Id, Collection[int] | None]]:
            batches = [
                (stored.pos, device.sign_key, blob)
                for device in ledger.devices(unit_id).values()
                for stored, blob in ledger.batches_of(unit_id, device.device)
                if upto is not None or stored.pos <= after
            ]
            decisions = ledger.decisions_after(unit_id, 0)
            entries = [d.entry for d in decisions if d.kind == "reject" and d.pos <= after]
            return sorted(batches, key=lambda batch: batch[0]), _rejected(entries, public)

        batches, void = self._central.database.reading(read)
        state = State(Ordering(upto), Reduction())
        for _pos, key, blob in batches:
            for tx in state.ordering.take(decode_batch(blob, public_key=key, issuers=(public,)).txs):
                state.reduction.take(tx, void.get((tx.device, tx.seq), ()))
        return state


def _rejected(entries: Sequence[bytes], public_key: bytes) -> dict[Id, Collection[int] | None]:
    """Which writes are void: their places in each transaction, None for all of them."""
    found: dict[Id, Collection[int] | None] = {}
    for blob in entries:
        entry = verify_entry(blob, public_key)
        if isinstance(entry, RejectEntry):
            id = (entry.device, entry.seq)
            before = found.get(id, ())
            whole = not entry.rows or before is None
            found[id] = None if whole else frozenset((*(before or ()), *entry.rows))
    return found


def _shelf(ledger: Ledger, unit_id: str) -> list[tuple[int, bytes]]:
    """Position and hash of the snapshots that are kept, newest first."""
    rows = ledger.connection.execute(
        select(table.c.pos, table.c.blob).where(table.c.unit_id == unit_id).order_by(table.c.pos.desc())
    )
    return [(row[0], wire.hash_of(bytes(row[1]))) for row in rows]


def _taken_down(ledger: Ledger, unit_id: str, pos: int) -> tuple[bytes, bytes]:
    """A snapshot and its signed entry."""
    where = (table.c.unit_id == unit_id, table.c.pos == pos)
    blob = ledger.connection.scalar(select(table.c.blob).where(*where))
    entry = next(d.entry for d in ledger.decisions_after(unit_id, pos - 1) if d.pos == pos)
    return bytes(blob or b""), entry


def _put(ledger: Ledger, unit_id: str, pos: int, blob: bytes, now_ms: int) -> None:
    """Onto the shelf, and the oldest off it."""
    older = [held for held, _hash in _shelf(ledger, unit_id)][KEPT - 1 :]
    if older:
        gone = delete(table).where(table.c.unit_id == unit_id, table.c.pos.in_(older))
        ledger.connection.execute(gone)
    ledger.connection.execute(
        insert(table),
        {"unit_id": unit_id, "pos": pos, "made_ms": now_ms, "size": len(blob), "blob": blob},
    )
