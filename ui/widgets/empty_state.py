"""What stands where there is nothing yet: one sentence, one line of help and the ways to begin."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.qt import accessible, fonts
from ui.widgets.banner import BannerAction
from ui.widgets.button import Button, Kind
from ui.widgets.label import IconLabel, Label


class EmptyState(QWidget):
    """The first action is the primary one."""

    def __init__(
        self,
        icon: str,
        sentence: str,
        help_line: str = "",
        actions: Sequence[BannerAction] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.buttons: list[Button] = []
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setSpacing(6)
        column.addStretch(1)
        column.addWidget(IconLabel(icon, "muted", 28), 0, middle)
        head = Label(sentence, "lead", fonts.STRONG, wrap=True)
        head.setAlignment(middle)
        column.addWidget(head)
        if help_line:
            line = Label(help_line, "base", token="muted", wrap=True)
            line.setAlignment(middle)
            column.addWidget(line)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for number, action in enumerate(actions):
            kind = Kind.PLAIN if number else Kind.PRIMARY
            button = Button(action.text, icon=action.icon, shortcut=action.shortcut, kind=kind)
            button.clicked.connect(lambda _checked=False, call=action.call: call())
            self.buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        column.addSpacing(4)
        column.addLayout(row)
        column.addStretch(1)
        accessible.name(self, f"{sentence} {help_line}".strip())
