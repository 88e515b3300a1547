"""The column beside the roster: why somebody may or may not work away, their posts, and their record."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.i18n import _
from flexdesk.services.roster import RosterRow, grouped_nip
from flexdesk.store.store import Row
from ui.people import words
from ui.people.edits import Edits
from ui.people.move_form import MoveForm
from ui.people.verdict import VerdictBox
from ui.qt import accessible, fonts, theme
from ui.widgets.button import Button, Kind
from ui.widgets.card import Hairline
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label
from ui.widgets.reasons import reasons_list
from ui.widgets.side_panel import SidePanel

WIDTH = 348
_SETTLE_MS = 40  # while arrows run down the roster only the last person is drawn
_FIELDS = ("golongan", "phone", "email", "domicile")


class PersonPanel(SidePanel):
    """`postings` reads the dated posts of a person, newest first."""

    def __init__(
        self, edits: Edits, postings: Callable[[str], Sequence[Row]], parent: QWidget | None = None
    ) -> None:
        super().__init__("", fonts.scaled(WIDTH), parent)
        self._edits, self._postings = edits, postings
        self.row: RosterRow | None = None
        self.title.setWordWrap(True)
        self.head.setStretchFactor(self.title, 100)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self._build)
        self.fields: dict[str, LineField] = {}
        self.move_form = MoveForm(self._move)
        self.move_form.closed.connect(self._close_form)
        self.move_button = Button(_("Change of post"), icon="git-compare")
        self.leave_button = Button(_("Take out"), icon="x", kind=Kind.QUIET)
        self.leave_button.setToolTip(_("Out of the roster; the history stays."))
        self.move_button.clicked.connect(self._open_form)
        self.leave_button.clicked.connect(self._archive)
        buttons = QHBoxLayout()
        buttons.addWidget(self.move_button)
        buttons.addStretch(1)
        buttons.addWidget(self.leave_button)
        self.foot.addWidget(self.move_form)
        self.foot.addLayout(buttons)
        self.move_form.hide()
        self.body.setContentsMargins(15, 12, 12, 12)
        self.body.setSpacing(8)

    def show_row(self, row: RosterRow | None) -> None:
        """Draw a person soon; at once when it is the same person, whose record changed."""
        same = row is not None and self.row is not None and row.key == self.row.key
        self.row = row
        if not same:
            self._close_form()
        if same or not self.isVisible():
            self._build()
        else:
            self._timer.start()

    def shut(self) -> None:
        self._timer.stop()

    # Building
    def _build(self) -> None:
        self._timer.stop()
        _empty(self.body)
        self.fields.clear()
        row = self.row
        for button in (self.move_button, self.leave_button):
            button.setVisible(row is not None)
        if row is None:
            self.title.setText("")
            self.body.addWidget(Label(_("Choose a person in the list."), token="muted"))
            self.body.addStretch(1)
            return
        self.title.setText(row.person.full_name)
        accessible.name(self, row.person.full_name)
        self.body.addWidget(Label(_subtitle(row), "small", token="muted", wrap=True))
        self.body.addWidget(VerdictBox(row))
        said = {reason.text for reason in row.eligibility.location.reasons}
        for issue in (one for one in row.issues if one.text not in said):
            self.body.addWidget(
                Label(issue.text, "small", token="negative" if issue.hard else "warning", wrap=True)
            )
        self._section(_("Eligibility"), reasons_list(row.eligibility.location.reasons))
        self._section(_("Posts held"), _history(self._postings(row.key)))
        self._section(_("Record"), self._record(row))
        self.body.addStretch(1)

    def _section(self, title: str, content: QWidget) -> None:
        self.body.addWidget(Hairline())
        self.body.addWidget(Label(title, "small", fonts.STRONG, token="muted"))
        self.body.addWidget(content)

    def _record(self, row: RosterRow) -> QWidget:
        box = QWidget()
        form = QFormLayout(box)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        labels = {
            "golongan": "Golongan",
            "phone": _("Phone"),
            "email": _("E-mail"),
            "domicile": _("Home"),
        }
        status = ComboBox("Status")
        for token, label in words.STATUS_LABELS.items():
            status.addItem(label, token)
        status.setCurrentIndex(status.findData(row.person.status))
        status.activated.connect(lambda _at: self._write("status", str(status.currentData())))
        form.addRow(Label("Status", "small", token="muted"), status)
        for name in _FIELDS:
            field = LineField(labels[name], str(getattr(row.person, name)))
            field.editingFinished.connect(lambda name=name: self._finish(name))
            self.fields[name] = field
            form.addRow(Label(labels[name], "small", token="muted"), field)
        return box

    # Doing
    def _finish(self, name: str) -> None:
        row = self.row
        if row is not None and name in self.fields:
            text = self.fields[name].text().strip()
            if text != str(getattr(row.person, name)):
                self._write(name, text)

    def _write(self, name: str, text: str) -> None:
        if self.row is not None and not self._edits.write(self.row.key, name, text) and name in self.fields:
            self.fields[name].setText(str(getattr(self.row.person, name)))

    def _open_form(self) -> None:
        if self.row is not None:
            self.move_form.open(self.row.posting.jabatan if self.row.posting else "")

    def _close_form(self) -> None:
        self.move_form.hide()

    def _move(self, start: date, jabatan: str, reason: str) -> bool:
        return self.row is not None and self._edits.move(self.row.key, start, jabatan, reason)

    def _archive(self) -> None:
        if self.row is not None:
            self._edits.archive(self.row.key, self.row.person.name)

    def leave_smallest(self) -> bool:
        """Close the small form if it is open."""
        was_open = self.move_form.isVisible()
        self._close_form()
        return was_open


def _subtitle(row: RosterRow) -> str:
    status = words.STATUS_LABELS.get(row.person.status, "")
    parts = (grouped_nip(row.person.nip), status, row.person.golongan)
    return " · ".join(part for part in parts if part)


class _Dot(QWidget):
    """One station of the history: filled for the present post."""

    def __init__(self, *, present: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._present = present
        self.setFixedWidth(12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        token = "accent" if self._present else "borderStrong"
        painter.setPen(QPen(look.color(token), 1.6))
        painter.setBrush(look.color("accent" if self._present else "surface"))
        painter.drawEllipse(QRectF(1.5, 5, 8, 8))


def _history(postings: Sequence[Row]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for number, posting in enumerate(postings):
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(_Dot(present=number == 0))
        start = date.fromisoformat(str(posting["from"]))
        row.addWidget(Label(words.plain_date(start), "small", token="muted"), 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(0)
        weight = fonts.STRONG if number == 0 else fonts.REGULAR
        title = f"{posting['acting'] or ''} {posting['jabatan'] or ''}".strip()
        text.addWidget(Label(title or "–", "base", weight, wrap=True))
        reason = words.REASON_LABELS.get(str(posting["reason"] or ""), "")
        parts = [part for part in (_(reason) if reason else "", str(posting["unit"] or "")) if part]
        if parts:
            text.addWidget(Label(", ".join(parts), "small", token="muted", wrap=True))
        row.addLayout(text, 1)
        column.addLayout(row)
    return box


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
