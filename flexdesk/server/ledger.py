"""Every statement that the server speaks to its database, one method for one question or one fact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from flexdesk.server.express import Express
from flexdesk.server.tables import agency, alarm, batch, code, decision, device, device_head, unit, unit_head
from flexdesk.sync.certificates import UnitHeadEntry, read_entry


@dataclass(frozen=True, slots=True)
class Unit:
    unit_id: str
    agency_id: str
    agency: str
    name: str
    zone: str
    log: str | None


@dataclass(frozen=True, slots=True)
class UnitHead:
    """The last position given out, the chain over all positions, and its signed form."""

    pos: int
    chain: bytes
    signed: bytes

    @property
    def restored_ms(self) -> int:
        """When an older copy was last laid back; 0: never."""
        return _said(self.signed)[1]

    @property
    def at_ms(self) -> int:
        """When it was signed; 0 before anything was."""
        return _said(self.signed)[0]


@lru_cache(maxsize=4096)  # an upload asks about the head before it, and about its own
def _said(signed: bytes) -> tuple[int, int]:
    """When a head was signed, and the last restore that it knows of."""
    entry = read_entry(signed) if signed else None
    return (entry.at_ms, entry.restored_ms) if isinstance(entry, UnitHeadEntry) else (0, 0)


@dataclass(frozen=True, slots=True)
class Device:
    """A device of a unit and how far its log is known."""

    unit_id: str
    device: str
    sign_key: bytes
    receive: str
    holder: str
    role: str
    certificate: bytes
    pos: int
    revoked_seq: int | None
    enrolled_ms: int
    seen_ms: int
    last_seq: int
    chain: bytes


@dataclass(frozen=True, slots=True)
class Code:
    """`role` is what `enrolment.role_text` makes: the role, and its last day where it has one."""

    unit_id: str
    hash: bytes
    role: str
    expires_ms: int
    device: str | None


@dataclass(frozen=True, slots=True)
class StoredBatch:
    device: str
    first_seq: int
    last_seq: int
    pos: int
    size: int


@dataclass(frozen=True, slots=True)
class Decision:
    pos: int
    kind: str
    device: str
    seq: int
    entry: bytes


_UNIT: BindParameter[str] = bindparam("unit_id_")
_UNIT_ROW = select(
    unit.c.unit_id, unit.c.agency_id, agency.c.name, unit.c.name, unit.c.zone, unit.c.log
).join(agency, agency.c.agency_id == unit.c.agency_id)
_UNIT_HEAD = select(unit_head.c.pos, unit_head.c.chain, unit_head.c.signed).where(
    unit_head.c.unit_id == _UNIT
)
_UNIT_HEAD_LOCKED = _UNIT_HEAD.with_for_update()
_DEVICE_ROW = select(
    device.c.unit_id,
    device.c.device,
    device.c.sign_key,
    device.c.receive,
    device.c.holder,
    device.c.role,
    device.c.certificate,
    device.c.pos,
    device.c.revoked_seq,
    device.c.enrolled_ms,
    device.c.seen_ms,
    device_head.c.last_seq,
    device_head.c.chain,
).join(device_head, and_(device_head.c.unit_id == device.c.unit_id, device_head.c.device == device.c.device))
_DEVICES = _DEVICE_ROW.where(device.c.unit_id == _UNIT).order_by(device.c.device)
_MOVE_UNIT = (
    update(unit_head)
    .where(unit_head.c.unit_id == _UNIT)
    .values(pos=bindparam("pos_"), chain=bindparam("chain_"), signed=bindparam("signed_"))
)
_MOVE_DEVICE = (
    update(device_head)
    .where(device_head.c.unit_id == _UNIT, device_head.c.device == bindparam("device_"))
    .values(last_seq=bindparam("seq_"), chain=bindparam("chain_"))
)
_SEEN = (
    update(device)
    .where(device.c.unit_id == _UNIT, device.c.device == bindparam("device_"))
    .values(seen_ms=bindparam("now_"))
)
_ADD_BATCH = insert(batch)
_ADD_DECISION = insert(decision)
_BATCHES_AFTER = (
    select(batch.c.device, batch.c.first_seq, batch.c.last_seq, batch.c.pos, func.length(batch.c.blob))
    .where(batch.c.unit_id == _UNIT, batch.c.pos > bindparam("after_"), batch.c.pos <= bindparam("upto_"))
    .order_by(batch.c.pos)
)
_BLOB = select(batch.c.blob).where(batch.c.unit_id == _UNIT, batch.c.pos == bindparam("pos_"))
_DECISIONS_AFTER = (
    select(decision.c.pos, decision.c.kind, decision.c.device, decision.c.seq, decision.c.entry)
    .where(decision.c.unit_id == _UNIT, decision.c.pos > bindparam("after_"))
    .order_by(decision.c.pos)
)
_DECISIONS_ABOUT = (
    select(decision.c.pos, decision.c.kind, decision.c.device, decision.c.seq, decision.c.entry)
    .where(
        decision.c.unit_id == _UNIT,
        decision.c.device == bindparam("device_"),
        or_(decision.c.kind == "grant", decision.c.kind == "revoke"),
    )
    .order_by(decision.c.pos)
)
_DECISION_UPTO = (
    select(decision.c.pos, decision.c.kind, decision.c.device, decision.c.seq, decision.c.entry)
    .where(decision.c.unit_id == _UNIT, decision.c.pos <= bindparam("upto_"))
    .order_by(decision.c.pos.desc())
    .limit(1)
)
_CONTENTS = union_all(
    select(batch.c.pos, batch.c.blob).where(
        batch.c.unit_id == _UNIT, batch.c.pos > bindparam("after_"), batch.c.pos <= bindparam("upto_")
    ),
    select(decision.c.pos, decision.c.entry).where(
        decision.c.unit_id == _UNIT,
        decision.c.pos > bindparam("after_"),
        decision.c.pos <= bindparam("upto_"),
    ),
)
_RESTORES = (
    select(decision.c.pos, decision.c.kind, decision.c.device, decision.c.seq, decision.c.entry)
    .where(decision.c.unit_id == _UNIT, decision.c.kind == "restore")
    .order_by(decision.c.pos)
)
_LAST_RECEIPT = (
    select(decision.c.pos, decision.c.kind, decision.c.device, decision.c.seq, decision.c.entry)
    .where(
        decision.c.unit_id == _UNIT,
        decision.c.kind == "receipt",
        decision.c.device == bindparam("device_"),
    )
    .order_by(decision.c.pos.desc())
    .limit(1)
)


def _device(row: Sequence[Any]) -> Device:
    return Device(*row)


class Ledger:
    """The tables, seen from within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._express = Express(connection)

    @property
    def connection(self) -> Connection:
        """For statements that only one module speaks."""
        return self._express.connection()

    @property
    def _connection(self) -> Connection:
        return self._express.connection()

    def settle(self) -> None:
        """Write what is still to be written, and commit."""
        self._express.settle()

    # Agencies and units

    def add_agency(self, agency_id: str, name: str, now_ms: int) -> None:
        values = {"agency_id": agency_id, "name": name, "created_ms": now_ms}
        self._connection.execute(insert(agency), values)

    def agency_name(self, agency_id: str) -> str | None:
        return self._connection.scalar(select(agency.c.name).where(agency.c.agency_id == agency_id))

    def add_unit(self, added: Unit, now_ms: int, chain: bytes) -> None:
        self._connection.execute(
            insert(unit),
            {
                "unit_id": added.unit_id,
                "agency_id": added.agency_id,
                "name": added.name,
                "zone": added.zone,
                "log": added.log,
                "created_ms": now_ms,
            },
        )
        head = {"unit_id": added.unit_id, "pos": 0, "chain": chain, "signed": b""}
        self._connection.execute(insert(unit_head), head)

    def unit(self, unit_id: str) -> Unit | None:
        row = self._connection.execute(
            _UNIT_ROW.where(unit.c.unit_id == _UNIT), {"unit_id_": unit_id}
        ).first()
        return None if row is None else Unit(*row)

    def agency_named(self, text: str) -> str | None:
        """The id of the agency with that id or name."""
        found = self._connection.execute(
            select(agency.c.agency_id).where((agency.c.agency_id == text) | (agency.c.name == text))
        ).first()
        return None if found is None else str(found[0])

    def units(self) -> list[Unit]:
        return [Unit(*row) for row in self._connection.execute(_UNIT_ROW.order_by(unit.c.unit_id))]

    def unit_of_log(self, log: str) -> Unit | None:
        row = self._connection.execute(_UNIT_ROW.where(unit.c.log == log)).first()
        return None if row is None else Unit(*row)

    def bind_log(self, unit_id: str, log: str) -> None:
        self._connection.execute(update(unit).where(unit.c.unit_id == unit_id).values(log=log))

    def head(self, unit_id: str) -> UnitHead | None:
        return self._head(self._express.ask((_UNIT_HEAD, {"unit_id_": unit_id}))[0])

    def lock_head(self, unit_id: str) -> UnitHead | None:
        """The head; no other transaction gives out positions of this unit until this one ends."""
        return self._head(self._express.ask((_UNIT_HEAD_LOCKED, {"unit_id_": unit_id}))[0])

    def lock(self, unit_id: str) -> tuple[UnitHead | None, dict[str, Device]]:
        """The locked head, and the unit's devices as they are once the lock is held."""
        values = {"unit_id_": unit_id}
        heads, devices = self._express.ask((_UNIT_HEAD_LOCKED, values), (_DEVICES, values))
        return self._head(heads), self._by_name(devices)

    def standing(self, unit_id: str) -> tuple[UnitHead | None, dict[str, Device]]:
        """The same without a lock."""
        values = {"unit_id_": unit_id}
        heads, devices = self._express.ask((_UNIT_HEAD, values), (_DEVICES, values))
        return self._head(heads), self._by_name(devices)

    @staticmethod
    def _head(rows: Sequence[Sequence[Any]]) -> UnitHead | None:
        return UnitHead(*rows[0]) if rows else None

    @staticmethod
    def _by_name(rows: Iterable[Sequence[Any]]) -> dict[str, Device]:
        return {row[1]: _device(row) for row in rows}

    def move_head(self, unit_id: str, head: UnitHead) -> None:
        values = {"unit_id_": unit_id, "pos_": head.pos, "chain_": head.chain, "signed_": head.signed}
        self._express.later(_MOVE_UNIT, values)

    # Codes

    def add_code(self, added: Code) -> None:
        self._connection.execute(
            insert(code),
            {
                "unit_id": added.unit_id,
                "hash": added.hash,
                "role": added.role,
                "expires_ms": added.expires_ms,
                "device": added.device,
            },
        )

    def lock_code(self, hashed: bytes) -> Code | None:
        """Found first and locked by its whole key: a lock must stay within one unit's part of the table."""
        unit_id = self._connection.scalar(select(code.c.unit_id).where(code.c.hash == hashed))
        columns = (code.c.unit_id, code.c.hash, code.c.role, code.c.expires_ms, code.c.device)
        key = and_(code.c.unit_id == unit_id, code.c.hash == hashed)
        row = unit_id and self._connection.execute(select(*columns).where(key).with_for_update()).first()
        return Code(*row) if row else None

    def use_code(self, used: Code, by: str) -> None:
        key = and_(code.c.unit_id == used.unit_id, code.c.hash == used.hash)
        self._connection.execute(update(code).where(key).values(device=by))

    # Devices

    def add_device(self, added: Device, founding: bytes | None) -> None:
        self._connection.execute(
            insert(device),
            {
                "unit_id": added.unit_id,
                "device": added.device,
                "sign_key": added.sign_key,
                "receive": added.receive,
                "holder": added.holder,
                "role": added.role,
                "certificate": added.certificate,
                "founding": founding,
                "pos": added.pos,
                "revoked_seq": added.revoked_seq,
                "enrolled_ms": added.enrolled_ms,
                "seen_ms": added.seen_ms,
            },
        )
        self._connection.execute(
            insert(device_head),
            {
                "unit_id": added.unit_id,
                "device": added.device,
                "last_seq": added.last_seq,
                "chain": added.chain,
            },
        )

    def devices(self, unit_id: str) -> dict[str, Device]:
        return self._by_name(self._express.ask((_DEVICES, {"unit_id_": unit_id}))[0])

    def every_device(self) -> list[Device]:
        rows = self._connection.execute(_DEVICE_ROW.order_by(device.c.unit_id, device.c.device))
        return [_device(row) for row in rows]

    def certify_again(self, changed: Device) -> None:
        """A device that enrols again: its new role, recipient, holder and certificate."""
        self._connection.execute(
            update(device)
            .where(device.c.unit_id == changed.unit_id, device.c.device == changed.device)
            .values(
                role=changed.role,
                receive=changed.receive,
                holder=changed.holder,
                certificate=changed.certificate,
                pos=changed.pos,
            )
        )

    def revoke(self, unit_id: str, device_id: str, seq: int) -> None:
        key = and_(device.c.unit_id == unit_id, device.c.device == device_id)
        self._connection.execute(update(device).where(key).values(revoked_seq=seq))

    def move_device(self, unit_id: str, device_id: str, seq: int, chain: bytes) -> None:
        values = {"unit_id_": unit_id, "device_": device_id, "seq_": seq, "chain_": chain}
        self._express.later(_MOVE_DEVICE, values)

    def seen(self, unit_id: str, device_id: str, now_ms: int) -> None:
        self._express.later(_SEEN, {"unit_id_": unit_id, "device_": device_id, "now_": now_ms})

    # Batches

    def add_batch(self, unit_id: str, added: StoredBatch, blob: bytes, now_ms: int) -> None:
        """`first_seq` is the first transaction that was new; the bytes may begin earlier."""
        self._express.later(
            _ADD_BATCH,
            {
                "unit_id": unit_id,
                "device": added.device,
                "first_seq": added.first_seq,
                "last_seq": added.last_seq,
                "pos": added.pos,
                "blob": blob,
                "received_ms": now_ms,
            },
        )

    def batches_after(self, unit_id: str, after: int, upto: int) -> list[StoredBatch]:
        values = {"unit_id_": unit_id, "after_": after, "upto_": upto}
        return [StoredBatch(*row) for row in self._express.ask((_BATCHES_AFTER, values))[0]]

    def blob(self, unit_id: str, pos: int) -> bytes:
        ((blob,),) = self._express.ask((_BLOB, {"unit_id_": unit_id, "pos_": pos}))[0]
        return bytes(blob)

    def blob_holding(self, unit_id: str, device_id: str, seq: int) -> bytes | None:
        """The stored batch of that device that brought transaction `seq`."""
        found = self._connection.scalar(
            select(batch.c.blob).where(
                batch.c.unit_id == unit_id,
                batch.c.device == device_id,
                batch.c.first_seq <= seq,
                batch.c.last_seq >= seq,
            )
        )
        return None if found is None else bytes(found)

    def batches_of(self, unit_id: str, device_id: str) -> Iterable[tuple[StoredBatch, bytes]]:
        """In the order of their numbers, with their bytes."""
        columns = (batch.c.device, batch.c.first_seq, batch.c.last_seq, batch.c.pos, batch.c.blob)
        rows: Iterable[Sequence[Any]] = self._connection.execute(
            select(*columns)
            .where(batch.c.unit_id == unit_id, batch.c.device == device_id)
            .order_by(batch.c.first_seq)
        )
        for name, first, last, pos, blob in rows:
            yield StoredBatch(name, first, last, pos, len(blob)), bytes(blob)

    def raise_alarm(
        self, unit_id: str, device_id: str, first: int, hashed: bytes, blob: bytes, now_ms: int
    ) -> None:
        """Keep the other content of a forked log, once."""
        key = and_(
            alarm.c.unit_id == unit_id,
            alarm.c.device == device_id,
            alarm.c.first_seq == first,
            alarm.c.hash == hashed,
        )
        if self._connection.scalar(select(func.count()).select_from(alarm).where(key)):
            return
        self._connection.execute(
            insert(alarm),
            {
                "unit_id": unit_id,
                "device": device_id,
                "first_seq": first,
                "hash": hashed,
                "blob": blob,
                "seen_ms": now_ms,
            },
        )

    def alarms(self, unit_id: str) -> list[tuple[str, int]]:
        """Devices whose log came with two contents, and from which number on."""
        rows = self._connection.execute(
            select(alarm.c.device, alarm.c.first_seq).where(alarm.c.unit_id == unit_id).distinct()
        )
        return [(row[0], row[1]) for row in rows]

    # Decisions

    def add_decision(self, unit_id: str, added: Decision) -> None:
        self._express.later(
            _ADD_DECISION,
            {
                "unit_id": unit_id,
                "pos": added.pos,
                "kind": added.kind,
                "device": added.device,
                "seq": added.seq,
                "entry": added.entry,
            },
        )

    def decisions_after(self, unit_id: str, after: int) -> list[Decision]:
        rows = self._express.ask((_DECISIONS_AFTER, {"unit_id_": unit_id, "after_": after}))[0]
        return [Decision(*row) for row in rows]

    def decisions_about(self, unit_id: str, device_id: str) -> list[Decision]:
        """The grants of a device and its revocation, by position."""
        values = {"unit_id_": unit_id, "device_": device_id}
        return [Decision(*row) for row in self._express.ask((_DECISIONS_ABOUT, values))[0]]

    def decision_upto(self, unit_id: str, pos: int) -> Decision | None:
        """The last thing that the server said up to that position."""
        rows = self._express.ask((_DECISION_UPTO, {"unit_id_": unit_id, "upto_": pos}))[0]
        return Decision(*rows[0]) if rows else None

    def restores(self, unit_id: str) -> list[Decision]:
        """What was said of older copies that were laid back, oldest first."""
        return [Decision(*row) for row in self._express.ask((_RESTORES, {"unit_id_": unit_id}))[0]]

    def contents(self, unit_id: str, after: int, upto: int) -> list[bytes]:
        """Batches and decisions as they stand after one position up to another."""
        values = {"unit_id_": unit_id, "after_": after, "upto_": upto}
        rows = [(pos, bytes(content)) for pos, content in self._express.ask((_CONTENTS, values))[0]]
        return [content for _pos, content in sorted(rows)]

    def last_receipt(self, unit_id: str, device_id: str) -> Decision | None:
        values = {"unit_id_": unit_id, "device_": device_id}
        rows = self._express.ask((_LAST_RECEIPT, values))[0]
        return Decision(*rows[0]) if rows else None
