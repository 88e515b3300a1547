"""The unit's policy as sentences; the one in hand is tried out at the right before it is kept."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import day_label
from flexdesk.domain.policy import Definition, Policy, spoken
from flexdesk.i18n import _, language
from ui.feedback.reporter import Reporter
from ui.policy.effect_lines import clear
from ui.policy.sentence import SentenceFacts, SentenceRow
from ui.policy.what_if import Keep, WhatIf, width
from ui.qt import fonts, theme
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets.banner import Banner
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import SearchField
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel
from ui.widgets.tones import Tone

TABLES = frozenset(
    {"policy", "policy_pack", "unit", "holiday", "person", "posting", "assignment", "leave_entry"}
)


class RulesView(QWidget):
    """`versioned` carries the version of the rules in force."""

    versioned = Signal(str)

    def __init__(
        self, desk: Desk, editor: Editor, runner: Runner, reporter: Reporter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._editor, self._reporter = desk, editor, reporter
        self.rows: dict[str, SentenceRow] = {}
        self._policy: Policy | None = None
        self.chosen = ""
        self._build(runner)
        self.refresh()

    def _build(self, runner: Runner) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 10, 8)
        self.title = Label(_("Flexible work"), "lead", fonts.STRONG)
        self.note = Label("", "small", token="muted")
        self.search = SearchField(_("Search rules"), "")
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.note)
        head.addStretch(1)
        head.addWidget(self.search)
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(12, 0, 12, 0)
        content = QWidget()
        self._list = QVBoxLayout(content)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.scroller = QScrollArea()
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setWidgetResizable(True)
        self.scroller.setWidget(content)
        for ground in (self.scroller.viewport(), content):
            ground.setAutoFillBackground(False)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(head)
        left.addLayout(self._notices)
        left.addWidget(self.scroller, 1)
        self.what_if = WhatIf(self._desk, runner, self._reporter.report)
        self.empty = SidePanel(_("If changed"), width())
        hint = EmptyState(
            "scale",
            _("Choose a sentence"),
            _("Its value can be tried out here; the effect on this and the next week is shown first."),
        )
        self.empty.body.addWidget(hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        for panel in (self.what_if, self.empty):
            row.addWidget(panel)
        self.what_if.hide()
        self.what_if.kept.connect(self._keep)
        self.what_if.returned.connect(self._return)
        self.what_if.left.connect(self.leave)
        self.search.textChanged.connect(self._filter)

    # -- showing

    @property
    def today(self) -> date:
        return self._desk.clock.today()

    def refresh(self) -> None:
        policy = self._policy = self._desk.policy.policy()
        version, definitions = policy.version_on(self.today), policy.definitions_on(self.today)
        self.note.setText(version)
        for number, definition in enumerate(definitions, 1):
            facts = self._facts(policy, definition, number)
            row = self.rows.get(definition.key)
            if row is None:
                row = self.rows[definition.key] = SentenceRow(facts)
                row.asked.connect(self.choose)
                self._list.addWidget(row)
            elif row.facts != facts:
                row.show_facts(facts)
        for key in self.rows.keys() - {definition.key for definition in definitions}:
            row = self.rows.pop(key)
            row.hide()
            row.deleteLater()
        self._show_notices(policy)
        phase = policy.phase(self.today)
        if phase.pack:
            version = _("{version}, since {day}").format(version=version, day=day_label(phase.from_))
        self.versioned.emit(version)

    def _show_notices(self, policy: Policy) -> None:
        """The pack that begins next, and own edits that the base does not allow."""
        clear(self._notices)
        coming = next((phase for phase in policy.later if phase.from_ > self.today), None)
        if coming is not None:
            text = _("From {day} the base is {pack}.")
            words = text.format(day=day_label(coming.from_), pack=coming.version)
            self._notices.addWidget(Banner(Tone.ACCENT, words))
        lapsed = policy.lapsed(self.today)
        if lapsed:
            text = _(
                "{count} changes of this unit do not count, because the base does not allow them: {keys}"
            )
            words = text.format(count=len(lapsed), keys=", ".join(sorted({edit.key for edit in lapsed})))
            self._notices.addWidget(Banner(Tone.WARNING, words))

    def _facts(self, policy: Policy, definition: Definition, number: int) -> SentenceFacts:
        sentence = policy.sentence(definition.key, self.today)
        unset = sentence.value in (None, ()) and definition.unset
        texts = definition.unset if unset else definition.texts
        coming = [edit for edit in policy.history(definition.key) if edit.from_ > self.today]
        later = _("until {day}").format(day=day_label(sentence.until)) if sentence.until else ""
        if coming:
            first = coming[-1]
            value = spoken(definition, policy.value(definition.key, first.from_))
            later = _("from {day}: {value}").format(day=day_label(first.from_), value=value)
        return SentenceFacts(
            definition.key,
            sentence.rule,
            number,
            texts.get(language()) or texts["id"],
            spoken(definition, sentence.value),
            sentence.article,
            sentence.source,
            sentence.grade,
            sentence.changeable,
            later,
            is_read=policy.is_national(definition.key),
        )

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for row in self.rows.values():
            found = f"{row.facts.whole} {row.facts.article} {row.facts.source}".casefold()
            row.setVisible(all(word in found for word in words))

    # -- changing

    def choose(self, key: str) -> None:
        """Open a sentence for trying out."""
        if self._policy is None or key not in self.rows:
            return
        definition = self._policy.definition(key, self.today)
        self._mark(key)
        self.scroller.ensureWidgetVisible(self.rows[key])
        if not definition.changeable:
            self._show(self.empty)
            return
        self._show(self.what_if)
        value = self._policy.value(key, self.today)
        sentence = self._policy.sentence(key, self.today)
        own = bool(self._policy.history(key))
        self.what_if.open(definition, value, sentence.text, own=own, bounds=sentence.bounds)

    def find_rule(self, rule: str) -> bool:
        """Open the first sentence of a rule such as `LOC-10`, or of a setting."""
        for key, row in self.rows.items():
            if rule in (row.facts.rule, key):
                self.choose(key)
                return True
        return False

    def _mark(self, key: str) -> None:
        for name, row in self.rows.items():
            row.choose(on=name == key)
        self.chosen = key

    def _show(self, panel: SidePanel) -> None:
        for one in (self.what_if, self.empty):  # two at once would make the window wider
            one.hide()
        panel.show()

    def leave(self) -> bool:
        """Put the trial away; False when there is none."""
        if not self.chosen:
            return False
        self.what_if.forget()
        row = self.rows.get(self.chosen)
        self._mark("")
        self._show(self.empty)
        (row.hole if row is not None else self.search).setFocus()
        return True

    def _keep(self, keep: Keep) -> None:
        service = self._desk.policy
        done = self._editor.run(
            _("Change a rule"),
            lambda: service.set_many(keep.trials, from_day=keep.first, until=keep.until, source=keep.source),
        )
        if done:
            self.leave()
            self.refresh()

    def _return(self, key: str) -> None:
        """The pack's own value holds again, from the day chosen in the panel."""
        first = self.what_if.first_day
        done = self._editor.run(
            _("Back to the pack's value"), lambda: self._desk.policy.reset(key, from_day=first)
        )
        if done:
            self.leave()
            self.refresh()

    # -- what the page asks

    def apply(self, change: Change) -> None:
        if any(op.table in TABLES for op in change.ops):
            self.refresh()

    def shut(self) -> None:
        self.what_if.shut()

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().color("surface"))
