"""What must hold in every history: after each step, and at its end with a good line for everybody.

Each check has the name that `Broken` carries, so that a wrong program can be said to be caught by it.
"""

from collections import Counter
from itertools import pairwise

from flexdesk.domain import schema
from flexdesk.domain.log import DAY_MS, Tx
from flexdesk.domain.ops import DELETED, Value
from flexdesk.services.identity import DiskCopied
from flexdesk.store import snapshots
from flexdesk.store.digest import digest
from flexdesk.store.store import Store
from flexdesk.sync.certificates import ClockEntry, RejectEntry
from tests.helpers.rule_check import Broken, compare
from tests.helpers.rule_model import FIELDS, Clock, Written
from tests.simulator.fleet import HIRE, Fleet
from tests.simulator.laptop import Laptop

Mark = tuple[str, int, int]


def check_step(fleet: Fleet, laptop: Laptop) -> None:
    """After every step: green only for what the server has, and a clock that nobody else set."""
    has = fleet.server_vector().get(laptop.device, 0)
    received = laptop.desk.carriers.received()
    if received > has:
        raise Broken("false receipt", laptop.device, received, has)
    clock_ms = int(laptop.store.setting("hlc", "0")) >> 16
    if clock_ms > laptop.latest_ms + DAY_MS:
        raise Broken("clock set by others", laptop.device, clock_ms, laptop.latest_ms)


def settle(fleet: Fleet) -> None:
    """With a good line for everybody all must end equal, as the rule says, with nothing lost."""
    while fleet.network.late:
        fleet.network.deliver_late(0)
    for _round in range(3):
        for laptop in fleet.laptops:
            laptop.wait(90)
            sync_well(fleet, laptop)
    first = fleet.laptops[0].store
    for laptop in fleet.laptops:
        _check_whole(fleet, laptop)
        fleet.tally.resumed += bool(snapshots.stands_for(laptop.store))
    if len({digest(laptop.store) for laptop in fleet.laptops}) != 1:
        raise Broken("digests differ")
    txs = fleet.served()
    void = _rejected(fleet, txs)
    for laptop in fleet.laptops:
        _check_void(laptop.store, void)
    _check_rule(fleet, first, txs, void)
    _check_rows(txs)
    _check_clocks(txs)
    _check_kept(fleet)


def sync_well(fleet: Fleet, laptop: Laptop) -> None:
    try:
        laptop.sync.sync()
    except DiskCopied:
        laptop.restart()
        fleet.tally.copies += 1
        laptop.sync.sync()


def _check_whole(fleet: Fleet, laptop: Laptop) -> None:
    store = laptop.store
    if store.log.waiting() or store.log.missing():
        raise Broken("something waits", store.log.missing())
    if (bad := store.log.first_bad()) is not None:
        raise Broken("chain", bad)
    vector = {name: seq for name, seq in store.log.vector().items() if seq}
    if vector != {name: seq for name, seq in fleet.server_vector().items() if seq}:
        raise Broken("not what the server has", vector, fleet.server_vector())
    if laptop.desk.carriers.received() != vector.get(laptop.device, 0):
        raise Broken("no receipt for everything")


def _rejected(fleet: Fleet, txs: list[Tx]) -> set[Mark]:
    """Device, number and index of every write that the server refused."""
    length = {(tx.device, tx.seq): len(tx.writes) for tx in txs}
    found = {
        (entry.device, entry.seq, number)
        for entry in fleet.decided()
        if isinstance(entry, RejectEntry)
        for number in (entry.rows or range(length[entry.device, entry.seq]))
    }
    fleet.tally.rejected = len(found)
    return found


def _check_void(store: Store, void: set[Mark]) -> None:
    """What the server rejected is void here, as far as it is here, and nothing else is."""
    sql = "SELECT tx.device, tx.seq, op.n, op.void FROM op JOIN tx ON tx.pos = op.tx"
    marks = {
        (op["device"], op["seq"], op["n"]): op["void"] for op in store.connection.execute(sql).fetchall()
    }
    wrong = {mark for mark, is_void in marks.items() if bool(is_void) != (mark in void)}
    if wrong:
        raise Broken("void", wrong)


def _check_rule(fleet: Fleet, store: Store, txs: list[Tx], void: set[Mark]) -> None:
    written = [_written(tx) for tx in txs]
    rows = sorted({cell[:2] for tx in written for op in tx.ops for cell in op if cell[0] in FIELDS})
    compare(store, rows, written, void, _moments(fleet))


def _moments(fleet: Fleet) -> set[Clock]:
    """What the server said of changes whose clock ran ahead of it."""
    said = {
        (entry.device, entry.first, entry.last, entry.at_ms)
        for entry in fleet.decided()
        if isinstance(entry, ClockEntry)
    }
    fleet.tally.clocks = len(said)
    return said


def _check_rows(txs: list[Tx]) -> None:
    """Nobody's new row became one with somebody else's, and none was made under two names."""
    made = {
        (write.table, write.row, value)
        for tx in txs
        if tx.kind == HIRE
        for write in tx.writes
        for value in write.cells.values()
        if isinstance(value, str)
    }
    if twice := [row for row, count in Counter((table, row) for table, row, _ in made).items() if count > 1]:
        raise Broken("two rows became one", twice)
    if again := [text for text, count in Counter(text for _, _, text in made).items() if count > 1]:
        raise Broken("one row became two", again)


def _check_clocks(txs: list[Tx]) -> None:
    ordered = sorted(txs, key=lambda tx: (tx.device, tx.seq))
    for one, other in pairwise(ordered):
        if one.device == other.device and other.hlc <= one.hlc:
            raise Broken("clock went back", other.device, other.seq)


def _check_kept(fleet: Fleet) -> None:
    """Every text that somebody saw confirmed is in the log, whoever's number it carries."""
    held = fleet.texts_at_server()
    for laptop in fleet.laptops:
        for confirmed in laptop.confirmed:
            if not confirmed.texts <= held:
                raise Broken("lost", confirmed)


_NAMES = {
    (table.id, column.id): (table.name, column.name)
    for table in schema.TABLES
    for column in (schema.ROW, *table.columns)
}


def _written(tx: Tx) -> Written:
    """The transaction as the model of the rule reads it."""
    ops: list[dict[tuple[str, str, str], Value]] = []
    for write in tx.writes:
        cells = {_NAMES[write.table, number]: value for number, value in write.cells.items()}
        ops.append(
            {
                (table, write.row, name): value
                for (table, name), value in cells.items()
                if table in FIELDS and name in (DELETED, *FIELDS[table])
            }
        )
    return Written(tx.device, tx.seq, tx.hlc, {**tx.ctx, tx.device: tx.seq - 1}, ops)
