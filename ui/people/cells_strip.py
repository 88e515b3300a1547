"""The line over the roster that says what pasted or filled cells would change, before they do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.i18n import _
from flexdesk.services.people import CellsJudged
from ui.qt import accessible, fonts, theme
from ui.widgets.button import Button, Kind
from ui.widgets.label import IconLabel, Label

_TOLD = 3  # refusals told in full


class CellsStrip(QWidget):
    """Enter keeps the cells that were not refused, Esc leaves all as it was."""

    kept = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.judged: CellsJudged | None = None
        self.text = Label("", "base", fonts.STRONG)
        self.why = Label("", "small", token="negative", wrap=True)
        self.keep = Button(
            _("Keep these cells"), icon="check", kind=Kind.PRIMARY, shortcut="Enter", bind=False
        )
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.keep.clicked.connect(self.kept)
        self.cancel.clicked.connect(self.closed)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.text)
        words.addWidget(self.why)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 7)
        row.setSpacing(8)
        row.addWidget(IconLabel("copy", "accent"))
        row.addLayout(words, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.keep)
        self.hide()

    def open(self, judged: CellsJudged, cells: int, names: dict[str, str]) -> None:
        """`cells` counts those that came; `names` are people's by key, for what is refused."""
        self.judged = judged
        changes = sum(len(op.after.keys() - {"former_nip"}) for op in judged.ops)
        text = _("{changes} of {cells} cells will change, {refused} are refused").format(
            changes=changes, cells=cells, refused=len(judged.refused)
        )
        self.text.setText(text)
        told = [f"{names.get(edit.person, '')}: {why}" for edit, why in judged.refused[:_TOLD]]
        self.why.setText(" ".join(told))
        self.why.setVisible(bool(told))
        self.keep.setEnabled(bool(judged.ops))
        accessible.name(self, f"{text}. {self.why.text()}")
        self.show()
        (self.keep if judged.ops else self.cancel).setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.keep.isEnabled():
            self.kept.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("accentSoft"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.color("border"))
