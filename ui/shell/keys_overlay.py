"""“?”: the keys of the screen in front, and the keys that work everywhere."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.i18n import _
from ui.qt import fonts
from ui.shell.overlay import Overlay
from ui.widgets.key_hint import KeyHint
from ui.widgets.label import Label
from ui.widgets.page import KeyRow


class KeysOverlay(Overlay):
    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._content: QWidget | None = None

    def show_keys(self, title: str, here: Sequence[KeyRow], everywhere: Sequence[KeyRow]) -> None:
        if self._content is not None:
            self.column.removeWidget(self._content)
            self._content.deleteLater()
        self._content = QWidget()
        columns = QHBoxLayout(self._content)
        columns.setContentsMargins(14, 10, 14, 14)
        columns.setSpacing(32)
        if here:
            columns.addLayout(_list(title, here))
        columns.addLayout(_list(_("On every screen"), everywhere))
        self.column.addWidget(self._content)
        self.open()


def _list(title: str, rows: Sequence[KeyRow]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    column.addWidget(Label(title, "base", fonts.STRONG))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(5)
    for at, row in enumerate(rows):
        grid.addWidget(KeyHint(row.key), at, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(Label(row.what, "small"), at, 1)
    column.addLayout(grid)
    column.addStretch(1)
    return column
