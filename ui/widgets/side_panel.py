"""The column at the right of a page for facts and decisions; its action row stays at the foot."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.qt import fonts, theme
from ui.qt.tokens import tokens
from ui.widgets.card import Hairline
from ui.widgets.label import Label

FOLD_UNDER = 1200  # pixels of window width


class SidePanel(QWidget):
    """`head` is the title row, `body` scrolls, `foot` does not."""

    def __init__(self, title: str, width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(width or tokens().size["sidePanel"])
        self.title = Label(title, "base", fonts.STRONG)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(14, 0, 10, 0)
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        head = QWidget()
        head.setFixedHeight(38)
        head.setLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        content = QWidget()
        content.setLayout(self.body)
        self.scroller = QScrollArea()
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setWidgetResizable(True)
        self.scroller.setWidget(content)
        for ground in (self.scroller.viewport(), content):
            ground.setAutoFillBackground(False)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(14, 8, 10, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(Hairline())
        column.addWidget(self.scroller, 1)
        column.addLayout(self.foot)

    def fold_with(self, window: QWidget) -> None:
        """Hide while the window is narrower than 1200 px."""
        window.installEventFilter(self)
        self.setVisible(window.width() >= FOLD_UNDER)

    # Qt overrides
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent) and isinstance(watched, QWidget) and watched.isWindow():
            self.setVisible(event.size().width() >= FOLD_UNDER)
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().color("surface"))
        painter.fillRect(0, 0, 1, self.height(), theme.current().color("border"))
