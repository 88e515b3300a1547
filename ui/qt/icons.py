"""Paints the shipped line icons in any token colour, sharply, and remembers each painting."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.qt import theme

SMALL, NORMAL, LARGE = 14, 16, 20  # pixels: in rows, in controls, in headings

_pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}


@cache
def _folder() -> Traversable:
    return files("resources") / "icons"


@cache
def _source(name: str) -> str:
    """The drawing of an icon; FileNotFoundError for a name that is not shipped."""
    return (_folder() / f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, color: QColor, size: int = NORMAL, dpr: float = 1.0) -> QPixmap:
    """The icon as a square of `size` device-independent pixels."""
    key = (name, color.name(QColor.NameFormat.HexArgb), size, dpr)
    found = _pixmaps.get(key)
    if found is None:
        found = _pixmaps[key] = _draw(name, color, size, dpr)
    return found


def _draw(name: str, color: QColor, size: int, dpr: float) -> QPixmap:
    svg = _source(name).replace("currentColor", color.name())
    made = QPixmap(QSize(size, size) * dpr)
    made.setDevicePixelRatio(dpr)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(color.alphaF())
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made


def paint(painter: QPainter, rect: QRect, name: str, token: str = "muted", size: int = NORMAL) -> None:
    """Draw the icon in the middle of `rect`, in a theme colour."""
    device = painter.device()
    dpr = device.devicePixelRatioF() if device is not None else 1.0
    left = rect.x() + (rect.width() - size) // 2
    top = rect.y() + (rect.height() - size) // 2
    painter.drawPixmap(QPointF(left, top), pixmap(name, theme.current().color(token), size, dpr))


def icon(name: str, token: str = "muted", size: int = NORMAL) -> QIcon:
    """An icon for Qt's own controls; ask again after `Theme.changed`."""
    look = theme.current()
    made = QIcon()
    for dpr in (1.0, 2.0):
        made.addPixmap(pixmap(name, look.color(token), size, dpr))
        made.addPixmap(pixmap(name, look.color("disabled"), size, dpr), QIcon.Mode.Disabled)
    return made


theme.current().on_clear(_pixmaps.clear)
