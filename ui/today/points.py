"""The counters of the day: staffed or short, and for the worst one up to three people who may come in."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from flexdesk.domain.rules.findings import Fix
from flexdesk.i18n import _
from flexdesk.services.day import PointState
from ui.qt import accessible, fonts, icons, theme
from ui.qt.tokens import tokens
from ui.widgets.button import Button, Kind
from ui.widgets.label import IconLabel, Label

_PER_ROW = 3


class PointTile(QWidget):
    def __init__(self, point: PointState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._point = point
        self.setToolTip(accessible.plain_tip(point.told))
        state = _("short") if point.is_short else _("staffed")
        numbers = f"{len(point.present)}/{point.need}"
        accessible.name(self, f"{point.name} {numbers} {state}", point.told)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(150, fonts.scaled(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, short = theme.current(), self._point.is_short
        painter.setPen(QPen(look.color("negativeGraphic" if short else "border"), 1))
        painter.setBrush(look.color("negativeSoft" if short else "raised"))
        radius = tokens().radius["control"]
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        icon, token = ("triangle-alert", "negative") if short else ("circle-check", "positive")
        icons.paint(painter, QRect(8, 0, icons.NORMAL, self.height()), icon, token)
        half = self.height() // 2
        numbers = f"{len(self._point.present)}/{self._point.need}"
        painter.setFont(fonts.font("lead", fonts.STRONG))
        painter.setPen(look.color("negative" if short else "text"))
        painter.drawText(self.rect().adjusted(0, 0, -10, 0), _RIGHT, numbers)
        room = self.width() - 32 - painter.fontMetrics().horizontalAdvance(numbers) - 18
        painter.setFont(fonts.font("base", fonts.STRONG))
        self._line(painter, QRect(32, 3, room, half - 2), self._point.name, "text")
        painter.setFont(fonts.font("small"))
        self._line(
            painter, QRect(32, half - 1, room, half - 3), self._point.text, "negative" if short else "muted"
        )

    def _line(self, painter: QPainter, box: QRect, text: str, token: str) -> None:
        painter.setPen(theme.current().color(token))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Points(QWidget):
    """`apply` takes a fix; Alt+1 to Alt+3 press the buttons. `all_asked` wants every problem of the day."""

    all_asked = Signal()

    def __init__(self, apply: Callable[[Fix], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._apply = apply
        self.fixes: list[Button] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_points(self, points: Sequence[PointState]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.fixes.clear()
        self.setVisible(bool(points))
        if not points:
            return
        tiles = QWidget()
        grid = QGridLayout(tiles)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for number, point in enumerate(points):
            grid.addWidget(PointTile(point), number // _PER_ROW, number % _PER_ROW)
        self._column.addWidget(tiles)
        short = next((point for point in points if point.is_short), None)
        if short is not None:
            self._column.addWidget(self._ways_out(short))

    def _ways_out(self, point: PointState) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("corner-down-right"))
        if point.fixes:
            row.addWidget(Label(_("Who may lawfully come in for {name}:").format(name=point.name)))
        else:
            row.addWidget(
                Label(_("{name}: nobody who works elsewhere today serves it.").format(name=point.name))
            )
        for number, fix in enumerate(point.fixes, 1):
            button = Button(fix.name, shortcut=f"Alt+{number}")
            button.setToolTip(fix.why)
            button.clicked.connect(lambda _checked=False, fix=fix: self._apply(fix))
            self.fixes.append(button)
            row.addWidget(button)
        every = Button(_("See all"), kind=Kind.QUIET)
        every.clicked.connect(self.all_asked)
        row.addWidget(every)
        row.addStretch(1)
        return box
