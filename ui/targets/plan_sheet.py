"""Alt+K: the SKP of one person as a document, in place of the outline until Esc."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.core_values import CoreValue
from flexdesk.domain.performance import Annex, SkpStatus
from flexdesk.domain.periods import span_label
from flexdesk.domain.skp import SkpFinding, Step
from flexdesk.i18n import N_, _
from flexdesk.services.skp import Wish
from flexdesk.services.skp_rows import span_of, status_of
from flexdesk.services.targets import Skp
from ui.qt import accessible
from ui.targets.plan_actions import ActionsCard
from ui.targets.plan_edits import PlanEdits
from ui.targets.plan_head import HeadForm
from ui.targets.plan_steps import StepBar
from ui.targets.plan_texts import TextsCard
from ui.undo.editor import Editor
from ui.widgets.banner import BannerAction
from ui.widgets.button import Button, Kind
from ui.widgets.card import Hairline
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import ComboBox
from ui.widgets.label import IconLabel, Label
from ui.widgets.page import KeyRow

KEYS: tuple[tuple[str, str], ...] = (
    ("Alt+K", N_("SKP of the person: head, annex, action plan")),
    ("Ctrl+Enter", N_("In the SKP: take the next step")),
    ("Ctrl+S", N_("In the SKP: keep its head")),
    ("Alt+L", N_("In the SKP: take the usual lines")),
    ("Alt+E", N_("In the SKP: split the year evenly")),
)


class PlanSheet(QWidget):
    """Shows one plan and writes through `PlanEdits`; `closed` asks the page for the outline again."""

    closed = Signal()

    def __init__(self, desk: Desk, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.edits = PlanEdits(desk, editor)
        self.year = desk.clock.today().year
        self.plan: Skp | None = None
        self._person = ""
        self.people = ComboBox(_("Person"))
        self.plans = ComboBox(_("SKP of this person"))
        self.steps = StepBar(desk.clock.today())
        self.new = Button(_("Another SKP"), icon="plus", kind=Kind.QUIET)
        self.back = Button(_("Back"), shortcut="Esc", bind=False, kind=Kind.QUIET)
        self.head, self.texts = HeadForm(), TextsCard()
        self.action_card = ActionsCard(desk.action_plans.proposed)
        self.nothing = EmptyState(
            "file-text",
            _("There is no SKP of this year for this person yet."),
            _("A draft takes its days, form and rater from the unit; you can change them."),
            [BannerAction(_("Make an SKP"), self.make, "plus")],
        )
        self._lay_out()
        self._wire()
        self.hide()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(12, 8, 12, 8)
        top.setSpacing(10)
        for part in (self.people, self.plans, self.steps.badge):
            top.addWidget(part)
        top.addWidget(self.steps.note)
        top.addStretch(1)
        top.addWidget(self.steps)
        top.addWidget(self.new)
        top.addWidget(self.back)
        self.body = QWidget()
        row = QHBoxLayout(self.body)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(12)
        self.head.setFixedWidth(330)
        row.addWidget(self.head)
        row.addWidget(self.texts, 4)
        row.addWidget(self.action_card, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.steps.question)
        column.addWidget(Hairline())
        column.addWidget(self.body, 1)
        column.addWidget(self.nothing, 1)

    def _wire(self) -> None:
        self.back.clicked.connect(lambda: self.closed.emit())
        self.new.clicked.connect(self.make)
        self.people.activated.connect(lambda _at: self.show_person(str(self.people.currentData())))
        self.plans.activated.connect(lambda _at: self._choose(str(self.plans.currentData())))
        self.steps.stepped.connect(self._step)
        self.steps.left.connect(self.focus_first)
        self.head.kept.connect(self._keep_head)
        self.texts.kept.connect(self._keep_text)
        self.action_card.kept.connect(lambda result, parts: self.edits.parts(result, parts))
        self.action_card.split_up.connect(lambda result, parts: self.edits.split(result, parts))
        self.action_card.dropped.connect(lambda lines: self.edits.drop(lines))

    # Showing
    def open(self, person: str, year: int, plan: str = "") -> None:
        """The person's plan of the year; of several the one that is named, else the usual one."""
        self.year = year
        self._fill_people()
        self.show()
        self.show_person(person or str(self.people.itemData(0) or ""), plan)
        self.focus_first()

    def focus_first(self) -> None:
        first = self.nothing.buttons[0] if self.plan is None else self.people
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_person(self, person: str, plan: str = "") -> None:
        self.texts.forget()
        self._person = person
        self.people.setCurrentIndex(self.people.findData(person))
        found = self._plans()
        usual = max(found, key=lambda one: (not one.row["acting"], str(one.row["from"])), default=None)
        self.plan = next((one for one in found if one.key == plan), usual)
        self.refresh()

    def show_year(self, year: int) -> None:
        """The same person in another year; in the same one, what changed meanwhile."""
        if year != self.year:
            self.year = year
            self.show_person(self._person)
        else:
            self.refresh()

    def refresh(self) -> None:
        """Read what is shown anew; what is being typed stays."""
        found = self._plans()
        key = self.plan.key if self.plan is not None else ""
        self.plan = next((one for one in found if one.key == key), found[0] if found else None)
        self.plans.clear()
        for one in found:
            self.plans.addItem(span_label(*span_of(one.row)), one.key)
        self.plans.setVisible(len(found) > 1)
        (self.body if self.plan is None else self.nothing).hide()
        for part in (self.body, self.new, self.steps, self.steps.badge, self.steps.note):
            part.setVisible(self.plan is not None)
        self.nothing.setVisible(self.plan is None)
        if self.plan is not None:
            self._show(self.plan)

    def _show(self, plan: Skp) -> None:
        self.plans.setCurrentIndex(self.plans.findData(plan.key))
        self.steps.show_plan(plan)
        living = status_of(plan.row) is not SkpStatus.CLOSED
        self.head.show_plan(plan, [(one.key, one.name) for one in self._desk.people.roster()])
        self._show_findings(self._desk.skp.findings(plan))
        texts = self._desk.skp_texts
        self.texts.show_texts(texts.annex(plan.key), texts.expectations(plan.key), living=living)
        results = [str(result.row["key"]) for result in plan.results]
        parts = {key: self._desk.action_plans.of(key) for key in results}
        self.action_card.show_plan(plan, parts, living=living)
        accessible.name(self, _("SKP of {name}").format(name=plan.person["name"]))

    def _show_findings(self, found: Sequence[SkpFinding]) -> None:
        while (item := self.head.findings.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for finding in found:
            icon, token = ("circle-x", "negative") if finding.blocks else ("triangle-alert", "warning")
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            row.addWidget(IconLabel(icon, token), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(finding.sentence, "small", wrap=True), 1)
            accessible.name(line, finding.sentence)
            self.head.findings.addWidget(line)

    def _fill_people(self) -> None:
        self.people.clear()
        for one in self._desk.people.roster():
            self.people.addItem(one.name, one.key)

    def _plans(self) -> list[Skp]:
        nip = self._person
        return self._desk.targets.plans(nip=nip, year=self.year) if nip else []

    def _choose(self, key: str) -> None:
        self.texts.forget()
        self.plan = next((one for one in self._plans() if one.key == key), None)
        self.refresh()

    # Changing
    def make(self) -> None:
        known = {one.key for one in self._plans()}
        if self._person and self.edits.make(self._person, self.year):
            fresh = [one.key for one in self._plans() if one.key not in known]
            self.show_person(self._person, fresh[0] if fresh else "")
            self.head.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, step: Step, note: str, day: object) -> None:
        self.texts.field.keep()
        on = day if isinstance(day, date) else None
        if self.plan is not None and self.edits.step(self.plan.key, step, note, on):
            self.steps.put_away()
            self.refresh()

    def _keep_head(self, wish: Wish) -> None:
        if self.plan is not None and self.edits.change(self.plan.key, wish):
            self.refresh()

    def _keep_text(self, token: str, text: str) -> None:
        if self.plan is None:
            return
        if token in set(CoreValue):
            self.edits.expectation(self.plan.key, CoreValue(token), text)
        else:
            self.edits.annex(self.plan.key, Annex(token), text.splitlines())
        self.refresh()

    # What the page asks
    def keys(self) -> Sequence[KeyRow]:
        return [KeyRow(key, _(what)) for key, what in KEYS]

    def panes(self) -> Sequence[QWidget]:
        if self.plan is None:
            return [self.people, self.nothing.buttons[0]]
        return [self.people, self.head.first, self.texts.list, self.action_card.table]

    def leave_smallest(self) -> bool:
        """Esc: the question first, then the sheet."""
        if not self.steps.put_away():
            self.closed.emit()
        return True
