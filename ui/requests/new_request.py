"""The form for a new request: what is still missing is told while it is being written."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.people import Flexibility, Person, RequestKind
from flexdesk.exchange.written_dates import read_date
from flexdesk.i18n import _
from flexdesk.services.requests import Draft
from ui.qt import fonts
from ui.requests import words
from ui.requests.day_picker import DayPicker
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel

_PARTS = ("reason", "evidence", "plan", "outputs")


class NewRequest(SidePanel):
    """`submit` gives the key of the new request, nothing when refused; `made` carries it on."""

    made = Signal(str)
    closed = Signal()

    def __init__(self, submit: Callable[[Draft], str], width: int, parent: QWidget | None = None) -> None:
        super().__init__(_("New request"), fonts.scaled(width), parent)
        self._submit = submit
        self.body.setContentsMargins(15, 8, 12, 8)
        self.body.setSpacing(2)
        self._rows: dict[str, QWidget] = {}
        self.person = self._box("person", _("Who asks"))
        self.kind = self._box("kind", _("Kind"))
        for token, label in words.KINDS.items():
            self.kind.addItem(_(label), token)
        self.flexibility = self._box("flexibility", _("Kind of flexibility"))
        for token, label in words.FLEXIBILITY.items():
            self.flexibility.addItem(_(label), token)
        self._add_dates()
        self.days = DayPicker(_("Weekdays, none means any"))
        self._row("days", _("Weekdays, none means any"), self.days)
        self.place = self._box("place", _("Place"))
        for place in words.PLACES:
            self.place.addItem(words.place(place), str(place))
        self.partner = self._box("partner", _("Exchanges places with"))
        labels = {"reason": _("Reason"), "evidence": _("Evidence"), "plan": _("Work plan")}
        labels["outputs"] = _("Outputs")
        self.texts = {name: self._line(name, labels[name]) for name in _PARTS}
        self.body.addStretch(1)
        self._build_foot()
        self._wire()

    def _add_dates(self) -> None:
        self.first, self.to = LineField(_("First day")), LineField(_("Last day"))
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for field in (self.first, self.to):
            field.setPlaceholderText("05-10-2026")
            row.addWidget(field)
        self._row("dates", _("First and last day"), box)

    def _box(self, name: str, label: str) -> ComboBox:
        box = ComboBox(label)
        box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(28)
        self._row(name, label, box)
        return box

    def _line(self, name: str, label: str) -> LineField:
        field = LineField(label)
        self._row(name, label, field)
        return field

    def _row(self, name: str, label: str, field: QWidget) -> None:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 3, 0, 0)
        column.setSpacing(1)
        column.addWidget(Label(label, "small", token="muted"))
        column.addWidget(field)
        self._rows[name] = row
        self.body.addWidget(row)

    def _build_foot(self) -> None:
        self.told = Label("", "small", token="muted", wrap=True)
        self.keep = Button(_("Submit"), kind=Kind.PRIMARY, shortcut="Ctrl+Enter")
        cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.keep.clicked.connect(self._keep)
        cancel.clicked.connect(self.closed)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        buttons.addWidget(cancel)
        self.foot.addWidget(self.told)
        self.foot.addLayout(buttons)

    def _wire(self) -> None:
        self.kind.currentIndexChanged.connect(self._show_rows)
        for box in (self.person, self.partner, self.flexibility):
            box.currentIndexChanged.connect(self._tell)
        for field in (self.first, self.to, *self.texts.values()):
            field.textChanged.connect(self._tell)

    # What the page asks
    def open(self, people: Sequence[Person], person: str = "") -> None:
        for box in (self.person, self.partner):
            box.clear()
            for one in people:
                box.addItem(one.name, one.key)
        self.person.setCurrentIndex(self.person.findData(person) if person else -1)
        self.partner.setCurrentIndex(-1)
        self.kind.setCurrentIndex(0)
        self.flexibility.setCurrentIndex(0)
        for field in (self.first, self.to, *self.texts.values()):
            field.clear()
            field.show_fault("")
        self.days.choose("")
        self._show_rows()
        self.person.setFocus(Qt.FocusReason.OtherFocusReason)

    # Telling
    def _show_rows(self) -> None:
        kind = str(self.kind.currentData())
        special, swap = kind == RequestKind.SPECIAL_CONDITION, kind == RequestKind.SWAP
        for name, shown in (
            ("flexibility", special),
            ("days", not swap),
            ("place", not swap),
            ("partner", swap),
            ("evidence", special),
            ("plan", special),
            ("outputs", special),
        ):
            self._rows[name].setVisible(shown)
        self._tell()

    def _tell(self) -> None:
        by_place = self.flexibility.currentData() == Flexibility.LOCATION
        self.place.setEnabled(by_place or self.kind.currentData() != RequestKind.SPECIAL_CONDITION)
        missing = self.missing()
        self.told.setText(
            _("Still missing: {name}.").format(name=", ".join(missing))
            if missing
            else _("Nothing is missing.")
        )
        self.told.set_token("warning" if missing else "positive")
        self.keep.setEnabled(not missing)

    def missing(self) -> list[str]:
        """What must be there before the request can be submitted, in the order of the form."""
        draft = self.draft()
        found = []
        if not self.person.currentData():
            found.append(_("who asks"))
        if draft is None:
            found.append(_("the days"))
        elif draft.to < draft.first:
            found.append(_("a last day after the first"))
        if self.kind.currentData() == RequestKind.SWAP and not self.partner.currentData():
            found.append(_("the partner"))
        probe = draft or self._with_texts(Draft("", str(self.kind.currentData()), date.min, date.min))
        return [*found, *probe.missing]

    def _with_texts(self, draft: Draft) -> Draft:
        reason, evidence, plan, outputs = (self.texts[name].text().strip() for name in _PARTS)
        if draft.kind != RequestKind.SPECIAL_CONDITION:
            return replace(draft, reason=reason)
        return replace(draft, reason=reason, evidence=evidence, plan=plan, outputs=outputs)

    def draft(self) -> Draft | None:
        """The request as it stands; None while the days cannot be read. One day alone is first and last."""
        first = read_date(self.first.text())
        to = read_date(self.to.text()) if self.to.text().strip() else first
        if first is None or to is None:
            return None
        kind = str(self.kind.currentData())
        special, swap = kind == RequestKind.SPECIAL_CONDITION, kind == RequestKind.SWAP
        plain = Draft(
            str(self.person.currentData() or ""),
            kind,
            first,
            to,
            days="" if swap else self.days.text,
            place=str(self.place.currentData()) if not swap and self.place.isEnabled() else "",
            flexibility=str(self.flexibility.currentData()) if special else "",
            partner=str(self.partner.currentData() or "") if swap else "",
        )
        return self._with_texts(plain)

    def _keep(self) -> None:
        draft = self.draft()
        if draft is None or self.missing():
            return
        if key := self._submit(draft):
            self.made.emit(key)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
