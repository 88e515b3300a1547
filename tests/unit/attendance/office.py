"""A small office with days away, on a real store."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from flexdesk.desk.desk import Desk
from flexdesk.domain.places import Place
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import small_desk

HEAD, RINI, AGUS, SARI = (
    "197203151997031901",
    "198501012009012001",
    "199001012015011002",
    "199505052022212003",  # PPPK
)
NAMES = {HEAD: "Bambang Wiryawan", RINI: "Rini Astuti", AGUS: "Agus Hermawan", SARI: "Sari Dewi"}
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in range(16, 21))
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)  # Friday, 12.00 WIB


@contextmanager
def office(folder: Path, *, now: datetime = NOON) -> Iterator[Desk]:
    with small_desk(folder, list(NAMES.items()), clock=FixedClock(now)) as desk:
        yield desk


def key_of(desk: Desk, nip: str) -> str:
    return str(desk.store.select("person", nip=nip)[0]["key"])


def put(desk: Desk, nip: str, day: date, place: Place) -> str:
    key = key_of(desk, nip)
    desk.schedule.set_places([(key, day, place)])
    return key
