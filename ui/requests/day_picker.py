"""Weekdays to switch on and off; none means any."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from flexdesk.domain.calendar import WEEKDAY_NAMES, weekday_list, weekdays
from flexdesk.i18n import _
from ui.qt import accessible
from ui.widgets.button import Button

_ALL = range(7)  # service units work on weekends too


class DayPicker(QWidget):
    """Tab goes from day to day, Space switches."""

    changed = Signal()

    def __init__(self, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[Button] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for number in _ALL:
            button = Button(WEEKDAY_NAMES[number][:3], small=True)
            button.setCheckable(True)
            button.toggled.connect(lambda _on, number=number: self._name(number))
            button.toggled.connect(lambda _on: self.changed.emit())
            self.buttons.append(button)
            row.addWidget(button)
            self._name(number)
        row.addStretch(1)
        accessible.name(self, spoken)

    def _name(self, number: int) -> None:
        button = self.buttons[number]
        state = _("chosen") if button.isChecked() else _("not chosen")
        accessible.name(button, f"{WEEKDAY_NAMES[number]}, {state}")
        button.setText(f"{WEEKDAY_NAMES[number][:3]}{'✓' if button.isChecked() else ''}")
        button.updateGeometry()

    @property
    def text(self) -> str:
        """`tue,fri`."""
        return weekday_list(n for n, button in zip(_ALL, self.buttons, strict=True) if button.isChecked())

    def choose(self, days: str | Iterable[int]) -> None:
        wanted = weekdays(days) if isinstance(days, str) else frozenset(days)
        for number, button in zip(_ALL, self.buttons, strict=True):
            button.setChecked(number in wanted)
