"""What lies between this laptop and the others: what waits to go, what waits to be decided, what went."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby

from flexdesk.domain.merge import Head, shown
from flexdesk.domain.ops import Value
from flexdesk.services.membership import Membership
from flexdesk.services.whose import whose
from flexdesk.store import history, together
from flexdesk.store.carriers import Carriers, SyncState
from flexdesk.store.history import OwnPart
from flexdesk.store.store import Dispute, Store
from flexdesk.sync import reasons
from flexdesk.sync.certificates import RejectEntry, verify_entry

_SHRINKS_TO = 0.12  # a signed, compressed batch against the log's own text, measured on a unit's quarter
_ENVELOPE = 200  # bytes of a batch that do not depend on its content


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Own changes of one table in one state; `size` is an estimate in bytes, `oldest` when it began."""

    table: str
    state: SyncState
    changes: int
    rows: int
    size: int
    oldest: datetime
    newest: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """Changes that came and wait for earlier ones of a laptop."""

    device: str
    holder: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Lost:
    """One cell of a rejected write."""

    table: str
    row: str
    field: str
    value: Value


@dataclass(frozen=True, slots=True)
class Rejected:
    """An own change that the server voided; `tables` are those it wrote.

    `lost` is what it would have written, so that nothing has to be thought of twice.
    """

    seq: int
    reason: str
    tables: tuple[str, ...]
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """One value in a conflict, and who wrote it."""

    value: Value
    device: str
    holder: str
    at: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class DisputedField:
    id: str
    field: str
    mine: Written | None
    theirs: Written
    shown: Value


@dataclass(frozen=True, slots=True)
class DisputedRow:
    """One row with every field that two people wrote without having seen each other.

    `person` (a name) and `day` are known where the row is about them, `called` where it has a name.
    """

    table: str
    row: str
    person: str
    day: str
    fields: tuple[DisputedField, ...]
    called: str = ""

    @property
    def key(self) -> str:
        return f"{self.table}:{self.row}"


@dataclass(frozen=True, slots=True)
class EditedTogether:
    """A row in which several people wrote different fields apart: both stand, and nobody is asked."""

    table: str
    row: str
    fields: frozenset[str]
    holders: tuple[str, ...]


_Holder = Callable[[str], str]  # whose laptop that is


class SendingService:
    def __init__(self, store: Store, membership: Membership, carriers: Carriers) -> None:
        self._store = store
        self._membership = membership
        self._carriers = carriers

    # -- out

    def outgoing(self) -> list[Outgoing]:
        """Own changes without a receipt, grouped by table and state, least advanced state first."""
        order = list(SyncState)
        parts = history.own_after(self._store, self._carriers.received())
        handed = self._carriers.handed()
        batched = max(self._carriers.last_batched(self._store.device), handed)

        def state(part: OwnPart) -> SyncState:
            if part.seq <= handed:
                return SyncState.HANDED
            return SyncState.BUNDLED if part.seq <= batched else SyncState.LOCAL

        keyed = sorted(parts, key=lambda part: (order.index(state(part)), part.table))
        groups = groupby(keyed, key=lambda part: (part.table, state(part)))
        return [_outgoing(table, found, list(held)) for (table, found), held in groups]

    def estimate(self, to: str = "server") -> int:
        """Bytes that the next bundle or exchange would carry, roughly."""
        beyond = self._carriers.received() if to == "server" else 0
        size = sum(part.size for part in history.own_after(self._store, beyond))
        return round(size * _SHRINKS_TO) + _ENVELOPE if size else 0

    # -- in

    def wanted(self) -> list[Wanted]:
        """Which changes of which laptops must come before those that wait here."""
        return [
            Wanted(device, self._membership.holder(device), first, last)
            for device, (first, last) in sorted(self._store.log.missing().items())
        ]

    def waiting(self) -> int:
        """How many changes have come and cannot be applied yet."""
        return len(self._store.log.waiting())

    def rejected(self) -> list[Rejected]:
        """Own changes that the server voided, newest first."""
        server = self._membership.server()
        if server is None:
            return []
        entries = [verify_entry(blob, server.issuer) for blob in self._carriers.entries("reject")]
        own = [e for e in entries if isinstance(e, RejectEntry) and e.device == self._store.device]
        return [
            Rejected(
                entry.seq,
                reasons.sentence(entry.reason),
                self._tables_of(entry.seq),
                tuple(
                    Lost(one.table, one.row, one.field, one.after)
                    for one in history.voided(self._store, entry.device, entry.seq)
                ),
            )
            for entry in sorted(own, key=lambda entry: entry.seq, reverse=True)
        ]

    def _tables_of(self, seq: int) -> tuple[str, ...]:
        parts = [part for part in history.own_after(self._store, seq - 1) if part.seq == seq]
        return tuple(part.table for part in parts)

    def disputed(self) -> list[DisputedRow]:
        """Conflicts, one for each row, in the order of the log's tables."""
        held = self._store.disputes()
        groups = groupby(held, key=lambda dispute: (dispute.table, dispute.row))
        look = cache(self._membership.holder)  # the same few, hundreds of times
        return [self._row(table, row, list(disputes), look) for (table, row), disputes in groups]

    def _row(self, table: str, row: str, disputes: list[Dispute], look: _Holder) -> DisputedRow:
        from flexdesk.services.row_names import called  # words of all tables, which no start waits for

        person, day = whose(self._store, table, row)
        fields = tuple(self._field(one, look) for one in disputes)
        open_ = dict.fromkeys(one.field for one in fields)  # no row is called by what is in dispute
        return DisputedRow(table, row, person, day, fields, called(self._store, table, row, open_))

    def _field(self, dispute: Dispute, look: _Holder) -> DisputedField:
        mine = [head for head in dispute.heads if head.device == self._store.device]
        theirs = [head for head in dispute.heads if head.device != self._store.device]
        # Two others may disagree while we wrote nothing: then the one that is not shown is “theirs”.
        other = max(theirs or mine, key=lambda head: head.hlc)
        return DisputedField(
            dispute.id,
            dispute.field,
            self._written(mine[-1], look) if mine else None,
            self._written(other, look),
            shown(dispute.heads).value,
        )

    def _written(self, head: Head, look: _Holder) -> Written:
        return Written(
            head.value,
            head.device,
            look(head.device),
            history.instant(head.hlc),
            head.device == self._store.device,
        )

    def edited_together(self, since: datetime | None = None) -> list[EditedTogether]:
        """Rows that several people changed apart, in different fields, and that nobody has written since."""
        since_ms = 0 if since is None else int(since.timestamp() * 1000)
        return [
            EditedTogether(
                one.table,
                one.row,
                frozenset(one.by),
                tuple(sorted({self._membership.holder(d) for devices in one.by.values() for d in devices})),
            )
            for one in together.edited_together(self._store, since_ms)
        ]

    # -- whom to

    def laptops(self) -> list[tuple[str, str]]:
        """(device, holder) of the unit's other laptops that are still members."""
        revoked = self._carriers.revoked()
        return [
            (device, self._membership.holder(device))
            for device in self._carriers.certificates()
            if device != self._store.device and device not in revoked
        ]


def _outgoing(table: str, state: SyncState, parts: list[OwnPart]) -> Outgoing:
    return Outgoing(
        table,
        state,
        changes=len(parts),
        rows=sum(part.rows for part in parts),
        size=round(sum(part.size for part in parts) * _SHRINKS_TO) + _ENVELOPE,
        oldest=min(part.at for part in parts),
        newest=max(part.at for part in parts),
    )
