"""The panel of facts beside a rating; it shows numbers and notes and draws no conclusion."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from flexdesk.domain.codes import ByCode
from flexdesk.domain.core_values import CONDUCTS, CoreValue
from flexdesk.domain.performance import FeedbackTone, ReviewState, label
from flexdesk.domain.periods import Period
from flexdesk.domain.places import LETTERS, Place
from flexdesk.i18n import _
from flexdesk.services.cascade import Pace
from flexdesk.services.fact_sheet import FactSheet, TargetFact
from ui.evaluation import words
from ui.evaluation.beside import Beside, add_complaints, add_lacks, add_own, add_values, heading, link
from ui.qt import accessible, fonts, theme
from ui.widgets.badge import Badge, sync_badge
from ui.widgets.button import Button
from ui.widgets.chips import Mark, paint_chip
from ui.widgets.label import ElidedLabel, IconLabel, Label
from ui.widgets.meter import Meter
from ui.widgets.side_panel import SidePanel
from ui.widgets.tones import Tone

_WIDTH = 332
MOST_NOTES = 5
_PACES = {
    Pace.ON_TRACK: Tone.POSITIVE,
    Pace.AT_RISK: Tone.WARNING,
    Pace.BEHIND: Tone.NEGATIVE,
    Pace.UNKNOWN: Tone.NEUTRAL,
}
_TONES = ByCode(
    {
        FeedbackTone.POSITIVE: ("check", "positive"),
        FeedbackTone.NEUTRAL: ("minus", "muted"),
        FeedbackTone.CORRECTIVE: ("trending-down", "warning"),
    },
    ("minus", "muted"),
)


class PlaceDays(QWidget):
    """Planned days by place: a bar, and under it chips with their numbers."""

    def __init__(self, places: Mapping[Place, int]) -> None:
        super().__init__()
        days: dict[str, int] = {}
        for place, count in places.items():
            days[LETTERS[place].letter] = days.get(LETTERS[place].letter, 0) + count
        self._days = [(letter, days[letter]) for letter in sorted(days, key=lambda one: -days[one])]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        spoken = (f"{LETTERS[place].label} {count}" for place, count in places.items())
        accessible.name(self, ", ".join(spoken))

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(200, fonts.scaled(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme.current()
        total = sum(count for _letter, count in self._days) or 1
        left = 0
        for letter, count in self._days:
            wide = round(self.width() * count / total)
            color = look.color("muted") if letter == "-" else look.code(letter).solid
            painter.fillRect(left, 2, max(wide - 2, 1), 8, color)
            left += wide
        left = 0
        painter.setFont(fonts.font("small", fonts.MEDIUM))
        for letter, count in self._days:
            if letter != "-":
                paint_chip(painter, QRect(QPoint(left, 16), QSize(22, 20)), letter, Mark.LEGEND)
            painter.setPen(look.color("text"))
            painter.drawText(QRect(left + 26, 16, 30, 20), Qt.AlignmentFlag.AlignVCenter, str(count))
            left += 60


class FactsPanel(SidePanel):
    wanted = Signal(str, str)  # page, item

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Facts"), _WIDTH, parent)
        self.months = Label("", "small", token="muted")
        self.head.addWidget(self.months)
        self.state = Badge("")
        self.state.hide()
        self.head.addWidget(self.state)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content: QWidget | None = None

    def show_facts(self, facts: FactSheet, period: Period, beside: Beside, person: str) -> None:
        """`person` is the key that links carry."""
        self.title.setText(_("Facts of {period}").format(period=period.label()))
        self.months.setText(words.months(period))
        self.state.setVisible(beside.state is not None)
        if beside.state is not None:
            self.state.show_facts(sync_badge(beside.state))
        if self._content is not None:
            self._content.hide()
            self.body.removeWidget(self._content)
            self._content.deleteLater()
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(15, 8, 12, 10)
        column.setSpacing(5)
        day, month = period.first.isoformat(), period.months()[-1].code  # reports are read by month
        go = self.wanted.emit
        add_lacks(column, beside.lacks, go)
        _add_targets(column, facts, _opener(_("Reached by target"), lambda: go("targets", person)))
        _add_outputs(column, facts, _opener(_("Work reports"), lambda: go("review", month)))
        _add_days(column, facts, _opener(_("Days by schedule"), lambda: go("schedule", f"{person}|{day}")))
        add_own(column, beside.own, facts)
        _add_notes(column, facts)
        add_values(column, facts)
        add_complaints(column, facts.complaints, go)
        _add_earlier(column, facts, lambda earlier: go("evaluation", f"{earlier.code}|{person}"))
        self.body.addWidget(self._content)


def _opener(what: str, go: Callable[[], None]) -> Button:
    return link(_("Open"), _("Open: {what}").format(what=what), go)


def _add_targets(column: QVBoxLayout, facts: FactSheet, opener: Button) -> None:
    heading(column, _("Reached by target"), opener=opener)
    for fact in facts.targets:
        row = QHBoxLayout()
        row.addWidget(ElidedLabel(fact.text), 1)
        row.addWidget(Label(_reached(fact), "small", fonts.STRONG))
        column.addLayout(row)
        standing = fact.standing
        if standing is not None and standing.share is not None:
            meter = Meter()
            meter.show_share(standing.share, _PACES[standing.pace], standing.plan)
            column.addWidget(meter)


def _reached(fact: TargetFact) -> str:
    standing = fact.standing
    if standing is None or standing.reached is None or standing.target is None:
        return _("no number")
    return _("{reached} of {target}").format(
        reached=words.number(standing.reached), target=words.number(standing.target)
    )


def _add_outputs(column: QVBoxLayout, facts: FactSheet, opener: Button) -> None:
    total = sum(facts.outputs.values())
    heading(column, _("Work reports"), _("{count} outputs").format(count=words.number(total)), opener)
    said = _(
        "{days} days with a report, {accepted} accepted, {returned} returned, {waiting} waiting."
    ).format(
        days=facts.report_days,
        accepted=facts.outputs.get(ReviewState.ACCEPTED, 0),
        returned=facts.outputs.get(ReviewState.RETURNED, 0),
        waiting=facts.outputs.get(ReviewState.WAITING, 0),
    )
    column.addWidget(Label(said, wrap=True))
    for note in facts.returned_notes[:2]:
        column.addWidget(Label(f"“{note}”", "small", token="muted", wrap=True))


def _add_days(column: QVBoxLayout, facts: FactSheet, opener: Button) -> None:
    heading(column, _("Days by schedule"), _("{count} days").format(count=facts.days), opener)
    if not facts.days:
        column.addWidget(Label(_("No schedule in this period."), token="muted", wrap=True))
        return
    column.addWidget(PlaceDays(facts.places))
    if facts.as_planned or facts.otherwise:
        said = _("{same} days as planned, {other} otherwise.")
        column.addWidget(Label(said.format(same=facts.as_planned, other=facts.otherwise), "small", wrap=True))


def _add_notes(column: QVBoxLayout, facts: FactSheet) -> None:
    heading(column, _("Running feedback"), _("{count} notes").format(count=len(facts.notes)))
    for row in facts.notes[:MOST_NOTES]:
        tone = FeedbackTone(str(row["tone"])) if row["tone"] else FeedbackTone.NEUTRAL
        icon, token = _TONES[tone]
        line = QHBoxLayout()
        line.addWidget(IconLabel(icon, token), 0, Qt.AlignmentFlag.AlignTop)
        value = f" · {CONDUCTS[CoreValue(str(row['value']))].name}" if _is_value(row["value"]) else ""
        giver = str(row["giver_name"] or "")
        head = " · ".join(part for part in (words.short_day(str(row["date"])), giver) if part) + value
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(Label(head, "small", token="muted"))
        texts.addWidget(Label(str(row["text"] or ""), wrap=True))
        line.addLayout(texts, 1)
        column.addLayout(line)
    if not facts.notes:
        column.addWidget(Label(_("No note in this period."), token="muted"))


def _is_value(value: object) -> bool:
    return isinstance(value, str) and value in set(CoreValue)


def _add_earlier(column: QVBoxLayout, facts: FactSheet, go: Callable[[Period], None]) -> None:
    if facts.earlier:
        heading(column, _("Earlier evaluations"))
        for period, predicate in facts.earlier:
            row = QHBoxLayout()
            row.addWidget(Label(period.label(), token="muted"))
            row.addStretch(1)
            row.addWidget(Label(label(predicate), "base", fonts.STRONG))
            spoken = _("Open: {what}").format(what=period.label())
            row.addWidget(link(_("Open"), spoken, partial(go, period)))
            column.addLayout(row)
