"""What must hold in every history: after each step, and at its end with a good line for everybody.

Each check has the name that `Broken` carries, so that a wrong program can be said to be caught by it.
"""

from flexdesk.domain import schema
from flexdesk.domain.log import DAY_MS
from flexdesk.domain.ops import DELETED, Value
from flexdesk.services.renewal import DiskCopied
from flexdesk.store.digest import digest
from flexdesk.store.store import Store
from flexdesk.sync.certificates import ClockEntry, RejectEntry
from tests.helpers.rule_check import Broken, compare
from tests.helpers.rule_model import FIELDS, Clock, Id, Written
from tests.simulator.fleet import HIRE, Fleet
from tests.simulator.laptop import Laptop


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
            _sync_well(fleet, laptop)
    first = fleet.laptops[0].store
    for laptop in fleet.laptops:
        _check_whole(fleet, laptop)
    if len({digest(laptop.store) for laptop in fleet.laptops}) != 1:
        raise Broken("digests differ")
    _check_void(fleet, first)
    _check_rule(fleet, first)
    _check_rows(first)
    _check_kept(fleet, first)


def _sync_well(fleet: Fleet, laptop: Laptop) -> None:
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
    back = "SELECT 1 FROM tx JOIN tx AS next ON next.device = tx.device AND next.seq = tx.seq + 1"
    if store.connection.execute(f"{back} WHERE next.hlc <= tx.hlc").fetchone() is not None:
        raise Broken("clock went back")


def _check_void(fleet: Fleet, store: Store) -> None:
    """What the server rejected is void here, and nothing else is."""
    log = logged(store)
    wanted: set[tuple[str, int, int]] = set()
    for entry in fleet.decided():
        if isinstance(entry, RejectEntry):
            whole = range(len(log[entry.device, entry.seq].ops))
            wanted |= {(entry.device, entry.seq, number) for number in entry.rows or whole}
    fleet.tally.rejected = len(wanted)
    if voided(store) != wanted:
        raise Broken("void", voided(store) ^ wanted)


def _check_rule(fleet: Fleet, store: Store) -> None:
    txs = logged(store)
    rows = sorted({cell[:2] for tx in txs.values() for op in tx.ops for cell in op if cell[0] in FIELDS})
    compare(store, rows, list(txs.values()), voided(store), _moments(fleet))


def _moments(fleet: Fleet) -> set[Clock]:
    """What the server said of changes whose clock ran ahead of it."""
    said = {
        (entry.device, entry.first, entry.last, entry.at_ms)
        for entry in fleet.decided()
        if isinstance(entry, ClockEntry)
    }
    fleet.tally.clocks = len(said)
    return said


def _check_rows(store: Store) -> None:
    """Nobody's new row became one with somebody else's."""
    sql = "SELECT row FROM op JOIN tx ON tx.pos = op.tx WHERE kind = ? GROUP BY tbl, row HAVING count(*) > 1"
    twice = store.connection.execute(sql, (HIRE,)).fetchall()
    if twice:
        raise Broken("two rows became one", [row[0] for row in twice])


def _check_kept(fleet: Fleet, store: Store) -> None:
    """Every text that somebody saw confirmed is in the log, whoever's number it carries."""
    held = {v for tx in logged(store).values() for op in tx.ops for v in op.values() if isinstance(v, str)}
    for laptop in fleet.laptops:
        for confirmed in laptop.confirmed:
            if not confirmed.texts <= held:
                raise Broken("lost", confirmed)


def voided(store: Store) -> set[tuple[str, int, int]]:
    """Device, number and index of every write that does not count."""
    sql = "SELECT tx.device, tx.seq, op.n FROM op JOIN tx ON tx.pos = op.tx WHERE op.void = 1"
    return {(row["device"], row["seq"], row["n"]) for row in store.connection.execute(sql).fetchall()}


def logged(store: Store) -> dict[Id, Written]:
    """The log as the model of the rule reads it."""
    names = {
        (table.id, column.id): (table.name, column.name)
        for table in schema.TABLES
        for column in (schema.ROW, *table.columns)
    }
    found = {}
    for device in store.log.vector():
        for tx in store.log.txs(device, 1):
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
            seen = {**tx.ctx, device: tx.seq - 1}
            found[device, tx.seq] = Written(device, tx.seq, tx.hlc, seen, ops)
    return found
