"""Gives controls the names that a screen reader speaks, and tool tips that are nothing but text."""

import html

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QWidget


def name(widget: QWidget, spoken: str, description: str = "") -> None:
    """Set the spoken name, and the longer description where there is one."""
    widget.setAccessibleName(spoken)
    if description:
        widget.setAccessibleDescription(description)


def icon_only(widget: QWidget, spoken: str, shortcut: str = "") -> None:
    """For a control without words: tool tip and spoken name, both with the key."""
    widget.setAccessibleName(spoken)
    widget.setToolTip(f"{spoken}  {shortcut}".strip())


def plain_tip(text: str) -> str:
    """A tool tip that shows the text as it stands: Qt would take a name with `<b>` in it for markup."""
    if not Qt.mightBeRichText(text):
        return text
    return f"<qt>{html.escape(text)}</qt>".replace("\n", "<br>")
