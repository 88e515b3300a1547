"""Brings people in from a file or the clipboard: File, Columns, Check, Result, as one step of undo."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flexdesk.errors import FlexDeskError
from flexdesk.exchange.rejects import write_rejects
from flexdesk.i18n import _
from flexdesk.services.people import PeopleService
from flexdesk.services.people_import import PeopleImport
from flexdesk.store.store import Store
from ui.people.import_check import Check
from ui.people.import_trial import Import, Trial
from ui.qt import fonts, theme
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.undo.editor import Editor
from ui.widgets.banner import Banner, BannerAction
from ui.widgets.button import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.import_steps import Steps
from ui.widgets.label import ElidedLabel, Label

_FILE, _COLUMNS, _CHECK, _RESULT = range(4)


def ask_file(parent: QWidget) -> Path | None:
    name, _kind = QFileDialog.getOpenFileName(
        parent,
        _("Choose a list of people"),
        "",
        _("Tables ({patterns});;All files (*)").format(
            patterns="*.xlsx *.xls *.ods *.csv *.tsv *.txt *.html"
        ),
    )
    return Path(name) if name else None


def ask_target(parent: QWidget, suggestion: str) -> Path | None:
    name, _kind = QFileDialog.getSaveFileName(parent, _("Save failed rows"), suggestion, "Excel (*.xlsx)")
    return Path(name) if name else None


class ImportWizard(QWidget):
    """`closed` gives the page back to the roster."""

    closed = Signal()

    def __init__(
        self,
        people: PeopleService,
        editor: Editor,
        runner: Runner,
        *,
        report: Callable[[BaseException], object],
        store: Store,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._people, self._editor, self._runner = people, editor, runner
        self._report, self._store = report, store
        self.ask_file, self.ask_target = ask_file, ask_target
        self.held: Import | None = None
        self.trial: Trial | None = None
        self._asked = 0  # only the answer to the latest question is shown
        self.banner: Banner | None = None
        self.setAcceptDrops(True)
        self._build()

    # Building
    def _build(self) -> None:
        self.steps = Steps()
        self.source = ElidedLabel("", "small", token="muted")
        self.source.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.close_button = Button(_("Close"), icon="x", shortcut="Esc", bind=False)
        self.close_button.clicked.connect(self.closed)
        head = QWidget()
        head.setFixedHeight(fonts.scaled(44))
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(16)
        row.addWidget(Label(_("Import people"), "title", fonts.STRONG))
        row.addWidget(self.steps)
        row.addWidget(self.source, 1)
        row.addWidget(self.close_button)
        self._notice = QVBoxLayout()
        self._notice.setContentsMargins(12, 0, 12, 0)
        self.begin = self._begin()
        self.check = Check()
        self.check.column_chosen.connect(self._choose_column)
        self.check.mended.connect(self._mend)
        self.check.sheet_chosen.connect(self._choose_sheet)
        self.check.other_file.connect(self.choose_file)
        self.check.foot.save.clicked.connect(self.save_failed)
        self.check.foot.take.clicked.connect(self.take)
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

    def _begin(self) -> EmptyState:
        actions = (
            BannerAction(_("Choose a file"), self.choose_file, "folder-open", "Ctrl+O"),
            BannerAction(_("Paste from Excel"), self.paste, "copy", "Ctrl+V"),
        )
        text = _("xlsx, xls, ods, csv or a table from a web page; the heading may stand under a letterhead.")
        return EmptyState("file-spreadsheet", _("Choose a list, paste it, or drop it here."), text, actions)

    # Beginning
    def start(self) -> None:
        """The first step, with nothing chosen."""
        self.held = self.trial = None
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
        """What the clipboard holds: cells from a spreadsheet come as text with tabs."""
        self.read_text(pasted(QGuiApplication.clipboard().mimeData()))

    def read_file(self, path: Path) -> None:
        self._open(Import.of_file(path))

    def read_text(self, text: str) -> None:
        self._open(Import.of_text(_("Clipboard"), text))

    def _open(self, held: Import) -> None:
        self.held, self.trial = held, None
        self.source.setText(held.name)
        self._read()

    # Reading
    def _read(self) -> None:
        held = self.held
        if held is None:
            return
        self._asked += 1
        asked = self._asked
        self._runner.start(
            on_store(self._store, lambda progress: held.trial(self._people, progress)),
            done=lambda trial: self._show(asked, trial),
            failed=lambda error: self._refuse(asked, error),
            label=_("Reading {name}").format(name=held.name),
        )

    def _show(self, asked: int, trial: Trial) -> None:
        if asked != self._asked or self.held is None:
            return
        self._clear_banner()
        self.trial = trial
        sheet = trial.reading.layout.sheet
        self.source.setText(f"{self.held.name}, {sheet}" if sheet else self.held.name)
        self.check.show_trial(trial)
        self.steps.show_step(_CHECK, (_FILE, _COLUMNS))
        self.stack.setCurrentWidget(self.check)
        if not self.check.columns.choosing:
            self.check.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self, asked: int, error: BaseException) -> None:
        if asked != self._asked or self.held is None:
            return
        if not isinstance(error, FlexDeskError):
            self._report(error)
            return
        self._put_banner(Banner.of_error(error))
        views = self.held.bare_columns()
        if error.code == "import.no_roster" and views:
            self.check.show_bare(views, _("say where the NIP and the names stand"))
            self.steps.show_step(_COLUMNS, (_FILE,))
            self.stack.setCurrentWidget(self.check)
            box = self.check.columns.first_box()
            if box is not None:
                box.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.trial is None:
            self.steps.show_step(_FILE, ())
            self.stack.setCurrentWidget(self.begin)
            self.begin.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

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

    # Choosing and mending
    def _choose_column(self, index: int, wanted: str) -> None:
        if self.held is not None:
            views = self.trial.reading.columns if self.trial is not None else self.held.bare_columns()
            self.held.choose(views, index, wanted or None)
            self._read()

    def _choose_sheet(self, name: str) -> None:
        if self.held is not None:
            self.held.sheet = name
            self.held.mapping.clear()
            self.held.edits.clear()
            self._read()

    def _mend(self, number: int, column: int, text: str) -> None:
        if self.held is not None:
            self.held.edits[number, column] = text
            self._read()

    def save_failed(self) -> None:
        """The failed rows as a workbook with their reasons, to be mended there and read again."""
        if self.trial is None or self.held is None:
            return
        name = _("{name} – failed rows").format(name=Path(self.held.name).stem)
        target = self.ask_target(self, f"{name}.xlsx")
        if target is None:
            return
        try:
            write_rejects(target, self.trial.reading)
        except FlexDeskError as error:
            self._put_banner(Banner.of_error(error))

    # Taking
    def take(self) -> None:
        trial = self.trial
        if trial is None:
            return
        self.check.foot.take.setEnabled(False)
        self._runner.start(
            on_store(self._store, lambda _progress: self._people.take(trial.reading)),
            done=self._taken,
            failed=self._not_taken,
            label=_("Taking the people in"),
        )

    def _taken(self, taken: PeopleImport) -> None:
        if taken.change is not None:
            text = _("Import of {count} people").format(count=taken.new + taken.updated)
            self._editor.push(text, taken.change)
        self._remember(taken)
        self._show_result(taken)

    def _not_taken(self, error: BaseException) -> None:
        self.check.foot.take.setEnabled(True)
        if isinstance(error, FlexDeskError):
            self._put_banner(Banner.of_error(error))
        else:
            self._report(error)

    def _remember(self, taken: PeopleImport) -> None:
        """Only what a person chose is worth keeping; a guess is made again."""
        if self.held is None or not self.held.mapping:
            return
        headings = {view.index: view.heading for view in taken.reading.columns if view.heading}
        chosen = {headings[index]: wanted for index, wanted in self.held.mapping.items() if index in headings}
        if chosen:
            self._people.remember(taken.reading.layout.fingerprint, chosen)

    def _show_result(self, taken: PeopleImport) -> None:
        column = self._result_column
        while (item := column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        failed = len(taken.reading.rejected)
        sentence = _("{new} people new, {updated} updated, {same} the same.").format(
            new=taken.new, updated=taken.updated, same=taken.unchanged
        )
        lines = []
        if taken.change is not None:
            lines.append(_("Ctrl+Z takes the whole import back."))
        if failed:
            lines.append(_("{count} rows were not taken; they wait in the step before.").format(count=failed))
        actions = [BannerAction(_("Done"), self.closed.emit, "check")]
        if failed:
            actions.append(BannerAction(_("Back to the failed rows"), self._back, "arrow-left"))
        actions.append(BannerAction(_("Import another list"), self.start, "file-spreadsheet"))
        state = EmptyState("circle-check", sentence, " ".join(lines), actions)
        column.addWidget(state)
        self.steps.show_step(_RESULT, (_FILE, _COLUMNS, _CHECK))
        self.stack.setCurrentWidget(self.result)
        state.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self) -> None:
        self._read()

    # What the page passes on
    def step_fault(self, step: int) -> bool:
        return self.stack.currentWidget() is self.check and self.check.step_fault(step)

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
