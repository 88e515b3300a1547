"""Alt+B: the fairness ledger over the grid, with everybody's turns beside the mean of their equals."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.domain.ledger import Count, Spread
from flexdesk.i18n import N_, _
from flexdesk.progress import Progress
from flexdesk.services.ledger import LABELS, LedgerRow, LedgerView
from ui.qt import accessible, fonts
from ui.schedule import words
from ui.schedule.ports import Beside
from ui.widgets.badge import Badge, BadgeFacts
from ui.widgets.banner import BannerAction
from ui.widgets.button import Button, Kind
from ui.widgets.cells import Cell, MeterFacts, Role
from ui.widgets.empty_state import EmptyState
from ui.widgets.label import Label
from ui.widgets.page import KeyRow
from ui.widgets.table import Column, RowsModel, TableView
from ui.widgets.tones import Tone

_SETTLE_MS = 200  # several changes in a row are counted once
_MOST_SENTENCES = 6
_WIDTHS = {Count.COUNTER: 78, Count.NIGHTS: 90}  # without a bar
_FAIR = 1  # Fridays that equals may lie apart

KEYS: tuple[tuple[str, str], ...] = (
    ("Alt+B", N_("Fairness ledger")),
    ("Enter", N_("In the ledger: go to the person in the grid")),
    ("Space", N_("In the ledger: sort by this column")),
    ("Ctrl+P / Ctrl+E", N_("In the ledger: print or export it")),
)

AskTarget = Callable[[QWidget, str, str], Path | None]


def ask_target(parent: QWidget, suggestion: str, kinds: str) -> Path | None:
    name, _kind = QFileDialog.getSaveFileName(parent, _("Save"), suggestion, kinds)
    return Path(name) if name else None


class LedgerPort(Protocol):
    """Where the ledger comes from and who writes it to a file."""

    def view(
        self, first: date, last: date, weeks: int = 12, progress: Progress | None = None
    ) -> LedgerView: ...

    def write(self, file: Path, view: LedgerView) -> int: ...


class LedgerRoom(QWidget):
    """Reads beside the screen, shows, and leads to a person; it changes nothing."""

    chosen = Signal(str)  # a person's key
    closed = Signal()

    def __init__(self, port: LedgerPort, beside: Beside, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._port, self._beside = port, beside
        self.ask_target: AskTarget = ask_target
        self.last_folder = Path.home()
        self.view: LedgerView | None = None
        self._span: tuple[date, date] | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLE_MS)
        self._later.timeout.connect(self.load)
        self._build()
        self.hide()

    def _build(self) -> None:
        self.title = Label("", "lead", fonts.STRONG)
        self.badge = Badge("")
        self.note = Label("", "small", token="muted")
        self.back = Button(_("Back to the grid"), shortcut="Esc", bind=False, kind=Kind.QUIET)
        self.back.clicked.connect(lambda: self.closed.emit())
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addWidget(self.badge)
        head.addWidget(self.note)
        head.addStretch(1)
        head.addWidget(self.back)
        self.sentences = Label("", "base", wrap=True)
        self.model: RowsModel[LedgerRow] = RowsModel(self._columns(), lambda row: row.key, self)
        self.table = _LedgerTable(self.choose, self.sort)
        self.table.show_rows_of(self.model)
        self.nothing = EmptyState(
            "scale",
            _("There are no turns to compare yet."),
            _("The ledger begins with the first week that is planned or published."),
            [BannerAction(_("Back to the grid"), lambda: self.closed.emit(), "calendar-range")],
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.sentences)
        column.addWidget(self.pages, 1)
        self.setFocusProxy(self.table)

    def _columns(self) -> list[Column[LedgerRow]]:
        counts = [
            Column(
                str(count),
                _(LABELS[count]),
                partial(self._cell, count),
                _WIDTHS.get(count, 130),
                to_right=True,
                sort=partial(_order, count),
            )
            for count in Count
        ]
        return [
            Column("name", _("Name"), lambda row: Cell(row.name), 0, sort=lambda row: row.name),
            Column("group", _("Group"), _group, 150, sort=lambda row: (row.group, row.name)),
            *counts,
            Column("wishes", _("Wishes"), _wishes, 92, to_right=True, sort=_met),
        ]

    def _cell(self, count: Count, row: LedgerRow) -> Cell:
        value = row.turns.of(count)
        found = self.view.ledger.spread(row.group, count) if self.view and row.group else None
        if found is None or not found.most:
            return Cell(str(value), "text" if value else "muted")
        return _beside_mean(value, found, bar=count not in _WIDTHS)

    # Showing
    def show_span(self, first: date, last: date) -> None:
        """The ledger of the weeks up to these days."""
        if self._span != (first, last):
            self._span = (first, last)
            self.load()

    def load_later(self) -> None:
        """Something changed: count anew soon, or when the ledger is opened next."""
        if self.isHidden():
            self._span = None
        else:
            self._later.start()

    def load(self) -> None:
        """Count anew beside the screen; what is shown meanwhile stays."""
        self._later.stop()
        span = self._span
        if span is None:
            return

        def show(view: LedgerView) -> None:
            if self._span == span:
                self.show_view(view)

        self._beside(_("Counting turns"), lambda told: self._port.view(*span, progress=told), show)

    def show_view(self, view: LedgerView) -> None:
        at = self.table.currentIndex()
        key, column = at.data(Role.KEY), max(at.column(), 0)
        self.view = view
        self.note.setText("")
        self.model.set_rows(view.rows)
        span = words.span(view.ledger.first, view.last)
        self.title.setText(_("Fairness ledger, {span}").format(span=span))
        lines = list(view.sentences())
        told = [_upper(line) for line in lines[:_MOST_SENTENCES]]
        if len(lines) > _MOST_SENTENCES:
            told.append(_("and {count} more groups").format(count=len(lines) - _MOST_SENTENCES))
        self.sentences.setText("\n".join(told))
        self.sentences.setVisible(bool(told) and not view.is_empty)
        self.badge.show_facts(_fairness(view.ledger.friday_spread))
        self.badge.setVisible(bool(view.ledger.spreads) and not view.is_empty)
        self.pages.setCurrentWidget(self.nothing if view.is_empty else self.table)
        self.setFocusProxy(self.nothing.buttons[0] if view.is_empty else self.table)
        row = max(self.model.find(str(key)).row(), 0)
        self.table.setCurrentIndex(self.model.index(row, column))
        accessible.name(self.table, ". ".join((self.title.text(), *told)))
        if self.isVisible():
            self.setFocus()

    def choose(self) -> None:
        """Enter: to the person's row of the grid."""
        row = self.model.row_at(self.table.currentIndex())
        if row is not None:
            self.chosen.emit(row.key)

    def sort(self) -> None:
        """Space: by the column of the cursor, the second time the other way round."""
        at = self.table.currentIndex()
        if at.isValid():
            self.table.horizontalHeader().sectionClicked.emit(at.column())
            self.table.scrollTo(self.table.currentIndex())

    def export(self) -> bool:
        """Ctrl+E: as a workbook or a table, by the ending of the name."""
        view = self.view
        if view is None or view.is_empty:
            return False
        name = str(self.last_folder / f"{view.last.isoformat()}_BUKU-ADIL.xlsx")
        path = self.ask_target(self, name, "Excel (*.xlsx);;CSV (*.csv)")
        if path is None:
            return True
        self.last_folder = path.parent

        def done(_size: int) -> None:
            self.note.setText(_("{file} is written.").format(file=path.name))

        self._beside(_("Writing the ledger"), lambda _told: self._port.write(path, view), done)
        return True

    def shut(self) -> None:
        self._later.stop()


class _LedgerTable(TableView):
    """Enter and Space act on the row and the column of the cursor."""

    def __init__(self, choose: Callable[[], object], sort: Callable[[], object]) -> None:
        super().__init__(_("Fairness ledger"))
        self._choose, self._sort = choose, sort
        self.doubleClicked.connect(lambda _index: choose())

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif event.key() == Qt.Key.Key_Space:
            self._sort()
        else:
            super().keyPressEvent(event)


def rows() -> Sequence[KeyRow]:
    """The lines for “?”."""
    return [KeyRow(key, _(text)) for key, text in KEYS]


def _beside_mean(value: int, found: Spread, *, bar: bool) -> Cell:
    """A bar up to the most of the group, with the group's mean as a tick; Fridays too far apart stand out."""
    spoken = _("{value}, the group's mean is {mean}").format(value=value, mean=f"{found.mean:.1f}")
    ends = []
    if found.spread and value == found.most:
        ends.append(_("most of the group"))
    if found.spread and value == found.least:
        ends.append(_("least of the group"))
    unfair = found.count is Count.FRIDAYS and found.spread > _FAIR and value == found.most
    tone = Tone.WARNING if unfair else Tone.ACCENT
    meter = MeterFacts(value / found.most, tone, found.mean / found.most) if bar else None
    told = ", ".join((spoken, *ends))
    return Cell(str(value), strong=bool(ends), meter=meter, spoken=told, tip=told)


def _order(count: Count, row: LedgerRow) -> tuple[int, str]:
    return row.turns.of(count), row.name


def _group(row: LedgerRow) -> Cell:
    return Cell(row.group) if row.group else Cell("–", "muted", spoken=_("compared with nobody"))


def _wishes(row: LedgerRow) -> Cell:
    asked, met = row.turns.wishes_asked, row.turns.wishes_met
    if not asked:
        return Cell("–", "muted", spoken=_("no wish"))
    return Cell(f"{met}/{asked}", spoken=_("{met} of {asked} wishes met").format(met=met, asked=asked))


def _met(row: LedgerRow) -> tuple[int, int, str]:
    return row.turns.wishes_met, row.turns.wishes_asked, row.name


def _fairness(spread: int) -> BadgeFacts:
    if spread <= _FAIR:
        return BadgeFacts(_("Fridays are fairly shared"), Tone.POSITIVE)
    return BadgeFacts(_("Fridays are {count} apart").format(count=spread), Tone.WARNING)


def _upper(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
