"""Ctrl+G: type a date, arrive in its week."""

import re
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from flexdesk.i18n import _
from ui.qt import fonts, theme
from ui.widgets.fields import LineField
from ui.widgets.label import Label


def read_day(text: str, near: date) -> date:
    """`27`, `27-11`, `27/11/2026` or `2026-11-27`; missing parts are those of `near`. Raises ValueError."""
    numbers = [int(part) for part in re.split(r"[-/. ]+", text.strip())]
    if len(numbers) == 3 and numbers[0] > 31:
        numbers.reverse()
    if not 1 <= len(numbers) <= 3:
        raise ValueError(text)
    day, month, year = (*numbers, *(near.month, near.year)[len(numbers) - 1 :])
    return date(year + 2000 if year < 100 else year, month, day)


class GoToPopup(QFrame):
    """Enter goes, Esc closes; a text that is no date turns red and stays."""

    def __init__(self, near: date, go: Callable[[date], object], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._near, self._go = near, go
        self.field = LineField(_("Go to date"))
        self.field.setPlaceholderText(f"{near.day}-{near.month}-{near.year}")
        self.field.returnPressed.connect(self._accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.addWidget(Label(_("Go to date"), "small", fonts.STRONG))
        column.addWidget(self.field)
        self.setFixedWidth(fonts.scaled(200))

    def _accept(self) -> None:
        try:
            day = read_day(self.field.text(), self._near)
        except ValueError:
            self.field.show_fault(_("This is not a date."))
            return
        self.close()
        self._go(day)

    def show_under(self, at: QPoint) -> None:
        """Open with the top left corner at `at`, a point of the screen."""
        self.adjustSize()
        self.move(at)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme.current()
        painter.fillRect(self.rect(), look.color("surface"))
        painter.setPen(QPen(look.color("borderStrong"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
