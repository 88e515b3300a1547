"""Key names: what a shortcut is called on screen and which keys Qt must listen to."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def sequences(shown: str) -> list[QKeySequence]:
    """The keys behind a name as printed: Enter means both Enter keys, ? comes with or without Shift."""
    keys = [QKeySequence(shown)]
    if shown == "?":
        keys.append(QKeySequence("Shift+?"))
    if "Enter" in shown:
        keys.append(QKeySequence(shown.replace("Enter", "Return")))
    return keys


def bind(
    owner: QWidget,
    shown: str,
    call: Callable[[], object],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
) -> QShortcut:
    """Listen for a key while `owner` is visible and enabled."""
    shortcut = QShortcut(owner)
    shortcut.setKeys(sequences(shown))
    shortcut.setContext(context)
    shortcut.activated.connect(call)
    return shortcut
