"""The unit's own facts: name, agency, head, letterhead, and its service points."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from flexdesk.bootstrap import Desk
from flexdesk.domain.calendar import WEEKDAY_NAMES, WEEKDAYS
from flexdesk.domain.ops import Change
from flexdesk.i18n import N_, _
from flexdesk.store.store import Row
from ui.qt import accessible, fonts
from ui.undo.editor import Editor
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.cells import Cell
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label
from ui.widgets.table import Column, RowsModel, TableView

_TEXTS = (("name", N_("Name of the unit")), ("agency", N_("Agency")), ("place", N_("Place on papers")))
_CHOICES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "zone": (
        N_("Time zone"),
        (("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")),
    ),
    "kind": (
        N_("Kind of unit"),
        (("ordinary", N_("Ordinary unit")), ("service", N_("Direct service to the public"))),
    ),
    "region": (
        N_("Government"),
        (
            ("central", N_("Central government")),
            ("province", N_("Province")),
            ("regency", N_("Regency or city")),
        ),
    ),
    "paper": (N_("Usual paper"), (("F4", "F4"), ("A4", "A4"))),
    "organisation": (
        N_("Organisation"),
        (
            ("civil", N_("Civil agency")),
            ("tni", N_("Armed forces (TNI)")),
            ("polri", N_("Police (Polri)")),
            ("mission", N_("Mission abroad")),
        ),
    ),
}


class UnitView(QWidget):
    """Each field is written when it is left, as one step of undo."""

    def __init__(self, desk: Desk, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._editor = desk, editor
        self.texts: dict[str, LineField] = {}
        self.choices: dict[str, ComboBox] = {}
        self.head = ComboBox(_("Head of the unit"))
        self.head.setMinimumWidth(320)
        self.letterhead = QPlainTextEdit()
        self.letterhead.setFixedHeight(fonts.scaled(84))
        self.letterhead.setTabChangesFocus(True)
        accessible.name(self.letterhead, _("Letterhead, line by line"))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(self._facts_card())
        column.addWidget(self._points_card(), 1)
        self.refresh()

    def _facts_card(self) -> Card:
        card = Card(_("The unit"), _("each field is kept when you leave it"))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        card.body.addLayout(grid)
        for at, (name, label) in enumerate(_TEXTS):
            field = self.texts[name] = LineField(_(label))
            field.editingFinished.connect(lambda name=name: self._write_text(name))
            self._put(grid, at, 0, _(label), field)
        self._put(grid, len(_TEXTS), 0, _("Head of the unit"), self.head)
        self.head.activated.connect(lambda _at: self._write("head", str(self.head.currentData())))
        for at, (name, (label, choices)) in enumerate(_CHOICES.items()):
            box = self.choices[name] = ComboBox(_(label))
            box.setMinimumWidth(220)
            for value, words in choices:
                box.addItem(_(words), value)
            box.activated.connect(lambda _at, name=name: self._write(name, self.choices[name].currentData()))
            self._put(grid, at, 2, _(label), box)
        row = QHBoxLayout()
        row.addWidget(self.letterhead, 1)
        self.keep_head = Button(_("Keep the letterhead"), icon="check")
        self.keep_head.clicked.connect(
            lambda: self._write("letterhead", self.letterhead.toPlainText().strip())
        )
        row.addWidget(self.keep_head)
        at = max(len(_TEXTS) + 1, len(_CHOICES))
        grid.addWidget(Label(_("Letterhead"), "small", fonts.MEDIUM, token="muted"), at, 0)
        grid.addLayout(row, at, 1, 1, 3)
        return card

    def _put(self, grid: QGridLayout, row: int, column: int, label: str, widget: QWidget) -> None:
        grid.addWidget(Label(label, "small", fonts.MEDIUM, token="muted"), row, column)
        grid.addWidget(widget, row, column + 1)

    def _points_card(self) -> Card:
        card = Card(_("Service points"), _("places that must be staffed on site"), flush=True)
        columns: list[Column[Row]] = [
            Column("name", _("Name"), lambda row: Cell(str(row["name"] or ""), strong=True)),
            Column("need", _("People needed"), lambda row: Cell(str(row["need"] or 0)), 120, True),
            Column("days", _("Days"), lambda row: Cell(_days(str(row["days"] or ""))), 260),
            Column("hours", _("Hours"), lambda row: Cell(_hours(row)), 130),
        ]
        self.points: RowsModel[Row] = RowsModel(columns, lambda row: str(row["key"]))
        self.points.setParent(self)
        table = TableView(_("Service points"))
        table.show_rows_of(self.points)
        card.body.addWidget(table, 1)
        self.point_name, self.point_need = LineField(_("Name")), LineField(_("People needed"), "1")
        self.point_hours = LineField(_("Hours"))
        self.point_name.setPlaceholderText(_("New service point, such as Loket KTP-el"))
        self.point_hours.setPlaceholderText("08:00-15:00")
        self.point_need.setMaximumWidth(56)
        self.point_hours.setMaximumWidth(120)
        self.add = Button(_("Add"), icon="plus")
        row = QHBoxLayout()
        row.setContentsMargins(11, 0, 11, 8)
        for part in (self.point_name, self.point_need, self.point_hours, self.add):
            row.addWidget(part)
        card.body.addLayout(row)
        self.add.clicked.connect(lambda: self.add_point())
        self.point_name.returnPressed.connect(self.add_point)
        return card

    # -- showing

    def refresh(self) -> None:
        row = self._desk.unit.row()
        for name, field in self.texts.items():
            if not field.hasFocus():
                field.setText(str(row.get(name) or ""))
        for name, box in self.choices.items():
            box.setCurrentIndex(max(box.findData(str(row.get(name) or "")), 0 if row.get(name) else -1))
        if not self.letterhead.hasFocus():
            self.letterhead.setPlainText(str(row.get("letterhead") or ""))
        self._fill_heads(str(row.get("head") or ""))
        self.points.set_rows(self._desk.unit.service_points())

    def _fill_heads(self, head: str) -> None:
        self.head.clear()
        for person in self._desk.people.roster():
            self.head.addItem(person.full_name, person.nip)
            if person.key == head:
                self.head.setCurrentIndex(self.head.count() - 1)
        if not head:
            self.head.setCurrentIndex(-1)

    # -- writing

    def _write_text(self, name: str) -> None:
        text = self.texts[name].text().strip()
        if text != str(self._desk.unit.row().get(name) or ""):
            self._write(name, text)

    def _write(self, name: str, value: str) -> None:
        if not self._editor.run(_("Change the unit"), lambda: self._desk.unit.set({name: value})):
            self.refresh()

    def add_point(self) -> None:
        name = self.point_name.text().strip()
        if not name:
            self.point_name.setFocus()
            return
        need, hours = self.point_need.text().strip(), self.point_hours.text().strip().replace(".", ":")
        number = int(need) if need.isdigit() else 1

        def call() -> Change | None:
            return self._desk.unit.add_service_point(name, number, hours=hours)[1]

        if self._editor.run(_("Add a service point"), call):
            self.point_name.clear()
            self.refresh()

    def apply(self, change: Change) -> None:
        if any(op.table in ("unit", "service_point", "person") for op in change.ops):
            self.refresh()


def _days(text: str) -> str:
    named = [WEEKDAY_NAMES[WEEKDAYS.index(day)] for day in text.split(",") if day in WEEKDAYS]
    return ", ".join(named)


def _hours(row: Row) -> str:
    opens, closes = str(row["opens"] or ""), str(row["closes"] or "")
    return f"{opens}–{closes}".replace(":", ".") if opens and closes else "–"
