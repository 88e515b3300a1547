"""Moves a person from one unit to another: the old one keeps the history, the new one gets the person's data.

The server holds no rows. The person is worked out from the unit's own batches, by the same rule as on every
laptop, when an operator asks for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from flexdesk.domain import merge
from flexdesk.domain.log import Tx
from flexdesk.domain.merge import Head
from flexdesk.domain.ops import Value
from flexdesk.domain.schema import BY_NAME
from flexdesk.errors import UsageError
from flexdesk.server.central import Central
from flexdesk.server.enrolment import in_ms
from flexdesk.server.ledger import Ledger
from flexdesk.server.records import Device, Unit, UnitHead
from flexdesk.server.refusals import NotInDirectory
from flexdesk.server.scribe import Scribe
from flexdesk.sync.certificates import MoveEntry, RejectEntry, verify_entry
from flexdesk.sync.wire import decode_batch

_PERSON = BY_NAME["person"]
# What belongs to the person; order, wishes and archive belong to the unit.
HANDED_OVER = (
    "nip", "name", "front_titles", "back_titles", "status", "golongan", "phone", "email", "domicile",
    "former_nip", "service_from",
)  # fmt: skip

Write = tuple[Tx, dict[int, Value]]


@dataclass(frozen=True, slots=True)
class Moved:
    """`cells` is what the new unit was given."""

    person: str
    name: str
    left: str
    joined: str
    cells: dict[str, Value]


def move_person(central: Central, unit_id: str, nip: str, to: str, day: date) -> Moved:
    """Write the move into both units; raises NotInDirectory for an unknown unit or person, UsageError."""
    if unit_id == to:
        raise UsageError(detail="--to")

    def write(ledger: Ledger) -> Moved:
        heads = {id: ledger.lock(id) for id in sorted({unit_id, to})}
        left, joined = (_unit(ledger, heads[id][0], id) for id in (unit_id, to))
        devices = heads[unit_id][1]
        person, cells = _person(ledger, central.keys.signing.public, unit_id, devices, nip)
        name = str(cells.get("name") or nip)
        vector = {device.device: device.last_seq for device in devices.values() if device.last_seq}
        base = MoveEntry(unit="", pos=0, person=person, nip=nip, name=name, other="", day=day.isoformat())
        _decide(central, ledger, left, heads[unit_id][0], replace(base, other=joined.name, vector=vector))
        _decide(central, ledger, joined, heads[to][0], replace(base, other=left.name, cells=cells))
        return Moved(person, name, left.name, joined.name, cells)

    return central.database.writing(write)


def _decide(central: Central, ledger: Ledger, unit: Unit, head: UnitHead | None, entry: MoveEntry) -> None:
    assert head is not None
    assert unit.log is not None
    log, now_ms = unit.log, in_ms(central.clock.now())
    scribe = Scribe(ledger, central.keys, unit.unit_id, log, head, now_ms)
    scribe.decide("move", "", 0, lambda pos: replace(entry, unit=log, pos=pos, at_ms=now_ms))
    scribe.finish()


def _unit(ledger: Ledger, head: UnitHead | None, unit_id: str) -> Unit:
    unit = ledger.unit(unit_id)
    if unit is None or unit.log is None or head is None:
        raise NotInDirectory(key=unit_id)
    return unit


def _person(
    ledger: Ledger, issuer: bytes, unit_id: str, devices: dict[str, Device], nip: str
) -> tuple[str, dict[str, Value]]:
    """The row's key and what is handed over of it; raises NotInDirectory."""
    rows: dict[str, list[Write]] = {}
    for tx, row, cells in _writes(ledger, issuer, unit_id, devices):
        rows.setdefault(row, []).append((tx, cells))
    for row, writes in sorted(rows.items()):
        if _shown(writes, _PERSON.column("nip").id) == nip and not _shown(writes, 0):
            found = {name: _shown(writes, _PERSON.column(name).id) for name in HANDED_OVER}
            return row, {name: value for name, value in found.items() if value is not None}
    raise NotInDirectory(key=nip)


def _writes(
    ledger: Ledger, issuer: bytes, unit_id: str, devices: dict[str, Device]
) -> Iterator[tuple[Tx, str, dict[int, Value]]]:
    """What stands of the rows of people."""
    rejected = _rejected(ledger, issuer, unit_id)
    for stored in ledger.batches_after(unit_id, 0, 1 << 62):
        blob = ledger.blob(unit_id, stored.pos)
        for tx in decode_batch(blob, public_key=devices[stored.device].sign_key).txs:
            if tx.seq < stored.first_seq:  # an earlier batch has brought it
                continue
            void = rejected.get((tx.device, tx.seq), frozenset())
            for index, write in enumerate(tx.writes):
                if write.table == _PERSON.id and void is not None and index not in void:
                    yield tx, write.row, dict(write.cells)


def _rejected(ledger: Ledger, issuer: bytes, unit_id: str) -> dict[tuple[str, int], frozenset[int] | None]:
    """Change -> the writes of it that are void; None where all are."""
    found: dict[tuple[str, int], frozenset[int] | None] = {}
    for made in ledger.decisions_after(unit_id, 0):
        entry = verify_entry(made.entry, issuer) if made.kind == "reject" else None
        if isinstance(entry, RejectEntry):
            known = found.get((entry.device, entry.seq), frozenset())
            whole = not entry.rows or known is None
            found[entry.device, entry.seq] = None if whole else frozenset({*(known or ()), *entry.rows})
    return found


def _shown(writes: list[Write], column: int) -> Value:
    """What the cell shows, by the rule of the merge."""
    heads = [
        Head(tx.device, tx.seq, tx.hlc, cells[column])
        for tx, cells in writes
        if column in cells
        and not any(
            column in more and other is not tx and other.saw(tx.device, tx.seq) for other, more in writes
        )
    ]
    return merge.shown(heads).value if heads else None
