"""The list of people at the left: those without rating first, each with the predikat that follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.performance import label
from flexdesk.i18n import _
from flexdesk.services.evaluation import Evaluation
from ui.evaluation import words
from ui.qt import fonts
from ui.widgets.card import Hairline
from ui.widgets.cells import Cell
from ui.widgets.fields import SearchField
from ui.widgets.label import Label
from ui.widgets.meter import Meter
from ui.widgets.table import Column, RowsModel, TableView

_PREDICATE_WIDTH = 128
_WIDTH = 284


@dataclass(frozen=True, slots=True)
class Line:
    """A person, or a heading when `evaluation` is None."""

    key: str
    text: str
    evaluation: Evaluation | None


def lines_of(evaluations: Sequence[Evaluation], needle: str = "") -> list[Line]:
    asked = needle.casefold().split()
    found = [e for e in evaluations if all(word in _searched(e) for word in asked)]
    open_ones = [e for e in found if e.predicate is None]
    rated = [e for e in found if e.predicate is not None]
    return [*_group(_("Not rated"), open_ones), *_group(_("Rated"), rated)]


def _group(title: str, found: Sequence[Evaluation]) -> list[Line]:
    if not found:
        return []
    people = [Line(e.skp.key, str(e.skp.person["name"]), e) for e in found]
    return [Line(f"heading|{title}", f"{title}   {len(found)}", None), *people]


def _searched(evaluation: Evaluation) -> str:
    person = evaluation.skp.person
    return f"{person['name']} {person['nip']}".casefold()


def columns() -> list[Column[Line]]:
    return [
        Column("name", _("Name"), _name),
        Column("predicate", "Predikat", _predicate, _PREDICATE_WIDTH),
    ]


def _name(line: Line) -> Cell:
    if line.evaluation is None:
        return Cell(line.text, "muted", strong=True)
    locked = line.evaluation.locked
    spoken = ", ".join((line.text, _("locked"))) if locked else line.text
    return Cell(line.text, icon="lock" if locked else "", spoken=spoken)


def _predicate(line: Line) -> Cell:
    evaluation = line.evaluation
    if evaluation is None:
        return Cell()
    if evaluation.predicate is None:
        return Cell("–", "muted", spoken=_("not rated"))
    tone = words.TONES[evaluation.predicate]
    return Cell(label(evaluation.predicate), tone.ink)


class PeopleColumn(QWidget):
    """Search, how many are rated, and the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RowsModel(columns(), lambda line: line.key)
        self.table = TableView(_("People and their predikat"))
        self.table.show_rows_of(self.model)
        self.table.horizontalHeader().hide()
        self.search = SearchField(_("Search name"), bind=False)
        self.meter, self.count = Meter(), Label("", "small", fonts.STRONG)
        self.setFixedWidth(fonts.scaled(_WIDTH))
        line = QHBoxLayout()
        line.addWidget(self.meter, 1)
        line.addWidget(self.count)
        tools = QVBoxLayout()
        tools.setContentsMargins(10, 7, 10, 6)
        tools.setSpacing(7)
        tools.addWidget(self.search)
        tools.addLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(Hairline())
        column.addWidget(self.table, 1)
