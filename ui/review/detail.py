"""The right side of the review screen: one output, what it raises, and the keys that decide."""

from collections.abc import Callable, Sequence
from datetime import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from flexdesk.domain.performance import ReviewState
from flexdesk.i18n import _
from flexdesk.services.outputs import RecentDay, ReviewItem
from flexdesk.services.report_reminders import several
from ui.qt import fonts, theme
from ui.review import words
from ui.review.evidence_view import EvidenceView
from ui.review.note import NoteForm
from ui.review.queue import Entry
from ui.review.recent import RecentDays
from ui.widgets.badge import Badge
from ui.widgets.banner import Banner
from ui.widgets.button import Button, IconButton, Kind
from ui.widgets.card import Hairline
from ui.widgets.chips import Mark, paint_chip
from ui.widgets.feedback_form import FeedbackForm
from ui.widgets.label import Label
from ui.widgets.tones import Tone

_LABEL_WIDTH = 64
MOST_BANNERS = 4


class Chip(QWidget):
    """The place of work as a cell of the schedule."""

    def __init__(self) -> None:
        super().__init__()
        self._letter = ""
        self.setFixedSize(28, 22)

    def show_letter(self, letter: str) -> None:
        self._letter = letter
        self.setVisible(bool(letter))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_chip(QPainter(self), self.rect(), self._letter, Mark.LEGEND)


class FactRows(QWidget):
    """Small labels left, what they say right; empty facts leave no gap."""

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, fonts.scaled(_LABEL_WIDTH))
        grid.setColumnStretch(1, 1)
        self.rows: list[tuple[Label, Label]] = []
        for at, text in enumerate(labels):
            name, value = Label(text, "small", token="muted"), Label("", wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, at, 1)
            self.rows.append((name, value))

    def show_facts(self, facts: Sequence[str]) -> None:
        for (name, value), fact in zip(self.rows, facts, strict=True):
            value.setText(fact)
            name.setVisible(bool(fact))
            value.setVisible(bool(fact))


class Detail(QWidget):
    """Shows an entry; the buttons are wired by the page."""

    def __init__(
        self,
        back_to_list: Callable[[], None],
        files: EvidenceView,
        feedback: FeedbackForm,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.files, self.feedback = files, feedback
        self.chip, self.name = Chip(), Label("", "heading", fonts.STRONG)
        self.where = Label("", token="muted")
        self.position = Label("", "small", token="muted")
        self.up = IconButton("chevron-up", _("Previous item"), faint=True)
        self.down = IconButton("chevron-down", _("Next item"), faint=True)
        self.activity = Label("", "heading", fonts.STRONG, wrap=True)
        self.state = Badge("")
        labels = (
            _("Target"), _("Time"), _("Amount"), _("Evidence"), _("Source"), _("Arrived"), _("Note"),
            _("Answers"),
        )  # fmt: skip
        self.facts = FactRows(labels)
        self.recent = RecentDays()
        self.recent_head = Label(_("Last six working days"), "small", fonts.STRONG, token="muted")
        self.recent_line = Hairline()
        self.note = NoteForm(back_to_list)
        self.banners: list[Banner] = []
        self._key = ""
        self._banner_column = QVBoxLayout()
        self._banner_column.setSpacing(4)
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        parts: tuple[QWidget, ...] = (self.chip, self.name, self.where)
        for part in parts:
            head.addWidget(part)
        head.addStretch(1)
        parts = (self.position, self.up, self.down)
        for part in parts:
            head.addWidget(part)
        column = QVBoxLayout()
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(9)
        column.addLayout(head)
        column.addLayout(self._banner_column)
        title = QHBoxLayout()
        title.addWidget(self.activity, 1)
        title.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(title)
        column.addWidget(self.facts)
        parts = (self.note, self.feedback, self.files, self.recent_line, self.recent_head, self.recent)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        content = QWidget()
        content.setLayout(column)
        scroller = QScrollArea()
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setWidgetResizable(True)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setWidget(content)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for ground in (scroller.viewport(), content):
            ground.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroller, 1)
        outer.addWidget(Hairline())
        outer.addLayout(self._build_foot())

    def _build_foot(self) -> QHBoxLayout:
        self.accept = Button(_("Accept"), shortcut="1", kind=Kind.PRIMARY)
        self.accept_note = Button(_("Accept + note"), shortcut="2")
        self.send_back = Button(_("Return"), shortcut="3")
        self.ask = Button(_("Ask"), shortcut="4")
        self.later = Button(_("Tomorrow"), shortcut="B")
        self.remind = Button(_("Copy reminder"), icon="message-circle", shortcut="4")
        self.open_evidence = Button(_("Open evidence"), icon="paperclip", shortcut="Space", bind=False)
        self.attach = IconButton("paperclip", _("Attach evidence"), shortcut="L")
        self.undo = IconButton("undo-2", _("Undo"), shortcut="U")
        self.remind.hide()  # before the first layout, which would keep room for them
        self.open_evidence.hide()
        self.deciders = (self.accept, self.accept_note, self.send_back, self.ask, self.later)
        row = QHBoxLayout()
        row.setContentsMargins(24, 8, 16, 8)
        row.setSpacing(6)
        for button in (*self.deciders, self.remind, self.open_evidence):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.attach)
        row.addWidget(self.undo)
        return row

    def show_entry(self, entry: Entry, position: str, recent: Sequence[RecentDay]) -> None:
        if entry.key != self._key:  # what is being written outlives a change from elsewhere
            self.note.hide()
            self.feedback.hide()
        self._key = entry.key
        self.name.setText(entry.title)
        self.position.setText(position)
        self.chip.show_letter(words.letter(entry.place))
        item = entry.item
        for button in self.deciders:
            button.setVisible(item is not None)
        self.remind.setVisible(item is None)
        self.attach.setVisible(item is not None)
        self.files.setVisible(item is not None and bool(self.files.files))
        self.facts.setVisible(item is not None)
        self.state.setVisible(item is not None)
        shown = bool(recent) and entry.day is not None
        for part in (self.recent_line, self.recent_head, self.recent):
            part.setVisible(shown)
        if shown and entry.day is not None:
            self.recent.show_days(recent, entry.day)
        if item is None:
            self._show_silent(entry)
        else:
            self._show_item(entry, item)

    def _show_silent(self, entry: Entry) -> None:
        self.where.setText("")
        self.activity.setText(_("No report yet"))
        self.open_evidence.hide()
        line = _("No report on {days}. A missing report is not an absence; ask first.")
        self._show_banners([line.format(days=several(entry.days))])

    def _show_item(self, entry: Entry, item: ReviewItem) -> None:
        day = words.long_day(entry.day) if entry.day else ""
        place = words.place(entry.place)
        self.where.setText(", ".join(part for part in (day, place) if part))
        remarks = [remark.message for remark in item.remarks]
        self._show_banners([question.sentence for question in item.questions] + remarks)
        self.activity.setText(entry.text)
        if entry.badge is not None:
            self.state.show_facts(entry.badge)
        row = item.row
        waiting = row["review"] == ReviewState.WAITING
        self.later.setEnabled(waiting)
        self.ask.setEnabled(waiting)
        self.later.set_words(_("Take up again") if entry.later else _("Tomorrow"))
        self.facts.show_facts(
            (
                target_of(item),
                times_of(item),
                amount_of(item),
                str(row["evidence"] or _("none")),
                words.source(str(row["source"] or "")),
                words.arrived(item.timing) if item.timing is not None else "",
                str(row["note"] or ""),
                answers_of(item),
            )
        )
        self.open_evidence.setVisible(evidence_file(item) is not None)

    def _show_banners(self, sentences: Sequence[str]) -> None:
        for banner in self.banners:
            banner.hide()
            banner.deleteLater()
        shown = list(sentences[:MOST_BANNERS])
        if len(sentences) > MOST_BANNERS:
            shown.append(_("and {count} more").format(count=len(sentences) - MOST_BANNERS))
        self.banners = [Banner(Tone.WARNING, sentence) for sentence in shown]
        for banner in self.banners:
            self._banner_column.addWidget(banner)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().color("surface"))


def target_of(item: ReviewItem) -> str:
    if item.result is None:
        return _("not linked to a target")
    code = str(item.result["code"] or "")
    return f"{code} · {item.result['text']}" if code else str(item.result["text"])


def times_of(item: ReviewItem) -> str:
    """`10.00–15.30, 5 jam 30 menit`; empty without times."""
    if not item.row["starts"] or not item.row["ends"]:
        return ""
    starts, ends = (time.fromisoformat(str(item.row[name])) for name in ("starts", "ends"))
    minutes = 60 * (ends.hour - starts.hour) + ends.minute - starts.minute
    span = f"{starts:%H.%M}–{ends:%H.%M}"
    if minutes <= 0:
        return span
    hours, rest = divmod(minutes, 60)
    said = [_("{count} h").format(count=hours)] if hours else []
    if rest or not said:
        said.append(_("{count} min").format(count=rest))
    return f"{span}, {' '.join(said)}"


def amount_of(item: ReviewItem) -> str:
    amount, unit = item.row["amount"], str(item.row["unit"] or "")
    if isinstance(amount, int | float):
        return f"{words.number(amount)} {unit}".strip()
    return " ".join(part for part in (str(item.row["amount_text"] or ""), unit) if part)


def answers_of(item: ReviewItem) -> str:
    """What was returned before this came: its own earlier line, or another one with its note."""
    if item.answers is None:
        return ""
    if item.answers["key"] == item.key:
        return _("This line was returned, and came back with evidence.")
    note = str(item.answers["note"] or "")
    said = _("the returned “{activity}”").format(activity=item.answers["activity"])
    return f"{said}: {note}" if note else said


def evidence_file(item: ReviewItem) -> Path | None:
    """The evidence as a file of this laptop; None when it is words or an address elsewhere."""
    text = str(item.row["evidence"] or "").strip().strip('"')
    if not text or len(text) > 400 or "\0" in text:
        return None
    path = Path(text).expanduser()
    try:
        return path if path.is_absolute() and path.is_file() else None
    except OSError:
        return None
