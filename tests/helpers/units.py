"""A unit of three enrolled laptops that have met once: real folders, real certificates from a real server."""

import atexit
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from flexdesk.bootstrap import create_desk, create_empty, open_desk
from flexdesk.desk.desk import Desk
from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import CHEAP, PASSPHRASE

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SRI, BUDI, WAYAN = "Sri Contohwati", "Budi Contohman", "Wayan Contohnya"
NIP = "198503152010012001"
HOLDERS = {"sri": SRI, "budi": BUDI, "wayan": WAYAN}


@dataclass(frozen=True, slots=True)
class Unit:
    """Three folders of one unit; each laptop has the unit's data and knows the others."""

    folder: Path
    settings: Settings

    def open(self, name: str, *, copy: Path | None = None) -> Desk:
        """The laptop of that name, or a fresh copy of its folder at `copy`."""
        folder = self.folder / name
        if copy is not None:
            shutil.copytree(folder, copy)
            folder = copy
        return open_desk(folder, passphrase=PASSPHRASE, clock=FixedClock(START))


def make_unit(folder: Path) -> Unit:
    server = folder / "server"
    server.mkdir(parents=True)
    settings = Settings(f"sqlite:///{server / 'server.db'}", keys=server / "keys", clock=FixedClock(START))
    admin.init(settings)
    unit = Unit(folder, settings)
    with Central(settings) as central:
        unit_id = admin.unit_add(central, "Kelurahan Contoh", admin.agency_add(central, "Kota Contoh"))
        with create_desk(
            folder / "sri",
            unit="Kelurahan Contoh",
            agency="Kota Contoh",
            passphrase=PASSPHRASE,
            clock=FixedClock(START),
            cost=CHEAP,
        ) as desk:
            desk.people.add(NIP, SRI)
            desk.unit.set({"head": NIP})
            _enrol(desk, central, unit_id, "head", SRI)
        for name in ("budi", "wayan"):
            with create_empty(
                folder / name, passphrase=PASSPHRASE, clock=FixedClock(START), cost=CHEAP
            ) as desk:
                _enrol(desk, central, unit_id, "deputy", HOLDERS[name])
                desk.bundles.create(folder / f"hello-{name}.flexdesk", "unit")
    with unit.open("sri") as desk:
        for name in ("budi", "wayan"):
            desk.bundles.apply(folder / f"hello-{name}.flexdesk")
        desk.bundles.create(folder / "hello.flexdesk", "unit")
    for name in ("budi", "wayan"):
        with unit.open(name) as desk:
            desk.bundles.apply(folder / "hello.flexdesk")
    return unit


@cache
def _made_once() -> Unit:
    place = Path(mkdtemp(prefix="flexdesk-unit-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return make_unit(place / "unit")


def fresh_unit(folder: Path) -> Unit:
    """As `make_unit`, made once for each test run; every caller gets a copy with a server of its own."""
    return copied(_made_once(), folder)


def copied(unit: Unit, folder: Path, now: datetime = START) -> Unit:
    """The laptops and their server once more, with a clock of its own: much quicker than making them.

    `now` is what the server's clock shows.
    """
    shutil.copytree(unit.folder, folder)
    server = folder / "server"
    database = f"sqlite:///{server / 'server.db'}"
    settings = replace(unit.settings, database=database, keys=server / "keys", clock=FixedClock(now))
    return Unit(folder, settings)


def _enrol(desk: Desk, central: Central, unit_id: str, role: str, holder: str) -> None:
    """By files, as a laptop without a line does it."""
    code, _until = admin.code(central, unit_id, role)
    request, answer = desk.folder / "request", desk.folder / "answer"
    desk.membership.write_request(request, code, holder)
    answer.write_bytes(admin.certify(central, request.read_bytes()))
    desk.membership.take_certificate(answer)
