"""From which day something holds: the few days that people choose, and a last day that may stay empty."""

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.calendar import monday
from flexdesk.domain.periods import day_label
from flexdesk.i18n import _
from ui.policy.editors import typed_day
from ui.qt import fonts
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label


class SpanField(QWidget):
    """`first` is chosen from next Monday, today and the next month; `until` is typed, or empty."""

    changed = Signal()

    def __init__(self, today: date, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.start = ComboBox(_("From which day"))
        self.start.setMinimumWidth(width)
        self.until = LineField(_("Until which day, may stay empty"))
        self.until.setPlaceholderText(_("without end"))
        self.until.setMaximumWidth(fonts.scaled(130))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(_("until"), "small", token="muted"))
        row.addWidget(self.until)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.start)
        column.addLayout(row)
        self.start.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.until.textChanged.connect(lambda _text: self.changed.emit())

    def reset(self, earliest: date | None = None) -> None:
        """Offer the days anew; one before `earliest` is moved to it."""
        next_monday = monday(self._today) + timedelta(days=7)
        next_month = (self._today.replace(day=1) + timedelta(days=32)).replace(day=1)
        offered = ((_("from next Monday"), next_monday), (_("from today"), self._today), ("", next_month))
        for part in (self.start, self.until):
            part.blockSignals(True)
        self.start.clear()
        self.until.clear()
        for text, day in offered:
            first = max(day, earliest) if earliest else day
            words = f"{text}, {day_label(first)}" if text and first == day else ""
            words = words or _("from {day}").format(day=day_label(first))
            if self.start.findData(first) < 0:
                self.start.addItem(words, first)
        for part in (self.start, self.until):
            part.blockSignals(False)

    @property
    def first(self) -> date:
        day = self.start.currentData()
        assert isinstance(day, date)
        return day

    @property
    def last(self) -> date | None:
        """Raises ValueError for what is no day."""
        typed = self.until.text().strip()
        return date.fromisoformat(typed_day(typed)) if typed else None

    def fault(self) -> str:
        """What is wrong with the last day, in words; empty when all is well."""
        try:
            last = self.last
        except ValueError:
            return _("Write the last day as 31-12-2026, or leave it empty.")
        if last is not None and last < self.first:
            return _("The last day lies before the first.")
        return ""
