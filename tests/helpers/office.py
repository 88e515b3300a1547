"""A unit of three laptops that has worked with a real server, whose folder can be saved and laid back."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flexdesk.bootstrap import create_empty
from flexdesk.desk.desk import Desk
from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.server.run import running
from flexdesk.services.sync import Synced, SyncService
from flexdesk.store.carriers import SyncState
from flexdesk.store.digest import digest
from flexdesk.sync.http import HttpLine
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import CHEAP, PASSPHRASE
from tests.helpers.units import Unit, make_unit
from tests.simulator.line import FaultyLine, Network

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NAMES = ("sri", "budi", "wayan")


@dataclass
class Office:
    """`places` are all edits that must never get lost."""

    folder: Path
    places: list[str] = field(default_factory=lambda: [f"{name} on Monday" for name in NAMES])
    days: int = 0

    @classmethod
    def copied(cls, template: Path, folder: Path) -> "Office":
        shutil.copytree(template, folder)
        return cls(folder)

    @property
    def server(self) -> Path:
        return self.folder / "server"

    @property
    def settings(self) -> Settings:
        """The server's, with its clock of today."""
        clock = FixedClock(START + timedelta(days=self.days))
        return Settings(f"sqlite:///{self.server / 'server.db'}", keys=self.server / "keys", clock=clock)

    @contextmanager
    def at(self, name: str) -> Iterator[Desk]:
        with Unit(self.folder, self.settings).open(name) as desk:
            yield desk

    def works(self, name: str, what: str) -> None:
        with self.at(name) as desk:
            desk.unit.add_place(what, kind="other_office", approved_by="SK 1/2026")
        self.places.append(what)

    def syncs(self, name: str, *, http: bool = False) -> Synced:
        """Real messages through the real server, over a loopback socket or within the process."""
        if http:
            with running(self.settings) as url, self.at(name) as desk:
                return desk.sync.sync(url)
        with Central(self.settings) as central, self.at(name) as desk:
            return _within(central, desk).sync("http://server")

    def joins(self, name: str, code: str, holder: str) -> str:
        """A new laptop gets the unit from the server; its device id."""
        with (
            running(self.settings) as url,
            create_empty(
                self.folder / name, passphrase=PASSPHRASE, clock=self.settings.clock, cost=CHEAP
            ) as desk,
        ):
            desk.membership.enrol(url, code, holder)
            desk.sync.sync()
            return desk.keys.device

    def gives(self, sender: str, receiver: str) -> None:
        """A file from one laptop to another."""
        file = self.folder / f"{sender}-{receiver}.flexdesk"
        with self.at(sender) as desk:
            desk.bundles.create(file, "unit")
        with self.at(receiver) as desk:
            desk.bundles.apply(file)

    def tomorrow(self) -> None:
        self.days += 1

    def save(self, name: str = "saved") -> Path:
        """A copy of the server's folder."""
        return Path(shutil.copytree(self.server, self.folder / name))

    def lay_back(self, saved: Path) -> None:
        shutil.rmtree(self.server)
        shutil.copytree(saved, self.server)

    def confirms(self) -> int:
        with Central(self.settings) as central:
            return admin.confirm_restore(central)

    def states(self, name: str) -> dict[SyncState, int]:
        with self.at(name) as desk:
            return dict(desk.status.read().states)

    def shown(self, name: str) -> set[str]:
        with self.at(name) as desk:
            return {str(row["name"]) for row in desk.store.select("place")}

    def digest(self, name: str) -> str:
        with self.at(name) as desk:
            return digest(desk.store)


def _within(central: Central, desk: Desk) -> SyncService:
    network = Network(lambda _path, body: central.sync(body))
    return SyncService(
        desk.committer,
        desk.membership,
        desk.exchange,
        desk.carriers,
        connect=lambda url: HttpLine(url, transport=FaultyLine(network, [])),
    )


def make_office(folder: Path) -> Office:
    """Everybody has worked and met the server once, Sri twice."""
    make_unit(folder / "unit")
    office = Office(folder / "unit", places=[])
    with running(office.settings) as url:
        for name in (*NAMES, "sri"):
            with office.at(name) as desk:
                if len(office.places) < len(NAMES):
                    desk.unit.add_place(f"{name} on Monday", kind="other_office", approved_by="SK 1/2026")
                    office.places.append(f"{name} on Monday")
                desk.sync.sync(url)
    return office
