"""The screen “Cetak”: kinds at the left, the very pages in the middle, paper and printer at the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.documents.parties import SigningMode
from flexdesk.documents.trouble import NothingToPrint
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import Period, PeriodKind, parse_period, period_of, week_of
from flexdesk.errors import CancelledError, FlexDeskError
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.services.messages import schedule_text
from flexdesk.services.printing import SIGNING, Drawn, PrintedFile
from ui.feedback.reporter import Reporter
from ui.paper.preview import Preview
from ui.paper.printers import Way, print_pages
from ui.printing.kinds import BY_KEY, KINDS, OF_OUTPUT, KindFacts
from ui.printing.settings import Settings
from ui.printing.sign_papers import Signing
from ui.printing.signing import Signer, open_folder
from ui.printing.tools import CheckLine, Tools
from ui.qt import fonts
from ui.tasks.on_store import on_store
from ui.tasks.runner import Job, Runner
from ui.widgets.banner import BannerAction
from ui.widgets.button import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.entries import Entry, EntryList
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.tones import Tone

_LIST_WIDTH, _LIST_WIDEST = 222, 280
_WAYS = {mode: word for word, mode in SIGNING.items()}
_PATIENCE_MS = 150  # between a choice and the drawing, so that quick choices draw once


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be drawn."""

    kinds: tuple[str, ...]
    period: Period
    nips: tuple[str, ...]
    paper: str
    save_ink: bool
    hide_reasons: bool
    signing: SigningMode


_ALONE = frozenset(
    {"evaluation", "skp", "agreement", "wfa-report", "monthly-recap", "ledger", "daily-report"}
)  # what `open_item` opens for a period


class PrintingPage(Page):
    """Draws from `desk`; `last_folder` is where the person saved the last paper."""

    help_name = "printing"

    def __init__(
        self, desk: Desk, *, runner: Runner, reporter: Reporter, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Print"), parent)
        self._desk, self._runner, self._reporter = desk, runner, reporter
        self.signer = Signer(desk, runner, reporter, self)
        today = desk.clock.today()
        self.kinds: tuple[str, ...] = (KINDS[0].key,)
        self._periods: dict[PeriodKind, Period] = {
            PeriodKind.WEEK: _usual_week(today),
            PeriodKind.MONTH: period_of(PeriodKind.MONTH, today).previous(),
            PeriodKind.QUARTER: _usual_quarter(today),
            PeriodKind.YEAR: period_of(PeriodKind.YEAR, today),
        }
        self._kind_of: dict[str, PeriodKind] = {kind.key: kind.periods[0] for kind in KINDS}
        self.drawn: list[Drawn] = []
        self.asked: Asked | None = None
        self.last_folder = Path.home()
        self._job: Job | None = None
        self._stale = True
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PATIENCE_MS)
        self._later.timeout.connect(self.draw)
        self._build()
        self._wire()
        self._show_choice()

    # -- building

    def _build(self) -> None:
        self.header.add_period(lambda: self.step_period(-1), lambda: self.step_period(+1))
        self.list = EntryList(_("Kinds of paper"), bare=True)
        self.list.show_entries(_entries())
        self.list.choose(self.kinds[0])
        self.list.setFixedWidth(min(fonts.scaled(_LIST_WIDTH), _LIST_WIDEST))
        self.preview = Preview(self._runner)
        self.tools = Tools(self.preview)
        self.check = CheckLine()
        self.middle = QStackedWidget()
        self.middle.addWidget(self.preview)
        self._told: QWidget | None = None
        self.settings = Settings(self._people())
        self.settings.show_signing(_WAYS[self._desk.printing.signing()])
        self.check_button = self.header.add_action(Button(_("Check a paper"), icon="shield-check"))
        self.sign_button = self.header.add_action(Button(_("Sign"), icon="signature"))
        self.body.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout()
        column.setSpacing(0)
        for part in (self.tools, self.middle, self.check):
            column.addWidget(part, 1 if part is self.middle else 0)
        left = QVBoxLayout()
        left.setContentsMargins(6, 8, 6, 8)
        left.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(left)
        row.addLayout(column, 1)
        row.addWidget(self.settings)
        self.body.addLayout(row)

    def _wire(self) -> None:
        settings = self.settings
        self.list.chosen.connect(lambda key: self.choose((key,)))
        settings.changed.connect(self._ask)
        settings.signing_changed.connect(lambda way: self._desk.printing.signing(way))
        settings.period_kind_changed.connect(self._choose_period_kind)
        settings.combined.clicked.connect(lambda: self.ask_combined())
        settings.each.clicked.connect(lambda: self.ask_each())
        settings.message.clicked.connect(lambda: self.copy_message())
        settings.go.clicked.connect(lambda: self.print_this())
        self.check_button.clicked.connect(lambda: self.signer.ask_check())
        self.sign_button.clicked.connect(lambda: self.ask_sign())

    def _people(self) -> list[tuple[str, str]]:
        return [(person.nip, person.full_name) for person in self._desk.people.roster()]

    # -- choosing

    @property
    def kind(self) -> KindFacts:
        return BY_KEY[self.kinds[0]]

    @property
    def period(self) -> Period:
        return self._periods[self._kind_of[self.kind.key]]

    def choose(self, kinds: Sequence[str]) -> None:
        """Show papers of these kinds together; the first decides time and paper."""
        self.kinds = tuple(kinds)
        self.list.choose(self.kinds[0])
        self._show_choice()

    def show_period(self, period: Period) -> None:
        self._periods[period.kind] = period
        self._kind_of[self.kind.key] = period.kind
        self._show_choice()

    def step_period(self, step: int) -> None:
        self.show_period(self.period.next() if step > 0 else self.period.previous())

    def _choose_period_kind(self, kind: PeriodKind) -> None:
        self._kind_of[self.kind.key] = PeriodKind(kind)
        self._show_choice()

    def _show_choice(self) -> None:
        self.settings.show_kind(self.kind, self._kind_of[self.kind.key])
        names = " + ".join(BY_KEY[kind].title for kind in self.kinds)
        week = _("Week {week}").format(week=self.period.number) if self.period.kind is PeriodKind.WEEK else ""
        self.header.set_period(names, " · ".join(part for part in (week, self.period.label()) if part))
        self._ask()

    def _asking(self) -> Asked:
        settings = self.settings
        return Asked(
            self.kinds,
            self.period,
            settings.people.nips() if self.kind.each_person else (),
            settings.paper_name,
            settings.save_ink.isChecked(),
            settings.hide_reasons.isChecked(),
            SIGNING[settings.signing_way] if self.kind.is_signed else SigningMode.WET,
        )

    # -- drawing

    def _ask(self) -> None:
        self._stale = True
        if self.isVisible():
            self._later.start()

    def draw(self) -> None:
        """Draw what is chosen; an older drawing that still runs is stopped."""
        self._later.stop()
        self._stale = False
        if self._job is not None:
            self._job.cancel()
            self._job.silence()
        asked = self._asking()
        self._job = self._runner.start(
            on_store(self._desk.store, lambda progress: self._drawn(asked, progress, combined=True)),
            done=lambda drawn: self._show_drawn(asked, drawn),
            failed=self._show_fault,
            label=_("Drawing the preview"),
        )

    def _drawn(self, asked: Asked, progress: Progress, *, combined: bool) -> list[Drawn]:
        return self._desk.printing.draw(
            asked.kinds,
            asked.period,
            nips=asked.nips,
            paper=asked.paper,
            combined=combined,
            save_ink=asked.save_ink,
            hide_reasons=asked.hide_reasons,
            signing=asked.signing,
            progress=progress,
        )

    def _show_drawn(self, asked: Asked, drawn: list[Drawn]) -> None:
        self._job = None
        self.drawn, self.asked = drawn, asked
        issued = drawn[0].issued
        self.middle.setCurrentWidget(self.preview)
        self._drop_told()
        self.preview.show_pdf(issued.data)
        report = issued.report
        words = _("{pages} pages").format(pages=report.pages) + f" · {report.sentence}"
        self.check.show_words(words, _size(len(issued.data)), good=report.clean)
        self.settings.file_name.setText(drawn[0].name)
        self._enable(on=True)

    def _show_fault(self, error: BaseException) -> None:
        """A paper that cannot be made says why in the place of the preview."""
        self._job = None
        self.drawn, self.asked = [], None
        self._enable(on=False)
        self.preview.show_pdf(b"")
        self.check.show_words("", "", good=True)
        self.settings.file_name.setText("–")
        if isinstance(error, CancelledError):
            return
        if not isinstance(error, FlexDeskError):
            self._reporter.report(error)
            return
        target = "evaluation" if self.kind.key.startswith("evaluation") else "targets"
        actions = []
        if self.kind.group == BY_KEY["skp"].group:
            text = _("Open evaluation") if target == "evaluation" else _("Open targets")
            actions = [BannerAction(text, lambda: self.wanted.emit(target, ""), "chevron-right")]
        self._drop_told()
        text, help_line = error.message, error.what_to_do
        if isinstance(error, NothingToPrint) and target == "evaluation":
            text = _("Nobody is rated for {period} yet.").format(period=self.period.label())
            help_line = _("Ratings are given on the screen Evaluasi; then the papers appear here.")
        self._told = EmptyState("file-text", text, help_line, actions)
        self.middle.addWidget(self._told)
        self.middle.setCurrentWidget(self._told)

    def _drop_told(self) -> None:
        if self._told is not None:
            self.middle.removeWidget(self._told)
            self._told.deleteLater()
            self._told = None

    def _enable(self, *, on: bool) -> None:
        for button in (self.settings.combined, self.settings.each, self.settings.go):
            button.setEnabled(on)
        self.sign_button.setEnabled(on and all(BY_KEY[kind].is_signed for kind in self.kinds))

    # -- ways out

    def ask_combined(self) -> None:
        """Where to lay the one PDF."""
        if not self.drawn:
            return
        start = str(self.last_folder / self.drawn[0].name)
        path, _filter = QFileDialog.getSaveFileName(self, _("Save PDF"), start, "PDF (*.pdf)")
        if path:
            self.save_combined(Path(path))

    def save_combined(self, path: Path) -> None:
        """Write exactly the bytes in the preview."""
        if self.asked is None:
            return
        period = self.asked.period
        drawn = [one.named(path.name) for one in self.drawn]
        self._keep(lambda _progress: self._desk.printing.keep(drawn, period, path.parent), path.parent)

    def ask_each(self) -> None:
        """Which folder the papers of each person go to."""
        folder = QFileDialog.getExistingDirectory(self, _("Folder for the papers"), str(self.last_folder))
        if folder:
            self.save_each(Path(folder))

    def save_each(self, folder: Path) -> None:
        """One PDF for each person, named by the rule."""
        asked = self.asked
        if asked is None:
            return

        def work(progress: Progress) -> list[PrintedFile]:
            return self._desk.printing.keep(
                self._drawn(asked, progress, combined=False), asked.period, folder
            )

        self._keep(work, folder)

    def _keep(self, work: Callable[[Progress], list[PrintedFile]], folder: Path) -> None:
        self.last_folder = folder
        self._runner.start(
            on_store(self._desk.store, work),
            done=lambda files: self._say_kept(files, folder),
            label=_("Writing the papers"),
        )

    def _say_kept(self, files: list[PrintedFile], folder: Path) -> None:
        text = _("{count} files in {folder}, {size}.").format(
            count=len(files), folder=folder, size=_size(sum(file.bytes for file in files))
        )
        self._reporter.tell(text, Tone.POSITIVE, (open_folder(folder),))

    def print_this(self) -> bool:
        """Ctrl+P: to the printer, or as PDF where no printer takes the paper."""
        way, tray = self.settings.way, self.settings.tray
        if not self.drawn or self.asked is None:
            return False
        if way is Way.PDF or tray is None:
            self.ask_combined()
            return True
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPrinterName(tray.name)
        printer.setDocName(self.drawn[0].name)
        self.send(printer, way)
        return True

    def send(self, printer: QPrinter, way: Way) -> None:
        """Put the pages of the preview on a printer and file the paper as issued."""
        asked, drawn = self.asked, list(self.drawn)
        if asked is None:
            return

        def work(progress: Progress) -> int:
            count = print_pages(printer, drawn[0].issued.data, way, asked.paper, progress)
            self._desk.printing.file(drawn, asked.period)
            return count

        self._runner.start(
            on_store(self._desk.store, work),
            done=lambda count: self._reporter.tell(
                _("{count} pages went to the printer.").format(count=count)
            ),
            label=_("Printing"),
        )

    def ask_sign(self) -> None:
        """With which certificate; then one signed PDF for each paper in the preview."""
        if self.asked is None or not self.sign_button.isEnabled():
            return
        signing = self.signer.ask(len(self.drawn[0].papers), self.last_folder)
        if signing is not None:
            self.sign_each(signing)

    def sign_each(self, signing: Signing) -> None:
        if self.asked is None:
            return
        self.last_folder = signing.folder
        ready = replace(self.asked, signing=SigningMode.CERTIFIED)
        self.signer.sign(signing, ready.period, lambda progress: self._drawn(ready, progress, combined=False))

    def copy_message(self) -> None:
        """The week as text for a group chat, without anybody's reasons."""
        week = self._periods[PeriodKind.WEEK]
        view = self._desk.schedule.period(week.first, week.last)
        text = schedule_text(view, week, str(self._desk.unit.row().get("name") or ""))
        QGuiApplication.clipboard().setText(text)
        self._reporter.tell(_("The text of week {week} is on the clipboard.").format(week=week.number))

    # -- what the frame asks

    def activate(self) -> None:
        self.settings.refresh_printers()
        if self._stale:
            self._later.start(0)

    def apply(self, change: Change) -> None:
        if change.kind == "document.issue":
            return
        if any(op.table in ("person", "posting") for op in change.ops):
            self.settings.people.show_people(self._people())
        self._ask()

    def open_item(self, key: str) -> None:
        """`week|2026-11-23|letter|wall|message|slips`, `evaluation|2026-Q3`, `skp|2026`, `agreement|2026-11`,
        `monthly-recap|2026-10` or `daily-report|2026-09`.

        `wfa-report|2026-10` is the report of a month, `ledger|2026-W48` the fairness ledger up to a week.
        A week without outputs is its wall sheet alone.
        """
        what, _bar, rest = key.partition("|")
        parts = rest.split("|")
        if what in _ALONE and rest:
            period = parse_period(rest)
            self._periods[period.kind] = period
            self._kind_of[what] = period.kind
            self.choose((what,))
            return
        if what != "week" or not rest:
            return
        outputs = parts[1:]
        kinds = tuple(OF_OUTPUT[output] for output in outputs if output in OF_OUTPUT)
        self._periods[PeriodKind.WEEK] = week_of(date.fromisoformat(parts[0]))
        self.choose(kinds or ("schedule",))
        if "message" in outputs:
            copy = BannerAction(_("Copy WhatsApp text"), self.copy_message, "copy")
            self._reporter.tell(_("The week's text for WhatsApp is ready."), Tone.ACCENT, (copy,))

    def keys(self) -> Sequence[KeyRow]:
        return (
            KeyRow("Ctrl+P", _("Print, or save as PDF")),
            KeyRow("Alt+PgUp / Alt+PgDown", _("Period before, next period")),
            KeyRow("← / →", _("Page before, next page")),
            KeyRow("Ctrl++ / Ctrl+-", _("Larger, smaller")),
        )

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Print"), self.print_this, "Ctrl+P", "printer"),
            Command(_("Combined PDF"), self.ask_combined, icon="save"),
            Command(_("PDF for each person"), self.ask_each, icon="folder-open"),
            Command(_("Copy WhatsApp text"), self.copy_message, icon="copy"),
            Command(_("Sign with a certificate"), self.ask_sign, icon="signature"),
            Command(_("Check a paper"), self.signer.ask_check, icon="shield-check"),
        )

    def panes(self) -> Sequence[QWidget]:
        return (self.list, self.preview, self.settings.paper, self.settings.go)

    def export_this(self) -> bool:
        self.ask_combined()
        return bool(self.drawn)

    def shut(self) -> None:
        self._later.stop()
        self.preview.shut()
        if self._job is not None:
            self._job.cancel()


def _entries() -> list[Entry]:
    made = []
    for group, kinds in groupby(KINDS, key=lambda kind: kind.group):
        made.append(Entry(f"#{group}", _(group), heading=True))
        made += [Entry(kind.key, kind.title, icon=kind.icon) for kind in kinds]
    return made


def _usual_week(today: date) -> Period:
    """From Thursday on the next week is what is printed."""
    week = week_of(today)
    return week.next() if today.weekday() >= 3 else week


def _usual_quarter(today: date) -> Period:
    """The last one that has ended."""
    return period_of(PeriodKind.QUARTER, today).previous()


def _size(count: int) -> str:
    return f"{count / 1024:.0f} KB" if count < 1 << 20 else f"{count / (1 << 20):.1f} MB".replace(".", ",")
