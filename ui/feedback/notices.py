"""Shows at most one notice over a page; a new one takes the place of the old."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.feedback.reporter import Notice
from ui.widgets.banner import Banner


class NoticeSpot(QWidget):
    """Empty and without height while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held: QWidget | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 12, 0, 0)
        self.hide()

    def stand_over(self, *, flush: bool) -> None:
        """`flush` content begins at once under the notice, so that the notice keeps its own distance."""
        self._column.setContentsMargins(0, 12, 0, 12 if flush else 0)

    @property
    def banner(self) -> Banner | None:
        return self._held if isinstance(self._held, Banner) else None

    def show_notice(self, notice: Notice) -> None:
        banner = Banner(
            notice.tone, notice.text, notice.lines, notice.actions, ticket=notice.ticket, closable=True
        )
        banner.closed.connect(self.clear)
        for button in banner.buttons:
            button.clicked.connect(self.clear)
        self.put(banner)

    def put(self, widget: QWidget) -> None:
        """Show something else in the place of the notice, such as a small form."""
        self._take_away()
        self._held = widget
        self._column.addWidget(widget)
        self.show()

    def clear(self) -> None:
        self._take_away()
        self.hide()

    def _take_away(self) -> None:
        if self._held is not None:
            self._column.removeWidget(self._held)
            self._held.hide()
            self._held.deleteLater()
            self._held = None
