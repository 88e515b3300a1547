"""A small form beside what it is about: a few fields, the fault in words, Enter keeps, Esc leaves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.exchange.written_dates import read_date
from flexdesk.i18n import _
from ui.qt import accessible, fonts
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label


@dataclass(frozen=True, slots=True)
class Asked:
    """One field: a text, a date, or one of the `choices` (value, label); empty only if it is not `wanted`."""

    name: str
    label: str
    is_date: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    wanted: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What was written, by the name of the field; dates are read, an empty one is None."""

    texts: Mapping[str, str]
    dates: Mapping[str, date | None]

    def day(self, name: str) -> date:
        """A date that was wanted; raises KeyError."""
        found = self.dates[name]
        if found is None:
            raise KeyError(name)
        return found


Keep = Callable[[Given], bool]


class SmallForm(QWidget):
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, LineField | ComboBox] = {}
        self._asked: tuple[Asked, ...] = ()
        self._keep_given: Keep | None = None
        self.title = Label("", "small", fonts.STRONG)
        self.fault = Label("", "small", token="negative", wrap=True)
        self.keep = Button(_("Save"), kind=Kind.PRIMARY, shortcut="Enter", bind=False)
        cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.keep.clicked.connect(self._keep)
        cancel.clicked.connect(self.close_form)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        buttons.addWidget(cancel)
        self._place = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addLayout(self._place)
        column.addWidget(self.fault)
        column.addLayout(buttons)
        self.hide()

    def open(self, title: str, asked: Sequence[Asked], keep: Keep) -> None:
        """`keep` says whether what was given is stored; the form then closes."""
        self._drop()
        self._asked, self._keep_given = tuple(asked), keep
        self.title.setText(title)
        accessible.name(self, title)
        box = QWidget()
        form = QFormLayout(box)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        for one in self._asked:
            field = self.fields[one.name] = self._field(one)
            form.addRow(Label(one.label, "small", token="muted"), field)
        self._place.addWidget(box)
        self._say("")
        self.show()
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _field(self, one: Asked) -> LineField | ComboBox:
        if one.choices:
            box = ComboBox(one.label)
            for value, label in one.choices:
                box.addItem(label, value)
            box.setCurrentIndex(max(box.findData(one.value), 0))
            return box
        field = LineField(one.label, one.value)
        field.setPlaceholderText(one.hint or ("05-10-2026" if one.is_date else ""))
        return field

    def close_form(self) -> None:
        if not self.isHidden():
            self.hide()
            self._drop()
            self.closed.emit()

    def _drop(self) -> None:
        self.fields.clear()
        while (item := self._place.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _keep(self) -> None:
        given = self._read()
        if given is not None and self._keep_given is not None and self._keep_given(given):
            self.close_form()

    def _read(self) -> Given | None:
        texts: dict[str, str] = {}
        dates: dict[str, date | None] = {}
        for one in self._asked:
            field = self.fields[one.name]
            text = str(field.currentData()) if isinstance(field, ComboBox) else field.text().strip()
            if one.wanted and not text:
                self._refuse(field, _("Fill in “{label}”.").format(label=one.label))
                return None
            texts[one.name] = text
            if one.is_date:
                dates[one.name] = read_date(text) if text else None
                if text and dates[one.name] is None:
                    self._refuse(field, _("Write the day such as 05-10-2026."))
                    return None
        self._say("")
        return Given(texts, dates)

    def refuse(self, name: str, sentence: str) -> bool:
        """Say what is wrong with a field; False, because nothing is stored."""
        self._refuse(self.fields[name], sentence)
        return False

    def _refuse(self, field: QWidget, sentence: str) -> None:
        self._say(sentence)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        else:
            super().keyPressEvent(event)
