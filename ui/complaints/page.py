"""The room “Pengaduan”: the register by its clocks, one complaint beside it, a key for every step."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.i18n import N_, _
from flexdesk.services.complaints import ComplaintView, Filter
from ui.complaints.columns import columns
from ui.complaints.edits import Edits
from ui.complaints.files import ComplaintFiles
from ui.complaints.forms import EntryForm, Form, OfficerForm, StepForm
from ui.complaints.panel import WIDTH, ComplaintPanel
from ui.feedback.reporter import Reporter
from ui.qt import fonts
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets.banner import BannerAction
from ui.widgets.button import Button, Kind
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import SearchField
from ui.widgets.label import Label
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.segmented import Segmented
from ui.widgets.table import RowsModel, TableView

_RELEVANT = frozenset({"complaint", "complaint_officer", "person", "service_point", "policy", "holiday"})
_FILTERS = {
    Filter.OPEN: N_("Open complaints"),
    Filter.OVERDUE: N_("Past the limit"),
    Filter.CLOSED: N_("Settled complaints"),
    Filter.ALL: N_("All"),
}
NEW, OFFICER = "new", "officer"  # items that other screens may ask for


class ComplaintsPage(Page):
    help_name = "complaints"

    def __init__(
        self, desk: Desk, editor: Editor, runner: Runner, reporter: Reporter, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Complaints"), parent)
        self._desk, self._service = desk, desk.complaints
        self.edits = Edits(desk.complaints, editor)
        self.views: list[ComplaintView] = []
        self.model: RowsModel[ComplaintView] = RowsModel(columns(), lambda view: view.key, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.refresh)
        self.files = ComplaintFiles(desk, self.edits, runner, reporter, self)
        self._build_header()
        self._build_body()
        self._wire()
        self.refresh()

    # Building
    def _build_header(self) -> None:
        self.load = Button(_("Import"), icon="file-up", shortcut="Ctrl+O")
        self.save = Button(_("Export complaints"), icon="download", shortcut="Ctrl+E", bind=False)
        self.new = Button(_("New complaint"), icon="plus", shortcut="Ctrl+N", kind=Kind.PRIMARY)
        for button in (self.load, self.save, self.new):
            self.header.add_action(button)

    def _build_tools(self) -> QWidget:
        self.filter = Segmented([(key, _(label)) for key, label in _FILTERS.items()], _("Complaints shown"))
        self.search = SearchField(_("Find a complaint"), bind=False)
        self.count = Label("", "small", token="muted")
        self.today_officer = Label("", "small")
        self.name_officer = Button(_("Name the officer"), shortcut="P", small=True)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        for part in (self.filter, self.search, self.count):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.today_officer)
        row.addWidget(self.name_officer)
        tools = QWidget()
        tools.setFixedHeight(fonts.scaled(40))
        tools.setLayout(row)
        return tools

    def _build_body(self) -> None:
        self.body.setContentsMargins(0, 0, 0, 0)
        self.table = TableView(_("Register of complaints"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.show_rows_of(self.model)
        self.empty = EmptyState(
            "message-circle",
            _("No complaint is in the register yet."),
            _("Enter what comes in at the counter, or take over the list that LAPOR! gives."),
            (
                BannerAction(_("Enter a complaint"), self.open_new, "plus"),
                BannerAction(_("Import a list"), self.files.choose, "file-up"),
            ),
        )
        show_all = BannerAction(_("Show all"), self.show_all, "x")
        self.nothing = EmptyState("search", _("No complaint fits this choice."), "", (show_all,))
        self.middle = QStackedWidget()
        for part in (self.table, self.empty, self.nothing):
            self.middle.addWidget(part)
        people = [(person.key, person.name) for person in self._desk.reader.people()]
        points = [(point.key, point.name) for point in self._desk.reader.service_points()]
        self.panel = ComplaintPanel()
        self.entry = EntryForm(self._take_entry, people, points)
        self.step = StepForm()
        self.officer = OfficerForm(self.edits.name_officer, people)
        self.side = QStackedWidget()
        self.side.setFixedWidth(WIDTH)
        for beside in (self.panel, self.entry, self.step, self.officer):
            self.side.addWidget(beside)
        self.tools = self._build_tools()
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.tools)
        left.addWidget(self.middle, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.side)
        self.body.addLayout(row, 1)

    def _wire(self) -> None:
        self.load.clicked.connect(self.files.choose)
        self.save.clicked.connect(self.export_this)
        self.new.clicked.connect(self.open_new)
        self.name_officer.clicked.connect(self.open_officer)
        self.files.busy.connect(self.load.setDisabled)
        self.filter.chosen.connect(lambda _key: self._fill())
        self.search.textChanged.connect(lambda _text: self._fill())
        self.search.returnPressed.connect(self.table.setFocus)
        self.table.selectionModel().currentChanged.connect(self._show_current)
        for form in (self.entry, self.step, self.officer):
            form.closed.connect(self.close_form)
        panel = self.panel
        panel.respond.clicked.connect(self.ask_answer)
        panel.forward.clicked.connect(self.ask_forward)
        panel.close_it.clicked.connect(self.ask_close)
        panel.kind.clicked.connect(self.ask_kind)
        panel.reopen.clicked.connect(self.ask_reopen)
        panel.correct.clicked.connect(self.open_correction)

    # Showing
    def refresh(self) -> None:
        self._timer.stop()
        self.views = self._service.entries()
        overdue = sum(view.is_overdue for view in self.views)
        opened = sum(view.complaint.is_open for view in self.views)
        self.filter.set_label(Filter.OPEN, _("Open complaints {count}").format(count=opened))
        self.filter.set_label(Filter.OVERDUE, _("Past the limit {count}").format(count=overdue))
        today = self._service.today()
        key = self._service.officers(today, today).get(today, "")
        row = self._desk.store.get("person", key) if key else None
        named = str(row["name"]) if row is not None else _("nobody yet")
        self.today_officer.setText(_("Officer today: {name}").format(name=named))
        self._fill()

    def _fill(self) -> None:
        kept = self.key()
        wanted, text = Filter(self.filter.choice), self.search.text().strip().casefold()
        shown = [view for view in self.views if _fits(view, wanted) and text in _words_of(view)]
        self.model.set_rows(shown)
        self.count.setText(_("{shown} of {count}").format(shown=len(shown), count=len(self.views)))
        none = not self.views
        self.tools.setVisible(not none)
        self.save.setEnabled(not none)
        self.middle.setCurrentWidget(self.empty if none else self.table if shown else self.nothing)
        self.side.setVisible(not none or self.side.currentWidget() is not self.panel)
        if not self.stand_on(kept) and shown:
            self.stand_on(shown[0].key)
        if not shown:
            self._show_current(QModelIndex())

    def key(self) -> str:
        view = self.model.row_at(self.table.currentIndex())
        return view.key if view is not None else ""

    def current(self) -> ComplaintView | None:
        return self.model.row_at(self.table.currentIndex())

    def stand_on(self, key: str) -> bool:
        found = self.model.find(key) if key else QModelIndex()
        if found.isValid():
            self.table.setCurrentIndex(found)
            self.table.scrollTo(found)
            self._show_current(found)
        return found.isValid()

    def _show_current(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        view = self.model.row_at(index)
        self.panel.show_view(view, self._service.history(view.key) if view is not None else [])

    def show_all(self) -> None:
        self.filter.choose(Filter.ALL)
        self.search.clear()
        self._fill()
        self._focus()

    # Forms
    def _open(self, form: Form) -> None:
        self.side.show()
        self.side.setCurrentWidget(form)

    def close_form(self) -> None:
        self.side.setCurrentWidget(self.panel)
        self._fill()
        self._focus()

    def open_new(self) -> None:
        self._open(self.entry)
        self.entry.open_new(self._service.today())

    def open_correction(self) -> None:
        if (view := self.current()) is not None:
            self._open(self.entry)
            self.entry.open_on(view)

    def open_officer(self) -> None:
        today = self._service.today()
        self._open(self.officer)
        self.officer.open(today, self._service.officers(today, today).get(today, ""))

    def _take_entry(self, key: str, received: date, cells: Mapping[str, str]) -> bool:
        if key:
            return self.edits.correct(key, received, cells)
        made = self.edits.enter(received, cells)
        if made:
            self.filter.choose(Filter.OPEN)
            self.search.clear()
            self.refresh()
            self.stand_on(made)
        return bool(made)

    def ask_answer(self) -> None:
        if (view := self.current()) is not None:
            self._open(self.step)
            title = _("First answer to “{subject}”").format(subject=view.complaint.subject)
            asked = _("What was said")
            take = lambda day, text, _kind: self.edits.respond(view.key, day, text)  # noqa: E731
            self.step.open(title, asked, take, day=self._service.today())

    def ask_forward(self) -> None:
        if (view := self.current()) is not None:
            self._open(self.step)
            title = _("Pass on “{subject}”").format(subject=view.complaint.subject)
            take = lambda day, text, _kind: self.edits.forward(view.key, day, text)  # noqa: E731
            self.step.open(title, _("To whom"), take, day=self._service.today())

    def ask_close(self) -> None:
        if (view := self.current()) is not None:
            self._open(self.step)
            title = _("Settle “{subject}”").format(subject=view.complaint.subject)
            take = lambda day, text, _kind: self.edits.close(view.key, day, text)  # noqa: E731
            self.step.open(title, _("What came of it"), take, day=self._service.today())

    def ask_reopen(self) -> None:
        if (view := self.current()) is not None:
            self._open(self.step)
            title = _("Take up “{subject}” again").format(subject=view.complaint.subject)
            take = lambda _day, text, _kind: self.edits.reopen(view.key, text)  # noqa: E731
            self.step.open(title, _("Why so"), take)

    def ask_kind(self) -> None:
        if (view := self.current()) is not None:
            self._open(self.step)
            title = _("Another kind for “{subject}”").format(subject=view.complaint.subject)
            take = lambda _day, text, kind: self.edits.reclassify(view.key, kind, text)  # noqa: E731
            self.step.open(title, _("Why so"), take, kind=view.complaint.kind)

    def export_this(self) -> bool:
        if not self.views:
            return False
        self.files.ask_target(self.model.rows)
        return True

    def _focus(self) -> None:
        shown = self.middle.currentWidget()
        target: QWidget = self.table
        if isinstance(shown, EmptyState):
            target = shown.buttons[0]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # What the frame asks
    def activate(self) -> None:
        if self._timer.isActive():
            self.refresh()
        if self.side.currentWidget() is self.panel:
            self._focus()

    def apply(self, change: Change) -> None:
        if any(op.table in _RELEVANT for op in change.ops):
            self._timer.start(0)

    def open_item(self, key: str) -> None:
        """`new`, `officer`, or the key or number of a complaint."""
        ways = {NEW: self.open_new, OFFICER: self.open_officer}
        if key in ways:
            ways[key]()
            return
        self.refresh()
        self.side.setCurrentWidget(self.panel)
        same = [view.key for view in self.views if key and key in (view.key, view.complaint.number)]
        if same and not self.stand_on(same[0]):
            self.show_all()
            self.stand_on(same[0])

    def keys(self) -> Sequence[KeyRow]:
        return (
            KeyRow("1", _("Respond")),
            KeyRow("2", _("Pass on")),
            KeyRow("3", _("Settle it")),
            KeyRow("4", _("Another kind, with a reason")),
            KeyRow("5", _("Open it again")),
            KeyRow("F2", _("Correct the entry")),
            KeyRow("P", _("Name the officer of the day or week")),
            KeyRow("Ctrl+N", _("New complaint")),
            KeyRow("Ctrl+O", _("Import a list")),
            KeyRow("Ctrl+E", _("Export without reporters")),
            KeyRow("F8", _("Next overdue complaint")),
        )

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("New complaint"), self.open_new, "Ctrl+N", "plus"),
            Command(_("Import a list of complaints"), self.files.choose, "Ctrl+O", "file-up"),
            Command(_("Export complaints"), self.export_this, "Ctrl+E", "download"),
            Command(_("Name the officer for complaints"), self.open_officer, "P", "user"),
        )

    def panes(self) -> Sequence[QWidget]:
        shown = self.middle.currentWidget()
        if isinstance(shown, EmptyState):
            return [shown.buttons[0]]
        return [self.table, self.search, self.panel.correct]

    def step_problem(self, step: int) -> bool:
        rows = self.model.rows
        at = self.table.currentIndex().row()
        for distance in range(1, len(rows) + 1):
            view = rows[(at + step * distance) % len(rows)]
            if view.is_overdue:
                return self.stand_on(view.key)
        return False

    def find_in_page(self) -> bool:
        if not self.views:
            return False
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()
        return True

    def leave_smallest(self) -> bool:
        if self.side.currentWidget() is not self.panel:
            self.close_form()
            return True
        if self.search.text():
            self.search.clear()
            self._focus()
            return True
        return False

    def shut(self) -> None:
        self._timer.stop()


def _fits(view: ComplaintView, wanted: Filter) -> bool:
    match wanted:
        case Filter.OPEN:
            return view.complaint.is_open
        case Filter.OVERDUE:
            return view.is_overdue
        case Filter.CLOSED:
            return not view.complaint.is_open
        case _:
            return True


def _words_of(view: ComplaintView) -> str:
    found = view.complaint
    return " ".join((found.number, found.subject, view.officer, view.point, found.forwarded_to)).casefold()
