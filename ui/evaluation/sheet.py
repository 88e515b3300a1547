"""The middle of the evaluation screen: one person, the matrix, what was chosen, the note, the spread."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from flexdesk.domain.performance import OrganisationLevel, label
from flexdesk.i18n import _
from flexdesk.services.evaluation import Evaluation
from flexdesk.services.fact_sheet import FactSheet
from ui.evaluation.aftermath import Aftermath
from ui.evaluation.matrix import RatingMatrix
from ui.evaluation.note import NoteField
from ui.evaluation.spread import Spread
from ui.qt import fonts, theme
from ui.widgets.badge import Badge, BadgeFacts
from ui.widgets.button import Button, IconButton, Kind
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.tones import Tone


class ChosenLine(QWidget):
    """The two ratings and the predikat that follows from them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[Label] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 8, 7)
        row.setSpacing(14)
        for text in (_("Rating of results"), _("Rating of behaviour"), "Predikat"):
            column = QVBoxLayout()
            column.setSpacing(0)
            value = Label("–", "base", fonts.STRONG)
            column.addWidget(Label(text, "small", token="muted"))
            column.addWidget(value)
            self.values.append(value)
            row.addLayout(column)
        row.addStretch(1)
        self.next = Button(_("Next"), shortcut="Enter", bind=False, kind=Kind.PRIMARY)
        row.addWidget(self.next)

    def show_evaluation(self, one: Evaluation) -> None:
        chosen = (one.results, one.behaviour, one.predicate)
        for value, token in zip(self.values, chosen, strict=True):
            value.setText(label(token) if token is not None else "–")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("accentSoft"))
        painter.drawRoundedRect(self.rect(), 6, 6)


class PersonSheet(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ElidedLabel("", "heading", fonts.STRONG)
        self.post = ElidedLabel("", "small", token="muted")
        self.reopen = Button(_("Reopen"), icon="lock-open", small=True)
        self.reopen.hide()
        self.fill = IconButton("pencil", _("Results and feedback"), faint=True)
        self.state = Badge("")
        self.up = IconButton("chevron-up", _("Previous person"), faint=True)
        self.down = IconButton("chevron-down", _("Next person"), faint=True)
        self.matrix, self.chosen, self.note = RatingMatrix(), ChosenLine(), NoteField()
        self.facts_line = Label("", "small", token="muted", wrap=True)
        self.spread = Spread()
        self.aftermath = Aftermath()
        self.leader = Label("", "small", token="muted", wrap=True)
        self.hint = Label("", "small", token="muted")
        head = QHBoxLayout()
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self.post)
        head.addLayout(names, 1)
        parts: tuple[QWidget, ...] = (self.state, self.reopen, self.fill, self.up, self.down)
        for part in parts:
            head.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        note_head = QHBoxLayout()
        note_head.addWidget(Label("Catatan/rekomendasi", "small", fonts.STRONG, token="muted"))
        note_head.addStretch(1)
        note_head.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 10, 20, 10)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.matrix)
        column.addWidget(self.chosen)
        column.addWidget(self.leader)
        column.addWidget(self.facts_line)
        column.addLayout(note_head)
        column.addWidget(self.note)
        column.addWidget(self.aftermath)
        column.addWidget(self.spread, 1)

    def show_person(self, one: Evaluation, facts: FactSheet, counts: Mapping[int, int], line: str) -> None:
        """`counts` are the people already placed, by digit; `line` is the sentence of facts."""
        self.name.setText(str(one.skp.person["name"]))
        self.post.setText(str(one.skp.row["jabatan"] or ""))
        self.state.show_facts(_state(one))
        self.matrix.show_ratings(counts, one.results, one.behaviour, locked=one.locked)
        self.chosen.show_evaluation(one)
        self.reopen.setVisible(one.locked and not one.is_final)
        self.facts_line.setText(line)
        suggestion = "" if one.note or one.locked else facts.suggestion()
        self.note.show_note(one.skp.key, one.note, suggestion, locked=one.locked)
        self.hint.setText(_("Tab takes the sentence from the facts, Ctrl+Enter keeps") if suggestion else "")

    def show_leader(self, leads: bool, level: OrganisationLevel | None) -> None:
        """The head's results follow the organisation's level by hand: no rule maps five to three."""
        words = _("Head of the unit. Organisation's result: {level}. Choose the rating of results yourself.")
        self.leader.setText(words.format(level=label(level) if level else _("not chosen")))
        self.leader.setVisible(leads)

    def least_height(self, wide: int) -> int:
        """Below it parts would lie over each other: lines at their height, matrix and bars at their least.

        The layout's own figure is too small, because it takes wrapped lines at less than they need.
        """
        layout = self.layout()
        if layout is None:
            return 0
        edges = layout.contentsMargins()
        inner = wide - edges.left() - edges.right()
        items = [item for at in range(layout.count()) if (item := layout.itemAt(at)) and not item.isEmpty()]
        heights = [
            item.heightForWidth(inner) if item.hasHeightForWidth() else item.minimumSize().height()
            for item in items
        ]
        return sum(heights) + layout.spacing() * (len(heights) - 1) + edges.top() + edges.bottom()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().color("surface"))


class SheetArea(QScrollArea):
    """Scrolls the sheet only where a notice or large letters leave less room than it needs at least.

    Qt's own `widgetResizable` would scroll as soon as there is less room than it would like.
    """

    def __init__(self, sheet: PersonSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._opened: QWidget | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(sheet)
        self.setMinimumWidth(sheet.minimumSizeHint().width())
        for ground in (self.viewport(), sheet):
            ground.setAutoFillBackground(False)

    def reveal(self, part: QWidget) -> None:
        """Scroll to a part that was just opened, as soon as the layout has given it its place."""
        self._opened = part
        part.installEventFilter(self)

    def _fit(self) -> None:
        room = self.viewport().size()
        self._sheet.resize(room.width(), max(self._sheet.least_height(room.width()), room.height()))

    # Qt overrides
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        if watched is self._opened and event.type() is QEvent.Type.Resize:
            self.ensureWidgetVisible(self._opened, 0, 12)
        return super().eventFilter(watched, event)


def _state(one: Evaluation) -> BadgeFacts:
    revision = one.revision
    if one.is_final:
        return BadgeFacts(_("final, revision {number}").format(number=revision), Tone.POSITIVE, "lock")
    if one.locked:
        said = (
            _("signed and locked") if not revision else _("locked, revision {number}").format(number=revision)
        )
        return BadgeFacts(said, Tone.WARNING if one.differs else Tone.POSITIVE, "lock")
    if one.is_draft_only:
        return BadgeFacts(_("draft: SKP not approved"), Tone.WARNING, "triangle-alert")
    if revision:
        return BadgeFacts(_("reopened, revision {number}").format(number=revision), Tone.WARNING, "lock-open")
    if one.predicate is None:
        return BadgeFacts(_("not rated"), Tone.QUIET)
    return BadgeFacts(_("draft"), Tone.NEUTRAL)
