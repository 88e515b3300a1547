"""Offers the way back for eight seconds after a change, instead of asking before it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from flexdesk.i18n import _
from ui.qt import accessible
from ui.qt.tokens import tokens
from ui.widgets.button import Button, IconButton, Kind
from ui.widgets.card import paint_card
from ui.widgets.label import Label

_FROM_BELOW = 36


class UndoBar(QWidget):
    """Floats over the foot of `host`; not modal, takes no focus.

    `free` is where nothing stands at the foot; a bar that fits there covers no button of the page.
    """

    def __init__(self, host: QWidget, undo: Callable[[], object], free: Callable[[], QRect] = QRect) -> None:
        super().__init__(host)
        self._host, self._free = host, free
        self._words = Label("", "base")
        self.button = Button(_("Undo"), icon="undo-2", shortcut="Ctrl+Z", bind=False, kind=Kind.QUIET)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(lambda: self._take_back(undo))
        close = IconButton("x", _("Close"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 2, 6, 2)
        row.addWidget(self._words)
        row.addWidget(self.button)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(tokens().motion_ms["undoBar"])
        self._timer.timeout.connect(self.hide)
        host.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    def offer(self, text: str) -> None:
        """Show `text` and start the eight seconds anew."""
        self._words.setText(text)
        accessible.name(self, text)
        self.button.show()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def _take_back(self, undo: Callable[[], object]) -> None:
        self.hide()
        undo()

    def _place(self) -> None:
        self.adjustSize()
        free = self._free()
        if self.width() <= free.width():
            left = free.left() + (free.width() - self.width()) // 2
            self.move(left, self._host.height() - self.height())
            return
        left = (self._host.width() - self.width()) // 2
        self.move(max(left, 0), self._host.height() - self.height() - _FROM_BELOW)

    # Qt overrides
    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_card(QPainter(self), QRectF(self.rect()), "surface", "borderStrong")
