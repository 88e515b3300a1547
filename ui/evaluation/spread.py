"""How often each predikat was given, and in words where that leaves the guide."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from flexdesk.domain.distribution import DistributionWarning
from flexdesk.domain.performance import OrganisationLevel, Predicate, label
from flexdesk.i18n import _
from ui.qt import accessible, fonts, theme
from ui.widgets.badge import Badge, BadgeFacts
from ui.widgets.label import Label
from ui.widgets.tones import Tone

_FOOT, _HEAD = 32, 18
_Align = Qt.AlignmentFlag


class SpreadBars(QWidget):
    """One bar for each predikat, worst left; the current person's is in the accent colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[Predicate, int] = {}
        self._here: Predicate | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(fonts.scaled(72))

    def show_counts(self, counts: Mapping[Predicate, int], here: Predicate | None) -> None:
        self._counts, self._here = dict(counts), here
        accessible.name(self, ", ".join(f"{label(one)} {counts.get(one, 0)}" for one in Predicate))
        self.update()

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(400, fonts.scaled(72))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        wide = self.width() // len(Predicate)
        base = self.height() - _FOOT
        most = max(self._counts.values(), default=0) or 1
        for number, predicate in enumerate(Predicate):
            count = self._counts.get(predicate, 0)
            middle = number * wide + wide // 2
            tall = round((base - _HEAD) * count / most)
            color = look.color("accent" if predicate is self._here else "borderStrong")
            painter.fillRect(QRectF(middle - 16, base - tall, 32, tall), color)
            painter.setPen(look.color("text"))
            painter.setFont(fonts.font("base", fonts.STRONG))
            top = QRect(middle - 30, base - tall - _HEAD, 60, _HEAD)
            painter.drawText(top, _Align.AlignCenter, str(count))
            painter.setFont(fonts.font("caption"))
            painter.setPen(look.color("muted"))
            foot = QRect(number * wide + 2, base + 2, wide - 4, _FOOT - 2)
            flags = int(_Align.AlignHCenter | _Align.AlignTop) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(foot, flags, label(predicate).replace("/", "/ "))
        painter.fillRect(0, base, self.width(), 1, look.color("border"))


class Spread(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label("", "small", fonts.STRONG, token="muted")
        self.badge = Badge("")
        self.bars = SpreadBars()
        self.warnings: list[Label] = []
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.badge)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(self._lines)
        column.addWidget(self.bars, 1)

    def show_spread(
        self,
        counts: Mapping[Predicate, int],
        warnings: Sequence[DistributionWarning],
        level: OrganisationLevel | None,
        here: Predicate | None,
    ) -> None:
        self.bars.show_counts(counts, here)
        total = sum(counts.values())
        self.title.setText(_("Spread of {count} predikat").format(count=total))
        self.badge.show_facts(_verdict(total, warnings, level))
        for line in self.warnings:
            line.hide()
            line.deleteLater()
        self.warnings = [Label(one.sentence, "small", token="warning", wrap=True) for one in warnings]
        for line in self.warnings:
            self._lines.addWidget(line)


def _verdict(
    total: int, warnings: Sequence[DistributionWarning], level: OrganisationLevel | None
) -> BadgeFacts:
    if level is None:
        return BadgeFacts(_("choose the organisation's result"), Tone.QUIET, "info")
    if not total:
        return BadgeFacts(_("nobody rated yet"), Tone.QUIET, "info")
    if warnings:
        said = _("{count} to look at in the guide “{level}”").format(count=len(warnings), level=label(level))
        return BadgeFacts(said, Tone.WARNING, "triangle-alert")
    return BadgeFacts(_("fits the guide “{level}”").format(level=label(level)), Tone.POSITIVE, "check")
