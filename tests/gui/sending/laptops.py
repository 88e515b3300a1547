"""Two real laptops of one unit and a real server on a loopback socket, for tests and pictures of sending."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flexdesk.bootstrap import create_empty
from flexdesk.desk.desk import Desk
from flexdesk.domain.places import Place
from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.server.run import running
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import CHEAP, PASSPHRASE, small_desk

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
PEOPLE = (
    ("197203151998031001", "Bambang Wiryawan"),
    ("198804192012121001", "Eko Prasetyo"),
    ("199002142015042003", "Fitri Handayani"),
)


@dataclass
class Office:
    """`mine` is the head's laptop, `other` the deputy's; both are joined to the server at `url`."""

    url: str
    central: Central
    unit_id: str
    mine: Desk
    clock: FixedClock
    folder: Path
    other: Desk | None = None

    def code(self, role: str = "head") -> str:
        return admin.code(self.central, self.unit_id, role)[0]

    def join_other(self) -> Desk:
        """A second laptop gets everything from the server."""
        if not self.mine.membership.server():
            self.mine.membership.enrol(self.url, self.code(), "Bambang Wiryawan")
        self.mine.sync.sync()
        self.other = create_empty(
            self.folder / "other",
            passphrase=PASSPHRASE,
            clock=FixedClock(NOW + timedelta(minutes=5)),
            cost=CHEAP,
        )
        self.other.membership.enrol(self.url, self.code("deputy"), "Sri Wahyuningsih")
        self.other.sync.sync()
        self.mine.sync.sync()  # so that this side knows the new laptop
        return self.other

    def key(self, name: str) -> str:
        return next(person.key for person in self.mine.people.roster() if person.name == name)

    def disagree(self) -> None:
        """Both write the same two days of one person, then the other's changes come in."""
        assert self.other is not None
        fitri, friday = self.key("Fitri Handayani"), date(2026, 11, 27)
        self.mine.schedule.set_places([(fitri, friday, Place.TRAINING)], reason="Gantikan petugas Pengaduan")
        self.other.schedule.set_places([(fitri, friday, Place.DUTY_TRAVEL)], reason="Rapat di kabupaten")
        self.clock.advance(minutes=5)  # nothing was made later than the server got it
        self.other.sync.sync()
        self.mine.sync.sync()


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """The server runs and one laptop with three people exists; it has not joined yet."""
    clock = FixedClock(NOW)
    settings = Settings(f"sqlite:///{folder / 'server.db'}", keys=folder / "keys", clock=clock)
    admin.init(settings)
    with Central(settings) as central, running(settings) as url:
        agency = admin.agency_add(central, "Pemerintah Kabupaten Contoh")
        unit_id = admin.unit_add(central, "Kecamatan Contoh", agency)
        mine = small_desk(folder / "mine", PEOPLE, clock=clock)
        made = Office(url, central, unit_id, mine, clock, folder)
        try:
            yield made
        finally:
            mine.close()
            if made.other is not None:
                made.other.close()
