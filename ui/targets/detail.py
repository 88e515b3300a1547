"""The side panel of the target screen: one result with its indicators, months, and fields to change them."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.achievement import review_tracks
from flexdesk.domain.calendar import Calendar
from flexdesk.domain.forecast import Unsaid
from flexdesk.domain.outline import Typed
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
from ui.targets.boxes import BoxesForm
from ui.targets.chart import PaceChart
from ui.targets.dated_form import DatedForm
from ui.widgets.badge import Badge
from ui.widgets.banner import Banner
from ui.widgets.button import Button, Kind
from ui.widgets.card import Hairline
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel
from ui.widgets.tones import Tone

_WIDTH = 322


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
        if standing.forecast is not None and standing.forecast.unsaid in (
            None,
            Unsaid.LEVEL,
            Unsaid.TIME,
            Unsaid.CLOSED,
        ):
            column.addWidget(Label(standing.forecast.sentence, "small", token="muted", wrap=True))
        if months := months_of(indicator):
            column.addWidget(Label(months, "small", token="muted", wrap=True))
        if standing.track.evidence:
            evidence = _("Evidence: {text}").format(text=standing.track.evidence)
            column.addWidget(Label(evidence, "small", token="muted", wrap=True))
        self._questions = QVBoxLayout()
        column.addLayout(self._questions)
        column.addSpacing(4)
        column.addWidget(Hairline())

    def show_question(self, sentence: str) -> None:
        """What is odd about the amounts; it asks and judges nothing."""
        self._questions.addWidget(Banner(Tone.WARNING, sentence))


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
    edit_asked = Signal(object)  # Boxes
    new_asked = Signal(object)  # Typed
    change_asked = Signal(str, str, str, object)  # key, target, unit, first day: of an approved plan
    boxes_asked = Signal()
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
        self.form, self.dated = BoxesForm(), DatedForm()
        self.rows: list[IndicatorRow] = []
        parts: tuple[QWidget, ...] = (self.text, self.who, self.serves, self.chart, self.form, self.dated)
        for part in parts:
            self.body.addWidget(part)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.body.addLayout(self._rows)
        self.change = Button(_("Change"), icon="pencil", shortcut="F2")
        self.change.clicked.connect(self.boxes_asked)
        foot = QHBoxLayout()
        self.document = Button("SKP", icon="file-text", shortcut="Alt+K", bind=False)
        foot.addWidget(self.change)
        foot.addStretch(1)
        foot.addWidget(self.document)
        self.foot.addLayout(foot)
        self.today: date | None = None
        self.calendar: Calendar | None = None  # with one, indicators say where their pace leads
        self.history_of: Callable[[str], Sequence[HeldTarget]] = lambda _key: ()
        self.form.kept.connect(self.edit_asked)
        self.form.made.connect(self.new_asked)
        self.dated.changed.connect(self.change_asked)
        self.dated.dropped.connect(self.close_form)
        self.form.dropped.connect(self.close_form)
        self._branch: Branch | None = None
        self._indicator: TargetIndicator | None = None

    def show_branch(self, branch: Branch, until: Period, indicator: TargetIndicator | None = None) -> None:
        """A result, the line of one of its indicators, or the person or sentence that heads a group."""
        self._indicator = indicator
        if self._branch is None or branch.key != self._branch.key:
            self.form.hide()
            self.dated.hide()  # what is being typed outlives a change from elsewhere
        self._branch = branch
        self._clear()
        result, skp = branch.result, branch.skp
        self.text.setText(branch.text)
        who = f"{skp.person['name']} · {skp.row['jabatan'] or ''}".strip(" ·") if skp is not None else ""
        count = len(branch.people()) or len(branch.children)
        told = who if result is not None else _("{count} people").format(count=count) if count else ""
        self.who.setText(told)
        serves = str(result.row["leader_text"] or "") if result is not None else ""
        share = result.row["share"] if result is not None else None
        told = _("Serves: {text}").format(text=serves) if serves else ""
        if told and isinstance(share, int | float):
            told += " · " + _("share {percent} %").format(percent=words.number(float(share)))
        self.serves.setText(told)
        self.serves.setVisible(bool(serves))
        self.change.setEnabled(result is not None)
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
            for finding in review_tracks([standing.track], until):
                row.show_question(finding.sentence)
            self.rows.append(row)
            self._rows.addWidget(row)

    def edit_first(self) -> None:
        """F2: the result with its first indicator, or the indicator whose line is chosen."""
        result = self._branch.result if self._branch is not None else None
        if result is None:
            return
        first = result.indicators[0] if result.indicators else None
        if self._indicator is not None or (self._is_fixed() and first is not None):
            self._open(self._indicator or first)
        elif not self._is_fixed():
            self.form.open(result, first)
        self.scroller.ensureWidgetVisible(self.dated if self.dated.isVisible() else self.form)

    def edit_new(self, typed: Typed, handles: str) -> None:
        """F2 while a line is being typed."""
        self.form.open_new(typed, handles)
        self.scroller.ensureWidgetVisible(self.form)

    def _open(self, indicator: TargetIndicator | None) -> None:
        """An approved target is changed from a day on, today being offered."""
        self.close_form()
        if self._is_fixed() and indicator is not None and self.today is not None:
            self.dated.open(indicator, self.today)
        else:
            self.form.open(None, indicator)

    def _is_fixed(self) -> bool:
        skp = self._branch.skp if self._branch is not None else None
        return skp is not None and status_of(skp.row) not in OPEN

    def close_form(self) -> bool:
        """False when none was open."""
        was_open = self.form.isVisible() or self.dated.isVisible()
        self.form.hide()
        self.dated.hide()
        if was_open:
            self.closed.emit()
        return was_open

    def _clear(self) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
