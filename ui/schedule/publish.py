"""The page before publishing: are the rules kept, what is new, and which papers come out of it."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.i18n import N_, _
from ui.qt import accessible, fonts, icons
from ui.schedule.checks import facts_of
from ui.schedule.sheet import HARD, SOFT, Sheet
from ui.widgets.button import Button, Kind
from ui.widgets.card import Hairline
from ui.widgets.fields import CheckBox, ComboBox, LineField
from ui.widgets.label import IconLabel, Label

OUTPUTS = {
    "letter": N_("Order letter with annex"),
    "wall": N_("Wall sheet, F4"),
    "message": N_("Text for WhatsApp"),
    "slips": N_("Slips for each person"),
    "picture": N_("Picture of the wall sheet"),
    "calendar": N_("Calendar file (ICS)"),
    "table": N_("Table for the personnel agency"),
    "weekqr": N_("The week in one QR code"),
}
_TICKED = frozenset({"letter", "wall", "message"})
_MOST_CHANGES = 6
_MOST_VERSIONS = 3
_WIDTH = 520


@dataclass(frozen=True, slots=True)
class Choice:
    """`signer` is a person's key, `outputs` are keys of `OUTPUTS`; `reason` answers advice that stays."""

    letter: str
    signer: str
    outputs: tuple[str, ...]
    reason: str = ""
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What is about to be published; `version` is that of the last time, None before the first.

    `changes` are lines with before and after, `versions` what was published so far; `folder` takes the
    papers.
    """

    week: int
    span: str
    version: int | None
    changed: int
    letter: str
    signer: str
    changes: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    folder: Path | None = None


class PublishDialog(QDialog):
    """Cannot be accepted while a rule refuses; says which one."""

    def __init__(self, sheet: Sheet, before: Before, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        question = _("Publish week {week} for {count} people?").format(week=before.week, count=sheet.height)
        self.setWindowTitle(question)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(6)
        self._column.addWidget(Label(question, "heading", fonts.STRONG, wrap=True))
        self._column.addWidget(Label(before.span, token="muted"))
        self.reason = LineField(_("Why they stay"), parent=self)
        self.reason.hide()
        self.reason.setPlaceholderText(_("Why they stay; it is kept with the schedule"))
        self._add_checks(sheet)
        self._add_changes(before)
        self._folder = before.folder
        self._boxes = self._add_outputs()
        self.letter, self.signer = self._add_letter(sheet, before)
        self._add_buttons(free=not sheet.count(HARD))
        self.setFixedWidth(fonts.scaled(_WIDTH))
        accessible.name(self, question, before.span)
        self.setTabOrder(self.reason, self.letter)
        self.letter.setFocus()

    def _add_head(self, text: str) -> None:
        self._column.addSpacing(4)
        self._column.addWidget(Hairline())
        self._column.addWidget(Label(text, "small", fonts.STRONG, token="muted"))

    def _add_line(self, icon: str, token: str, text: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(icon, token, icons.NORMAL))
        row.addWidget(Label(text, wrap=True), 1)
        self._column.addLayout(row)

    def _add_checks(self, sheet: Sheet) -> None:
        self._add_head(_("1. Rules"))
        hard, soft = sheet.count(HARD), sheet.count(SOFT)
        if hard:
            text = _("{count} problems must be mended before publishing.").format(count=hard)
            self._add_line("circle-x", "negative", text)
            for problem in [one for one in sheet.problems if one.grade == HARD][:3]:
                facts = facts_of(sheet, problem)
                who = ", ".join(part for part in (facts.title, facts.day) if part)
                article = f" ({facts.article})" if facts.article else ""
                self._column.addWidget(Label(f"{who}: {facts.sentence}{article}", "small", wrap=True))
        else:
            self._add_line("circle-check", "positive", _("No binding rule is broken."))
        if soft:
            self._add_line("triangle-alert", "warning", _("{count} advised points stay.").format(count=soft))
            self._column.addWidget(self.reason)
            self.reason.show()

    def _add_changes(self, before: Before) -> None:
        self._add_head(_("2. Differences"))
        if before.version is None:
            self._column.addWidget(Label(_("First publication of this week.")))
            return
        text = _("{count} cells differ from version {version}.")
        self._column.addWidget(Label(text.format(count=before.changed, version=before.version)))
        shown = list(before.changes[:_MOST_CHANGES])
        if len(before.changes) > len(shown):
            shown.append(_("and {count} more").format(count=len(before.changes) - len(shown)))
        if shown:
            self._column.addWidget(Label("\n".join(shown), "small", wrap=True))
        for line in before.versions[-_MOST_VERSIONS:]:
            self._column.addWidget(Label(line, "small", token="muted", wrap=True))

    def _add_outputs(self) -> dict[str, CheckBox]:
        self._add_head(_("3. Papers"))
        grid, boxes = QGridLayout(), {}
        for number, (key, label) in enumerate(OUTPUTS.items()):
            box = boxes[key] = CheckBox(_(label))
            box.setChecked(key in _TICKED)
            grid.addWidget(box, number // 2, number % 2)
        self._column.addLayout(grid)
        if self._folder is not None:
            self._add_folder()
        return boxes

    def _add_folder(self) -> None:
        row = QHBoxLayout()
        self._place = Label("", "small", token="muted", wrap=True)
        choose = Button(_("Folder…"), icon="folder-open", small=True)
        choose.setAutoDefault(False)
        choose.clicked.connect(lambda: self.choose_folder())
        row.addWidget(self._place, 1)
        row.addWidget(choose)
        self._column.addLayout(row)
        self._show_folder()

    def _show_folder(self) -> None:
        self._place.setText(_("Files go to {folder}").format(folder=self._folder))

    def choose_folder(self) -> None:
        """The folder that the papers are written to; it is kept for the next time."""
        chosen = QFileDialog.getExistingDirectory(self, _("Folder for the papers"), str(self._folder))
        if chosen:
            self._folder = Path(chosen)
            self._show_folder()

    def _add_letter(self, sheet: Sheet, before: Before) -> tuple[LineField, ComboBox]:
        letter, signer = LineField(_("Letter number"), before.letter), ComboBox(_("Signer"))
        for person in sheet.people:
            signer.addItem(person.name, person.key)
        signer.setCurrentIndex(max(signer.findData(before.signer), 0))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for row, (text, field) in enumerate(((_("Letter number"), letter), (_("Signer"), signer))):
            grid.addWidget(Label(text, "small", token="muted"), row, 0)
            grid.addWidget(field, row, 1)
        self._column.addSpacing(4)
        self._column.addLayout(grid)
        return letter, signer

    def _add_buttons(self, *, free: bool) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.go = Button(_("Publish"), shortcut="Enter", bind=False, kind=Kind.PRIMARY, icon="send")
        self.go.setEnabled(free)
        self.go.setDefault(free)
        cancel.setAutoDefault(not free)
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self.accept)
        row.addWidget(cancel)
        row.addWidget(self.go)
        self._column.addSpacing(8)
        self._column.addLayout(row)

    def choice(self) -> Choice:
        ticked = tuple(key for key, box in self._boxes.items() if box.isChecked())
        signer = str(self.signer.currentData() or "")
        return Choice(self.letter.text().strip(), signer, ticked, self.reason.text().strip(), self._folder)

    @classmethod
    def ask(cls, sheet: Sheet, before: Before, parent: QWidget | None) -> Choice | None:
        """None when the person did not publish."""
        dialog = cls(sheet, before, parent)
        try:
            accepted = dialog.exec() == QDialog.DialogCode.Accepted
            return dialog.choice() if accepted else None
        finally:
            dialog.deleteLater()
