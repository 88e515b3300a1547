"""The room “e-Kinerja” of the targets: where its recaps and FlexDesk differ, and who that concerns."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import year_of
from flexdesk.i18n import _
from flexdesk.services.bkn import Difference
from ui.bridge.compare_columns import HEAPS, RATINGS, Heap, columns, in_heap
from ui.bridge.recap_files import RecapFiles
from ui.feedback.reporter import Reporter
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets import keys
from ui.widgets.banner import BannerAction
from ui.widgets.button import Button
from ui.widgets.card import Hairline
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import SearchField
from ui.widgets.label import Label
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.segmented import Segmented
from ui.widgets.table import RowsModel, TableView
from ui.widgets.tones import Tone

_RELEVANT = frozenset({"bkn_record", "person", "skp", "evaluation"})


class ComparePage(Page):
    help_name = "targets"

    def __init__(
        self, desk: Desk, *, editor: Editor, runner: Runner, reporter: Reporter, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Targets"), parent)
        self._desk, self._reporter = desk, reporter
        self.year = next(iter(desk.bkn.years()), desk.clock.today().year)
        self.differences: list[Difference] = []
        self.files = RecapFiles(desk, editor, runner, reporter, self)
        self._stale = QTimer(self)
        self._stale.setSingleShot(True)
        self._stale.timeout.connect(self.refresh)
        self._build_header()
        self._build_body()
        self._wire()
        self.refresh()

    # Building
    def _build_header(self) -> None:
        self.header.add_period(lambda: self.show_year(self.year - 1), lambda: self.show_year(self.year + 1))
        self.load = self.header.add_action(Button(_("Take recaps"), icon="file-up", shortcut="Ctrl+I"))
        self.save = self.header.add_action(
            Button(_("Unit recap"), icon="download", shortcut="Ctrl+E", bind=False)
        )

    def _build_body(self) -> None:
        self.model: RowsModel[Difference] = RowsModel(columns(), lambda one: one.key, self)
        self.table = TableView(_("Differences to e-Kinerja"))
        self.table.show_rows_of(self.model)
        self.search = SearchField(_("Search name or NIP"), bind=False)
        self.heaps = Segmented([(heap, _(text)) for heap, text in HEAPS.items()], _("What is shown"))
        self.count = Label("", "small", token="muted")
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 5, 12, 5)
        tools.setSpacing(10)
        tools.addWidget(self.search)
        tools.addWidget(self.heaps)
        tools.addStretch(1)
        tools.addWidget(self.count)
        self.list = QWidget()
        column = QVBoxLayout(self.list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(Hairline())
        column.addWidget(self.table, 1)
        take = BannerAction(_("Take recaps"), self.files.choose, "file-up")
        self.empty = EmptyState(
            "git-compare",
            _("No recap of e-Kinerja of this year is here yet."),
            _("Load “Laporan SKP” and “Laporan Penilaian SKP” there, and take both files as they came."),
            (take,),
        )
        self.same = EmptyState("circle-check", _("e-Kinerja and FlexDesk say the same."), "", (take,))
        self.views = QStackedWidget()
        for view in (self.list, self.empty, self.same):
            self.views.addWidget(view)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.views, 1)

    def _wire(self) -> None:
        self.load.clicked.connect(self.files.choose)
        self.save.clicked.connect(self.export_this)
        self.files.busy.connect(lambda busy: self.load.setDisabled(busy))
        self.files.taken.connect(self._show_taken)
        self.heaps.chosen.connect(lambda _heap: self._fill())
        self.search.textChanged.connect(lambda _text: self._fill())
        self.table.doubleClicked.connect(self._open)
        keys.bind(self.table, "Enter", lambda: self._open(self.table.currentIndex()))

    # Showing
    def _show_taken(self, year: int) -> None:
        self.show_year(year)
        self.panes()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_year(self, year: int) -> None:
        self.year = year
        self.refresh()

    def refresh(self) -> None:
        self._stale.stop()
        known = self.year in self._desk.bkn.years()
        self.differences = self._desk.bkn.compare(self.year) if known else []
        self.header.set_period(f"e-Kinerja {self.year}", year_of(date(self.year, 1, 1)).label())
        for heap, text in HEAPS.items():
            number = sum(in_heap(one, heap) for one in self.differences)
            self.heaps.set_label(heap, f"{_(text)} {number}")
        view = self.list if self.differences else self.same if known else self.empty
        self.views.setCurrentWidget(view)
        self._fill()

    def _fill(self) -> None:
        kept = self.model.row_at(self.table.currentIndex())
        asked = self.search.text().casefold().split()
        heap = Heap(self.heaps.choice)
        shown = [
            one
            for one in self.differences
            if in_heap(one, heap) and all(word in f"{one.name} {one.nip}".casefold() for word in asked)
        ]
        self.model.set_rows(shown)
        index = self.model.find(kept.key) if kept is not None else QModelIndex()
        if shown:
            self.table.selectRow(index.row() if index.isValid() else 0)
        people = len({one.nip for one in shown})
        self.count.setText(_("{count} differences, {people} people").format(count=len(shown), people=people))

    # Doing
    def _open(self, index: QModelIndex) -> None:
        """The person, where the difference can be looked into: the rating, or the record."""
        one = self.model.row_at(index)
        if one is None:
            return
        if not one.person:
            self._reporter.tell(_("{name} is not in the roster.").format(name=one.name), Tone.ACCENT)
        else:
            self.wanted.emit("evaluation" if one.kind in RATINGS else "people", one.person)

    # What the frame asks
    def activate(self) -> None:
        if self._stale.isActive():
            self.refresh()
        self.panes()[0].setFocus()

    def apply(self, change: Change) -> None:
        if any(op.table in _RELEVANT for op in change.ops):
            self._stale.start(0)

    def keys(self) -> Sequence[KeyRow]:
        return (
            KeyRow("Enter", _("Open the person")),
            KeyRow("Ctrl+I", _("Take recaps of e-Kinerja")),
            KeyRow("Ctrl+E", _("Save the unit's recap")),
        )

    def commands(self) -> Sequence[Command]:
        return (
            Command(
                _("Take recaps of e-Kinerja"), self.files.choose, "Ctrl+I", "file-up", words="cocokkan bkn"
            ),
            Command(
                _("Save the unit's recap"), self.export_this, "Ctrl+E", "download", words="rekap kinerja"
            ),
        )

    def panes(self) -> Sequence[QWidget]:
        view = self.views.currentWidget()
        return [view.buttons[0]] if isinstance(view, EmptyState) else [self.table, self.search]

    def find_in_page(self) -> bool:
        self.search.setFocus()
        self.search.selectAll()
        return True

    def export_this(self) -> bool:
        self.files.ask_target(self._desk.policy.appraised_period(self._desk.clock.today()))
        return True

    def leave_smallest(self) -> bool:
        if self.search.text():
            self.search.clear()
            return True
        return False

    def shut(self) -> None:
        self._stale.stop()
