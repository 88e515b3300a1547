"""Asks in place for the few words that a register needs; one form for all of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.i18n import _
from ui.qt import fonts
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label


@dataclass(frozen=True, slots=True)
class Ask:
    """One field; with `choices` (value, label) it is a list to choose from."""

    key: str
    label: str
    text: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


Answers = Mapping[str, str]


class AskForm(QWidget):
    """`take` gets the answers and gives what is wrong with them, or nothing once they are stored."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._take: Callable[[Answers], str] = lambda _answers: ""
        self.fields: dict[str, LineField | ComboBox] = {}
        self.title = Label("", "base", fonts.STRONG, wrap=True)
        self.fault = Label("", "small", token="negative", wrap=True)
        self.keep = Button(_("Save"), kind=Kind.PRIMARY, shortcut="Enter", bind=False)
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.keep.clicked.connect(self._keep)
        self.cancel.clicked.connect(self.close_form)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        buttons.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addLayout(self._rows)
        column.addWidget(self.fault)
        column.addLayout(buttons)
        self.hide()

    def ask(self, title: str, asks: Sequence[Ask], take: Callable[[Answers], str]) -> None:
        self._take = take
        self.title.setText(title)
        self._say("")
        self._clear()
        for one in asks:
            self._rows.addWidget(Label(one.label, "small", token="muted"))
            self._rows.addWidget(self._field(one))
        self.show()
        first = next(iter(self.fields.values()))
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(first, LineField):
            first.selectAll()

    def _field(self, one: Ask) -> QWidget:
        made: LineField | ComboBox
        if one.choices:
            made = ComboBox(one.label)
            for value, label in one.choices:
                made.addItem(label, value)
            made.setCurrentIndex(max(0, made.findData(one.text)))
        else:
            made = LineField(one.label, one.text)
            made.setPlaceholderText(one.hint)
        self.fields[one.key] = made
        return made

    def _clear(self) -> None:
        self.fields.clear()
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def close_form(self) -> None:
        self.hide()
        self.closed.emit()

    def answers(self) -> dict[str, str]:
        return {
            key: str(field.currentData()) if isinstance(field, ComboBox) else field.text().strip()
            for key, field in self.fields.items()
        }

    def _keep(self) -> None:
        fault = self._take(self.answers())
        self._say(fault)
        if not fault:
            self.close_form()

    def _say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_form() if self.cancel.hasFocus() else self._keep()
        else:
            super().keyPressEvent(event)
