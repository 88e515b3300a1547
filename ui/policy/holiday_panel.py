"""The form for one holiday: add, move or strike it with a reason, enter Ramadan, look at a list first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flexdesk.domain.calendar import HOLIDAY_LABELS, Holiday
from flexdesk.domain.periods import day_label
from flexdesk.i18n import N_, _
from flexdesk.services.holidays import HolidayImport, HolidayRow, HolidayStep
from ui.policy.editors import typed_day
from ui.policy.effect_lines import clear
from ui.qt import fonts
from ui.widgets.button import Button, Kind
from ui.widgets.fields import ComboBox, LineField
from ui.widgets.label import Label
from ui.widgets.side_panel import SidePanel

_WIDTH = 300
_SHOWN = 12
_KIND_NAMES = tuple(HOLIDAY_LABELS.items())
_FIELDS = {"kind": N_("kind"), "name": N_("name"), "decree": N_("decree"), "note": N_("reason")}


class Mode(Enum):
    LOOK = "look"
    ADD = "add"
    MOVE = "move"
    STRIKE = "strike"
    RAMADAN = "ramadan"
    IMPORT = "import"


_SHOWS = {
    Mode.LOOK: (),
    Mode.ADD: ("day", "name", "kind", "region", "decree", "reason"),
    Mode.MOVE: ("day", "reason"),
    Mode.STRIKE: ("reason",),
    Mode.RAMADAN: ("day", "last", "reason"),
    Mode.IMPORT: ("region", "decree"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form holds; `row` is the day that is moved or struck."""

    mode: Mode
    row: HolidayRow | None = None
    day: date | None = None
    last: date | None = None
    name: str = ""
    kind: str = ""
    region: str = ""
    decree: str = ""
    reason: str = ""
    file: Path | None = None


class HolidayPanel(SidePanel):
    """`given` carries a Wanted; `left` when the person gives up."""

    given = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("", min(fonts.scaled(_WIDTH), 380))
        self.mode = Mode.LOOK
        self._row: HolidayRow | None = None
        self._file: Path | None = None
        self.body.setContentsMargins(14, 10, 14, 8)
        self.body.setSpacing(6)
        self.words = QVBoxLayout()
        self.words.setSpacing(4)
        self.body.addLayout(self.words)
        self.fields = {
            "day": LineField(_("Date")),
            "last": LineField(_("Last day")),
            "name": LineField(_("Name")),
            "region": LineField(_("Region")),
            "decree": LineField(_("Decree")),
            "reason": LineField(_("Reason")),
        }
        self.kind = ComboBox(_("Kind"))
        for token, text in _KIND_NAMES:
            self.kind.addItem(_(text), str(token))
        self._labels: dict[str, QWidget] = {}
        for key in ("day", "last", "name", "kind", "region", "decree", "reason"):
            field: QWidget = self.kind if key == "kind" else self.fields[key]
            self._labels[key] = Label(field.accessibleName(), "small", token="muted")
            self.body.addWidget(self._labels[key])
            self.body.addWidget(field)
        for key in ("day", "last"):
            self.fields[key].setPlaceholderText(_("such as 1-12-2026"))
        self.fields["decree"].setPlaceholderText(_("number of the decision"))
        self.fault = Label("", "small", token="negative", wrap=True)
        self.body.addWidget(self.fault)
        self.body.addStretch(1)
        self.cancel = Button(_("Cancel"), shortcut="Esc", bind=False)
        self.keep = Button(_("Keep"), icon="check", kind=Kind.PRIMARY)
        row = QHBoxLayout()
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.keep)
        self.foot.addLayout(row)
        self.cancel.clicked.connect(self.left)
        self.keep.clicked.connect(lambda: self.give())
        for one in self.fields.values():
            one.returnPressed.connect(lambda: self.give())
        self._arrange()

    # -- what is shown

    def look(self, row: HolidayRow | None, steps: Sequence[HolidayStep]) -> None:
        """Facts of a day and who changed what."""
        self.mode, self._row = Mode.LOOK, row
        clear(self.words)
        self.title.setText(_("This day"))
        if row is None:
            self._say(_("No day is chosen."))
        else:
            self._say(row.name, strong=True)
            self._say(day_label(row.day))
            self._say(row.decree or _("no decree"))
            if row.note:
                self._say(_("Reason: {reason}").format(reason=row.note))
            self._show_steps(steps)
        self._arrange()

    def _show_steps(self, steps: Sequence[HolidayStep]) -> None:
        self._say(_("History of this day"), strong=True)
        told = [step for step in steps if step.what in _FIELDS or step.what == "struck"]
        for step in told[-_SHOWN:]:
            at = step.at.astimezone().strftime("%d-%m-%Y %H.%M")
            if step.what == "struck":
                words = _("struck") if step.after else _("holds again")
            else:
                words = f"{_(_FIELDS[step.what])}: {step.after or '–'}"
            self._say(f"{at} · {step.device[:4]} · {words}")
        if not told:
            self._say(_("As shipped, nobody changed it."))

    def open(self, mode: Mode, row: HolidayRow | None, *, span: tuple[date, date] | None = None) -> None:
        """Ask for what that kind of change needs; moving and striking need a day in hand."""
        if mode in (Mode.MOVE, Mode.STRIKE) and row is None:
            return
        titles = {
            Mode.ADD: _("Add a holiday"),
            Mode.MOVE: _("Move the holiday to"),
            Mode.STRIKE: _("Strike the holiday"),
            Mode.RAMADAN: _("Fasting days of a year"),
        }
        self.mode, self._row = mode, row
        clear(self.words)
        self.title.setText(titles[mode])
        if row is not None:
            self._say(f"{row.name}, {day_label(row.day)}", strong=True)
        if mode is Mode.STRIKE:
            self._say(_("The day is then a working day like others; schedules of it are checked anew."))
        for field in self.fields.values():
            field.clear()
        if span is not None:
            self.fields["day"].setText(f"{span[0]:%d-%m-%Y}")
            self.fields["last"].setText(f"{span[1]:%d-%m-%Y}")
        self._arrange()
        self.fields[next(key for key in _SHOWS[mode] if key != "kind")].setFocus()

    def show_import(self, file: Path, found: HolidayImport) -> None:
        """What a list would bring, before it is taken."""
        self.mode, self._row, self._file = Mode.IMPORT, None, file
        clear(self.words)
        self.title.setText(_("Read a list"))
        self._say(file.name, strong=True)
        line = _("{new} new days, {changed} changed, {same} known, {rejected} rejected.")
        self._say(
            line.format(
                new=len(found.new), changed=len(found.changed), same=found.same, rejected=len(found.rejected)
            )
        )
        for one in (*found.new, *found.changed)[:_SHOWN]:
            self._say(_holiday(one))
        rest = len(found.new) + len(found.changed) - _SHOWN
        if rest > 0:
            self._say(_("and {count} more").format(count=rest))
        for row, message in found.rejected[:_SHOWN]:
            self._say(_("Row {row}: {message}").format(row=row, message=message), token="warning")
        self._arrange()
        self.keep.setEnabled(bool(found.new or found.changed))
        self.keep.setFocus()

    def close_form(self) -> None:
        self.mode = Mode.LOOK

    def _say(self, text: str, *, strong: bool = False, token: str = "text") -> None:
        weight = fonts.STRONG if strong else fonts.REGULAR
        self.words.addWidget(Label(text, "base" if strong else "small", weight, token=token, wrap=True))

    def _arrange(self) -> None:
        shown = _SHOWS[self.mode]
        for key, label in self._labels.items():
            label.setVisible(key in shown)
            (self.kind if key == "kind" else self.fields[key]).setVisible(key in shown)
        self._show_fault("")
        self.keep.setEnabled(True)
        for button in (self.cancel, self.keep):
            button.setVisible(self.mode is not Mode.LOOK)

    def _show_fault(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    # -- what was given

    def give(self) -> None:
        if self.mode is Mode.LOOK or not self.keep.isEnabled():
            return
        shown = _SHOWS[self.mode]
        try:
            day = self._typed("day") if "day" in shown else None
            last = self._typed("last") if "last" in shown else None
        except ValueError:
            self._show_fault(_("Write the date as 1-12-2026."))
            return
        self._show_fault("")
        text = {key: field.text().strip() for key, field in self.fields.items()}
        self.given.emit(
            Wanted(
                self.mode,
                self._row,
                day,
                last,
                text["name"],
                str(self.kind.currentData()),
                text["region"],
                text["decree"],
                text["reason"],
                self._file,
            )
        )

    def _typed(self, key: str) -> date:
        return date.fromisoformat(typed_day(self.fields[key].text()))


def _holiday(one: Holiday) -> str:
    return f"{day_label(one.day)}: {one.name}"
