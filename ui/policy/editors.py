"""One editor for each type of setting; each gives the text that the policy stores and judges."""

from collections.abc import Sequence
from datetime import date, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from flexdesk.domain.policy import Definition, Setting, ValueType, spoken
from flexdesk.i18n import _
from ui.qt import accessible
from ui.widgets.button import IconButton
from ui.widgets.fields import CheckBox, ComboBox, LineField
from ui.widgets.segmented import Segmented


def typed_day(text: str) -> str:
    """`18-2-2026` or `18/2/2026`, as people here write a day, in the form of the store; others unchanged."""
    typed = text.strip()
    parts = typed.replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 3 and len(parts[2]) == 4 and all(part.isdigit() for part in parts):
        return f"{parts[2]}-{parts[1]:>02}-{parts[0]:>02}"
    return typed


class ValueEditor(QWidget):
    """`changed` after each new text; `text` is what `PolicyService.set` takes."""

    changed = Signal()

    def text(self) -> str:
        raise NotImplementedError

    def start(self) -> None:
        """Take the keyboard."""


class _Typed(ValueEditor):
    """A field for what is typed: dates and times."""

    def __init__(self, spoken_name: str, text: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = LineField(spoken_name, text)
        self.field.setPlaceholderText(hint)
        self.field.setMaximumWidth(150)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        row.addStretch(1)
        self.field.textChanged.connect(lambda _text: self.changed.emit())

    def text(self) -> str:
        return self.field.text().strip()

    def start(self) -> None:
        self.field.setFocus()
        self.field.selectAll()


class TextEditor(_Typed):
    """A few words."""

    def __init__(self, spoken_name: str, text: str) -> None:
        super().__init__(spoken_name, text, "")
        self.field.setMaximumWidth(260)
        self.field.setMinimumWidth(200)


class DateEditor(_Typed):
    """Takes `2026-02-18` and, as people here write it, `18-2-2026` or `18/2/2026`."""

    def text(self) -> str:
        return typed_day(self.field.text())


class NumberEditor(_Typed):
    """A whole number with a step down and up."""

    def __init__(self, spoken_name: str, text: str, definition: Definition) -> None:
        super().__init__(spoken_name, text, "")
        self._low, self._high = definition.low, definition.high
        self.field.setMaximumWidth(80)
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        for at, (icon, name, step) in enumerate((("minus", _("One less"), -1), ("plus", _("One more"), +1))):
            button = IconButton(icon, name)
            button.clicked.connect(lambda _checked=False, step=step: self._step(step))
            row.insertWidget(2 * at, button)
        self._show_bounds(row)

    def _show_bounds(self, row: QHBoxLayout) -> None:
        if self._low is not None and self._high is not None:
            text = _("from {low} to {high}").format(low=f"{self._low:g}", high=f"{self._high:g}")
            row.insertWidget(3, QLabel(text))

    def _step(self, step: int) -> None:
        typed = self.field.text().strip()
        now = int(typed) if typed.lstrip("-").isdigit() else int(self._low or 0)
        low = now + step if self._low is None else max(int(self._low), now + step)
        self.field.setText(str(low if self._high is None else min(int(self._high), low)))


class ShareEditor(ValueEditor):
    """A share as per cent: slider and field move together."""

    def __init__(self, spoken_name: str, share: float) -> None:
        super().__init__()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setPageStep(5)
        accessible.name(self.slider, spoken_name)
        self.field = LineField(spoken_name, f"{share * 100:g} %")
        self.field.setMaximumWidth(76)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.slider, 1)
        row.addWidget(self.field)
        self.slider.setValue(round(share * 100))
        self.slider.valueChanged.connect(lambda value: self.field.setText(f"{value} %"))
        self.field.textChanged.connect(self._typed)

    def _typed(self, _text: str) -> None:
        plain = self.text().removesuffix("%").replace(",", ".").strip()
        try:
            wanted = round(float(plain))
        except ValueError:
            wanted = self.slider.value()
        self.slider.blockSignals(True)
        self.slider.setValue(wanted)
        self.slider.blockSignals(False)
        self.changed.emit()

    def text(self) -> str:
        """Always with the sign, because `25` alone would mean 25 times all."""
        typed = self.field.text().replace(" ", "")
        return typed if typed.endswith("%") or not typed else f"{typed}%"

    def start(self) -> None:
        self.slider.setFocus()


class YesNoEditor(ValueEditor):
    def __init__(self, spoken_name: str, *, on: bool) -> None:
        super().__init__()
        self.switch = Segmented((("yes", _("yes")), ("no", _("no"))), spoken_name)
        self.switch.choose("yes" if on else "no")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.switch)
        row.addStretch(1)
        self.switch.chosen.connect(lambda _key: self.changed.emit())

    def text(self) -> str:
        return self.switch.choice

    def start(self) -> None:
        self.switch.setFocus()


class ChoiceEditor(ValueEditor):
    def __init__(self, spoken_name: str, definition: Definition, value: str) -> None:
        super().__init__()
        self.box = ComboBox(spoken_name)
        self.box.setMinimumWidth(200)
        for choice in definition.choices:
            self.box.addItem(spoken(definition, choice), choice)
        self.box.setCurrentIndex(max(self.box.findData(value), 0))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        row.addStretch(1)
        self.box.currentIndexChanged.connect(lambda _at: self.changed.emit())

    def text(self) -> str:
        return str(self.box.currentData())

    def start(self) -> None:
        self.box.setFocus()


class ListEditor(ValueEditor):
    """Several of the choices."""

    def __init__(self, definition: Definition, values: Sequence[str]) -> None:
        super().__init__()
        self._boxes: list[tuple[str, CheckBox]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for choice in definition.choices:
            box = CheckBox(spoken(definition, (choice,)))
            box.setChecked(choice in values)
            box.toggled.connect(lambda _on: self.changed.emit())
            column.addWidget(box)
            self._boxes.append((choice, box))

    def text(self) -> str:
        return ",".join(choice for choice, box in self._boxes if box.isChecked())

    def start(self) -> None:
        if self._boxes:
            self._boxes[0][1].setFocus()


def editor_for(definition: Definition, value: Setting, name: str) -> ValueEditor:
    """The editor of a setting, holding `value`; `name` is read aloud."""
    match definition.type:
        case ValueType.SHARE:
            return ShareEditor(name, float(value) if isinstance(value, int | float) else 0.0)
        case ValueType.YES_NO:
            return YesNoEditor(name, on=bool(value))
        case ValueType.CHOICE:
            return ChoiceEditor(name, definition, str(value))
        case ValueType.LIST:
            return ListEditor(definition, value if isinstance(value, tuple) else ())
        case ValueType.INTEGER:
            return NumberEditor(name, "" if value is None else str(value), definition)
        case ValueType.DATE:
            return DateEditor(name, value.isoformat() if isinstance(value, date) else "", "2026-02-18")
        case ValueType.TIME:
            return _Typed(name, f"{value:%H:%M}" if isinstance(value, time) else "", "07:30")
        case ValueType.TEXT:
            return TextEditor(name, str(value or ""))
