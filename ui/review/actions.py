"""The keys of the review screen, as the list of keys shows them."""

from flexdesk.i18n import _
from ui.widgets.page import KeyRow


def key_rows() -> tuple[KeyRow, ...]:
    return (
        KeyRow("1", _("Accept")),
        KeyRow("2", _("Accept + note")),
        KeyRow("3", _("Return")),
        KeyRow("4", _("Ask, with a sentence for WhatsApp")),
        KeyRow("B", _("Put off until tomorrow")),
        KeyRow("U", _("Undo")),
        KeyRow("Space", _("Open evidence")),
        KeyRow("+ / -", _("Picture larger, smaller")),
        KeyRow("L", _("Attach evidence")),
        KeyRow("N", _("Type a report for somebody")),
        KeyRow("Ctrl+N", _("Note about the person")),
        KeyRow("Alt+R", _("Rules of the review")),
        KeyRow("Ctrl+V", _("Paste a report: text, table or picture of a code")),
        KeyRow("Enter", _("Say whose line of the tray it is")),
        KeyRow("Del", _("Drop a line of the tray")),
        KeyRow("Ctrl+Enter", _("Accept what matches, after the sample")),
        KeyRow("Ctrl+I", _("Import reports")),
        KeyRow("Ctrl+J", _("Copy to e-Kinerja")),
    )
