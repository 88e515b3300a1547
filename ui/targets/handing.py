"""Ctrl+D: a leader's result handed down to people, ticked with Space, with typed shares or equal ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain import shares
from flexdesk.domain.outline import name_parts, number_text
from flexdesk.i18n import _
from flexdesk.services.carrying import Part, shares_told
from ui.qt import accessible, fonts, theme
from ui.widgets.button import Button, Kind
from ui.widgets.cells import Cell
from ui.widgets.fields import LineField
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.table import Column, RowsModel, TableView

_WIDTH, _SHOWN = 560, 11
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Amount:
    """The number of the leader that is parted; without one only percentages are told."""

    number: float | int
    unit: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One person of the list; `part` is what the shares of everybody make of the number."""

    key: str
    name: str
    carried: bool = False
    ticked: bool = False
    share: str = ""
    text: str = ""
    part: str = ""


class PeopleTable(TableView):
    """Letters go to a name, Space ticks, digits are the share of the current person."""

    ticked = Signal()
    share_typed = Signal(str)  # one digit, a comma, or "" for Backspace
    accepted = Signal()

    def __init__(self, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(spoken, parent)
        self._letters = ""

    def _find(self, letter: str) -> None:
        model = self.model()
        for letters in (self._letters + letter, letter):
            self._letters = letters
            for row in range(model.rowCount()):
                found = model.row_at(model.index(row, 0)) if isinstance(model, RowsModel) else None
                if isinstance(found, Choice) and _begins(found.name, letters):
                    self.selectRow(row)
                    return

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() in _ENTER:
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_Space:
            self._letters = ""
            self.ticked.emit()
        elif event.key() == Qt.Key.Key_Backspace:
            self.share_typed.emit("")
        elif len(text) == 1 and (text.isdecimal() or text in ",."):
            self.share_typed.emit(text)
        elif (
            len(text) == 1 and text.isalpha() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._find(text.casefold())
        else:
            self._letters = ""
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.indexAt(event.position().toPoint()).column() == 0:
            self.ticked.emit()


def _begins(name: str, letters: str) -> bool:
    return any(part.startswith(letters) for part in name_parts(name))


class HandDownPopup(QFrame):
    """Enter hands down, Esc leaves it; the foot tells how many people and how much of the whole."""

    def __init__(
        self,
        title: str,
        people: Sequence[Choice],
        amount: Amount | None,
        keep: Callable[[list[Part]], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._amount, self._keep = amount, keep
        self.model = RowsModel[Choice](_columns(), lambda one: one.key)
        self.model.set_rows(people)
        self.table = PeopleTable(_("People"))
        self.table.show_rows_of(self.model)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = LineField(_("Sentence of the person"))
        self.text.setPlaceholderText(_("Own sentence of this person; empty takes the leader's"))
        self.sum = Label("", "small", fonts.STRONG)
        self.fault = Label("", "small", token="warning")
        self.go = Button(_("Hand down"), shortcut="Enter", bind=False, kind=Kind.PRIMARY)
        self.go.clicked.connect(self.accept)
        self._lay_out(title)
        self.table.ticked.connect(self._tick)
        self.table.share_typed.connect(self._type_share)
        self.table.accepted.connect(self.accept)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_text())
        self.text.textEdited.connect(self._type_text)
        accessible.name(self, title, _("Space ticks, letters find a name, digits are a share, Enter keeps"))
        first = next((at for at, one in enumerate(people) if not one.carried), 0)
        if people:
            self.table.selectRow(first)
        self._tell()

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        column.addWidget(ElidedLabel(title, "base", fonts.STRONG))
        hint = _("Space ticks, letters find a name, digits are a share in per cent; without, equal parts.")
        column.addWidget(ElidedLabel(hint, "small", token="muted"))
        row_height = theme.current().row_height()
        rows = max(1, min(self.model.rowCount(), _SHOWN))
        self.table.setFixedHeight(row_height * rows + self.table.horizontalHeader().sizeHint().height() + 2)
        column.addWidget(self.table)
        column.addWidget(self.text)
        column.addWidget(self.fault)
        row = QHBoxLayout()
        row.addWidget(self.sum, 1)
        row.addWidget(self.go)
        column.addLayout(row)
        self.setFixedWidth(fonts.scaled(_WIDTH))

    def show_at(self, at: QPoint) -> None:
        """Open with the top left corner at `at`, a point of the screen, as far as the screen allows."""
        self.adjustSize()
        free = self.screen().availableGeometry()
        top = min(at.y(), free.bottom() - self.height())
        self.move(min(at.x(), free.right() - self.width()), max(free.top(), top))
        self.show()
        self.table.setFocus(Qt.FocusReason.PopupFocusReason)

    # Choosing
    def _current(self) -> Choice | None:
        return self.model.row_at(self.table.currentIndex())

    def _change(self, choice: Choice) -> None:
        self.model.replace_row(choice)
        self._tell()

    def _tick(self) -> None:
        if (one := self._current()) is not None and not one.carried:
            self._change(replace(one, ticked=not one.ticked))

    def _type_share(self, typed: str) -> None:
        if (one := self._current()) is not None and not one.carried:
            text = one.share + typed.replace(".", ",") if typed else one.share[:-1]
            if typed == "" or _percent(text) is not None:
                self._change(replace(one, share=text, ticked=one.ticked or bool(text)))

    def _type_text(self, text: str) -> None:
        if (one := self._current()) is not None and not one.carried:
            self._change(replace(one, text=text, ticked=one.ticked or bool(text.strip())))

    def _show_text(self) -> None:
        one = self._current()
        self.text.setText(one.text if one is not None else "")
        self.text.setEnabled(one is not None and not one.carried)

    def _tell(self) -> None:
        """Everybody's part follows from the shares of all, so that each tick is told in each line."""
        chosen = [one for one in self.model.rows if one.ticked]
        percents = shares.completed([_percent(one.share) for one in chosen])
        told = dict(zip((one.key for one in chosen), self._parts(percents), strict=True))
        for one in self.model.rows:
            if one.part != (part := told.get(one.key, "")):
                self.model.replace_row(replace(one, part=part))
        total = number_text(round(sum(percents), 1))
        count = _("{count} people, {total} % of the whole")
        self.sum.setText(
            count.format(count=len(chosen), total=total) if chosen else _("Nobody is ticked yet.")
        )
        fault = shares_told([_percent(one.share) for one in chosen])
        self.fault.setText(fault)
        self.go.setEnabled(bool(chosen))

    def _parts(self, percents: Sequence[float]) -> list[str]:
        if self._amount is None:
            return [f"{number_text(round(percent, 1))} %" for percent in percents]
        made = shares.parts(self._amount.number, percents)
        return [f"{number_text(part)} {self._amount.unit}".strip() for part in made]

    def accept(self) -> None:
        chosen = [one for one in self.model.rows if one.ticked]
        if not chosen:
            return
        parts = [Part(one.key, " ".join(one.text.split()), _percent(one.share)) for one in chosen]
        self.close()
        self._keep(parts)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.accept()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme.current()
        painter.fillRect(self.rect(), look.color("surface"))
        painter.setPen(look.color("borderStrong"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


def _percent(text: str) -> float | None:
    """None for nothing typed, and for what is no number."""
    try:
        return float(text.replace(",", ".")) if text else None
    except ValueError:
        return None


def _columns() -> list[Column[Choice]]:
    return [
        Column("tick", "", _ticked, 34),
        Column("name", _("Name"), lambda one: Cell(one.name, "muted" if one.carried else "text")),
        Column(
            "share", _("Share"), lambda one: Cell(f"{one.share} %" if one.share else ""), 64, to_right=True
        ),
        Column("part", _("Gets"), _part, 150, to_right=True),
    ]


def _ticked(one: Choice) -> Cell:
    if one.carried:
        return Cell(icon="check", icon_token="disabled", spoken=_("carries it already"))
    icon, token = ("circle-check", "accent") if one.ticked else ("circle", "muted")
    return Cell(icon=icon, icon_token=token, spoken=_("ticked") if one.ticked else _("not ticked"))


def _part(one: Choice) -> Cell:
    return Cell(_("carries it already"), "muted") if one.carried else Cell(one.part)
