"""Brings the registers in from a file or the clipboard: file, columns, check, result, as one step of undo."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.errors import FlexDeskError
from flexdesk.exchange.register_export import write
from flexdesk.exchange.register_files import RegisterTable
from flexdesk.i18n import N_, _
from flexdesk.services.leave_files import LeaveFiles, RegisterImport
from flexdesk.services.leave_trial import RegisterTrial
from flexdesk.store.store import Store
from ui.leave.import_rows import PreviewDelegate, PreviewModel, PreviewTable
from ui.leave.import_trial import FIELD_LABELS, Import, fields_of, views_of
from ui.qt import fonts, theme
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets.badge import Badge
from ui.widgets.banner import Banner, BannerAction
from ui.widgets.button import Button, Kind
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import ComboBox
from ui.widgets.import_columns import Columns
from ui.widgets.import_steps import Steps
from ui.widgets.key_hint import KeyHint
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.segmented import Segmented
from ui.widgets.table import TableView
from ui.widgets.tones import Tone

_FILE, _COLUMNS, _CHECK, _RESULT = range(4)
_ALL, _FAULTS = "all", "faults"
_PATTERNS = "*.xlsx *.xls *.ods *.csv *.tsv *.txt *.html"
_COUNTS = {
    "new": (N_("{count} new"), Tone.POSITIVE, "plus"),
    "doubtful": (N_("{count} want a look"), Tone.WARNING, "triangle-alert"),
    "known": (N_("{count} the same"), Tone.NEUTRAL, ""),
    "failed": (N_("{count} failed"), Tone.NEGATIVE, "circle-x"),
}


def ask_file(parent: QWidget) -> Path | None:
    kinds = _("Tables ({patterns});;All files (*)").format(patterns=_PATTERNS)
    name, _kind = QFileDialog.getOpenFileName(parent, _("Choose a register of leave and travel"), "", kinds)
    return Path(name) if name else None


def ask_target(parent: QWidget, suggestion: str) -> Path | None:
    name, _kind = QFileDialog.getSaveFileName(parent, _("Save failed rows"), suggestion, "Excel (*.xlsx)")
    return Path(name) if name else None


class ImportView(QWidget):
    """`closed` gives the page back to the registers."""

    closed = Signal()

    def __init__(
        self,
        files: LeaveFiles,
        editor: Editor,
        runner: Runner,
        *,
        report: Callable[[BaseException], object],
        store: Store,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._files, self._editor, self._runner = files, editor, runner
        self._report, self._store = report, store
        self.ask_file, self.ask_target = ask_file, ask_target
        self.held: Import | None = None
        self.trial: RegisterTrial | None = None
        self._asked = 0  # only the answer to the latest question is shown
        self._sheet = ""
        self.banner: Banner | None = None
        self.setAcceptDrops(True)
        self._build()

    # Building
    def _build(self) -> None:
        self.steps = Steps()
        self.source = ElidedLabel("", "small", token="muted")
        self.source.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        close = Button(_("Close"), icon="x", shortcut="Esc", bind=False)
        close.clicked.connect(self.closed)
        head = QWidget()
        head.setFixedHeight(fonts.scaled(44))
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(16)
        row.addWidget(Label(_("Import leave and travel"), "title", fonts.STRONG))
        row.addWidget(self.steps)
        row.addWidget(self.source, 1)
        row.addWidget(close)
        self._notice = QVBoxLayout()
        self._notice.setContentsMargins(12, 0, 12, 0)
        actions = (
            BannerAction(_("Choose a file"), self.choose_file, "folder-open", "Ctrl+O"),
            BannerAction(_("Paste from Excel"), self.paste, "copy", "Ctrl+V"),
        )
        self.begin = EmptyState(
            "file-spreadsheet",
            _("Choose a register, paste it, or drop it here."),
            _("Leave, official travel and the days left of earlier years may stand in sheets of one file."),
            actions,
        )
        self.check = self._build_check()
        self.result = QWidget()
        self._result_column = QVBoxLayout(self.result)
        self.stack = QStackedWidget()
        for page in (self.begin, self.check, self.result):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(self._notice)
        column.addWidget(self.stack, 1)

    def _build_check(self) -> QWidget:
        self.columns = Columns(FIELD_LABELS, ("number",))
        self.columns.chosen.connect(self._choose_column)
        self.tables = ComboBox(_("Sheet"))
        self.tables.activated.connect(lambda _at: self._choose_table(str(self.tables.currentData())))
        self.columns.head.addWidget(self.tables)
        self.model = PreviewModel(self._mend, self)
        self.table = PreviewTable(_("Rows of the file"))
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setItemDelegate(PreviewDelegate(self.table))
        self.table.setSelectionBehavior(TableView.SelectionBehavior.SelectItems)
        rows = Card(_("Check"), _("the same check that is used when the rows are taken in"), flush=True)
        self.switch = Segmented([(_FAULTS, ""), (_ALL, "")], _("Rows shown"))
        self.switch.choose(_ALL)
        self.switch.chosen.connect(lambda key: self.model.show_faults(only=key == _FAULTS))
        rows.head.addWidget(self.switch)
        rows.head.addWidget(KeyHint("F8"))
        rows.body.addWidget(self.table)
        check = QWidget()
        column = QVBoxLayout(check)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        column.addWidget(self.columns, 4)
        column.addWidget(rows, 6)
        column.addWidget(self._build_foot())
        return check

    def _build_foot(self) -> Card:
        foot = Card()
        self.badges = {state: Badge("", tone, icon) for state, (_text, tone, icon) in _COUNTS.items()}
        self.save = Button(icon="file-spreadsheet")
        self.take_button = Button(icon="check", kind=Kind.PRIMARY, shortcut="Ctrl+Enter")
        self.save.clicked.connect(self.save_failed)
        self.take_button.clicked.connect(self.take)
        row = QHBoxLayout()
        row.setSpacing(8)
        for badge in self.badges.values():
            row.addWidget(badge)
        row.addStretch(1)
        row.addWidget(self.save)
        row.addWidget(self.take_button)
        foot.body.addLayout(row)
        return foot

    # Beginning
    def start(self) -> None:
        """The first step, with nothing chosen."""
        self.held = self.trial = None
        self._sheet = ""
        self._clear_banner()
        self.source.setText("")
        self.steps.show_step(_FILE, ())
        self.stack.setCurrentWidget(self.begin)
        self.begin.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_file(self) -> None:
        path = self.ask_file(self)
        if path is not None:
            self.read_file(path)

    def paste(self) -> None:
        self.read_text(pasted(QGuiApplication.clipboard().mimeData()))

    def read_file(self, path: Path) -> None:
        self._open(Import.of_file(path))

    def read_text(self, text: str) -> None:
        self._open(Import.of_text(_("Clipboard"), text))

    def _open(self, held: Import) -> None:
        self.held, self.trial, self._sheet = held, None, ""
        self.source.setText(held.name)
        self._read()

    def _read(self) -> None:
        held = self.held
        if held is None:
            return
        self._asked += 1
        asked = self._asked
        self._runner.start(
            on_store(self._store, lambda progress: held.trial(self._files, progress)),
            done=lambda trial: self._show(asked, trial),
            failed=lambda error: self._refuse(asked, error),
            label=_("Reading {name}").format(name=held.name),
        )

    def _refuse(self, asked: int, error: BaseException) -> None:
        if asked != self._asked or self.held is None:
            return
        if not isinstance(error, FlexDeskError):
            self._report(error)
            return
        self._put_banner(Banner.of_error(error))
        if self.trial is None:
            self.steps.show_step(_FILE, ())
            self.stack.setCurrentWidget(self.begin)
            self.begin.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    # Showing
    def _show(self, asked: int, trial: RegisterTrial) -> None:
        if asked != self._asked or self.held is None:
            return
        self._clear_banner()
        self.trial = trial
        self.tables.clear()
        shown = [table for table in trial.reading.tables if table.register != "holiday"]
        failing = {row.sheet for row in trial.of("failed")}
        for table in shown:
            self.tables.addItem(table.sheet or self.held.name, table.sheet)
        self.tables.setVisible(len(shown) > 1)
        sheets = [table.sheet for table in shown]
        if self._sheet not in sheets:
            self._sheet = next((name for name in sheets if name in failing), sheets[0] if sheets else "")
        self._show_foot(trial)
        self.steps.show_step(_CHECK, (_FILE, _COLUMNS))
        self.stack.setCurrentWidget(self.check)
        self._choose_table(self._sheet)
        if not self.columns.choosing:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_table(self, sheet: str) -> None:
        self._sheet = sheet
        table, trial = self._current(), self.trial
        if table is None or trial is None:
            return
        self.tables.setCurrentIndex(max(self.tables.findData(sheet), 0))
        rows = {row.row: row for row in trial.rows if row.sheet == sheet}
        faults = {name: sum(row.fault == name for row in rows.values()) for name in fields_of(table)}
        where = _("heading found on row {row}").format(row=table.heading_row)
        self.columns.show_views(views_of(table, rows), faults, where)
        self.model.show_table(table, list(rows.values()))
        self.table.show_rows_of(self.model)
        self.switch.set_label(_FAULTS, _("To mend {count}").format(count=self.model.faults))
        self.switch.set_label(_ALL, _("All {count}").format(count=self.model.total))
        self._go(self.model.next_fault(-1, 1))

    def _current(self) -> RegisterTable | None:
        tables = self.trial.reading.tables if self.trial is not None else ()
        return next((table for table in tables if table.sheet == self._sheet), None)

    def _show_foot(self, trial: RegisterTrial) -> None:
        for state, (text, _tone, _icon) in _COUNTS.items():
            count, badge = trial.count(state), self.badges[state]
            badge.show_facts(replace(badge.facts, text=_(text).format(count=count)))
            badge.setVisible(bool(count))
        failed, taken = trial.count("failed"), trial.count("new", "doubtful")
        self.save.set_words(_("Save {count} failed rows as Excel").format(count=failed))
        self.save.setVisible(bool(failed))
        self.take_button.set_words(_("Take in {count}").format(count=taken))
        self.take_button.setEnabled(bool(taken or failed))

    def _go(self, index: QModelIndex) -> None:
        self.table.setCurrentIndex(index if index.isValid() else self.model.index(0, 0))

    def _put_banner(self, banner: Banner) -> None:
        self._clear_banner()
        self.banner = banner
        banner.closed.connect(self._clear_banner)
        self._notice.setContentsMargins(12, 12, 12, 0)
        self._notice.addWidget(banner)

    def _clear_banner(self) -> None:
        if self.banner is not None:
            self.banner.hide()
            self.banner.deleteLater()
            self.banner = None
            self._notice.setContentsMargins(12, 0, 12, 0)

    # Choosing, mending, taking
    def _choose_column(self, index: int, wanted: str) -> None:
        table = self._current()
        if self.held is not None and table is not None:
            self.held.choose(table, index, wanted)
            self._read()

    def _mend(self, row: int, column: int, text: str) -> None:
        table = self._current()
        if self.held is not None and table is not None:
            self.held.mend(table, row, column, text)
            self._read()

    def save_failed(self) -> None:
        if self.trial is None or self.held is None:
            return
        name = _("{name} – failed rows").format(name=Path(self.held.name).stem)
        target = self.ask_target(self, f"{name}.xlsx")
        if target is None:
            return
        try:
            write(target, self._files.rejects(self.trial))
        except FlexDeskError as error:
            self._put_banner(Banner.of_error(error))

    def take(self) -> None:
        trial, held = self.trial, self.held
        if trial is None or held is None:
            return
        self.take_button.setEnabled(False)
        self._runner.start(
            on_store(self._store, lambda _progress: self._files.take(trial.reading, held.name)),
            done=self._taken,
            failed=self._not_taken,
            label=_("Taking the registers in"),
        )

    def _taken(self, taken: RegisterImport) -> None:
        if taken.change is not None:
            text = _("Import of {count} entries of leave and travel").format(count=taken.accepted)
            self._editor.push(text, taken.change)
        self._show_result(taken)

    def _not_taken(self, error: BaseException) -> None:
        self.take_button.setEnabled(True)
        if isinstance(error, FlexDeskError):
            self._put_banner(Banner.of_error(error))
        else:
            self._report(error)

    def _show_result(self, taken: RegisterImport) -> None:
        column = self._result_column
        while (item := column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        failed = len(taken.rejected)
        sentence = _("{new} entries new, {known} the same.").format(new=taken.accepted, known=taken.known)
        lines = []
        if taken.change is not None:
            lines.append(_("Ctrl+Z takes the whole import back."))
        if taken.doubtful:
            text = _("{count} entries want a look; they stand under “{view}”.")
            lines.append(text.format(count=len(taken.doubtful), view=_("Attention")))
        if failed:
            lines.append(_("{count} rows were not taken; they wait in the step before.").format(count=failed))
        actions = [BannerAction(_("Done"), self.closed.emit, "check")]
        if failed:
            actions.append(BannerAction(_("Back to the failed rows"), self._read, "arrow-left"))
        state = EmptyState("circle-check", sentence, " ".join(lines), actions)
        column.addWidget(state)
        self.steps.show_step(_RESULT, (_FILE, _COLUMNS, _CHECK))
        self.stack.setCurrentWidget(self.result)
        state.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    # What the page passes on
    def step_fault(self, step: int) -> bool:
        if self.stack.currentWidget() is not self.check:
            return False
        found = self.model.next_fault(self.table.currentIndex().row(), step)
        self._go(found)
        return found.isValid()

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
            self.read_text(pasted(event.mimeData()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme.current()
        painter.fillRect(self.rect(), look.color("window"))
        height = fonts.scaled(44)
        painter.fillRect(0, 0, self.width(), height, look.color("surface"))
        painter.fillRect(0, height - 1, self.width(), 1, look.color("border"))


def pasted(data: QMimeData) -> str:
    """The clipboard's text; a table that came only as HTML is read as such."""
    return data.text() if data.hasText() else data.html()
