"""Copies of the store: when they were made, whether they can be read, and the way back from one."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.i18n import _
from flexdesk.progress import Progress
from flexdesk.store.backups import Backup
from ui.feedback.reporter import Reporter
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.widgets.button import Button, Kind
from ui.widgets.card import Card
from ui.widgets.cells import Cell
from ui.widgets.label import Label
from ui.widgets.table import Column, RowsModel, TableView
from ui.widgets.tones import Tone


class BackupsView(QWidget):
    """A restore lays out a copy that never sends; the store in use is not touched."""

    def __init__(self, desk: Desk, runner: Runner, reporter: Reporter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._runner, self._reporter = desk, runner, reporter
        self._good: dict[str, bool] = {}
        self.make = Button(_("Back up now"), icon="save", kind=Kind.PRIMARY)
        self.check = Button(_("Check"), icon="shield-check")
        self.restore = Button(_("Restore into a copy"), icon="history")
        head = QHBoxLayout()
        kept = _("Kept: all of a day, then one a day, a week, a month.")
        head.addWidget(Label(kept, token="muted", wrap=True), 1)
        for button in (self.check, self.restore, self.make):
            head.addWidget(button)
        columns: list[Column[Backup]] = [
            Column("made", _("Made"), lambda one: Cell(_moment(one), strong=True), 190),
            Column("size", _("Size"), lambda one: Cell(f"{one.bytes / 1024:.0f} KB"), 100, True),
            Column("state", _("State"), self._state, 200),
            Column("name", _("File"), lambda one: Cell(one.name, token="muted")),
        ]
        self.model: RowsModel[Backup] = RowsModel(columns, lambda one: one.name)
        self.model.setParent(self)
        self.table = TableView(_("Backups"))
        self.table.show_rows_of(self.model)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addLayout(head)
        column.addWidget(card, 1)
        self.where = Label("", "small", token="muted", wrap=True)
        column.addWidget(self.where)
        self.make.clicked.connect(lambda: self.back_up())
        self.check.clicked.connect(lambda: self.verify())
        self.restore.clicked.connect(lambda: self._ask_folder())
        self.refresh()

    def refresh(self) -> None:
        kept = self.chosen()
        self.model.set_rows(self._desk.backups.all())
        found = self.model.find(kept)
        self.table.setCurrentIndex(found if found.isValid() else self.model.index(0, 0))
        for button in (self.check, self.restore):
            button.setEnabled(bool(self.model.rows))
        folder = self._desk.folder / "backups"
        self.where.setText(_("Folder: {folder}").format(folder=folder))

    def chosen(self) -> str:
        row = self.model.row_at(self.table.currentIndex())
        return row.name if row is not None else ""

    def _state(self, one: Backup) -> Cell:
        good = self._good.get(one.name)
        if good is None:
            return Cell(_("not checked yet"), token="muted")
        if good:
            return Cell(_("readable and whole"), icon="circle-check", icon_token="positive")
        return Cell(_("damaged"), icon="circle-x", icon_token="negative", token="negative")

    def back_up(self) -> None:
        """A new backup, checked at once: a copy nobody read is no backup."""

        def work(progress: Progress) -> tuple[Backup, list[str]]:
            made = self._desk.backups.create(
                self._desk.clock.now(), lambda _status, left, total: progress.report(total - left, total)
            )
            return made, self._desk.backups.verify(made.name)

        self._runner.start(on_store(self._desk.store, work), done=self._say_made, label=_("Backing up"))

    def _say_made(self, result: tuple[Backup, list[str]]) -> None:
        made, faults = result
        self._good[made.name] = not faults
        self.refresh()
        self._say_checked(made.name, faults)

    def verify(self) -> None:
        name = self.chosen()
        if name:
            self._runner.start(
                on_store(self._desk.store, lambda _progress: self._desk.backups.verify(name)),
                done=lambda faults: self._say_checked(name, faults),
                label=_("Checking the backup"),
            )

    def _say_checked(self, name: str, faults: list[str]) -> None:
        self._good[name] = not faults
        self.refresh()
        if faults:
            text = _("The backup {name} is damaged; make a new one now.").format(name=name)
            self._reporter.tell(text, Tone.NEGATIVE)
        else:
            self._reporter.tell(_("The backup {name} is readable and whole.").format(name=name))

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("An empty folder for the copy"), str(Path.home()))
        if folder:
            self.restore_to(Path(folder))

    def restore_to(self, folder: Path) -> None:
        name = self.chosen()
        if not name:
            return
        self._runner.start(
            on_store(self._desk.store, lambda _progress: self._desk.backups.restore_as_copy(name, folder)),
            done=lambda _done: self._say_restored(folder),
            label=_("Restoring into a copy"),
        )

    def _say_restored(self, folder: Path) -> None:
        text = _("The copy lies in {folder}. It can be looked at and never sends; your data is unchanged.")
        self._reporter.tell(text.format(folder=folder))


def _moment(one: Backup) -> str:
    return one.made_at.astimezone().strftime("%d-%m-%Y %H.%M")
