"""Fields to type and choose in, drawn alike."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSizePolicy, QWidget

from ui.qt import accessible, fonts, icons, theme
from ui.qt.tokens import tokens
from ui.widgets import keys


class PlainField(QLineEdit):
    """Undoes its own typing first; with none left, Ctrl+Z goes on to the window."""

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return False
        return super().event(event)


class LineField(PlainField):
    """`fault` draws it red until the text is right; the sentence beside the field is the page's."""

    def __init__(self, spoken: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        accessible.name(self, spoken)

    def show_fault(self, sentence: str) -> None:
        """An empty sentence means that all is well."""
        self.setProperty("wrong", bool(sentence))
        self.setAccessibleDescription(sentence)
        self.style().unpolish(self)
        self.style().polish(self)


class SearchField(PlainField):
    """A field with a magnifier, and its key while it is empty.

    On a page give `bind=False`: the frame listens to Ctrl+F, and two listeners would silence each other.
    """

    def __init__(
        self,
        placeholder: str,
        shortcut: str = "Ctrl+F",
        parent: QWidget | None = None,
        *,
        bind: bool = True,
    ) -> None:
        super().__init__(parent)
        self._shown_key = shortcut
        self.setPlaceholderText(placeholder)
        right = QFontMetrics(fonts.font("caption")).horizontalAdvance(shortcut) + 4 if shortcut else 0
        self.setTextMargins(icons.NORMAL + 4, 0, right, 0)
        accessible.name(self, placeholder)
        if shortcut and bind:
            keys.bind(self, shortcut, self._enter)

    def _enter(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def sizeHint(self) -> QSize:
        return QSize(180, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        icons.paint(painter, QRect(8, 0, icons.NORMAL, self.height()), "search")
        if self._shown_key and not self.text():
            painter.setFont(fonts.font("caption"))
            painter.setPen(theme.current().color("muted"))
            box = self.rect().adjusted(0, 0, -8, 0)
            painter.drawText(
                box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._shown_key
            )


class ComboBox(QComboBox):
    """A list of choices; each item's data is the stable value, its text the label."""

    def __init__(self, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        accessible.name(self, spoken)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width() + 12, fonts.scaled(tokens().size["control"]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        enabled = self.isEnabled()
        if self.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2))
        else:
            painter.setPen(QPen(look.color("borderStrong" if enabled else "border"), 1))
        painter.setBrush(look.color("surface" if enabled else "raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.setPen(look.color("text" if enabled else "disabled"))
        painter.setFont(self.font())
        box = self.rect().adjusted(9, 0, -28, 0)
        text = painter.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
        arrow = QRect(self.width() - 26, 0, 18, self.height())
        icons.paint(painter, arrow, "chevron-down", "muted" if enabled else "disabled")


class CheckBox(QCheckBox):
    """A tick beside its words; Fusion's own outline cannot be seen on a dark ground."""

    _BOX, _GAP = 16, 7

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        words = metrics.horizontalAdvance(self.text())
        return QSize(self._BOX + self._GAP + words + 4, max(self._BOX + 6, metrics.height() + 4))

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(1, (self.height() - self._BOX) // 2, self._BOX, self._BOX)
        on, enabled = self.isChecked(), self.isEnabled()
        edge = "focus" if self.hasFocus() else "borderStrong" if enabled else "border"
        painter.setPen(QPen(look.color(edge), 2 if self.hasFocus() else 1))
        fill = "surface" if not on else "accent" if enabled else "raised"
        painter.setBrush(look.color(fill))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if on:
            icons.paint(painter, box, "check", "onAccent" if enabled else "disabled", icons.SMALL)
        painter.setFont(self.font())
        painter.setPen(look.color("text" if enabled else "disabled"))
        words = self.rect().adjusted(self._BOX + self._GAP + 1, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, self.text())
