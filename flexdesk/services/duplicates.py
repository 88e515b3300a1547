"""People who were entered twice: found, laid side by side, made one, and taken apart again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flexdesk.domain.duplicates import Pair, pairs
from flexdesk.domain.ops import Change
from flexdesk.domain.schema import TABLES
from flexdesk.errors import FlexDeskError, NotFound, UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import former_nips, person_row
from flexdesk.services.people_fields import NipTaken
from flexdesk.store.store import Row

# What the two cards show, and what may be chosen from either.
FIELDS = (
    "nip",
    "name",
    "front_titles",
    "back_titles",
    "status",
    "golongan",
    "phone",
    "email",
    "domicile",
    "task_criteria",
    "field_duty",
    "wanted_days",
)


class SamePerson(FlexDeskError):
    code = "person.same"
    ticket = "FD-PEG-05"
    text = N_("Both numbers belong to one record already: {name}.")
    next = N_("Choose another person to merge with.")


class NotMerged(FlexDeskError):
    code = "person.not_merged"
    ticket = "FD-PEG-06"
    text = N_("{name} was not merged with anybody.")
    next = N_("See `flexdesk people duplicates` for who was.")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records: its cells as stored, and how many rows of each table hang on it."""

    row: Row
    rows: Mapping[str, int]

    @property
    def key(self) -> str:
        return str(self.row["key"])

    @property
    def total(self) -> int:
        return sum(self.rows.values())


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records side by side; `differing` are the fields that are not the same in both."""

    first: Side
    second: Side
    pair: Pair | None
    differing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergedPerson:
    """A record that was merged, with the one that stands for it."""

    row: Row
    survivor: Row


class DuplicateService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._store = committer.store
        self._reader = reader

    # -- looking

    def pairs(self) -> list[Pair]:
        """Every two records of the roster that may be one person, archived ones included."""
        return pairs(self._reader.people(archived=True))

    def of(self, key: str) -> list[Pair]:
        """Pairs that one person is in."""
        return [pair for pair in self.pairs() if key in (pair.first, pair.second)]

    def compare(self, one: str, other: str) -> Comparison:
        """Two people side by side, by NIP or key. Raises NotFound, SamePerson."""
        first, second = person_row(self._store, one), person_row(self._store, other)
        if first["key"] == second["key"]:
            raise SamePerson(name=first["name"])
        keys = {str(first["key"]), str(second["key"])}
        pair = next((p for p in self.pairs() if {p.first, p.second} == keys), None)
        differing = tuple(name for name in FIELDS if (first[name] or None) != (second[name] or None))
        return Comparison(self._side(first), self._side(second), pair, differing)

    def merged(self) -> list[MergedPerson]:
        """Every record that was merged."""
        survivors = self._store.merged().survivor
        stored = {str(row["key"]): row for row in self._store.stored("person")} if survivors else {}
        found = [MergedPerson(stored[key], stored[end]) for key, end in survivors.items()]
        return sorted(found, key=lambda one: (str(one.survivor["name"]), str(one.row["key"])))

    def _side(self, row: Row) -> Side:
        key = str(row["key"])
        counts: dict[str, int] = {}
        for table in TABLES:
            own = table.name != "person" and "person" in (*table.key, *(c.name for c in table.columns))
            if own and (number := len(self._store.select(table.name, person=key))):
                counts[table.name] = number
        return Side(row, counts)

    # -- changing

    def merge(self, keep: str, gone: str, fields: Sequence[str] = ()) -> Change | None:
        """Let the first record stand for the second too; `fields` are taken over from the second.

        Nothing else is moved: what hangs on the second, and what other laptops still write to it, is read
        under the first. Raises NotFound, SamePerson, UsageError.
        """
        stays, goes = person_row(self._store, keep), person_row(self._store, gone)
        if stays["key"] == goes["key"]:
            raise SamePerson(name=stays["name"])
        unknown = sorted(set(fields) - set(FIELDS))
        if unknown:
            raise UsageError(detail=_("a person has no “{name}”").format(name=unknown[0]))
        ops = [self._committer.update("person", goes, {"merged_into": stays["key"]})]
        cells: dict[str, Any] = {name: goes[name] for name in fields}
        for name in FIELDS:  # what only one of them knows is not lost
            if not stays[name] and goes[name]:
                cells.setdefault(name, goes[name])
        if stays["archived"] and not goes["archived"]:
            cells |= {"archived": None, "archive_reason": None}
        number = cells.get("nip") or stays["nip"]
        known = [stays["nip"], goes["nip"], *former_nips(stays), *former_nips(goes)]
        cells["former_nip"] = ",".join(dict.fromkeys(str(nip) for nip in known if nip and nip != number))
        ops.append(self._committer.update("person", stays, cells))
        return self._committer.commit(Change("person.merge", tuple(ops)))

    def unmerge(self, text: str) -> Change | None:
        """Give a merged record its own history back; what was changed since stays with whom it was made.

        `text` is the NIP or key of the record that was merged. Raises NotMerged, NotFound, NipTaken.
        """
        found = self._merged_row(text)
        stays = self._store.stored("person", key=self._store.merged().of(str(found["key"])))[0]
        ops = [self._committer.update("person", found, {"merged_into": None})]
        cells: dict[str, Any] = {}
        own = [str(nip) for nip in (found["nip"], *former_nips(found)) if nip]
        left = [nip for nip in former_nips(stays) if nip not in own]
        if stays["nip"] and stays["nip"] == found["nip"] and left:
            cells["nip"] = left.pop(0)  # the survivor had taken this number over
        cells["former_nip"] = ",".join(left)
        ops.append(self._committer.update("person", stays, cells))
        number = cells.get("nip", stays["nip"])
        if number and number == found["nip"] and not (stays["archived"] or found["archived"]):
            raise NipTaken(nip=number, name=stays["name"])
        return self._committer.commit(Change("person.unmerge", tuple(ops)))

    def _merged_row(self, text: str) -> Row:
        plain = "".join(character for character in text if character not in " .-'")
        found = [one.row for one in self.merged() if plain == one.row["nip"] or text == one.row["key"]]
        if found:
            return found[0]
        known = self._store.stored("person", nip=plain) or self._store.stored("person", key=text)
        if not known:
            raise NotFound(what=_(N_("Employee")), key=text)
        raise NotMerged(name=known[0]["name"])
