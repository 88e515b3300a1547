"""What is said about the line to the server: its state, how far an exchange is, and what it brought."""

from flexdesk.i18n import _
from flexdesk.services.sync import Synced
from flexdesk.store.carriers import SyncState
from ui.sending import words
from ui.sending.line import Line, ServerLine
from ui.sending.model import Centre
from ui.widgets.badge import BadgeFacts
from ui.widgets.tones import Tone


def badge(state: Line) -> BadgeFacts:
    return {
        Line.IDLE: BadgeFacts(_("Ready"), Tone.NEUTRAL, "wifi"),
        Line.RUNNING: BadgeFacts(_("Exchanging"), Tone.ACCENT, "refresh-cw"),
        Line.OFFLINE: BadgeFacts(_("Offline"), Tone.NEUTRAL, "wifi-off"),
        Line.REFUSED: BadgeFacts(_("Refused"), Tone.NEGATIVE, "circle-x"),
    }[state]


def of(line: ServerLine, centre: Centre) -> str:
    """Said at once, before anybody answered: how far it is, or that everything is safe here."""
    count = centre.status.unsent
    if line.state is Line.RUNNING and line.counted[1]:
        return line.words_of(*line.counted)
    if line.state is Line.OFFLINE or (line.state is Line.RUNNING and line.is_cut):
        said = _("no line, {count} records are safe here").format(count=count)
        if line.state is Line.OFFLINE and line.next_try is not None:
            when = words.moment(line.next_try, centre.today)
            said += _("; tries again by itself at {when}").format(when=when)
        return said
    if line.state is Line.RUNNING:
        return _("asking the server; {count} records are safe here").format(count=count)
    return ""


def done(synced: Synced) -> str:
    """What an exchange moved, with the receipt where it covers everything."""
    text = _("{sent} changes received by the server, {received} came in, {size} over the line.").format(
        sent=synced.sent, received=synced.received, size=words.size(synced.bytes_up + synced.bytes_down)
    )
    if synced.receipt and synced.state is SyncState.RECEIVED:
        text += _(" Receipt {code}.").format(code=synced.receipt)
    if synced.restored:
        text += " " + _("The server was restored from an older backup; what it had lost was sent again.")
    if synced.repaired:
        text += _(" {count} entries that this laptop showed wrongly were put right.").format(
            count=synced.repaired
        )
    return text
