"""Which people the grid shows: those whose name, number or group was typed, or those with a problem."""

from collections.abc import Collection
from dataclasses import dataclass

from ui.schedule.ports import PersonRow
from ui.schedule.sheet import Sheet


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Commas part alternatives; the words between two commas must all be there."""

    text: str = ""
    troubled: bool = False

    @property
    def is_on(self) -> bool:
        return self.troubled or bool(self.text.strip(" ,"))

    def chosen(self, whole: Sheet, staying: Collection[str] = ()) -> tuple[PersonRow, ...]:
        """The people of the sheet that match; whoever is `staying` needs no problem any more."""
        wanted = [part.split() for part in self.text.casefold().split(",") if part.strip()]
        troubled = {one.row for one in whole.problems}
        return tuple(
            person
            for row, person in enumerate(whole.people)
            if (not wanted or _matches(person, wanted))
            and (not self.troubled or row in troubled or person.key in staying)
        )


def _matches(person: PersonRow, wanted: Collection[list[str]]) -> bool:
    told = " ".join((person.name, person.nip, person.group, *person.points)).casefold()
    return any(all(word in told for word in words) for words in wanted)
