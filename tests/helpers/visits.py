"""Short visits to a laptop's folder, as a person makes them: open, do something, close."""

from pathlib import Path

from flexdesk.bootstrap import open_again, open_desk
from flexdesk.desk.desk import Desk
from flexdesk.services.identity import DiskCopied
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import PASSPHRASE
from tests.helpers.units import NIP, START


def opened(folder: Path) -> Desk:
    return open_desk(folder, passphrase=PASSPHRASE, clock=FixedClock(START))


def write(folder: Path, nip: str, name: str, phone: str = "") -> str:
    """A new person, and where `phone` is given the head's number; returns the laptop's name."""
    with opened(folder) as desk:
        if phone:
            desk.people.change(NIP, {"phone": phone})
        desk.people.add(nip, name)
        return desk.store.device


def sync(folder: Path, url: str) -> str:
    """Exchange, and go on under a new name where a copy was found; returns the laptop's name."""
    desk = opened(folder)
    try:
        try:
            desk.sync.sync(url)
        except DiskCopied:
            desk = open_again(desk)
            desk.sync.sync(url)
        return desk.store.device
    finally:
        desk.close()


def names(folder: Path) -> set[str]:
    with opened(folder) as desk:
        return {str(row["name"]) for row in desk.store.select("person")}
