"""The column beside the roster: why somebody may or may not work away, their posts, record and doubles."""

from collections.abc import Callable, Mapping
from datetime import date, time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.people import STATUS_LABELS, Posting
from flexdesk.i18n import _
from flexdesk.services.roster import RosterRow, grouped_nip
from ui.people.avatar import Avatar
from ui.people.doubles_view import DoublesPort, DoublesView
from ui.people.edits import Edits
from ui.people.history_view import HistoryView
from ui.people.leave_form import LeaveForm
from ui.people.post_form import PostForm, PostPort
from ui.people.record_view import RecordFacts, RecordView
from ui.people.tabs import Tabs
from ui.people.verdict import VerdictBox
from ui.qt import accessible, fonts
from ui.widgets.badge import Badge, sync_badge
from ui.widgets.button import Button, Kind
from ui.widgets.card import Hairline
from ui.widgets.fields import LineField
from ui.widgets.label import Label
from ui.widgets.reasons import reasons_list
from ui.widgets.side_panel import SidePanel

WIDTH = 348
_SETTLE_MS = 40  # while arrows run down the roster only the last person is drawn
_END_OF_DAY = time(23, 59)
_FEW = 1_000  # people
ELIGIBILITY, HISTORY, RECORD, DOUBLES = "eligibility", "history", "record", "doubles"


class PersonPanel(SidePanel):
    """`people` counts the unit; `compared` asks for two records side by side, by their keys."""

    compared = Signal(str, str)

    def __init__(
        self,
        desk: Desk,
        edits: Edits,
        today: Callable[[], date],
        people: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", fonts.scaled(WIDTH), parent)
        self._desk, self._edits, self._today, self._people = desk, edits, today, people
        self.row: RosterRow | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self._build)
        self.record: RecordView | None = None
        self.history: HistoryView | None = None
        self.doubles: DoublesView | None = None
        self._build_head()
        self._build_foot()
        self.body.setContentsMargins(15, 12, 12, 12)
        self.body.setSpacing(8)

    def _build_head(self) -> None:
        self.avatar = Avatar()
        self.subtitle = Label("", "small", token="muted")
        self.title.setWordWrap(True)
        self.tabs = Tabs(
            (
                (ELIGIBILITY, _("Eligibility")),
                (HISTORY, _("History of posts")),
                (RECORD, _("Record")),
                (DOUBLES, _("Merge")),
            )
        )
        self.tabs.chosen.connect(lambda _key: self._build())
        while self.head.count():
            self.head.takeAt(0)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self.title)
        names.addWidget(self.subtitle)
        names.addStretch(1)
        self.head.addWidget(self.avatar)
        self.head.addSpacing(4)
        self.head.addLayout(names, 1)
        self.state = Badge("")  # how far what was written about the person has come
        self.head.addWidget(self.state)
        if (head := self.head.parentWidget()) is not None:
            head.setFixedHeight(fonts.scaled(56))
        line = QHBoxLayout()
        line.setContentsMargins(15, 0, 12, 0)
        line.addWidget(self.tabs)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertLayout(1, line)

    def _build_foot(self) -> None:
        port = PostPort(self._add_post, self._correct_post, self._remove_post, self._sections)
        self.move_form = PostForm(port)
        self.leave_form = LeaveForm(self._archive)
        self.move_button = Button(_("Change of post"), icon="git-compare")
        self.acting_button = Button(_("Plt. or Plh."), icon="plus", kind=Kind.QUIET)
        self.leave_button = Button(_("Archive it"), icon="package", kind=Kind.QUIET)
        self.leave_button.setToolTip(_("Out of the roster; the history stays."))
        self.move_form.closed.connect(self._close_forms)
        self.leave_form.closed.connect(self._close_forms)
        self.move_button.clicked.connect(lambda: self.ask_move())
        self.acting_button.clicked.connect(lambda: self.ask_move(acting=True))
        self.leave_button.clicked.connect(lambda: self.ask_leave())
        self.buttons = QWidget()
        buttons = QHBoxLayout(self.buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.addWidget(self.move_button)
        buttons.addWidget(self.acting_button)
        buttons.addStretch(1)
        buttons.addWidget(self.leave_button)
        for part in (self.move_form, self.leave_form, self.buttons):
            self.foot.addWidget(part)
        self.move_form.hide()
        self.leave_form.hide()

    @property
    def fields(self) -> Mapping[str, LineField]:
        """Fields of the record that are shown now."""
        return self.record.fields if self.record is not None else {}

    def show_row(self, row: RosterRow | None) -> None:
        """Draw a person soon; at once when it is the same person, whose record changed."""
        same = row is not None and self.row is not None and row.key == self.row.key
        self.row = row
        if not same:
            self._close_forms()
        if same or not self.isVisible():
            self._build()
        else:
            self._timer.start()

    def show_tab(self, key: str) -> None:
        self.tabs.choose(key)
        self._build()

    def open_field(self, field: str) -> None:
        """The record with the keyboard in one field; the current tab where it has no such field."""
        if self.row is None:
            return
        before = self.tabs.choice
        self.show_tab(RECORD)
        found = self.record.input_of(field) if self.record is not None else None
        if found is None:
            self.show_tab(before)
        else:
            found.setFocus(Qt.FocusReason.OtherFocusReason)

    def shut(self) -> None:
        self._timer.stop()

    # Building
    def _build(self) -> None:
        self._timer.stop()
        _empty(self.body)
        self.record = self.history = self.doubles = None
        row = self.row
        for part in (self.buttons, self.tabs, self.avatar, self.subtitle, self.state):
            part.setVisible(row is not None)
        if row is None:
            self.title.setText("")
            self.body.addWidget(Label(_("Choose a person in the list."), token="muted"))
            self.body.addStretch(1)
            return
        self.title.setText(row.person.full_name)
        self.avatar.show_name(row.person.name)
        self.subtitle.setText(_subtitle(row))
        self.state.show_facts(sync_badge(self._desk.carriers.state_of_row("person", row.key)))
        self._count_doubles(row)
        accessible.name(self, row.person.full_name)
        make = {
            ELIGIBILITY: self._eligibility,
            HISTORY: self._history,
            RECORD: self._record,
            DOUBLES: self._doubles,
        }
        make[self.tabs.choice](row)
        self.acting_button.setVisible(self.tabs.choice == HISTORY)
        self.leave_button.setVisible(self.tabs.choice != HISTORY)
        self.body.addStretch(1)

    def _count_doubles(self, row: RosterRow) -> None:
        """How many records may be this person; not asked in a unit too large to compare at every step."""
        few = self._people() <= _FEW
        self.tabs.set_count(DOUBLES, len(self._desk.duplicates.of(row.key)) if few else 0)

    def _eligibility(self, row: RosterRow) -> None:
        self.body.addWidget(VerdictBox(row))
        said = {reason.text for reason in row.eligibility.location.reasons}
        for issue in (one for one in row.issues if one.text not in said):
            token = "negative" if issue.hard else "warning"
            self.body.addWidget(Label(issue.text, "small", token=token, wrap=True))
        reasons = row.eligibility.location.reasons
        met = sum(reason.holds for reason in reasons)
        head = QHBoxLayout()
        head.addWidget(Label(_("Eligibility"), "small", fonts.STRONG, token="muted"), 1)
        told = _("{met} of {all} met").format(met=met, all=len(reasons))
        head.addWidget(Label(told, "small", token="muted"))
        self.body.addLayout(head)
        self.body.addWidget(reasons_list(reasons))
        self.body.addWidget(Hairline())
        self.body.addWidget(Label(_("Posts held"), "small", fonts.STRONG, token="muted"))
        self._history(row)

    def _history(self, row: RosterRow) -> None:
        history = self._desk.postings.history(row.key, self._today())
        parts = {section.key: section.name for section, _depth in self._desk.structure.sections()}
        self.history = HistoryView(history, self._today(), self._correct, parts)
        self.body.addWidget(self.history)

    def _record(self, row: RosterRow) -> None:
        structure, today = self._desk.structure, self._today()
        due = self._desk.reader.policy().value("report.due", today)
        facts = RecordFacts(
            self._desk.custom_fields.fields(),
            self._desk.custom_fields.values(row.key),
            self._sections(),
            structure.zone_of(row.key, today),
            self._desk.reader.unit().zone,
            today,
            due if isinstance(due, time) else _END_OF_DAY,
        )
        self.record = RecordView(row, facts, self._edits)
        self.body.addWidget(self.record)

    def _doubles(self, row: RosterRow) -> None:
        service, store = self._desk.duplicates, self._desk.store
        pairs = []
        for pair in service.of(row.key):
            other = pair.second if pair.first == row.key else pair.first
            pairs.append((pair, store.get("person", other) or {}))
        merged = [one.row for one in service.merged() if one.survivor["key"] == row.key]
        port = DoublesPort(
            lambda other: self.compared.emit(row.key, other),
            self._edits.separate,
            self._desk.people.find,
        )
        self.doubles = DoublesView(row.key, pairs, merged, port)
        self.body.addWidget(self.doubles)

    def _sections(self) -> list[tuple[str, str]]:
        found = self._desk.structure.sections()
        return [(section.key, "   " * depth + section.name) for section, depth in found]

    # Doing
    def ask_move(self, *, acting: bool = False) -> None:
        if self.row is None:
            return
        self._close_forms()
        self.buttons.hide()
        if acting:
            self.move_form.open(self._heads_jabatan(), acting="Plh.")
        else:
            self.move_form.open(self.row.posting.jabatan if self.row.posting else "")

    def _heads_jabatan(self) -> str:
        """What somebody most often acts for: the post of the unit's head."""
        posting = self._desk.people.postings(self._desk.reader.unit().head)[:1]
        return str(posting[0]["jabatan"] or "") if posting else ""

    def ask_leave(self) -> None:
        if self.row is not None:
            self._close_forms()
            self.buttons.hide()
            self.leave_form.open(self._today())

    def _correct(self, posting: Posting) -> None:
        self._close_forms()
        self.buttons.hide()
        self.move_form.correct(posting)

    def _close_forms(self) -> None:
        self.move_form.hide()
        self.leave_form.hide()
        self.buttons.setVisible(self.row is not None)

    def _add_post(self, start: date, fields: Mapping[str, str]) -> bool:
        return self.row is not None and self._edits.add_post(self.row.key, start, fields)

    def _correct_post(self, start: date, fields: Mapping[str, str]) -> bool:
        return self.row is not None and self._edits.correct_post(self.row.key, start, fields)

    def _remove_post(self, start: date) -> bool:
        return self.row is not None and self._edits.remove_post(self.row.key, start)

    def _archive(self, day: date, reason: str) -> bool:
        return self.row is not None and self._edits.archive(self.row.key, self.row.person.name, day, reason)

    def leave_smallest(self) -> bool:
        """Close the small form if one is open."""
        was_open = self.move_form.isVisible() or self.leave_form.isVisible()
        self._close_forms()
        return was_open


def _subtitle(row: RosterRow) -> str:
    status = STATUS_LABELS.get(row.person.status, "")
    parts = (grouped_nip(row.person.nip), status, row.person.golongan)
    return " · ".join(part for part in parts if part)


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget, layout = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(layout, QHBoxLayout):
            while (inner := layout.takeAt(0)) is not None:
                if (part := inner.widget()) is not None:
                    part.hide()
                    part.deleteLater()
