"""The screen “Evaluasi”: people, the nine cells, and the facts beside them."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import EVALUATION_PERIODS, FeedbackTone, OrganisationLevel, label
from flexdesk.domain.periods import Period, PeriodKind, parse_period, period_of
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.services.evaluation import Evaluation, NoteSource
from flexdesk.services.evaluation_checks import missing_of
from flexdesk.services.evaluation_history import versions
from flexdesk.services.fact_sheet import fact_sheet
from ui.evaluation import actions, words
from ui.evaluation.aftermath import steps_of
from ui.evaluation.asking import Asking
from ui.evaluation.beside import Beside
from ui.evaluation.edits import Edits
from ui.evaluation.facts import FactsPanel
from ui.evaluation.filling import Filling
from ui.evaluation.follow_up import FollowUpSide
from ui.evaluation.people import Line, PeopleColumn, lines_of
from ui.evaluation.sheet import PersonSheet, SheetArea
from ui.undo.editor import Editor
from ui.widgets import keys
from ui.widgets.banner import BannerAction
from ui.widgets.button import Button
from ui.widgets.card import Hairline
from ui.widgets.confirm import Confirm
from ui.widgets.empty_state import EmptyState
from ui.widgets.feedback_form import FeedbackForm
from ui.widgets.fields import ComboBox
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.segmented import Segmented
from ui.widgets.tones import Tone

_RELEVANT = frozenset(
    {
        "evaluation", "organisation_result", "skp", "work_result", "indicator", "realisation", "output",
        "feedback", "assignment", "person", "policy", "policy_pack", "objection", "posting", "complaint",
        "self_assessment", "follow_up", "dialogue",
    }
)  # fmt: skip


class EvaluationPage(Page):
    help_name = "evaluation"

    def __init__(self, desk: Desk, *, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(_("Evaluation"), parent)
        self._desk = desk
        self._editor, self._service = editor, desk.evaluation
        self.edits = Edits(desk, editor)
        self.period = desk.policy.appraised_period(desk.clock.today())
        self.evaluations: list[Evaluation] = []
        self._stale = QTimer(self)
        self._stale.setSingleShot(True)
        self._stale.timeout.connect(self.refresh)
        self._build_header()
        self._build_body()
        self._wire()
        self.refresh()

    # Building
    def _build_header(self) -> None:
        self.header.add_period(lambda: self.step(-1), lambda: self.step(+1))
        self.kinds = self.header.add_switch(Segmented(actions.periods(), _("Period")))
        self.level = ComboBox(_("Organisation's result"))
        self.level.addItem(_("Organisation: not chosen"), "")
        for level in OrganisationLevel:
            self.level.addItem(_("Organisation: {level}").format(level=label(level)), str(level))
        self.header.add_widget(self.level)
        self.printer = self.header.add_action(
            Button(_("Print"), icon="printer", shortcut="Ctrl+P", bind=False)
        )
        self.lock = self.header.add_action(Button(_("Sign and lock"), icon="signature"))

    def _build_body(self) -> None:
        left = PeopleColumn()
        self.model, self.table, self.search = left.model, left.table, left.search
        self.meter, self.count = left.meter, left.count
        self.sheet, self.facts = PersonSheet(), FactsPanel()
        self.filling = Filling(self._desk, self.edits, self._whose)
        self.asking = Asking(self.sheet.aftermath.form, self.edits, self._desk.clock.today)
        self.feedback = FeedbackForm(self._keep_feedback)
        self.facts.foot.addWidget(self.feedback)
        self.side = FollowUpSide(self.facts, self._desk, self._editor)
        self.empty = EmptyState(
            "grid-3x3",
            _("There is nobody to evaluate in this period."),
            _("An evaluation needs the targets (SKP) of the year first."),
            [BannerAction(_("Open the targets"), lambda: self.wanted.emit("targets", ""), "target")],
        )
        self.desk_row = QWidget()
        row = QHBoxLayout(self.desk_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(Hairline(upright=True))
        self.area = SheetArea(self.sheet)
        row.addWidget(self.area, 1)
        row.addWidget(self.side)
        row.addWidget(self.filling.panel)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.desk_row, 1)
        self.body.addWidget(self.empty, 1)

    def _wire(self) -> None:
        sheet = self.sheet
        self.kinds.chosen.connect(
            lambda kind: self.show_period(period_of(PeriodKind(kind), self.period.last))
        )
        self.level.activated.connect(self._choose_level)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.table.selectionModel().currentRowChanged.connect(self._show_current)
        sheet.matrix.chosen.connect(self.rate)
        sheet.note.kept.connect(self._keep_note)
        sheet.note.left.connect(self.table.setFocus)
        sheet.chosen.next.clicked.connect(self.next_unrated)
        sheet.reopen.clicked.connect(self.reopen)
        sheet.aftermath.asked.connect(self.ask)
        sheet.aftermath.form.closed.connect(self.table.setFocus)
        self.facts.wanted.connect(self._open)
        sheet.fill.clicked.connect(self.filling.open)
        self.filling.turned.connect(self._turn)
        sheet.up.clicked.connect(lambda: self._walk(-1))
        sheet.down.clicked.connect(lambda: self._walk(+1))
        self.feedback.closed.connect(self.table.setFocus)
        keys.bind(self, "Ctrl+N", self.note_on_person)
        self.printer.clicked.connect(self.print_this)
        self.lock.clicked.connect(self.lock_all)
        # Not for the whole window: fields there want the key for themselves.
        owners: tuple[QWidget, ...] = (self.table, sheet.matrix, sheet.chosen.next)
        for owner in owners:
            keys.bind(owner, "Enter", self.next_unrated, Qt.ShortcutContext.WidgetShortcut)
        keys.bind(self, "Ctrl+J", self.copy_over)
        keys.bind(self, "Ctrl+T", self.side.turn_over)
        self.side.printed.connect(self._print_card)
        keys.bind(self, "R", partial(self.ask, "receive"))
        keys.bind(self, "F2", self.change_beside)
        for digit in range(1, 10):
            keys.bind(self, str(digit), partial(self.rate, digit))

    # Period
    def show_period(self, period: Period) -> None:
        self.sheet.note.keep()
        self.period = period
        self.refresh()

    def step(self, count: int) -> None:
        self.show_period(self.period.next() if count > 0 else self.period.previous())

    def refresh(self) -> None:
        self._stale.stop()
        self.evaluations = self._service.evaluations(self.period)
        anybody = bool(self.evaluations)
        self.desk_row.setVisible(anybody)
        self.empty.setVisible(not anybody)
        self.kinds.choose(self.period.kind)
        self.header.set_period(self.period.label())
        level = self._service.organisation(self.period)
        self.level.setCurrentIndex(self.level.findData(str(level) if level else ""))
        rated = [one for one in self.evaluations if one.predicate is not None]
        total = len(self.evaluations)
        self.meter.show_share(len(rated) / total if total else 0.0, Tone.POSITIVE)
        self.count.setText(_("{rated} of {total} rated").format(rated=len(rated), total=total))
        self.lock.setEnabled(any(not one.locked for one in rated))
        self.printer.setEnabled(bool(rated))
        self._fill()
        self.counted.emit(total - len(rated) if self._due() else 0, False)

    def _due(self) -> bool:
        """Only a period that has ended asks for ratings."""
        return self.period.last <= self._desk.clock.today() + timedelta(days=7)

    # Showing
    def _fill(self) -> None:
        line = self._line()
        lines = lines_of(self.evaluations, self.search.text())
        self.model.set_rows(lines)
        self.table.clearSpans()
        for at, one in enumerate(lines):
            if one.evaluation is None:
                self.table.setSpan(at, 0, 1, 2)
        index = self.model.find(line.key) if line is not None else QModelIndex()
        if not index.isValid():
            at = next((n for n, one in enumerate(lines) if one.evaluation is not None), -1)
            index = self.model.index(at, 0) if at >= 0 else QModelIndex()
        if index.isValid():
            self.table.selectRow(index.row())
        self._show_current()

    def _line(self) -> Line | None:
        return self.model.row_at(self.table.currentIndex())

    def current(self) -> Evaluation | None:
        line = self._line()
        return line.evaluation if line is not None else None

    def _show_current(self, *_index: QModelIndex) -> None:
        one = self.current()
        self.sheet.setVisible(one is not None)
        panel = self.filling.panel
        shown, hidden = (panel, self.side) if self.filling.is_open else (self.side, panel)
        hidden.hide()  # first: for both at once the window would grow, and stay so
        shown.setVisible(one is not None)
        if one is None:
            return
        facts = fact_sheet(self._desk.store, one, self.period)
        placed = Counter(
            words.key_of(other.results, other.behaviour)
            for other in self.evaluations
            if other.results is not None and other.behaviour is not None
        )
        line = self._service.facts(one, self.period).sentence
        level = self._service.organisation(self.period)
        self.sheet.show_person(one, facts, placed, line)
        self.sheet.show_leader(self._service.leads_unit(one), level)
        self._show_aftermath(one)
        person = str(one.skp.person["key"])
        self.filling.show(one, self.period, facts)
        self.facts.show_facts(facts, self.period, self._beside(one), person)
        self.side.show_person(one, self.period)
        counts, warnings = self._service.distribution(self.evaluations, level)
        self.sheet.spread.show_spread(counts, warnings, level, one.predicate)

    def _show_aftermath(self, one: Evaluation) -> None:
        """What followed earlier signatures too; read only where there was one."""
        signed = one.locked or one.revision > 0
        objection = self._desk.objections.of(one.skp.key, self.period) if signed else None
        past = versions(self._desk.store, one.skp.key, self.period) if signed else []
        self.sheet.aftermath.show_state(one, objection, past, self._desk.clock.today())

    def _beside(self, one: Evaluation) -> Beside:
        level, today = self._service.organisation(self.period), self._desk.clock.today()
        lacks = () if one.locked else tuple(missing_of(self._desk.store, [one], level, today))
        key = f"{one.skp.key}|{self.period.code}"
        written = self._desk.store.get("evaluation", key) is not None
        state = self._desk.carriers.state_of_row("evaluation", key) if written else None
        return Beside(lacks, self._desk.self_assessments.of(one.skp.key, self.period), state)

    def _select(self, key: str) -> None:
        index = self.model.find(key)
        if index.isValid():
            self.table.selectRow(index.row())
            self.table.scrollTo(index)

    def _walk(self, step: int) -> None:
        row = self.table.currentIndex().row() + step
        while 0 <= row < self.model.rowCount() and self.model.rows[row].evaluation is None:
            row += step
        if 0 <= row < self.model.rowCount():
            self.table.selectRow(row)
        self.table.setFocus()

    def next_unrated(self) -> None:
        """Enter: the next person without rating after this one in the roster, round to the beginning."""
        self.sheet.note.keep()
        if self._stale.isActive():
            self.refresh()
        one = self.current()
        order = [e.skp.key for e in self.evaluations]
        at = order.index(one.skp.key) if one is not None else -1
        turned = self.evaluations[at + 1 :] + self.evaluations[: at + 1]
        found = next((e for e in turned if e.predicate is None and not e.locked), None)
        if found is not None:
            self._select(found.skp.key)
        self.table.setFocus()

    # Choosing
    def rate(self, digit: int) -> None:
        one = self.current()
        if one is not None:
            self.edits.rate(one, self.period, *words.cell_of(digit))

    def _keep_note(self, whose: str, text: str, source: str) -> None:
        if (one := self._whose(whose)) is not None:
            self.edits.note(one, self.period, text, NoteSource(source))

    def change_beside(self) -> None:
        """F2: amounts and words of the person; beside the follow-up its current line."""
        if self.side.currentWidget() is self.side.panel:
            self.side.panel.open_edit()
        else:
            self.filling.open()

    def note_on_person(self) -> None:
        """Ctrl+N: a note dated in the period, today at the latest; beside the follow-up a new line there."""
        if self.side.currentWidget() is self.side.panel:
            self.side.panel.open_new()
        elif (one := self.current()) is not None:
            self.feedback.open(str(one.skp.person["key"]), str(one.skp.person["name"]))

    def _keep_feedback(self, person: str, text: str, tone: FeedbackTone) -> bool:
        day = min(self.period.last, self._desk.clock.today())
        return self.edits.running_note(self._desk.feedback, person, day, text, tone)

    def _choose_level(self, index: int) -> None:
        token = self.level.itemData(index)
        stored = self._service.organisation(self.period)
        if token:
            self.edits.set_organisation(self.period, OrganisationLevel(token))
        else:
            self.level.setCurrentIndex(self.level.findData(str(stored) if stored else ""))

    def lock_all(self) -> None:
        """Sign off everything that is rated; asked first, because papers follow from it."""
        self.sheet.note.keep()
        found = [e for e in self.evaluations if e.predicate is not None and not e.locked]
        ready = [one.skp.key for one in found if not one.is_draft_only]
        question = _("Sign and lock {count} evaluations?").format(count=len(ready))
        consequence = _("Their ratings can then only be changed after reopening with a reason.")
        level, today = self._service.organisation(self.period), self._desk.clock.today()
        if lacks := missing_of(self._desk.store, found, level, today):
            more = _("{count} things are missing, the first: {first}")
            consequence += " " + more.format(count=len(lacks), first=lacks[0].sentence)
        if ready and Confirm.ask(self, question, consequence, _("Sign and lock")):
            self.edits.lock_all(ready, self.period)

    def reopen(self) -> None:
        one = self.current()
        if one is not None and one.locked:
            self.edits.reopen(one, self.period)

    def ask(self, step: str) -> None:
        """A step after the signature: `receive`, `object`, `explain`, `decide`; none that is not due."""
        one = self.current()
        if one is not None and step in steps_of(one, self._desk.objections.of(one.skp.key, self.period)):
            self.asking.ask(step, one, self.period)
            self.area.reveal(self.sheet.aftermath.form)

    def _turn(self, opened: bool) -> None:
        """Amounts and words take the place of the facts, or give it back."""
        if not opened:
            self.table.setFocus()  # the field that is left keeps what was typed
        self._show_current()
        if opened:
            self.filling.panel.take_keys()

    def _whose(self, plan: str) -> Evaluation | None:
        return next((one for one in self.evaluations if one.skp.key == plan), None)

    def _open(self, page: str, item: str) -> None:
        """What a fact or a lack points at; a field of this page takes the keyboard itself."""
        if page != "evaluation":
            self.wanted.emit(page, item)
        elif item:
            self.open_item(item)
        else:
            self.level.setFocus()

    def copy_over(self) -> None:
        """The bridge to e-Kinerja for this person and period."""
        one = self.current()
        if one is not None:
            self.wanted.emit("bridge", f"{one.skp.person['key']}|{self.period.code}")

    # What the frame asks
    def activate(self) -> None:
        if self._stale.isActive():
            self.refresh()
        self.table.setFocus()

    def apply(self, change: Change) -> None:
        if any(op.table in _RELEVANT for op in change.ops):
            self._stale.start(0)

    def open_item(self, key: str) -> None:
        """A period, a person's or plan's key, or both with a bar between."""
        span, bar, whose = key.partition("|")
        if bar:
            self.show_period(parse_period(span))
            key = whose
        try:
            self.show_period(parse_period(key))
        except UsageError:
            self.search.clear()
            one = next((e for e in self.evaluations if key in (e.skp.key, str(e.skp.person["key"]))), None)
            if one is not None:
                self._select(one.skp.key)

    def keys(self) -> Sequence[KeyRow]:
        return actions.keys()

    def commands(self) -> Sequence[Command]:
        kinds = [Command(text, partial(self._show_kind, kind)) for kind, text in actions.kinds()]
        steps = [Command(text, partial(self.ask, step), icon=icon) for step, text, icon in actions.steps()]
        return (
            Command(_("Next person without rating"), self.next_unrated, "Enter"),
            Command(_("Sign and lock"), self.lock_all, icon="signature"),
            Command(_("Reopen"), self.reopen, icon="lock-open"),
            Command(_("Results and feedback"), self.filling.open, "F2", "pencil"),
            *steps,
            Command(_("Print"), self.print_this, "Ctrl+P", "printer"),
            Command(_("Follow-up, and back to the facts"), self.side.turn_over, "Ctrl+T", "circle-check"),
            Command(_("Copy to e-Kinerja"), self.copy_over, "Ctrl+J", "copy", words="jembatan bkn salin"),
            *kinds,
        )

    def _show_kind(self, kind: PeriodKind) -> None:
        assert kind in EVALUATION_PERIODS
        self.show_period(period_of(kind, self.period.last))

    def panes(self) -> Sequence[QWidget]:
        if not self.desk_row.isVisible():
            return [self.empty.buttons[0]]
        side = self.side.panel.list if self.side.currentWidget() is self.side.panel else self.side.more
        return [self.table, self.sheet.matrix, self.sheet.note, side]

    def step_problem(self, step: int) -> bool:
        """F8: people without a rating."""
        row = self.table.currentIndex().row() + step
        while 0 <= row < self.model.rowCount():
            one = self.model.rows[row].evaluation
            if one is not None and one.predicate is None:
                self.table.selectRow(row)
                return True
            row += step
        return False

    def find_in_page(self) -> bool:
        self.search.setFocus()
        self.search.selectAll()
        return True

    def _print_card(self) -> None:
        self.wanted.emit("printing", f"dialogue-card|{self.period.code}")

    def print_this(self) -> bool:
        self.wanted.emit("printing", f"evaluation|{self.period.code}")
        return True

    def leave_smallest(self) -> bool:
        if self.side.leave_smallest():
            return True
        if self.search.text():
            self.search.clear()
            return True
        if self.feedback.isVisible():
            self.feedback.close_form()
            return True
        return False

    def shut(self) -> None:
        self._stale.stop()
        self.sheet.note.keep()
