"""The base of every screen: what the frame may ask of it, and the header all screens share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from flexdesk.domain.ops import Change
from ui.qt import fonts, theme
from ui.widgets.page_header import PageHeader


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One line of “keys of this screen”."""

    key: str
    what: str


@dataclass(frozen=True, slots=True)
class Command:
    """Something the palette can do; `words` are further words it is found by."""

    text: str
    call: Callable[[], object]
    key: str = ""
    icon: str = "chevron-right"
    group: str = ""
    words: str = ""


class Page(QWidget):
    """A screen. Put content into `body`; override what the screen can do, the rest does nothing.

    `wanted` asks for another screen and an item in it; `counted` tells the side bar how many things
    need the person, and whether “!” stands for the number; `offered` shows the undo bar; `lined` tells
    the foot of the window that the line to the server is offline, online, running or refused.
    """

    wanted = Signal(str, str)
    counted = Signal(int, bool)
    offered = Signal(str)
    lined = Signal(str)

    help_name = "index"  # file name in resources/docs without ending

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = PageHeader(title)
        self.header.setFixedHeight(fonts.scaled(44))
        theme.current().density_changed.connect(self._fit_header)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        self.notice_row = QHBoxLayout()  # the frame puts its one banner here
        self.notice_row.setContentsMargins(12, 0, 12, 0)
        column.addLayout(self.notice_row)
        content = QWidget()
        content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(12, 12, 12, 12)
        self.body.setSpacing(12)
        column.addWidget(content, 1)

    def _fit_header(self) -> None:
        self.header.setFixedHeight(fonts.scaled(44))

    # What the frame asks
    def activate(self) -> None:
        """The screen has come to the front."""

    def apply(self, change: Change) -> None:
        """Show a committed change, whoever made it; called whether the screen is in front or not."""

    def open_item(self, key: str) -> None:
        """Select an item that another screen or the palette pointed at."""

    def open_field(self, field: str) -> None:
        """Stand on a field (a column of the store) of the item that was opened; nothing where it has none."""

    def keys(self) -> Sequence[KeyRow]:
        """Keys of this screen beside the global ones."""
        return ()

    def commands(self) -> Sequence[Command]:
        """What the palette offers while this screen is in front."""
        return ()

    def panes(self) -> Sequence[QWidget]:
        """Stops of F6 inside the screen, in order."""
        return ()

    def step_problem(self, _step: int) -> bool:
        """F8 (+1) and Shift+F8 (-1); False when there is no problem to go to."""
        return False

    def find_in_page(self) -> bool:
        """Ctrl+F; False when nothing can be searched."""
        return False

    def go_to_date(self) -> bool:
        """Ctrl+G; False on a screen without dates."""
        return False

    def print_this(self) -> bool:
        """Ctrl+P; False when there is nothing to print."""
        return False

    def export_this(self) -> bool:
        """Ctrl+E; False when there is nothing to export."""
        return False

    def leave_smallest(self) -> bool:
        """Esc: close the smallest open thing; False when nothing is open."""
        return False

    def shut(self) -> None:
        """The window closes: stop timers and jobs of this screen."""
