"""The button that shows its own key; one primary button for each screen."""

from enum import Enum, auto

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.qt import accessible, fonts, icons, theme
from ui.qt.tokens import tokens
from ui.widgets import keys

_SIDE, _GAP, _KEY_GAP = 10, 8, 12


class Kind(Enum):
    PLAIN = auto()
    PRIMARY = auto()
    QUIET = auto()  # no outline until the pointer comes
    DANGER = auto()


class Button(QPushButton):
    """`shortcut` is drawn as given; with `bind` the button also listens to it while it can be seen."""

    def __init__(
        self,
        text: str = "",
        *,
        icon: str = "",
        shortcut: str = "",
        kind: Kind = Kind.PLAIN,
        bind: bool = True,
        small: bool = False,
        opens: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon, self._shown_key, self.kind = icon, shortcut, kind
        self._small, self._opens, self._faint = small, opens, False
        self._hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if shortcut and bind:
            keys.bind(self, shortcut, self.click)
        spoken = f"{text}, {shortcut}" if shortcut else text
        accessible.name(self, spoken)
        theme.current().changed.connect(self.updateGeometry)

    def set_words(self, text: str, icon: str = "") -> None:
        self.setText(text)
        self._icon = icon or self._icon
        accessible.name(self, f"{text}, {self._shown_key}" if self._shown_key else text)
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: Kind) -> None:
        self.kind = kind
        self.update()

    @property
    def shown_key(self) -> str:
        return self._shown_key

    def _text_font(self) -> QFont:
        return fonts.font("small" if self._small else "base", fonts.MEDIUM)

    def _colors(self) -> tuple[QColor | None, QColor | None, QColor, QColor]:
        """Ground, outline, text and key colour; None is not painted."""
        color = theme.current().color
        pressed = self.isDown() or self.isChecked()
        if not self.isEnabled():
            outline = None if self.kind is Kind.QUIET else color("border")
            ground = None if self.kind is Kind.QUIET else color("raised")
            return ground, outline, color("disabled"), color("disabled")
        if self.kind is Kind.PRIMARY:
            ground = color("accentHover" if pressed or self._hovered else "accent")
            return ground, None, color("onAccent"), color("onAccent")
        if self.kind is Kind.DANGER:
            ground = color("negativeSoft" if pressed or self._hovered else "surface")
            return ground, color("negativeGraphic"), color("negative"), color("muted")
        if self.kind is Kind.QUIET:
            ground_token = "sunken" if pressed else "raised" if self._hovered else ""
            ink = color("muted" if self._faint else "text")
            return (color(ground_token) if ground_token else None), None, ink, color("muted")
        ground = color("sunken" if pressed else "raised" if self._hovered else "surface")
        return ground, color("borderStrong"), color("text"), color("muted")

    # Qt overrides
    def sizeHint(self) -> QSize:
        height = fonts.scaled(tokens().size["controlSmall" if self._small else "control"])
        side = 8 if self._small else _SIDE
        width = 2 * side
        parts: list[int] = []
        if self._icon:
            parts.append(icons.NORMAL)
        if self.text():
            parts.append(QFontMetrics(self._text_font()).horizontalAdvance(self.text()))
        width += sum(parts) + _GAP * (len(parts) - 1 if parts else 0)
        if self._shown_key:
            width += _KEY_GAP + QFontMetrics(fonts.font("caption")).horizontalAdvance(self._shown_key)
        if self._opens:
            width += _GAP + icons.NORMAL - 2
        return QSize(max(width, height), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, outline, ink, key_ink = self._colors()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(outline, 1) if outline is not None else Qt.PenStyle.NoPen)
        painter.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
        radius = tokens().radius["control"]
        painter.drawRoundedRect(box, radius, radius)
        if self.hasFocus():
            _focus(painter, QRectF(self.rect()), radius, inner=self.kind is Kind.PRIMARY)
        self._paint_content(painter, ink, key_ink)

    def _paint_content(self, painter: QPainter, ink: QColor, key_ink: QColor) -> None:
        side = 8 if self._small else _SIDE
        left, right = side, self.width() - side
        if self._icon and not self.text():
            left = (self.width() - icons.NORMAL) // 2
        if self._icon:
            dpr = self.devicePixelRatioF()
            top = (self.height() - icons.NORMAL) // 2
            painter.drawPixmap(left, top, icons.pixmap(self._icon, ink, icons.NORMAL, dpr))
            left += icons.NORMAL + _GAP
        if self._opens:
            arrow = QRect(right - icons.NORMAL + 2, 0, icons.NORMAL, self.height())
            icons.paint(painter, arrow, "chevron-down", "muted" if self.isEnabled() else "disabled")
            right -= icons.NORMAL + _GAP - 2
        if self._shown_key:
            painter.setFont(fonts.font("caption"))
            painter.setPen(key_ink)
            key_box = QRect(left, 0, right - left, self.height())
            painter.drawText(
                key_box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._shown_key
            )
        painter.setFont(self._text_font())
        painter.setPen(ink)
        text_box = QRect(left, 0, right - left, self.height())
        alone = not (self._icon or self._shown_key or self._opens)
        align = Qt.AlignmentFlag.AlignHCenter if alone else Qt.AlignmentFlag.AlignLeft
        painter.drawText(text_box, align | Qt.AlignmentFlag.AlignVCenter, self.text())


def _focus(painter: QPainter, box: QRectF, radius: float, *, inner: bool) -> None:
    color = theme.current().color
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color("focus"), 2))
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
    if inner:
        painter.setPen(QPen(color("surface"), 1))
        painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), radius - 1, radius - 1)


class IconButton(Button):
    """A quiet button with an icon only; allowed for chevrons, ellipsis, funnel, pencil, lock and close."""

    def __init__(
        self,
        icon: str,
        spoken: str,
        *,
        shortcut: str = "",
        bind: bool = True,
        faint: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", icon=icon, kind=Kind.QUIET, parent=parent)
        self._faint = faint
        accessible.icon_only(self, spoken, shortcut)
        if shortcut and bind:
            keys.bind(self, shortcut, self.click)
