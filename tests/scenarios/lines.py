"""Enrolled laptops that write much and meet a real server over whatever line a scenario is about."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.progress import Progress
from flexdesk.server.central import Central
from flexdesk.server.run import running
from flexdesk.services.sync import Synced, SyncService
from flexdesk.store.digest import digest
from flexdesk.sync.patience import Patience
from flexdesk.system.clock import FixedClock
from tests.helpers.shaped_line import CountedLine, Shape, ShapedLine, counted_line, patience, shaped
from tests.helpers.units import Unit, copied

MONDAY = date(2026, 11, 23)
LETTERS = "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ.,0123456789"


@dataclass
class Laptop:
    """One laptop's desk, and its exchange over a line that counts."""

    desk: Desk
    random: Random = field(default_factory=lambda: Random(7))
    lines: list[CountedLine] = field(default_factory=list)
    written: list[tuple[str, str]] = field(default_factory=list)  # row and text, in order

    def __post_init__(self) -> None:
        self.over(1.0)

    def over(self, scale: float, shaped_line: ShapedLine | None = None, keep_s: float | None = None) -> None:
        """From now on times are shortened so much; with `keep_s` 0 nothing broken is taken up."""
        self.service: SyncService
        desk, on_line = self.desk, shaped_line and (lambda: shaped_line.taken["up"])

        def connect(url: str) -> CountedLine:
            self.lines.append(counted_line(url, scale, on_line))
            return self.lines[-1]

        how = patience(scale) if keep_s is None else Patience(keep_s=keep_s)
        if self.lines:
            self.service.close()
        self.service = SyncService(
            desk.committer, desk.membership, desk.exchange, desk.carriers, connect=connect, patience=how
        )

    @property
    def line(self) -> CountedLine:
        return self.lines[-1]

    @property
    def device(self) -> str:
        return self.desk.store.device

    @property
    def last(self) -> int:
        """The number of the newest own change."""
        return self.desk.store.log.vector().get(self.device, 0)

    def write(self, count: int = 1, size: int = 300, rows: int = 1) -> None:
        """So many changes of so many cells each, every one with a text that no packing makes smaller."""
        committer, clock = self.desk.committer, self.desk.clock
        assert isinstance(clock, FixedClock)
        key = str(self.desk.store.select("person")[0]["key"])
        for _ in range(count):
            clock.advance(minutes=1)
            ops = []
            for _ in range(rows):
                day = MONDAY + timedelta(days=len(self.written) + 1000 * int(self.device[:2], 16))
                text = "".join(self.random.choices(LETTERS, k=size))
                self.written.append((f"{key}|{day}", text))
                ops.append(committer.upsert("assignment", f"{key}|{day}", {"reason": text}))
            committer.commit(Change("test.note", tuple(ops)))

    def sync(self, url: str, progress: Progress | None = None) -> Synced:
        return self.service.sync(url, progress)

    def holds(self, other: "Laptop") -> bool:
        """Whether everything that the other wrote stands here."""
        return all(
            (self.desk.store.get("assignment", row) or {}).get("reason") == text
            for row, text in other.written
        )

    def close(self) -> None:
        self.service.close()
        self.desk.close()


@dataclass
class World:
    """Two laptops and the address of their server."""

    unit: Unit
    url: str
    central: Central
    sri: Laptop
    budi: Laptop

    @property
    def both(self) -> tuple[Laptop, Laptop]:
        return self.sri, self.budi

    @contextmanager
    def line(
        self, shape: Shape, seed: int = 1, keep_s: float | None = None
    ) -> Iterator[tuple[ShapedLine, str]]:
        """Both laptops' ways of waiting are scaled like the line until the block ends."""
        with shaped(self.url, shape, seed) as (line, url):
            for laptop in self.both:
                laptop.over(shape.scale, line, keep_s)
            try:
                yield line, url
            finally:
                for laptop in self.both:
                    laptop.over(1.0)

    def server_has(self, laptop: Laptop) -> int:
        unit_id = laptop.desk.membership.enrolled().unit_id
        devices = self.central.database.reading(lambda ledger: ledger.devices(unit_id))
        return devices[laptop.device].last_seq

    def position(self) -> int:
        """How many entries and batches the server has in the unit's log."""
        unit_id = self.sri.desk.membership.enrolled().unit_id
        head = self.central.database.reading(lambda ledger: ledger.standing(unit_id)[0])
        assert head is not None
        return head.pos

    def progress_of_sri(self) -> tuple[int, int]:
        """Own changes that are receipted, and the colleague's that are taken in."""
        vector = self.sri.desk.store.log.vector()
        return self.sri.desk.carriers.received(), vector.get(self.budi.device, 0)

    def progress_of_budi(self) -> int:
        return self.budi.desk.store.log.vector().get(self.sri.device, 0)

    def no_false_receipt(self) -> bool:
        return all(laptop.desk.carriers.received() <= self.server_has(laptop) for laptop in self.both)

    def ends_equal(self) -> bool:
        """After a good exchange of everybody: same content, everything receipted, nothing waiting."""
        for laptop in (*self.both, *self.both):
            laptop.sync(self.url)
        return (
            len({digest(laptop.desk.store) for laptop in self.both}) == 1
            and all(laptop.desk.carriers.received() == laptop.last for laptop in self.both)
            and not any(laptop.desk.store.log.waiting() for laptop in self.both)
            and all(one.holds(other) for one in self.both for other in self.both)
        )


@contextmanager
def world(met: Unit, folder: Path) -> Iterator[World]:
    """A copy of a unit that has met, with its server running; both laptops have been in touch with it."""
    unit = copied(met, folder)
    with ExitStack() as stack:
        url = stack.enter_context(running(unit.settings))
        central = stack.enter_context(Central(unit.settings))
        laptops = [Laptop(unit.open(name)) for name in ("sri", "budi")]
        for laptop in laptops:
            stack.callback(laptop.close)
        made = World(unit, url, central, *laptops)
        for laptop in (*laptops, *laptops):
            laptop.sync(url)
            laptop.service.close()
        yield made
