"""The keys of the schedule: one table for listening, for the palette and for “?”."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from flexdesk.i18n import N_, _
from ui.qt import theme
from ui.qt.tokens import Density
from ui.schedule.checks import MOST_FIXES
from ui.schedule.desk import ScheduleDesk
from ui.widgets import keys
from ui.widgets.page import Command, KeyRow


@dataclass(frozen=True, slots=True)
class Action:
    """`cells` actions work while the grid has the focus, so that fields keep their own copy and paste."""

    key: str
    text: str
    icon: str
    call: Callable[[ScheduleDesk], object]
    cells: bool = True


ACTIONS: tuple[Action, ...] = (
    Action("Ctrl+C", N_("Copy cells"), "copy", lambda desk: desk.edits.copy()),
    Action("Ctrl+X", N_("Cut cells"), "copy", lambda desk: desk.edits.cut()),
    Action("Ctrl+V", N_("Paste letters"), "copy", lambda desk: desk.edits.paste()),
    Action("Ctrl+D", N_("Fill down"), "chevron-down", lambda desk: desk.edits.fill_down()),
    Action("Ctrl+Shift+R", N_("Fill right"), "chevron-right", lambda desk: desk.edits.fill_right()),
    Action("F4", N_("Repeat the last letter"), "copy", lambda desk: desk.edits.repeat()),
    Action("Ctrl+.", N_("Pin or unpin the cell"), "pin", lambda desk: desk.edits.pin()),
    Action("Alt+Enter", N_("History of the cell"), "history", lambda desk: desk.asking.history()),
    Action("Alt+T", N_("Look at what is published"), "eye", lambda desk: desk.edits.show_published()),
    Action(
        "Alt+P",
        N_("Lay a pattern over this period"),
        "calendar-range",
        lambda desk: desk.asking.pattern(),
    ),
    Action("Alt+S", N_("Needs of the shifts, and a draft"), "calendar-range", lambda desk: desk.ask_shifts()),
    Action(
        "Ctrl+Shift+S", N_("Keep the selection as a pattern"), "copy", lambda desk: desk.asking.keep_pattern()
    ),
    Action("Alt+R", N_("Published versions"), "history", lambda desk: desk.show_versions(), cells=False),
    Action("Alt+Q", N_("Read a schedule code"), "qr-code", lambda desk: desk.read_code(), cells=False),
    Action(
        "Alt+F",
        N_("Rows by section or by service point"),
        "users",
        lambda desk: desk.viewing.toggle_grouping(),
        cells=False,
    ),
    Action("Alt+V", N_("Saved views"), "eye", lambda desk: desk.asking.view(), cells=False),
    Action("Alt+Y", N_("Year of this person"), "calendar-days", lambda desk: desk.open_year()),
    Action("Ctrl++", N_("Taller rows"), "zoom-in", lambda _desk: _step_density(+1), cells=False),
    Action("Ctrl+-", N_("Lower rows"), "zoom-out", lambda _desk: _step_density(-1), cells=False),
)

# The header's buttons listen to these keys; the palette finds them here.
_OF_HEADER: tuple[Action, ...] = (
    Action("Ctrl+R", N_("Even out the week"), "wand-sparkles", lambda desk: desk.plan()),
    Action("Ctrl+Shift+D", N_("Copy last week"), "copy", lambda desk: desk.copy_last_week()),
    Action("Ctrl+Enter", N_("Publish"), "send", lambda desk: desk.publish()),
)

# What is typed or steered inside the grid; listed under “?”.
_TYPED: tuple[tuple[str, str], ...] = (
    ("K W L D P C S I O 1 2 3", N_("Write the place into the selection")),
    ("/", N_("Split the day: morning, afternoon, whole")),
    ("N", N_("Note about the cell")),
    ("Shift+N", N_("Note about the day")),
    (".  Del", N_("Empty the selection")),
    ("Shift+↑↓←→", N_("Select more cells")),
    ("Ctrl+Space", N_("Select the column")),
    ("Shift+Space", N_("Select the row")),
    ("Alt+1 … 3", N_("Mend the open problem")),
    ("Enter / Esc", N_("Take or drop what is proposed")),
    ("Ctrl+Shift+D", N_("Copy last week")),
    ("Ctrl+R", N_("Even out the week")),
    ("Ctrl+Enter", N_("Publish")),
)


def listen(page: QWidget, desk: ScheduleDesk) -> None:
    """Bind the keys. Those of cells belong to the grid, the others to the page while it is visible."""
    for action in ACTIONS:
        owner, context = (
            (desk.grid, Qt.ShortcutContext.WidgetShortcut)
            if action.cells
            else (page, Qt.ShortcutContext.WindowShortcut)
        )
        keys.bind(owner, action.key, partial(action.call, desk), context)
    desk.grid.zoom_asked.connect(_step_density)
    for number in range(MOST_FIXES):
        keys.bind(page, f"Alt+{number + 1}", partial(desk.problems.take_fix, number))


def rows() -> list[KeyRow]:
    """The lines for “?”."""
    typed = [KeyRow(key, _(text)) for key, text in _TYPED]
    return [*typed, *(KeyRow(action.key, _(action.text)) for action in ACTIONS)]


def commands(desk: ScheduleDesk) -> list[Command]:
    """What the palette offers."""
    return [
        Command(_(action.text), partial(action.call, desk), action.key, action.icon, _("Schedule"))
        for action in (*_OF_HEADER, *ACTIONS)
    ]


def _step_density(step: int) -> None:
    order, look = list(Density), theme.current()
    at = order.index(look.density) + step
    look.set_density(order[min(max(at, 0), len(order) - 1)])
