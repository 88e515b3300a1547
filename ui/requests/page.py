"""The room “Permohonan” of the screen Pegawai: what is asked, what is decided, what is agreed in writing."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.calendar import monday
from flexdesk.domain.ops import Change
from flexdesk.domain.people import RequestState
from flexdesk.i18n import _
from flexdesk.services.agreements import AgreementView
from flexdesk.services.requests import RequestView
from ui.feedback.reporter import Reporter
from ui.qt import fonts
from ui.requests import words
from ui.requests.agreement_panel import AgreementPanel
from ui.requests.columns import agreement_columns, request_columns
from ui.requests.edits import Edits
from ui.requests.files import Files
from ui.requests.new_request import NewRequest
from ui.requests.panel import WIDTH, RequestPanel
from ui.requests.register import Register
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets.banner import BannerAction
from ui.widgets.button import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import ComboBox, SearchField
from ui.widgets.label import Label
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.segmented import Segmented

REQUESTS, AGREEMENTS, NEW = "requests", "agreements", "new"
_OWN = frozenset({"request", "agreement", "person"})
_RELEVANT = _OWN | {
    "posting",
    "discipline",
    "policy",
    "assignment",
    "leave_entry",
    "travel_entry",
    "evaluation",
    "output",
}
_TWO_WEEKS = timedelta(days=13)


class RequestsPage(Page):
    help_name = "requests"

    def __init__(
        self, desk: Desk, *, editor: Editor, runner: Runner, reporter: Reporter, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Requests"), parent)
        self._desk = desk
        self.edits = Edits(desk.requests, desk.agreements, editor)
        self.files = Files(desk, editor, runner, reporter, self)
        self._late = False  # something beside the requests has changed since they were read
        self._stale = QTimer(self)
        self._stale.setSingleShot(True)
        self._stale.timeout.connect(self.refresh)
        self._build_header()
        self._build_line()
        self._build_registers()
        self._wire()
        self.refresh()

    # Building
    def _build_header(self) -> None:
        self.load = self.header.add_action(Button(_("Import"), icon="file-up", shortcut="Ctrl+O"))
        self.new_button = self.header.add_action(Button(_("New request"), icon="plus", shortcut="Ctrl+N"))

    def _build_line(self) -> None:
        choices = [(REQUESTS, _("Requests")), (AGREEMENTS, _("Agreements"))]
        self.views = Segmented(choices, _("List"))
        self.search = SearchField(_("Name or NIP"), bind=False)
        self.kind = ComboBox(_("Kind"))
        self.kind.addItem(_("Kind: all"), "")
        for token, label in words.KINDS.items():
            self.kind.addItem(_(label), token)
        self.state = ComboBox(_("State"))
        self.state.addItem(_("State: all"), "")
        for token, (label, _tone, _icon) in words.STATES.items():
            self.state.addItem(_(label), str(token))
        self.count = Label("", "small", token="muted")
        line = QWidget()
        line.setFixedHeight(fonts.scaled(40))
        row = QHBoxLayout(line)
        row.setContentsMargins(12, 0, 12, 1)
        row.setSpacing(8)
        for part in (self.views, self.search, self.kind, self.state):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.count)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(line)
        self.warning = Label("", "base", token="warning", wrap=True)
        self.warning.setContentsMargins(16, 0, 16, 6)
        self.warning.hide()
        self.body.addWidget(self.warning)

    def _build_registers(self) -> None:
        self.panel = RequestPanel(self._desk, self.edits)
        self.new_request = NewRequest(self.edits.submit, WIDTH)
        self.side = QStackedWidget()
        self.side.addWidget(self.panel)
        self.side.addWidget(self.new_request)
        self.side.setFixedWidth(self.panel.width())
        today = self._desk.agreements.today
        self.agreement_panel = AgreementPanel(self.edits, lambda: today, WIDTH)
        self.requests: Register[RequestView] = Register(
            _("List of requests"),
            request_columns(),
            lambda view: view.key,
            EmptyState(
                "file-text",
                _("Nobody has asked for anything yet."),
                _("A special condition, a wish for certain days, or a swap of days between two people."),
                (
                    BannerAction(_("New request"), self.open_new, "plus"),
                    BannerAction(_("Import a list"), self.files.choose, "file-up"),
                ),
            ),
            self._nothing(),
            self.side,
        )
        self.agreements: Register[AgreementView] = Register(
            _("List of agreements"),
            agreement_columns(self._desk.agreements.ends_soon),
            lambda view: view.key,
            EmptyState(
                "signature",
                _("No agreement has been made yet."),
                _("Make one from a granted request, or one of its own."),
                (BannerAction(_("New agreement"), self.open_new_agreement, "plus"),),
            ),
            self._nothing(),
            self.agreement_panel,
        )
        self.registers = QStackedWidget()
        self.registers.addWidget(self.requests)
        self.registers.addWidget(self.agreements)
        self.body.addWidget(self.registers, 1)

    def _nothing(self) -> EmptyState:
        show_all = BannerAction(_("Show all"), self.clear_filters, "x")
        return EmptyState("search", _("Nothing fits this search."), "", (show_all,))

    def _wire(self) -> None:
        self.load.clicked.connect(self.files.choose)
        self.new_button.clicked.connect(self.open_new_here)
        self.views.chosen.connect(self.show_list)
        self.search.textChanged.connect(self.refresh)
        self.search.returnPressed.connect(self.focus_list)
        for box in (self.kind, self.state):
            box.activated.connect(lambda _at: self.refresh())
        self.requests.table.stood.connect(self._show_request)
        self.agreements.table.stood.connect(self._show_agreement)
        self.new_request.closed.connect(self.close_new)
        self.new_request.made.connect(self._show_made)
        self.panel.renewed.connect(self._show_made)
        self.panel.agreed.connect(self._show_agreed)
        self.panel.closed.connect(self.focus_list)
        self.agreement_panel.made.connect(self._show_agreed)
        self.agreement_panel.closed.connect(self.focus_list)
        self.agreement_panel.printing.connect(lambda item: self.wanted.emit("printing", item))

    # Showing
    def refresh(self) -> None:
        """Read both lists anew; the row under the cursor stays there."""
        self._stale.stop()
        self._late = False
        every = self._desk.requests.views()
        kind, state = str(self.kind.currentData()), str(self.state.currentData())
        shown = [
            view
            for view in every
            if kind in ("", view.request.kind)
            and state in ("", view.state)
            and self._fits(view.name, view.nip, view.partner_name)
        ]
        self.requests.show_rows(shown, any_at_all=bool(every))
        waiting = sum(view.state is RequestState.WAITING for view in every)
        self._show_agreements()
        self._show_count(waiting, len(every))
        self.counted.emit(waiting, False)
        self._show_request(self.requests.table.key)

    def _show_agreements(self) -> None:
        every = self._desk.agreements.views()
        shown = [view for view in every if self._fits(view.name, view.nip, view.agreement.letter)]
        self.agreements.show_rows(shown, any_at_all=bool(every))
        self._show_agreement(self.agreements.table.key)
        first = monday(self._desk.agreements.today)
        missing = self._desk.agreements.missing(first, first + _TWO_WEEKS)
        self.warning.setText("\n".join(one.text for one in missing))
        self.warning.setVisible(bool(missing))

    def _show_count(self, waiting: int, total: int) -> None:
        if self.views.choice == REQUESTS:
            said = _("{waiting} wait, {total} in all").format(waiting=waiting, total=total)
        else:
            soon = sum(map(self._desk.agreements.ends_soon, self.agreements.model.rows))
            said = _("{count} agreements, {soon} end soon").format(
                count=len(self.agreements.model.rows), soon=soon
            )
        self.count.setText(said)

    def _fits(self, *texts: str) -> bool:
        wanted = self.search.text().strip().casefold()
        plain = wanted.replace(" ", "") if wanted.replace(" ", "").isdigit() else wanted
        return not wanted or any(plain in text.casefold() for text in texts)

    def _show_request(self, key: str) -> None:
        found = next((view for view in self.requests.model.rows if view.key == key), None)
        self.panel.show_view(found)

    def _show_agreement(self, key: str) -> None:
        if key or not self.agreement_panel.form.is_open:
            found = next((view for view in self.agreements.model.rows if view.key == key), None)
            self.agreement_panel.show_view(found)

    def show_list(self, key: str) -> None:
        """The list of requests or of agreements."""
        self.views.choose(key)
        asked = key == REQUESTS
        self.registers.setCurrentWidget(self.requests if asked else self.agreements)
        for box in (self.kind, self.state):
            box.setVisible(asked)
        self.load.setVisible(asked)
        self.new_button.set_words(_("New request") if asked else _("New agreement"))
        self.refresh()

    def clear_filters(self) -> None:
        self.search.clear()
        for box in (self.kind, self.state):
            box.setCurrentIndex(0)
        self.refresh()
        self.focus_list()

    @property
    def is_filtered(self) -> bool:
        return bool(self.search.text() or self.kind.currentData() or self.state.currentData())

    def focus_list(self) -> None:
        shown = self.requests if self.views.choice == REQUESTS else self.agreements
        shown.take_focus()

    # Doing
    def open_new_here(self) -> None:
        if self.views.choice == REQUESTS:
            self.open_new()
        else:
            self.open_new_agreement()

    def open_new(self, person: str = "") -> None:
        self.show_list(REQUESTS)
        self.side.setCurrentWidget(self.new_request)
        self.new_request.open(self._desk.reader.people(), person if isinstance(person, str) else "")

    def close_new(self) -> None:
        self.side.setCurrentWidget(self.panel)
        self.focus_list()

    def open_new_agreement(self) -> None:
        self.show_list(AGREEMENTS)
        self.agreement_panel.ask_new(self._desk.reader.people(), self.edits.add_agreement)

    def _show_made(self, key: str) -> None:
        self.close_new()
        self.clear_filters()
        self.requests.table.stand_on(key)

    def _show_agreed(self, key: str) -> None:
        self.show_list(AGREEMENTS)
        self.search.clear()
        self.refresh()
        self.agreements.table.stand_on(key)
        self.focus_list()

    # What the frame asks
    def activate(self) -> None:
        if self._late or self._stale.isActive():
            self.refresh()
        if self.side.currentWidget() is self.new_request and self.views.choice == REQUESTS:
            return
        self.focus_list()

    def apply(self, change: Change) -> None:
        """Facts beside a request wait until somebody looks; the count of those that wait does not."""
        touched = {op.table for op in change.ops}
        if touched & _OWN or (self.isVisible() and touched & _RELEVANT):
            self._stale.start(0)
        elif touched & _RELEVANT:
            self._late = True

    def open_item(self, key: str) -> None:
        """The key of a request or of an agreement, `new`, or `new|` and the key of a person."""
        what, _bar, person = key.partition("|")
        if what == NEW:
            self.open_new(person)
            return
        is_agreement = self._desk.store.get("agreement", key) is not None
        self.show_list(AGREEMENTS if is_agreement else REQUESTS)
        table = (self.agreements if is_agreement else self.requests).table
        if not table.stand_on(key) and self.is_filtered:
            self.clear_filters()
            table.stand_on(key)
        if not is_agreement:
            self.side.setCurrentWidget(self.panel)
        self.focus_list()

    def keys(self) -> Sequence[KeyRow]:
        return (
            KeyRow("1", _("Approve")),
            KeyRow("2", _("Adjust")),
            KeyRow("3", _("Refuse")),
            KeyRow("A", _("Partner agrees")),
            KeyRow("E", _("End or take back")),
            KeyRow("R", _("Renew")),
            KeyRow("J", _("Make an agreement")),
            KeyRow("N", _("Number and signing of an agreement")),
            KeyRow("C", _("Print an agreement")),
            KeyRow("Ctrl+N", _("New request")),
            KeyRow("Ctrl+O", _("Import a list")),
        )

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("New request"), self.open_new, "Ctrl+N", "plus"),
            Command(_("New agreement"), self.open_new_agreement, icon="signature"),
            Command(_("Import a list"), self.files.choose, "Ctrl+O", "file-up"),
            Command(_("Requests as Excel"), self.files.export, "Ctrl+E", "download"),
            Command(_("Agreements"), lambda: self.show_list(AGREEMENTS), icon="signature"),
        )

    def panes(self) -> Sequence[QWidget]:
        asked = self.views.choice == REQUESTS
        shown = self.requests if asked else self.agreements
        side = self.panel.focus_target() if asked else self.agreement_panel.scroller
        if asked and self.side.currentWidget() is self.new_request:
            side = self.new_request.person
        middle = shown.table if shown.middle.currentWidget() is shown.table else shown.empty.buttons[0]
        return [self.search, middle, side]

    def step_problem(self, step: int) -> bool:
        """F8 walks through the requests that wait."""
        rows = self.requests.model.rows
        at = self.requests.table.currentIndex().row() + step
        while 0 <= at < len(rows):
            if rows[at].state is RequestState.WAITING:
                return self.requests.table.stand_on(rows[at].key)
            at += step
        return False

    def find_in_page(self) -> bool:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()
        return True

    def export_this(self) -> bool:
        self.files.export()
        return True

    def leave_smallest(self) -> bool:
        if self.side.currentWidget() is self.new_request and self.views.choice == REQUESTS:
            self.close_new()
            return True
        if self.panel.leave_smallest() or self.agreement_panel.leave_smallest():
            return True
        if self.is_filtered:
            self.clear_filters()
            return True
        return False

    def shut(self) -> None:
        self._stale.stop()
