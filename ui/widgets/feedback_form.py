"""A note about a person's work, written where the work is seen: one sentence and its tone."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.performance import FeedbackTone
from flexdesk.i18n import N_, _
from ui.widgets.button import Button, Kind
from ui.widgets.fields import LineField
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented

TONES = (
    (FeedbackTone.POSITIVE, N_("Good")),
    (FeedbackTone.NEUTRAL, N_("Neutral")),
    (FeedbackTone.CORRECTIVE, N_("To improve")),
)

Keep = Callable[[str, str, FeedbackTone], bool]


class FeedbackForm(QWidget):
    """`keep` gets person, text and tone and says whether the note was stored; the form then closes."""

    closed = Signal()

    def __init__(self, keep: Keep, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keep, self._person = keep, ""
        self.label = Label("", "small", token="muted")
        self.field = LineField(_("Note about the work"))
        self.field.setPlaceholderText(_("What you saw, in one sentence"))
        self.tones = Segmented([(str(tone), _(label)) for tone, label in TONES], _("Tone of the note"))
        save = Button(_("Save"), kind=Kind.PRIMARY, shortcut="Enter", bind=False)
        cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.field.returnPressed.connect(self.keep)
        save.clicked.connect(self.keep)
        cancel.clicked.connect(self.close_form)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.tones)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.label)
        column.addWidget(self.field)
        column.addLayout(row)
        self.hide()

    def open(self, person: str, name: str) -> None:
        self._person = person
        self.label.setText(_("Note about {name}").format(name=name))
        self.field.clear()
        self.tones.choose(str(FeedbackTone.NEUTRAL))
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        text = self.field.text().strip()
        if text and self._keep(self._person, text, FeedbackTone(self.tones.choice)):
            self.close_form()

    def close_form(self) -> None:
        self.hide()
        self.closed.emit()

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)
