"""What the palette offers: commands of the screen, screens, people, and the frame's own commands."""

from functools import partial
from typing import TYPE_CHECKING

from flexdesk.i18n import _
from ui.qt import fonts, theme
from ui.qt.tokens import Density
from ui.shell.global_keys import GLOBAL
from ui.shell.ports import PEOPLE
from ui.shell.trust_line import DENSITY_WORDS
from ui.widgets.page import Command

if TYPE_CHECKING:
    from ui.shell.main_window import MainWindow


def palette_commands(window: "MainWindow") -> list[Command]:
    own = [*window.page_commands(), *window.offers()]
    return [*own, *_screens(window), *_frame(window), *_look(window), *_people(window)]


def _screens(window: "MainWindow") -> list[Command]:
    return [
        Command(
            _(spec.title),
            partial(window.go, spec.key),
            key=f"Ctrl+{number}",
            icon=spec.icon,
            group=_("Screen"),
        )
        for number, spec in enumerate(window.specs, 1)
    ]


def _frame(window: "MainWindow") -> list[Command]:
    actions = window.actions_by_name()
    return [
        Command(_(entry.text), actions[entry.action], key=entry.key, icon=entry.icon, group=_("Window"))
        for entry in GLOBAL
        if entry.listed
    ]


def _look(window: "MainWindow") -> list[Command]:
    look = theme.current()
    group = _("Look")
    commands = [
        Command(
            _("Light or dark"), window.toggle_scheme, icon="sun-moon", group=group, words="dark tema gelap"
        )
    ]
    for density in Density:
        text = _("Row height: {density}").format(density=_(DENSITY_WORDS[density]))
        commands.append(Command(text, partial(look.set_density, density), icon="rows-3", group=group))
    for percent in fonts.SCALES:
        text = _("Text size: {percent} %").format(percent=percent)
        commands.append(Command(text, partial(look.set_scale, percent), icon="zoom-in", group=group))
    return commands


def _people(window: "MainWindow") -> list[Command]:
    return [
        Command(
            person.name,
            partial(window.go, PEOPLE, person.key),
            icon="user",
            group=person.note or _("People"),
        )
        for person in window.desk.people()
    ]
