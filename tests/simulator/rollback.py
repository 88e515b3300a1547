"""Histories in which older backups of the server are laid back and confirmed, at once or much later."""

import shutil
from pathlib import Path
from random import Random

from flexdesk.errors import FlexDeskError
from flexdesk.server import admin
from flexdesk.server.central import Central
from tests.simulator.fleet import ACTIONS, Fleet, Laptop, Tally, chosen_keys

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

    def check(self, laptop: Laptop) -> None:
        """Nobody can know of a loss before the server has told."""
        unit = laptop.desk.membership.unit_id
        head = self.central.database.reading(lambda ledger: ledger.head(unit))
        if (
            head is not None
            and not self.owed
            and laptop.desk.exchange.history.restored_ms == head.restored_ms
        ):
            super().check(laptop)

    def settle(self) -> None:
        while self.network.late:
            self.network.deliver_late(0)
        self.server_clock.advance(hours=1)
        self.confirm(self.laptops[0])
        for _round in range(2):  # what the server forgot comes back first
            for laptop in self.laptops:
                laptop.sync.sync()
        super().settle()
        if any(state.faults for state in admin.verify(self.central)):
            raise AssertionError("the server's own log")


def run_history(seed: int, folder: Path, template: Path, steps: int = 60) -> Tally:
    """The history with that number, the same every time."""
    random = Random(seed)
    names = [name for name, often in OFTEN for _ in range(often)]
    with chosen_keys(random):
        fleet = ForgetfulFleet(folder, template, random)
        try:
            for _ in range(random.randrange(15, steps)):
                name, laptop = random.choice(names), random.choice(fleet.laptops)
                getattr(fleet, name)(laptop)
                fleet.tally.kinds[name] = fleet.tally.kinds.get(name, 0) + 1
                fleet.check(laptop)
            fleet.settle()
        except (AssertionError, FlexDeskError) as error:
            error.add_note(f"history {seed}")
            raise
        finally:
            fleet.close()
    shutil.rmtree(folder)
    return fleet.tally
