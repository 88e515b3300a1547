"""Keeps the history of people who left the unit as it was: a guard for every change made here."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flexdesk.domain.ops import Op
from flexdesk.domain.schema import split_key
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.store.store import Store

if TYPE_CHECKING:
    from flexdesk.sync.certificates import MoveEntry

_SETTING = "moved"
# What a unit may still say of somebody who left it, beside the end of the post.
STILL = frozenset({"archived", "archive_reason", "order", "merged_into"})


class PersonMoved(FlexDeskError):
    """The change belongs to somebody who is in another unit now."""

    code = "person.moved"
    ticket = "FD-PEG-11"
    text = N_("{name} has moved to {unit} on {day}; the history here is only read from now on.")
    next = N_("Ask {unit} to write it down there, or archive the person here.")


def remember(store: Store, entries: "Iterable[MoveEntry]") -> None:
    """Who is in another unit after all moves that are known; kept where it is quickly read."""
    away: dict[str, list[str]] = {}
    for entry in sorted(entries, key=lambda entry: entry.pos):
        if not entry.cells:
            away[entry.person] = [entry.name, entry.other, entry.day, entry.nip]
        else:  # comes, perhaps back
            away = {key: held for key, held in away.items() if held[3] != entry.nip}
    store.set_setting(_SETTING, json.dumps(away, ensure_ascii=False))


def refuse_moved(store: Store, ops: Iterable[Op]) -> None:
    """Raises PersonMoved at the first op about somebody who left; what they are called here may end."""
    text = store.setting(_SETTING)
    if not text:
        return
    moved = json.loads(text)
    for op in ops:
        if op.table == "posting" or (op.table == "person" and op.after.keys() <= STILL):
            continue
        named = {*split_key(op.row), op.after.get("person"), op.before.get("person")}
        for key in named & moved.keys():
            name, unit, day, _nip = moved[str(key)]
            raise PersonMoved(name=name, unit=unit, day=day)
