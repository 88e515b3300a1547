"""A unit with laptops in several roles, their clocks, and a real server on a loopback socket."""

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from flexdesk.bootstrap import create_desk, create_empty, open_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.places import Place
from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.server.run import running
from flexdesk.store.digest import digest
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import CHEAP, PASSPHRASE

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday, 08.00 in Jakarta
NIP = "198503152010012001"
HEAD, DEPUTY, CLERK = "Sri Contohwati", "Budi Contohman", "Wayan Contohnya"
HOLDERS = {"budi": DEPUTY, "wayan": CLERK}


@dataclass
class Office:
    """`clock` is the server's; each laptop has its own, set to the same instant when it is made."""

    folder: Path
    url: str
    central: Central
    clock: FixedClock
    unit_id: str
    clocks: dict[str, FixedClock] = field(default_factory=dict)

    @contextmanager
    def open(self, name: str) -> Iterator[Desk]:
        """The laptop, told today's address of the server, which is another one in every test."""
        with open_desk(self.folder / name, passphrase=PASSPHRASE, clock=self.clocks[name]) as desk:
            if desk.membership.server() is not None:
                desk.membership.set_url(self.url)
            yield desk

    def code(self, role: str, until: date | None = None) -> str:
        return admin.code(self.central, self.unit_id, role, until)[0]

    def join(self, name: str, role: str, holder: str, until: date | None = None) -> str:
        """A new laptop with an empty folder; returns its device id."""
        with self.fresh(name) as desk:
            desk.membership.enrol(self.url, self.code(role, until), holder)
            desk.sync.sync()
            return desk.store.device

    @contextmanager
    def fresh(self, name: str) -> Iterator[Desk]:
        self.clocks[name] = FixedClock(self.clock.instant)
        folder = self.folder / name
        with create_empty(folder, passphrase=PASSPHRASE, clock=self.clocks[name], cost=CHEAP) as desk:
            yield desk

    def sync(self, *names: str) -> None:
        for name in names:
            with self.open(name) as desk:
                desk.sync.sync()

    def pass_days(self, days: float) -> None:
        """On every clock."""
        for clock in (self.clock, *self.clocks.values()):
            clock.instant += timedelta(days=days)

    def ends(self, *names: str) -> set[str]:
        """The digests of these laptops: one, when they show the same."""
        found = set()
        for name in names:
            with self.open(name) as desk:
                found.add(digest(desk.store))
        return found


@contextmanager
def office(folder: Path, *deputies: str) -> Iterator[Office]:
    """The head's laptop `sri`, which founded the unit and joined the server, and these deputies' laptops.

    A copy of one that is made once for each run: what a test does stays with it.
    """
    place, unit_id = _founded(deputies)
    shutil.copytree(place, folder, dirs_exist_ok=True)
    with _serving(folder, unit_id, FixedClock(START)) as made:
        made.clocks |= {name: FixedClock(START) for name in ("sri", *deputies)}
        yield made


@cache
def _founded(deputies: tuple[str, ...]) -> tuple[Path, str]:
    place = Path(mkdtemp(prefix="flexdesk-office-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    clock = FixedClock(START)
    settings = _settings(place, clock)
    admin.init(settings)
    with Central(settings) as central:
        unit_id = admin.unit_add(central, "Kelurahan Contoh", admin.agency_add(central, "Kota Contoh"))
    with _serving(place, unit_id, clock) as made:
        made.clocks["sri"] = FixedClock(START)
        with create_desk(
            place / "sri",
            unit="Kelurahan Contoh",
            agency="Kota Contoh",
            passphrase=PASSPHRASE,
            clock=made.clocks["sri"],
            cost=CHEAP,
        ) as desk:
            desk.people.add(NIP, HEAD)
            desk.unit.set({"head": NIP})
            desk.membership.enrol(made.url, made.code("head"), HEAD)
            desk.sync.sync()
        for name in deputies:
            made.join(name, "deputy", HOLDERS[name])
        if deputies:
            made.sync("sri", *deputies)
    return place, unit_id


def _settings(folder: Path, clock: FixedClock) -> Settings:
    return Settings(f"sqlite:///{folder / 'server.db'}", keys=folder / "keys", clock=clock)


@contextmanager
def _serving(folder: Path, unit_id: str, clock: FixedClock) -> Iterator[Office]:
    settings = _settings(folder, clock)
    with Central(settings) as central, running(settings) as url:
        yield Office(folder, url, central, clock, unit_id)


def place(desk: Desk, day: str, where: Place = Place.HOME) -> None:
    """Write one day of the head's schedule as this laptop's person would."""
    person = desk.store.select("person", nip=NIP)[0]["key"]
    key = f"{person}|{day}"
    op = desk.committer.upsert("assignment", key, {"place": where, "source": "typed"})
    assert desk.committer.commit(Change("schedule.set_place", (op,))) is not None


def placed(desk: Desk, day: str) -> object:
    person = desk.store.select("person", nip=NIP)[0]["key"]
    return (desk.store.get("assignment", f"{person}|{day}") or {}).get("place")
