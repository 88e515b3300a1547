"""A person's own fields: each is kept when it is left; those that the unit added stand below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Protocol

from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from flexdesk.domain import zones
from flexdesk.domain.people import STATUS_LABELS
from flexdesk.i18n import _
from flexdesk.services.custom_fields import CustomField, FieldKind
from flexdesk.services.roster import RosterRow
from ui.qt import fonts
from ui.widgets.card import Hairline
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label

_FIELDS = ("golongan", "phone", "email", "domicile")


class Writes(Protocol):
    def write(self, key: str, field: str, text: str) -> bool: ...

    def write_custom(self, key: str, field: CustomField, text: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What stands in the record beside the row of the roster."""

    fields: Sequence[CustomField]
    values: Mapping[str, str]
    sections: Sequence[tuple[str, str]]
    zone: str
    unit_zone: str
    today: date
    report_due: time


class RecordView(QWidget):
    def __init__(
        self, row: RosterRow, facts: RecordFacts, edits: Writes, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._row, self._facts, self._edits = row, facts, edits
        self.fields: dict[str, LineField] = {}
        self.own: dict[str, LineField | ComboBox] = {}
        self.boxes: dict[str, ComboBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._record())
        if facts.fields:
            column.addWidget(Hairline())
            column.addWidget(Label(_("Fields of our own"), "small", fonts.STRONG, token="muted"))
            column.addLayout(self._own())

    def input_of(self, field: str) -> QWidget | None:
        """Where a field of the person is written; a field of our own goes by its key."""
        return self.fields.get(field) or self.boxes.get(field) or self.own.get(field)

    def _record(self) -> QFormLayout:
        form = _form()
        person = self._row.person
        labels = {
            "golongan": "Golongan",
            "phone": _("Phone"),
            "email": _("E-mail"),
            "domicile": _("Home"),
        }
        status = _box("Status", list(STATUS_LABELS.items()), person.status)
        status.activated.connect(lambda _at: self._write("status", str(status.currentData())))
        self.boxes["status"] = status
        form.addRow(Label("Status", "small", token="muted"), status)
        for name in _FIELDS:
            field = LineField(labels[name], str(getattr(person, name)))
            field.editingFinished.connect(lambda name=name: self._finish(name))
            self.fields[name] = field
            form.addRow(Label(labels[name], "small", token="muted"), field)
        posting = self._row.posting
        if self._facts.sections and posting is not None:
            choices = [("", posting.unit or "–"), *self._facts.sections]
            box = _box(_("Part of the unit"), choices, posting.section)
            box.activated.connect(lambda _at: self._write("section", str(box.currentData())))
            self.boxes["section"] = box
            form.addRow(Label(_("Part of the unit"), "small", token="muted"), box)
        if person.former_nip:
            form.addRow(
                Label(_("Earlier NIP"), "small", token="muted"),
                Label(person.former_nip.replace(",", "\n"), "small", wrap=True),
            )
        if self._facts.zone != self._facts.unit_zone:
            facts = self._facts
            text = _("works by {zone}; the daily report is due at {due}").format(
                zone=zones.label(facts.zone),
                due=zones.spoken(facts.today, facts.report_due, facts.zone, facts.unit_zone),
            )
            form.addRow(Label(_("Time zone"), "small", token="muted"), Label(text, "small", wrap=True))
        return form

    def _own(self) -> QFormLayout:
        form = _form()
        for custom in self._facts.fields:
            field = self._own_input(custom)
            self.own[custom.key] = field
            form.addRow(Label(custom.name, "small", token="muted", wrap=True), field)
        return form

    def _own_input(self, custom: CustomField) -> LineField | ComboBox:
        value = self._facts.values.get(custom.key, "")
        if custom.kind in (FieldKind.YES_NO, FieldKind.CHOICE):
            yes_no = [("yes", _("yes")), ("no", _("no"))]
            named = yes_no if custom.kind is FieldKind.YES_NO else [(one, one) for one in custom.choices]
            box = _box(custom.name, [("", "–"), *named], value)
            box.activated.connect(
                lambda _at: self._edits.write_custom(self._row.key, custom, str(box.currentData()))
            )
            return box
        shown = _shown(custom, value)
        field = LineField(custom.name, shown)
        field.editingFinished.connect(lambda: self._finish_own(custom, field, shown))
        return field

    # Doing
    def _finish(self, name: str) -> None:
        text = self.fields[name].text().strip()
        if text != str(getattr(self._row.person, name)):
            self._write(name, text)

    def _write(self, name: str, text: str) -> None:
        if not self._edits.write(self._row.key, name, text) and name in self.fields:
            self.fields[name].setText(str(getattr(self._row.person, name)))

    def _finish_own(self, custom: CustomField, field: LineField, before: str) -> None:
        text = field.text().strip()
        if text != before and not self._edits.write_custom(self._row.key, custom, text):
            field.setText(before)


def _shown(custom: CustomField, value: str) -> str:
    if custom.kind is FieldKind.DATE:
        return "-".join(reversed(value.split("-")))
    return value.replace(".", ",") if custom.kind is FieldKind.NUMBER else value


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setVerticalSpacing(6)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def _box(spoken: str, choices: Sequence[tuple[str, str]], value: str) -> ComboBox:
    box = ComboBox(spoken)
    box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(16)
    for token, label in choices:
        box.addItem(label, token)
    box.setCurrentIndex(box.findData(value))
    return box
