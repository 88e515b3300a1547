"""The page before publishing: are the rules kept, what is new, and which papers come out of it."""

from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.i18n import N_, _
from ui.qt import accessible, fonts, icons
from ui.schedule import words
from ui.schedule.checks import facts_of
from ui.schedule.sheet import HARD, SOFT, Mark, Sheet
from ui.widgets.button import Button, Kind
from ui.widgets.card import Hairline
from ui.widgets.fields import CheckBox, ComboBox, LineField
from ui.widgets.label import IconLabel, Label

OUTPUTS = {
    "letter": N_("Order letter with annex"),
    "wall": N_("Wall sheet, F4"),
    "message": N_("Text for WhatsApp"),
    "slips": N_("Slips for each person"),
}
_TICKED = frozenset({"letter", "wall", "message"})
_MOST_CHANGES = 6
_WIDTH = 520


@dataclass(frozen=True, slots=True)
class Choice:
    """`signer` is a person's key, `outputs` are keys of `OUTPUTS`; `reason` answers advice that stays."""

    letter: str
    signer: str
    outputs: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """What is about to be published; `version` is that of the last time, None before the first."""

    week: int
    span: str
    version: int | None
    changed: int
    letter: str
    signer: str


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
        self._add_changes(sheet, before)
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

    def _add_changes(self, sheet: Sheet, before: Before) -> None:
        self._add_head(_("2. Differences"))
        if before.version is None:
            self._column.addWidget(Label(_("First publication of this week.")))
            return
        text = _("{count} cells differ from version {version}.")
        self._column.addWidget(Label(text.format(count=before.changed, version=before.version)))
        lines = [
            f"{sheet.people[spot.row].name}, {words.day_and_number(sheet.days[spot.column])}:"
            f" {words.spoken_place(sheet.place(spot))}"
            for spot in sheet.spots()
            if sheet.mark(spot) & Mark.CHANGED
        ]
        shown = lines[:_MOST_CHANGES]
        if len(lines) > len(shown):
            shown.append(_("and {count} more").format(count=len(lines) - len(shown)))
        if shown:
            self._column.addWidget(Label(" · ".join(shown), "small", token="muted", wrap=True))

    def _add_outputs(self) -> dict[str, CheckBox]:
        self._add_head(_("3. Papers"))
        grid, boxes = QGridLayout(), {}
        for number, (key, label) in enumerate(OUTPUTS.items()):
            box = boxes[key] = CheckBox(_(label))
            box.setChecked(key in _TICKED)
            grid.addWidget(box, number // 2, number % 2)
        self._column.addLayout(grid)
        return boxes

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
        return Choice(self.letter.text().strip(), signer, ticked, self.reason.text().strip())

    @classmethod
    def ask(cls, sheet: Sheet, before: Before, parent: QWidget | None) -> Choice | None:
        """None when the person did not publish."""
        dialog = cls(sheet, before, parent)
        try:
            accepted = dialog.exec() == QDialog.DialogCode.Accepted
            return dialog.choice() if accepted else None
        finally:
            dialog.deleteLater()
