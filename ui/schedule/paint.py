"""One pass over the visible cells: grounds, hairlines, chips, a drag's preview and the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLine, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from flexdesk.domain.places import Place
from ui.qt import theme
from ui.schedule import words
from ui.schedule.gestures import Drag, Kind
from ui.schedule.looks import BLANK, PROPOSED, Look, pictures
from ui.schedule.outcomes import Block
from ui.widgets import chips

if TYPE_CHECKING:
    from ui.schedule.grid import WeekGrid

Column = tuple[int, int, int]  # number, left edge, width


def visible_columns(grid: WeekGrid, area: QRect) -> list[Column]:
    header = grid.horizontalHeader()
    found: list[Column] = []
    for number in range(grid.sheet.width):
        left, width = header.sectionViewportPosition(number), header.sectionSize(number)
        if left + width > area.left() and left <= area.right():
            found.append((number, left, width))
    return found


def visible_rows(grid: WeekGrid, area: QRect) -> range:
    header, height = grid.verticalHeader(), grid.sheet.height
    if not height:
        return range(0)
    first = max(header.logicalIndexAt(area.top()), 0)
    last = header.logicalIndexAt(area.bottom())
    return range(first, (height - 1 if last < 0 else last) + 1)


def paint_grid(grid: WeekGrid, area: QRect) -> None:
    """Paint `area` of the viewport."""
    painter = QPainter(grid.viewport())
    columns, rows = visible_columns(grid, area), visible_rows(grid, area)
    _paint_grounds(painter, grid, area, columns, rows)
    if rows and columns:
        _paint_lines(painter, grid, rows, columns)
        _paint_chips(painter, grid, rows, columns)
        _paint_drag(painter, grid)
        _paint_cursor(painter, grid)
    painter.end()


def _paint_grounds(
    painter: QPainter, grid: WeekGrid, area: QRect, columns: list[Column], rows: range
) -> None:
    look, sheet = theme.current(), grid.sheet
    painter.fillRect(area, look.color("surface"))
    raised, bottom = look.color("raised"), _bottom(grid)
    for number, left, width in columns:
        if not sheet.working[number]:
            painter.fillRect(left, area.top(), width, min(area.bottom(), bottom) - area.top() + 1, raised)
    _paint_shades(painter, grid, rows, columns)
    chosen = look.color("selection")
    ranges = grid.selectionModel().selection()
    if ranges.count() == 1 and ranges.at(0).width() == ranges.at(0).height() == 1:
        return
    for number in range(ranges.count()):
        one = ranges.at(number)
        painter.fillRect(cell_block(grid, Block(one.top(), one.left(), one.bottom(), one.right())), chosen)


def _paint_shades(painter: QPainter, grid: WeekGrid, rows: range, columns: list[Column]) -> None:
    """Grounds that differ from cell to cell."""
    look, sheet, header = theme.current(), grid.sheet, grid.verticalHeader()
    if not sheet.shades:
        return
    for row in rows:
        top, tall = header.sectionViewportPosition(row), header.sectionSize(row)
        for number, left, width in columns:
            if shade := sheet.shades[row * sheet.width + number]:
                painter.fillRect(left, top, width, tall, look.color(shade))


def _bottom(grid: WeekGrid) -> int:
    header = grid.verticalHeader()
    return header.length() - header.offset() - 1


def cell_block(grid: WeekGrid, block: Block) -> QRect:
    """The pixels of a block, which may lie partly outside the view."""
    across, down = grid.horizontalHeader(), grid.verticalHeader()
    left, top = across.sectionViewportPosition(block.left), down.sectionViewportPosition(block.top)
    right = across.sectionViewportPosition(block.right) + across.sectionSize(block.right)
    bottom = down.sectionViewportPosition(block.bottom) + down.sectionSize(block.bottom)
    return QRect(left, top, right - left, bottom - top)


def _paint_lines(painter: QPainter, grid: WeekGrid, rows: range, columns: list[Column]) -> None:
    header = grid.verticalHeader()
    left, right = columns[0][1], columns[-1][1] + columns[-1][2] - 1
    tall = header.sectionSize(rows[0])
    top = header.sectionViewportPosition(rows[0])
    bottom = top + tall * len(rows) - 1
    lines = [QLine(left, y - 1, right, y - 1) for y in range(top + tall, bottom + 2, tall)]
    lines += [QLine(x + width - 1, top, x + width - 1, bottom) for _number, x, width in columns]
    painter.setPen(theme.current().color("border"))
    painter.drawLines(lines)
    if grid.sheet.width > 7 and not grid.sheet.shades:  # weeks are told apart
        days = grid.sheet.days
        ends = [x + wide - 1 for number, x, wide in columns if days[number].weekday() == 6]
        painter.setPen(theme.current().color("borderStrong"))
        painter.drawLines([QLine(x, top, x, bottom) for x in ends])


def _paint_chips(painter: QPainter, grid: WeekGrid, rows: range, columns: list[Column]) -> None:
    header, looks, across = grid.verticalHeader(), grid.looks, grid.sheet.width
    tall, dpr = header.sectionSize(rows[0]), grid.devicePixelRatioF()
    first, cache = header.sectionViewportPosition(rows[0]), pictures()
    draw = painter.drawPixmap
    for number, left, width in columns:
        known = cache.of_size(width - 1, tall - 1, dpr)
        top = first
        for at in range(rows.start * across + number, rows.stop * across, across):
            look = looks[at]
            if look != BLANK:
                picture = known.get(look)
                if picture is None:
                    picture = known[look] = cache.draw(look, width - 1, tall - 1, dpr)
                draw(left, top, picture)
            top += tall


def _paint_drag(painter: QPainter, grid: WeekGrid) -> None:
    drag = grid.drag
    if drag is None or not drag.started:
        return
    if drag.kind is Kind.MOVE:
        _paint_move(painter, grid, drag)
    elif grid.brush is not None:
        _paint_trail(painter, grid, drag, grid.brush)


def _paint_trail(painter: QPainter, grid: WeekGrid, drag: Drag, brush: Place) -> None:
    dpr = grid.devicePixelRatioF()
    for spot in drag.trail:
        if not grid.sheet.locked(spot):
            cell = cell_block(grid, Block(spot.row, spot.column, spot.row, spot.column))
            painter.fillRect(cell.adjusted(0, 0, -1, -1), theme.current().color("surface"))
            look: Look = (words.letter(brush), PROPOSED, "")
            painter.drawPixmap(
                cell.topLeft(), pictures().draw(look, cell.width() - 1, cell.height() - 1, dpr)
            )


def _paint_move(painter: QPainter, grid: WeekGrid, drag: Drag) -> None:
    sheet, target = grid.sheet, drag.target()
    fits = (
        target.top >= 0 and target.left >= 0 and target.bottom < sheet.height and target.right < sheet.width
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.current().color("borderStrong"), 1, Qt.PenStyle.DashLine))
    painter.drawRect(cell_block(grid, drag.block).adjusted(1, 1, -2, -2))
    if fits:
        painter.setPen(QPen(theme.current().color("accent"), 2))
        painter.drawRect(cell_block(grid, target).adjusted(1, 1, -2, -2))


def _paint_cursor(painter: QPainter, grid: WeekGrid) -> None:
    spot = grid.cursor_spot()
    if spot is None:
        return
    cell = cell_block(grid, Block(spot.row, spot.column, spot.row, spot.column))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    chips.focus_ring(painter, QRectF(cell.adjusted(0, 0, -1, -1)))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
