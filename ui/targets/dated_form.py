"""The form of an approved target: it changes from a day on, and what held before stays to be read."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from flexdesk.i18n import _
from flexdesk.services.targets import TargetIndicator
from ui.targets import plan_words
from ui.widgets.button import Button, Kind
from ui.widgets.fields import LineField
from ui.widgets.label import Label


class DatedForm(QWidget):
    """Enter keeps target, unit and first day; Esc drops them."""

    changed = Signal(str, str, str, object)  # key, target, unit, first day
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self.text = Label("", wrap=True)
        self.target, self.unit = LineField(_("Target")), LineField(_("Unit"))
        self.target.setMaximumWidth(110)
        self.since = LineField(_("Holds from"))
        self.fault = Label("", "small", token="negative", wrap=True)
        self.keep_button = Button(_("Keep"), shortcut="Enter", bind=False, kind=Kind.PRIMARY)
        self.drop_button = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.keep_button.clicked.connect(self.keep)
        self.drop_button.clicked.connect(self.dropped)
        for field in (self.target, self.unit, self.since):
            field.returnPressed.connect(self.keep)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.text, 0, 0, 1, 2)
        captions = (_("Target"), _("Unit"), _("Holds from"))
        for at, (caption, field) in enumerate(
            zip(captions, (self.target, self.unit, self.since), strict=True)
        ):
            grid.addWidget(Label(caption, "small", token="muted"), 1 + at // 2 * 2, at % 2)
            grid.addWidget(field, 2 + at // 2 * 2, at % 2)
        grid.addWidget(self.fault, 5, 0, 1, 2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.drop_button)
        row.addWidget(self.keep_button)
        grid.addLayout(row, 6, 0, 1, 2)
        self.hide()

    def open(self, indicator: TargetIndicator, since: date) -> None:
        """`since` is the day that is offered."""
        row = indicator.newest
        self._key = str(row["key"])
        self.text.setText(str(row["text"] or ""))
        self.target.setText(str(row["target_text"] or ""))
        self.unit.setText(str(row["unit"] or ""))
        self.since.setText(plan_words.plain_date(since))
        self._say("")
        self.show()
        self.target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.target.selectAll()

    def keep(self) -> None:
        since = plan_words.typed_date(self.since.text())
        if since is None:
            self._say(_("Write the day as 31-12-2026."))
            self.since.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.changed.emit(self._key, self.target.text(), self.unit.text(), since)

    def _say(self, fault: str) -> None:
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)
