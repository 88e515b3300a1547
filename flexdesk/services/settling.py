"""Ends many conflicts at once: after a month apart they are looked at by person, by kind or by author."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flexdesk.domain.ops import Change
from flexdesk.services.sending import DisputedField, DisputedRow, SendingService
from flexdesk.services.sync import SyncService


class By(StrEnum):
    PERSON = "person"
    TABLE = "table"
    AUTHOR = "author"


class Take(StrEnum):
    """Which side ends a conflict; `SHOWN` is what everybody sees meanwhile."""

    MINE = "mine"
    THEIRS = "theirs"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Group:
    """Conflicts that have something in common. `name` is a person's, a table's or a holder's name.

    `mine` counts those in which this laptop wrote one of the values.
    """

    name: str
    rows: tuple[DisputedRow, ...]
    ids: tuple[str, ...]
    mine: int


class SettlingService:
    def __init__(self, sending: SendingService, sync: SyncService) -> None:
        self._sending = sending
        self._sync = sync

    def groups(self, by: By) -> list[Group]:
        """Open conflicts, the largest group first; one cell may stand under several authors."""
        return grouped(self._sending.disputed(), by)

    def settle(self, ids: Sequence[str], take: Take) -> Change | None:
        """End these conflicts as one change, which can be taken back as one.

        Where this laptop wrote none of the values there is no `MINE`; such a conflict stays open. A row
        edited while somebody deleted it stays. Raises NotFound, MonthClosed.
        """
        wanted = set(ids)
        choices = {id: str(take) for id in ids}
        for dispute in self._sync.conflicts():
            if dispute.id in wanted and take is Take.MINE and not self._sync.wrote_one(dispute):
                del choices[dispute.id]
        return self._sync.resolve_all(choices) if choices else None


def grouped(rows: Sequence[DisputedRow], by: By) -> list[Group]:
    """These rows by what they have in common, the largest group first."""
    found: dict[str, list[tuple[DisputedRow, DisputedField]]] = {}
    for row in rows:
        for field in row.fields:
            for name in _names(row, field, by):
                found.setdefault(name, []).append((row, field))
    groups = [
        Group(
            name,
            tuple({row.key: row for row, _field in held}.values()),
            tuple(field.id for _row, field in held),
            sum(field.mine is not None for _row, field in held),
        )
        for name, held in found.items()
    ]
    return sorted(groups, key=lambda group: (-len(group.ids), group.name))


def _names(row: DisputedRow, field: DisputedField, by: By) -> list[str]:
    match by:
        case By.PERSON:
            return [row.person]
        case By.TABLE:
            return [row.table]
        case By.AUTHOR:
            return [field.theirs.holder]
