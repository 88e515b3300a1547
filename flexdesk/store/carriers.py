"""What this device knows of batches, bundles, receipts, certificates and the server's signed entries."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flexdesk.domain.log import Vector
from flexdesk.store import history
from flexdesk.store.store import Store


class SyncState(StrEnum):
    """How far a change has come; derived from log positions, never stored."""

    LOCAL = "lokal"
    BUNDLED = "dibundel"
    HANDED = "terkirim"
    RECEIVED = "diterima"
    ACTION = "perlu tindakan"


class Doubt(StrEnum):
    """Why a batch waits in quarantine."""

    UNKNOWN = "unknown"  # nobody trusted vouches for the device
    REVOKED = "revoked"  # made after the device was revoked
    OTHER_UNIT = "other_unit"
    COPIED = "copied"  # of one of two laptops with one name; the server has the other's


@dataclass(frozen=True, slots=True)
class Held:
    """A batch in quarantine, as it came."""

    device: str
    first: int
    last: int
    blob: bytes
    reason: str
    came_at: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """One bundle or one exchange with the server; `last` is the highest own change it carried."""

    number: int
    kind: str  # `bundle` or `sync`
    target: str
    path: str
    made_at: str
    first: int
    last: int
    bytes: int
    handed_at: str
    receipt: str


class Carriers:
    def __init__(self, store: Store) -> None:
        self._store = store

    # -- batches

    def add_batch(self, device: str, first: int, last: int, blob: bytes) -> None:
        """Keep a signed batch for forwarding; one already covered is not kept twice."""
        with self._store.writing():
            known = self._store.connection.execute(
                "SELECT 1 FROM batch WHERE device = ? AND first <= ? AND last >= ?", (device, first, last)
            ).fetchone()
            if known is None:
                self._store.connection.execute(
                    "INSERT OR REPLACE INTO batch VALUES (?, ?, ?, ?)", (device, first, last, blob)
                )

    def last_batched(self, device: str) -> int:
        row = self._store.connection.execute(
            "SELECT max(last) AS last FROM batch WHERE device = ?", (device,)
        ).fetchone()
        return int(row["last"] or 0)

    def batch_ends(self, device: str) -> list[int]:
        """The last sequence number of every batch of a device, newest first."""
        rows = self._store.connection.execute(
            "SELECT last FROM batch WHERE device = ? ORDER BY last DESC", (device,)
        )
        return [row["last"] for row in rows]

    def batches(self, beyond: Vector) -> list[bytes]:
        """Every batch that holds something a reader with the vector `beyond` lacks, oldest first."""
        rows = self._store.connection.execute(
            "SELECT rowid, device, last FROM batch ORDER BY rowid"
        ).fetchall()
        found = [row["rowid"] for row in rows if row["last"] > beyond.get(row["device"], 0)]
        return [self._batch(number) for number in found]

    def _batch(self, number: int) -> bytes:
        sql = "SELECT blob FROM batch WHERE rowid = ?"
        return bytes(self._store.connection.execute(sql, (number,)).fetchone()["blob"])

    def batches_of(self, device: str, beyond: int) -> list[bytes]:
        """Batches of one device that hold something after the number `beyond`."""
        rows = self._store.connection.execute(
            "SELECT blob FROM batch WHERE device = ? AND last > ? ORDER BY first", (device, beyond)
        )
        return [bytes(row["blob"]) for row in rows]

    def forget_batches(self, device: str, beyond: int) -> None:
        """Drop a device's batches that begin after that number: they are going to be packed anew."""
        with self._store.writing():
            self._store.connection.execute(
                "DELETE FROM batch WHERE device = ? AND first > ?", (device, beyond)
            )

    # -- quarantine

    def quarantine(self, held: Held) -> None:
        """Keep what must not be applied yet: it is never dropped, and never counted twice."""
        with self._store.writing():
            self._store.connection.execute(
                "INSERT OR IGNORE INTO quarantine VALUES (?, ?, ?, ?, ?, ?)",
                (held.device, held.first, held.last, held.blob, held.reason, held.came_at),
            )

    def quarantined(self) -> list[Held]:
        rows = self._store.connection.execute("SELECT * FROM quarantine ORDER BY came_at, device, first")
        return [Held(**dict(row)) for row in rows]

    def release(self, held: Held) -> None:
        """Take a batch out of quarantine, because it was applied."""
        with self._store.writing():
            self._store.connection.execute(
                "DELETE FROM quarantine WHERE device = ? AND first = ? AND last = ?",
                (held.device, held.first, held.last),
            )

    # -- certificates and entries

    def add_certificate(self, device: str, blob: bytes) -> None:
        with self._store.writing():
            self._store.connection.execute(
                "INSERT INTO certificate (device, blob) VALUES (?, ?)"
                " ON CONFLICT (device) DO UPDATE SET blob = excluded.blob",
                (device, blob),
            )

    def certificates(self) -> dict[str, bytes]:
        rows = self._store.connection.execute("SELECT device, blob FROM certificate ORDER BY device")
        return {row["device"]: bytes(row["blob"]) for row in rows}

    def revoke(self, device: str, seq: int) -> None:
        with self._store.writing():
            self._store.connection.execute(
                "UPDATE certificate SET revoked_at = ? WHERE device = ?", (seq, device)
            )

    def revoked(self) -> dict[str, int]:
        rows = self._store.connection.execute(
            "SELECT device, revoked_at FROM certificate WHERE revoked_at IS NOT NULL"
        )
        return {row["device"]: row["revoked_at"] for row in rows}

    def add_entry(self, pos: int, signer: bytes, kind: str, blob: bytes) -> bool:
        """False when the entry of that position and kind is here already."""
        with self._store.writing():
            found = self._store.connection.execute(
                "SELECT blob FROM entry WHERE pos = ? AND kind = ?", (pos, kind)
            ).fetchone()
            if found is not None:
                return False
            self._store.connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", (pos, signer, kind, blob))
        return True

    def forget_entry(self, pos: int, kind: str) -> None:
        with self._store.writing():
            self._store.connection.execute("DELETE FROM entry WHERE pos = ? AND kind = ?", (pos, kind))

    def entries(self, kind: str = "") -> list[bytes]:
        where, values = (" WHERE kind = ?", (kind,)) if kind else ("", ())
        rows = self._store.connection.execute(f"SELECT blob FROM entry{where} ORDER BY pos", values)
        return [bytes(row["blob"]) for row in rows]

    # -- bundles and receipts

    def record(
        self,
        kind: str,
        *,
        target: str,
        path: str,
        made_at: str,
        span: tuple[int, int],
        size: int,
        handed_at: str,
    ) -> int:
        """Write a carrier down; returns its number."""
        with self._store.writing():
            cursor = self._store.connection.execute(
                "INSERT INTO carrier (kind, target, path, made_at, first, last, bytes, handed_at, receipt)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')",
                (kind, target, path, made_at, *span, size, handed_at),
            )
        return int(cursor.lastrowid)

    def lengthen(self, number: int, last: int, size: int) -> None:
        """A carrier took further changes along, up to `last`; a receipt for the earlier is not theirs."""
        with self._store.writing():
            self._store.connection.execute(
                "UPDATE carrier SET last = ?, bytes = bytes + ?, receipt = '' WHERE number = ?",
                (last, size, number),
            )

    def next_number(self) -> int:
        row = self._store.connection.execute("SELECT max(number) AS number FROM carrier").fetchone()
        return int(row["number"] or 0) + 1

    def hand_over(self, number: int, at: str) -> None:
        """The person says that the file has left this desk."""
        with self._store.writing():
            self._store.connection.execute(
                "UPDATE carrier SET handed_at = ? WHERE number = ? AND handed_at = ''", (at, number)
            )

    def all(self, limit: int = 200) -> list[Carrier]:
        rows = self._store.connection.execute("SELECT * FROM carrier ORDER BY number DESC LIMIT ?", (limit,))
        return [Carrier(**dict(row)) for row in rows]

    def note_receipt(self, covered: int, text: str) -> None:
        """The server has everything of this device up to `covered`; carriers up to there are received."""
        with self._store.writing():
            if covered > self.received():
                self._store.set_setting("received", str(covered))
            self._store.connection.execute(
                "UPDATE carrier SET receipt = ? WHERE receipt = '' AND last <= ? AND last > 0",
                (text, covered),
            )

    def received(self) -> int:
        """The highest own change that a receipt of the server covers."""
        return int(self._store.setting("received", "0"))

    def handed(self) -> int:
        """The highest own change that has left this desk on some carrier."""
        row = self._store.connection.execute(
            "SELECT max(last) AS last FROM carrier WHERE handed_at <> ''"
        ).fetchone()
        return max(int(row["last"] or 0), self.received())

    def recorded(self) -> int:
        """The highest own change that lies in a file or went over a line, handed over or not."""
        row = self._store.connection.execute("SELECT max(last) AS last FROM carrier").fetchone()
        return max(int(row["last"] or 0), self.received())

    def forget_sending(self) -> None:
        """This device got a new identity, which has not sent anything; the batches of the old one stay."""
        with self._store.writing():
            self._store.connection.execute("DELETE FROM carrier")
            self._store.set_setting("device", self._store.device)
            for name in ("received", "carry.seq", "carry.outside_seq"):
                self._store.set_setting(name, "0")
            for name in ("last_receipt", "last_receipt_at", "carry.at", "carry.outside_at"):
                self._store.set_setting(name, "")

    def start_anew(self) -> None:
        """As `forget_sending`, and the new identity has to join the server by itself."""
        with self._store.writing():
            self.forget_sending()
            for name in ("server", "copy_of"):
                self._store.set_setting(name, "")

    # -- states

    def state(self, seq: int) -> SyncState:
        """How far the own change with that number has come."""
        if seq <= self.received():
            return SyncState.RECEIVED
        if seq <= self.handed():
            return SyncState.HANDED
        if seq <= self.last_batched(self._store.device):
            return SyncState.BUNDLED
        return SyncState.LOCAL

    def state_of_row(self, table: str, row: str) -> SyncState:
        """The least advanced state among the own changes of a row; a conflict or a refusal needs action."""
        if any(d.table == table and d.row == row for d in self._store.disputes()):
            return SyncState.ACTION
        own = [seq for device, seq in self._store.touched_by(table, row) if device == self._store.device]
        if own and any((cell.table, cell.row) == (table, row) for cell in self._refused(max(own))):
            return SyncState.ACTION
        return self.state(max(own)) if own else SyncState.RECEIVED

    def _refused(self, seq: int) -> list[history.Entry]:
        """What the server voided of an own change; writing it anew is another change."""
        return history.voided(self._store, self._store.device, seq)

    def counts(self) -> Mapping[SyncState, int]:
        """How many own changes are in each state."""
        total = self._store.log.vector().get(self._store.device, 0)
        received, handed = self.received(), self.handed()
        batched = max(self.last_batched(self._store.device), handed)
        return {
            SyncState.LOCAL: total - batched,
            SyncState.BUNDLED: batched - handed,
            SyncState.HANDED: handed - received,
            SyncState.RECEIVED: received,
        }
