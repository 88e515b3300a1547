"""Brings attendance in from a file or the clipboard: choose, check every line with its reason, take."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_, _
from flexdesk.progress import Progress
from flexdesk.services.attendance_import import AttendanceImport, AttendanceImports, ImportLine
from flexdesk.services.attendance_words import RECAPS
from flexdesk.store.store import Store
from ui.qt import fonts
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets.badge import BadgeFacts
from ui.widgets.banner import Banner, BannerAction
from ui.widgets.button import Button, Kind
from ui.widgets.cells import Cell
from ui.widgets.empty_state import EmptyState
from ui.widgets.label import Label
from ui.widgets.segmented import Segmented
from ui.widgets.table import Column, RowsModel, TableView
from ui.widgets.tones import Tone

_ALL, _REJECTED = "all", "rejected"
_STATES = {
    "new": BadgeFacts(N_("new"), Tone.POSITIVE, "plus"),
    "changed": BadgeFacts(N_("earlier or later"), Tone.ACCENT, "pencil"),
    "known": BadgeFacts(N_("known"), Tone.NEUTRAL, "check"),
    "rejected": BadgeFacts(N_("not taken"), Tone.NEGATIVE, "circle-x"),
}


def ask_file(parent: QWidget) -> Path | None:
    kinds = _("Tables") + " (*.xlsx *.xls *.ods *.csv *.tsv *.txt *.html)"
    name, _kind = QFileDialog.getOpenFileName(parent, _("Attendance file"), "", kinds)
    return Path(name) if name else None


class IntakeView(QWidget):
    """`closed` gives the page back."""

    closed = Signal()

    def __init__(
        self,
        imports: AttendanceImports,
        editor: Editor,
        runner: Runner,
        *,
        store: Store,
        report: Callable[[BaseException], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._imports, self._editor, self._runner = imports, editor, runner
        self._store, self._report = store, report
        self.ask_file = ask_file
        self.seen: AttendanceImport | None = None
        self.banner: Banner | None = None
        self.setAcceptDrops(True)
        self.begin = EmptyState(
            "file-spreadsheet",
            _("Choose an attendance file, paste it, or drop it here."),
            _("Lists of touches, days with arrival and leaving, and monthly summaries are recognised."),
            (
                BannerAction(_("Choose a file"), self.choose, "folder-open", "Ctrl+O"),
                BannerAction(_("Paste from Excel"), self.paste, "copy", "Ctrl+V"),
                BannerAction(_("Back"), self.closed.emit, "arrow-left"),
            ),
        )
        self.model = RowsModel[ImportLine](_columns(), lambda line: str(id(line)), self)
        self.table = TableView(_("Lines of the file"))
        self.table.setEditTriggers(TableView.EditTrigger.NoEditTriggers)
        self.table.show_rows_of(self.model)
        self._notice = QVBoxLayout()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.begin)
        self.stack.addWidget(self._check())
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.addWidget(Label(_("Import an attendance file"), "title", fonts.STRONG))
        column.addLayout(self._notice)
        column.addWidget(self.stack, 1)

    def _check(self) -> QWidget:
        self.sum = Label("", "base", fonts.STRONG)
        self.switch = Segmented([(_ALL, _("All")), (_REJECTED, "")], _("Lines shown"))
        self.switch.chosen.connect(lambda _key: self._fill())
        self.take_button = Button(_("Take in"), icon="check", kind=Kind.PRIMARY, shortcut="Ctrl+Enter")
        self.take_button.clicked.connect(self.take)
        back = Button(_("Other file"), icon="arrow-left")
        back.clicked.connect(self.start)
        leave = Button(_("Cancel"), shortcut="Esc", bind=False)
        leave.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.switch)
        row.addWidget(self.sum, 1)
        for button in (back, leave, self.take_button):
            row.addWidget(button)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        return box

    # Beginning
    def start(self) -> None:
        self.seen = None
        self._clear_banner()
        self.stack.setCurrentIndex(0)
        self.begin.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self) -> None:
        path = self.ask_file(self)
        if path is not None:
            self.read_file(path)

    def paste(self) -> None:
        self.read_text(_pasted(QGuiApplication.clipboard().mimeData()))

    def read_file(self, path: Path) -> None:
        self._read(partial(self._imports.read_file, path), path.name)

    def read_text(self, text: str) -> None:
        self._read(partial(self._imports.read_pasted, text), _("Clipboard"))

    def _read(self, call: Callable[[Progress], AttendanceImport], name: str) -> None:
        self._runner.start(
            on_store(self._store, call),
            done=self._show,
            failed=self._refuse,
            label=_("Reading {name}").format(name=name),
        )

    def _show(self, seen: AttendanceImport) -> None:
        self._clear_banner()
        self.seen = seen
        lost = len(seen.rejected)
        self.switch.set_label(_REJECTED, _("Not taken {count}").format(count=lost))
        self.switch.choose(_REJECTED if lost else _ALL)
        text = _("{new} new, {changed} changed, {known} known, {lost} not taken").format(
            new=seen.count("new"), changed=seen.count("changed"), known=seen.count("known"), lost=lost
        )
        if seen.passed_over:
            text += _("; {count} letters of leave and free days passed over").format(count=seen.passed_over)
        self.sum.setText(text)
        self.take_button.set_words(_("Take in {count}").format(count=seen.count("new", "changed")))
        self.take_button.setEnabled(bool(seen.ops))
        self._fill()
        self.stack.setCurrentIndex(1)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        if self.seen is not None:
            only = self.switch.choice == _REJECTED
            self.model.set_rows(self.seen.rejected if only else self.seen.lines)

    def _refuse(self, error: BaseException) -> None:
        if not isinstance(error, FlexDeskError):
            self._report(error)
            return
        self._clear_banner()
        self.banner = Banner.of_error(error)
        self.banner.closed.connect(self._clear_banner)
        self._notice.addWidget(self.banner)

    def _clear_banner(self) -> None:
        if self.banner is not None:
            self.banner.hide()
            self.banner.deleteLater()
            self.banner = None

    # Taking
    def take(self) -> None:
        """Everything that is new, as one step of undo."""
        seen = self.seen
        if seen is None or not seen.ops:
            return
        self.take_button.setEnabled(False)
        self._runner.start(
            on_store(self._store, lambda _progress: self._imports.take(seen)),
            done=self._taken,
            failed=self._refuse,
            label=_("Taking the marks in"),
        )

    def _taken(self, done: AttendanceImport) -> None:
        if done.change is not None:
            count = done.count("new", "changed")
            self._editor.push(_("Import of {count} marks").format(count=count), done.change)
        self.closed.emit()

    # Qt overrides
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.read_file(Path(files[0]))
        else:
            self.read_text(_pasted(event.mimeData()))


def _columns() -> list[Column[ImportLine]]:
    return [
        Column("row", _("Row"), lambda line: Cell(str(line.row), "muted"), 64, to_right=True),
        Column("name", _("Name"), lambda line: Cell(line.name or line.nip), 230),
        Column("day", _("Date"), lambda line: Cell(f"{line.day:%d-%m-%Y}" if line.day else "–"), 104),
        Column("what", _("Mark"), lambda line: Cell(_what(line)), 150),
        Column("state", _("Result of the row"), _state, 150),
        Column("message", _("Reason"), lambda line: Cell(line.message, tip=line.message)),
    ]


def _what(line: ImportLine) -> str:
    return _(RECAPS[line.what]) if line.what in RECAPS else line.what


def _state(line: ImportLine) -> Cell:
    facts = _STATES[line.state]
    return Cell(badge=BadgeFacts(_(facts.text), facts.tone, facts.icon))


def _pasted(data: QMimeData) -> str:
    return data.text() if data.hasText() else data.html()
