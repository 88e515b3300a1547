"""The column at the left: unit, search, the nine screens with their keys and counts, the person."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.i18n import _
from ui.qt import accessible, fonts, icons, theme
from ui.qt.tokens import tokens
from ui.shell.mark import MarkLabel, paint_initials
from ui.shell.ports import Desk, PageSpec
from ui.widgets.badge import paint_pill, pill_width
from ui.widgets.button import IconButton
from ui.widgets.card import Hairline
from ui.widgets.label import ElidedLabel
from ui.widgets.tones import Tone

_ITEM = 34


class NavItem(QAbstractButton):
    """One screen; folded it shows its icon and, small, that something waits."""

    def __init__(self, spec: PageSpec, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec, self._number = spec, str(number)
        self._count, self._alarm, self.folded = 0, False, False
        self.setText(_(spec.title))
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(_ITEM)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._name()

    @property
    def count(self) -> int:
        return self._count

    def show_count(self, count: int, *, alarm: bool = False) -> None:
        self._count, self._alarm = count, alarm
        self._name()
        self.update()

    def _name(self) -> None:
        waiting = _("{count} waiting").format(count=self._count) if self._count else ""
        accessible.name(self, ", ".join(part for part in (self.text(), waiting) if part))
        self.setToolTip(f"{self.text()}  Ctrl+{self._number}" if self.folded else "")

    def fold(self, *, folded: bool) -> None:
        self.folded = folded
        self._name()
        self.update()

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(48, _ITEM)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(8.5, 1.5, -8.5, -1.5)
        here = self.isChecked()
        if here or self.underMouse():
            painter.setPen(QPen(look.color("border"), 1) if here else Qt.PenStyle.NoPen)
            painter.setBrush(look.color("surface" if here else "raised"))
            painter.drawRoundedRect(box, 4, 4)
        if here:
            painter.fillRect(QRectF(11, 9, 3, self.height() - 18), look.color("accent"))
        if self.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        place = QRect(16, 0, icons.LARGE, self.height()) if not self.folded else self.rect()
        icons.paint(painter, place, self.spec.icon, "accent" if here else "muted", icons.NORMAL)
        if self.folded:
            self._paint_folded_count(painter)
        else:
            self._paint_words(painter, here)

    def _paint_words(self, painter: QPainter, here: bool) -> None:
        look = theme.current()
        painter.setFont(fonts.font("base", fonts.STRONG if here else fonts.MEDIUM))
        painter.setPen(look.color("text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(46, 0, self.width() - 80, self.height()), middle, self.text())
        painter.setFont(fonts.font("caption"))
        painter.setPen(look.color("muted"))
        number = QRect(self.width() - 32, 0, 17, self.height())
        painter.drawText(number, middle | Qt.AlignmentFlag.AlignRight, self._number)
        text, tone = self._pill()
        if text:
            left = self.width() - 26 - pill_width(text)
            paint_pill(painter, QPoint(left, (self.height() - 18) // 2), text, tone)

    def _paint_folded_count(self, painter: QPainter) -> None:
        text, tone = self._pill()
        if text:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.current().color(tone.graphic))
            painter.drawEllipse(QRectF(self.width() - 19, 6, 7, 7))

    def _pill(self) -> tuple[str, Tone]:
        if self._alarm:
            return "!", Tone.WARNING
        return (str(self._count) if self._count else ""), Tone.ACCENT


class SearchButton(QAbstractButton):
    """Looks like a field, opens the palette."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(_("Search"))
        self.folded = False
        self.setFixedHeight(28)
        accessible.icon_only(self, _("Search people and commands"), "Ctrl+K")

    def sizeHint(self) -> QSize:
        return QSize(32, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(look.color("focus"), 2) if self.hasFocus() else QPen(look.color("borderStrong"), 1)
        )
        painter.setBrush(look.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        place = self.rect() if self.folded else QRect(8, 0, icons.NORMAL, self.height())
        icons.paint(painter, place, "search")
        if self.folded:
            return
        painter.setPen(look.color("muted"))
        painter.setFont(fonts.font())
        painter.drawText(self.rect().adjusted(28, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(fonts.font("caption"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(self.rect().adjusted(0, 0, -8, 0), right, "Ctrl+K")


class Initials(QWidget):
    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._person = name
        self.setFixedSize(28, 28)
        accessible.name(self, name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(fonts.font("caption", fonts.STRONG))
        paint_initials(painter, QRectF(self.rect()), self._person)


class SideBar(QWidget):
    """176 px wide, 48 folded."""

    picked = Signal(str)
    search_asked = Signal()
    lock_asked = Signal()

    def __init__(self, desk: Desk, specs: Sequence[PageSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folded = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 1, 8)
        column.setSpacing(0)
        self._words: list[QWidget] = []
        column.addLayout(self._head(desk))
        column.addSpacing(10)
        self.search = SearchButton()
        self.search.clicked.connect(self.search_asked)
        self._search_row = QHBoxLayout()
        self._search_row.setContentsMargins(10, 0, 10, 0)
        self._search_row.addWidget(self.search)
        column.addLayout(self._search_row)
        column.addSpacing(10)
        self.items: dict[str, NavItem] = {}
        for number, spec in enumerate(specs, 1):
            item = NavItem(spec, number)
            item.clicked.connect(lambda _checked=False, key=spec.key: self.picked.emit(key))
            self.items[spec.key] = item
            column.addWidget(item)
        column.addStretch(1)
        column.addWidget(self._inset(Hairline()))
        column.addSpacing(8)
        column.addLayout(self._foot(desk))
        self._fit()

    def mark_current(self, key: str) -> None:
        self.items[key].setChecked(True)

    def show_count(self, key: str, count: int, *, alarm: bool = False) -> None:
        self.items[key].show_count(count, alarm=alarm)

    def fold(self, *, folded: bool) -> None:
        self.folded = folded
        self._fit()

    def _fit(self) -> None:
        size = tokens().size
        width = size["sidebarCollapsed"] if self.folded else fonts.scaled(size["sidebar"])
        self.setFixedWidth(width)
        for part in self._words:
            part.setVisible(not self.folded)
        for item in self.items.values():
            item.fold(folded=self.folded)
        self.search.folded = self.folded
        side = 6 if self.folded else 10
        self._search_row.setContentsMargins(side, 0, side, 0)

    def _head(self, desk: Desk) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(11, 0, 6, 0)
        row.setSpacing(8)
        row.addWidget(MarkLabel())
        row.addWidget(self._two_lines(desk.unit_name, desk.unit_region), 1)
        return row

    def _foot(self, desk: Desk) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(11, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(Initials(desk.person_name))
        lock = IconButton("lock", _("Lock the screen"), shortcut="Ctrl+L", bind=False, faint=True)
        lock.clicked.connect(self.lock_asked)
        row.addWidget(self._two_lines(desk.person_name, desk.person_role, lock), 1)
        return row

    def _two_lines(self, first: str, second: str, extra: QWidget | None = None) -> QWidget:
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ElidedLabel(first, "small", fonts.STRONG))
        lower = QHBoxLayout()
        lower.addWidget(ElidedLabel(second, "caption", token="muted"), 1)
        if extra is not None:
            extra.setFixedSize(22, 22)
            lower.addWidget(extra)
        column.addLayout(lower)
        self._words.append(words)
        return words

    @staticmethod
    def _inset(line: QWidget) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(10, 0, 10, 0)
        row.addWidget(line)
        return box

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.current().color("border"))
