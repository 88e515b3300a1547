"""N: a report that the leader types for somebody who has no device."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from flexdesk.exchange.written_dates import read_date
from flexdesk.i18n import _
from flexdesk.services.typed_outputs import TypedOutput
from flexdesk.store.store import Row
from ui.qt import fonts
from ui.review.person_field import PersonField, Someone
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label

_WIDTH = 640


class TypedForm(QWidget):
    """`keep` says whether the report was stored; the form then stands open for the next one."""

    closed = Signal()

    def __init__(self, keep: Callable[[TypedOutput], bool], targets: Callable[[str, int], list[Row]]) -> None:
        super().__init__()
        self._keep, self._targets = keep, targets
        self.person = PersonField(_("Person"))
        self.day, self.activity = LineField(_("Day")), LineField(_("What was done"))
        self.amount, self.unit = LineField(_("Amount")), LineField(_("Unit"))
        self.target, self.evidence = ComboBox(_("Target")), LineField(_("Evidence"))
        self.target.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fault = Label("", "small", token="negative", wrap=True)
        self.ok = Button(_("Keep the report"), shortcut="Ctrl+Enter", bind=False, kind=Kind.PRIMARY)
        self.cancel = Button(_("Close"), shortcut="Esc", bind=False)
        self.person.chosen.connect(self._show_targets)
        self.day.editingFinished.connect(self._show_targets)
        self.ok.clicked.connect(self.keep)
        self.cancel.clicked.connect(self.closed)
        self._build()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        rows: Sequence[Sequence[tuple[str, QWidget]]] = (
            ((_("Person"), self.person), (_("Day"), self.day)),
            ((_("What was done"), self.activity),),
            ((_("Amount"), self.amount), (_("Unit"), self.unit)),
            ((_("Target"), self.target),),
            ((_("Evidence"), self.evidence),),
        )
        for at, row in enumerate(rows):
            for column, (text, field) in enumerate(row):
                span = 2 if len(row) == 1 else 1
                grid.addWidget(Label(text, "small", token="muted"), 2 * at, column, 1, span)
                grid.addWidget(field, 2 * at + 1, column, 1, span, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        foot = QHBoxLayout()
        foot.addWidget(self.fault, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.ok)
        whole = QVBoxLayout()
        whole.setSpacing(10)
        whole.addWidget(Label(_("Report typed for somebody"), "lead", fonts.STRONG))
        said = _("It waits in the list like any other report, with its source named.")
        whole.addWidget(Label(said, token="muted", wrap=True))
        whole.addLayout(grid)
        whole.addLayout(foot)
        whole.addStretch(1)
        inner = QWidget()
        inner.setMaximumWidth(fonts.scaled(_WIDTH))
        inner.setLayout(whole)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 14, 24, 14)
        outer.addWidget(inner, 1)
        outer.addStretch(0)

    def open(self, people: Sequence[Someone], day: date, first: str = "") -> None:
        self.person.show_people(people, first)
        self.day.setText(f"{day:%d-%m-%Y}")
        self._clear()
        self._show_targets()
        (self.activity if first else self.person).setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        for field in (self.activity, self.amount, self.unit, self.evidence):
            field.clear()
        self.fault.setText("")

    def _show_targets(self) -> None:
        kept = self.target.currentData()
        someone, day = self.person.person, read_date(self.day.text())
        self.target.clear()
        self.target.addItem(_("no target"), "")
        if someone is not None and day is not None:
            for result in self._targets(someone.key, day.year):
                self.target.addItem(f"{result['code']} · {result['text']}", str(result["code"] or ""))
        self.target.setCurrentIndex(max(0, self.target.findData(kept)))

    def keep(self) -> None:
        someone, day = self.person.person, read_date(self.day.text())
        amount = self.amount.text().strip()
        number = _number(amount)
        fault = ""
        if someone is None:
            fault = _("Choose the person first.")
        elif day is None:
            fault = _("The day is not understood; write it like 30-09-2026.")
        elif amount and number is None:
            fault = _("The amount is not a number.")
        self.fault.setText(fault)
        if fault or someone is None or day is None:
            return
        typed = TypedOutput(
            someone.key,
            day,
            self.activity.text(),
            number,
            self.unit.text(),
            str(self.target.currentData() or ""),
            self.evidence.text(),
        )
        if self._keep(typed):
            self._clear()
            self.activity.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
        else:
            super().keyPressEvent(event)


def _number(text: str) -> float | None:
    """`1.200` and `2,5` as they are written by hand."""
    plain = text.replace(".", "").replace(",", ".") if "," in text or text.count(".") > 1 else text
    whole, dot, rest = plain.partition(".")
    if dot and len(rest) == 3 and whole.isdigit():
        plain = whole + rest  # 1.200 is one thousand two hundred
    try:
        found = float(plain)
    except ValueError:
        return None
    return int(found) if found.is_integer() else found
