"""Versions of a published schedule: which one stands, what it changed, and which amendment it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flexdesk.domain.periods import Period

CellKey = tuple[str, date]


@dataclass(frozen=True, slots=True)
class Version:
    """One publication as it was frozen; `cells` hold a place (`home`, `home/morning`) or an empty text."""

    key: str
    period: Period
    number: int
    published_on: date
    letter: str
    signer: str
    cells: Mapping[CellKey, str]
    reason: str = ""
    withdrawn_on: date | None = None
    withdraw_reason: str = ""
    withdraw_letter: str = ""

    @property
    def stands(self) -> bool:
        return self.withdrawn_on is None


@dataclass(frozen=True, slots=True)
class CellChange:
    """One person's day in two versions; None where a version does not know the person or the day."""

    person: str
    day: date
    before: str | None
    after: str | None


def standing(versions: Sequence[Version]) -> Version | None:
    """The newest that was not withdrawn."""
    return max((one for one in versions if one.stands), key=lambda one: one.number, default=None)


def before(versions: Sequence[Version], version: Version) -> Version | None:
    """What stands under a version: the version that it amends, None where it is the first."""
    return standing([one for one in versions if one.number < version.number])


def amendment(versions: Sequence[Version], version: Version) -> int:
    """The n of “perubahan ke-n”, 0 for a first publication; withdrawn amendments keep their number."""
    older = [one.number for one in versions if one.stands and one.number < version.number]
    return version.number - min(older) if older else 0


def difference(old: Mapping[CellKey, str], new: Mapping[CellKey, str]) -> list[CellChange]:
    """Cells that hold another place, by day and person; a cell on one side only counts when filled."""
    found = [
        CellChange(person, day, old.get((person, day)), new.get((person, day)))
        for person, day in old.keys() | new.keys()
        if (old.get((person, day)) or "") != (new.get((person, day)) or "")
    ]
    return sorted(found, key=lambda one: (one.day, one.person))
