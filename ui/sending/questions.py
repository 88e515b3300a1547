"""What came from elsewhere and asks for a yes: said in a notice with the answers as buttons."""

from PySide6.QtCore import QObject, Signal

from flexdesk.bootstrap import Desk
from flexdesk.i18n import _
from flexdesk.services.deletions import Proposal
from ui.feedback.reporter import Reporter
from ui.sending import model, words
from ui.sending.model import Centre
from ui.undo.editor import Editor
from ui.widgets.banner import BannerAction
from ui.widgets.tones import Tone


class Questions(QObject):
    """`answered` says that the lists have to be read anew."""

    answered = Signal()

    def __init__(self, desk: Desk, editor: Editor, reporter: Reporter, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._editor, self._reporter = desk, editor, reporter

    def open(self, kind: str, key: str, centre: Centre) -> bool:
        """False for an entry of another kind."""
        match kind:
            case "rejected":
                self._tell_rejected(key, centre)
            case "deletion":
                self._ask_deletion(next(one for one in centre.proposals if one.id == key))
            case "arrival":
                self._ask_arrival(key, centre)
            case "departure":
                self._tell_departure(key, centre)
            case _:
                return False
        return True

    def _tell_rejected(self, key: str, centre: Centre) -> None:
        found = next(one for one in centre.rejected if str(one.seq) == key)
        text = _("Change {seq} was refused: {reason} It is kept in the log; write it anew if it is right.")
        said = text.format(seq=found.seq, reason=found.reason)
        self._reporter.tell(f"{said} {model.lost_words(found)}".strip(), Tone.WARNING)

    # -- mass deletions

    def _ask_deletion(self, proposal: Proposal) -> None:
        text = _("{holder} deleted {count} entries at once ({what}). They are still here.").format(
            holder=proposal.holder, count=len(proposal.rows), what=words.table(proposal.table)
        )
        actions = (
            BannerAction(_("Keep the entries"), lambda: self._keep(proposal), "undo-2"),
            BannerAction(_("Delete here too"), lambda: self._agree(proposal), "trash-2"),
        )
        self._reporter.tell(text, Tone.WARNING, actions)

    def _keep(self, proposal: Proposal) -> None:
        text = _("Entries kept that {holder} deleted").format(holder=proposal.holder)
        self._editor.run(text, lambda: self._desk.deletions.keep(proposal.id))
        self.answered.emit()

    def _agree(self, proposal: Proposal) -> None:
        self._desk.deletions.agree(proposal.id)
        self.answered.emit()

    # -- people who moved

    def _ask_arrival(self, key: str, centre: Centre) -> None:
        one = next(one for one in centre.arrivals if str(one.number) == key)
        enter = _("Add {name} here").format(name=one.name)
        said = _("{name} comes from {unit}; the history stays there.")
        go = BannerAction(enter, lambda: self._take_over(enter, one.number), "users")
        self._reporter.tell(said.format(name=one.name, unit=one.unit), Tone.ACCENT, (go,))

    def _take_over(self, text: str, number: int) -> None:
        self._editor.run(text, lambda: self._desk.moves.take_over(number))
        self.answered.emit()

    def _tell_departure(self, key: str, centre: Centre) -> None:
        one = next(one for one in centre.departures if one.person == key)
        told = _(
            "{name} moved to {unit}. History and what was written meanwhile ({count}) stay."
            " Archive the person under People."
        )
        self._reporter.tell(told.format(name=one.name, unit=one.unit, count=len(one.late)), Tone.ACCENT)
