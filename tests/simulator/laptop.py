"""One laptop of a simulated unit: its folder, its clock, and what its people saw confirmed."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flexdesk.bootstrap import open_desk
from flexdesk.domain.ops import Change
from flexdesk.services.sync import SyncService
from flexdesk.store.store import Store
from flexdesk.sync.http import HttpLine
from flexdesk.sync.patience import Patience
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import PASSPHRASE
from tests.helpers.units import START
from tests.simulator.line import Fault, FaultyLine, Network


@dataclass
class Confirmed:
    """A change that a person saw confirmed; its texts are found nowhere else."""

    device: str
    seq: int
    texts: frozenset[str]


class Laptop:
    """One laptop: its folder, its clock and the program that runs on it."""

    def __init__(self, folder: Path, network: Network) -> None:
        self.folder = folder
        self.network = network
        self.clock = FixedClock(START)
        self.confirmed: list[Confirmed] = []
        self.changes: list[Change] = []
        self.copied = ""  # the identity that another laptop has, too
        self.latest_ms = 0  # the latest time that its clock has ever shown
        self.kept: Path | None = None
        self.set_clock(START)
        self.open()

    def open(self) -> None:
        self.desk = open_desk(self.folder, passphrase=PASSPHRASE, clock=self.clock)
        # Power cuts are another test's business.
        self.store.connection.execute("PRAGMA synchronous = OFF")
        self.faults: list[tuple[Fault, int]] = []
        desk = self.desk
        self.sync = SyncService(
            desk.committer,
            desk.membership,
            desk.exchange,
            desk.carriers,
            connect=self._connect,
            patience=Patience(keep_s=0),  # an exchange that breaks is one of its own here
        )

    def _connect(self, url: str) -> HttpLine:
        return HttpLine(url, transport=FaultyLine(self.network, self.faults))

    @property
    def store(self) -> Store:
        return self.desk.store

    @property
    def device(self) -> str:
        return self.desk.keys.device

    def close(self) -> None:
        self.desk.close()

    def restart(self) -> None:
        self.close()
        self.open()

    # -- time

    def wait(self, seconds: int) -> None:
        self.set_clock(self.clock.instant + timedelta(seconds=seconds))

    def set_clock(self, instant: datetime) -> None:
        self.clock.instant = instant
        self.latest_ms = max(self.latest_ms, round(instant.timestamp() * 1000))

    # -- the disk

    def keep(self, folder: Path) -> None:
        """Put a copy of the data folder aside."""
        self.close()
        shutil.rmtree(folder, ignore_errors=True)
        self.kept = shutil.copytree(self.folder, folder)
        self._kept_changes = list(self.changes), len(self.confirmed)
        self.open()

    def restore(self) -> None:
        """Lay the copy in the place of the folder; what was done since is gone with it."""
        assert self.kept is not None
        self.close()
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)
        self.open()
        self.changes = list(self._kept_changes[0])
        self.copied = self.device

    def forget_all_but(self, held: set[str]) -> None:
        """Expect nothing more of what was confirmed since the copy, except where somebody else has it."""
        upto = self._kept_changes[1]
        self.confirmed[upto:] = [one for one in self.confirmed[upto:] if one.texts <= held]
