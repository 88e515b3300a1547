"""Under which authority a device wrote what is in the log; asked from within it."""

import json

from flexdesk.domain import authority
from flexdesk.domain.log import SERVER
from flexdesk.domain.mandate import Grant, Mandate, ordered
from flexdesk.store.connection import Connection

KNOWN = "server_known"


def known_position(db: Connection) -> int:
    """How far this device knows the server's word; it goes into everything written here."""
    row = db.execute("SELECT value FROM setting WHERE name = ?", (KNOWN,)).fetchone()
    return 0 if row is None else int(row["value"])


def rank(db: Connection, device: str, seq: int) -> int:
    """The authority under which a transaction was written."""
    found = db.execute(
        "SELECT context.vector FROM tx JOIN context ON context.id = tx.context WHERE device = ? AND seq = ?",
        (device, seq),
    ).fetchone()
    position = 0 if found is None else json.loads(found["vector"]).get(SERVER, 0)
    grant = mandate_of(db, device).at(position)
    return authority.rank(grant.role) if grant is not None else 0


def mandate_of(db: Connection, device: str) -> Mandate:
    rows = db.execute("SELECT pos, role, until_ms FROM role WHERE device = ? ORDER BY pos", (device,))
    grants = [Grant(row["pos"], row["role"], row["until_ms"]) for row in rows]
    ended = db.execute("SELECT seq, pos FROM revocation WHERE device = ?", (device,)).fetchone()
    if ended is None:
        return Mandate(ordered(grants))
    return Mandate(ordered(grants), ended["seq"], ended["pos"])
