"""What this device knows of roles: who has which, how far the server's word is known, and what came late."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flexdesk.domain.log import RowWrite, Tx
from flexdesk.domain.mandate import Grant, Mandate
from flexdesk.store.authors import KNOWN, known_position, mandate_of
from flexdesk.store.store import Store

_TIME = "server_time_ms"
_CHANGED = "roles_changed"
ACCEPT = "quarantine.accept"  # kind of the change with which somebody lets in what came late
PROVISIONAL = 2  # the mark of a write that is void until the server says otherwise


class LateState(StrEnum):
    """What becomes of a change that a person has to look at."""

    PROVISIONAL = "provisional"  # void here by this laptop's own judgement; the server has not spoken
    WAITING = "waiting"
    ACCEPTED = "accepted"
    LEFT = "left"


OPEN = (LateState.WAITING, LateState.PROVISIONAL)


@dataclass(frozen=True, slots=True)
class Late:
    """A transaction that is void here and that somebody may still let in; `rows` are its void writes."""

    device: str
    seq: int
    reason: str
    rows: tuple[int, ...]  # empty for all
    came_at: str
    state: LateState


class Mandates:
    def __init__(self, store: Store) -> None:
        self._store = store

    # -- roles

    def of(self, device: str) -> Mandate:
        return mandate_of(self._store.connection, device)

    def grant(self, device: str, grant: Grant) -> bool:
        """Remember a grant; False when it is known."""
        with self._store.writing():
            known = self._store.connection.execute(
                "SELECT role, until_ms FROM role WHERE device = ? AND pos = ?", (device, grant.pos)
            ).fetchone()
            if known is not None and (known["role"], known["until_ms"]) == (grant.role, grant.until_ms):
                return False
            self._store.connection.execute(
                "INSERT OR REPLACE INTO role (device, pos, role, until_ms) VALUES (?, ?, ?, ?)",
                (device, grant.pos, grant.role, grant.until_ms),
            )
            self._store.set_setting(_CHANGED, "1")
        return True

    def take_changed(self) -> bool:
        """Whether a role was learned since this was asked last."""
        changed = bool(self._store.setting(_CHANGED))
        if changed:
            self._store.set_setting(_CHANGED, "")
        return changed

    def revoke(self, device: str, seq: int, pos: int) -> None:
        with self._store.writing():
            self._store.connection.execute(
                "INSERT OR IGNORE INTO revocation (device, seq, pos) VALUES (?, ?, ?)", (device, seq, pos)
            )

    def revoked(self) -> dict[str, int]:
        """Devices whose membership ended -> the last number that counts."""
        return {
            row["device"]: row["seq"] for row in self._store.connection.execute("SELECT * FROM revocation")
        }

    def any_known(self) -> bool:
        return self._store.connection.execute("SELECT 1 FROM role LIMIT 1").fetchone() is not None

    # -- the server's word

    def position(self) -> int:
        """How far this device knows the server's word; goes into everything it writes."""
        return known_position(self._store.connection)

    def time_ms(self) -> int:
        """The latest time that the server signed, as far as it came here; 0 without any."""
        return int(self._store.setting(_TIME, "0"))

    def hear(self, position: int, time_ms: int = 0) -> None:
        """Neither ever goes back."""
        if position > self.position():
            self._store.set_setting(KNOWN, str(position))
        if time_ms > self.time_ms():
            self._store.set_setting(_TIME, str(time_ms))

    # -- what came late

    def keep_late(self, late: Late) -> None:
        """Write it down; what a person decided about it stays."""
        with self._store.writing():
            self._store.connection.execute(
                "INSERT INTO late (device, seq, reason, rows, came_at, state) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (device, seq) DO UPDATE SET reason = excluded.reason, rows = excluded.rows,"
                " state = CASE WHEN state = 'provisional' THEN excluded.state ELSE state END",
                (late.device, late.seq, late.reason, json.dumps(late.rows), late.came_at, late.state),
            )

    def late(self, states: Iterable[LateState] = tuple(LateState)) -> list[Late]:
        wanted = tuple(states)
        rows = self._store.connection.execute(
            f"SELECT * FROM late WHERE state IN ({', '.join('?' * len(wanted))}) ORDER BY device, seq", wanted
        )
        return [_late(row) for row in rows]

    def decide(self, device: str, seq: int, state: LateState) -> None:
        with self._store.writing():
            self._store.connection.execute(
                "UPDATE late SET state = ? WHERE device = ? AND seq = ?", (state, device, seq)
            )

    def forget_late(self, device: str, seq: int) -> None:
        """The server let it stand, or turned it down for good."""
        with self._store.writing():
            self._store.connection.execute("DELETE FROM late WHERE device = ? AND seq = ?", (device, seq))

    def settle_late(self, device: str, seq: int) -> None:
        """The server let stand what this laptop had judged by itself."""
        with self._store.writing():
            self._store.connection.execute(
                "DELETE FROM late WHERE device = ? AND seq = ? AND state = ?",
                (device, seq, LateState.PROVISIONAL),
            )

    # -- the log

    def standing_after(self, device: str, seq: int) -> list[int]:
        """Numbers of the device's transactions after `seq` of which something counts here."""
        rows = self._store.connection.execute(
            "SELECT DISTINCT seq FROM tx JOIN op ON op.tx = tx.pos"
            " WHERE tx.device = ? AND tx.seq > ? AND op.void = 0 ORDER BY seq",
            (device, seq),
        )
        return [row["seq"] for row in rows]

    def provisional(self) -> list[tuple[str, int, tuple[int, ...]]]:
        """(device, number, its writes) of what is void here until the server has spoken."""
        return [
            (late.device, late.seq, self.provisional_rows(late.device, late.seq))
            for late in self.late((LateState.PROVISIONAL,))
        ]

    def provisional_rows(self, device: str, seq: int) -> tuple[int, ...]:
        rows = self._store.connection.execute(
            "SELECT n FROM tx JOIN op ON op.tx = tx.pos"
            " WHERE device = ? AND seq = ? AND op.void = ? ORDER BY n",
            (device, seq, PROVISIONAL),
        )
        return tuple(row["n"] for row in rows)

    def tx(self, device: str, seq: int) -> Tx | None:
        return next(self._store.log.txs(device, seq, seq), None)

    def torn_rows(self) -> list[tuple[int, str]]:
        """(table id, row) of every row in which values stand side by side."""
        rows = self._store.connection.execute("SELECT DISTINCT tbl, row FROM conflict")
        return [(row["tbl"], row["row"]) for row in rows]

    def is_accepted(self, late: Late) -> bool:
        """Whether somebody of the unit has let in all that it says."""
        tx = self.tx(late.device, late.seq)
        if tx is None:
            return False
        writes = [write for n, write in enumerate(tx.writes) if not late.rows or n in late.rows]
        return all(self._is_written(write) for write in writes)

    def _is_written(self, write: RowWrite) -> bool:
        rows = self._store.connection.execute(
            "SELECT op.cells FROM op JOIN tx ON tx.pos = op.tx"
            " WHERE op.tbl = ? AND op.row = ? AND tx.kind = ? AND op.void = 0",
            (write.table, write.row, ACCEPT),
        )
        wanted = {str(column): value for column, value in write.cells.items()}
        return any(wanted.items() <= json.loads(row["cells"]).items() for row in rows)


def _late(row: Any) -> Late:
    return Late(
        row["device"],
        row["seq"],
        row["reason"],
        tuple(json.loads(row["rows"])),
        row["came_at"],
        LateState(str(row["state"])),
    )
