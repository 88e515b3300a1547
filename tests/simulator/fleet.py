"""Laptops, a server and files of one unit in one process: a seed is a history, with all that goes wrong.

Stores, log, merge rule, batches, bundles, enrolment and the server's database are the program's own. What the
world decides is chosen here: the line, the order and state of files, clocks, crashes, old copies of a disk.
What must always hold is in `invariants`.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from flexdesk.bootstrap import open_desk
from flexdesk.domain.log import Tx
from flexdesk.domain.ops import DELETED, Change, Op, Value
from flexdesk.errors import FlexDeskError, StaleEdit
from flexdesk.keys.signing import SigningKey
from flexdesk.server.bundles import import_bundle, receipt
from flexdesk.server.central import Central, Settings
from flexdesk.server.records import Device
from flexdesk.server.states import States
from flexdesk.server.validation import validate
from flexdesk.services.identity import DiskCopied
from flexdesk.store.digest import digest
from flexdesk.store.errors import DiskFull
from flexdesk.store.log import ForkFound
from flexdesk.store.once import WrittenOnce
from flexdesk.sync.certificates import Entry, verify_entry
from flexdesk.sync.faults import BundleFault, BundleForOthers, BundleSignerUnknown
from flexdesk.sync.http import EnvironmentTrouble
from flexdesk.sync.wire import decode_batch
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import PASSPHRASE
from tests.helpers.rule_check import Broken, stored
from tests.helpers.rule_model import FIELDS, ROWS, values_of
from tests.helpers.units import HOLDERS, START, make_unit
from tests.simulator.crashes import Killed, killed_at
from tests.simulator.laptop import Confirmed, Laptop
from tests.simulator.line import Fault, Network

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
    clocks: int = 0
    conflicts: int = 0
    receipts: int = 0
    copies: int = 0
    full_disks: int = 0
    restored: int = 0
    resumed: int = 0
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
        if path == "/state":
            return States(self.central).answer(body)
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

    def long_edit(self, laptop: Laptop) -> None:
        """A text that needs pages of its own in the file."""
        op = laptop.desk.committer.upsert("person", "x-1", {"name": self._text() + " " * 20_000})
        self._commit(laptop, "test.long", [op])

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
        laptop.wait(self.random.choice((1, 5, 600)))
        try:
            self._confirm(laptop, laptop.desk.committer.commit(Change(kind, tuple(ops))))
        except (StaleEdit, WrittenOnce):
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
        except DiskFull:
            raise
        except EnvironmentTrouble:
            self.tally.refused += 1
        except FlexDeskError:
            if not any(fault is Fault.REQUEST_ALTERED for fault, _at in laptop.faults):
                raise
        finally:
            laptop.faults = []
            laptop.sync.close()
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
        laptop.set_clock(START + timedelta(days=days))

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
        twin.set_clock(laptop.clock.instant)
        twin.latest_ms = laptop.latest_ms
        twin.copied = laptop.copied = laptop.device
        self.laptops.append(twin)

    def full_disk(self, laptop: Laptop) -> None:
        """The disk has no room left while something is done; afterwards somebody makes room."""
        actions = [self.long_edit, self.bulk, self.exchange, self.hand_file]
        pages = laptop.store.connection.execute("PRAGMA page_count").fetchone()[0]
        laptop.store.connection.execute(f"PRAGMA max_page_count = {pages + self.random.randrange(2)}")
        try:
            self.random.choice(actions)(laptop)
        except DiskFull:
            self.tally.full_disks += 1
        finally:
            laptop.store.connection.execute("PRAGMA max_page_count = 1073741823")

    def keep_old_disk(self, laptop: Laptop) -> None:
        """Somebody puts a copy of the folder aside."""
        laptop.keep(self.folder / f"kept{self.laptops.index(laptop)}")

    def restore_old_disk(self, laptop: Laptop) -> None:
        """The disk dies, and the copy that was put aside is laid in its place."""
        if laptop.kept is None:
            self.keep_old_disk(laptop)
            return
        held = self.texts_at_server()
        laptop.restore()
        laptop.forget_all_but(held)
        self.tally.restored += 1

    def restart_server(self, _laptop: Laptop) -> None:
        self.central.close()
        self.central = Central(self._settings)
        self.server_clock.advance(hours=self.random.randrange(1, 50))

    # -- what the server has

    def decided(self) -> list[Entry]:
        """Everything that the server has said about the unit."""
        key = self.central.keys.signing.public
        decisions = self.central.database.reading(lambda ledger: ledger.decisions_after(self.unit_id, 0))
        return [verify_entry(decision.entry, key) for decision in decisions]

    def server_vector(self) -> dict[str, int]:
        return {name: device.last_seq for name, device in self._devices().items()}

    def served(self) -> list[Tx]:
        """Every change that the server took, in each author's order."""
        found: list[Tx] = []
        for name, device in self._devices().items():
            stored = self.central.database.reading(
                lambda ledger, name=name: list(ledger.batches_of(self.unit_id, name))
            )
            for place, blob in stored:
                txs = decode_batch(blob, public_key=device.sign_key).txs
                found += [tx for tx in txs if tx.seq >= place.first_seq]
        return found

    def texts_at_server(self) -> set[str]:
        return {
            value
            for tx in self.served()
            for write in tx.writes
            for value in write.cells.values()
            if isinstance(value, str)
        }

    def _devices(self) -> dict[str, Device]:
        return self.central.database.reading(lambda ledger: ledger.devices(self.unit_id))

    @property
    def unit_id(self) -> str:
        return self.laptops[0].desk.membership.unit_id
