"""The nine screens in their order, with icon and number key; what is behind each is given from outside."""

from collections.abc import Callable, Mapping

from flexdesk.i18n import N_
from ui.shell.ports import PEOPLE, POLICY, SENDING, Frame, PageSpec
from ui.widgets.page import Page

NINE: tuple[tuple[str, str, str], ...] = (
    ("today", N_("Today"), "calendar-days"),
    (PEOPLE, N_("People"), "users"),
    ("schedule", N_("Schedule"), "calendar-range"),
    ("targets", N_("Targets"), "target"),
    ("review", N_("Review"), "clipboard-check"),
    ("evaluation", N_("Evaluation"), "grid-3x3"),
    ("printing", N_("Print"), "printer"),
    (SENDING, N_("Send"), "send"),
    (POLICY, N_("Rules"), "scale"),
)


def page_specs(factories: Mapping[str, Callable[[Frame], Page]]) -> tuple[PageSpec, ...]:
    """The screens that have a factory, in the order of the side bar; KeyError for an unknown key."""
    unknown = set(factories) - {key for key, _title, _icon in NINE}
    if unknown:
        raise KeyError(*unknown)
    return tuple(PageSpec(key, title, icon, factories[key]) for key, title, icon in NINE if key in factories)
