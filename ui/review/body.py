"""What stands below the header of the review screen: list and item, or one of the views laid over them."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.i18n import _
from ui.review.detail import Detail
from ui.review.side import QueueSide
from ui.review.tray import TrayPanel
from ui.widgets.banner import BannerAction
from ui.widgets.card import Hairline
from ui.widgets.empty_state import EmptyState


class ReviewBody(QWidget):
    """`over` is the view laid over list and item, or None."""

    def __init__(
        self,
        side: QueueSide,
        detail: Detail,
        choose: Callable[[], None],
        remind: Callable[[], None],
        paste: Callable[[], None],
    ) -> None:
        super().__init__()
        self.over: QWidget | None = None
        self.side, self.detail, self.tray = side, detail, TrayPanel()
        self.done = EmptyState("circle-check", _("Nothing is left to look at here."))
        self.empty = EmptyState(
            "clipboard-check",
            _("No report has arrived for this period."),
            _("Import report files, paste or drop what came, or remind the people."),
            [
                BannerAction(_("Import reports"), choose, "file-up"),
                BannerAction(_("Copy reminder"), remind, "message-circle"),
                BannerAction(_("Paste chat"), paste, "copy"),
            ],
        )
        self._right = QStackedWidget()
        for part in (self.detail, self.done, self.tray):
            self._right.addWidget(part)
        self.desk_row = QWidget()
        row = QHBoxLayout(self.desk_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(Hairline(upright=True))
        row.addWidget(self._right, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.desk_row, 1)
        self._column.addWidget(self.empty, 1)
        self._anything = False

    def add_view(self, view: QWidget) -> None:
        view.hide()
        self._column.addWidget(view, 1)

    def lay_over(self, view: QWidget | None) -> None:
        """Show a view instead of the list; None takes it away again."""
        if self.over is not None:
            self.over.hide()
        self.over = view
        self._arrange()

    def show_list(self, *, anything: bool) -> None:
        self._anything = anything
        self._arrange()

    def show_right(self, part: QWidget) -> None:
        self._right.setCurrentWidget(part)

    def _arrange(self) -> None:
        free = self.over is None
        self.desk_row.setVisible(free and self._anything)
        self.empty.setVisible(free and not self._anything)
        if self.over is not None:
            self.over.show()
