"""“Kalau diubah”: settings are tried out, alone or together, and their effect is seen before keeping."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.periods import day_label
from flexdesk.domain.policy import Definition, Setting, ValueType, parse, spoken
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_, _
from flexdesk.services.effects import weeks_to_see
from flexdesk.services.policy import Step, WeekEffect
from ui.policy.days import SpanField
from ui.policy.editors import ValueEditor, editor_for
from ui.policy.effect_lines import EffectLines, clear
from ui.policy.share_chart import ShareChart
from ui.qt import fonts
from ui.tasks.on_store import on_store
from ui.tasks.runner import Job, Runner
from ui.widgets.button import Button, IconButton, Kind
from ui.widgets.fields import LineField
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel

_WIDTH, _WIDEST = 347, 440
_PATIENCE_MS = 200
_STATES = {"now": N_("in force"), "coming": N_("to come"), "over": N_("over"), "lapsed": N_("not allowed")}


def width() -> int:
    """Pixels of the panel; it grows with the letters as far as the sentences can spare."""
    return min(fonts.scaled(_WIDTH), _WIDEST)


@dataclass(frozen=True, slots=True)
class Keep:
    """What the person wants to keep: settings with their texts, from a day, perhaps to a day."""

    trials: tuple[tuple[str, str], ...]
    first: date
    until: date | None
    source: str


class WhatIf(SidePanel):
    """`kept` carries a Keep, `returned` a setting that takes the pack's value again; `left` gives up."""

    kept = Signal(object)
    returned = Signal(str)
    left = Signal()

    def __init__(
        self,
        desk: Desk,
        runner: Runner,
        report: Callable[[BaseException], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("If changed"), width(), parent)
        self._desk, self._runner, self._report = desk, runner, report
        self._definition: Definition | None = None
        self._others: dict[str, tuple[str, str]] = {}  # setting -> text and words, tried along
        self.editor: ValueEditor | None = None
        self._start_text = ""
        self._job: Job | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PATIENCE_MS)
        self._later.timeout.connect(self._try)
        self.effects: list[WeekEffect] = []
        self._build()

    def _build(self) -> None:
        self.weeks = Label("", "small", token="muted")
        self.head.addWidget(self.weeks)
        body = self.body
        body.setContentsMargins(14, 12, 14, 8)
        body.setSpacing(8)
        self.along = QVBoxLayout()
        self.along.setSpacing(2)
        self.sentence = Label("", "lead", wrap=True)
        self.bounds = Label("", "small", token="muted", wrap=True)
        self.place = QVBoxLayout()
        self.fault = Label("", "small", token="negative", wrap=True)
        self.together = Button(_("Try along with another sentence"), icon="plus", small=True)
        self.chart = ShareChart()
        self.results = EffectLines(self._desk)
        self.past = QVBoxLayout()
        self.past.setSpacing(2)
        self.back = Button(_("Back to the pack's value"), icon="undo-2", small=True)
        body.addLayout(self.along)
        body.addWidget(self.sentence)
        body.addWidget(self.bounds)
        body.addLayout(self.place)
        below: tuple[QWidget, ...] = (self.fault, self.together, self.chart, self.results)
        for part in below:
            body.addWidget(part)
        body.addLayout(self.past)
        body.addWidget(self.back)
        body.addStretch(1)
        self._build_foot()

    def _build_foot(self) -> None:
        self.source = LineField(_("Basis of the change"))
        self.source.setPlaceholderText(_("Basis, such as a staff meeting or a decree"))
        self.span = SpanField(self._desk.clock.today(), width() - 30)
        self.start_day = self.span.start
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.keep = Button(_("Use"), icon="check", kind=Kind.PRIMARY)
        row = QHBoxLayout()
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.keep)
        self.foot.setSpacing(6)
        self.foot.addWidget(self.source)
        self.foot.addWidget(self.span)
        self.foot.addLayout(row)
        self.cancel.clicked.connect(self.left)
        self.keep.clicked.connect(lambda: self.give())
        self.source.returnPressed.connect(lambda: self.give())
        self.span.changed.connect(self._ask)
        self.together.clicked.connect(lambda: self.pin())
        self.back.clicked.connect(lambda: self._return())

    # -- opening

    def open(
        self, definition: Definition, value: Setting, sentence: str, *, own: bool = False, bounds: str = ""
    ) -> None:
        """Try out another value than the one in force; what was put aside before is tried along."""
        self._definition = definition
        held = self._others.pop(definition.key, None)
        self.sentence.setText(sentence)
        self.bounds.setText(bounds)
        self.bounds.setVisible(bool(bounds) and definition.type is ValueType.SHARE)  # others show theirs
        self.back.setVisible(own)
        if not self._others and held is None:
            self.span.reset()
            self.source.clear()
        if self.editor is not None:
            self.place.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
        self.editor = editor_for(definition, value, sentence)
        self._start_text = self.editor.text()
        if held is not None:
            self.editor.deleteLater()
            self.editor = editor_for(definition, parse(definition, held[0]), sentence)
        self.editor.changed.connect(self._ask)
        self.place.addWidget(self.editor)
        self.editor.start()
        self._show_along()
        self._show_past(self._desk.policy.history(definition.key, self._desk.clock.today()))
        self._ask()

    def _show_past(self, steps: Sequence[Step]) -> None:
        clear(self.past)
        if len(steps) < 2 or self._definition is None:
            return
        self.past.addWidget(Label(_("History of the sentence"), "small", fonts.STRONG))
        for step in steps:
            self.past.addWidget(Label(self._step(self._definition, step), "small", token="muted", wrap=True))

    def _step(self, definition: Definition, step: Step) -> str:
        try:
            value = spoken(definition, parse(definition, step.value))
        except FlexDeskError:
            value = step.value
        first = _("from {day}").format(day=day_label(step.from_)) if step.from_ else ""
        last = _("until {day}").format(day=day_label(step.until)) if step.until else ""
        parts = (value, " ".join(part for part in (first, last) if part), step.source, _(_STATES[step.state]))
        return " · ".join(part for part in parts if part)

    # -- several sentences

    def pin(self) -> bool:
        """Put the value in hand aside, to be tried along with the next sentence; False without one."""
        if self._definition is None or self.editor is None or not self._changed or self.fault.text():
            return False
        key, text = self._definition.key, self.editor.text()
        tried = self._desk.policy.policy().with_edit(key, text, from_day=self.first_day)
        self._others[key] = (text, tried.sentence(key, self.first_day).text)
        self._start_text = text
        self._show_along()
        self._ask()
        return True

    def unpin(self, key: str) -> None:
        """Try no longer along with that sentence."""
        if self._others.pop(key, None) is not None:
            self._show_along()
            self._ask()

    def forget(self) -> None:
        """Nothing is tried any more."""
        self._later.stop()
        self._definition = None
        self._others.clear()
        self._show_along()

    def _show_along(self) -> None:
        clear(self.along)
        for key, (_text, words) in self._others.items():
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(Label(words, "small", wrap=True), 1)
            drop = IconButton("x", _("Do not try along: {sentence}").format(sentence=words))
            drop.clicked.connect(lambda _checked=False, key=key: self.unpin(key))
            row.addWidget(drop)
            self.along.addWidget(line)

    @property
    def trials(self) -> tuple[tuple[str, str], ...]:
        """Everything that is tried now: what was put aside, and the value in hand where it differs."""
        found = {key: text for key, (text, _words) in self._others.items()}
        if self._definition is not None and self.editor is not None and self._changed:
            found[self._definition.key] = self.editor.text()
        return tuple(found.items())

    @property
    def _changed(self) -> bool:
        return self.editor is not None and self.editor.text() != self._start_text

    @property
    def first_day(self) -> date:
        return self.span.first

    # -- the effect

    def _ask(self) -> None:
        self.keep.setEnabled(False)
        self.keep.set_words(_("Use from {day}").format(day=day_label(self.first_day).rsplit(" ", 1)[0]))
        self.together.setVisible(self._changed)
        if fault := self.span.fault():
            self._show_effects([])
            self._show_fault(fault)
        elif self.trials:
            self._later.start()
        else:
            self._show_fault("")
            self._show_effects([])

    def _try(self) -> None:
        if not self.trials or self.span.fault():
            return
        trials, day, until = self.trials, self.first_day, self.span.last
        weeks = weeks_to_see(self._desk.clock.today(), day)
        try_out = self._desk.policy.try_out
        if self._job is not None:
            self._job.silence()
        self._job = self._runner.start(
            on_store(
                self._desk.store,
                lambda _progress: try_out(trials, from_day=day, until=until, weeks=weeks),
            ),
            done=self._take,
            failed=self._fail,
        )

    def _take(self, effects: list[WeekEffect]) -> None:
        self._job = None
        self._show_fault("")
        self._show_effects(effects)
        self.keep.setEnabled(True)

    def _fail(self, error: BaseException) -> None:
        """A value outside its bounds is told in words, beside the field."""
        self._job = None
        self._show_effects([])
        if isinstance(error, FlexDeskError):
            self._show_fault(f"{error.message} {error.what_to_do}")
        else:
            self._report(error)

    def _show_fault(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def _show_effects(self, effects: Sequence[WeekEffect]) -> None:
        self.effects = list(effects)
        text = ""
        if effects:
            first, last = effects[0].period.number, effects[-1].period.number
            text = _("weeks {first} and {last}").format(first=first, last=last)
        self.weeks.setText(text)
        touches = any(key.startswith("location.") for key, _text in self.trials)
        shown = effects[-1] if effects and touches else None
        self.chart.show_shares(shown.shares if shown else (), shown.before_cap if shown else 0)
        self.results.show_effects(effects)

    def give(self) -> None:
        if self.trials and self.keep.isEnabled():
            self.kept.emit(Keep(self.trials, self.first_day, self.span.last, self.source.text().strip()))

    def _return(self) -> None:
        if self._definition is not None:
            self.returned.emit(self._definition.key)

    def shut(self) -> None:
        self._later.stop()
        if self._job is not None:
            self._job.silence()
