"""Takes back what the server's word did here, when the server itself has forgotten that it gave it.

Changes stay: what a lost rejection voided counts again, and what a lost receipt covered has to be sent again.
"""

from collections.abc import Iterable

from flexdesk.domain.ops import Op
from flexdesk.store.store import Store


def drop_entries(store: Store, places: Iterable[tuple[int, str]]) -> None:
    """Entries of the server by position and kind."""
    with store.writing():
        store.connection.executemany("DELETE FROM entry WHERE pos = ? AND kind = ?", list(places))


def count_again(store: Store, device: str, seq: int, writes: Iterable[int] | None) -> list[Op]:
    """Let writes of a transaction that were void count (all, or those numbers); what that changed on rows."""
    db = store.connection
    numbers = None if writes is None else set(writes)
    rows: dict[tuple[int, str], None] = {}
    with store.writing():
        sql = "SELECT tx, n, tbl, row FROM op WHERE tx = (SELECT pos FROM tx WHERE device = ? AND seq = ?)"
        for op in db.execute(sql, (device, seq)).fetchall():
            if numbers is None or op["n"] in numbers:
                db.execute("UPDATE op SET void = 0 WHERE tx = ? AND n = ?", (op["tx"], op["n"]))
                rows[op["tbl"], op["row"]] = None
        return [op for tbl, row in rows if (op := store.log.rebuild(tbl, row)) is not None]


def unreceive(store: Store, covered: int) -> None:
    """Of own changes only those up to `covered` have a receipt now; later carriers lose theirs."""
    with store.writing():
        store.set_setting("received", str(covered))
        store.connection.execute("UPDATE carrier SET receipt = '' WHERE last > ?", (covered,))
        store.set_setting("last_receipt", "")
