"""The room “Dampak” of Hari ini: what flexible days differ in, and the answers of the monthly report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QHeaderView, QStackedWidget, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import Period, PeriodKind, month_of, parse_period, period_of, span_label
from flexdesk.i18n import N_, _
from flexdesk.progress import Progress
from flexdesk.services.effect import EffectView
from flexdesk.services.month_figures import MonthFigures
from flexdesk.services.monthly_report import Answers
from flexdesk.system.durable import write_durably
from ui.effect.answers import AnswerTable
from ui.effect.edits import Edits
from ui.effect.measures import MeasureRow, columns
from ui.effect.plot import HEIGHT, MeasureDelegate
from ui.feedback.reporter import Reporter
from ui.qt import fonts, theme
from ui.tasks.on_store import on_store
from ui.tasks.runner import Job, Runner
from ui.undo.editor import Editor
from ui.widgets import keys
from ui.widgets.banner import BannerAction
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.segmented import Segmented
from ui.widgets.table import RowsModel, TableView

_SETTLE_MS = 200  # several changes in a row are counted once
_SEEN = 7  # rows of the comparison
_LEAST_SEEN = 3  # of them while a notice stands above


class Stretch(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    SEMESTER = "semester"
    SINCE = "since"


class Compared(StrEnum):
    PLACES = "places"
    TIME = "time"


_STRETCHES = (
    (Stretch.MONTH, N_("Month")),
    (Stretch.QUARTER, N_("Quarter")),
    (Stretch.SEMESTER, N_("Half year")),
    (Stretch.SINCE, N_("Since it began")),
)
_KINDS = {
    Stretch.MONTH: PeriodKind.MONTH,
    Stretch.QUARTER: PeriodKind.QUARTER,
    Stretch.SEMESTER: PeriodKind.SEMESTER,
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a job brings back."""

    view: EffectView
    month: Period
    figures: MonthFigures
    answers: Answers


class EffectPage(Page):
    help_name = "effect"

    def __init__(
        self, desk: Desk, *, editor: Editor, runner: Runner, reporter: Reporter, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Effect"), parent)
        self._desk, self._runner, self._reporter = desk, runner, reporter
        self.edits = Edits(desk.monthly_report, editor)
        self.period = month_of(desk.effect.today()).previous()  # the last one that is over
        self.found: Found | None = None
        self.last_folder = Path.home()
        self._job: Job | None = None
        self._stale = True
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLE_MS)
        self._later.timeout.connect(self.load)
        self._build_header()
        self._build_effect()
        self._build_form()
        self._show_period()

    # Building
    def _build_header(self) -> None:
        self.header.add_period(lambda: self.step(-1), lambda: self.step(+1))
        self.export = self.header.add_action(
            Button(_("Export"), icon="file-spreadsheet", shortcut="Ctrl+E", bind=False)
        )
        self.print = self.header.add_action(
            Button(_("Print the report"), icon="printer", shortcut="Ctrl+P", bind=False)
        )
        self.export.clicked.connect(self.export_this)
        self.print.clicked.connect(self.print_this)

    def _build_effect(self) -> None:
        self.stretches = Segmented([(key, _(label)) for key, label in _STRETCHES], _("Stretch of time"))
        self.compared = Segmented(
            [(Compared.PLACES, _("Office and flexible")), (Compared.TIME, _("Before and after"))],
            _("What is compared"),
        )
        self.stretches.chosen.connect(self.choose_stretch)
        self.compared.chosen.connect(lambda _key: self._show_measures())
        self.basis = ElidedLabel("", "small", token="muted")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.stretches)
        row.addWidget(self.compared)
        row.addWidget(self.basis, 1)
        self.body.addLayout(row)
        self.model: RowsModel[MeasureRow] = RowsModel(columns(), lambda one: one.key, self)
        self.table = TableView(_("What flexible days differ in"))
        self.table.show_rows_of(self.model)
        self.table.setItemDelegate(MeasureDelegate(self.table))
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.pictures = QStackedWidget()
        self.pictures.addWidget(self.table)
        self.nothing = EmptyState(
            "git-compare",
            _("There is no flexible day to compare yet."),
            _("Publish weeks with days away from the office; after a few weeks the comparison stands here."),
            (
                BannerAction(
                    _("Open the schedule"), lambda: self.wanted.emit("schedule", ""), "calendar-range"
                ),
            ),
        )
        self.no_start = EmptyState(
            "history",
            _("It is not known when flexible work began here."),
            _("Set the day under Aturan, or publish a first day away; then before and after are compared."),
            (BannerAction(_("Open the rule"), lambda: self.wanted.emit("policy", "REP-11"), "scale"),),
        )
        self.pictures.addWidget(self.nothing)
        self.pictures.addWidget(self.no_start)
        self.notes = Label("", "small", token="muted", wrap=True)
        self.effect_card = Card(flush=True)
        self.effect_card.body.addWidget(self.pictures)
        self.body.addWidget(self.effect_card, 3)
        self.body.addWidget(self.notes)
        theme.current().density_changed.connect(self._fit_measures)
        self._fit_measures()

    def _fit_measures(self) -> None:
        rows = self.table.verticalHeader()
        rows.setDefaultSectionSize(fonts.scaled(HEIGHT))
        head = self.table.horizontalHeader().sizeHint().height()
        whole = head + _SEEN * fonts.scaled(HEIGHT) + 1
        self.pictures.setMinimumHeight(head + _LEAST_SEEN * fonts.scaled(HEIGHT))
        self.pictures.setMaximumHeight(whole)
        self.effect_card.setMaximumHeight(whole + 2)

    def _build_form(self) -> None:
        self.form_card = Card(_("Answers for the monthly report"), flush=True)
        self.take = Button(_("Take the proposals over"), icon="check", shortcut="Alt+U", bind=False)
        keys.bind(self, "Alt+U", self.take_proposals)
        self.take.clicked.connect(self.take_proposals)
        self.form_card.head.addWidget(self.take)
        self.form = AnswerTable(self._answer)
        self.form_card.body.addWidget(self.form, 1)
        self.form.setMinimumHeight(fonts.scaled(110))
        self.body.addWidget(self.form_card, 2)

    # Choosing
    @property
    def stretch(self) -> Stretch:
        return Stretch(self.stretches.choice)

    @property
    def month(self) -> Period:
        """The month that the answers belong to: the last one of the stretch that has begun."""
        today = self._desk.effect.today()
        if self.stretch is Stretch.SINCE:
            return month_of(today - timedelta(days=1))
        return month_of(min(self.period.last, max(today, self.period.first)))

    def choose_stretch(self, key: str) -> None:
        stretch = Stretch(key)
        self.stretches.choose(stretch)
        if stretch in _KINDS:
            self.period = period_of(_KINDS[stretch], self.period.last)
        self._show_period()
        self.load()

    def show_period(self, period: Period) -> None:
        kinds = {kind: stretch for stretch, kind in _KINDS.items()}
        if period.kind in kinds:
            self.period = period
            self.stretches.choose(kinds[period.kind])
            self._show_period()
            self.load()

    def step(self, step: int) -> None:
        if self.stretch is not Stretch.SINCE:
            self.show_period(self.period.next() if step > 0 else self.period.previous())

    def _show_period(self) -> None:
        since = self.stretch is Stretch.SINCE
        span = self._desk.effect.since_introduction() if since else None
        if since:
            self.header.set_period(span_label(*span) if span else _("not begun yet"))
        else:
            self.header.set_period(self.period.label())
        for button in (self.header.back, self.header.forth):
            if button is not None:
                button.setEnabled(not since)

    # Loading
    def load(self) -> None:
        """Count in a job; an older one that still runs is stopped."""
        self._later.stop()
        self._stale = False
        if self._job is not None:
            self._job.cancel()
            self._job.silence()
        since = self.stretch is Stretch.SINCE
        period, month = self.period, self.month

        def work(progress: Progress) -> Found:
            span = self._desk.effect.since_introduction() if since else None
            if span is not None:
                view = self._desk.effect.view(*span, progress=progress)
            else:
                view = self._desk.effect.of_period(month if since else period, progress)
            figures = self._desk.monthly_report.figures(month)
            return Found(view, month, figures, self._desk.monthly_report.answers(month, figures))

        self._job = self._runner.start(
            on_store(self._desk.store, work),
            done=self._show,
            failed=self._failed,
            label=_("Counting the days"),
        )

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self._reporter.report(error)

    def _show(self, found: Found) -> None:
        self._job = None
        self.found = found
        self._show_measures()
        self._show_answers(found.answers)

    def _show_measures(self) -> None:
        if self.found is None:
            return
        view, by_time = self.found.view, self.compared.choice == Compared.TIME
        self.model.set_rows([MeasureRow(one, by_time) for one in (view.times if by_time else view.places)])
        if self.model.rows:
            self.table.setCurrentIndex(self.model.index(0, 0))
        empty = self.no_start if by_time else self.nothing
        has_something = bool(view.times) if by_time else bool(view.flexible)
        self.pictures.setCurrentWidget(self.table if has_something else empty)
        notes = view.time_notes if by_time else view.notes
        self.notes.setText(" · ".join(note.spoken.rstrip(".") for note in notes) if has_something else "")
        self.notes.setVisible(has_something)
        self.basis.setText(_basis(view, by_time=by_time))

    def _show_answers(self, answers: Answers) -> None:
        if self.found is None:
            return
        self.form.show_answers(answers)
        month = self.found.month.label()
        self.form_card.note.setText(
            _("{month}, {count} not answered yet").format(month=month, count=answers.open)
        )
        self.take.setEnabled(bool(answers.proposed))
        self.take.set_words(_("Take {count} proposals over").format(count=len(answers.proposed)), "check")

    # Doing
    def _answer(self, field: str, text: str) -> bool:
        return self.found is not None and self.edits.answer(self.found.month, field, text)

    def take_proposals(self) -> None:
        if self.found is None or not self.take.isEnabled():
            return
        answers = self._desk.monthly_report.answers(self.found.month, self.found.figures)
        self.edits.take(self.found.month, dict(answers.proposed))

    def print_this(self) -> bool:
        self.wanted.emit("printing", f"wfa-report|{self.month.code}")
        return True

    def export_this(self) -> bool:
        """Ask where the workbook shall lie."""
        start = str(self.last_folder / f"{self.month.code}_LAPORAN-WFA.xlsx")
        path, _filter = QFileDialog.getSaveFileName(self, _("Save the workbook"), start, "Excel (*.xlsx)")
        if path:
            self.save(Path(path))
        return True

    def save(self, path: Path) -> None:
        """The same numbers and answers as on paper, for the month in hand."""
        from flexdesk.services.report_workbook import workbook

        self.last_folder = path.parent
        month, unit = self.month, str(self._desk.unit.row().get("name") or "")

        def work(_progress: Progress) -> Path:
            file = workbook(self._desk.monthly_report.report(month), unit)
            write_durably(path, file.data, mode=0o644)
            return path

        self._runner.start(
            on_store(self._desk.store, work),
            done=lambda done: self._reporter.tell(_("The workbook is in {path}.").format(path=done)),
            label=_("Writing the workbook"),
        )

    # What the frame asks
    def activate(self) -> None:
        if self._stale:
            self.load()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def apply(self, change: Change) -> None:
        if all(op.table == "monthly_answer" for op in change.ops):
            if self.found is not None:
                found = self.found
                self._show_answers(self._desk.monthly_report.answers(found.month, found.figures))
            return
        self._stale = True
        if self.isVisible():
            self._later.start()

    def open_item(self, key: str) -> None:
        """A period such as `2026-10`, or a field of the form."""
        if not self.form.stand_on(key):
            self.show_period(parse_period(key))

    def keys(self) -> Sequence[KeyRow]:
        return (
            KeyRow("Alt+PgUp / Alt+PgDown", _("Period before, next period")),
            KeyRow("Enter / F2", _("Answer the field in hand")),
            KeyRow("Del", _("Clear the answer")),
            KeyRow("Alt+U", _("Take the proposals over")),
            KeyRow("Ctrl+P", _("Print the report")),
            KeyRow("Ctrl+E", _("Export the report")),
        )

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Print the report"), self.print_this, "Ctrl+P", "printer"),
            Command(_("Export the report"), self.export_this, "Ctrl+E", "file-spreadsheet"),
            Command(_("Take the proposals over"), self.take_proposals, "Alt+U", "check"),
        )

    def panes(self) -> Sequence[QWidget]:
        shown = self.pictures.currentWidget()
        first = shown.buttons[0] if isinstance(shown, EmptyState) else self.table
        return (self.stretches, first, self.form)

    def step_problem(self, step: int) -> bool:
        """To the next field that wants an answer."""
        rows = self.form.answers.rows
        at = self.form.currentIndex().row()
        for distance in range(1, len(rows) + 1):
            row = rows[(at + step * distance) % len(rows)]
            if not row.counted and not row.value:
                self.form.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return self.form.stand_on(row.field.key)
        return False

    def shut(self) -> None:
        self._later.stop()
        if self._job is not None:
            self._job.cancel()
            self._job.silence()


def _basis(view: EffectView, *, by_time: bool) -> str:
    if by_time:
        if view.before is None or view.after is None:
            return ""
        return _("{before} beside {after}").format(
            before=span_label(*view.before), after=span_label(*view.after)
        )
    return _("{people} people, {office} person-days at the office, {flexible} flexible").format(
        people=view.people, office=view.office, flexible=view.flexible
    )
