"""Asks in place what a post needs: which, from when, until when, and why; also to correct one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.people import POSTING_REASON_LABELS, Posting, PostingReason
from flexdesk.domain.posts import ALWAYS, PLH, PLT
from flexdesk.exchange.written_dates import read_date
from flexdesk.i18n import _
from ui.people import words
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label

_ASKED = (
    PostingReason.MUTATION,
    PostingReason.PROMOTION,
    PostingReason.ROTATION,
    PostingReason.RECRUITMENT,
    PostingReason.EXISTING,
)


@dataclass(frozen=True, slots=True)
class PostPort:
    """What the form asks of the page. Each says whether it was stored."""

    add: Callable[[date, Mapping[str, str]], bool]
    correct: Callable[[date, Mapping[str, str]], bool]
    remove: Callable[[date], bool]
    sections: Callable[[], Sequence[tuple[str, str]]]


class PostForm(QWidget):
    """`posting` is the post in correction, None for a new one."""

    closed = Signal()

    def __init__(self, port: PostPort, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._port = port
        self.posting: Posting | None = None
        self.kind = ComboBox(_("Kind of post"))
        for value, label in (("", _("The post itself")), (PLT, "Plt."), (PLH, "Plh.")):
            self.kind.addItem(label, value)
        self.kind.activated.connect(lambda _at: self._fit_kind())
        self.jabatan = LineField("Jabatan")
        self.start = LineField(_("Holds from"))
        self.start.setPlaceholderText("05-10-2026")
        self.until = LineField(_("Last day"))
        self.until.setPlaceholderText(_("empty while it runs"))
        self.reason = ComboBox(_("Reason"))
        for token in _ASKED:
            self.reason.addItem(_(POSTING_REASON_LABELS[token]), token.value)
        self.letter = LineField(_("Decree"))
        self.section = ComboBox(_("Part of the unit"))
        self.section.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.section.setMinimumContentsLength(18)
        self.fault = Label("", "small", token="negative", wrap=True)
        self.keep = Button(_("Save"), kind=Kind.PRIMARY, shortcut="Enter", bind=False)
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.out = Button(_("Take out"), icon="trash-2", kind=Kind.QUIET)
        self.out.setToolTip(_("For a post that was never held; undo brings it back."))
        self.keep.clicked.connect(self._keep)
        self.cancel.clicked.connect(self.closed)
        self.out.clicked.connect(self._take_out)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(6)
        self._rows: dict[str, Label] = {}
        for label, field in (
            (_("Kind of post"), self.kind),
            ("Jabatan", self.jabatan),
            (_("Holds from"), self.start),
            (_("Last day"), self.until),
            (_("Reason"), self.reason),
            (_("Decree"), self.letter),
            (_("Part of the unit"), self.section),
        ):
            self.form.addRow(Label(label, "small", token="muted"), field)
        for typed in (self.jabatan, self.start, self.until, self.letter):
            typed.returnPressed.connect(self._keep)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.out)
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        buttons.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(6)
        column.addLayout(self.form)
        column.addWidget(self.fault)
        column.addLayout(buttons)
        self.fault.hide()

    def open(self, jabatan: str, *, acting: str = "") -> None:
        """Ask for a new post that begins on a day; `acting` is `Plt.` or `Plh.`."""
        self._fill(None, Posting("", ALWAYS, jabatan, reason=PostingReason.MUTATION, acting=acting))
        self.start.clear()
        self.until.clear()
        self._begin()

    def correct(self, posting: Posting) -> None:
        """Show a post as recorded, to be corrected."""
        self._fill(posting, posting)
        self._begin()

    def _fill(self, posting: Posting | None, shown: Posting) -> None:
        self.posting = posting
        self.kind.setCurrentIndex(max(self.kind.findData(shown.acting), 0))
        self.jabatan.setText(shown.jabatan)
        self.start.setText(words.plain_date(shown.from_))
        self.until.setText(words.plain_date(shown.until))
        self.reason.setCurrentIndex(max(self.reason.findData(shown.reason), 0))
        self.letter.setText(shown.letter)
        self.section.clear()
        self.section.addItem(shown.unit or "–", "")
        for key, label in self._port.sections():
            self.section.addItem(label, key)
        self.section.setCurrentIndex(max(self.section.findData(shown.section), 0))
        self.out.setVisible(posting is not None)
        self._fit_kind()
        self._say("")

    def _fit_kind(self) -> None:
        """An acting post asks for its last day and not why it was given."""
        acting = bool(self.kind.currentData())
        self.form.setRowVisible(self.reason, not acting)
        self.form.setRowVisible(self.section, not acting and self.section.count() > 1)
        self.until.setPlaceholderText(
            "09-10-2026" if self.kind.currentData() == PLH else _("empty while it runs")
        )

    def _begin(self) -> None:
        self.show()
        self.jabatan.setFocus(Qt.FocusReason.OtherFocusReason)
        self.jabatan.selectAll()

    def _keep(self) -> None:
        start, until = read_date(self.start.text()), read_date(self.until.text())
        if not self.jabatan.text().strip():
            self._say(_("Write the jabatan."))
        elif start is None:
            self._say(_("Write the day as on the decree, such as 05-10-2026."))
        elif self.until.text().strip() and until is None:
            self._say(_("Write the last day as on the decree, or leave it empty."))
        elif until is None and self.kind.currentData() == PLH:
            self._say(_("A Plh. has a last day; write it as on the decree."))
        elif until is not None and until < start:
            self._say(_("The last day lies before the first; write both as on the decree."))
        elif self._store(start, until):
            self.closed.emit()

    def _store(self, start: date, until: date | None) -> bool:
        acting = str(self.kind.currentData())
        fields = {
            "jabatan": self.jabatan.text().strip(),
            "acting": acting,
            "until": until.isoformat() if until else "",
            "letter": self.letter.text().strip(),
            "reason": "" if acting else str(self.reason.currentData()),
        }
        if not acting and (section := str(self.section.currentData() or "")):
            fields["section"] = section
        if self.posting is None:
            return self._port.add(start, fields)
        return self._port.correct(self.posting.from_, {**fields, "from": start.isoformat()})

    def _take_out(self) -> None:
        if self.posting is not None and self._port.remove(self.posting.from_):
            self.closed.emit()

    def _say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
