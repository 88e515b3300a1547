"""The frame: side bar, page stack, trust line, and the global keys; it decides nothing about any screen."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.domain.ops import Change
from flexdesk.errors import ReasonNeeded
from flexdesk.i18n import _
from flexdesk.services.consent import ManyDeletions
from ui.feedback.bridge import ChangeBridge
from ui.feedback.notices import NoticeSpot
from ui.feedback.reporter import Crash, Reporter
from ui.qt import platform, theme, window_state
from ui.qt.tokens import Density, Scheme
from ui.shell import global_keys
from ui.shell.mark import mark_icon
from ui.shell.overlay import Overlay
from ui.shell.ports import POLICY, SENDING, Desk, Frame, LineState, PageSpec
from ui.shell.side_bar import SideBar
from ui.shell.trust_line import TrustLine
from ui.tasks.progress_line import ProgressLine
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets import keys
from ui.widgets.banner import BannerAction
from ui.widgets.page import Command, Page
from ui.widgets.rooms import RoomsPage
from ui.widgets.tones import Tone
from ui.widgets.undo_bar import UndoBar

if TYPE_CHECKING:
    from ui.feedback.crash import CrashReport
    from ui.shell.help_view import HelpView
    from ui.shell.history_panel import HistoryPanel
    from ui.shell.keys_overlay import KeysOverlay
    from ui.shell.lock_cover import LockCover
    from ui.shell.palette import Palette

FIRST_SIZE = QSize(1366, 768)
_TRUST_EVERY_MS = 30_000


class MainWindow(QMainWindow):
    """`beside` asks for something that is no screen, such as a window of its own; `locked` and `closing`
    tell whatever stands beside this one."""

    beside = Signal(str, str)
    locked = Signal()
    closing = Signal()

    def __init__(self, desk: Desk, specs: Sequence[PageSpec]) -> None:
        super().__init__()
        self.desk = desk
        self._specs = {spec.key: spec for spec in specs}
        self._pages: dict[str, Page] = {}
        self._visited: list[str] = []
        self._crash: CrashReport | None = None
        self._help: HelpView | None = None
        self._shut = False
        self.offers: Callable[[], Sequence[Command]] = tuple  # commands of what stands beside the window
        self._line: LineState | None = None  # as the screen of sending last told it
        self.reporter = Reporter(self)
        self.editor = Editor(
            desk.committer,
            self.reporter.report,
            ask_reason=self._ask_reason,
            ask_yes=self._ask_yes,
            clock=desk.clock,
            who=desk.person_name,
            parent=self,
        )
        self.runner = Runner(self.reporter.report, self)
        self.frame = Frame(desk, self.editor, self.runner, self.reporter)
        self._bridge = ChangeBridge(desk.bus, self)
        self._build(desk, specs)
        self._connect()
        self.refresh_trust()

    # Building
    def _build(self, desk: Desk, specs: Sequence[PageSpec]) -> None:
        self.setWindowTitle(f"{platform.NAME} – {desk.unit_name}")
        self.setWindowIcon(mark_icon())
        self.side_bar = SideBar(desk, specs)
        self.stack = QStackedWidget()
        self.progress_line = ProgressLine(self.runner)
        self.trust_line = TrustLine()
        self.notices = NoticeSpot()
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.side_bar)
        upper.addWidget(self.stack, 1)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(self.progress_line)
        column.addWidget(self.trust_line)
        self.setCentralWidget(middle)
        self.undo_bar = UndoBar(middle, self.editor.undo, self.trust_line.gap)
        self._trust_timer = QTimer(self)
        self._trust_timer.setInterval(_TRUST_EVERY_MS)
        self.resize(FIRST_SIZE)
        self.side_bar.fold(folded=window_state.kept("shell/folded") == "yes")

    def _connect(self) -> None:
        self.side_bar.picked.connect(self.go)
        self.side_bar.search_asked.connect(lambda: self.palette_panel.open())
        self.side_bar.lock_asked.connect(self.lock)
        self.trust_line.asked.connect(self._answer_trust)
        self.reporter.noticed.connect(self.notices.show_notice)
        self.reporter.crashed.connect(self._show_crash)
        self.editor.done.connect(self.undo_bar.offer)
        self.editor.stack.canUndoChanged.connect(self._keep_offer)
        self._bridge.changed.connect(self._spread)
        self._trust_timer.timeout.connect(self.refresh_trust)
        self._trust_timer.start()
        theme.current().density_changed.connect(self._keep_look)
        theme.current().changed.connect(self._keep_look)
        global_keys.listen(self, self.actions_by_name())
        for number, key in enumerate(self._specs, 1):
            keys.bind(self, f"Ctrl+{number}", partial(self.go, key))

    def actions_by_name(self) -> dict[str, Callable[[], object]]:
        """What each global key does."""
        return {
            "palette": lambda: self.palette_panel.open(),
            "keys": self.show_keys,
            "help": self.show_help,
            "next_pane": lambda: self.step_pane(+1),
            "last_pane": lambda: self.step_pane(-1),
            "next_problem": lambda: self._ask_page(lambda page: page.step_problem(+1)),
            "last_problem": lambda: self._ask_page(lambda page: page.step_problem(-1)),
            "fold": self.toggle_fold,
            "full_screen": self.toggle_full_screen,
            "find": lambda: self._ask_page(lambda page: page.find_in_page()),
            "go_to_date": lambda: self._ask_page(lambda page: page.go_to_date()),
            "back": self.go_back,
            "print": lambda: self._ask_page(lambda page: page.print_this()),
            "export": lambda: self._ask_page(lambda page: page.export_this()),
            "undo": self.editor.undo,
            "redo": self.editor.redo,
            "history": lambda: self.history_panel.open(),
            "lock": self.lock,
        }

    # Pages
    @property
    def specs(self) -> tuple[PageSpec, ...]:
        return tuple(self._specs.values())

    @property
    def page(self) -> Page | None:
        """The page in front; of a screen with rooms, the room that the person is in."""
        if self.rooms is not None:
            return self.rooms.room
        current = self.stack.currentWidget()
        return current if isinstance(current, Page) else None

    @property
    def rooms(self) -> RoomsPage | None:
        """The screen in front where it has rooms."""
        current = self.stack.currentWidget()
        return current if isinstance(current, RoomsPage) else None

    @property
    def current_key(self) -> str:
        return self._visited[-1] if self._visited else ""

    def go(self, key: str, item: str = "") -> None:
        """Bring a screen to the front, building it on its first visit, and select an item in it.

        An item may end with `#` and a field of it, which then gets the keyboard where the screen shows it.
        """
        if key not in self._specs:
            self.beside.emit(key, item)
            return
        page = self._pages.get(key) or self._make_page(key)
        if self.current_key != key:
            self._visited.append(key)
            del self._visited[:-50]
        self.stack.setCurrentWidget(page)
        self.side_bar.mark_current(key)
        self._stand()
        item, _sharp, field = item.partition("#")
        if item:
            page.open_item(item)
        if field:
            page.open_field(field)

    def _stand(self) -> None:
        """The person has come to the page in front: notices and keyboard go there."""
        page = self.page
        if page is None:
            return
        page.notice_row.addWidget(self.notices)
        self.notices.stand_over(flush=page.body.contentsMargins().top() == 0)
        panes = page.panes()
        (panes[0] if panes else page).setFocus(Qt.FocusReason.OtherFocusReason)
        page.activate()

    def go_back(self) -> None:
        if len(self._visited) > 1:
            self._visited.pop()
            self.go(self._visited.pop())

    def _make_page(self, key: str) -> Page:
        page = self._specs[key].factory(self.frame)
        self._pages[key] = page
        page.wanted.connect(self.go)
        page.offered.connect(self.undo_bar.offer)
        page.lined.connect(self._take_line)
        page.counted.connect(lambda count, alarm: self.show_count(key, count, alarm=alarm))
        if isinstance(page, RoomsPage):
            page.entered.connect(self._stand)
        self.stack.addWidget(page)
        return page

    def show_count(self, key: str, count: int, *, alarm: bool = False) -> None:
        """The number beside a screen, also for a screen that was never opened."""
        self.side_bar.show_count(key, count, alarm=alarm)

    def _ask_page(self, ask: Callable[[Page], bool]) -> None:
        if self.page is not None:
            ask(self.page)

    def _keep_offer(self, can_undo: bool) -> None:
        """Nothing is left to take back, for instance after an exchange: nothing is offered either."""
        if not can_undo:
            self.undo_bar.hide()

    def _spread(self, change: Change) -> None:
        for page in self._pages.values():
            page.apply(change)
        self.refresh_trust()

    # Trust line
    def refresh_trust(self) -> None:
        facts = self.desk.trust()
        if self._line is not None:
            facts = replace(facts, line=self._line)
        self.trust_line.show_facts(facts, self.desk.clock.today())

    def _take_line(self, state: str) -> None:
        self._line = LineState(state)
        self.refresh_trust()

    def _answer_trust(self, part: str) -> None:
        targets = {"unsent": SENDING, "backup": SENDING, "line": SENDING, "role": SENDING, "rules": POLICY}
        if part in targets:
            self.go(targets[part])
        elif part == "saved":
            self.history_panel.open()
        elif part == "density":
            self.step_density()
        else:
            self.show_keys()

    # Look
    def step_density(self) -> None:
        order = list(Density)
        look = theme.current()
        look.set_density(order[(order.index(look.density) + 1) % len(order)])

    def toggle_scheme(self) -> None:
        look = theme.current()
        look.set_scheme(Scheme.DARK if look.scheme is Scheme.LIGHT else Scheme.LIGHT)

    def toggle_fold(self) -> None:
        self.side_bar.fold(folded=not self.side_bar.folded)
        window_state.keep("shell/folded", value="yes" if self.side_bar.folded else "no")

    def toggle_full_screen(self) -> None:
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def _keep_look(self) -> None:
        window_state.keep_look(theme.current())

    # Panels, each made at its first use
    @cached_property
    def palette_panel(self) -> "Palette":
        from ui.shell.commands import palette_commands
        from ui.shell.palette import Palette

        return Palette(self, lambda: palette_commands(self))

    @cached_property
    def keys_panel(self) -> "KeysOverlay":
        from ui.shell.keys_overlay import KeysOverlay

        return KeysOverlay(self)

    @cached_property
    def history_panel(self) -> "HistoryPanel":
        from ui.shell.history_panel import HistoryPanel

        return HistoryPanel(self, self.editor)

    @cached_property
    def lock_cover(self) -> "LockCover":
        from ui.shell.lock_cover import LockCover

        cover = LockCover(self, self.desk.person_name, self.desk.unlock)
        cover.opened_up.connect(self._hear)
        return cover

    def show_keys(self) -> None:
        page = self.page
        title = _(self._specs[self.current_key].title) if self.current_key else ""
        here = page.keys() if page is not None else ()
        self.keys_panel.show_keys(title, here, global_keys.rows(len(self._specs)))

    def show_help(self) -> None:
        if self._help is None:
            from ui.shell.help_view import HelpView

            self._help = HelpView(self)
        self._help.show_page(self.page.help_name if self.page is not None else "index")

    def step_pane(self, step: int) -> None:
        """F6: side bar, the panes of the page, trust line, and round again."""
        stops: list[tuple[QWidget, QWidget]] = []  # the region, and what takes the keyboard in it
        if self.current_key:
            stops.append((self.side_bar, self.side_bar.items[self.current_key]))
        if self.page is not None:
            stops += [(pane, pane) for pane in self.page.panes() or (self.page,)]
        stops.append((self.trust_line, self.trust_line.first()))
        focus = self.focusWidget()
        at = next((n for n, (region, _target) in enumerate(stops) if _holds(region, focus)), -1)
        if at < 0 and step < 0:
            at = 0
        stops[(at + step) % len(stops)][1].setFocus(Qt.FocusReason.TabFocusReason)

    def page_commands(self) -> Sequence[Command]:
        return self.page.commands() if self.page is not None else ()

    def lock(self) -> None:
        """Hide everything and hear no key but those of the passphrase."""
        self.locked.emit()
        for panel in (*self.findChildren(Overlay), self._help, self._crash):
            if panel is not None:
                panel.hide()
        self.lock_cover.open()
        self._hear(heard=False)

    def _hear(self, *, heard: bool = True) -> None:
        middle = self.centralWidget()
        if middle is not None:
            middle.setEnabled(heard)
        for shortcut in self.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly):
            shortcut.setEnabled(heard)

    # Trouble
    def _ask_reason(self, error: ReasonNeeded, give: Callable[[str], None]) -> None:
        from ui.feedback.reason import ReasonForm

        form = ReasonForm(error, give)
        form.closed.connect(self.notices.clear)
        self.notices.put(form)
        form.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_yes(self, error: ManyDeletions, go_on: Callable[[], object]) -> None:
        text = f"{error.message} {_('Is that meant?')}"
        self.reporter.tell(text, Tone.WARNING, (BannerAction(_("Delete them"), go_on, "trash-2"),))

    def _show_crash(self, crash: Crash) -> None:
        if self._crash is not None and self._crash.isVisible():
            self._crash.add(crash)
            return
        from ui.feedback.crash import CrashReport

        self._crash = CrashReport(crash, self)
        self._crash.show()

    # Closing
    def shut(self) -> None:
        """Stop everything that runs, then let go of the store; may be called twice."""
        if self._shut:
            return
        self._shut = True
        self.closing.emit()
        self._trust_timer.stop()
        look = theme.current()
        look.density_changed.disconnect(self._keep_look)
        look.changed.disconnect(self._keep_look)
        for page in self._pages.values():
            page.shut()
        self.runner.shut()
        self._bridge.shut()
        self.editor.forget()
        self.desk.close()

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.undo_bar.isVisible():
            self.undo_bar.hide()
        elif self.notices.isVisible():
            self.notices.clear()
        elif self.page is not None:
            self.page.leave_smallest()

    def closeEvent(self, event: QCloseEvent) -> None:
        window_state.keep_window(self)
        self.shut()
        super().closeEvent(event)


def _holds(region: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (region is focus or region.isAncestorOf(focus))
