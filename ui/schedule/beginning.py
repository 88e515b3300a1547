"""What the column beside an untouched week offers: three ways to begin it."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from flexdesk.i18n import N_, _
from ui.qt import fonts
from ui.widgets.button import Button
from ui.widgets.label import Label

COPY, PATTERN, EVEN = "copy", "pattern", "even"
_WAYS = (
    (COPY, N_("Copy last week"), "copy", "Ctrl+Shift+D", N_("Leave and holidays are looked after.")),
    (PATTERN, N_("Lay a pattern"), "calendar-range", "Alt+P", N_("Halves, one Friday in three, shifts.")),
    (EVEN, N_("Even out"), "wand-sparkles", "Ctrl+R", N_("A fair plan that keeps every rule.")),
)


class Beginning(QWidget):
    """Each button does what its key does; nothing is written before the proposal is taken."""

    def __init__(self, begin: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        column.addWidget(Label(_("Nothing is planned for these days yet"), "base", fonts.STRONG, wrap=True))
        column.addWidget(Label(_("Everybody is at the office. Three ways to begin:"), "small", wrap=True))
        self.buttons: dict[str, Button] = {}
        for name, text, icon, key, told in _WAYS:
            column.addSpacing(6)
            button = Button(_(text), icon=icon, shortcut=key, bind=False)
            button.clicked.connect(lambda _checked=False, name=name: begin(name))
            self.buttons[name] = button
            column.addWidget(button)
            column.addWidget(Label(_(told), "small", token="muted", wrap=True))
