"""A unit of several laptops that do random things, beside a plain model of what the rule says must follow.

The model (tests/helpers/rule_model.py) shares no code with the program: it keeps every transaction with what
its author had seen, and works every cell out anew from all of them. `World.check` compares cell by cell.
"""

import hashlib
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, cast

from flexdesk.domain.log import Tx
from flexdesk.domain.ops import DELETED, Change, Op, Value
from flexdesk.errors import StaleEdit
from flexdesk.events import ChangeBus
from flexdesk.services.commits import Committer
from flexdesk.services.sync import SyncService
from flexdesk.store.digest import digest
from flexdesk.store.once import WrittenOnce
from flexdesk.store.store import Store
from flexdesk.system.clock import FixedClock
from tests.helpers.rule_check import Broken, compare, stored
from tests.helpers.rule_model import FIELDS, ROWS, Clock, Id, Knowledge, Written, values_of

KEY = hashlib.sha256(b"histories").digest()
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

BULK = 7  # rows of one bulk edit; tests lower the store's threshold below it


class Laptop:
    def __init__(self, folder: Path, name: str, template: Path) -> None:
        self.name = hashlib.sha256(name.encode()).hexdigest()[:16]
        self.folder = folder
        folder.mkdir(parents=True)
        shutil.copyfile(template, folder / "store.db")
        self.clock = FixedClock(START)
        self.knows = Knowledge()
        self.confirmed: list[Change] = []
        self.open()

    def open(self) -> None:
        self.store = Store.open(self.folder, KEY, self.name)
        # What a power cut does is another test's business; here only the order of things counts.
        self.store.connection.execute("PRAGMA synchronous = OFF")
        self.committer = Committer(self.store, ChangeBus(), self.clock)
        parts = cast(Any, None)  # resolving needs the store alone
        self.service = SyncService(self.committer, parts, parts, parts)

    def reopen(self) -> None:
        self.store.close()
        self.open()

    def row(self, row: tuple[str, str]) -> dict[str, Value]:
        return stored(self.store, row)


def make_template(folder: Path) -> Path:
    """An empty store to copy from: much faster than making each one."""
    Store.create(folder, KEY, "0" * 16).close()
    return folder / "store.db"


class World:
    """Three laptops over real stores. Every number that an action takes is folded into its range."""

    def __init__(self, folder: Path, template: Path, laptops: int = 3) -> None:
        self.laptops = [Laptop(folder / f"l{n}", f"l{n}", template) for n in range(laptops)]
        self.all: dict[Id, Written] = {}
        self.verdicts: list[tuple[str, int, tuple[int, ...] | None]] = []
        self.clocks: list[Clock] = []
        self.folder = folder
        self.template = template
        self.stale = 0
        self.once = 0

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.store.close()

    def _laptop(self, number: int) -> Laptop:
        return self.laptops[number % len(self.laptops)]

    # -- actions

    def edit(self, at: int, row: int, name: int, value: int) -> None:
        laptop, target = self._laptop(at), ROWS[row % len(ROWS)]
        self._write(laptop, "test.edit", [self._cell(laptop, target, name, value)])

    def bulk(self, at: int, value: int) -> None:
        laptop = self._laptop(at)
        ops = [self._cell(laptop, row, value + n, value + n) for n, row in enumerate(ROWS)]
        days = [("assignment", f"p{n}|2026-11-24") for n in range(BULK - len(ROWS))]
        ops += [self._cell(laptop, row, 0, value) for row in days]
        self._write(laptop, "test.bulk", ops)

    def _cell(self, laptop: Laptop, row: tuple[str, str], name: int, value: int) -> Op:
        field_name = FIELDS[row[0]][name % 2]
        choices = values_of(field_name)
        return laptop.committer.upsert(*row, {field_name: choices[value % len(choices)]})

    def delete(self, at: int, row: int) -> None:
        laptop, target = self._laptop(at), ROWS[row % len(ROWS)]
        if not laptop.row(target)["_gone"]:
            self._write(laptop, "test.delete", [laptop.committer.delete(*target)])

    def undo(self, at: int, back: int) -> None:
        laptop = self._laptop(at)
        if laptop.confirmed:
            change = laptop.confirmed[-1 - back % len(laptop.confirmed)]
            self._write(laptop, "test.undo", change.inverse().ops)

    def resolve(self, at: int, which: int, take: int) -> None:
        laptop = self._laptop(at)
        disputes = laptop.store.disputes()
        if not disputes:
            return
        dispute = disputes[which % len(disputes)]
        heads = {str(head.value) for head in dispute.heads if head.value is not None}
        mine = any(head.device == laptop.name for head in dispute.heads)
        theirs = any(head.device != laptop.name for head in dispute.heads)
        takes = [*(["mine"] if mine else []), *(["theirs"] if theirs else []), *sorted(heads)]
        if dispute.field == DELETED:
            takes = ["mine", "delete"]
        self._confirmed(laptop, laptop.service.resolve(dispute.id, takes[take % len(takes)]))

    def deliver(self, source: int, target: int, author: int, first: int, length: int) -> None:
        """Any piece of what `source` holds of `author`: again, too early, or torn from its rest."""
        giver, taker, writer = self._laptop(source), self._laptop(target), self._laptop(author)
        held = giver.store.log.vector().get(writer.name, 0)
        if held:
            begin = 1 + first % held
            self.hand(giver, taker, writer.name, begin, min(held, begin + length % 8))

    def hand(self, giver: Laptop, taker: Laptop, device: str, first: int, last: int) -> None:
        txs = list(giver.store.log.txs(device, first, last))
        self._receive(taker, txs, giver.store.log.chain_at(device, first - 1))

    def _receive(self, taker: Laptop, txs: Sequence[Tx], chain: bytes | None) -> None:
        with taker.store.writing():
            received = taker.store.log.receive(txs, chain)
            taker.store.log.adopt_clock(received.changes, taker.committer.now_ms())
        before = sum(taker.knows.applied.values())
        taker.knows.take([(tx.device, tx.seq) for tx in txs], self.all)
        if received.applied != sum(taker.knows.applied.values()) - before:
            raise Broken("applied", received.applied)
        self._judge(taker)

    def reject(self, which: int, part: int) -> None:
        """The server rejects a transaction, or one write of it; laptops learn of it when they hear of it."""
        ids = sorted(self.all)
        if not ids:
            return
        device, seq = ids[which % len(ids)]
        ops = len(self.all[device, seq].ops)
        self.verdicts.append((device, seq, None if part % 2 else (part // 2 % ops,)))

    def receive(self, which: int, length: int, at: int) -> None:
        """The server has changes of a laptop, whatever their clock says, and says when it got them."""
        ids = sorted(self.all)
        if ids:
            device, first = ids[which % len(ids)]
            moment = START + timedelta(hours=at % 40)
            self.clocks.append((device, first, first + length % 5, int(moment.timestamp() * 1000)))

    def hear(self, at: int) -> None:
        """The laptop learns of every verdict and of every moment so far."""
        laptop = self._laptop(at)
        for clock in self.clocks:
            if clock not in laptop.knows.clocks:  # said once, whether the changes are here or not
                with laptop.store.writing():
                    laptop.store.log.hold_back_clock(*clock)
        laptop.knows.clocks |= set(self.clocks)
        for device, seq, ops in self.verdicts:
            numbers = range(len(self.all[device, seq].ops)) if ops is None else ops
            laptop.knows.verdicts |= {(device, seq, number) for number in numbers}
        self._judge(laptop)

    def _judge(self, laptop: Laptop) -> None:
        """Void what is rejected and here, as `services.exchange` does after every delivery."""
        known = laptop.knows
        for device, seq, ops in self.verdicts:
            numbers = range(len(self.all[device, seq].ops)) if ops is None else ops
            heard = {(device, seq, number) for number in numbers} <= known.verdicts
            if heard and known.applied.get(device, 0) >= seq:
                laptop.store.void(device, seq, ops)

    def jump(self, at: int, days: int) -> None:
        """The clock of a laptop is set wrong, or right again."""
        self._laptop(at).clock.instant = START + timedelta(days=days)

    def restart(self, at: int) -> None:
        self._laptop(at).reopen()

    # -- writing down what was confirmed

    def _write(self, laptop: Laptop, kind: str, ops: Sequence[Op]) -> None:
        laptop.clock.advance(seconds=1)
        try:
            self._confirmed(laptop, laptop.committer.commit(Change(kind, tuple(ops))))
        except StaleEdit:
            self.stale += 1
        except WrittenOnce:
            self.once += 1

    def _confirmed(self, laptop: Laptop, change: Change | None) -> None:
        if change is None:
            return
        laptop.confirmed.append(change)
        seen = dict(laptop.knows.applied)
        hlc = laptop.store.connection.execute(
            "SELECT hlc FROM tx WHERE device = ? AND seq = ?", (change.device, change.seq)
        ).fetchone()[0]
        if change.seq != seen.get(laptop.name, 0) + 1:
            raise Broken("numbered with a hole", change)
        if change.seq > 1 and hlc <= self.all[laptop.name, change.seq - 1].hlc:
            raise Broken("the log's clock went back", change)
        ops = [{(op.table, op.row, name): value for name, value in op.after.items()} for op in change.ops]
        tx = Written(laptop.name, change.seq, hlc, seen, ops)
        self.all[tx.id] = tx
        laptop.knows.take([tx.id], self.all)

    # -- comparing

    def rows(self) -> list[tuple[str, str]]:
        return sorted({cell[:2] for tx in self.all.values() for op in tx.ops for cell in op} | set(ROWS))

    def check(self, laptop: Laptop) -> None:
        """Raises Broken where the store holds something else than the model expects."""
        known = laptop.knows
        if laptop.store.log.vector() != known.applied:
            raise Broken("vector", laptop.store.log.vector(), known.applied)
        compare(laptop.store, self.rows(), known.txs(self.all), known.verdicts, known.clocks)

    def settle(self, random: Random) -> None:
        """Everything reaches everybody, in pieces and any order; then all must be equal and as expected."""
        for taker in self.laptops:
            for giver in random.sample(self.laptops, len(self.laptops)):
                self._all_of(giver, taker, random)
        for at, laptop in enumerate(self.laptops):
            self.hear(at)
            self.check(laptop)
            if len(laptop.knows.txs(self.all)) != len(self.all):
                raise Broken("a confirmed change did not arrive")
            if laptop.store.log.waiting() or laptop.store.log.missing():
                raise Broken("something still waits", laptop.store.log.missing())
            if (bad := laptop.store.log.first_bad()) is not None:
                raise Broken("chain", bad)
        if len({digest(laptop.store) for laptop in self.laptops}) != 1:
            raise Broken("digests differ")
        self._replay(random)

    def _all_of(self, giver: Laptop, taker: Laptop, random: Random) -> None:
        """What the giver wrote itself, cut into pieces and shuffled."""
        last = giver.knows.applied.get(giver.name, 0)
        cuts = sorted({0, last, *(random.randrange(last + 1) for _ in range(3))})
        pieces = [(a + 1, b) for a, b in pairwise(cuts)]
        random.shuffle(pieces)
        for first, end in pieces:
            self.hand(giver, taker, giver.name, first, end)

    def _replay(self, random: Random) -> None:
        """The whole log into an empty store, transaction by transaction in any order: the same state."""
        fresh = Laptop(self.folder / "replay", "replay", self.template)
        try:
            pieces = [
                (laptop, seq)
                for laptop in self.laptops
                for seq in range(1, laptop.knows.applied.get(laptop.name, 0) + 1)
            ]
            random.shuffle(pieces)
            moments = random.sample(self.clocks, len(self.clocks))
            for clock in moments[::2]:
                fresh.store.log.hold_back_clock(*clock)
            for laptop, seq in pieces:
                self.hand(laptop, fresh, laptop.name, seq, seq)
            for clock in moments[1::2]:
                fresh.store.log.hold_back_clock(*clock)
            fresh.knows.clocks = set(self.clocks)
            fresh.knows.verdicts = set(self.laptops[0].knows.verdicts)
            self._judge(fresh)
            self.check(fresh)
            if digest(fresh.store) != digest(self.laptops[0].store):
                raise Broken("a replay ends elsewhere")
        finally:
            fresh.store.close()
            shutil.rmtree(fresh.folder)


ACTIONS: tuple[tuple[str, int, int], ...] = (  # name, how many numbers it takes, how often
    ("edit", 4, 30),
    ("bulk", 2, 5),
    ("delete", 2, 7),
    ("undo", 2, 8),
    ("resolve", 3, 8),
    ("deliver", 5, 30),
    ("reject", 2, 2),
    ("receive", 3, 4),
    ("hear", 1, 4),
    ("jump", 2, 2),
    ("restart", 1, 1),
)


def run_history(seed: int, folder: Path, template: Path, steps: int = 60) -> World:
    """One history: the same for the same seed. Raises Broken."""
    random = Random(seed)
    names = [name for name, _numbers, often in ACTIONS for _ in range(often)]
    numbers = {name: count for name, count, _often in ACTIONS}
    world = World(folder, template)
    try:
        for _ in range(random.randrange(10, steps)):
            name = random.choice(names)
            getattr(world, name)(*(random.randrange(-30, 1000) for _ in range(numbers[name])))
            world.check(random.choice(world.laptops))
        world.settle(random)
    finally:
        world.close()
        shutil.rmtree(folder)
    return world
