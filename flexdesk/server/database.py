"""Opens the server's database and runs work in one transaction, again when another one was in the way.

The same statements run on SQLite (one process, write-ahead log, full sync) and on PostgreSQL.
"""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from flexdesk.errors import EnvironmentTrouble, FlexDeskError, UsageError
from flexdesk.i18n import N_
from flexdesk.server import partitions
from flexdesk.server.ledger import Ledger
from flexdesk.server.tables import metadata, unit

T = TypeVar("T")

TRIES = 8
CHUNK = 500  # rows copied at a time
_RETRY_STATES = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available


class DatabaseTrouble(EnvironmentTrouble):
    """The database does not answer."""

    code = "server.database"
    ticket = "FD-SRV-02"
    text = N_("The server's database did not answer: {detail}.")
    safe = N_("What was confirmed before is kept; what was not confirmed will be sent again.")
    next = N_("Check that the database runs and that its disk is not full, then try again.")


class NotPrepared(FlexDeskError):
    """The database has no tables yet."""

    code = "server.not_prepared"
    ticket = "FD-SRV-03"
    text = N_("This database has not been prepared for FlexDesk.")
    next = N_("Run `flexdesk server init --database URL` first.")


class AlreadyUsed(FlexDeskError):
    """The database to move to is not empty."""

    code = "server.already_used"
    ticket = "FD-SRV-06"
    text = N_("The new database already holds units.")
    next = N_("Give the address of an empty database.")


class Database:
    """One engine; `writing` and `reading` hand a `Ledger` to the work and commit what it did."""

    def __init__(self, url: str) -> None:
        self.url = _url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = _engine(self.url, self.is_sqlite)
        begins = ("BEGIN", "BEGIN IMMEDIATE") if self.is_sqlite else ("", "")  # there a ledger begins itself
        self._reader, self._writer = (self._engine.execution_options(flexdesk_begin=how) for how in begins)
        # SQLite has one writer. Waiting here costs less than its busy polling.
        self._turn: Lock | nullcontext[None] = Lock() if self.is_sqlite else nullcontext()

    def prepare(self, count: int = 0) -> None:
        """Make the tables that are missing; on PostgreSQL, split into that many partitions unless it is 0.

        Raises OtherPartitions where they are there and split in another way.
        """
        if not 0 <= count <= (0 if self.is_sqlite else partitions.MAX_PARTITIONS):
            raise UsageError(detail="--partitions")
        with _mapped(), self._engine.begin() as connection:
            if count:
                partitions.create(connection, count)
            else:
                metadata.create_all(connection)

    def require_prepared(self) -> None:
        with _mapped():
            if not inspect(self._engine).has_table("unit_head"):
                raise NotPrepared()

    def writing(self, work: Callable[[Ledger], T]) -> T:
        """Run `work` in a transaction that may write; it is run again after a collision."""
        with self._turn:
            return _run(self._writer, work)

    def reading(self, work: Callable[[Ledger], T]) -> T:
        return _run(self._reader, work)

    def copy_into(self, target: "Database") -> None:
        """Every row as it stands at one moment; raises AlreadyUsed unless `target` is empty."""
        begin = "BEGIN" if self.is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        whole = self._engine.execution_options(flexdesk_begin=begin)
        with _mapped(), whole.begin() as source, target._engine.begin() as sink:
            if sink.execute(select(unit.c.unit_id).limit(1)).first() is not None:
                raise AlreadyUsed()
            for table in metadata.sorted_tables:
                rows = source.execution_options(yield_per=CHUNK).execute(select(table))
                for part in rows.mappings().partitions():
                    sink.execute(insert(table), [dict(row) for row in part])

    def copy_to_file(self, path: Path) -> None:
        """The same as a new SQLite file, while others go on writing here."""
        if self.is_sqlite:
            self._copy_file(path)
            return
        target = Database(f"sqlite:///{path}")
        try:
            target.prepare()
            self.copy_into(target)
        finally:
            target.close()

    def _copy_file(self, path: Path) -> None:
        try:
            with _mapped(), closing(sqlite3.connect(path)) as file, self._engine.connect() as source:
                driver: Any = source.connection.driver_connection
                driver.backup(file)
        except sqlite3.Error as error:
            raise DatabaseTrouble(detail=str(error)) from error

    def close(self) -> None:
        self._engine.dispose()


def _run(engine: Engine, work: Callable[[Ledger], T]) -> T:
    for attempt in range(1, TRIES + 1):
        try:
            with engine.begin() as connection:
                ledger = Ledger(connection)
                result = work(ledger)
                ledger.settle()
                return result
        except DBAPIError as error:
            if attempt == TRIES or not _worth_retrying(error):
                raise DatabaseTrouble(detail=_first_line(error)) from error
            time.sleep(random.uniform(0, 0.01 * 2**attempt))
    raise AssertionError("unreachable")


def _url(text: str) -> URL:
    try:
        url = make_url(text)
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
        raise UsageError(detail="--database") from error
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise UsageError(detail="--database")
    return url


def _engine(url: URL, is_sqlite: bool) -> Engine:
    """The driver leaves transactions to `_begins` and the ledger; `_run` notices a lost connection."""
    if is_sqlite:
        engine = create_engine(url, connect_args={"timeout": 10}, pool_size=8)
        event.listen(engine, "connect", _sqlite_connected)
    else:
        engine = create_engine(url, connect_args={"autocommit": True, "connect_timeout": 10}, pool_size=8)
        event.listen(engine, "connect", _postgres_connected)
    event.listen(engine, "begin", _begins)
    return engine


def _sqlite_connected(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _postgres_connected(connection: Any, _record: Any) -> None:
    """A lock that is not given is tried again; what hangs does not hold a worker for ever."""
    for setting in ("lock_timeout = '5s'", "statement_timeout = '60s'"):
        connection.execute(f"SET {setting}")


def _begins(connection: Connection) -> None:
    if how := connection.get_execution_options().get("flexdesk_begin", "BEGIN"):
        connection.exec_driver_sql(how)


def _worth_retrying(error: DBAPIError) -> bool:
    if getattr(error.orig, "sqlstate", None) in _RETRY_STATES:
        return True
    if error.connection_invalidated:
        return True
    text = str(error.orig)
    return isinstance(error, OperationalError) and ("locked" in text or "busy" in text)


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().split("\n", 1)[0][:200]


@contextmanager
def _mapped() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise DatabaseTrouble(detail=_first_line(error)) from error
