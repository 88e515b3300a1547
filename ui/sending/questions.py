"""People who come and people who left: said in a notice, with what is to be done as a button."""

from PySide6.QtCore import QObject, Signal

from flexdesk.desk.desk import Desk
from flexdesk.i18n import _
from ui.feedback.reporter import Reporter
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
            case "arrival":
                self._ask_arrival(key, centre)
            case "departure":
                self._tell_departure(key, centre)
            case _:
                return False
        return True

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
