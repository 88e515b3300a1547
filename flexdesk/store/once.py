"""Holds fast what is written once with its row: the person is told to take the row away and write another."""

from collections.abc import Iterable

from flexdesk.domain import schema
from flexdesk.domain.ops import DELETED, Op
from flexdesk.domain.schema import Merge
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_

_ONCE = {
    table.name: frozenset(column.name for column in table.columns if column.merge is Merge.APPEND)
    for table in schema.TABLES
}


class WrittenOnce(FlexDeskError):
    """Somebody would write over a record of what was."""

    code = "edit.written_once"
    ticket = "FD-UBH-11"
    text = N_("This entry records what was; it is not changed afterwards.")
    next = N_("Remove the entry and make a new one.")


def refuse_rewriting(ops: Iterable[Op]) -> None:
    """Raises WrittenOnce for another value in such a cell; taking it away and bringing it back are no such.

    What another program wrote over all the same is merged as everywhere: who saw it, replaced it.
    """
    for op in ops:
        once = _ONCE[op.table]
        if not once or DELETED in op.after:
            continue
        for name in once & op.after.keys():
            before, after = op.before.get(name), op.after[name]
            if before is not None and after is not None and before != after:
                raise WrittenOnce(table=op.table, row=op.row, field=name)
