"""The posts of a person as a line through time: what was held, who was acted for, and days without a post."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.people import POSTING_REASON_LABELS, Posting
from flexdesk.domain.posts import Gap, Span
from flexdesk.i18n import _
from flexdesk.services.postings import History
from ui.people import words
from ui.qt import fonts, theme
from ui.widgets.button import IconButton
from ui.widgets.label import Label


class Station(QWidget):
    """The mark of one post on the line: filled for the present one, hollow for others, open for a gap."""

    def __init__(self, *, present: bool, gap: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._present, self._gap = present, gap
        self.setFixedWidth(12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("border"), 1.4))
        painter.drawLine(5, 0, 5, self.height())
        token = "accent" if self._present else "warningGraphic" if self._gap else "borderStrong"
        painter.setPen(QPen(look.color(token), 1.6))
        painter.setBrush(look.color("accent" if self._present else "surface"))
        if self._gap:
            painter.drawRect(QRectF(1.5, 7, 7, 7))
        else:
            painter.drawEllipse(QRectF(1.5, 6, 8, 8))


class HistoryView(QWidget):
    """`correct` opens a post in the form; `parts` names sections by key."""

    def __init__(
        self,
        history: History,
        today: date,
        correct: Callable[[Posting], None],
        parts: dict[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._today, self._correct, self._parts = today, correct, parts
        self.buttons: list[IconButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        items: list[tuple[date, Span | Posting | Gap]] = [
            *((span.first, span) for span in history.spans),
            *((posting.from_, posting) for posting in history.acting),
            *((gap.first, gap) for gap in history.gaps),
        ]
        for _start, item in sorted(items, key=lambda one: one[0], reverse=True):
            column.addLayout(self._row(item))

    def _row(self, item: Span | Posting | Gap) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        if isinstance(item, Gap):
            row.addWidget(Station(present=False, gap=True))
            row.addWidget(_day_label(item.first), 0, Qt.AlignmentFlag.AlignTop)
            until = words.plain_date(item.last) if item.last else _("today")
            text = _("No post until {day}").format(day=until)
            row.addLayout(_lines(text, "", "warning"), 1)
            return row
        posting = item if isinstance(item, Posting) else item.posting
        last = item.until if isinstance(item, Posting) else item.last
        present = posting.from_ <= self._today and (last is None or self._today <= last)
        row.addWidget(Station(present=present))
        row.addWidget(_day_label(posting.from_), 0, Qt.AlignmentFlag.AlignTop)
        title = f"{posting.acting} {posting.jabatan}".strip() or "–"
        row.addLayout(_lines(title, self._under(posting, last), strong=present), 1)
        edit = IconButton("pencil", _("Correct {post}").format(post=title), faint=True)
        edit.clicked.connect(lambda: self._correct(posting))
        self.buttons.append(edit)
        row.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _under(self, posting: Posting, last: date | None) -> str:
        """Why, by which decree, where, until when."""
        reason = POSTING_REASON_LABELS.get(posting.reason, "") if not posting.acting else ""
        future = _("begins later") if posting.from_ > self._today else ""
        until = _("until {day}").format(day=words.plain_date(last)) if last else ""
        part = self._parts.get(posting.section, posting.unit)
        parts = (_(reason) if reason else "", posting.letter, part, until, future)
        return ", ".join(one for one in parts if one)


def _day_label(day: date) -> Label:
    known = day.year > 1970
    label = Label(words.plain_date(day) if known else "–", "small", token="muted")
    label.setFixedWidth(fonts.scaled(70))
    label.setContentsMargins(0, 3, 0, 0)
    return label


def _lines(title: str, under: str, token: str = "text", *, strong: bool = False) -> QVBoxLayout:
    text = QVBoxLayout()
    text.setSpacing(0)
    text.setContentsMargins(0, 2, 0, 8)
    text.addWidget(Label(title, "base", fonts.STRONG if strong else fonts.REGULAR, token=token, wrap=True))
    if under:
        text.addWidget(Label(under, "small", token="muted", wrap=True))
    return text
