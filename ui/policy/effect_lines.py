"""An effect in words: new problems and solved ones, days that fail, and who would lose which turn."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.calendar import WEEKDAY_NAMES
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.i18n import _
from flexdesk.services.effects import LostTurn, WeekEffect
from ui.qt import fonts, icons
from ui.widgets.label import IconLabel, Label

_MOST = 6
_ICONS = {Level.HARD: ("circle-x", "negative"), Level.SOFT: ("triangle-alert", "warning")}


def clear(place: QVBoxLayout) -> None:
    """Take every widget out of a column."""
    while (item := place.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


class EffectLines(QWidget):
    """One block for each week."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_effects(self, effects: Sequence[WeekEffect]) -> None:
        clear(self._column)
        for effect in effects:
            self._add_week(effect)

    def _add_week(self, effect: WeekEffect) -> None:
        text = _("Week {week}: {new} new problems, {gone} solved")
        if not effect.new and not effect.gone:
            text = _("Week {week}: nothing changes, {after} points as before")
        words = text.format(
            week=effect.period.number, new=len(effect.new), gone=len(effect.gone), after=effect.after
        )
        self._column.addWidget(Label(words, "base", fonts.STRONG, wrap=True))
        if effect.failing:
            days = ", ".join(f"{WEEKDAY_NAMES[day.weekday()]} {day.day}" for day in effect.failing)
            self._column.addWidget(
                _line("calendar-days", "warning", _("Days that fail: {days}").format(days=days))
            )
        self._add_turns(effect.lost)
        for finding in effect.new[:_MOST]:
            self._column.addWidget(self._finding(finding))
        self._add_more(len(effect.new) - _MOST)

    def _add_turns(self, lost: Sequence[LostTurn]) -> None:
        if not lost:
            return
        self._column.addWidget(_line("users", "accent", _("Would lose a turn:"), strong=True))
        for day in dict.fromkeys(turn.day for turn in lost):
            names = ", ".join(turn.name for turn in lost if turn.day == day)
            words = f"{WEEKDAY_NAMES[day.weekday()]} {day.day}: {names}"
            self._column.addWidget(_line("", "muted", words))

    def _add_more(self, count: int) -> None:
        if count > 0:
            self._column.addWidget(Label(_("and {count} more").format(count=count), "small", token="muted"))

    def _finding(self, finding: Finding) -> QWidget:
        found = self._desk.store.get("person", finding.person) if finding.person else None
        who = str((found or {}).get("name") or finding.function)
        when = f"{WEEKDAY_NAMES[finding.day.weekday()]} {finding.day.day}" if finding.day else ""
        head = ", ".join(part for part in (who, when) if part)
        icon, token = _ICONS.get(finding.level, ("info", "muted"))
        return _line(icon, token, f"{head}: {finding.message}" if head else finding.message)


def _line(icon: str, token: str, text: str, *, strong: bool = False) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    if icon:
        row.addWidget(IconLabel(icon, token, icons.NORMAL), 0, Qt.AlignmentFlag.AlignTop)
    else:
        row.addSpacing(icons.NORMAL + 8)
    row.addWidget(Label(text, "small", fonts.STRONG if strong else fonts.REGULAR, wrap=True), 1)
    return line
