"""What came and does not count yet: who made it, when, why it waits, what it says, and letting it in.

Letting in writes the same values again as a change of whoever decides: that person answers for them, the
change travels and is judged like any other, and no line is needed. The late change stays in the log, void.
"""

from dataclasses import dataclass
from datetime import datetime

from flexdesk.domain import authority
from flexdesk.domain.log import RowWrite
from flexdesk.domain.ops import DELETED, Change, Op, Value
from flexdesk.domain.schema import BY_ID, COLUMN_BY_ID
from flexdesk.errors import FlexDeskError, NotFound
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.membership import Membership
from flexdesk.services.permission import NotAllowed, role_words
from flexdesk.services.whose import whose
from flexdesk.store import history
from flexdesk.store.carriers import Carriers, Doubt, Held
from flexdesk.store.mandates import ACCEPT, OPEN, Late, LateState
from flexdesk.sync import reasons

_HELD: dict[str, str] = {
    Doubt.UNKNOWN: N_("Nobody whom this laptop trusts vouches for the laptop that made it."),
    Doubt.OTHER_UNIT: N_("It belongs to another unit."),
    Doubt.COPIED: N_("It is of one of two laptops with one name; it comes again under a name of its own."),
    Doubt.REVOKED: N_("This device was revoked before the change was made, which its holder could not know."),
}


class NotToBeLetIn(FlexDeskError):
    """Nothing that a person here may decide."""

    code = "quarantine.not_to_be_let_in"
    ticket = "FD-PRN-10"
    text = N_("This cannot be let in here: {why}")
    safe = N_("It is kept as it came.")
    next = N_("Exchange with the server first, or have its author enter it again.")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value that would be written. `person` (a name) and `day` are known where the row is about them."""

    table: str
    row: str
    field: str
    value: Value
    person: str
    day: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """`at` is when the change was made, as its laptop's clock had it; None for what cannot be read yet.

    `changes` counts transactions. `may_accept` says whether somebody with the right can let it in now.
    """

    id: str
    device: str
    holder: str
    at: datetime | None
    came_at: datetime
    reason: str
    why: str
    changes: int
    cells: tuple[Cell, ...]
    may_accept: bool


class QuarantineService:
    def __init__(self, committer: Committer, membership: Membership, carriers: Carriers) -> None:
        self._committer = committer
        self._store = committer.store
        self._membership = membership
        self._carriers = carriers

    def waiting(self) -> list[Waiting]:
        """Everything that waits, in the order in which it came."""
        found = [self._late(late) for late in self._membership.mandates.late(OPEN)]
        found += [self._held(held) for held in self._carriers.quarantined()]
        return sorted(found, key=lambda one: (one.came_at, one.id))

    def accept(self, id: str) -> Change | None:
        """Write what it says as an own change; None where everything says so already and nothing was open.

        Raises NotFound, NotToBeLetIn, NotAllowed and what a commit raises.
        """
        late = self._find(id)
        if not reasons.waits(late.reason):
            raise NotToBeLetIn(why=reasons.sentence(late.reason))
        self._require_leader()
        ops = [op for write in self._writes(late) if (op := self._op(write)) is not None]
        done = self._committer.commit(Change(ACCEPT, tuple(ops)), keep_equal=True)
        self._membership.mandates.decide(late.device, late.seq, LateState.ACCEPTED)
        return done

    def leave(self, id: str) -> None:
        """It stays void; nothing is asked about it here any more. Raises NotFound, NotAllowed."""
        late = self._find(id)
        self._require_leader()
        self._membership.mandates.decide(late.device, late.seq, LateState.LEFT)

    def _find(self, id: str) -> Late:
        for late in self._membership.mandates.late(OPEN):
            if _id(late) == id:
                return late
        for held in self._carriers.quarantined():
            if _held_id(held) == id:
                raise NotToBeLetIn(why=_(_HELD[held.reason]))
        raise NotFound(what=_("Late change"), key=id)

    def _require_leader(self) -> None:
        mandates = self._membership.mandates
        grant = mandates.of(self._store.device).at(mandates.position())
        if grant is not None and not authority.is_unlimited(grant.role):
            raise NotAllowed(role=role_words(grant.role), area=_("what came late"))

    # -- what it says

    def _late(self, late: Late) -> Waiting:
        hlc = self._store.log.hlc_at(late.device, late.seq)
        return Waiting(
            id=_id(late),
            device=late.device,
            holder=self._membership.holder(late.device),
            at=None if hlc is None else history.instant(hlc),
            came_at=datetime.fromisoformat(late.came_at),
            reason=late.reason,
            why=reasons.sentence(late.reason),
            changes=1,
            cells=tuple(cell for write in self._writes(late) for cell in self._cells(write)),
            may_accept=reasons.waits(late.reason),
        )

    def _held(self, held: Held) -> Waiting:
        return Waiting(
            id=_held_id(held),
            device=held.device,
            holder=self._membership.holder(held.device),
            at=None,
            came_at=datetime.fromisoformat(held.came_at),
            reason=held.reason,
            why=_(_HELD[held.reason]) if held.reason in _HELD else held.reason,
            changes=held.last - held.first + 1,
            cells=(),
            may_accept=False,
        )

    def _writes(self, late: Late) -> list[RowWrite]:
        tx = self._membership.mandates.tx(late.device, late.seq)
        if tx is None:
            return []
        return [w for n, w in enumerate(tx.writes) if not late.rows or n in late.rows]

    def _cells(self, write: RowWrite) -> list[Cell]:
        table = BY_ID.get(write.table)
        if table is None:
            return []
        named = {c.name: write.cells[c.id] for c in table.columns if c.id in write.cells}
        person, day = whose(self._store, table.name, write.row, named)
        return [
            Cell(table.name, write.row, column.name, value, person, day)
            for number, value in write.cells.items()
            if (column := COLUMN_BY_ID.get((table.id, number))) is not None
        ]

    def _op(self, write: RowWrite) -> Op | None:
        """The write as a change of what stands here now; None for a table that this version does not know."""
        table = BY_ID.get(write.table)
        if table is None:
            return None
        after = {
            COLUMN_BY_ID[table.id, number].name: value
            for number, value in write.cells.items()
            if (table.id, number) in COLUMN_BY_ID
        }
        held = next(iter(self._store.stored(table.name, key=write.row)), None)
        if held is None:
            left = self._store.remains(table.name, write.row)
            return Op(
                table.name,
                write.row,
                {**dict.fromkeys(after), **left},
                {**dict.fromkeys(left), **after},
            )
        return Op(table.name, write.row, {n: None if n == DELETED else held[n] for n in after}, after)


def _id(late: Late) -> str:
    return f"{late.device}:{late.seq}"


def _held_id(held: Held) -> str:
    return f"{held.device}:{held.first}-{held.last}"
