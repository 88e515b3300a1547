"""The screen “Jadwal” as the frame knows it: header, actions, and the desk underneath."""

from collections.abc import Callable, Sequence
from datetime import date, tzinfo

from PySide6.QtWidgets import QWidget

from flexdesk.domain.ops import Change
from flexdesk.domain.periods import week_of
from flexdesk.i18n import N_, _
from ui.schedule import actions, ledger, words
from ui.schedule.desk import Heading, ScheduleDesk
from ui.schedule.ledger import LedgerPort, LedgerRoom
from ui.schedule.memory import Memory
from ui.schedule.papers_made import PapersMade, Tell
from ui.schedule.ports import (
    Beside,
    CodePort,
    Editor,
    OutputPort,
    PatternPort,
    PublicationPort,
    SchedulePort,
    at_once,
)
from ui.schedule.publish import Choice
from ui.schedule.reading import ReadBeside, directly
from ui.schedule.shift_ports import ShiftPort
from ui.schedule.spans import View
from ui.widgets import keys
from ui.widgets.badge import BadgeFacts
from ui.widgets.banner import BannerAction
from ui.widgets.button import Button, Kind
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.segmented import Segmented
from ui.widgets.tones import Tone

_VIEWS = ((View.WEEK, N_("Week")), (View.TWO_WEEKS, N_("2 weeks")), (View.MONTH, N_("Month")))


class SchedulePage(Page):
    """`signer` is the key of the person who signs order letters; `today` opens the page on its week."""

    help_name = "schedule"

    def __init__(
        self,
        port: SchedulePort,
        editor: Editor,
        *,
        today: date,
        report: Callable[[BaseException], object],
        signer: str = "",
        zone: tzinfo | None = None,
        beside: Beside = at_once,
        patterns: PatternPort | None = None,
        read_beside: ReadBeside = directly,
        publications: PublicationPort | None = None,
        outputs: OutputPort | None = None,
        codes: CodePort | None = None,
        tell: Tell | None = None,
        turns: LedgerPort | None = None,
        shifts: ShiftPort | None = None,
        memory: Memory | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Schedule"), parent)
        self.ledger = LedgerRoom(turns, beside) if turns is not None else None
        self.desk = ScheduleDesk(
            port,
            editor,
            today=today,
            signer=signer,
            zone=zone,
            report=report,
            beside=beside,
            patterns=patterns,
            read_beside=read_beside,
            publications=publications,
            outputs=outputs,
            codes=codes,
            shifts=shifts,
            kept=memory,
        )
        self._papers = PapersMade(outputs, beside, tell) if outputs is not None and tell is not None else None
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.desk)
        self.empty = EmptyState(
            "users",
            _("There is nobody to plan for yet."),
            _("The schedule begins with the people of the unit."),
            [BannerAction(_("Open the people"), lambda: self.wanted.emit("people", ""), "users")],
        )
        self.body.addWidget(self.empty)
        self._build_ledger()
        self._build_header()
        actions.listen(self, self.desk)
        self.desk.heading_changed.connect(self._show_heading)
        self.desk.year_shown.connect(self._show_year)
        self.desk.article_asked.connect(lambda rule: self.wanted.emit("policy", rule))
        self.desk.published.connect(self._open_papers)
        if self.desk.heading is not None:
            self._show_heading(self.desk.heading)
        self.setFocusProxy(self.desk)

    def _build_header(self) -> None:
        desk, header = self.desk, self.header
        header.add_period(lambda: desk.step(-1), lambda: desk.step(+1))
        self.switch = header.add_switch(Segmented([(key, _(label)) for key, label in _VIEWS], _("View")))
        self.switch.chosen.connect(self._choose_view)
        # Its key does not fit at 1366 px; it stands under “?” and in the tool tip.
        self.copy = header.add_action(Button(_("Copy last week"), icon="copy"))
        self.copy.setToolTip("Ctrl+Shift+D")
        keys.bind(self, "Ctrl+Shift+D", self.copy.click)
        self.even = header.add_action(Button(_("Even out"), icon="wand-sparkles", shortcut="Ctrl+R"))
        self.publish = header.add_action(
            Button(_("Publish"), icon="send", shortcut="Ctrl+Enter", kind=Kind.PRIMARY)
        )
        self.copy.clicked.connect(lambda: desk.copy_last_week())
        self.even.clicked.connect(lambda: desk.plan())
        self.publish.clicked.connect(lambda: desk.publish())

    def _build_ledger(self) -> None:
        if self.ledger is not None:
            self.body.addWidget(self.ledger)
            self.ledger.closed.connect(self.close_ledger)
            self.ledger.chosen.connect(self._leave_ledger_for)
            keys.bind(self, "Alt+B", self.toggle_ledger)

    # The ledger over the grid
    @property
    def shows_ledger(self) -> bool:
        return self.ledger is not None and not self.ledger.isHidden()

    def toggle_ledger(self) -> None:
        """Alt+B: the turns up to the period shown, and back."""
        if self.shows_ledger:
            self.close_ledger()
        elif self.ledger is not None and self.desk.model.sheet.height:
            self.desk.leave()
            self.ledger.show()
            self.ledger.show_span(*self.desk.span())
            self._show_parts()
            self.ledger.setFocus()

    def close_ledger(self) -> None:
        if self.ledger is not None:
            self.ledger.hide()
            self._show_parts()
            self.desk.grid.setFocus()

    def _leave_ledger_for(self, person: str) -> None:
        self.close_ledger()
        self.desk.open_item(person)

    def _show_parts(self) -> None:
        """Grid, ledger or the invitation to add people; what changes the grid rests while it is hidden."""
        anyone = self.desk.people > 0
        self.desk.setVisible(anyone and not self.shows_ledger)
        self.empty.setVisible(not anyone)
        if self.desk.is_year:
            return
        for part in (self.copy, self.even, self.publish, self.switch):
            part.setEnabled(anyone and not self.shows_ledger)

    def _choose_view(self, key: str) -> None:
        cursor = self.desk.grid.cursor_spot()
        day = self.desk.model.sheet.days[cursor.column] if cursor is not None else self.desk.monday
        self.desk.show_period(day, View(key))

    def _show_heading(self, heading: Heading) -> None:
        if self.shows_ledger and self.ledger is not None:
            self.ledger.show_span(heading.first, heading.last)
        self._show_parts()
        if self.desk.is_year:
            return
        self.switch.choose(self.desk.view)
        if self.desk.view is View.MONTH:
            self.header.set_period(words.month_and_year(heading.first))
        else:
            first, last = heading.first.isocalendar().week, heading.last.isocalendar().week
            week = _("Week {week}").format(week=first if first == last else f"{first}–{last}")
            self.header.set_period(week, words.span(heading.first, heading.last))
        self.header.set_badge(_state(heading))

    def _show_year(self, year: str) -> None:
        """Of one person: what belongs to a week waits."""
        self.header.set_period(year)
        self.header.set_badge(None)
        for part in (self.copy, self.even, self.publish, self.switch):
            part.setEnabled(False)

    def _open_papers(self, monday: date, choice: Choice) -> None:
        """Files are made beside the window; without a place for them the printing screen shows the papers."""
        target = "|".join(("week", monday.isoformat(), *choice.outputs))
        if self._papers is not None and choice.folder is not None:
            target = target.replace("|message", "")  # its text lies in the folder
            look = BannerAction(_("Look and print"), lambda: self.wanted.emit("printing", target), "printer")
            self._papers.make(week_of(monday), choice.outputs, choice.folder, look)
        else:
            self.wanted.emit("printing", target)

    # What the frame asks
    def activate(self) -> None:
        if self.shows_ledger and self.ledger is not None:
            self.ledger.setFocus()
        else:
            self.desk.setFocus()

    def apply(self, change: Change) -> None:
        self.desk.apply(change)
        if self.ledger is not None:
            self.ledger.load_later()

    def open_item(self, key: str) -> None:
        self.close_ledger()
        self.desk.open_item(key)

    def keys(self) -> Sequence[KeyRow]:
        return [*actions.rows(), *(ledger.rows() if self.ledger is not None else ())]

    def commands(self) -> Sequence[Command]:
        if self.ledger is None:
            return actions.commands(self.desk)
        text = _("Fairness ledger")
        return [
            *actions.commands(self.desk),
            Command(text, self.toggle_ledger, "Alt+B", "scale", self.header.title.text()),
        ]

    def panes(self) -> Sequence[QWidget]:
        if self.shows_ledger and self.ledger is not None:
            return [self.ledger]
        if self.desk.is_year:
            return [self.desk.year.grid]
        cards = self.desk.panel.cards[:1] if self.desk.panel.isVisible() else []
        return [self.desk.grid, self.desk.coverage, *cards]

    def step_problem(self, step: int) -> bool:
        if self.shows_ledger:
            self.close_ledger()
        self.desk.problems.next(step)
        return bool(self.desk.model.sheet.problems)

    def find_in_page(self) -> bool:
        if not self.desk.is_year:
            self.desk.filter_bar.open()
        return not self.desk.is_year

    def go_to_date(self) -> bool:
        self.desk.asking.date()
        return True

    def print_this(self) -> bool:
        if self.shows_ledger:
            self.wanted.emit("printing", f"ledger|{week_of(self.desk.span()[1]).code}")
            return True
        self.wanted.emit("printing", f"week|{self.desk.monday.isoformat()}")
        return True

    def export_this(self) -> bool:
        return self.shows_ledger and self.ledger is not None and self.ledger.export()

    def leave_smallest(self) -> bool:
        if self.shows_ledger:
            self.close_ledger()
            return True
        return self.desk.leave()

    def shut(self) -> None:
        if self.ledger is not None:
            self.ledger.shut()
        self.desk.shut()


def _state(heading: Heading) -> BadgeFacts:
    if heading.version is not None and not heading.changed:
        return BadgeFacts(_("Published, version {version}").format(version=heading.version), Tone.POSITIVE)
    if heading.changed:
        return BadgeFacts(_("Draft · {count} changes").format(count=heading.changed), Tone.ACCENT)
    return BadgeFacts(_("Draft"), Tone.NEUTRAL)
