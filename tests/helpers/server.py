"""A real server on a loopback socket and laptops that write to it, for tests of the exchange."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyrage
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from flexdesk.domain.log import GENESIS, RowWrite, Tx, chain_after
from flexdesk.keys.signing import SigningKey
from flexdesk.server import admin
from flexdesk.server.admission import Limits
from flexdesk.server.central import Central, Settings
from flexdesk.server.run import running
from flexdesk.sync.certificates import Entry, Role, issue, verify_entry
from flexdesk.sync.http import HttpLine
from flexdesk.sync.messages import EnrolRequest, EnrolResponse, SyncRequest, SyncResponse
from flexdesk.sync.wire import encode_batch
from flexdesk.system.clock import FixedClock
from tests.helpers import postgres

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PERSON = "00000000000000aa-1"


@dataclass
class Desk:
    """A running server, its operator's view and its clock."""

    url: str
    central: Central
    clock: FixedClock
    settings: Settings
    agency: str

    def unit(self, name: str = "Kelurahan Contoh") -> str:
        return admin.unit_add(self.central, name, self.agency)

    def laptop(self, unit_id: str, role: str = "head", **about: Any) -> "Laptop":
        code, _ = admin.code(self.central, unit_id, role)
        laptop = Laptop(self.url, **about)
        laptop.enrol(code)
        return laptop

    def state(self, laptop: "Laptop") -> admin.UnitState:
        """What the operator's check says about the laptop's unit."""
        unit_id = laptop.place.unit_id
        return next(state for state in admin.verify(self.central) if state.unit_id == unit_id)


@dataclass
class Laptop:
    """A device without a store: its keys, its own transactions, and what the server told it."""

    url: str
    key: SigningKey = field(default_factory=SigningKey.generate)
    holder: str = "Sri Contohwati"
    log: str | None = None
    txs: list[Tx] = field(default_factory=list)
    vector: dict[str, int] = field(default_factory=dict)
    position: int = 0
    known: EnrolResponse | None = None

    def __post_init__(self) -> None:
        self.identity = pyrage.x25519.Identity.generate()
        self.line = HttpLine(self.url)

    @property
    def device(self) -> str:
        return self.key.device

    @property
    def place(self) -> EnrolResponse:
        assert self.known is not None
        return self.known

    def enrolment(self, code: str, **changes: Any) -> EnrolRequest:
        founding = None
        if self.log is not None:
            founding = issue(
                self.key,
                unit=self.log,
                sign_key=self.key.public,
                receive=str(self.identity.to_public()),
                role=Role.HEAD,
                holder=self.holder,
                valid_from=START,
            )
        request = EnrolRequest(
            code=code,
            sign_key=self.key.public,
            receive=str(self.identity.to_public()),
            holder=self.holder,
            log=self.log,
            founding=founding,
        )
        return replace(request, **changes)

    def enrol(self, code: str, **changes: Any) -> EnrolResponse:
        self.known = self.line.enrol(self.enrolment(code, **changes), self.key)
        return self.known

    def write(self, count: int = 1, place: str = "home", **changes: Any) -> None:
        """Fill `count` further days of one person, one transaction each."""
        for _ in range(count):
            seq = len(self.txs) + 1
            day = f"2026-{1 + seq // 28 % 12:02}-{1 + seq % 28:02}"
            write = RowWrite(11, f"{PERSON}|{day}", {1: place, 5: "typed"})
            tx = Tx(
                self.device, seq, (1_795_395_600_000 + 1000 * seq) << 16, {}, "schedule.set_place", (write,)
            )
            self.txs.append(replace(tx, **changes))
        self.vector[self.device] = len(self.txs)

    def chain(self, upto: int) -> bytes:
        chain = GENESIS
        for tx in self.txs[:upto]:
            chain = chain_after(chain, tx)
        return chain

    def batch(self, first: int = 1, last: int | None = None, *, log: str | None = None) -> bytes:
        return encode_batch(
            log or self.place.log, self.txs[first - 1 : last], self.chain(first - 1), self.key, app="0.1.0"
        )

    def request(self, *batches: bytes, **changes: Any) -> SyncRequest:
        request = SyncRequest(
            unit_id=self.place.unit_id,
            device=self.device,
            vector=dict(self.vector),
            after=self.position,
            batches=batches,
        )
        return replace(request, **changes)

    def send(self, *batches: bytes, **changes: Any) -> SyncResponse:
        """One exchange; remembers the position only when it is told to go on from there."""
        return self.line.exchange(self.request(*batches, **changes), self.key)

    def take_in(self, response: SyncResponse) -> None:
        self.position = response.position

    def entries(self, response: SyncResponse) -> list[Entry]:
        return [verify_entry(entry, self.place.issuer) for entry in response.entries]

    def close(self) -> None:
        self.line.close()


PARTITIONS = 4
KINDS = ("sqlite", "postgresql", "partitioned")  # partitioned: PostgreSQL with its tables split by unit_id


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """A fresh database (on PostgreSQL a schema, which is made faster), dropped afterwards.

    The test is skipped where PostgreSQL is not installed.
    """
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'server.db'}"
        return
    try:
        base = make_url(postgres.url()).set(drivername="postgresql+psycopg")
    except postgres.PostgresMissing as missing:
        pytest.skip(str(missing))
    name = f"flexdesk_{uuid4().hex}"
    engine = create_engine(base, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    try:
        fresh = base.update_query_dict({"options": f"-csearch_path={name}"})
        yield fresh.render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))


TIRELESS = Limits(device_burst=1e6, unit_burst=1e6)  # tests ask more often than laptops do


@contextmanager
def desk(kind: str, folder: Path) -> Iterator[Desk]:
    with database(kind, folder) as url:
        clock = FixedClock(START)
        settings = Settings(
            url, keys=folder / "keys", clock=clock, partitions=partitions_of(kind), limits=TIRELESS
        )
        admin.init(settings)
        with Central(settings) as central, running(settings) as address:
            agency = admin.agency_add(central, "Pemerintah Kota Contoh")
            yield Desk(address, central, clock, settings, agency)


@contextmanager
def desks(folder: Path) -> Iterator[Callable[[str], Desk]]:
    """One desk for each kind, opened when first asked for: tests come in any order."""
    with ExitStack() as stack:

        @cache
        def of(kind: str) -> Desk:
            (folder / kind).mkdir()
            return stack.enter_context(desk(kind, folder / kind))

        yield of


def partitions_of(kind: str) -> int:
    return PARTITIONS if kind == "partitioned" else 0
