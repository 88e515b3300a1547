"""The keys that work on every screen: one table for listening, for the palette and for “?”."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from flexdesk.i18n import N_, _
from ui.widgets import keys
from ui.widgets.page import KeyRow


@dataclass(frozen=True, slots=True)
class GlobalKey:
    """`action` names what the frame does; `listed` keys are also in the palette."""

    key: str
    action: str
    text: str
    icon: str = "chevron-right"
    listed: bool = True


GLOBAL: tuple[GlobalKey, ...] = (
    GlobalKey("Ctrl+K", "palette", N_("Search people and commands"), listed=False),
    GlobalKey("?", "keys", N_("Keys of this screen"), "keyboard"),
    GlobalKey("F1", "help", N_("Help for this screen"), "circle-question-mark"),
    GlobalKey("F6", "next_pane", N_("Next part of the window"), listed=False),
    GlobalKey("Shift+F6", "last_pane", N_("Previous part of the window"), listed=False),
    GlobalKey("F8", "next_problem", N_("Next problem"), "triangle-alert"),
    GlobalKey("Shift+F8", "last_problem", N_("Previous problem"), "triangle-alert"),
    GlobalKey("F9", "fold", N_("Fold the side bar")),
    GlobalKey("F11", "full_screen", N_("Full screen")),
    GlobalKey("Ctrl+F", "find", N_("Find in this screen"), "search"),
    GlobalKey("Ctrl+G", "go_to_date", N_("Go to a date"), "calendar-days"),
    GlobalKey("Alt+Left", "back", N_("Back to the screen before"), "arrow-left"),
    GlobalKey("Ctrl+P", "print", N_("Print this"), "printer"),
    GlobalKey("Ctrl+E", "export", N_("Export this"), "file-up"),
    GlobalKey("Ctrl+Z", "undo", N_("Undo"), "undo-2"),
    GlobalKey("Ctrl+Shift+Z", "redo", N_("Redo"), "redo-2"),
    GlobalKey("Alt+H", "history", N_("History"), "history"),
    GlobalKey("Ctrl+L", "lock", N_("Lock the screen"), "lock"),
)


def listen(window: QWidget, actions: Mapping[str, Callable[[], object]]) -> None:
    """Bind every global key; KeyError when the frame forgot one."""
    for entry in GLOBAL:
        keys.bind(window, entry.key, actions[entry.action])


def rows(screens: int) -> list[KeyRow]:
    """The lines for “?”."""
    numbers = KeyRow(f"Ctrl+1 … {screens}", _("Screens")) if screens else None
    return [*([numbers] if numbers else []), *(KeyRow(entry.key, _(entry.text)) for entry in GLOBAL)]
