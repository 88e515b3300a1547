"""Histories in which older backups of the server are laid back and confirmed, at once or much later."""

import shutil
from pathlib import Path
from random import Random

from flexdesk.server import admin
from flexdesk.server.central import Central
from tests.simulator.fleet import Fleet, Tally
from tests.simulator.history import ACTIONS, play
from tests.simulator.invariants import check_step, settle, sync_well
from tests.simulator.laptop import Laptop

OFTEN = (
    *((name, often) for name, often in ACTIONS if name != "copy_disk"),
    ("save", 4),
    ("lay_back", 3),
    ("confirm", 3),
)


class ForgetfulFleet(Fleet):
    """`owed` says that the operator has still to confirm."""

    def __init__(self, folder: Path, template: Path, random: Random) -> None:
        super().__init__(folder, template, random)
        self._saved: list[Path] = []
        self.owed = False
        self.save(self.laptops[0])

    def save(self, _laptop: Laptop) -> None:
        self.central.close()
        path = self.folder / f"saved{len(self._saved)}"
        shutil.copytree(self.folder / "server", path)
        self._saved.append(path)
        self.central = Central(self._settings)

    def lay_back(self, laptop: Laptop) -> None:
        self.central.close()
        shutil.rmtree(self.folder / "server")
        shutil.copytree(self.random.choice(self._saved), self.folder / "server")
        self.server_clock.advance(hours=self.random.randrange(1, 50))
        self.central = Central(self._settings)
        self.owed = True
        if self.random.random() < 0.6:
            self.confirm(laptop)

    def confirm(self, _laptop: Laptop) -> None:
        if self.owed:
            admin.confirm_restore(self.central)
            self.owed = False


def run_history(seed: int, folder: Path, template: Path) -> Tally:
    """The history with that number, the same every time."""
    return play(
        seed,
        folder,
        lambda random: ForgetfulFleet(folder, template, random),
        OFTEN,
        check=_check_step,
        end=_settle,
    )


def _check_step(fleet: ForgetfulFleet, laptop: Laptop) -> None:
    """Nobody can know of a loss before the server has told."""
    head = fleet.central.database.reading(lambda ledger: ledger.head(fleet.unit_id))
    is_told = head is not None and laptop.desk.exchange.history.restored_ms == head.restored_ms
    if is_told and not fleet.owed:
        check_step(fleet, laptop)


def _settle(fleet: ForgetfulFleet) -> None:
    while fleet.network.late:
        fleet.network.deliver_late(0)
    fleet.server_clock.advance(hours=1)
    fleet.confirm(fleet.laptops[0])
    for _round in range(2):  # what the server forgot comes back first
        for laptop in fleet.laptops:
            sync_well(fleet, laptop)
    settle(fleet)
    if any(state.faults for state in admin.verify(fleet.central)):
        raise AssertionError("the server's own log")
