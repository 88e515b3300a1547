"""What follows a signature: handing over, an objection, its answer and its decision, and earlier versions."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.objections import Objection, Outcome
from flexdesk.domain.performance import label, objection_deadline
from flexdesk.domain.periods import day_label
from flexdesk.i18n import N_, _
from flexdesk.services.evaluation import Evaluation
from flexdesk.services.evaluation_history import Version
from flexdesk.services.objections import state_sentence
from ui.qt import fonts
from ui.widgets.button import Button
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.small_form import SmallForm

_MOST_VERSIONS = 3
_STEPS = {
    "receive": (N_("Record receipt"), "signature"),
    "object": (N_("Record an objection"), "scale"),
    "explain": (N_("Explanation"), "pencil"),
    "decide": (N_("Decision"), "scale"),
}


class Aftermath(QWidget):
    """Opens with the lock; `asked` names the step that a button stands for."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = SmallForm()
        self.buttons = {name: Button(_(text), icon=icon, small=True) for name, (text, icon) in _STEPS.items()}
        self.lines: list[Label] = []
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(_("Handing over and objection"), "small", fonts.STRONG, token="muted"), 1)
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, step=name: self.asked.emit(step))
            button.hide()  # the sheet measures itself once, and one or two of them are shown
            head.addWidget(button)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(self._lines)
        column.addWidget(self.form)

    def show_state(
        self, one: Evaluation, objection: Objection | None, versions: Sequence[Version], today: date
    ) -> None:
        self.setVisible(one.locked or len(versions) > 0)
        for line in self.lines:
            line.hide()
            line.deleteLater()
        said = [*_receipt(one, objection, today), *_objection(objection), *_versions(versions, one)]
        self.lines = [Label(text, "small", token=token, wrap=True) for text, token in said]
        for line in self.lines:
            self._lines.addWidget(line)
        offered = steps_of(one, objection)
        for name, button in self.buttons.items():
            button.setVisible(name in offered)


def steps_of(one: Evaluation, objection: Objection | None) -> set[str]:
    """What can be done next."""
    if not one.locked:
        return set()
    if one.is_final:
        return set() if one.received_on else {"receive"}
    if objection is not None and objection.is_open:
        return {"explain", "decide"}
    return {"object"} if one.received_on else {"receive"}


def _receipt(one: Evaluation, objection: Objection | None, today: date) -> list[tuple[str, str]]:
    if not one.locked:
        return []
    if one.received_on is None:
        return [(_("Not handed over yet."), "warning")]
    last = objection_deadline(one.received_on)
    told = _("Received on {day}.").format(day=day_label(one.received_on))
    if objection is not None:
        return [(told, "text")]
    left = (last - today).days
    if left < 0:
        return [
            (f"{told} " + _("The time for an objection ended on {day}.").format(day=day_label(last)), "text")
        ]
    words = _("An objection can be filed until {day} ({count} days left).")
    return [(f"{told} " + words.format(day=day_label(last), count=left), "text")]


def _objection(found: Objection | None) -> list[tuple[str, str]]:
    if found is None:
        return []
    lines = [
        (_("Objection: {state}.").format(state=state_sentence(found)), "warning" if found.is_open else "text")
    ]
    lines.append((f"“{found.reasons}”", "muted"))
    if found.explanation:
        lines.append((_("Rater: “{text}”").format(text=found.explanation), "muted"))
    if found.decision_note and found.decision != Outcome.LATE:
        lines.append((_("Decision: “{text}”").format(text=found.decision_note), "muted"))
    return lines


def _versions(versions: Sequence[Version], one: Evaluation) -> list[tuple[str, str]]:
    """Earlier ones only; the one that stands is on the sheet."""
    earlier = [version for version in versions if not version.stands]
    lines = []
    for version in earlier[-_MOST_VERSIONS:]:
        words = _("Version {number}: {predicate}")
        told = words.format(number=version.revision + 1, predicate=label(version.predicate))
        why = (
            _("reopened: {reason}").format(reason=version.ended)
            if version.ended
            else _("changed by a decision")
        )
        lines.append((f"{told}, {why}.", "muted"))
    if one.differs:
        lines.append(
            (_("Another laptop changed this after the signature; reopen it to see that."), "warning")
        )
    return lines
