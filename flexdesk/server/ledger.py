"""Everything that the server asks its database, one method for one question or one fact."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select, update

from flexdesk.server import statements
from flexdesk.server.express import Express
from flexdesk.server.records import Code, Decision, Device, StoredBatch, Unit, UnitHead
from flexdesk.server.tables import agency, alarm, batch, code, device, device_head, unit, unit_head


class Ledger:
    """The tables, seen from within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._express = Express(connection)

    @property
    def connection(self) -> Connection:
        """For statements that are spoken seldom, here and elsewhere."""
        return self._express.connection()

    def settle(self) -> None:
        """Write what is still to be written, and commit."""
        self._express.settle()

    # Agencies and units

    def add_agency(self, agency_id: str, name: str, now_ms: int) -> None:
        values = {"agency_id": agency_id, "name": name, "created_ms": now_ms}
        self.connection.execute(insert(agency), values)

    def agency_name(self, agency_id: str) -> str | None:
        return self.connection.scalar(select(agency.c.name).where(agency.c.agency_id == agency_id))

    def add_unit(self, added: Unit, now_ms: int, chain: bytes) -> None:
        self.connection.execute(
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
        self.connection.execute(insert(unit_head), head)

    def unit(self, unit_id: str) -> Unit | None:
        row = self.connection.execute(
            statements.UNIT_ROW.where(unit.c.unit_id == statements.UNIT), {"unit_id_": unit_id}
        ).first()
        return None if row is None else Unit(*row)

    def agency_named(self, text: str) -> str | None:
        """The id of the agency with that id or name."""
        found = self.connection.execute(
            select(agency.c.agency_id).where((agency.c.agency_id == text) | (agency.c.name == text))
        ).first()
        return None if found is None else str(found[0])

    def units(self) -> list[Unit]:
        return [Unit(*row) for row in self.connection.execute(statements.UNIT_ROW.order_by(unit.c.unit_id))]

    def unit_of_log(self, log: str) -> Unit | None:
        row = self.connection.execute(statements.UNIT_ROW.where(unit.c.log == log)).first()
        return None if row is None else Unit(*row)

    def bind_log(self, unit_id: str, log: str) -> None:
        self.connection.execute(update(unit).where(unit.c.unit_id == unit_id).values(log=log))

    def head(self, unit_id: str) -> UnitHead | None:
        return self._head(self._express.ask((statements.UNIT_HEAD, {"unit_id_": unit_id}))[0])

    def lock_head(self, unit_id: str) -> UnitHead | None:
        """The head; no other transaction gives out positions of this unit until this one ends."""
        return self._head(self._express.ask((statements.UNIT_HEAD_LOCKED, {"unit_id_": unit_id}))[0])

    def lock(self, unit_id: str) -> tuple[UnitHead | None, dict[str, Device]]:
        """The locked head, and the unit's devices as they are once the lock is held."""
        values = {"unit_id_": unit_id}
        heads, devices = self._express.ask(
            (statements.UNIT_HEAD_LOCKED, values), (statements.DEVICES, values)
        )
        return self._head(heads), self._by_name(devices)

    def standing(self, unit_id: str) -> tuple[UnitHead | None, dict[str, Device]]:
        """The same without a lock."""
        values = {"unit_id_": unit_id}
        heads, devices = self._express.ask((statements.UNIT_HEAD, values), (statements.DEVICES, values))
        return self._head(heads), self._by_name(devices)

    @staticmethod
    def _head(rows: Sequence[Sequence[Any]]) -> UnitHead | None:
        return UnitHead(*rows[0]) if rows else None

    @staticmethod
    def _by_name(rows: Iterable[Sequence[Any]]) -> dict[str, Device]:
        return {row[1]: Device(*row) for row in rows}

    def move_head(self, unit_id: str, head: UnitHead) -> None:
        values = {"unit_id_": unit_id, "pos_": head.pos, "chain_": head.chain, "signed_": head.signed}
        self._express.later(statements.MOVE_UNIT, values)

    # Codes

    def add_code(self, added: Code) -> None:
        self.connection.execute(
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
        unit_id = self.connection.scalar(select(code.c.unit_id).where(code.c.hash == hashed))
        columns = (code.c.unit_id, code.c.hash, code.c.role, code.c.expires_ms, code.c.device)
        key = and_(code.c.unit_id == unit_id, code.c.hash == hashed)
        row = unit_id and self.connection.execute(select(*columns).where(key).with_for_update()).first()
        return Code(*row) if row else None

    def use_code(self, used: Code, by: str) -> None:
        key = and_(code.c.unit_id == used.unit_id, code.c.hash == used.hash)
        self.connection.execute(update(code).where(key).values(device=by))

    # Devices

    def add_device(self, added: Device, founding: bytes | None) -> None:
        self.connection.execute(
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
        self.connection.execute(
            insert(device_head),
            {
                "unit_id": added.unit_id,
                "device": added.device,
                "last_seq": added.last_seq,
                "chain": added.chain,
            },
        )

    def devices(self, unit_id: str) -> dict[str, Device]:
        return self._by_name(self._express.ask((statements.DEVICES, {"unit_id_": unit_id}))[0])

    def every_device(self) -> list[Device]:
        rows: Iterable[Sequence[Any]] = self.connection.execute(
            statements.DEVICE_ROW.order_by(device.c.unit_id, device.c.device)
        )
        return [Device(*row) for row in rows]

    def certify_again(self, changed: Device) -> None:
        """A device that enrols again: its new role, recipient, holder and certificate."""
        self.connection.execute(
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
        self.connection.execute(update(device).where(key).values(revoked_seq=seq))

    def move_device(self, unit_id: str, device_id: str, seq: int, chain: bytes) -> None:
        values = {"unit_id_": unit_id, "device_": device_id, "seq_": seq, "chain_": chain}
        self._express.later(statements.MOVE_DEVICE, values)

    def seen(self, unit_id: str, device_id: str, now_ms: int) -> None:
        self._express.later(statements.SEEN, {"unit_id_": unit_id, "device_": device_id, "now_": now_ms})

    # Batches

    def add_batch(self, unit_id: str, added: StoredBatch, blob: bytes, now_ms: int) -> None:
        """`first_seq` is the first transaction that was new; the bytes may begin earlier."""
        self._express.later(
            statements.ADD_BATCH,
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
        return [StoredBatch(*row) for row in self._express.ask((statements.BATCHES_AFTER, values))[0]]

    def blob(self, unit_id: str, pos: int) -> bytes:
        ((blob,),) = self._express.ask((statements.BLOB, {"unit_id_": unit_id, "pos_": pos}))[0]
        return bytes(blob)

    def blob_holding(self, unit_id: str, device_id: str, seq: int) -> bytes | None:
        """The stored batch of that device that brought transaction `seq`."""
        found = self.connection.scalar(
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
        rows: Iterable[Sequence[Any]] = self.connection.execute(
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
        if self.connection.scalar(select(func.count()).select_from(alarm).where(key)):
            return
        self.connection.execute(
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
        rows = self.connection.execute(
            select(alarm.c.device, alarm.c.first_seq).where(alarm.c.unit_id == unit_id).distinct()
        )
        return [(row[0], row[1]) for row in rows]

    # Decisions

    def add_decision(self, unit_id: str, added: Decision) -> None:
        self._express.later(
            statements.ADD_DECISION,
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
        rows = self._express.ask((statements.DECISIONS_AFTER, {"unit_id_": unit_id, "after_": after}))[0]
        return [Decision(*row) for row in rows]

    def decisions_about(self, unit_id: str, device_id: str) -> list[Decision]:
        """The grants of a device and its revocation, by position."""
        values = {"unit_id_": unit_id, "device_": device_id}
        return [Decision(*row) for row in self._express.ask((statements.DECISIONS_ABOUT, values))[0]]

    def decision_upto(self, unit_id: str, pos: int) -> Decision | None:
        """The last thing that the server said up to that position."""
        rows = self._express.ask((statements.DECISION_UPTO, {"unit_id_": unit_id, "upto_": pos}))[0]
        return Decision(*rows[0]) if rows else None

    def restores(self, unit_id: str) -> list[Decision]:
        """What was said of older copies that were laid back, oldest first."""
        return [Decision(*row) for row in self._express.ask((statements.RESTORES, {"unit_id_": unit_id}))[0]]

    def contents(self, unit_id: str, after: int, upto: int) -> list[bytes]:
        """Batches and decisions as they stand after one position up to another."""
        values = {"unit_id_": unit_id, "after_": after, "upto_": upto}
        rows = [(pos, bytes(content)) for pos, content in self._express.ask((statements.CONTENTS, values))[0]]
        return [content for _pos, content in sorted(rows)]

    def last_receipt(self, unit_id: str, device_id: str) -> Decision | None:
        values = {"unit_id_": unit_id, "device_": device_id}
        rows = self._express.ask((statements.LAST_RECEIPT, values))[0]
        return Decision(*rows[0]) if rows else None
