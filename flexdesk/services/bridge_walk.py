"""Going through the records of a form, one value at a time, forwards, back, and past what shall wait."""

from dataclasses import dataclass

from flexdesk.domain.ekinerja import Form
from flexdesk.services.bridge import Place, Sheet
from flexdesk.services.ekinerja import FormEntry, FormField


@dataclass(frozen=True, slots=True)
class Step:
    """A value that was copied; `finished` is the record that ends with it."""

    entry: FormEntry
    field: FormField
    finished: bool


class Walk:
    """Stands before the value that is copied next. Records that have nothing to type are passed over.

    It writes nothing: whoever walks ticks what was finished and shows the sheet again.
    """

    def __init__(self, sheet: Sheet, form: Form) -> None:
        self.form = form
        self._sheet, self._entries = sheet, _typed(sheet, form)
        self._item, self._at = "", 0
        self._stand_from(0)

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    # -- where it stands

    @property
    def entry(self) -> FormEntry | None:
        """The record of the next value; None when all were copied."""
        return next((entry for entry in self._entries if entry.key == self._item), None)

    @property
    def field(self) -> FormField | None:
        entry = self.entry
        return entry.steps[self._at] if entry is not None else None

    @property
    def at(self) -> int:
        return self._at

    @property
    def total(self) -> int:
        return len(self._entries)

    @property
    def done(self) -> int:
        return sum(entry.key in self._sheet.copied for entry in self._entries)

    def place(self, *, is_open: bool = True) -> Place:
        person = str(self._sheet.person["key"])
        return Place(person, self._sheet.period.code, str(self.form), self._item, self._at, is_open)

    def go_to(self, place: Place) -> None:
        """Stand where somebody stopped, or behind it when that record was finished since."""
        keys = [entry.key for entry in self._entries]
        if place.item not in keys:
            return
        if place.item in self._sheet.copied:
            self._stand_from(keys.index(place.item))
            return
        steps = self._entries[keys.index(place.item)].steps
        self._item, self._at = place.item, min(max(place.at, 0), len(steps) - 1)

    def show(self, sheet: Sheet) -> None:
        """Records or ticks changed: stay where one stood, if that record still waits."""
        before = [entry.key for entry in self._entries]
        place = self.place()
        self._sheet, self._entries = sheet, _typed(sheet, self.form)
        keys = [entry.key for entry in self._entries]
        if place.item in keys:
            self.go_to(place)
        else:
            self._stand_from(before.index(place.item) if place.item in before else 0)

    # -- walking

    def copy(self) -> Step | None:
        """The value to put on the clipboard; None when nothing waits."""
        entry, field = self.entry, self.field
        if entry is None or field is None:
            return None
        finished = self._at + 1 == len(entry.steps)
        if not finished:
            self._at += 1
        return Step(entry, field, finished)

    def back(self) -> FormEntry | None:
        """One value back; before the first of a record, into the record before.

        One that was copied waits again from its last value on, and is given; another begins anew.
        """
        if self._at > 0:
            self._at -= 1
            return None
        keys = [entry.key for entry in self._entries]
        at = keys.index(self._item) if self._item in keys else len(keys)
        if at == 0:
            return None
        entry = self._entries[at - 1]
        was_copied = entry.key in self._sheet.copied
        self._item, self._at = entry.key, len(entry.steps) - 1 if was_copied else 0
        return entry if was_copied else None

    def skip(self) -> None:
        """Leave this record for later: those that were skipped come again at the end."""
        keys = [entry.key for entry in self._entries]
        if self._item in keys:
            self._stand_from(keys.index(self._item) + 1)

    def _stand_from(self, at: int) -> None:
        """Before the first value of the next record that waits, from `at` on and round."""
        turned = self._entries[at:] + self._entries[:at]
        waiting = (entry.key for entry in turned if entry.key not in self._sheet.copied)
        self._item, self._at = next(waiting, ""), 0


def _typed(sheet: Sheet, form: Form) -> tuple[FormEntry, ...]:
    return tuple(entry for entry in sheet.entries if entry.form is form and entry.steps)
