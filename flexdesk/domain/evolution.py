"""How stored things may grow: how far this registry has come, its closed codes, and columns written no more.

Numbers keep their meaning for ever. Where a meaning has to change, the new one gets a column of its own and
the old one is retired: what older programs still write there is translated forward within its row, by
everybody in the same way, and never back. The log keeps every change as its author signed it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flexdesk.domain.halves import Half
from flexdesk.domain.log import RowWrite
from flexdesk.domain.ops import Value
from flexdesk.domain.people import Status
from flexdesk.domain.places import Place
from flexdesk.domain.schema import COLUMN_BY_ID

Translation = Callable[[Value], Mapping[int, Value]]

# Codes of which the server takes no others from a program that should know them; they are only ever added to.
CODES: dict[tuple[str, str], frozenset[str]] = {
    ("assignment", "place"): frozenset(Place),
    ("assignment", "half"): frozenset(Half),
    ("person", "status"): frozenset(Status),
}


@dataclass(frozen=True, slots=True)
class Retired:
    """A column that programs since `min_app` write no more.

    `forward` says in which columns of the row, made in that same version, the value now stands. Without it
    nothing can be said for sure, and the server takes no further writes to the column; older ones stay.
    """

    table: int
    column: int
    min_app: str
    forward: Translation | None = None


RETIRED: dict[tuple[int, int], Retired] = {}

# Grows with every column, code and retirement; batches and stores say with it how new their program is.
LEVEL = len(COLUMN_BY_ID) + sum(map(len, CODES.values())) + len(RETIRED)


def forward(write: RowWrite) -> RowWrite:
    """The write in the columns of today; what its author wrote into a new column itself comes first."""
    if not RETIRED or not any((write.table, column) in RETIRED for column in write.cells):
        return write
    cells: dict[int, Value] = {}
    for column, value in write.cells.items():
        retired = RETIRED.get((write.table, column))
        if retired is None or retired.forward is None:
            cells[column] = value
        else:
            cells = {**retired.forward(value), **cells}
    return RowWrite(write.table, write.row, cells)


def closed(write: RowWrite) -> Retired | None:
    """A retired column without translation that the write touches."""
    touched = (RETIRED.get((write.table, column)) for column in write.cells)
    return next((found for found in touched if found is not None and found.forward is None), None)
