"""The frozen edges of the grid: people with their counts at the left, days on top, titles in the corner."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from flexdesk.i18n import _
from ui.qt import accessible, fonts, icons, theme
from ui.qt.tokens import tokens
from ui.schedule import words
from ui.schedule.model import WeekModel
from ui.schedule.ports import PersonRow
from ui.schedule.sheet import HARD, SOFT, Sheet, shows_share
from ui.widgets.button import Button, Kind

BAND, WFA, TURNS = 22, 44, 46  # pixels at 100 %; the name takes the rest
PEOPLE_WIDTH = 282
_TWO_LINES = 36
NARROW = 44  # a day column under this width shows the day's initial over its number
_TURN_WEEKS = 4

_Align = Qt.AlignmentFlag


def people_width() -> int:
    return fonts.scaled(PEOPLE_WIDTH)


def _columns(width: int) -> tuple[QRect, QRect, QRect]:
    """Name, WFA and turns between the band and the right edge; heights are left to the caller."""
    wfa, turns, band = fonts.scaled(WFA), fonts.scaled(TURNS), fonts.scaled(BAND)
    name = QRect(band + 8, 0, width - band - 8 - wfa - turns, 0)
    return name, QRect(width - turns - wfa, 0, wfa, 0), QRect(width - turns, 0, turns, 0)


def _tall(rect: QRect, height: int) -> QRect:
    return QRect(rect.x(), 0, rect.width(), height)


class Corner(QWidget):
    """Titles of the people's columns, over the place where both headers meet."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._count = 0
        self.by_function = Button(_("Function"), small=True, kind=Kind.QUIET, parent=self)
        self.by_function.setCheckable(True)
        self.by_function.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its key is Alt+F
        self.by_function.setToolTip(_("Rows by service point, Alt+F"))
        accessible.name(self.by_function, _("Rows by service point, Alt+F"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        name, size = _columns(self.width())[0], self.by_function.sizeHint()
        top = (self.height() - size.height()) // 2
        self.by_function.setGeometry(name.right() - size.width(), top, size.width(), size.height())

    def set_count(self, count: int) -> None:
        self._count = count
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), look.color("raised"))
        name, wfa, turns = (_tall(rect, self.height()) for rect in _columns(self.width()))
        painter.setFont(fonts.font("small", fonts.STRONG))
        painter.setPen(look.color("text"))
        title = _("People ({count})").format(count=self._count)
        painter.drawText(name, _Align.AlignVCenter | _Align.AlignLeft, title)
        painter.setFont(fonts.font("caption"))
        painter.setPen(look.color("muted"))
        painter.drawText(wfa, _Align.AlignCenter, "WFA")
        painter.drawText(turns, _Align.AlignCenter, _("Turns"))
        painter.setPen(look.color("border"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        painter.end()


class DaysHeader(QHeaderView):
    """Short day, number, and a mark when a rule is broken that day."""

    def __init__(self, model: WeekModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self._narrow = False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(16)
        self.setAccessibleName(_("Days"))

    def set_narrow(self, on: bool) -> None:
        """Two lines for narrow days."""
        if on != self._narrow:
            self._narrow = on
            self.fit()

    def fit(self) -> None:
        """Take the height of the text size in force."""
        tall = self._narrow or bool(self._model.sheet.notes)
        self.setFixedHeight(fonts.scaled(_TWO_LINES if tall else tokens().row["columnHeader"]))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        sheet, look = self._model.sheet, theme.current()
        selection = self.selectionModel()
        here = selection is not None and selection.currentIndex().column() == logical
        painter.fillRect(rect, look.color("selection" if here else "raised"))
        painter.setPen(look.color("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if logical >= sheet.width:
            return
        note = sheet.notes.get(sheet.days[logical], "")
        if self._narrow:
            self._paint_narrow(painter, rect, sheet, logical)
            if note:
                _paint_noted(painter, rect)
        elif note:
            upper, under = rect.adjusted(0, 1, 0, -rect.height() // 2 + 2), rect.adjusted(4, 0, -4, -2)
            self._paint_day(painter, upper, sheet, logical, here=here)
            _paint_note_line(painter, under, note)
        else:
            self._paint_day(painter, rect, sheet, logical, here=here)

    def _paint_narrow(self, painter: QPainter, rect: QRect, sheet: Sheet, column: int) -> None:
        day, grade, look = sheet.days[column], sheet.grade_of_column(column), theme.current()
        half = rect.height() // 2
        upper, lower = QRect(rect.x(), rect.y() + 2, rect.width(), half), rect.adjusted(0, half - 2, 0, 0)
        painter.setFont(fonts.font("caption"))
        painter.setPen(look.color("muted"))
        painter.drawText(upper, _Align.AlignCenter, words.short_day(day)[:1])
        token = {HARD: "negative", SOFT: "warning"}.get(grade, "text" if sheet.working[column] else "muted")
        painter.setFont(fonts.font("small", fonts.STRONG))
        painter.setPen(look.color(token))
        painter.drawText(lower, _Align.AlignCenter, str(day.day))
        if grade:  # never colour alone
            mark = QRect(rect.right() - 9, rect.y() + 1, 9, 9)
            icons.paint(painter, mark, "triangle-alert", f"{token}Graphic", 9)

    def _paint_day(self, painter: QPainter, rect: QRect, sheet: Sheet, column: int, *, here: bool) -> None:
        day, grade, look = sheet.days[column], sheet.grade_of_column(column), theme.current()
        number_font, name_font = fonts.font("base", fonts.STRONG), fonts.font("small")
        name = words.short_day(day)
        painter.setFont(name_font)
        name_width = painter.fontMetrics().horizontalAdvance(name)
        painter.setFont(number_font)
        number_width = painter.fontMetrics().horizontalAdvance(str(day.day))
        gap = 5
        left = rect.x() + (rect.width() - name_width - gap - number_width) // 2
        wide = rect.width() >= 72
        if grade and not wide:
            left -= 6
        painter.setPen(look.color("text" if sheet.working[column] or here else "muted"))
        at = QRect(left + name_width + gap, rect.y(), number_width + 2, rect.height())
        painter.drawText(at, _Align.AlignVCenter | _Align.AlignLeft, str(day.day))
        painter.setFont(name_font)
        painter.setPen(look.color("muted"))
        painter.drawText(
            QRect(left, rect.y(), name_width + 2, rect.height()), _Align.AlignVCenter | _Align.AlignLeft, name
        )
        if grade:
            self._paint_mark(painter, rect, grade, wide=wide)

    def _paint_mark(self, painter: QPainter, rect: QRect, grade: str, *, wide: bool) -> None:
        token = "negativeGraphic" if grade == HARD else "warningGraphic"
        size = 14 if wide else 11
        right = rect.right() - (8 if wide else 1)
        at = QRect(right - size, rect.y() + (rect.height() - size) // 2, size, size)
        icons.paint(painter, at, "triangle-alert", token, size)


def _paint_note_line(painter: QPainter, rect: QRect, note: str) -> None:
    """The line under the day; what does not fit is in the tool tip."""
    painter.setFont(fonts.font("caption"))
    painter.setPen(theme.current().color("muted"))
    text = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, _Align.AlignHCenter | _Align.AlignBottom, text)


def _paint_noted(painter: QPainter, rect: QRect) -> None:
    """The corner of a noted day, as of a noted cell."""
    corner = QPointF(rect.left() + 1, rect.bottom())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.current().color("text"))
    painter.drawPolygon([corner + QPointF(0, -6), corner, corner + QPointF(6, 0)])


_Strip = tuple[str, str, int, int, int, bool, bool, bool, int, int, float]


class PeopleHeader(QHeaderView):
    """Group band, name, WFA count against the cap and Friday turns; one row summary for screen readers."""

    group_clicked = Signal(int, int)  # first and last row

    def __init__(self, model: WeekModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._model = model
        self._strips: dict[_Strip, QPixmap] = {}
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(16)
        self.setAccessibleName(_("People"))
        theme.current().changed.connect(self._strips.clear)

    def _strip(self, person: PersonRow, width: int, height: int, *, current: bool) -> QPixmap:
        """One person's text as a picture, drawn once for the same facts."""
        dpr, weekly = self.devicePixelRatioF(), self._model.sheet.width <= 7
        key = (
            person.name, person.note, person.away_count, person.away_cap, person.turns,
            person.eligible, current, weekly, width, height, dpr,
        )  # fmt: skip
        found = self._strips.get(key)
        if found is None:
            if len(self._strips) > 2000:
                self._strips.clear()
            found = self._strips[key] = _draw_strip(
                person, QSize(width, height), dpr, current=current, weekly=weekly
            )
        return found

    def _paint_bands(self, painter: QPainter, sheet: Sheet) -> None:
        look, band, view = theme.current(), fonts.scaled(BAND), self.viewport().rect()
        for group in sheet.groups:
            top = self.sectionViewportPosition(group.first)
            bottom = self.sectionViewportPosition(group.last) + self.sectionSize(group.last)
            whole = QRect(0, top, band, bottom - top)
            if not whole.intersects(view):
                continue
            painter.fillRect(whole, look.color("raised"))
            painter.setPen(look.color("border"))
            painter.drawLine(band - 1, top, band - 1, bottom)
            painter.setPen(QPen(look.color("border"), 1))
            painter.drawLine(0, bottom - 1, self.width(), bottom - 1)
            _paint_band_name(painter, whole.intersected(view), group.name)

    # Qt overrides
    def sizeHint(self) -> QSize:
        return QSize(people_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        sheet, look = self._model.sheet, theme.current()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), look.color("surface"))
        first, last = self.logicalIndexAt(event.rect().top()), self.logicalIndexAt(event.rect().bottom())
        last = sheet.height - 1 if last < 0 else last
        selection = self.selectionModel()
        current = selection.currentIndex().row() if selection is not None else -1
        width, border = self.viewport().width(), look.color("border")
        for row in range(max(first, 0), last + 1):
            top, height = self.sectionViewportPosition(row), self.sectionSize(row)
            painter.drawPixmap(
                0, top, self._strip(sheet.people[row], width, height - 1, current=row == current)
            )
            painter.setPen(border)
            painter.drawLine(fonts.scaled(BAND), top + height - 1, width, top + height - 1)
        self._paint_bands(painter, sheet)
        painter.setPen(border)
        painter.drawLine(width - 1, 0, width - 1, self.viewport().height())
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.logicalIndexAt(event.position().toPoint())
        if row >= 0 and event.position().x() < fonts.scaled(BAND):
            group = next(g for g in self._model.sheet.groups if g.first <= row <= g.last)
            self.group_clicked.emit(group.first, group.last)
            return
        super().mousePressEvent(event)


def _paint_band_name(painter: QPainter, shown: QRect, name: str) -> None:
    painter.setFont(fonts.font("caption", fonts.MEDIUM))
    painter.setPen(theme.current().color("muted"))
    text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, shown.height() - 4)
    if painter.fontMetrics().horizontalAdvance(text) > shown.height() - 4:
        return
    painter.save()
    painter.translate(QPointF(shown.center()) + QPointF(0.5, 0.5))
    painter.rotate(-90)
    around = QRectF(-shown.height() / 2, -shown.width() / 2, shown.height(), shown.width())
    painter.drawText(around, _Align.AlignCenter, text)
    painter.restore()


def _draw_strip(person: PersonRow, size: QSize, dpr: float, *, current: bool, weekly: bool) -> QPixmap:
    look, made = theme.current(), QPixmap(size * dpr)
    made.setDevicePixelRatio(dpr)
    made.fill(look.color("selection" if current else "surface"))
    painter = QPainter(made)
    name, wfa, turns = (_tall(rect, size.height()) for rect in _columns(size.width()))
    if person.note:
        name.setRight(_paint_note(painter, name, person.note) - 6)
    painter.setFont(fonts.font("base", fonts.STRONG if current else fonts.REGULAR))
    painter.setPen(look.color("text"))
    text = painter.fontMetrics().elidedText(person.name, Qt.TextElideMode.ElideRight, name.width())
    painter.drawText(name, _Align.AlignVCenter | _Align.AlignLeft, text)
    _paint_share(painter, wfa, person, weekly=weekly)
    _paint_turns(painter, turns, person)
    painter.end()
    return made


def _paint_note(painter: QPainter, name: QRect, note: str) -> int:
    """A small badge at the right of the name; returns its left edge."""
    look = theme.current()
    painter.setFont(fonts.font("caption"))
    width = painter.fontMetrics().horizontalAdvance(note) + 12
    height = min(fonts.scaled(16), name.height() - 4)
    badge = QRectF(name.right() - width - 2, (name.height() - height) / 2, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("warningSoft"))
    painter.drawRoundedRect(badge, 4, 4)
    painter.setPen(look.color("warning"))
    painter.drawText(badge, _Align.AlignCenter, note)
    return int(badge.left())


def _paint_share(painter: QPainter, at: QRect, person: PersonRow, *, weekly: bool) -> None:
    """Days away against the cap; the cap is one of a week, so a longer period shows the days only."""
    look, over = theme.current(), weekly and person.away_count > person.away_cap
    text = f"{person.away_count}/{person.away_cap}" if weekly else str(person.away_count)
    text = text if shows_share(person) else "–"
    painter.setFont(fonts.font("small", fonts.STRONG if over else fonts.REGULAR))
    painter.setPen(look.color("negative" if over else "text" if person.away_count else "muted"))
    painter.drawText(at, _Align.AlignCenter, text)


def _paint_turns(painter: QPainter, at: QRect, person: PersonRow) -> None:
    """One dot for each of the last four Fridays, filled where the person was away."""
    look = theme.current()
    if not shows_share(person):
        painter.setPen(look.color("muted"))
        painter.drawText(at, _Align.AlignCenter, "–")
        return
    full = person.turns >= _TURN_WEEKS
    filled = look.color("warningGraphic" if full else "accent")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle, step = QPointF(QPoint(at.center().x() + 1, at.center().y() + 1)), 7.0
    for number in range(_TURN_WEEKS):
        centre = middle + QPointF((number - (_TURN_WEEKS - 1) / 2) * step, 0)
        on = number < person.turns
        painter.setPen(Qt.PenStyle.NoPen if on else QPen(look.color("borderStrong"), 1))
        painter.setBrush(filled if on else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, 2.6 if on else 2.3, 2.6 if on else 2.3)
