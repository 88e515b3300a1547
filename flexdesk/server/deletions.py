"""Notices batches that delete a mass of rows. The server takes them, because the log is the truth, and tells.

What it tells is worked out from the batches alone, at any time again. Whether the rows go is asked on every
laptop that the batch reaches.
"""

import logging
from collections.abc import Iterable

from flexdesk.domain import schema
from flexdesk.domain.brake import MANY
from flexdesk.domain.log import Tx

log = logging.getLogger(__name__)


def mass_deletions(txs: Iterable[Tx]) -> dict[str, int]:
    """Table -> rows that these changes delete, where those are many."""
    gone: dict[int, set[str]] = {}
    for tx in txs:
        for write in tx.writes:
            if write.cells.get(0) == 1:
                gone.setdefault(write.table, set()).add(write.row)
    named = {number: table.name for number, table in schema.BY_ID.items()}
    return {named.get(n, str(n)): len(rows) for n, rows in sorted(gone.items()) if len(rows) > MANY}


def tell(unit_id: str, device: str, txs: Iterable[Tx]) -> None:
    """Say so in the server's log."""
    for table, rows in mass_deletions(txs).items():
        log.warning("unit %s: device %s deletes %d rows of %s at once", unit_id, device, rows, table)
