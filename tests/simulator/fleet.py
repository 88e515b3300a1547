"""Laptops, a server and files of one unit in one process: a seed is a history, with all that goes wrong.

Stores, log, merge rule, batches, bundles, enrolment and the server's database are the program's own. What the
world decides is chosen here: the line, the order and state of files, clocks, crashes, old copies of a disk.
What must always hold is in `Fleet.check` and `Fleet.settle`.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from flexdesk.bootstrap import open_desk
from flexdesk.domain import schema
from flexdesk.domain.ops import DELETED, Change, Op, Value
from flexdesk.errors import FlexDeskError, StaleEdit
from flexdesk.keys.signing import SigningKey
from flexdesk.server.bundles import import_bundle, receipt
from flexdesk.server.central import Central, Settings
from flexdesk.server.validation import validate
from flexdesk.services.renewal import DiskCopied
from flexdesk.services.sync import SyncService
from flexdesk.store.digest import digest
from flexdesk.store.log import ForkFound
from flexdesk.store.store import Store
from flexdesk.sync.faults import BundleFault, BundleForOthers, BundleSignerUnknown
from flexdesk.sync.http import EnvironmentTrouble, HttpLine
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import PASSPHRASE
from tests.helpers.rule_check import Broken, compare, stored
from tests.helpers.rule_model import FIELDS, ROWS, Id, Written, values_of
from tests.helpers.units import HOLDERS, START, make_unit
from tests.simulator.crashes import Killed, killed_at
from tests.simulator.line import Fault, FaultyLine, Network

NAMES = tuple(HOLDERS)
URL = "http://server.contoh"
HIRE = "test.hire"
REFUSED = "SALAH"  # the server of these histories refuses texts that begin so


@contextmanager
def chosen_keys(random: Random) -> Iterator[None]:
    """New devices get keys from `random`, so that one seed gives one set of names."""
    real = SigningKey.generate
    SigningKey.generate = classmethod(lambda cls: cls(random.randbytes(32)))  # type: ignore[method-assign]
    try:
        yield
    finally:
        SigningKey.generate = real  # type: ignore[method-assign]


def make_template(folder: Path) -> Path:
    """Three enrolled laptops that have met once, and their server; a history works on a copy."""
    with chosen_keys(Random(0)):
        make_unit(folder)
    for name in NAMES:
        with open_desk(folder / name, passphrase=PASSPHRASE, clock=FixedClock(START)) as desk:
            desk.membership.set_url(URL)
    return folder


def judge(tx: object, role: str) -> list[tuple[int, str]]:
    """The server's own rules, and one that histories can break at will."""
    from flexdesk.domain.log import Tx

    assert isinstance(tx, Tx)
    wrong = [
        (number, "value.code")
        for number, write in enumerate(tx.writes)
        if any(isinstance(value, str) and value.startswith(REFUSED) for value in write.cells.values())
    ]
    return [*validate(tx, role), *wrong]


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
        self.open()

    def open(self) -> None:
        self.desk = open_desk(self.folder, passphrase=PASSPHRASE, clock=self.clock)
        # Power cuts are another test's business.
        self.store.connection.execute("PRAGMA synchronous = OFF")
        self.faults: list[tuple[Fault, int]] = []
        desk = self.desk
        self.sync = SyncService(
            desk.committer, desk.membership, desk.exchange, desk.carriers, connect=self._connect
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


@dataclass
class File:
    """A bundle somebody holds; `sender` is none for what the server wrote."""

    path: Path
    to: str


@dataclass
class Tally:
    """What a history was made of, so that a run can say that it tried what it means to try."""

    edits: int = 0
    exchanges: int = 0
    refused: int = 0
    crashes: int = 0
    bundles: int = 0
    rejected: int = 0
    conflicts: int = 0
    receipts: int = 0
    copies: int = 0
    kinds: dict[str, int] = field(default_factory=dict)


class Fleet:
    """The world of one history."""

    def __init__(self, folder: Path, template: Path, random: Random) -> None:
        shutil.copytree(template, folder)
        self.folder = folder
        self.random = random
        self.server_clock = FixedClock(START)
        server = folder / "server"
        self._settings = Settings(
            f"sqlite:///{server / 'server.db'}",
            keys=server / "keys",
            clock=self.server_clock,
            validator=judge,
        )
        self.central = Central(self._settings)
        self.network = Network(self._serve)
        self.laptops = [Laptop(folder / name, self.network) for name in NAMES]
        self.files: list[File] = []
        self.tally = Tally()
        self._texts = 0

    def _serve(self, path: str, body: bytes) -> bytes:
        return self.central.enrol(body, "laptop") if path == "/enrol" else self.central.sync(body)

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.close()
        self.central.close()

    # -- people work

    def edit(self, laptop: Laptop) -> None:
        table, row = self.random.choice(ROWS)
        name = self.random.choice(FIELDS[table])
        self._commit(
            laptop, "test.edit", [laptop.desk.committer.upsert(table, row, {name: self._value(name)})]
        )

    def bulk(self, laptop: Laptop) -> None:
        ops = [
            laptop.desk.committer.upsert(table, row, {name: self._value(name)})
            for table, row in ROWS
            for name in FIELDS[table][:1]
        ]
        self._commit(laptop, "test.bulk", ops)

    def hire(self, laptop: Laptop) -> None:
        """A row whose key is counted here, and another that names it."""
        committer = laptop.desk.committer
        person = committer.insert("person", {"name": self._text()})
        day = committer.upsert("assignment", f"{person.row}|2026-11-23", {"reason": self._text()})
        self._commit(laptop, HIRE, [person, day])

    def delete(self, laptop: Laptop) -> None:
        row = self.random.choice(ROWS)
        if not stored(laptop.store, row)["_gone"]:
            self._commit(laptop, "test.delete", [laptop.desk.committer.delete(*row)])

    def undo(self, laptop: Laptop) -> None:
        if laptop.changes:
            self._commit(laptop, "test.undo", list(self.random.choice(laptop.changes).inverse().ops))

    def resolve(self, laptop: Laptop) -> None:
        disputes = laptop.store.disputes()
        if not disputes:
            return
        dispute = self.random.choice(disputes)
        if dispute.field == DELETED:
            takes = ["delete", "mine"]
        else:
            takes = [str(head.value) for head in dispute.heads if head.value is not None]
        if any(head.device != laptop.device for head in dispute.heads):
            takes.append("theirs")
        self._confirm(laptop, laptop.sync.resolve(dispute.id, self.random.choice(takes)))
        self.tally.conflicts += 1

    def _value(self, name: str) -> Value:
        """Numbers and codes that meet by chance; texts that are found once in a history."""
        if name in ("reason", "text", "name"):
            return self._text()
        return self.random.choice(values_of(name))

    def _text(self) -> str:
        self._texts += 1
        wrong = REFUSED if self.random.random() < 0.05 else ""
        return f"{wrong}t{self._texts}"

    def _commit(self, laptop: Laptop, kind: str, ops: list[Op]) -> None:
        laptop.clock.advance(seconds=self.random.choice((1, 5, 600)))
        try:
            self._confirm(laptop, laptop.desk.committer.commit(Change(kind, tuple(ops))))
        except StaleEdit:
            self.tally.refused += 1

    def _confirm(self, laptop: Laptop, change: Change | None) -> None:
        if change is None:
            return
        self.tally.edits += 1
        texts = {str(v) for op in change.ops for v in op.after.values() if isinstance(v, str) and "t" in v}
        laptop.changes.append(change)
        mine = frozenset(text for text in texts if text.removeprefix(REFUSED)[:1] == "t")
        laptop.confirmed.append(Confirmed(change.device, change.seq, mine))

    # -- things travel

    def exchange(self, laptop: Laptop) -> None:
        """One sync over a line that may do anything."""
        self._faults(laptop)
        try:
            laptop.sync.sync()
        except DiskCopied:
            laptop.restart()
            self.tally.copies += 1
        except EnvironmentTrouble:
            self.tally.refused += 1
        except FlexDeskError:
            if not any(fault is Fault.REQUEST_ALTERED for fault, _at in laptop.faults):
                raise
        finally:
            laptop.faults = []
        self.tally.exchanges += 1

    def _faults(self, laptop: Laptop) -> None:
        if self.random.random() < 0.5:
            kinds = [fault for fault in Fault if fault is not Fault.GOOD]
            fault = (self.random.choice(kinds), self.random.randrange(1 << 16))
            laptop.faults = [(Fault.GOOD, 0)] * self.random.randrange(2) + [fault]

    def late_request(self, _laptop: Laptop) -> None:
        self.network.deliver_late(self.random.randrange(100))

    def write_file(self, laptop: Laptop) -> None:
        if laptop.copied == laptop.device:
            return  # a known limit: see the decision on copied disks
        to = self.random.choice(("server", "unit", "unit"))
        path = self.folder / f"file{len(self.files)}.flexdesk"
        laptop.desk.bundles.create(path, to)
        self.files.append(File(path, to))
        self.tally.bundles += 1

    def hand_file(self, laptop: Laptop) -> None:
        """Somebody opens a file: an old one, one twice, one that is damaged, one for somebody else."""
        if not self.files:
            return
        file = self.random.choice(self.files)
        path, damaged = self._perhaps_damaged(file.path)
        before = digest(laptop.store)
        try:
            if file.to == "server" and self.random.random() < 0.8:
                self._to_server(path)
            else:
                laptop.desk.bundles.apply(path)
        except DiskCopied:
            laptop.restart()
            self.tally.copies += 1
        except ForkFound:
            if not any(one.copied for one in self.laptops):
                raise  # one copy's file meets the other's changes; the server will tell them apart
        except BundleFault as fault:
            strange = isinstance(fault, BundleForOthers | BundleSignerUnknown)
            if not damaged and file.to != "server" and not (strange and self.tally.copies):
                raise  # only a new identity is strange to its colleagues, until the server speaks of it
            if digest(laptop.store) != before:
                raise Broken("a refused file changed something") from None
            self.tally.refused += 1

    def _perhaps_damaged(self, path: Path) -> tuple[Path, bool]:
        if self.random.random() > 0.2:
            return path, False
        # A place is a share of the file: how long a sealed file is differs from time to time.
        data = bytearray(path.read_bytes())
        if self.random.random() < 0.5:
            del data[int(self.random.random() * len(data)) :]
        else:
            data[int(self.random.random() * len(data))] ^= 1 << self.random.randrange(8)
        bad = self.folder / "damaged.flexdesk"
        bad.write_bytes(bytes(data))
        return bad, True

    def _to_server(self, path: Path) -> None:
        answer = self.folder / f"file{len(self.files)}.flexdesk"
        import_bundle(self.central, path, answer)
        self.files.append(File(answer, "receipt"))

    def read_code_out(self, laptop: Laptop) -> None:
        """The operator reads out the receipt code; it may be of an older state by the time it is typed."""
        try:
            said = receipt(self.central, laptop.device)
            laptop.desk.bundles.receipt_code(said.code)
            self.tally.receipts += 1
        except FlexDeskError:
            self.tally.refused += 1  # nothing there yet, or too many wrong ones

    # -- the world is not kind

    def crash(self, laptop: Laptop) -> None:
        """The program dies in the middle of something."""
        actions: list[Callable[[Laptop], None]] = [self.edit, self.exchange, self.write_file, self.hand_file]
        action = self.random.choice(actions)
        try:
            with killed_at(self.random.randrange(1, 8), before=self.random.random() < 0.5):
                action(laptop)
        except Killed:
            self.tally.crashes += 1
            laptop.close()
            laptop.open()

    def wrong_clock(self, laptop: Laptop) -> None:
        days = self.random.choice((-20_000, -400, -3, 0, 0, 2, 400, 4_000))
        laptop.clock.instant = START + timedelta(days=days)

    def restart(self, laptop: Laptop) -> None:
        laptop.restart()

    def copy_disk(self, laptop: Laptop) -> None:
        """Somebody copies the folder to another laptop, and both go on under one name."""
        if len(self.laptops) > len(NAMES) + 1:
            return
        laptop.close()
        folder = self.folder / f"copy{len(self.laptops)}"
        shutil.copytree(laptop.folder, folder)
        laptop.open()
        twin = Laptop(folder, self.network)
        twin.clock.instant = laptop.clock.instant
        twin.copied = laptop.copied = laptop.device
        self.laptops.append(twin)

    def restart_server(self, _laptop: Laptop) -> None:
        self.central.close()
        self.central = Central(self._settings)
        self.server_clock.advance(hours=self.random.randrange(1, 50))

    # -- what must hold

    def check(self, laptop: Laptop) -> None:
        """After every step: no receipt for what the server does not have, and an unbroken chain."""
        has = self.server_vector().get(laptop.device, 0)
        if laptop.desk.carriers.received() > has:
            raise Broken("false receipt", laptop.device, laptop.desk.carriers.received(), has)

    def server_vector(self) -> dict[str, int]:
        unit = self.laptops[0].desk.membership.unit_id
        devices = self.central.database.reading(lambda ledger: ledger.devices(unit))
        return {name: device.last_seq for name, device in devices.items()}

    def settle(self) -> None:
        """With a good line for everybody all must end equal, as the rule says, with nothing lost."""
        while self.network.late:
            self.network.deliver_late(0)
        for _round in range(3):
            for laptop in self.laptops:
                laptop.clock.advance(seconds=90)
                self._sync_well(laptop)
        first = self.laptops[0].store
        for laptop in self.laptops:
            self._check_whole(laptop)
        if len({digest(laptop.store) for laptop in self.laptops}) != 1:
            raise Broken("digests differ")
        self._check_rule(first)
        self._check_rows(first)
        self._check_kept(first)

    def _sync_well(self, laptop: Laptop) -> None:
        try:
            laptop.sync.sync()
        except DiskCopied:
            laptop.restart()
            self.tally.copies += 1
            laptop.sync.sync()

    def _check_whole(self, laptop: Laptop) -> None:
        store = laptop.store
        if store.log.waiting() or store.log.missing():
            raise Broken("something waits", store.log.missing())
        if (bad := store.log.first_bad()) is not None:
            raise Broken("chain", bad)
        vector = {name: seq for name, seq in store.log.vector().items() if seq}
        if vector != {name: seq for name, seq in self.server_vector().items() if seq}:
            raise Broken("not what the server has", vector, self.server_vector())
        if laptop.desk.carriers.received() != vector.get(laptop.device, 0):
            raise Broken("no receipt for everything")
        self.tally.rejected = len(laptop.desk.carriers.entries("reject"))

    def _check_rule(self, store: Store) -> None:
        txs = {(tx.device, tx.seq): tx for tx in self._log(store).values()}
        rows = sorted({cell[:2] for tx in txs.values() for op in tx.ops for cell in op if cell[0] in FIELDS})
        marked = store.connection.execute(
            "SELECT tx.device, tx.seq, op.n FROM op JOIN tx ON tx.pos = op.tx WHERE op.void = 1"
        ).fetchall()
        compare(store, rows, list(txs.values()), {(m["device"], m["seq"], m["n"]) for m in marked})

    def _check_rows(self, store: Store) -> None:
        """Nobody's new row became one with somebody else's."""
        sql = (
            "SELECT row FROM op JOIN tx ON tx.pos = op.tx WHERE kind = ?"
            " GROUP BY tbl, row HAVING count(*) > 1"
        )
        twice = store.connection.execute(sql, (HIRE,)).fetchall()
        if twice:
            raise Broken("two rows became one", [row[0] for row in twice])

    def _log(self, store: Store) -> dict[Id, Written]:
        names = {
            (table.id, column.id): (table.name, column.name)
            for table in schema.TABLES
            for column in (schema.ROW, *table.columns)
        }
        found = {}
        for device in store.log.vector():
            for tx in store.log.txs(device, 1):
                seen = {**tx.ctx, device: tx.seq - 1}
                ops: list[dict[tuple[str, str, str], Value]] = []
                for write in tx.writes:
                    cells = {names[write.table, number]: value for number, value in write.cells.items()}
                    ops.append(
                        {
                            (table, write.row, name): value
                            for (table, name), value in cells.items()
                            if table in FIELDS and name in (DELETED, *FIELDS[table])
                        }
                    )
                found[device, tx.seq] = Written(device, tx.seq, tx.hlc, seen, ops)
        return found

    def _check_kept(self, store: Store) -> None:
        """Every text that somebody saw confirmed is in the log, whoever's number it carries."""
        held = {
            str(value)
            for tx in self._log(store).values()
            for op in tx.ops
            for value in op.values()
            if isinstance(value, str)
        }
        for laptop in self.laptops:
            for confirmed in laptop.confirmed:
                if not confirmed.texts <= held:
                    raise Broken("lost", confirmed)


ACTIONS: tuple[tuple[str, int], ...] = (
    ("edit", 30),
    ("bulk", 4),
    ("hire", 3),
    ("delete", 5),
    ("undo", 6),
    ("resolve", 6),
    ("exchange", 20),
    ("late_request", 3),
    ("write_file", 6),
    ("hand_file", 9),
    ("read_code_out", 3),
    ("crash", 5),
    ("wrong_clock", 2),
    ("restart", 2),
    ("restart_server", 1),
    ("copy_disk", 1),
)


def run_history(seed: int, folder: Path, template: Path, steps: int = 60) -> Tally:
    """The history with that number, the same every time. Raises Broken, with the folder left for a look."""
    random = Random(seed)
    names = [name for name, often in ACTIONS for _ in range(often)]
    with chosen_keys(random):
        fleet = Fleet(folder, template, random)
        try:
            for _ in range(random.randrange(15, steps)):
                name = random.choice(names)
                laptop = random.choice(fleet.laptops)
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
