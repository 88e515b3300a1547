"""Alt+H: what was done in this window, with the way back to before any step."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from flexdesk.i18n import _
from ui.qt import accessible, fonts
from ui.shell.overlay import Overlay
from ui.undo.editor import Editor
from ui.undo.history import HistoryModel
from ui.widgets.label import Label


class HistoryPanel(Overlay):
    """Enter on a row goes back to before that step."""

    def __init__(self, window: QWidget, editor: Editor) -> None:
        super().__init__(window)
        self._editor = editor
        self.model = HistoryModel(editor, self)
        self.list = QListView()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setModel(self.model)
        accessible.name(self.list, _("History"))
        self._hint = Label("", "small", token="muted")
        self.column.setContentsMargins(10, 10, 10, 10)
        self.column.addWidget(Label(_("History"), "base", fonts.STRONG))
        self.column.addWidget(self._hint)
        self.column.addWidget(self.list)
        self.list.activated.connect(self._go_back)
        self.panel.setFixedWidth(fonts.scaled(420))

    def focus_first(self) -> None:
        rows = self.model.rowCount()
        told = (
            _("Enter goes back to before the step.") if rows else _("Nothing was changed in this window yet.")
        )
        self._hint.setText(told)
        self.list.setFixedHeight(min(max(rows, 1), 14) * fonts.scaled(22) + 4)
        if rows:
            self.list.setCurrentIndex(self.model.index(0))
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)
        self.place()

    def _go_back(self, index: QModelIndex) -> None:
        target = self.model.stack_index(index)
        self.hide()
        self._editor.jump_to(target)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.currentIndex().isValid():
            self._go_back(self.list.currentIndex())
        else:
            super().keyPressEvent(event)
