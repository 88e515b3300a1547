"""People who moved to another unit: their history stays here to be read, and new ones are taken over."""

from dataclasses import dataclass
from datetime import date

from flexdesk.domain.ops import Change, Value
from flexdesk.domain.people import PostingReason
from flexdesk.errors import NotFound
from flexdesk.i18n import _
from flexdesk.services.membership import Membership
from flexdesk.services.moved import STILL
from flexdesk.services.people import PeopleService
from flexdesk.services.people_fields import PERSON_FIELDS
from flexdesk.store import history
from flexdesk.store.carriers import Carriers
from flexdesk.store.history import Entry
from flexdesk.store.store import Store
from flexdesk.sync.certificates import MoveEntry, verify_entry


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody who left. `late` is what anybody here wrote about the person without knowing of it."""

    person: str
    name: str
    unit: str
    day: date
    late: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who comes, with the data that the server handed over; `number` names it."""

    number: int
    nip: str
    name: str
    unit: str
    day: date
    cells: dict[str, Value]


class MoveService:
    def __init__(
        self, store: Store, people: PeopleService, membership: Membership, carriers: Carriers
    ) -> None:
        self._store = store
        self._people = people
        self._membership = membership
        self._carriers = carriers

    def departures(self) -> list[Departure]:
        """Everybody who left, in the order in which the server wrote it down."""
        return [
            Departure(
                entry.person,
                entry.name,
                entry.other,
                date.fromisoformat(entry.day),
                tuple(
                    one
                    for one in history.beyond(self._store, entry.vector, entry.person)
                    if one.table != "posting" and not (one.table == "person" and one.field in STILL)
                ),
            )
            for entry in self._entries()
            if not entry.cells
        ]

    def to_look_at(self) -> list[Departure]:
        """Those who left and still stand in the roster here."""
        standing = {str(row["key"]) for row in self._store.select("person") if not row["archived"]}
        return [one for one in self.departures() if one.person in standing]

    def arrivals(self) -> list[Arrival]:
        """Everybody who comes and is not in the roster yet."""
        return [
            Arrival(
                entry.pos,
                entry.nip,
                entry.name,
                entry.other,
                date.fromisoformat(entry.day),
                dict(entry.cells),
            )
            for entry in self._entries()
            if entry.cells and not self._store.select("person", nip=entry.nip)
        ]

    def take_over(self, number: int) -> Change | None:
        """Enter somebody who comes, with the data of the old unit. Raises NotFound, NipInvalid, NipTaken."""
        found = next((one for one in self.arrivals() if one.number == number), None)
        if found is None:
            raise NotFound(what=_("Move of a person"), key=str(number))
        fields = {name: str(value) for name, value in found.cells.items() if name in PERSON_FIELDS}
        first = {"posting_from": found.day.isoformat(), "reason": str(PostingReason.MUTATION)}
        _key, change = self._people.enter(**{**fields, "nip": found.nip, "name": found.name, **first})
        return change

    def _entries(self) -> list[MoveEntry]:
        server = self._membership.server()
        if server is None:
            return []
        read = [verify_entry(blob, server.issuer) for blob in self._carriers.entries("move")]
        return [entry for entry in read if isinstance(entry, MoveEntry)]
