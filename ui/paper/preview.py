"""Shows the pages of a finished PDF: the picture is drawn from the bytes that are filed and printed."""

from enum import StrEnum

from PySide6.QtCore import QLineF, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from flexdesk.documents.preview import PageImage, page_image, page_sizes
from flexdesk.i18n import _
from ui.qt import accessible, fonts, theme
from ui.tasks.runner import Job, Runner

_MARGIN, _RULER = 24, 22
_STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_MM_A_POINT = 25.4 / 72
_SCREEN = 96 / 72  # pixels a point at the paper's real size


class Fit(StrEnum):
    SHEET = "sheet"
    WIDTH = "width"
    REAL = "real"
    FREE = "free"


class Preview(QAbstractScrollArea):
    """One page at a time. `turned` tells page and count, `scaled` the zoom (1.0: real size) and its rule."""

    turned = Signal(int, int)
    scaled = Signal(float, str)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._data = b""
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._job: Job | None = None
        self._image: QImage | None = None
        self._drawn: tuple[object, ...] = ()
        self.page, self.fit, self.zoom, self.grey = 0, Fit.SHEET, 1.0, False
        self._grabbed: QPoint | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(40)
        self._later.timeout.connect(self._draw)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name()

    @property
    def pages(self) -> int:
        return len(self._sizes)

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def ready(self) -> bool:
        """Whether the picture shown is that of the page asked for."""
        return self._image is not None and self._drawn == self._wanted()

    def show_pdf(self, data: bytes) -> None:
        """Show another PDF from its first page, or stay on the page where it has one; empty shows nothing."""
        self._data = data
        self._sizes = page_sizes(data) if data else ()
        self._image, self._drawn = None, ()
        self.go_to(min(self.page, max(self.pages - 1, 0)))
        self._ask()

    def go_to(self, page: int) -> None:
        self.page = min(max(page, 0), max(self.pages - 1, 0))
        self.verticalScrollBar().setValue(0)
        self.turned.emit(self.page, self.pages)
        self._name()
        self._ask()

    def set_fit(self, fit: Fit) -> None:
        self.fit = fit
        self._ask()

    def step_zoom(self, step: int) -> None:
        """The next larger or smaller of the usual sizes."""
        now = self.scale()
        larger = [one for one in _STEPS if one > now + 0.01]
        smaller = [one for one in _STEPS if one < now - 0.01]
        self.zoom = (larger[0] if larger else _STEPS[-1]) if step > 0 else (smaller or _STEPS[:1])[-1]
        self.set_fit(Fit.FREE)

    def set_grey(self, *, on: bool) -> None:
        """How a copy from a grey machine will look."""
        self.grey = on
        self.viewport().update()

    def shut(self) -> None:
        self._later.stop()
        if self._job is not None:
            self._job.silence()

    def scale(self) -> float:
        """1.0 shows paper in its real size on a 96 dpi screen."""
        if not self._sizes or self.fit is Fit.REAL:
            return 1.0
        if self.fit is Fit.FREE:
            return self.zoom
        width, height = self._sizes[self.page]
        room = self.viewport().size()
        wide = (room.width() - 2 * _MARGIN - _RULER) / (width * _SCREEN)
        high = (room.height() - 2 * _MARGIN - _RULER) / (height * _SCREEN)
        return max(min(wide, high) if self.fit is Fit.SHEET else wide, 0.1)

    # -- drawing

    def _wanted(self) -> tuple[object, ...]:
        return (id(self._data), self.page, round(self.scale(), 3), self.devicePixelRatioF())

    def _ask(self) -> None:
        self._fit_bars()
        self.scaled.emit(self.scale(), self.fit.value)
        self.viewport().update()
        self._later.start()

    def _draw(self) -> None:
        if not self._sizes or self._drawn == (wanted := self._wanted()):
            return
        data, page = self._data, self.page
        scale = self.scale() * _SCREEN * self.devicePixelRatioF()
        if self._job is not None:
            self._job.silence()
        self._job = self._runner.start(
            lambda _progress: page_image(data, page, scale=scale),
            done=lambda image: self._take(image, wanted),
        )

    def _take(self, image: PageImage, wanted: tuple[object, ...]) -> None:
        self._job = None
        if wanted != self._wanted():
            self._later.start()
            return
        made = QImage(image.rgb, image.width, image.height, 3 * image.width, QImage.Format.Format_RGB888)
        self._image = made.copy()  # the bytes go away
        self._image.setDevicePixelRatio(self.devicePixelRatioF())
        self._drawn = wanted
        self.viewport().update()

    def _page_size(self) -> QSize:
        if not self._sizes:
            return QSize(0, 0)
        width, height = self._sizes[self.page]
        factor = self.scale() * _SCREEN
        return QSize(round(width * factor), round(height * factor))

    def _fit_bars(self) -> None:
        size, room = self._page_size(), self.viewport().size()
        for bar, whole, shown in (
            (self.horizontalScrollBar(), size.width() + 2 * _MARGIN + _RULER, room.width()),
            (self.verticalScrollBar(), size.height() + 2 * _MARGIN + _RULER, room.height()),
        ):
            bar.setRange(0, max(whole - shown, 0))
            bar.setPageStep(shown)
            bar.setSingleStep(40)

    def page_box(self) -> QRect:
        """Where the sheet lies in the viewport."""
        size, room = self._page_size(), self.viewport().size()
        left = max((room.width() - size.width() - _RULER) // 2, _MARGIN) - self.horizontalScrollBar().value()
        top = max((room.height() - size.height() + _RULER) // 2, _MARGIN + _RULER)
        return QRect(QPoint(left, top - self.verticalScrollBar().value()), size)

    def _name(self) -> None:
        words = _("Preview, page {page} of {pages}").format(page=self.page + 1, pages=self.pages)
        accessible.name(self, words if self.pages else _("Preview, empty"))

    def _paint_rulers(self, painter: QPainter, box: QRect) -> None:
        """The size of the sheet in millimetres, above and at its right."""
        width, height = self._sizes[self.page]
        look = theme.current()
        painter.setPen(QPen(look.color("muted"), 1))
        painter.setFont(fonts.font("small"))
        top, right = box.top() - 14.5, box.right() + 14.5
        painter.drawLine(QLineF(box.left(), top, box.right(), top))
        painter.drawLine(QLineF(right, box.top(), right, box.bottom()))
        for x in (box.left(), box.right()):
            painter.drawLine(QLineF(x + 0.5, top - 4, x + 0.5, top + 4))
        for y in (box.top(), box.bottom()):
            painter.drawLine(QLineF(right - 4, y + 0.5, right + 4, y + 0.5))
        self._paint_length(painter, QPointF(box.center().x(), top), width)
        painter.save()
        painter.setTransform(QTransform().translate(right, box.center().y()).rotate(90), True)
        self._paint_length(painter, QPointF(0, 0), height)
        painter.restore()

    def _paint_length(self, painter: QPainter, middle: QPointF, points: float) -> None:
        text = f"{points * _MM_A_POINT:.0f} mm"
        width = painter.fontMetrics().horizontalAdvance(text) + 12
        box = QRectF(middle.x() - width / 2, middle.y() - 9, width, 18)
        painter.fillRect(box, theme.current().color("sunken"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look.color("sunken"))
        if not self._sizes:
            return
        box = self.page_box()
        painter.setPen(QPen(look.color("borderStrong"), 1))
        painter.setBrush(Qt.GlobalColor.white)  # paper is white in every scheme
        painter.drawRect(box.adjusted(-1, -1, 0, 0))
        if self._image is not None:
            shown = self._image
            if self.grey:
                shown = shown.convertToFormat(QImage.Format.Format_Grayscale8)
                shown.setDevicePixelRatio(self._image.devicePixelRatio())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, shown)
        self._paint_rulers(painter, box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ask()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(+1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        match Qt.Key(event.key()):
            case Qt.Key.Key_Right:
                self.go_to(self.page + 1)
            case Qt.Key.Key_Left:
                self.go_to(self.page - 1)
            case Qt.Key.Key_PageDown if bar.value() == bar.maximum():
                self.go_to(self.page + 1)
            case Qt.Key.Key_PageUp if bar.value() == 0:
                self.go_to(self.page - 1)
            case Qt.Key.Key_Home:
                self.go_to(0)
            case Qt.Key.Key_End:
                self.go_to(self.pages - 1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.step_zoom(+1)
            case Qt.Key.Key_Minus:
                self.step_zoom(-1)
            case _:
                super().keyPressEvent(event)
