"""One unit's data on this device: rows, log, and what is known of carriers, behind one door."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from flexdesk.domain import schema
from flexdesk.domain.merge import Head
from flexdesk.domain.merged import Merged
from flexdesk.domain.ops import DELETED, Change, Op, Value
from flexdesk.store import connection as opening
from flexdesk.store import heads, materialise, migrations, standing
from flexdesk.store.connection import Connection
from flexdesk.store.errors import NoStore, StoreExists, translating
from flexdesk.store.lock import FolderLock
from flexdesk.store.log import Log
from flexdesk.system.collector import collector_paused
from flexdesk.system.durable import replace_patiently

DATABASE = "store.db"
_MANY_OPS = 5_000
_STEPS_KEPT = 64  # commits that `touched_since` can look back over

Row = dict[str, Value]
Stamp = tuple[int, int, int]  # connection, changes made over it, version of the file


@dataclass(frozen=True, slots=True)
class Dispute:
    """A cell that holds several values at once. `field` is `#row` for a row edited while deleted."""

    table: str
    row: str
    field: str
    heads: tuple[Head, ...]

    @property
    def id(self) -> str:
        return f"{self.table}:{self.row}:{self.field}"


class Store:
    """Open with `Store.open` or make with `Store.create`; close it, or use it as a context manager.

    Each thread works over a connection of its own. Rows come out as dictionaries with `key`.
    """

    def __init__(self, folder: Path, key: bytes, device: str, lock: FolderLock) -> None:
        self.folder = folder
        self.device = device
        self._key = key
        self._lock = lock
        self._local = threading.local()
        self._connections: list[Connection] = []
        self._numbers = count()
        self._guard = threading.Lock()
        self._steps: deque[tuple[Stamp, Stamp, frozenset[str]]] = deque(maxlen=_STEPS_KEPT)

    @classmethod
    def create(cls, folder: Path, key: bytes, device: str) -> "Store":
        """A new, empty store in `folder`; raises StoreExists, AlreadyOpen, DiskFull."""
        with translating():
            folder.mkdir(parents=True, exist_ok=True)
        if (folder / DATABASE).exists():
            raise StoreExists(folder=str(folder))
        return cls._opened(folder, key, device, patience_s=0)

    @classmethod
    def open(cls, folder: Path, key: bytes, device: str, *, patience_s: float = 0) -> "Store":
        """The store in `folder`; raises NoStore, WrongKey, AlreadyOpen, StoreTooNew."""
        if not (folder / DATABASE).exists():
            raise NoStore(folder=str(folder))
        return cls._opened(folder, key, device, patience_s)

    @classmethod
    def _opened(cls, folder: Path, key: bytes, device: str, patience_s: float) -> "Store":
        lock = FolderLock(folder)
        lock.acquire(patience_s)
        store = cls(folder, key, device, lock)
        try:
            with translating():
                store._prepare()
        except BaseException:
            store.close()
            raise
        return store

    def _prepare(self) -> None:
        db = self._db
        materialise.require_known(db)
        migrations.run(db, self._copy_before_migration)
        if not materialise.is_current(db):
            with self.writing():  # the room and what belongs into it: a start that is cut off begins again
                self.log.fill(materialise.ensure(db))
                heads.judge_again(db)
        last = db.execute("SELECT value FROM setting WHERE name = 'counter'").fetchone()
        self._counter = count(int(last["value"]) + 1 if last else 1)
        self._last_number = int(last["value"]) if last else 0

    def _copy_before_migration(self) -> Path:
        """Named by the first pending step, so that a second start leaves the first one's copy alone."""
        target = self.folder / f"{DATABASE}.before-v{migrations.version(self._db) + 1}"
        self.copy_to(target)
        return target

    # -- connection

    @property
    def _db(self) -> Connection:
        found = getattr(self._local, "connection", None)
        if found is None:
            found = opening.connect(self.folder / DATABASE, self._key)
            self._local.connection = found
            self._local.number = next(self._numbers)
            with self._guard:
                self._connections.append(found)
        return found

    def release(self) -> None:
        """Close this thread's connection; a job calls it when it ends."""
        found = getattr(self._local, "connection", None)
        if found is not None:
            with self._guard:
                self._connections.remove(found)
            found.close()
            self._local.connection = None

    def close(self) -> None:
        with self._guard:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
        self._local = threading.local()
        self._lock.release()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction, committed together or not at all."""
        with opening.writing(self._db):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything that the block reads is of one moment; writers elsewhere are not held up."""
        with translating():
            self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("COMMIT")

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Whatever the block writes is undone when it ends, so that a dry run takes the real road."""
        with translating():
            self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    @property
    def log(self) -> Log:
        return Log(self._db, self.device)

    # -- writing

    def new_key(self) -> str:
        """A key for a row that the world has no key for; never given twice."""
        self._last_number = next(self._counter)
        return f"{self.device}-{self._last_number}"

    def commit(self, change: Change, now_ms: int, *, keep_equal: bool = False) -> Change | None:
        """Rows and log together; see `Log.commit`."""
        many = len(change.ops) > _MANY_OPS
        before = self.stamp()
        with collector_paused() if many else nullcontext(), self.writing():
            done = self.log.commit(change, now_ms, keep_equal=keep_equal)
            if done is not None:
                self.set_setting("counter", str(self._last_number))
        after = self.stamp()
        if before is not None and after is not None and before[2] == after[2]:
            self._steps.append((before, after, frozenset(op.table for op in change.ops)))
        return done

    def void(self, device: str, seq: int, ops: Sequence[int] | None = None) -> list[Op]:
        with self.writing():
            return self.log.void(device, seq, ops)

    # -- reading

    def select(
        self, table: str, *, order: str = "key", only: Sequence[str] = (), **where: materialise.Condition
    ) -> list[Row]:
        """Living rows of a table; a condition is a value, a (from, to) pair, a list, or None.

        `only` names the columns wanted where many rows are read for a few of their cells. Rows of a record
        that was merged into another come under the one that stays, with the keys that they were written with.
        """
        found = schema.BY_NAME[table]
        with translating():
            merged = standing.merged_people(self._db)
            if not merged:
                return materialise.select(self._db, found, where, order, only)
            wide, needed = standing.widened(found, where, merged), standing.needed(found, only)
            rows = materialise.select(self._db, found, wide, order, needed)
        return standing.resolved(found, rows, merged)

    def merged(self) -> Merged:
        """Which records of people stand for which others."""
        with translating():
            return standing.merged_people(self._db)

    def stored(self, table: str, **where: materialise.Condition) -> list[Row]:
        """Living rows as they were written, whoever was merged since."""
        with translating():
            return materialise.select(self._db, schema.BY_NAME[table], where)

    def get(self, table: str, key: str) -> Row | None:
        found = self.select(table, key=key)
        return found[0] if found else None

    def remains(self, table: str, key: str) -> Row:
        """The cells that a deleted row still holds, with its deletion; nothing for any other row."""
        found = schema.BY_NAME[table]
        with translating():
            row = materialise.gone_row(self._db, found, key)
            if row is None or not any(head.value for head in heads.heads_of(self._db, found, key, 0)):
                return {}
        held = {column.name: row[column.name] for column in found.columns}
        return {DELETED: 1, **{name: value for name, value in held.items() if value is not None}}

    def find_people(self, text: str, limit: int = 0) -> list[Row]:
        """People whose name or NIP contains every word of `text`, by name; `limit` 0 means all."""
        words = [f"%{word}%" for word in text.split()]
        clauses = " AND ".join(["_gone = 0", *["(name LIKE ? OR nip LIKE ?)"] * len(words)])
        values = [word for word in words for _twice in range(2)]
        sql = f"SELECT key, nip, name FROM s_person WHERE {clauses} ORDER BY name"
        gone = self.merged().survivor
        living = (dict(row) for row in self._db.execute(sql, values) if row["key"] not in gone)
        return list(islice(living, limit or None))

    def once_called(self, nip: str) -> list[Row]:
        """People who had that NIP before."""
        sql = "SELECT key, former_nip FROM s_person WHERE _gone = 0 AND former_nip LIKE ?"
        found = self._db.execute(sql, (f"%{nip}%",)).fetchall()
        keys = [str(row["key"]) for row in found if nip in str(row["former_nip"]).split(",")]
        return self.select("person", key=keys) if keys else []

    def disputes(self) -> list[Dispute]:
        found = self._db.execute("SELECT tbl, row, col FROM conflict ORDER BY tbl, row, col").fetchall()
        result = []
        for row in found:
            table = schema.BY_ID[row["tbl"]]
            kept = heads.heads_of(self._db, table, row["row"], row["col"])
            field = schema.COLUMN_BY_ID[table.id, row["col"]].name
            result.append(Dispute(table.name, row["row"], field, kept))
        return result

    def heads(self, table: str, row: str, field: str) -> tuple[Head, ...]:
        found = schema.BY_NAME[table]
        return heads.heads_of(self._db, found, row, found.column(field).id)

    def touched_by(self, table: str, row: str) -> list[tuple[str, int]]:
        """(device, seq) of every transaction that wrote the row, in the order applied here."""
        found = self._db.execute(
            "SELECT DISTINCT tx.device, tx.seq, tx.pos FROM op JOIN tx ON tx.pos = op.tx"
            " WHERE op.tbl = ? AND op.row = ? ORDER BY tx.pos",
            (schema.BY_NAME[table].id, row),
        )
        return [(r["device"], r["seq"]) for r in found]

    def stamp(self) -> Stamp | None:
        """Differs after every change to this store, whoever made it; None while this thread is writing.

        What was read under one stamp is still true under the same one.
        """
        db = self._db
        if db.in_transaction:
            return None
        return self._local.number, db.total_changes, int(db.execute("PRAGMA data_version").fetchone()[0])

    def touched_since(self, stamp: Stamp) -> frozenset[str] | None:
        """The synced tables that changed since `stamp`; None when anything may have.

        Known only while every change between was a commit of this store on this thread.
        """
        at, touched = stamp, frozenset[str]()
        for before, after, tables in tuple(self._steps):
            if before == at:
                at, touched = after, touched | tables
        return touched if at == self.stamp() else None

    # -- this device's own facts

    def setting(self, name: str, default: str = "") -> str:
        row = self._db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return default if row is None else str(row["value"])

    def set_setting(self, name: str, value: str) -> None:
        with self.writing():
            self._db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    # -- files

    def copy_to(self, target: Path, progress: Callable[[int, int, int], None] | None = None) -> None:
        """A complete, encrypted copy with the same key, made while work goes on."""
        part = target.with_name(target.name + ".part")
        with translating():
            part.unlink(missing_ok=True)
            copy = opening.connect(part, self._key)
            try:
                self._db.backup(copy, pages=1000, progress=progress)
                copy.execute("PRAGMA journal_mode = DELETE")
            except BaseException:
                copy.close()
                part.unlink(missing_ok=True)  # half a copy would keep the space that is wanted
                raise
            copy.close()
            replace_patiently(part, target)

    def check(self) -> list[str]:
        """What is wrong inside the file; empty when nothing is."""
        with translating():
            # A power cut in mid-checkpoint leaves torn pages that the write-ahead log still holds whole; they
            # are written again first, because the check of pages looks at the database file alone.
            self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            faults = [row[0] for row in self._db.execute("PRAGMA cipher_integrity_check")]
            faults += [row[0] for row in self._db.execute("PRAGMA integrity_check") if row[0] != "ok"]
        return faults

    # -- raw access for the other modules of this package

    @property
    def connection(self) -> Connection:
        return self._db
