"""What only a real PostgreSQL shows: collisions between transactions, lost connections, parts of tables."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import Executable

from flexdesk.domain.log import GENESIS
from flexdesk.errors import UsageError
from flexdesk.keys.signing import SigningKey
from flexdesk.server import admin, partitions, statements
from flexdesk.server.database import Database
from flexdesk.server.ledger import Ledger
from flexdesk.server.records import Unit, UnitHead
from flexdesk.server.tables import metadata
from tests.helpers.server import KINDS, PARTITIONS, Laptop, database, desk, partitions_of

POSTGRES = [kind for kind in KINDS if kind != "sqlite"]


@pytest.fixture(params=POSTGRES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Two units, `a` and `b`, without devices."""
    with database(request.param, tmp_path) as url:
        store = Database(url)
        store.prepare(partitions_of(request.param))
        for name in "ab":
            unit = Unit(name, "x", "Kota Contoh", name, "Asia/Jakarta", name)
            store.writing(lambda ledger, unit=unit: ledger.add_unit(unit, 0, GENESIS))
        yield store
        store.close()


def positions(store: Database) -> list[int]:
    heads = store.reading(lambda ledger: [ledger.head(name) for name in "ab"])
    return [head.pos for head in heads if head]


def bump(ledger: Ledger, name: str) -> None:
    head = ledger.lock_head(name)
    assert head is not None
    ledger.move_head(name, UnitHead(head.pos + 1, GENESIS, b""))


def push(ledger: Ledger, name: str) -> None:
    """The same without asking first: it meets the other's lock only with the commit."""
    ledger.move_head(name, UnitHead(9, GENESIS, b""))


@pytest.mark.scenario(65)
@pytest.mark.parametrize(("second", "ends"), [(bump, [2, 2]), (push, [9, 10])])
def test_a_deadlock_is_tried_again(
    store: Database, second: Callable[[Ledger, str], None], ends: list[int]
) -> None:
    both, runs = threading.Barrier(2), []

    def crossing(first: str, last: str) -> None:
        tries: list[int] = []

        def work(ledger: Ledger) -> None:
            runs.append(first)
            tries.append(1)
            bump(ledger, first)
            ledger.head(first)  # what waits is written now
            if len(tries) == 1:
                both.wait(10)
            second(ledger, last)

        store.writing(work)

    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(crossing, "a", "b"), pool.submit(crossing, "b", "a")]:
            job.result(20)
    assert len(runs) > 2
    assert sorted(positions(store)) == ends


@pytest.mark.scenario(65)
def test_a_serialization_failure_is_tried_again(store: Database) -> None:
    url = make_url(store.url.render_as_string(hide_password=False))
    options = f"{url.query['options']} -cdefault_transaction_isolation=repeatable\\ read"
    strict = Database(url.update_query_dict({"options": options}).render_as_string(hide_password=False))
    seen: list[int] = []

    def work(ledger: Ledger) -> None:
        head = ledger.head("a")
        assert head is not None
        seen.append(head.pos)
        if len(seen) == 1:
            store.writing(lambda other: bump(other, "a"))
        bump(ledger, "a")

    strict.writing(work)
    strict.close()
    assert seen == [0, 1]
    assert positions(store) == [2, 0]


def test_a_connection_lost_in_the_middle_is_replaced(store: Database) -> None:
    runs: list[int] = []

    def work(ledger: Ledger) -> None:
        pid = ledger.connection.scalar(text("SELECT pg_backend_pid()"))
        runs.append(pid)
        bump(ledger, "a")
        if len(runs) == 1:
            with store._engine.connect() as other:
                other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})

    store.writing(work)
    assert len(set(runs)) == 2
    assert positions(store) == [1, 0]


def test_what_raises_is_rolled_back(store: Database) -> None:
    def work(ledger: Ledger) -> None:
        bump(ledger, "a")
        assert ledger.head("a") == UnitHead(1, GENESIS, b"")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.writing(work)
    assert positions(store) == [0, 0]


def test_every_key_contains_the_unit() -> None:
    for table in filter(partitions.is_partitioned, metadata.sorted_tables):
        for rule in table.constraints:
            if isinstance(rule, PrimaryKeyConstraint | UniqueConstraint | ForeignKeyConstraint):
                assert "unit_id" in rule.columns
    assert [t.name for t in metadata.sorted_tables if not partitions.is_partitioned(t)] == ["agency"]


@pytest.fixture
def split(tmp_path: Path) -> Iterator[Database]:
    with database("partitioned", tmp_path) as url:
        store = Database(url)
        store.prepare(PARTITIONS)
        yield store
        store.close()


def test_a_key_that_spans_units_cannot_be_made(split: Database) -> None:
    with (
        pytest.raises(DBAPIError, match="must include all partitioning columns"),
        split._engine.begin() as on,
    ):
        on.execute(text("CREATE UNIQUE INDEX wrong ON batch (pos)"))


VALUES = {
    "unit_id_": "0011223344556677",
    "device_": "ffeeddccbbaa9988",
    "after_": 0,
    "upto_": 9,
    "pos_": 1,
    "seq_": 1,
    "now_": 1,
    "chain_": b"",
    "signed_": b"",
}
STATEMENTS = tuple(
    name
    for name, statement in vars(statements).items()
    if isinstance(statement, Executable) and "unit_id_" in statement.compile().params
)


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_of_an_upload_touches_one_part_only(split: Database, name: str) -> None:
    statement = getattr(statements, name).compile(dialect=split._engine.dialect)
    values = {key: VALUES.get(key, fixed) for key, fixed in statement.params.items()}
    with split._engine.begin() as on:
        (row,) = on.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement.string}", values).one()
    plan = row if isinstance(row, list) else json.loads(row)
    read = [found for found in relations(plan) if found[-1].isdigit()]
    assert len({found.rsplit("_", 1)[1] for found in read}) == 1, read


def relations(plan: Any) -> Iterator[str]:
    """Names of the tables that a plan reads."""
    if isinstance(plan, list):
        for step in plan:
            yield from relations(step)
    elif isinstance(plan, dict):
        if "Relation Name" in plan:
            yield plan["Relation Name"]
        for held in plan.values():
            yield from relations(held)


def test_tables_that_are_there_are_not_split_anew(split: Database) -> None:
    split.prepare(PARTITIONS)
    split.prepare()
    with pytest.raises(partitions.OtherPartitions) as caught:
        split.prepare(PARTITIONS + 1)
    assert caught.value.facts == {"found": PARTITIONS, "wanted": PARTITIONS + 1}


@pytest.mark.parametrize("count", [-1, partitions.MAX_PARTITIONS + 1])
def test_an_odd_number_of_parts_is_refused(split: Database, count: int) -> None:
    with pytest.raises(UsageError):
        split.prepare(count)


def test_sqlite_has_no_parts(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        Database(f"sqlite:///{tmp_path / 'x.db'}").prepare(2)


@pytest.mark.scenario(67)
def test_the_same_log_has_the_same_digest_everywhere(tmp_path: Path) -> None:
    """Two laptops, batches that overlap, a fork and a reader's void changes, on all three."""
    found = []
    for kind in KINDS:
        (tmp_path / kind).mkdir()
        with desk(kind, tmp_path / kind) as server:
            unit_id = server.unit()
            first = server.laptop(unit_id, key=SigningKey(bytes([1]) * 32))
            reader = server.laptop(unit_id, "reader", key=SigningKey(bytes([2]) * 32))
            clone = Laptop(server.url, key=first.key, known=first.known)
            first.write(9)
            reader.write(3)
            clone.write(4, place="office")
            first.send(first.batch(1, 4))
            reader.send(reader.batch(), first.batch(3, 7))
            clone.send(clone.batch())
            first.send(first.batch(8))
            (state,) = admin.verify(server.central)
            found.append((state.digest, state.pos, state.transactions, state.faults, state.forked))
            for laptop in (first, reader, clone):
                laptop.close()
    assert found[0] == found[1] == found[2]
    assert found[0][2:] == (12, (), (SigningKey(bytes([1]) * 32).device,))
