"""“Kalau diubah”: a setting is tried out and its effect on this and the next week is seen before keeping."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.bootstrap import Desk
from flexdesk.domain.calendar import WEEKDAY_NAMES, monday
from flexdesk.domain.periods import day_label, week_of
from flexdesk.domain.policy import Definition, Setting
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _
from flexdesk.services.policy import DayShare, WeekEffect
from ui.policy.editors import ValueEditor, editor_for
from ui.qt import accessible, fonts, icons, theme
from ui.tasks.on_store import on_store
from ui.tasks.runner import Job, Runner
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import IconLabel, Label
from ui.widgets.side_panel import SidePanel

_WIDTH, _WIDEST = 347, 440
_PATIENCE_MS = 200
_MOST = 6
_ICONS = {Level.HARD: ("circle-x", "negative"), Level.SOFT: ("triangle-alert", "warning")}


def width() -> int:
    """Pixels of the panel; it grows with the letters as far as the sentences can spare."""
    return min(fonts.scaled(_WIDTH), _WIDEST)


class ShareChart(QWidget):
    """How many work away on each day of a week, against the limit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[DayShare, ...] = ()
        self.setFixedHeight(fonts.scaled(120))

    def show_shares(self, shares: tuple[DayShare, ...]) -> None:
        self._shares = shares
        words = (f"{WEEKDAY_NAMES[one.day.weekday()]} {one.count}" for one in shares)
        cap = _("limit {cap}").format(cap=shares[0].cap) if shares else ""
        accessible.name(self, ", ".join((_("Away each day"), *words, cap)))
        self.setVisible(bool(shares))
        self.update()

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(280, fonts.scaled(120))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._shares:
            return
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cap = self._shares[0].cap
        top = max(cap, *(one.count for one in self._shares), 1)
        base, room = self.height() - fonts.scaled(20), self.height() - fonts.scaled(40)
        step = self.width() / len(self._shares)
        for at, one in enumerate(self._shares):
            bar = QRectF(at * step + step * 0.22, 0, step * 0.56, 0)
            self._paint_bar(painter, bar, one, base, room / top)
            painter.setPen(look.color("muted"))
            painter.setFont(fonts.font("small"))
            label = QRectF(at * step, base + 2, step, self.height() - base - 2)
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, WEEKDAY_NAMES[one.day.weekday()][:3])
        y = base - cap * room / top
        painter.setPen(QPen(look.color("accent"), 1.5))
        painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        painter.setFont(fonts.font("small"))
        words = _("limit {cap}").format(cap=cap)
        painter.drawText(QRectF(0, y - 17, self.width(), 16), Qt.AlignmentFlag.AlignRight, words)

    def _paint_bar(self, painter: QPainter, bar: QRectF, one: DayShare, base: float, unit: float) -> None:
        look = theme.current()
        within, over = min(one.count, one.cap), max(one.count - one.cap, 0)
        painter.fillRect(
            QRectF(bar.x(), base - within * unit, bar.width(), within * unit), look.code("W").solid
        )
        if over:
            box = QRectF(bar.x(), base - one.count * unit, bar.width(), over * unit)
            painter.fillRect(box, look.color("negativeGraphic"))
        painter.setPen(look.color("negative" if over else "text"))
        painter.setFont(fonts.font("small", fonts.STRONG))
        box = QRectF(bar.x() - 10, base - one.count * unit - 17, bar.width() + 20, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(one.count))


class WhatIf(SidePanel):
    """`kept` carries key, text, first day and source; `left` when the person gives up."""

    kept = Signal(str, str, object, str)
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
        self._before: Setting = None
        self.editor: ValueEditor | None = None
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
        self.sentence = Label("", "lead", wrap=True)
        self.place = QVBoxLayout()
        self.fault = Label("", "small", token="negative", wrap=True)
        self.chart = ShareChart()
        self.results = QVBoxLayout()
        self.results.setSpacing(6)
        body.addWidget(self.sentence)
        body.addLayout(self.place)
        body.addWidget(self.fault)
        body.addWidget(self.chart)
        body.addLayout(self.results)
        body.addStretch(1)
        self.source = LineField(_("Basis of the change"))
        self.source.setPlaceholderText(_("Basis, such as a staff meeting or a decree"))
        self.start_day = ComboBox(_("From which day"))
        self.start_day.setMinimumWidth(width() - 30)
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.keep = Button(_("Use"), icon="check", kind=Kind.PRIMARY)
        row = QHBoxLayout()
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.keep)
        self.foot.setSpacing(6)
        for part in (self.source, self.start_day):
            self.foot.addWidget(part)
        self.foot.addLayout(row)
        self.cancel.clicked.connect(self.left)
        self.keep.clicked.connect(lambda: self.give())
        self.source.returnPressed.connect(lambda: self.give())
        self.start_day.currentIndexChanged.connect(lambda _at: self._ask())

    def open(self, definition: Definition, value: Setting, sentence: str) -> None:
        """Try out another value than the one in force."""
        self._definition, self._before = definition, value
        self.sentence.setText(sentence)
        self._fill_days()
        if self.editor is not None:
            self.place.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
        self.editor = editor_for(definition, value, sentence)
        self.editor.changed.connect(self._ask)
        self.place.addWidget(self.editor)
        self.source.clear()
        self.editor.start()
        self._start_text = self.editor.text()
        self._ask()

    def _fill_days(self) -> None:
        today = self._desk.clock.today()
        next_monday = monday(today) + timedelta(days=7)
        next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        self.start_day.blockSignals(True)
        self.start_day.clear()
        for text, day in ((_("from next Monday"), next_monday), (_("from today"), today), ("", next_month)):
            words = f"{text}, {day_label(day)}" if text else _("from {day}").format(day=day_label(day))
            self.start_day.addItem(words, day)
        self.start_day.blockSignals(False)

    @property
    def first_day(self) -> date:
        day = self.start_day.currentData()
        assert isinstance(day, date)
        return day

    # -- the effect

    def _ask(self) -> None:
        changed = self.editor is not None and self.editor.text() != self._start_text
        self.keep.setEnabled(False)
        self.keep.set_words(_("Use from {day}").format(day=day_label(self.first_day).rsplit(" ", 1)[0]))
        if changed:
            self._later.start()
        else:
            self._show_fault("")
            self._show_effects([])

    def _try(self) -> None:
        if self._definition is None or self.editor is None:
            return
        key, text, day = self._definition.key, self.editor.text(), self.first_day
        week = week_of(self._desk.clock.today())
        weeks = (week, week.next())
        effect = self._desk.policy.effect
        if self._job is not None:
            self._job.silence()
        self._job = self._runner.start(
            on_store(
                self._desk.store,
                lambda _progress: effect(key, text, from_day=day, weeks=weeks),
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
        while (item := self.results.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.weeks.setText(
            _("weeks {first} and {last}").format(
                first=effects[0].period.number, last=effects[-1].period.number
            )
            if effects
            else ""
        )
        touches = self._definition is not None and self._definition.key.startswith("location.")
        self.chart.show_shares(effects[-1].shares if effects and touches else ())
        for effect in effects:
            self._add_week(effect)

    def _add_week(self, effect: WeekEffect) -> None:
        text = _("Week {week}: {new} new problems, {gone} solved")
        if not effect.new and not effect.gone:
            text = _("Week {week}: nothing changes, {after} points as before")
        words = text.format(
            week=effect.period.number, new=len(effect.new), gone=len(effect.gone), after=effect.after
        )
        self.results.addWidget(Label(words, "base", fonts.STRONG, wrap=True))
        for finding in effect.new[:_MOST]:
            self.results.addWidget(self._finding(finding))
        if len(effect.new) > _MOST:
            more = _("and {count} more").format(count=len(effect.new) - _MOST)
            self.results.addWidget(Label(more, "small", token="muted"))

    def _finding(self, finding: Finding) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        icon, token = _ICONS.get(finding.level, ("info", "muted"))
        row.addWidget(IconLabel(icon, token, icons.NORMAL), 0, Qt.AlignmentFlag.AlignTop)
        found = self._desk.store.get("person", finding.person) if finding.person else None
        who = str((found or {}).get("name") or finding.function)
        when = f"{WEEKDAY_NAMES[finding.day.weekday()]} {finding.day.day}" if finding.day else ""
        head = ", ".join(part for part in (who, when) if part)
        text = f"{head}: {finding.message}" if head else finding.message
        row.addWidget(Label(text, "small", wrap=True), 1)
        return line

    def give(self) -> None:
        if self._definition is not None and self.editor is not None and self.keep.isEnabled():
            self.kept.emit(
                self._definition.key, self.editor.text(), self.first_day, self.source.text().strip()
            )

    def shut(self) -> None:
        self._later.stop()
        if self._job is not None:
            self._job.silence()
