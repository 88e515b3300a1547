"""The column beside the registers: one entry, its road, its balance, what the rules say, who else is away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.calendar import long_date
from flexdesk.domain.leave_register import LeaveRecord, LeaveState
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.schedule import TravelEntry
from flexdesk.i18n import _
from flexdesk.services.leave_book import PersonBalance, service_words
from flexdesk.services.leave_review import Remark
from flexdesk.services.leave_workload import Workload
from flexdesk.services.roster import grouped_nip
from ui.leave import words
from ui.leave.model import EntryRow
from ui.qt import fonts
from ui.widgets.badge import Badge
from ui.widgets.button import Button, Kind
from ui.widgets.card import Hairline
from ui.widgets.label import IconLabel, Label
from ui.widgets.meter import Meter
from ui.widgets.side_panel import SidePanel
from ui.widgets.tones import Tone

WIDTH = 348
_SETTLE_MS = 40  # while arrows run down the list only the last entry is drawn


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the panel tells about one entry; `record` of a leave, `trip` of a journey."""

    row: EntryRow
    record: LeaveRecord | None = None
    trip: TravelEntry | None = None
    balance: PersonBalance | None = None
    findings: Sequence[Finding] = ()
    workload: Workload | None = None


class EntryPanel(SidePanel):
    """`stepped` asks for the next step of an application, `cancelled` takes the entry back."""

    stepped = Signal()
    cancelled = Signal()

    def __init__(self, look: Callable[[str], Facts | None], parent: QWidget | None = None) -> None:
        super().__init__("", fonts.scaled(WIDTH), parent)
        self._look = look
        self._key = ""
        self.facts: Facts | None = None
        self.title.setWordWrap(True)
        self.head.setStretchFactor(self.title, 100)
        self.body.setContentsMargins(15, 12, 12, 12)
        self.body.setSpacing(7)
        self.step = Button(_("Consider the leave"), icon="scale", kind=Kind.PRIMARY, shortcut="Ctrl+Enter")
        self.cancel = Button(_("Cancel it"), icon="x", shortcut="Ctrl+Del")
        self.step.clicked.connect(self.stepped)
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout()
        row.addWidget(self.step)
        row.addStretch(1)
        row.addWidget(self.cancel)
        self.foot.addLayout(row)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.build)
        self.build()

    def show_entry(self, key: str) -> None:
        self._key = key
        self._timer.start()

    def shut(self) -> None:
        self._timer.stop()

    def build(self) -> None:
        """Draw what is wanted now."""
        self._timer.stop()
        _empty(self.body)
        facts = self.facts = self._look(self._key) if self._key else None
        self.title.setText(facts.row.name if facts else _("Entry"))
        self._show_buttons(facts)
        if facts is None:
            self.body.addWidget(Label(_("Choose an entry to see what it means."), token="muted", wrap=True))
        else:
            self._build_entry(facts)
        self.body.addStretch(1)

    def _show_buttons(self, facts: Facts | None) -> None:
        waits = facts is not None and facts.row.waits
        considered = facts is not None and facts.row.state == LeaveState.CONSIDERED
        self.step.setVisible(waits)
        self.step.set_words(_("Decide the leave") if considered else _("Consider the leave"))
        holds = facts is not None and facts.row.state in (LeaveState.REGISTERED, LeaveState.GRANTED)
        self.cancel.setVisible(waits or holds)

    def _build_entry(self, facts: Facts) -> None:
        row = facts.row
        self._line(grouped_nip(row.nip), "small", "muted")
        if row.kind:
            self._build_kind(row)
        if facts.trip is not None:
            self._trip(facts.trip)
        if facts.record is not None:
            self._road(facts.record)
        for remark in row.remarks:
            self._remark(remark)
        self._findings(facts)
        if facts.balance is not None:
            self._balance(facts.balance)
        if facts.workload is not None:
            self._workload(facts.workload)

    def _build_kind(self, row: EntryRow) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(words.kind_label(row.kind), "base", fonts.STRONG, wrap=True), 1)
        badge = words.state_badge(row.state)
        head.addWidget(Badge(badge.text, badge.tone, badge.icon), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self._line(f"{words.span(row.first, row.to)} · {words.count_days(row.days)}")

    def _line(self, text: str, size: str = "base", token: str = "text") -> None:
        if text:
            self.body.addWidget(Label(text, size, token=token, wrap=True))

    def _heading(self, text: str) -> None:
        self.body.addWidget(Hairline())
        self.body.addWidget(Label(text, "small", fonts.MEDIUM, token="muted"))

    def _marked(self, icon: str, token: str, *lines: tuple[str, str]) -> None:
        """An icon beside lines of (text, token)."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(icon, token), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        for number, (text, ink) in enumerate(lines):
            column.addWidget(Label(text, "small" if number else "base", token=ink, wrap=True))
        row.addLayout(column, 1)
        self.body.addLayout(row)

    def _trip(self, trip: TravelEntry) -> None:
        self._line(trip.purpose)
        self._line(trip.location, "small", "muted")
        if trip.letter:
            self._line(_("Order letter {letter}").format(letter=trip.letter), "small", "muted")

    def _road(self, record: LeaveRecord) -> None:
        """Reason, papers, and who said what on which day."""
        for label, text in ((_("Reason"), record.reason), (_("Papers"), record.document)):
            self._line(f"{label}: {text}" if text else "", "small")
        if record.submitted_on is not None:
            self._heading(_("Road of the application"))
            self._line(_("Applied for on {day}").format(day=long_date(record.submitted_on)))
        if record.opinion_on is not None:
            self._step(_("Considered on {day}: {word}"), record.opinion_on, record.opinion)
            self._line(_joined(record.opinion_by, record.opinion_note), "small", "muted")
        if record.decided_on is not None:
            self._step(_("Decided on {day}: {word}"), record.decided_on, record.decision)
            told = _joined(record.decided_by, record.number, record.decision_note)
            self._line(told, "small", "muted")
        if record.exception:
            self._line(_("Exception because: {reason}").format(reason=record.exception), "small")
        if record.cancelled_on is not None:
            self._line(_("Cancelled on {day}").format(day=long_date(record.cancelled_on)))

    def _step(self, sentence: str, day: object, word: str) -> None:
        label = _(words.DECISION_LABELS[word]) if word in words.DECISION_LABELS else word
        self._line(sentence.format(day=long_date(day), word=label))  # type: ignore[arg-type]

    def _remark(self, remark: Remark) -> None:
        if remark.kind != "rule":
            token = "negative" if remark.level is Level.HARD else "warning"
            lines = [(remark.message, "text"), (remark.todo, "muted")]
            if remark.rule:
                lines.append((f"{remark.rule} · {remark.article}", "accent"))
            self._marked("triangle-alert", token, *lines)

    def _findings(self, facts: Facts) -> None:
        told = {remark.message for remark in facts.row.remarks if remark.kind != "rule"}
        shown = [one for one in facts.findings if one.message not in told]
        if not shown and facts.record is not None and facts.row.waits:
            self._marked("circle-check", "positive", (_("The rules have nothing against it."), "text"))
        icons = {Level.HARD: ("circle-x", "negative"), Level.SOFT: ("triangle-alert", "warning")}
        for one in shown:
            icon, token = icons.get(one.level, ("info", "muted"))
            self._marked(icon, token, (one.message, "text"), (f"{one.rule} · {one.article}", "accent"))

    def _balance(self, found: PersonBalance) -> None:
        held = found.balance
        self._heading(_("Annual leave {year}").format(year=held.year))
        share = held.left / held.available if held.available else 0.0
        meter = Meter()
        meter.show_share(share, Tone.POSITIVE if held.left else Tone.WARNING)
        self.body.addWidget(meter)
        self._line(
            _("{left} of {available} days left ({carried} carried over, {taken} taken)").format(
                left=held.left, available=held.available, carried=held.carried, taken=held.taken
            )
        )
        if found.waiting:
            self._line(_("{count} days are applied for.").format(count=found.waiting), "small", "warning")
        if held.overdrawn:
            text = _("{count} days beyond the right").format(count=held.overdrawn)
            self._line(text, "small", "negative")
        self._line(service_words(found), "small", "muted")

    def _workload(self, load: Workload) -> None:
        self._heading(_("Who else is away"))
        sentences = load.sentences()
        for sentence in sentences[:-1]:
            self._line(sentence)
        if load.short_days:
            self._marked("triangle-alert", "warning", (sentences[-1], "warning"))
        else:
            self._line(sentences[-1])


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _empty(column: QVBoxLayout | QHBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner := item.layout(), QVBoxLayout | QHBoxLayout):
            _empty(inner)
