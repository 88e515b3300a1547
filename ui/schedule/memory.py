"""What this laptop remembers of the schedule of one unit: how it was looked at last, and views under a name.

None of it is synced: another laptop of the unit may be held by somebody who looks at it otherwise.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Protocol

from flexdesk.i18n import N_, _
from flexdesk.services.week import Grouping
from ui.qt import window_state
from ui.qt.tokens import Density
from ui.schedule.rows import RowFilter
from ui.schedule.spans import View

_GROUPING, _VIEWS = "grouping", "views"


@dataclass(frozen=True, slots=True)
class SavedView:
    """A way to look at any period; no density means that of the moment."""

    name: str
    view: View
    grouping: Grouping
    density: Density | None
    rows: RowFilter


class Memory(Protocol):
    def kept(self, name: str) -> str: ...

    def keep(self, name: str, value: str) -> None: ...


class Forgetful(dict[str, str]):
    """Remembers for as long as it lives."""

    def kept(self, name: str) -> str:
        return self.get(name, "")

    def keep(self, name: str, value: str) -> None:
        self[name] = value


class OnLaptop:
    """Remembers under the name of a unit."""

    def __init__(self, unit: str) -> None:
        self._unit = unit

    def kept(self, name: str) -> str:
        return window_state.kept(f"schedule/{self._unit}/{name}")

    def keep(self, name: str, value: str) -> None:
        window_state.keep(f"schedule/{self._unit}/{name}", value=value)


def last_grouping(memory: Memory) -> Grouping:
    kept = memory.kept(_GROUPING)
    return Grouping(kept) if kept in list(Grouping) else Grouping.SECTION


def keep_grouping(memory: Memory, grouping: Grouping) -> None:
    memory.keep(_GROUPING, grouping)


_AT_FIRST = (
    (N_("Week, everybody"), View.WEEK, Grouping.SECTION, RowFilter()),
    (N_("Month by function"), View.MONTH, Grouping.FUNCTION, RowFilter()),
    (N_("Only with problems"), View.WEEK, Grouping.SECTION, RowFilter(troubled=True)),
)


def saved_views(memory: Memory) -> list[SavedView]:
    """Those kept, or the three of a fresh laptop; an entry that this program cannot read is left out."""
    kept = memory.kept(_VIEWS)
    if not kept:
        return [SavedView(_(name), view, grouping, None, rows) for name, view, grouping, rows in _AT_FIRST]
    try:
        entries = json.loads(kept)
    except ValueError:
        entries = []
    found = [_read(entry) for entry in entries if isinstance(entry, dict)]
    return [view for view in found if view is not None]


def keep_views(memory: Memory, views: Sequence[SavedView]) -> None:
    memory.keep(_VIEWS, json.dumps([asdict(view) for view in views], ensure_ascii=False))


def with_view(views: Sequence[SavedView], fresh: SavedView) -> list[SavedView]:
    """The views with one more; of the same name it takes the place of the other."""
    names = [view.name for view in views]
    if fresh.name in names:
        return [fresh if view.name == fresh.name else view for view in views]
    return [*views, fresh]


def _read(entry: dict[str, object]) -> SavedView | None:
    rows = entry.get("rows")
    try:
        return SavedView(
            str(entry["name"]),
            View(str(entry["view"])),
            Grouping(str(entry["grouping"])),
            Density(str(entry["density"])) if entry.get("density") else None,
            RowFilter(str(rows.get("text", "")), bool(rows.get("troubled")))
            if isinstance(rows, dict)
            else RowFilter(),
        )
    except (KeyError, ValueError):
        return None
