"""The line over the grid in which rows are looked for; it is there only while somebody looks."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from flexdesk.i18n import _
from ui.qt import accessible, fonts
from ui.schedule.rows import RowFilter
from ui.schedule.viewing import Viewing
from ui.widgets.button import Button, IconButton
from ui.widgets.fields import SearchField
from ui.widgets.label import Label


class FilterBar(QWidget):
    """Enter and Down go to the rows that are left, Esc shows everybody again; `left` asks for the grid."""

    left = Signal()

    def __init__(self, viewing: Viewing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewing = viewing
        self.field = SearchField(_("Name, section or service point; a comma means or"), "", bind=False)
        self.field.setFixedWidth(fonts.scaled(340))
        self.troubled = Button(_("Only with problems"), icon="triangle-alert", small=True)
        self.troubled.setCheckable(True)
        self.count = Label("", "small", token="muted")
        self.close_button = IconButton("x", _("Show everybody"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        for part in (self.field, self.troubled, self.count):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.field.textChanged.connect(lambda _text: self._tell())
        self.troubled.toggled.connect(lambda _on: self._tell())
        self.close_button.clicked.connect(lambda: self.leave())
        viewing.counted.connect(self._show_count)
        viewing.changed.connect(self.follow)
        accessible.name(self, _("Rows that are shown"))
        self.hide()

    def open(self) -> None:
        """Ctrl+F."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def leave(self) -> None:
        """Everybody is shown again."""
        self.hide()
        self._viewing.set_rows(RowFilter())
        self.left.emit()

    def follow(self) -> None:
        """Show what is asked for, whoever asked."""
        rows = self._viewing.rows
        for part in (self.field, self.troubled):
            part.blockSignals(True)
        if self.field.text() != rows.text:
            self.field.setText(rows.text)
        self.troubled.setChecked(rows.troubled)
        for part in (self.field, self.troubled):
            part.blockSignals(False)
        if rows.is_on or not self.field.hasFocus():
            self.setVisible(rows.is_on)

    def _tell(self) -> None:
        self._viewing.set_rows(RowFilter(self.field.text(), self.troubled.isChecked()))

    def _show_count(self, shown: int, all_: int) -> None:
        text = _("{shown} of {all} people") if shown or not all_ else _("Nobody of {all} people matches.")
        self.count.setText(text.format(shown=shown, all=all_))
        accessible.name(self.troubled, f"{self.troubled.text()}, {self.count.text()}")

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)
