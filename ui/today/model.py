"""Who is where on one day as a table: those who are elsewhere than planned stand first."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from flexdesk.domain.places import LETTERS, Place
from flexdesk.domain.schedule import Source
from flexdesk.i18n import _
from flexdesk.services.day import DayPerson, DayView
from ui.today import words
from ui.widgets.cells import EMPTY, Cell
from ui.widgets.chips import Mark
from ui.widgets.table import Column, RowsModel

Write = Callable[[list[str], Place | None], bool]


class DayModel(RowsModel[DayPerson]):
    """`write` takes people and the place they really are at; None is “as planned”."""

    def __init__(
        self, write: Callable[[list[str], Place | None], bool], parent: QWidget | None = None
    ) -> None:
        columns: list[Column[DayPerson]] = [
            Column("name", _("Name"), _name, 184),
            Column("duty", _("Duty"), lambda row: Cell(row.duty, "muted", condensed=True), 118),
            Column("planned", _("Plan"), lambda row: _chip(row.planned), 72),
            Column("actual", _("Now"), _actual, 96),
            Column("arrived", _("Arrival"), lambda row: Cell(row.arrived), 62),
            Column("remark", _("Remark"), _remark),
        ]
        super().__init__(columns, lambda row: row.key, parent)
        self._write = write
        self._all: list[DayPerson] = []
        self._text, self._only_different = "", False
        self.day: date | None = None

    def show_day(self, view: DayView) -> None:
        """A new version of the same day changes rows in place, so that the cursor stays."""
        ordered = sorted(view.people, key=lambda person: not person.differs)
        same = self.day == view.day and [row.key for row in self._all] == [row.key for row in ordered]
        self.day, before, self._all = view.day, self._all, ordered
        if not same:
            self._show()
            return
        for old, new in zip(before, ordered, strict=True):
            if old != new:
                self.replace_row(new)

    def want(self, text: str, *, only_different: bool) -> None:
        self._text, self._only_different = text.casefold(), only_different
        self._show()

    def _show(self) -> None:
        self.set_rows([row for row in self._all if self._fits(row)])

    def _fits(self, row: DayPerson) -> bool:
        if self._only_different and not row.differs:
            return False
        return all(word in f"{row.name} {row.duty}".casefold() for word in self._text.split())

    @property
    def different(self) -> int:
        return sum(row.differs for row in self._all)

    def record(self, keys: list[str], place: Place | None) -> bool:
        """Store where people really are."""
        return self._write(keys, place)


def _name(row: DayPerson) -> Cell:
    return Cell(row.name, strong=row.differs)


def _chip(place: Place | None, marks: Mark = Mark.NONE) -> Cell:
    if place is None:
        return EMPTY
    if place is Place.HOLIDAY:
        return Cell("–", "muted", spoken=LETTERS[place].label)
    return Cell(chip=words.letter(place), marks=marks, spoken=LETTERS[place].label)


def _actual(row: DayPerson) -> Cell:
    return _chip(row.actual, Mark.CHANGED) if row.differs else Cell(_("as planned"), "muted")


def _remark(row: DayPerson) -> Cell:
    token = "text" if row.differs else "muted"
    if row.remark or row.planned is None:
        return Cell(row.remark, token, tip=row.remark)
    if row.source == Source.LEAVE:
        return Cell(LETTERS[row.planned].label, token)
    return EMPTY
