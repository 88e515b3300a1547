"""The column beside the register: both answers with every reason, what changes them and what they rest on."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.decisions import Decision, DecisionState
from flexdesk.domain.eligibility import Verdict, what_changes_it
from flexdesk.domain.time_patterns import TimePattern
from flexdesk.i18n import _
from flexdesk.services.eligibility import Standing
from flexdesk.services.roster import grouped_nip
from flexdesk.store.store import Row
from ui.eligibility import words
from ui.eligibility.asking import Asking
from ui.eligibility.edits import Edits
from ui.qt import accessible, fonts, theme
from ui.qt.tokens import tokens
from ui.widgets.button import Button
from ui.widgets.card import Hairline
from ui.widgets.label import IconLabel, Label
from ui.widgets.reasons import reasons_list
from ui.widgets.segmented import Segmented
from ui.widgets.side_panel import SidePanel
from ui.widgets.small_form import SmallForm

WIDTH = 356
_SETTLE_MS = 40  # while arrows run down the register only the last person is drawn
_NOT_ANSWERED = ""


class StandingPanel(SidePanel):
    """`printing` asks for the decision sheet of the person shown."""

    printing = Signal()

    def __init__(
        self, desk: Desk, edits: Edits, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__("", fonts.scaled(WIDTH), parent)
        self._desk, self._edits, self._today = desk, edits, today
        self.standing: Standing | None = None
        self.title.setWordWrap(True)
        self.head.setStretchFactor(self.title, 100)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self._build)
        self.criteria: dict[str, Segmented] = {}
        self.buttons: dict[str, Button] = {}
        self.form = SmallForm()
        self.asking = Asking(self.form, edits, today)
        self.print_button = Button(_("Print decision"), icon="printer", shortcut="Ctrl+Shift+P")
        self.print_button.clicked.connect(self.printing)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.print_button)
        self.foot.addWidget(self.form)
        self.foot.addLayout(row)
        # As high as its words are at this width, not as their narrowest columns would be.
        content = self.scroller.widget()
        if content is not None:
            content.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.body.setContentsMargins(15, 12, 12, 12)
        self.body.setSpacing(8)

    def show_standing(self, standing: Standing | None) -> None:
        """Draw a person soon; at once when it is the same person, about whom something changed."""
        same = standing is not None and self.standing is not None and standing.key == self.standing.key
        self.standing = standing
        if not same:
            self.form.close_form()
        if same or not self.isVisible():
            self._build()
        else:
            self._timer.start()

    def shut(self) -> None:
        self._timer.stop()

    def leave_smallest(self) -> bool:
        """Close the small form if it is open."""
        was_open = not self.form.isHidden()
        self.form.close_form()
        return was_open

    # Building
    def _build(self) -> None:
        self._timer.stop()
        place = self.scroller.verticalScrollBar().value()
        held = self._held_criterion()
        _empty(self.body)
        self.criteria.clear()
        self.buttons.clear()
        standing = self.standing
        self.print_button.setVisible(standing is not None)
        if standing is None:
            self.title.setText("")
            self.body.addWidget(Label(_("Choose a person in the list."), token="muted"))
            self.body.addStretch(1)
            return
        person, posting = standing.row.person, standing.row.posting
        self.title.setText(person.full_name)
        accessible.name(self, person.full_name)
        parts = (grouped_nip(person.nip), posting.jabatan if posting else "")
        self.body.addWidget(
            Label(" · ".join(part for part in parts if part), "small", token="muted", wrap=True)
        )
        self._verdict(_("By location"), standing.eligibility.location)
        self._verdict(_("By time"), standing.eligibility.time)
        self._criteria(standing)
        self._disciplines(standing)
        self._patterns(standing)
        self._post(standing)
        self._decision(standing)
        self.body.addStretch(1)
        QTimer.singleShot(0, self, lambda: self._stay(place, held))

    def _stay(self, place: int, held: str) -> None:
        """Where the person was before the panel was drawn anew, once its parts can be seen."""
        self.scroller.verticalScrollBar().setValue(place)
        if held in self.criteria:
            self.criteria[held].setFocus(Qt.FocusReason.OtherFocusReason)

    def _held_criterion(self) -> str:
        """The criterion whose answer has the keyboard: it keeps it when the panel is drawn anew."""
        return next((key for key, box in self.criteria.items() if box.hasFocus()), "")

    def _section(self, title: str) -> None:
        self.body.addWidget(Hairline())
        self.body.addWidget(Label(title, "small", fonts.STRONG, token="muted"))

    def _verdict(self, title: str, verdict: Verdict) -> None:
        self._section(title)
        self.body.addWidget(AnswerBox(verdict))
        self.body.addWidget(reasons_list(verdict.reasons, all_articles=True))
        changes = what_changes_it(verdict)
        if changes:
            self.body.addWidget(Label(_("What changes this answer"), "small", fonts.STRONG, token="muted"))
            for sentence in changes:
                self.body.addWidget(Label(f"•  {sentence}", "small", wrap=True))

    def _criteria(self, standing: Standing) -> None:
        service = self._desk.criteria
        self._section(_("Criteria of the agency") if service.is_own else _("Criteria of the task"))
        choices = [(_NOT_ANSWERED, "–"), ("yes", _("Yes")), ("no", _("No"))]
        for criterion, answer in service.answers_of(standing.key, self._today()):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Label(criterion.words, wrap=True), 1)
            box = self.criteria[criterion.key] = Segmented(choices, criterion.words)
            box.choose(_NOT_ANSWERED if answer is None else "yes" if answer else "no")
            box.chosen.connect(lambda chosen, key=criterion.key: self._answer(key, chosen))
            row.addWidget(box)
            self.body.addLayout(row)

    def _answer(self, criterion: str, chosen: str) -> None:
        if self.standing is not None:
            answer = None if chosen == _NOT_ANSWERED else chosen == "yes"
            self._edits.answer_criterion(self.standing.key, criterion, answer, self._today())

    def _disciplines(self, standing: Standing) -> None:
        self._section(_("Discipline"))
        entries = self._desk.proceedings.entries(standing.key)
        if not entries:
            self.body.addWidget(Label(_("Nothing is recorded."), token="muted"))
        for row in entries:
            self._discipline(row)
        self._button("discipline", _("Record discipline"), lambda: self.asking.discipline(standing.key))

    def _discipline(self, row: Row) -> None:
        key = str(row["key"])
        first, last = (date.fromisoformat(str(row[n])) if row[n] else None for n in ("from", "to"))
        kind = _(words.KINDS.get(str(row["kind"]), str(row["kind"])))
        self.body.addWidget(Label(f"{kind}, {words.span(first, last)}", wrap=True))
        if row["letter"]:
            self.body.addWidget(Label(str(row["letter"]), "small", token="muted", wrap=True))
        line = QHBoxLayout()
        line.setSpacing(6)
        if last is None:
            line.addWidget(self._small(f"end {key}", _("End"), lambda: self.asking.end(key)))
        if row["kind"] == "process":
            line.addWidget(self._small(f"sanction {key}", _("Sanction"), lambda: self.asking.sanction(key)))
        line.addWidget(
            self._small(f"remove {key}", _("Take out"), lambda: self._edits.remove_discipline(key))
        )
        line.addStretch(1)
        self.body.addLayout(line)

    def _patterns(self, standing: Standing) -> None:
        self._section(_("Pattern of working time"))
        found = [one for one in self._desk.time_patterns.all() if self._concerns(one, standing)]
        if not found:
            self.body.addWidget(Label(_("Office hours; no pattern is attested."), token="muted", wrap=True))
        for pattern in found:
            whose = self._desk.time_patterns.holder(pattern) if not pattern.person else ""
            parts = (pattern.kind, words.span(pattern.from_, pattern.to), whose)
            self.body.addWidget(Label(", ".join(part for part in parts if part), wrap=True))
            if pattern.is_approved:
                text = _("Approved by {who} on {day}").format(
                    who=pattern.approved_by, day=words.plain_date(pattern.approved_on)
                )
                self.body.addWidget(Label(text, "small", token="muted", wrap=True))
            else:
                self._button(
                    f"approve {pattern.key}", _("Approve"), partial(self.asking.approve, pattern.key)
                )
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._small("sif", _("Attest sif"), lambda: self.asking.sif(standing.key)))
        line.addWidget(self._small("dinamis", _("Attest dinamis"), lambda: self.asking.dinamis(standing.key)))
        line.addStretch(1)
        self.body.addLayout(line)

    def _concerns(self, pattern: TimePattern, standing: Standing) -> bool:
        if pattern.person:
            return pattern.person == standing.key
        posting = standing.row.posting
        branch = self._desk.reader.branches().get(posting.section) if posting else None
        return not pattern.section or (branch is not None and pattern.section in branch.within)

    def _post(self, standing: Standing) -> None:
        self._section(_("Exclusion of the post"))
        excluded = standing.row.posting.excluded if standing.row.posting else ""
        if not excluded:
            self._button(
                "exclude", _("Exclude by decision of the PPK"), lambda: self.asking.exclude(standing.key)
            )
            return
        self.body.addWidget(Label(excluded, wrap=True))
        self._button("include", _("Exclude no more"), lambda: self._edits.exclude(standing.key, ""))

    def _decision(self, standing: Standing) -> None:
        self._section(_("Last decision"))
        held = standing.decision
        if held is None:
            self.body.addWidget(
                Label(_("No sheet was printed yet; printing one enters it here."), token="muted", wrap=True)
            )
            return
        for text, token in _told(held, outdated=standing.is_outdated):
            self.body.addWidget(Label(text, "small", token=token, wrap=True))
        line = QHBoxLayout()
        line.setSpacing(6)
        key = held.key
        if held.handed_on is None:
            line.addWidget(self._small("hand", _("Handed out"), lambda: self.asking.hand_over(key)))
        if held.state is DecisionState.ISSUED:
            line.addWidget(self._small("object", _("Objection"), lambda: self.asking.objection(key)))
        elif held.state is DecisionState.OBJECTED:
            line.addWidget(self._small("answer", _("Answer objection"), lambda: self.asking.answer(key)))
        line.addStretch(1)
        self.body.addLayout(line)

    def _button(self, name: str, text: str, call: Callable[[], object]) -> None:
        row = QHBoxLayout()
        row.addWidget(self._small(name, text, call))
        row.addStretch(1)
        self.body.addLayout(row)

    def _small(self, name: str, text: str, call: Callable[[], object]) -> Button:
        button = self.buttons[name] = Button(text, small=True)
        button.clicked.connect(lambda _checked=False: call())
        return button


def _told(held: Decision, *, outdated: bool) -> list[tuple[str, str]]:
    """Sentences about a decision, each with its token."""
    number = held.number or _("without number")
    lines = [(_("{number}, {day}").format(number=number, day=words.plain_date(held.day)), "text")]
    if outdated:
        lines.append((_("It no longer says what holds; print a new one."), "warning"))
    if held.handed_on is not None:
        lines.append((_("Handed out on {day}").format(day=words.plain_date(held.handed_on)), "muted"))
    if held.objection:
        told = _("Objection of {day}: {words}")
        lines.append((told.format(day=words.plain_date(held.objected_on), words=held.objection), "text"))
    if held.answer:
        told = _("Answered on {day}: {answer}. {note}")
        answer = _(words.ANSWERS.get(held.answer, held.answer))
        day = words.plain_date(held.answered_on)
        lines.append((told.format(day=day, answer=answer, note=held.answer_note), "text"))
    return lines


class AnswerBox(QFrame):
    """One answer on its soft ground, with an icon beside the words."""

    def __init__(self, verdict: Verdict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = words.TONES[verdict.answer]
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 12, 9)
        row.setSpacing(8)
        row.addWidget(IconLabel(self._tone.icon, self._tone.ink), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(verdict.sentence, "base", fonts.STRONG, wrap=True), 1)
        accessible.name(self, verdict.sentence)

    # Qt overrides
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().color(self._tone.ground))
        radius = tokens().radius["card"]
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QHBoxLayout):
            while (part := inner.takeAt(0)) is not None:
                held = part.widget()
                if held is not None:
                    held.hide()
                    held.deleteLater()
