"""Asks in place, at the foot of a panel, for the few words that a step needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.exchange.written_dates import read_date
from flexdesk.i18n import _
from ui.qt import fonts
from ui.requests.day_picker import DayPicker
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label

Take = Callable[[Mapping[str, str]], bool]
Input = LineField | DayPicker | ComboBox


@dataclass(frozen=True, slots=True)
class Asked:
    """`kind` is `text`, `date`, `days` or `choice`; an empty one is taken unless it is `needed`.

    `options` are the values and labels of a choice.
    """

    key: str
    label: str
    kind: str = "text"
    value: str = ""
    needed: bool = False
    options: Sequence[tuple[str, str]] = ()


class AskForm(QWidget):
    """`take` is given ISO dates, `mon,tue` and place codes, and says whether the step was made."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: tuple[Asked, ...] = ()
        self._take: Take | None = None
        self.inputs: dict[str, Input] = {}
        self.title = Label("", "small", fonts.STRONG, token="muted", wrap=True)
        self.fault = Label("", "small", token="negative", wrap=True)
        self.ok = Button("", shortcut="Enter", bind=False, kind=Kind.PRIMARY)
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.ok.clicked.connect(self.keep)
        self.cancel.clicked.connect(self.drop)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.ok)
        buttons.addWidget(self.cancel)
        self._fields = QVBoxLayout()
        self._fields.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addLayout(self._fields)
        column.addWidget(self.fault)
        column.addLayout(buttons)
        self.hide()

    def open(self, title: str, verb: str, asked: Sequence[Asked], take: Take) -> None:
        self._clear()
        self._asked, self._take = tuple(asked), take
        self.title.setText(title)
        self.ok.set_words(verb)
        for one in asked:
            self._add(one)
        self._say("")
        self.show()
        first = self.inputs[self._asked[0].key]
        target = first.buttons[0] if isinstance(first, DayPicker) else first
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, one: Asked) -> None:
        field: Input
        if one.kind == "days":
            field = DayPicker(one.label)
            field.choose(one.value)
        elif one.kind == "choice":
            field = ComboBox(one.label)
            for value, label in one.options:
                field.addItem(label, value)
            field.setCurrentIndex(max(0, field.findData(one.value)))
        else:
            field = LineField(one.label, one.value)
            field.returnPressed.connect(self.keep)
            if one.kind == "date":
                field.setPlaceholderText("05-10-2026")
        self.inputs[one.key] = field
        self._fields.addWidget(Label(one.label, "small", token="muted"))
        self._fields.addWidget(field)

    def _clear(self) -> None:
        while (item := self._fields.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.inputs = {}

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    def keep(self) -> None:
        take, values = self._take, {}
        for one in self._asked:
            text = _text_of(self.inputs[one.key])
            if one.needed and not text:
                self._say(_("Still missing: {name}.").format(name=one.label))
                self.inputs[one.key].setFocus(Qt.FocusReason.OtherFocusReason)
                return
            if one.kind == "date" and text:
                day = read_date(text)
                if day is None:
                    self._say(_("“{text}” is no day; write it such as 05-10-2026.").format(text=text))
                    self.inputs[one.key].setFocus(Qt.FocusReason.OtherFocusReason)
                    return
                text = day.isoformat()
            values[one.key] = text
        if take is not None and take(values):
            self.drop()

    def drop(self) -> None:
        self._take = None
        self.hide()
        self.closed.emit()

    def _say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.drop()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
        else:
            super().keyPressEvent(event)


def _text_of(field: Input) -> str:
    if isinstance(field, DayPicker):
        return field.text
    return str(field.currentData()) if isinstance(field, ComboBox) else field.text().strip()
