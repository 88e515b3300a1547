"""Keys and commands of the evaluation screen, in words."""

from collections.abc import Sequence

from flexdesk.domain.periods import PeriodKind
from flexdesk.i18n import N_, _
from ui.widgets.page import KeyRow

_KINDS = (
    (PeriodKind.MONTH, N_("Month")),
    (PeriodKind.QUARTER, N_("Quarter")),
    (PeriodKind.SEMESTER, N_("Half")),
    (PeriodKind.YEAR, N_("Year")),
)


def periods() -> list[tuple[str, str]]:
    """Of the switch above the list."""
    return [(kind, _(name)) for kind, name in _KINDS]


def kinds() -> list[tuple[PeriodKind, str]]:
    return [(kind, _("Show the {kind}").format(kind=_(name).lower())) for kind, name in _KINDS]


def steps() -> tuple[tuple[str, str, str], ...]:
    """What can follow a signature: step, words, icon."""
    return (
        ("receive", _("Record receipt"), "signature"),
        ("object", _("Record an objection"), "scale"),
        ("explain", _("Explain an objection"), "pencil"),
        ("decide", _("Decide an objection"), "scale"),
    )


def keys() -> Sequence[KeyRow]:
    return (
        KeyRow("7 8 9", _("Results above expectation")),
        KeyRow("4 5 6", _("Results as expected")),
        KeyRow("1 2 3", _("Results below expectation")),
        KeyRow("Enter", _("Next person without rating")),
        KeyRow("Tab", _("Take the sentence from the facts")),
        KeyRow("F2", _("Results and feedback")),
        KeyRow("R", _("Record receipt")),
        KeyRow("Ctrl+N", _("Note about the person")),
        KeyRow("Ctrl+P", _("Print")),
        KeyRow("Ctrl+J", _("Copy to e-Kinerja")),
        KeyRow("Ctrl+T", _("Follow-up, and back to the facts")),
    )
