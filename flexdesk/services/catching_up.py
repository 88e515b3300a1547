"""Brings a laptop that is far behind to the unit's present state without every change since the first.

What it has of its own stays and is sent as always; nobody is asked which side is to win.
"""

from time import monotonic
from typing import TYPE_CHECKING

from flexdesk.progress import Progress
from flexdesk.services.commits import Committer
from flexdesk.services.exchange import Taken
from flexdesk.services.membership import Membership
from flexdesk.store import snapshots
from flexdesk.store.carriers import Carriers
from flexdesk.store.log import ForkFound

if TYPE_CHECKING:
    from flexdesk.domain.snapshot import Snapshot
    from flexdesk.sync.certificates import SnapshotEntry
    from flexdesk.sync.http import HttpLine

FAR_BEHIND = 200  # positions of the server that are still to come
FIRST_PIECE = 8 << 10  # bytes: 3 s at 20 kbit/s
LEAST_PIECE, MOST_PIECE = 2 << 10, 256 << 10
QUICK_S, SLOW_S = 1.0, 4.0

_REFUSED = "snapshot_refused"


class CatchingUp:
    def __init__(self, committer: Committer, membership: Membership, carriers: Carriers) -> None:
        self._committer = committer
        self._store = committer.store
        self._membership = membership
        self._carriers = carriers

    def is_far(self, behind: int) -> bool:
        """Whether so many positions are worth a question for a snapshot."""
        return behind > FAR_BEHIND

    def catch_up(self, line: "HttpLine", taken: Taken, progress: Progress | None = None) -> bool:
        """Fetch the server's snapshot and go on from it; False where it has none that fits.

        A line that breaks loses the piece that was on its way; the next call goes on from there. Raises what
        the line raises, and SnapshotFault.
        """
        snapshot = self.fetched(line, progress)
        if snapshot is None:
            return False
        hashed, _blob = snapshots.parts(self._store)
        try:
            with self._store.writing():
                received = snapshots.install(self._store, snapshot, self._committer.now_ms())
                snapshots.forget_parts(self._store)
        except ForkFound:
            # Two histories carry one name: the exchange of the log itself finds out whose is whose.
            snapshots.forget_parts(self._store)
            self._store.set_setting(_REFUSED, hashed.hex())
            return False
        taken.applied += received.applied
        taken.waiting = received.waiting
        for change in received.changes:
            self._committer.tell(change)
        return True

    def fetched(self, line: "HttpLine", progress: Progress | None = None) -> "Snapshot | None":
        """The server's snapshot; None where it has none. Raises what the line raises, and SnapshotFault."""
        from flexdesk.sync.http import NotOurServer, ServerRefused
        from flexdesk.sync.snapshot import SnapshotFault, decode

        try:
            entry = self._all_pieces(line, progress)
        except (NotOurServer, ServerRefused):
            return None  # a server of an earlier release
        if entry is None:
            return None
        _hash, blob = snapshots.parts(self._store)
        try:
            return decode(blob, self._membership.log_id, expected=entry.hash)
        except SnapshotFault:
            snapshots.forget_parts(self._store)
            raise

    def _all_pieces(self, line: "HttpLine", progress: Progress | None) -> "SnapshotEntry | None":
        """The entry of a snapshot of which every piece is here; None where there is none to be had."""
        limit = FIRST_PIECE
        while True:
            began = monotonic()
            entry, size = self._piece(line, limit)
            if entry is None or size >= entry.size:
                return entry
            if progress is not None:
                progress.report(size, entry.size)
            took = monotonic() - began
            if took < QUICK_S:
                limit = min(2 * limit, MOST_PIECE)
            elif took > SLOW_S:
                limit = max(limit // 2, LEAST_PIECE)

    def _piece(self, line: "HttpLine", limit: int) -> "tuple[SnapshotEntry | None, int]":
        """One piece more: the entry of the snapshot, and how many bytes of it are here."""
        from flexdesk.sync import state_messages as messages

        server = self._membership.enrolled()
        hashed, have = snapshots.parts(self._store)
        request = messages.PieceRequest(server.unit_id, self._store.device, hashed, len(have), limit)
        asked = messages.encode_request(request, self._membership.keys.signing)
        piece = line.ask_state(asked, messages.decode_piece)
        if not piece.entry:
            return None, 0
        entry = self._entry(piece.entry, server.issuer)
        if entry.hash.hex() == self._store.setting(_REFUSED):
            return None, 0
        if entry.hash != hashed:
            have = b""
        if piece.start == len(have) and piece.data:
            snapshots.keep_part(self._store, entry.hash, piece.start, piece.data)
            have += piece.data
        elif len(have) < entry.size:
            snapshots.forget_parts(self._store)
            raise _fault("size")
        return entry, len(have)

    def _entry(self, blob: bytes, issuer: bytes) -> "SnapshotEntry":
        """Raises SnapshotFault for what the server did not sign for this unit."""
        from flexdesk.sync.certificates import SnapshotEntry, verify_entry
        from flexdesk.sync.faults import CertificateFault

        try:
            entry = verify_entry(blob, issuer)
        except CertificateFault as error:
            raise _fault("signature") from error
        if not isinstance(entry, SnapshotEntry) or entry.unit != self._membership.log_id:
            raise _fault("unit")
        return entry


def _fault(reason: str) -> Exception:
    from flexdesk.sync.snapshot import SnapshotFault

    return SnapshotFault(reason)
