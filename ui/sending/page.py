"""The screen “Kirim”: what goes out, what came in, what went; under them the one thing in hand."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.i18n import _
from flexdesk.services.sync import Synced
from flexdesk.store.carriers import SyncState
from ui.feedback.reporter import Reporter
from ui.sending import line_words, model, words
from ui.sending.carry_row import CarryRow
from ui.sending.coding import Coding
from ui.sending.columns import Columns
from ui.sending.dealings import Dealings
from ui.sending.deciding import Deciding
from ui.sending.line import Line as LineState
from ui.sending.line import ServerLine
from ui.sending.matters import Line
from ui.sending.model import Centre
from ui.sending.papers import Papers
from ui.sending.questions import Questions
from ui.sending.server_row import ServerRow
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets.badge import BadgeFacts
from ui.widgets.banner import Banner
from ui.widgets.button import Button, Kind
from ui.widgets.page import Command, KeyRow, Page
from ui.widgets.tones import Tone

Result = TypeVar("Result")
_SETTLE_MS = 80  # many changes at once are read in one go


def _parts(key: str) -> tuple[str, str]:
    kind, _bar, rest = key.partition("|")
    return kind, rest


class SendingPage(Page):
    """Everything here is read from log positions; nothing turns green without a receipt."""

    help_name = "sending"

    def __init__(
        self,
        desk: Desk,
        *,
        editor: Editor,
        runner: Runner,
        reporter: Reporter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Send"), parent)
        self._desk, self._editor, self._runner, self._reporter = desk, editor, runner, reporter
        self.centre: Centre | None = None
        self._asked: Callable[[], object] | None = None
        self.line = ServerLine(desk, runner, self)
        self.papers = Papers(runner, reporter, self)
        self.dealings = Dealings(
            desk,
            editor=editor,
            runner=runner,
            reporter=reporter,
            line=self.line,
            papers=self.papers,
            parent=self,
        )
        self.coding = Coding(
            desk, runner=runner, reporter=reporter, dealings=self.dealings, papers=self.papers
        )
        self.questions = Questions(desk, editor, reporter, self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLE_MS)
        self._later.timeout.connect(self.read)
        self._build()
        self._wire()

    # -- building

    def _build(self) -> None:
        header = self.header
        self.open_file = header.add_action(Button(_("Open bundle"), icon="download", shortcut="Ctrl+O"))
        self.stop = header.add_action(Button(_("Stop"), icon="x"))
        self.stop.hide()
        self.sync = header.add_action(Button(_("Synchronise"), icon="refresh-cw", shortcut="F5"))
        self.make = header.add_action(
            Button(_("Make bundle"), icon="package", shortcut="Ctrl+B", kind=Kind.PRIMARY)
        )
        lists = QWidget()
        whole = QVBoxLayout(lists)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        self.stack = QStackedWidget()
        self.stack.addWidget(lists)
        self.stack.addWidget(self.papers.view)
        self.body.addWidget(self.stack)
        self.headline = QVBoxLayout()
        self._banner: Banner | None = None
        whole.addLayout(self.headline)
        self.columns = Columns()
        self.outgoing, self.incoming = self.columns.out.entries, self.columns.in_.entries
        self.history, self.receipt = self.columns.history.entries, self.columns.receipt
        whole.addWidget(self.columns, 1)
        self.deciding = Deciding(
            self._desk, editor=self._editor, reporter=self._reporter, dealings=self.dealings, parent=self
        )
        self.conflict = self.deciding.conflict
        for part in (self.conflict, *self.dealings.forms):
            whole.addWidget(part)
            part.hide()
        self.carry = CarryRow(self._desk, runner=self._runner, reporter=self._reporter)
        self.foot = QWidget()  # makes room for a card that is open
        rows = QVBoxLayout(self.foot)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(self.carry)
        self.server = ServerRow()
        self.join, self.trust = self.server.join, self.server.trust
        rows.addWidget(self.server)
        whole.addWidget(self.foot)

    def _wire(self) -> None:
        self.sync.clicked.connect(lambda: self.synchronise())
        self.stop.clicked.connect(lambda: self.line.stop())
        self.make.clicked.connect(lambda: self.dealings.start_bundle())
        self.open_file.clicked.connect(lambda: self.dealings.ask_bundle())
        self.receipt.clicked.connect(lambda: self.dealings.start_receipt())
        self.join.clicked.connect(lambda: self.dealings.start_join())
        self.trust.clicked.connect(lambda: self.trust_server())
        self.outgoing.opened.connect(self._open_out)
        self.incoming.opened.connect(self._open_in)
        self.incoming.chosen.connect(lambda key: self.deciding.choose(*_parts(key)))
        self.history.opened.connect(self._open_history)
        self.columns.paste.clicked.connect(lambda: self.coding.start_paste())
        self.papers.shown.connect(lambda: self._show_papers(on=True))
        self.papers.left.connect(lambda: self._show_papers(on=False))
        self.deciding.decided.connect(self.read)
        self.deciding.wanted.connect(self.wanted)
        self.conflict.skipped.connect(lambda: self.step_problem(+1))
        self.line.changed.connect(self._show_line)
        self.line.progressed.connect(self._show_line)
        self.line.changed.connect(self._tell_line)
        self.line.synced.connect(self._say_synced)
        self.line.refused.connect(lambda error: self._reporter.report(error, self.synchronise))
        self.dealings.moved.connect(self._later.start)
        self.carry.moved.connect(self._later.start)
        self.questions.answered.connect(self.read)
        self.dealings.opened.connect(self.foot.hide)
        self.dealings.cleared.connect(self.foot.show)
        self.dealings.closed.connect(self._form_closed)

    # -- showing

    def read(self) -> None:
        """Read everything anew, in a job."""
        self._later.stop()
        self._runner.start(
            on_store(self._desk.store, lambda _progress: model.read(self._desk)), done=self.show_centre
        )

    def show_centre(self, centre: Centre) -> None:
        self.centre = self.dealings.centre = centre
        self.columns.show_centre(centre)
        self._show_banner(centre)
        self.carry.show_facts(centre.status.carry)
        self.deciding.show_centre(centre)
        if centre.url:
            self.line.begin()
        self._show_line()
        self.counted.emit(centre.to_decide, centre.late)
        if self._asked is not None:
            way, self._asked = self._asked, None
            way()

    def _show_banner(self, centre: Centre) -> None:
        text, tone = model.headline(centre), model.headline_tone(centre)
        if self._banner is not None:
            if (self._banner.text, self._banner.tone) == (text, tone):
                return
            self.headline.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
        self._banner = Banner(tone, text)
        self.headline.addWidget(self._banner)

    def _show_line(self) -> None:
        """The state of the line as a badge, and when it is tried again."""
        centre, line = self.centre, self.line
        if centre is None:
            return
        self.server.show_centre(centre)
        if not centre.status.enrolled:
            self.header.set_badge(BadgeFacts(_("No server"), Tone.NEUTRAL, "wifi-off"))
            self.header.set_title(_("Send"))
            return
        self.header.set_badge(line_words.badge(line.state))
        self.header.set_title(_("Send"), line_words.of(line, centre))
        running = line.state is LineState.RUNNING
        self.sync.setEnabled(not running)
        self.stop.setVisible(running)

    # -- the line

    def _tell_line(self) -> None:
        """Only an exchange that has just ended well shows that there is a line; any may have moved things."""
        state = self.line.state
        if state is not LineState.RUNNING:
            self._later.start()
        self.lined.emit(str(LineState.OFFLINE if state is LineState.IDLE else state))

    def synchronise(self) -> None:
        """F5: exchange now; without a server the way to join one is shown."""
        if not self._desk.membership.server():
            self.dealings.start_join()
        else:
            self.line.sync()

    def trust_server(self) -> None:
        """A person decided to believe a server that showed somebody else another record."""
        self._runner.start(
            on_store(self._desk.store, lambda _progress: self._desk.sync.trust_server()),
            done=self._trusted,
        )

    def _trusted(self, _nothing: object) -> None:
        self._editor.forget()
        self._later.start()
        self.line.sync()

    def _say_synced(self, synced: Synced) -> None:
        self.lined.emit("online")
        self._editor.forget()
        self._later.start()
        tone = Tone.POSITIVE if synced.state is SyncState.RECEIVED else Tone.ACCENT
        self._reporter.tell(line_words.done(synced), tone)

    # -- the lists

    def _show_papers(self, *, on: bool) -> None:
        self.stack.setCurrentIndex(1 if on else 0)
        for button in (self.open_file, self.make):
            button.setEnabled(not on)
        if not on:
            self.panes()[0].setFocus()

    def _form_closed(self) -> None:
        self.deciding.show_conflict()
        self.panes()[0].setFocus()

    def _open_in(self, key: str) -> None:
        kind, rest = _parts(key)
        if self.centre is None or self.deciding.open(kind, rest):
            return
        if self.questions.open(kind, rest, self.centre):
            return
        if kind == "together":
            table, row = _parts(rest)
            self.deciding.look_at(Line(table, row, "", "", ""))
        else:
            self._reporter.tell(_("Ask for the missing part, or synchronise; nothing is lost."), Tone.ACCENT)

    def _open_out(self, key: str) -> None:
        screen = words.screen(key.partition("|")[0])
        if screen:
            self.wanted.emit(screen, "")

    def _open_history(self, key: str) -> None:
        """A bundle that lies here still can be handed over now."""
        if self.centre is None:
            return
        carrier = next((one for one in self.centre.carriers if str(one.number) == key), None)
        if carrier is None:
            return
        if carrier.kind == "bundle" and not carrier.handed_at:
            self.dealings.hand_over(carrier.number)
        elif not carrier.receipt:
            self.dealings.start_receipt()

    # -- what the frame asks

    def activate(self) -> None:
        self.read()

    def apply(self, _change: Change) -> None:
        if self.isVisible():
            self._later.start()

    def open_item(self, key: str) -> None:
        """`conflict`, `bundle`, `receipt` or `sync`, as other screens and the palette ask."""
        ways: dict[str, Callable[[], object]] = {
            "bundle": self.dealings.start_bundle,
            "receipt": self.dealings.start_receipt,
            "sync": self.synchronise,
            "reopen": self._say_reopened,
        }
        way = ways.get(key, partial(self.step_problem, 0))
        if self.centre is None:
            self._asked = way  # the screen was not read yet
        else:
            QTimer.singleShot(0, self, way)

    def _say_reopened(self) -> None:
        """The unit was opened anew under another name of this laptop: what was made goes on from here."""
        name = self._desk.store.device[:4]
        self._reporter.tell(_("This laptop goes on as {name}; nothing was lost.").format(name=name))
        server = self._desk.membership.server()
        if server is not None and server.url:
            self.line.sync()

    def step_problem(self, step: int) -> bool:
        key = self.deciding.step(step)
        if key:
            self.columns.choose_in(f"conflict|{key}")
        return bool(key)

    def keys(self) -> Sequence[KeyRow]:
        return (
            KeyRow("F5", _("Exchange with the server")),
            KeyRow("Ctrl+B", _("Make a bundle")),
            KeyRow("Ctrl+O", _("Open a bundle")),
            KeyRow("Ctrl+Shift+O", _("Take in codes")),
            KeyRow("Ctrl+T", _("Enter a receipt")),
            KeyRow("F8", _("Next conflict")),
            KeyRow("Ctrl+Enter", _("Open the entry of a conflict")),
            KeyRow("← / →", _("Pick mine or theirs")),
            KeyRow("Ctrl+← / Ctrl+→", _("Pick one side for all fields")),
            KeyRow("Enter", _("Keep the result")),
        )

    def commands(self) -> Sequence[Command]:
        doubted = self.centre is not None and self.centre.status.server_doubt
        return (
            Command(_("Exchange with the server"), self.synchronise, "F5", "refresh-cw"),
            Command(_("Make a bundle"), self.dealings.start_bundle, "Ctrl+B", "package"),
            Command(_("Open a bundle"), self.dealings.ask_bundle, "Ctrl+O", "download"),
            Command(_("Take in codes"), self.coding.start_paste, "Ctrl+Shift+O", "qr-code"),
            Command(_("Enter a receipt"), self.dealings.start_receipt, "Ctrl+T", "receipt"),
            Command(_("Write a carry file"), self.carry.write_file, icon="hard-drive"),
            Command(_("Join the server"), self.dealings.start_join, icon="wifi"),
            *([Command(_("Believe the server again"), self.trust_server, icon="wifi")] if doubted else []),
            Command(_("Security"), lambda: self.wanted.emit("sending", "security:"), icon="shield-check"),
        )

    def panes(self) -> Sequence[QWidget]:
        if self.papers.is_open:
            view = self.papers.view
            return (view.go if view.go.isEnabled() else view.save, view.preview)
        return [part for part in self._stops() if part.isVisibleTo(self)]

    def _stops(self) -> Sequence[QWidget]:
        forms = self.dealings.forms
        return (
            self.outgoing,
            self.incoming,
            self.history,
            self.conflict.table,
            *forms,
            self.trust,
            self.make,
        )

    def print_this(self) -> bool:
        """Ctrl+P: the paper that is shown."""
        if not self.papers.is_open:
            return False
        self.papers.view.print_it()
        return True

    def leave_smallest(self) -> bool:
        if self.papers.is_open:
            self.papers.leave()
            return True
        if self.dealings.busy:
            self.dealings.put_away()
            return True
        return False

    def shut(self) -> None:
        self._later.stop()
        self.line.shut()
        self.papers.view.preview.shut()
