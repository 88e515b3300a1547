"""Asks a second time before a person deletes much at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from flexdesk.domain import schema
from flexdesk.domain.brake import is_mass
from flexdesk.domain.ops import DELETED, Op
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.store import held
from flexdesk.store.store import Store


class ManyDeletions(FlexDeskError):
    """A change would delete a mass of rows; inside `agreeing` the same change passes."""

    code = "edit.many_deletions"
    ticket = "FD-UBH-12"
    text = N_("This deletes {rows} of {standing} entries at once.")
    next = N_("Do it again and confirm it, if it is meant; on the command line with --yes.")


class Consent:
    """Whether the person has said yes to a mass deletion just now."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._given = False

    @contextmanager
    def agreeing(self) -> Iterator[None]:
        before, self._given = self._given, True
        try:
            yield
        finally:
            self._given = before

    def refuse_unasked(self, ops: Iterable[Op]) -> None:
        """Raises ManyDeletions."""
        if self._given:
            return
        gone: dict[str, int] = {}
        for op in ops:
            if op.after.get(DELETED) == 1:
                gone[op.table] = gone.get(op.table, 0) + 1
        for name, count in gone.items():
            standing = held.standing(self._store.connection, schema.BY_NAME[name])
            if is_mass(count, standing):
                raise ManyDeletions(table=name, rows=count, standing=standing)
