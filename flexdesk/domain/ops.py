"""The one shape of a change: fields of rows going from one value to another."""

from collections.abc import Mapping
from dataclasses import dataclass

Value = str | int | float | None
Cells = Mapping[str, Value]

DELETED = "#row"  # the field that says whether a row is gone: 1, or None


@dataclass(frozen=True, slots=True)
class Op:
    """Some fields of one row, what they were and what they become; both mappings have the same keys."""

    table: str
    row: str
    before: Cells
    after: Cells

    def inverse(self) -> "Op":
        return Op(self.table, self.row, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a person or another device did: applied, logged and undone as a whole.

    `kind` is `noun.verb`. `device` and `seq` are set once the change is in the log.
    """

    kind: str
    ops: tuple[Op, ...]
    device: str = ""
    seq: int = 0

    def inverse(self) -> "Change":
        return Change(f"{self.kind}.undo", tuple(op.inverse() for op in reversed(self.ops)))

    def rows(self, table: str) -> list[str]:
        """Keys of the rows of `table` that this change touches, in order, once each."""
        return list(dict.fromkeys(op.row for op in self.ops if op.table == table))
