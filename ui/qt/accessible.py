"""Gives controls the names that a screen reader speaks."""

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
