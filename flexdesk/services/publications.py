"""What was published of a period, version by version, and the withdrawal of the version that stands."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flexdesk.domain import publications
from flexdesk.domain.halves import label, thawed
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import Period, day_label, parse_period
from flexdesk.domain.publications import CellChange, CellKey, Version
from flexdesk.domain.schema import split_key
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.store.store import Store


class NotPublished(FlexDeskError):
    code = "publish.nothing_stands"
    ticket = "FD-TRB-01"
    text = N_("No published schedule of {period} stands.")
    next = N_("See which versions there were with `flexdesk schedule versions`.")


class NoSuchVersion(FlexDeskError):
    code = "publish.no_version"
    ticket = "FD-TRB-02"
    text = N_("There is no version {version} of {period}.")
    next = N_("See which versions there are with `flexdesk schedule versions`.")


class WithdrawReasonMissing(FlexDeskError):
    """A letter of withdrawal has to say why."""

    code = "publish.withdraw_reason"
    ticket = "FD-TRB-03"
    text = N_("Withdrawing a published schedule needs a reason.")
    next = N_("Give the reason; the letter of withdrawal prints it.")


def read_versions(store: Store, first: date, last: date) -> list[Version]:
    """Publications of these days, the oldest first; people entered twice stand under the one that stays."""
    merged = store.merged()
    made = []
    for row in store.select("publication"):
        week, number = split_key(str(row["key"]))
        period = parse_period(week)
        if period.last < first or period.first > last:
            continue
        cells: dict[CellKey, str] = {
            (str(merged.of(person)), date.fromisoformat(day)): place
            for person, day, place in json.loads(str(row["cells"] or "[]"))
        }
        withdrawn = row["withdrawn_on"]
        made.append(
            Version(
                key=str(row["key"]),
                period=period,
                number=int(number),
                published_on=date.fromisoformat(str(row["published_on"])),
                letter=str(row["letter"] or ""),
                signer=str(row["signer"] or ""),
                cells=cells,
                reason=str(row["reason"] or ""),
                withdrawn_on=date.fromisoformat(str(withdrawn)) if withdrawn else None,
                withdraw_reason=str(row["withdraw_reason"] or ""),
                withdraw_letter=str(row["withdraw_letter"] or ""),
            )
        )
    return sorted(made, key=lambda one: (one.published_on, one.number))


def versions_of(store: Store, period: Period) -> list[Version]:
    """Those of exactly this period, by number."""
    found = read_versions(store, period.first, period.last)
    return sorted((one for one in found if one.period.code == period.code), key=lambda one: one.number)


def version_of(versions: Sequence[Version], period: Period, number: int) -> Version:
    """Raises NoSuchVersion."""
    for one in versions:
        if one.number == number:
            return one
    raise NoSuchVersion(version=number, period=period.label())


@dataclass(frozen=True, slots=True)
class Difference:
    """A changed cell with the person's name, for a line to read."""

    name: str
    change: CellChange

    @property
    def sentence(self) -> str:
        old, new = place_word(self.change.before), place_word(self.change.after)
        return f"{self.name}, {day_label(self.change.day)}: {old} → {new}"


def place_word(frozen: str | None) -> str:
    """As the schedule speaks of a place; a dash for an empty cell."""
    place, half = thawed(frozen or "")
    return label(place, half) if place is not None else "–"


class PublicationService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._store = committer.store
        self._reader = reader

    def versions(self, period: Period) -> list[Version]:
        """Those of exactly this period, the first one first."""
        return versions_of(self._store, period)

    def version(self, period: Period, number: int) -> Version:
        """Raises NoSuchVersion."""
        return version_of(self.versions(period), period, number)

    def standing(self, period: Period) -> Version:
        """Raises NotPublished."""
        found = publications.standing(self.versions(period))
        if found is None:
            raise NotPublished(period=period.label())
        return found

    def difference(self, old: Version, new: Version) -> list[Difference]:
        return self.named(publications.difference(old.cells, new.cells))

    def since_standing(self, period: Period, shown: Mapping[CellKey, str]) -> list[Difference]:
        """What the cells shown now would change of the version that stands; nothing before a first one."""
        old = publications.standing(self.versions(period))
        return self.named(publications.difference(old.cells, shown)) if old else []

    def named(self, changes: list[CellChange]) -> list[Difference]:
        names = {person.key: person.full_name for person in self._reader.people(archived=True)}
        return [Difference(names.get(one.person, one.person), one) for one in changes]

    def withdraw(self, period: Period, reason: str, letter: str = "") -> Change | None:
        """Take back the version that stands; the one before it stands again, or none.

        Raises NotPublished, WithdrawReasonMissing. Cells, locks and rules are untouched.
        """
        version = self.standing(period)
        if not reason.strip():
            raise WithdrawReasonMissing()
        cells = {
            "withdrawn_on": self._committer.clock.today(self._reader.unit().zone),
            "withdraw_reason": reason.strip(),
            "withdraw_letter": letter.strip() or None,
        }
        op = self._committer.upsert("publication", version.key, cells)
        return self._committer.commit(Change("schedule.withdraw", (op,)))
