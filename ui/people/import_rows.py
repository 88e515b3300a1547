"""The rows of a trial as a table: failed ones first, mended in place, the others with what they bring."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from flexdesk.exchange.cells import text_of
from flexdesk.exchange.rosters import Rejected, RosterPerson
from flexdesk.i18n import N_, _
from flexdesk.services.people_import import RowOutcome
from flexdesk.services.roster import grouped_nip
from ui.people import words
from ui.people.import_fields import FIELD_LABELS
from ui.people.import_trial import Trial
from ui.qt import theme
from ui.widgets.cells import Cell, CellDelegate
from ui.widgets.fields import LineField
from ui.widgets.table import Column, RowsModel

Index = QModelIndex | QPersistentModelIndex

_SHOWN = ("nip", "name", "golongan", "birth_date", "jabatan")  # in this order, where the file has them
_NAMES = ("name", "titles_from", "name_part")
_WIDTHS = {"nip": 170, "name": 210, "golongan": 70, "birth_date": 110, "jabatan": 200}
_OUTCOMES = {"new": N_("new"), "same": N_("known, nothing new"), "updated": N_("updated: {what}")}


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """`texts` by field; `columns` says where in the file each stands; `fault` names the field to mend."""

    number: int
    texts: Mapping[str, str]
    columns: Mapping[str, int]
    state: str  # failed, doubtful, new, updated or same
    message: str
    fault: str = ""


def preview(trial: Trial) -> list[PreviewRow]:
    """Failed rows, doubtful rows, then the rest in the order of the file."""
    columns = _columns(trial)
    failed = [_failed(row, columns) for row in trial.reading.rejected]
    taken = [_taken(person, trial.outcomes[person.row], columns) for person in trial.reading.accepted]
    doubtful = [row for row in taken if row.state == "doubtful"]
    return [*failed, *doubtful, *(row for row in taken if row.state != "doubtful")]


def _columns(trial: Trial) -> dict[str, int]:
    found: dict[str, int] = {}
    for view in trial.reading.columns:
        if view.field is not None:
            found.setdefault("name" if view.field in _NAMES else view.field, view.index)
    return found


def _failed(row: Rejected, columns: Mapping[str, int]) -> PreviewRow:
    texts = {
        field: text_of(row.cells[index]) if index < len(row.cells) else "" for field, index in columns.items()
    }
    return PreviewRow(row.row, texts, columns, "failed", row.message, row.field)


def _taken(person: RosterPerson, outcome: RowOutcome, columns: Mapping[str, int]) -> PreviewRow:
    titles = " ".join(person.front_titles)
    name = f"{titles} {person.name}".strip()
    texts = {
        "nip": grouped_nip(person.nip),
        "name": ", ".join((name, *person.back_titles)),
        "golongan": person.golongan or "",
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "jabatan": person.jabatan or "",
    }
    if not person.golongan_fits_status:
        message = _("Golongan {golongan} does not go with this status; please look.")
        return PreviewRow(
            person.row, texts, columns, "doubtful", message.format(golongan=person.golongan), "golongan"
        )
    if outcome.like:
        signs = ", ".join(_(words.SIGN_LABELS[sign]) for sign in outcome.like[0].signs)
        message = _("new, and may be somebody in the roster: {signs}").format(signs=signs)
        return PreviewRow(person.row, texts, columns, "doubtful", message, "nip")
    return PreviewRow(person.row, texts, columns, outcome.kind, _outcome_words(outcome))


def _outcome_words(outcome: RowOutcome) -> str:
    parts = []
    for field, before, after in outcome.changed:
        label = _(FIELD_LABELS[field]) if field in FIELD_LABELS else field
        change = _("{field} {before} becomes {after}") if before else _("{field} {after}")
        parts.append(change.format(field=label.lower(), before=before, after=after))
    return _(_OUTCOMES[outcome.kind]).format(what="; ".join(parts))


_ICONS = {
    "failed": ("circle-alert", "negative"),
    "doubtful": ("triangle-alert", "warning"),
    "new": ("check", "positive"),
    "updated": ("pencil", "accent"),
    "same": ("check", "muted"),
}


def _result(row: PreviewRow) -> Cell:
    icon, token = _ICONS[row.state]
    ink = token if row.state in ("failed", "doubtful") else "muted"
    return Cell(row.message, ink, icon=icon, icon_token=token, tip=row.message)


class PreviewModel(RowsModel[PreviewRow]):
    """`mend` takes the row number, the column of the file and the text typed."""

    def __init__(self, mend: Callable[[int, int, str], object], parent: QWidget | None = None) -> None:
        super().__init__([], lambda row: str(row.number), parent)
        self._mend = mend
        self._fields: tuple[str, ...] = ()
        self._all: list[PreviewRow] = []
        self._only_faults = False

    def show_trial(self, trial: Trial) -> None:
        self._all = preview(trial)
        placed = _columns(trial)
        self._fields = tuple(field for field in _SHOWN if field in placed)
        cells = [
            Column(field, _(FIELD_LABELS[field]), _text_of(field), _WIDTHS[field]) for field in self._fields
        ]
        number: Column[PreviewRow] = Column(
            "row", _("Row"), lambda row: Cell(str(row.number), "muted"), 52, to_right=True
        )
        self.columns = (number, *cells, Column("result", _("Result of the check"), _result))
        self._show()

    def show_faults(self, *, only: bool) -> None:
        self._only_faults = only
        self._show()

    def _show(self) -> None:
        kept = [row for row in self._all if row.fault or not self._only_faults]
        self.set_rows(kept)

    @property
    def faults(self) -> int:
        return sum(bool(row.fault) for row in self._all)

    @property
    def total(self) -> int:
        return len(self._all)

    def field_at(self, column: int) -> str:
        return self._fields[column - 1] if 0 < column <= len(self._fields) else ""

    def fault_cell(self, row: PreviewRow) -> QModelIndex:
        """The cell to mend, or the first one where the file has no column for it."""
        at = self._fields.index(row.fault) + 1 if row.fault in self._fields else 1
        return self.index(self._row_of[str(row.number)], at)

    def next_fault(self, at: int, step: int) -> QModelIndex:
        """The next cell to mend after row `at`, going round; invalid when nothing is left."""
        count = len(self._rows)
        for distance in range(1, count + 1):
            row = self._rows[(at + step * distance) % count]
            if row.fault:
                return self.fault_cell(row)
        return QModelIndex()

    # Qt overrides
    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if row.fault and self.field_at(index.column()):
            return plain | Qt.ItemFlag.ItemIsEditable
        return plain

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            return self._rows[index.row()].texts.get(self.field_at(index.column()), "")
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, field = self.row_at(index), self.field_at(index.column())
        if role != Qt.ItemDataRole.EditRole or row is None or field not in row.columns:
            return False
        text = str(value).strip()
        if text == row.texts.get(field, ""):
            return False
        self._mend(row.number, row.columns[field], text)
        return True


def _text_of(field: str) -> Callable[[PreviewRow], Cell]:
    def cell(row: PreviewRow) -> Cell:
        return Cell(row.texts.get(field, ""), strong=row.fault == field, condensed=field == "nip")

    return cell


class PreviewDelegate(CellDelegate):
    """A red frame around the cell that a row was refused for."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        model = index.model()
        row = model.row_at(index) if isinstance(model, PreviewModel) else None
        if not isinstance(model, PreviewModel) or row is None or not row.fault:
            return
        if model.field_at(index.column()) == row.fault:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            token = "negativeGraphic" if row.state == "failed" else "warningGraphic"
            painter.setPen(QPen(theme.current().color(token), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -2.5), 3, 3)
            painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        label = str(index.model().headerData(index.column(), Qt.Orientation.Horizontal) or "")
        field = LineField(label, parent=parent)
        field.setStyleSheet(f"min-height: {theme.current().row_height() - 4}px; border-radius: 0;")
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, LineField):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, LineField):
            model.setData(model.index(index.row(), index.column()), editor.text())
