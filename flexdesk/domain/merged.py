"""People who were entered twice and are one: which record stands for which, and where a person is named.

A merge writes one cell (`person.merged_into`) and moves nothing. Rows of the record that was merged keep
their keys and are read as rows of the one that stays; so whatever another laptop still writes to the old
record arrives at the right person, and taking the cell back gives each record its own history again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flexdesk.domain.ops import Value
from flexdesk.domain.schema import Table

# Columns that hold a person's key. A name or a NIP that stands in one of them is never taken for a key.
PERSON_COLUMNS = frozenset(
    {
        "by",
        "decided_by",
        "giver",
        "head",
        "officer",
        "opinion_by",
        "partner",
        "person",
        "rater",
        "rater_superior",
        "signer",
        "superior",
    }
)


@dataclass(frozen=True, slots=True)
class Merged:
    """`survivor` maps each record that was merged to the one that stands for it at the end of the chain."""

    survivor: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.survivor)

    def of(self, value: Value) -> Value:
        """The record that stands for `value`; anything else comes back as it is."""
        return self.survivor.get(value, value) if isinstance(value, str) else value

    def all_of(self, key: str) -> tuple[str, ...]:
        """A record and all that were merged into it, itself first; takes any of them."""
        stays = self.survivor.get(key, key)
        return (stays, *self.others.get(stays, ()))

    def row_keys(self, table: Table, key: str) -> tuple[str, ...]:
        """Keys under which a row with that natural key may have been written, the survivor's first."""
        if table.name == "person":
            return (self.survivor.get(key, key),)
        place = part_of_person(table)
        parts = key.split("|")
        if place is None or len(parts) != len(table.key):
            return (key,)
        return tuple(
            "|".join((*parts[:place], person, *parts[place + 1 :])) for person in self.all_of(parts[place])
        )


NOBODY = Merged()


def part_of_person(table: Table) -> int | None:
    """Which part of the natural key names a person."""
    return table.key.index("person") if len(table.key) > 1 and "person" in table.key else None


def merged_of(links: Iterable[tuple[str, str]]) -> Merged:
    """Follows (record, merged into) to the ends of the chains.

    Two laptops may merge the same two records in opposite directions. Then the smallest key of the ring
    stays, on both.
    """
    into = dict(links)
    survivor = {key: end for key in into if (end := _end(key, into)) != key}
    others: defaultdict[str, list[str]] = defaultdict(list)
    for key in sorted(survivor):
        others[survivor[key]].append(key)
    return Merged(survivor, {key: tuple(held) for key, held in others.items()})


def _end(key: str, into: Mapping[str, str]) -> str:
    seen = [key]
    while (following := into.get(seen[-1])) is not None:
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]
