"""Lets a person decide about deletions that arrived in a mass and are held up; see `store.held`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flexdesk.domain.ops import Change, Op
from flexdesk.errors import NotFound
from flexdesk.i18n import _
from flexdesk.services.commits import Committer
from flexdesk.services.membership import Membership
from flexdesk.store import held, history
from flexdesk.store.held import HeldRow


@dataclass(frozen=True, slots=True)
class Proposal:
    """Rows of one table that one change of another laptop deleted; here they stay until somebody agrees."""

    device: str
    seq: int
    holder: str
    at: datetime
    table: str
    rows: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.device}:{self.seq}:{self.table}"


class DeletionService:
    def __init__(self, committer: Committer, membership: Membership) -> None:
        self._committer = committer
        self._store = committer.store
        self._membership = membership

    def proposals(self) -> list[Proposal]:
        """Mass deletions that arrived and wait for a yes, oldest first."""

        def change(one: HeldRow) -> tuple[str, int, str]:
            return one.device, one.seq, one.table

        found = sorted(held.rows(self._store.connection), key=change)
        grouped = [(key, list(rows)) for key, rows in groupby(found, key=change)]
        made = [
            Proposal(
                device,
                seq,
                self._membership.holder(device),
                history.instant(rows[0].hlc),
                table,
                tuple(one.row for one in rows),
            )
            for (device, seq, table), rows in grouped
        ]
        return sorted(made, key=lambda one: (one.at, one.id))

    def agree(self, id: str) -> int:
        """Delete the rows here too; returns how many. Raises NotFound."""
        wanted = self._held(id)
        self._committer.tell(Change("deletions.agree", tuple(self._let_go(wanted))))
        return len(wanted)

    def keep(self, id: str) -> Change | None:
        """Keep the rows, on every laptop that deleted them too. Raises NotFound, MonthClosed."""
        wanted = self._held(id)
        change = self._committer.settle([held.kept(self._store.connection, one) for one in wanted])
        self._let_go(wanted)  # a crash before this only asks again
        return change

    def _let_go(self, rows: Sequence[HeldRow]) -> list[Op]:
        writes = [(one.device, one.seq, one.write) for one in rows]
        with self._store.writing():
            return held.release(self._store.connection, self._store.log, writes)

    def _held(self, id: str) -> list[HeldRow]:
        found = [
            one for one in held.rows(self._store.connection) if f"{one.device}:{one.seq}:{one.table}" == id
        ]
        if not found:
            raise NotFound(what=_("Deletion"), key=id)
        return found
