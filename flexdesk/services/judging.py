"""Judges what others wrote by the roles they wrote it in, as the server does, and until it has spoken.

What is void stays in the log and blocks nothing behind it. A change that its author could not know to be late
waits for a person. The server's word replaces this laptop's own judgement, in both directions.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flexdesk.domain.authority import Role, is_unlimited, may_by_number
from flexdesk.domain.log import Tx
from flexdesk.domain.mandate import Judged, Mandate, Standing, judge, last_day
from flexdesk.domain.ops import Change
from flexdesk.services.commits import Committer
from flexdesk.services.membership import Membership, instant
from flexdesk.services.permission import zone_of
from flexdesk.store.mandates import ACCEPT, OPEN, PROVISIONAL, Late, LateState
from flexdesk.sync import reasons
from flexdesk.sync.certificates import Entry, GrantEntry, RejectEntry, RevokeEntry

REJECTED = "server.reject"  # kind of the change that listeners are told of


class Judging:
    def __init__(self, committer: Committer, membership: Membership) -> None:
        self._committer = committer
        self._store = committer.store
        self._membership = membership
        self._mandates = membership.mandates

    # -- the server's word

    def hear(self, entry: Entry) -> None:
        """What an entry says of roles and of the time."""
        if isinstance(entry, RevokeEntry):
            self._mandates.revoke(entry.device, entry.seq, entry.pos)
        told = isinstance(entry, GrantEntry | RevokeEntry)
        self._mandates.hear(entry.pos if told else 0, entry.at_ms)

    def rejected(self, entry: RejectEntry) -> None:
        """The server voided this; a person may still let in what is only late."""
        if reasons.waits(entry.reason):
            self._keep(entry.device, entry.seq, entry.reason, entry.rows, LateState.WAITING)
        else:
            self._mandates.forget_late(entry.device, entry.seq)

    # -- this laptop's own judgement

    def settle(self, fresh: Iterable[Change], covered: Mapping[str, int]) -> list[Change]:
        """Void what was written without the right to; show again what the server let stand.

        `fresh` has just been applied; `covered` is how far the server has spoken. Returns what changed.
        """
        applied = list(fresh)
        if any(change.kind == ACCEPT for change in applied):
            for late in self._mandates.late(OPEN):
                self._close(late)
        arrived = [(change.device, change.seq) for change in applied]
        known = self._mandates.provisional()
        changes = self._end_memberships()
        changes += self._lift(known, covered)
        judged = dict.fromkeys([*arrived, *((d, s) for d, s, _rows in known)])
        mandates = {device: self._mandates.of(device) for device in {d for d, _seq in judged}}
        for device, seq in judged:
            is_open = device != self._store.device and seq > covered.get(device, 0)
            if is_open and not _is_plain(mandates[device]):
                changes += self._provisional(mandates[device], device, seq)
        return changes

    def waiting(self) -> int:
        """How many changes are void here and not settled."""
        return len(self._mandates.late(OPEN))

    def show_again(self) -> list[Change]:
        """After a new grant: the value of highest authority is shown where several stand side by side."""
        ops = [op for place in self._mandates.torn_rows() if (op := self._store.log.rebuild(*place))]
        return [Change(REJECTED, tuple(ops))] if ops else []

    def _end_memberships(self) -> list[Change]:
        changes = []
        for device, last in self._mandates.revoked().items():
            mandate = self._mandates.of(device)
            for seq in self._mandates.standing_after(device, last):
                tx = self._mandates.tx(device, seq)
                assert tx is not None
                if judge(mandate, tx).standing is Standing.LATE:
                    self._keep(device, seq, reasons.LATE, (), LateState.WAITING)
                changes.append(self._void(device, seq, None, mark=1))
        return changes

    def _lift(
        self, known: Iterable[tuple[str, int, Sequence[int]]], covered: Mapping[str, int]
    ) -> list[Change]:
        """The server has these changes and did not reject them, or not all of them."""
        changes = []
        for device, seq, rows in known:
            if seq <= covered.get(device, 0):
                changes.append(self._void(device, seq, rows, mark=0))
                self._mandates.settle_late(device, seq)
        return changes

    def _provisional(self, mandate: Mandate, device: str, seq: int) -> list[Change]:
        tx = self._mandates.tx(device, seq)
        if tx is None:
            return []
        reason, rows = self._verdict(tx, mandate)
        held = self._mandates.provisional_rows(device, seq)
        if rows == held:
            return []
        changes = [self._void(device, seq, held, mark=0)] if held else []
        if rows:
            self._keep(device, seq, reason, rows, LateState.PROVISIONAL)
            changes.append(self._void(device, seq, rows, mark=PROVISIONAL))
        else:
            self._mandates.settle_late(device, seq)
        return changes

    def _verdict(self, tx: Tx, mandate: Mandate) -> tuple[str, tuple[int, ...]]:
        """The reason, and the numbers of the writes that should not count."""
        found = judge(mandate, tx)
        if found.standing in (Standing.LATE, Standing.REVOKED):
            return "", ()  # void already, see `_end_memberships`
        every = tuple(range(len(tx.writes)))
        if found.role == Role.READER:
            return reasons.READER, every
        if found.standing is Standing.ENDED:
            return reasons.ended(self._last_day(found)), every
        may = [may_by_number(found.role, write.table, write.cells) for write in tx.writes]
        return reasons.FIELD, tuple(n for n in every if not may[n])

    def _last_day(self, judged: Judged) -> date:
        assert judged.until_ms is not None
        return last_day(judged.until_ms, zone_of(self._store))

    def _void(self, device: str, seq: int, rows: Sequence[int] | None, *, mark: int) -> Change:
        ops = self._store.log.void(device, seq, rows, mark=mark)
        return Change(REJECTED, tuple(ops), device, seq)

    def _keep(self, device: str, seq: int, reason: str, rows: Iterable[int], state: LateState) -> None:
        came_at = instant(self._committer.clock.now())
        late = Late(device, seq, reason, tuple(rows), came_at, state)
        self._mandates.keep_late(late)
        self._close(late)

    def _close(self, late: Late) -> None:
        if self._mandates.is_accepted(late):
            self._mandates.decide(late.device, late.seq, LateState.ACCEPTED)


def _is_plain(mandate: Mandate) -> bool:
    """Whether nothing that the device wrote needs a look: it was never anything but a leader without end.

    Of a device that was never granted a role here nothing is known, and the server will say.
    """
    return mandate.revoked_seq is None and all(
        is_unlimited(grant.role) and grant.until_ms is None for grant in mandate.grants
    )
