"""Paints the code of a place of work as one cell, the same on every screen."""

from enum import Flag, auto

from PySide6.QtCore import QLineF, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from ui.qt import fonts, icons, theme
from ui.qt.theme import CodeColors

INSET = 1.5  # pixels between the cell and its chip
_RADIUS = 3.0
_PATTERN_OPACITY = 0.5
_LOCKED_OPACITY = 0.55
_EDGE = 2.0
_ROOM_FOR_BOTH = 40  # pixels of a chip that holds the letters of both halves


class Mark(Flag):
    """What a cell says besides its code; marks add up."""

    NONE = 0
    CHANGED = auto()  # since the last published week
    HARD = auto()  # a rule forbids it
    SOFT = auto()  # a rule advises against it
    PINNED = auto()
    LOCKED = auto()
    CONFLICT = auto()  # two devices disagree
    CURSOR = auto()
    PROPOSED = auto()  # drawn by a proposal, not yet taken
    WISHED = auto()  # the person asked to be away
    LEGEND = auto()  # stands outside the grid: K gets a hairline
    NOTED = auto()  # somebody wrote a line about the day
    BESIDE = auto()  # `other` stands small in the corner


Key = tuple[str, int, str, int, int, float]

_pixmaps: dict[Key, QPixmap] = {}


def paint_chip(painter: QPainter, rect: QRect, letter: str, marks: Mark = Mark.NONE, other: str = "") -> None:
    """Draw a cell from the cache. `letter` may be empty, or `W/K` for a day split with the office.

    `other` is the second code of a conflict, or the small one of `BESIDE`.
    """
    device = painter.device()
    dpr = device.devicePixelRatioF() if device is not None else 1.0
    painter.drawPixmap(rect.topLeft(), chip_pixmap(letter, marks, rect.size(), dpr=dpr, other=other))


def chip_pixmap(letter: str, marks: Mark, size: QSize, *, dpr: float = 1.0, other: str = "") -> QPixmap:
    """The whole cell with transparent ground; the same pixmap for the same facts until the theme changes."""
    key = (letter, marks.value, other, size.width(), size.height(), dpr)
    found = _pixmaps.get(key)
    if found is None:
        found = _pixmaps[key] = _draw(letter, marks, size, dpr, other)
    return found


def cached() -> int:
    """How many pixmaps are held."""
    return len(_pixmaps)


def _draw(letter: str, marks: Mark, size: QSize, dpr: float, other: str) -> QPixmap:
    made = QPixmap(size * dpr)
    made.setDevicePixelRatio(dpr)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    cell = QRectF(0, 0, size.width(), size.height())
    chip = cell.adjusted(INSET, INSET, -INSET, -INSET)
    if Mark.LOCKED in marks:
        painter.setOpacity(_LOCKED_OPACITY)
    split = bool(other) and Mark.CONFLICT in marks
    if "/" in letter and not split:
        _paint_day_halves(painter, chip, letter)
    elif letter:
        _paint_code(painter, chip, away(letter), outlined=Mark.LEGEND in marks, lettered=not split)
    if split:
        _paint_halves(painter, chip, away(letter), other)
    painter.setOpacity(1.0)
    _paint_marks(painter, cell, chip, away(letter), marks, other)
    painter.end()
    return made


def away(letter: str) -> str:
    """Of a split day the letter that is not the office's: it gives colour and pattern."""
    first, slash, second = letter.partition("/")
    return second if slash and first == "K" else first


def _paint_day_halves(painter: QPainter, chip: QRectF, letter: str) -> None:
    """Colour and pattern in the half that is away; in a narrow cell its letter alone, over both halves."""
    outside = away(letter)
    code, morning = theme.current().code(outside), letter.startswith(outside)
    left = QRectF(chip.left(), chip.top(), chip.width() / 2, chip.height())
    right = left.translated(left.width(), 0)
    half, rest = (left, right) if morning else (right, left)
    path = QPainterPath()
    path.addRoundedRect(half, _RADIUS, _RADIUS)
    painter.fillPath(path, code.fill)
    if chip.width() < _ROOM_FOR_BOTH:  # no pattern under a letter that stands over both halves
        edge = half.left() if morning else half.right() - _EDGE
        painter.fillRect(QRectF(edge, half.top(), _EDGE, half.height()), code.ink)
        painter.setPen(code.ink)
        painter.setFont(fonts.font("small", fonts.STRONG))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, outside)
        return
    painter.save()
    painter.setClipPath(path)
    _PATTERNS[code.pattern](painter, half, code)
    painter.restore()
    if theme.current().high_contrast:
        _outline(painter, half, code.ink)
    _paint_letter(painter, half, outside, code)
    _paint_letter(painter, rest, "K", theme.current().code("K"))


def _paint_code(painter: QPainter, chip: QRectF, letter: str, *, outlined: bool, lettered: bool) -> None:
    code = theme.current().code(letter)
    if letter != "K":
        path = QPainterPath()
        path.addRoundedRect(chip, _RADIUS, _RADIUS)
        painter.fillPath(path, code.fill)
        painter.save()
        painter.setClipPath(path)
        _PATTERNS[code.pattern](painter, chip, code)
        painter.restore()
        if theme.current().high_contrast:
            _outline(painter, chip, code.ink)
    elif outlined:
        _outline(painter, chip, theme.current().color("borderStrong"))
    if lettered:
        _paint_letter(painter, chip, letter, code)


def _outline(painter: QPainter, chip: QRectF, color: QColor, width: float = 1.0) -> None:
    painter.setPen(QPen(color, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = width / 2
    painter.drawRoundedRect(chip.adjusted(half, half, -half, -half), _RADIUS, _RADIUS)


def _paint_letter(painter: QPainter, chip: QRectF, letter: str, code: CodeColors) -> None:
    """Pattern lines never cross the letter: it stands on a small plate of the chip's own ground."""
    font = fonts.font("small", fonts.STRONG)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(letter)
    shift = {"band-top": 1.0, "band-bottom": -1.5}.get(code.pattern, 0.0)
    plate = QRectF(0, 0, width + 7, min(chip.height() - 2, painter.fontMetrics().capHeight() + 7.0))
    plate.moveCenter(chip.center() + QPointF(0, shift))
    if code.pattern not in ("plain", "bar-left", "bar-double", "band-top", "band-bottom"):
        painter.fillRect(plate.intersected(chip), code.fill)
    painter.setPen(code.ink)
    painter.drawText(chip.translated(0, shift), Qt.AlignmentFlag.AlignCenter, letter)


def _paint_halves(painter: QPainter, chip: QRectF, letter: str, other: str) -> None:
    """Ours upper left, the other device's lower right; the line between them is drawn with the marks."""
    painter.save()
    half = QPainterPath()
    half.addPolygon(QPolygonF([chip.topRight(), chip.bottomRight(), chip.bottomLeft(), chip.topRight()]))
    rounded = QPainterPath()
    rounded.addRoundedRect(chip, _RADIUS, _RADIUS)
    look = theme.current()
    painter.fillPath(half.intersected(rounded), look.code(other).fill)
    painter.setFont(fonts.font("caption", fonts.STRONG))
    inside = chip.adjusted(6, 0, -6, 0)
    if letter:
        painter.setPen(look.code(letter).ink)
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, letter)
    painter.setPen(look.code(other).ink)
    painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, other)
    painter.restore()


# Patterns: each is told apart without colour, on grey paper too.
def _faint(code: CodeColors) -> QColor:
    color = QColor(code.ink)
    color.setAlphaF(_PATTERN_OPACITY)
    return color


def _plain(_painter: QPainter, _chip: QRectF, _code: CodeColors) -> None:
    """No pattern: presence in the office is the rule, and only the exception is drawn."""


def _bars(painter: QPainter, chip: QRectF, code: CodeColors, count: int) -> None:
    for number in range(count):
        left = chip.left() + number * 4.5
        painter.fillRect(QRectF(left, chip.top(), 3.0 if count == 1 else 2.5, chip.height()), code.ink)


def _bar_left(painter: QPainter, chip: QRectF, code: CodeColors) -> None:
    _bars(painter, chip, code, 1)


def _bar_double(painter: QPainter, chip: QRectF, code: CodeColors) -> None:
    _bars(painter, chip, code, 2)


def _slants(painter: QPainter, chip: QRectF, pen: QPen, *, forward: bool, gap: float) -> None:
    painter.setPen(pen)
    height = chip.height()
    at = chip.left() - height
    lines: list[QLineF] = []
    while at < chip.right():
        start, end = (at, at + height) if forward else (at + height, at)
        lines.append(QLineF(start, chip.bottom(), end, chip.top()))
        at += gap
    painter.drawLines(lines)


def _hatch_forward(painter: QPainter, chip: QRectF, code: CodeColors) -> None:
    _slants(painter, chip, QPen(_faint(code), 1.1), forward=True, gap=5.5)


def _hatch_back(painter: QPainter, chip: QRectF, code: CodeColors) -> None:
    _slants(painter, chip, QPen(_faint(code), 1.1), forward=False, gap=5.5)


def _cross(painter: QPainter, chip: QRectF, code: CodeColors) -> None:
    pen = QPen(_faint(code), 1.0)
    _slants(painter, chip, pen, forward=True, gap=8.0)
    _slants(painter, chip, pen, forward=False, gap=8.0)


def _dots(painter: QPainter, chip: QRectF, code: CodeColors) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(_faint(code)))
    top, odd = chip.top() + 3.0, False
    while top < chip.bottom():
        left = chip.left() + (5.5 if odd else 3.0)
        while left < chip.right():
            painter.drawEllipse(QPointF(left, top), 1.0, 1.0)
            left += 5.0
        top, odd = top + 4.0, not odd


def _lines(painter: QPainter, chip: QRectF, code: CodeColors) -> None:
    _level_lines(painter, chip, _faint(code), gap=4)


def _level_lines(painter: QPainter, chip: QRectF, color: QColor, gap: int) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(color, 1))
    top = int(chip.top()) + 3
    while top < chip.bottom():
        painter.drawLine(QPoint(int(chip.left()), top), QPoint(int(chip.right()), top))
        top += gap
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _level_bar(painter: QPainter, chip: QRectF, color: QColor, middle: float, thick: float) -> None:
    painter.fillRect(QRectF(chip.left() + 4, middle - thick / 2, chip.width() - 8, thick), color)


def _strike(painter: QPainter, chip: QRectF, code: CodeColors) -> None:
    _level_bar(painter, chip, _faint(code), chip.center().y(), 1.5)


def _band_top(painter: QPainter, chip: QRectF, code: CodeColors) -> None:
    _level_bar(painter, chip, code.ink, chip.top() + 3.0, 2.0)


def _band_middle(painter: QPainter, chip: QRectF, code: CodeColors) -> None:
    _level_bar(painter, chip, code.ink, chip.center().y(), 3.0)  # thicker than the line of O


def _band_bottom(painter: QPainter, chip: QRectF, code: CodeColors) -> None:
    _level_bar(painter, chip, code.ink, chip.bottom() - 3.0, 2.0)


_PATTERNS = {
    "plain": _plain,
    "bar-left": _bar_left,
    "bar-double": _bar_double,
    "hatch-forward": _hatch_forward,
    "hatch-back": _hatch_back,
    "dots": _dots,
    "lines": _lines,
    "cross": _cross,
    "strike": _strike,
    "band-top": _band_top,
    "band-middle": _band_middle,
    "band-bottom": _band_bottom,
}


# Marks
def _paint_marks(painter: QPainter, cell: QRectF, chip: QRectF, letter: str, marks: Mark, other: str) -> None:
    look = theme.current()
    if Mark.PROPOSED in marks:
        _dotted(painter, chip, look.color("accent"))
    if Mark.HARD in marks or Mark.SOFT in marks:
        _fault(painter, chip, look.color("negativeGraphic" if Mark.HARD in marks else "warningGraphic"))
    if Mark.CONFLICT in marks:
        painter.setPen(QPen(look.color("negativeGraphic"), 1.5))
        painter.drawLine(QLineF(chip.bottomLeft(), chip.topRight()))
    if Mark.CHANGED in marks:
        _dot(painter, chip)
    if Mark.WISHED in marks:
        _diamond(painter, chip)
    ink = look.code(letter).ink if letter else look.color("muted")
    if Mark.PINNED in marks:
        _corner_icon(painter, "pin", ink, QPointF(chip.right() - 12, chip.top() + 1))
    if Mark.LOCKED in marks:
        _corner_icon(painter, "lock", look.color("muted"), QPointF(chip.right() - 12, chip.bottom() - 12))
    if Mark.BESIDE in marks:
        _paint_beside(painter, chip, other)
    if Mark.NOTED in marks:
        _note(painter, chip, look.color("text"))
    if Mark.CURSOR in marks:
        focus_ring(painter, cell)


def _dotted(painter: QPainter, chip: QRectF, color: QColor) -> None:
    pen = QPen(color, 1.5, Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(chip.adjusted(0.75, 0.75, -0.75, -0.75), _RADIUS, _RADIUS)


def _fault(painter: QPainter, chip: QRectF, color: QColor) -> None:
    _outline(painter, chip, color, 1.5)
    corner = chip.topRight()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([corner + QPointF(-8, 0), corner, corner + QPointF(0, 8)]))


def _paint_beside(painter: QPainter, chip: QRectF, other: str) -> None:
    """On a plate of the ground's colour, so that no pattern crosses it; a narrow chip has no room for it."""
    painter.setFont(fonts.font("caption", fonts.STRONG))
    width = painter.fontMetrics().horizontalAdvance(other) + 6
    if chip.width() < width + _ROOM_FOR_BOTH:
        return
    plate = QRectF(chip.right() - width - 1, chip.top() + 1, width, chip.height() - 2)
    painter.fillRect(plate, theme.current().color("surface"))
    painter.setPen(theme.current().color("accent"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, other)


def _note(painter: QPainter, chip: QRectF, color: QColor) -> None:
    corner = chip.bottomLeft()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([corner + QPointF(0, -6), corner, corner + QPointF(6, 0)]))


def _dot(painter: QPainter, chip: QRectF) -> None:
    look = theme.current()
    painter.setPen(QPen(look.color("surface"), 1.2))
    painter.setBrush(look.color("accent"))
    painter.drawEllipse(chip.topLeft() + QPointF(5.0, 4.5), 3.2, 3.2)


def _diamond(painter: QPainter, chip: QRectF) -> None:
    """Lower left, opposite to every other mark, and of another shape than the dot."""
    look = theme.current()
    centre, reach = chip.bottomLeft() + QPointF(6.0, -5.5), 3.4
    painter.setPen(QPen(look.color("accent"), 1.4))
    painter.setBrush(look.color("surface"))
    steps = ((0, -reach), (reach, 0), (0, reach), (-reach, 0))
    painter.drawPolygon(QPolygonF([centre + QPointF(x, y) for x, y in steps]))


def _corner_icon(painter: QPainter, name: str, color: QColor, at: QPointF) -> None:
    device = painter.device()
    painter.drawPixmap(at, icons.pixmap(name, color, 11, device.devicePixelRatioF() if device else 1.0))


def focus_ring(painter: QPainter, cell: QRectF, radius: float = _RADIUS) -> None:
    """The cursor: 2 px of focus colour with 1 px of ground inside, visible on every fill."""
    look = theme.current()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.color("surface"), 1))
    painter.drawRoundedRect(cell.adjusted(2.5, 2.5, -2.5, -2.5), max(radius - 1, 0), max(radius - 1, 0))
    painter.setPen(QPen(look.color("focus"), 2))
    painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), radius, radius)


theme.current().on_clear(_pixmaps.clear)
