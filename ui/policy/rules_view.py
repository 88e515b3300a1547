"""The unit's policy as sentences; the one in hand is tried out at the right before it is kept."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from flexdesk.bootstrap import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import day_label
from flexdesk.domain.policy import NOT_YET_READ, Definition, Policy, spoken
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _, language
from flexdesk.services.policy import Difference
from ui.feedback.reporter import Reporter
from ui.policy.sentence import SentenceFacts, SentenceRow
from ui.policy.what_if import WhatIf, width
from ui.qt import fonts, theme
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets.button import Button, Kind
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import SearchField
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel

TABLES = frozenset({"policy", "unit", "holiday", "person", "posting", "assignment", "leave_entry"})


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
        left.addWidget(self.scroller, 1)
        self.what_if = WhatIf(self._desk, runner, self._reporter.report)
        self.empty = SidePanel(_("If changed"), width())
        hint = EmptyState(
            "scale",
            _("Choose a sentence"),
            _("Its value can be tried out here; the effect on this and the next week is shown first."),
        )
        self.empty.body.addWidget(hint)
        self.pack = PackPanel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        for panel in (self.what_if, self.empty, self.pack):
            row.addWidget(panel)
        self.what_if.hide()
        self.pack.hide()
        self.what_if.kept.connect(self._keep)
        self.what_if.left.connect(self.leave)
        self.pack.used.connect(self._use_pack)
        self.pack.left.connect(self.leave)
        self.search.textChanged.connect(self._filter)

    # -- showing

    @property
    def today(self) -> date:
        return self._desk.clock.today()

    def refresh(self) -> None:
        policy = self._policy = self._desk.policy.policy()
        self.note.setText(policy.version)
        for number, definition in enumerate(policy.definitions, 1):
            facts = self._facts(policy, definition, number)
            row = self.rows.get(definition.key)
            if row is None:
                row = self.rows[definition.key] = SentenceRow(facts)
                row.asked.connect(self.choose)
                self._list.addWidget(row)
            elif row.facts != facts:
                row.show_facts(facts)
        self.versioned.emit(policy.version)

    def _facts(self, policy: Policy, definition: Definition, number: int) -> SentenceFacts:
        sentence = policy.sentence(definition.key, self.today)
        unset = sentence.value in (None, ()) and definition.unset
        texts = definition.unset if unset else definition.texts
        coming = [edit for edit in policy.history(definition.key) if edit.from_ > self.today]
        later = ""
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
            is_read=definition.key not in NOT_YET_READ,
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
        definition = self._policy.definition(key)
        self._mark(key)
        self.scroller.ensureWidgetVisible(self.rows[key])
        if not definition.changeable:
            self._show(self.empty)
            return
        self._show(self.what_if)
        value = self._policy.value(key, self.today)
        self.what_if.open(definition, value, self._policy.sentence(key, self.today).text)

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
        for one in (self.what_if, self.empty, self.pack):  # two at once would make the window wider
            one.hide()
        panel.show()

    def leave(self) -> bool:
        """Put the trial away; False when there is none."""
        if not self.chosen and not self.pack.isVisible():
            return False
        row = self.rows.get(self.chosen)
        self._mark("")
        self._show(self.empty)
        (row.hole if row is not None else self.search).setFocus()
        return True

    def _keep(self, key: str, text: str, day: date, source: str) -> None:
        done = self._editor.run(
            _("Change a rule"), lambda: self._desk.policy.set(key, text, from_day=day, source=source)
        )
        if done:
            self.leave()
            self.refresh()

    # -- packs

    def show_pack(self, file: Path) -> None:
        """What a pack would change, sentence by sentence, before it is used."""
        try:
            found = self._desk.policy.differences(file, self.today)
        except FlexDeskError as error:
            self._reporter.report(error)
            return
        self._mark("")
        self.pack.show_differences(file, found)
        self._show(self.pack)

    def _use_pack(self, file: Path) -> None:
        if self._editor.run(_("Use a rule file"), lambda: self._desk.policy.use(file, self.today)):
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


class PackPanel(SidePanel):
    """The sentences that a pack changes, drops or adds."""

    used = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What the file changes"), width(), parent)
        self._file = Path()
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.use = Button(_("Use from today"), icon="check", kind=Kind.PRIMARY)
        row = QHBoxLayout()
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.use)
        self.foot.addLayout(row)
        self.body.setContentsMargins(14, 10, 14, 8)
        self.body.setSpacing(8)
        self.cancel.clicked.connect(self.left)
        self.use.clicked.connect(lambda: self.used.emit(self._file))

    def show_differences(self, file: Path, found: Sequence[Difference]) -> None:
        self._file = file
        while (item := self.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.body.addWidget(Label(file.name, "small", token="muted"))
        if not found:
            self.body.addWidget(Label(_("The file changes no sentence."), wrap=True))
        for before, after in found:
            if before is not None:
                self.body.addWidget(Label(_("Now: {text}").format(text=before.text), "small", wrap=True))
            words = _("New: {text}").format(text=after.text) if after is not None else _("New: left out")
            self.body.addWidget(Label(words, "base", fonts.MEDIUM, wrap=True))
        self.body.addStretch(1)
        self.use.setEnabled(bool(found))
