"""The side panel of the target screen: one result with its indicators, months, and fields to change them."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.calendar import Calendar
from flexdesk.domain.forecast import Unsaid
from flexdesk.domain.performance import Aspect, label
from flexdesk.domain.periods import Period, parse_period
from flexdesk.domain.skp import OPEN
from flexdesk.i18n import _
from flexdesk.services.cascade import Branch, Standing, leading, standings
from flexdesk.services.skp_rows import status_of
from flexdesk.services.target_changes import HeldTarget
from flexdesk.services.targets import TO, TargetIndicator
from ui.qt import fonts
from ui.targets import plan_words, words
from ui.targets.chart import PaceChart
from ui.widgets.badge import Badge
from ui.widgets.button import Button, Kind
from ui.widgets.card import Hairline
from ui.widgets.fields import LineField
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel

_WIDTH = 322


class IndicatorForm(QWidget):
    """Sentence, target and unit of one indicator; Enter keeps them, Esc drops them.

    Of an approved plan only the target changes, from a day on: then `changed` is told and not `kept`.
    """

    kept = Signal(str, str, str, str)  # key, text, target, unit
    changed = Signal(str, str, str, object)  # key, target, unit, first day
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self.text, self.target = LineField(_("Indicator")), LineField(_("Target"))
        self.unit = LineField(_("Unit"))
        self.target.setMaximumWidth(110)
        self.since, self.since_label = (
            LineField(_("Holds from")),
            Label(_("Holds from"), "small", token="muted"),
        )
        self.fault = Label("", "small", token="negative", wrap=True)
        self._dated = False
        self.keep_button = Button(_("Keep"), shortcut="Enter", bind=False, kind=Kind.PRIMARY)
        self.drop_button = Button(_("Cancel"), shortcut="Esc", bind=False)
        for field in (self.text, self.target, self.unit, self.since):
            field.returnPressed.connect(self.keep)
        self.keep_button.clicked.connect(self.keep)
        self.drop_button.clicked.connect(self.dropped)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(Label(_("Indicator"), "small", token="muted"), 0, 0, 1, 2)
        grid.addWidget(self.text, 1, 0, 1, 2)
        grid.addWidget(Label(_("Target"), "small", token="muted"), 2, 0)
        grid.addWidget(Label(_("Unit"), "small", token="muted"), 2, 1)
        grid.addWidget(self.target, 3, 0)
        grid.addWidget(self.unit, 3, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.drop_button)
        row.addWidget(self.keep_button)
        grid.addWidget(self.since_label, 4, 0)
        grid.addWidget(self.since, 5, 0)
        grid.addWidget(self.fault, 6, 0, 1, 2)
        grid.addLayout(row, 7, 0, 1, 2)
        self.hide()

    def open(self, indicator: TargetIndicator, since: date | None = None) -> None:
        """With `since`, the day that is offered for a change of an approved target."""
        row = indicator.newest
        self._dated = since is not None
        self.since.setText(plan_words.plain_date(since))
        self.text.setEnabled(not self._dated)
        for part in (self.since, self.since_label):
            part.setVisible(self._dated)
        self._say("")
        self._key = str(row["key"])
        self.text.setText(str(row["text"] or ""))
        self.target.setText(str(row["target_text"] or ""))
        self.unit.setText(str(row["unit"] or ""))
        self.show()
        self.target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.target.selectAll()

    def keep(self) -> None:
        if not self._dated:
            self.kept.emit(self._key, self.text.text(), self.target.text(), self.unit.text())
        elif (since := plan_words.typed_date(self.since.text())) is None:
            self._say(_("Write the day as 31-12-2026."))
            self.since.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.changed.emit(self._key, self.target.text(), self.unit.text(), since)

    def _say(self, fault: str) -> None:
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)


class IndicatorRow(QWidget):
    """One indicator: aspect, sentence, target against what was reached, and its months."""

    def __init__(
        self,
        indicator: TargetIndicator,
        standing: Standing,
        change: Callable[[], object],
        history: str = "",
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        head = QHBoxLayout()
        aspect = indicator.row["aspect"]
        if aspect:
            head.addWidget(Label(label(Aspect(str(aspect))), "small", fonts.STRONG, token="muted"))
        head.addStretch(1)
        facts = words.pace(standing.pace)
        head.addWidget(Badge(facts.text, facts.tone, facts.icon))
        self.change = Button(_("Change"), icon="pencil", kind=Kind.QUIET, small=True)
        self.change.clicked.connect(lambda: change())
        head.addWidget(self.change)
        column.addLayout(head)
        column.addWidget(Label(str(indicator.row["text"] or ""), wrap=True))
        told = _("{reached} of {target}").format(
            reached=words.reached(standing), target=words.target(indicator) or "–"
        )
        if standing.share is not None and not standing.track.is_level:
            told += f" ({words.percent(standing.share)})"
        column.addWidget(Label(told, "small", fonts.STRONG, wrap=True))
        if history:
            column.addWidget(Label(history, "small", token="accent", wrap=True))
        if standing.forecast is not None and standing.forecast.unsaid in (None, Unsaid.LEVEL, Unsaid.TIME):
            column.addWidget(Label(standing.forecast.sentence, "small", token="muted", wrap=True))
        if months := months_of(indicator):
            column.addWidget(Label(months, "small", token="muted", wrap=True))
        if standing.track.evidence:
            evidence = _("Evidence: {text}").format(text=standing.track.evidence)
            column.addWidget(Label(evidence, "small", token="muted", wrap=True))
        column.addSpacing(4)
        column.addWidget(Hairline())


def months_of(indicator: TargetIndicator) -> str:
    """`s.d. Jul 112 · Agu 16 · Sep 19`."""
    said = []
    for code, row in sorted(indicator.realisations.items(), key=lambda pair: pair[0].removeprefix(TO)):
        month = words.short_month(parse_period(code.removeprefix(TO)).last.month)
        value = row["number"]
        text = words.number(float(value)) if isinstance(value, int | float) else str(row["text"] or "–")
        name = _("until {month}").format(month=month) if code.startswith(TO) else month
        said.append(f"{name} {text}")
    return " · ".join(said)


class TargetPanel(SidePanel):
    edit_asked = Signal(str, str, str, str)  # key of an indicator, text, target, unit
    change_asked = Signal(str, str, str, object)  # key, target, unit, first day: of an approved plan
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Target"), _WIDTH, parent)
        self.badge = Badge("")
        self.head.insertWidget(1, self.badge)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.setContentsMargins(15, 10, 12, 10)
        self.body.setSpacing(8)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = Label("", "heading", fonts.STRONG, wrap=True)
        self.who = Label("", "small", token="muted", wrap=True)
        self.serves = Label("", "small", token="muted", wrap=True)
        self.chart = PaceChart()
        self.form = IndicatorForm()
        self.rows: list[IndicatorRow] = []
        parts: tuple[QWidget, ...] = (self.text, self.who, self.serves, self.chart, self.form)
        for part in parts:
            self.body.addWidget(part)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.body.addLayout(self._rows)
        self.change = Button(_("Change"), icon="pencil", shortcut="F2")
        self.change.clicked.connect(self.edit_first)
        foot = QHBoxLayout()
        foot.addWidget(self.change)
        foot.addStretch(1)
        self.foot.addLayout(foot)
        self.form.kept.connect(self._keep)
        self.form.changed.connect(self.change_asked)
        self.today: date | None = None
        self.calendar: Calendar | None = None  # with one, indicators say where their pace leads
        self.history_of: Callable[[str], Sequence[HeldTarget]] = lambda _key: ()
        self.form.dropped.connect(self.close_form)
        self._branch: Branch | None = None
        self._first = 0

    def show_branch(self, branch: Branch, until: Period) -> None:
        """A result, or the person or sentence that heads a group."""
        if self._branch is None or branch.key != self._branch.key:
            self.form.hide()  # what is being typed outlives a change from elsewhere
        self._branch = branch
        self._clear()
        result, skp = branch.result, branch.skp
        self.text.setText(branch.text)
        who = f"{skp.person['name']} · {skp.row['jabatan'] or ''}".strip(" ·") if skp is not None else ""
        self.who.setText(
            who if result is not None else _("{count} people").format(count=len(branch.people()))
        )
        serves = str(result.row["leader_text"] or "") if result is not None else ""
        self.serves.setText(_("Serves: {text}").format(text=serves) if serves else "")
        self.serves.setVisible(bool(serves))
        self.change.setEnabled(result is not None and bool(result.indicators))
        found = standings(result, until, self.calendar) if result is not None else ()
        lead = leading(found)
        self.badge.setVisible(lead is not None)
        self.chart.setVisible(lead is not None and lead.share is not None)
        if lead is not None:
            self.badge.show_facts(words.pace(lead.pace))
            self.chart.show_standing(lead, until)
        indicators = result.indicators if result is not None else ()
        for indicator, standing in zip(indicators, found, strict=True):
            history = self.history_of(str(indicator.row["key"])) if indicator.changes else ()
            row = IndicatorRow(
                indicator, standing, partial(self._open, indicator), plan_words.history(history)
            )
            self.rows.append(row)
            self._rows.addWidget(row)

    def edit_first(self) -> None:
        """F2: the leading indicator is the one that is usually meant."""
        result = self._branch.result if self._branch is not None else None
        if result is not None and result.indicators:
            self._open(result.indicators[0])
            self.scroller.ensureWidgetVisible(self.form)

    def _open(self, indicator: TargetIndicator) -> None:
        """An approved target is changed from a day on, today being offered."""
        skp = self._branch.skp if self._branch is not None else None
        fixed = skp is not None and status_of(skp.row) not in OPEN
        self.form.open(indicator, self.today if fixed else None)

    def close_form(self) -> bool:
        """False when none was open."""
        was_open = self.form.isVisible()
        self.form.hide()
        if was_open:
            self.closed.emit()
        return was_open

    def _keep(self, key: str, text: str, target: str, unit: str) -> None:
        self.edit_asked.emit(key, text, target, unit)

    def _clear(self) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
