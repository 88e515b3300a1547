"""A panel over the window that Esc or a click beside it closes: the base of palette, keys and history."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.widgets.card import paint_card


class Panel(QFrame):
    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_card(QPainter(self), QRectF(self.rect()), "surface", "borderStrong")


class Overlay(QWidget):
    """Covers `window`; `panel` is laid out by the subclass and placed by `place`."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        self.panel = Panel(self)
        self.column = QVBoxLayout(self.panel)
        self.column.setContentsMargins(6, 6, 6, 6)
        self.column.setSpacing(4)
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show over everything and take the keyboard; it goes back where it was on closing."""
        self._before = self._window.focusWidget()
        self.setGeometry(self._window.rect())
        self.place()
        self.show()
        self.raise_()
        self.focus_first()

    def focus_first(self) -> None:
        self.panel.setFocus(Qt.FocusReason.PopupFocusReason)

    def place(self) -> None:
        """Put the panel in the upper middle."""
        self.panel.adjustSize()
        left = (self.width() - self.panel.width()) // 2
        self.panel.move(max(left, 8), max(48, (self.height() - self.panel.height()) // 5))

    # Qt overrides
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            event.accept()  # nothing behind the panel may act on a key

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
            self.place()
        return super().eventFilter(watched, event)
