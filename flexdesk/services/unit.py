"""The unit itself: its name and letterhead, its service points, the other places it may work at."""

from collections.abc import Mapping, Sequence
from typing import Any

from flexdesk.domain.calendar import weekdays
from flexdesk.domain.ops import Change
from flexdesk.domain.schedule import Organisation
from flexdesk.domain.schema import join_key
from flexdesk.errors import NotFound, UsageError
from flexdesk.i18n import _
from flexdesk.services.commits import Committer
from flexdesk.services.finding_people import person_row
from flexdesk.store.store import Row

SETTABLE = (
    "name",
    "agency",
    "zone",
    "kind",
    "region",
    "service_decree",
    "head",
    "letterhead",
    "address",
    "place",
    "paper",
    "organisation",
)
_CHOICES = {
    "kind": ("ordinary", "service"),
    "region": ("central", "province", "regency"),
    "zone": ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"),
    "paper": ("A4", "F4"),
    "organisation": tuple(Organisation),
}


class UnitService:
    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._store = committer.store

    def row(self) -> Row:
        """The unit's row; empty fields when nothing is set yet."""
        return self._store.get("unit", "unit") or {"key": "unit"}

    def set(self, values: Mapping[str, str]) -> Change | None:
        """Change fields of the unit; `head` takes a NIP. Raises UsageError, NotFound."""
        cells: dict[str, Any] = {}
        for name, value in values.items():
            if name not in SETTABLE:
                raise UsageError(detail=_("a unit has no “{name}”").format(name=name))
            if name in _CHOICES and value not in _CHOICES[name]:
                choices = ", ".join(_CHOICES[name])
                raise UsageError(detail=_("{name} is one of {choices}").format(name=name, choices=choices))
            cells[name] = person_row(self._store, value)["key"] if name == "head" and value else value
        return self._committer.commit(Change("unit.set", (self._committer.upsert("unit", "unit", cells),)))

    # -- service points

    def service_points(self) -> list[Row]:
        return self._store.select("service_point", order="name")

    def add_service_point(
        self, name: str, need: int = 1, days: str = "mon,tue,wed,thu,fri", hours: str = ""
    ) -> tuple[str, Change | None]:
        """The new point's key and the change; `hours` is `08:00-15:00`. Raises UsageError."""
        opens, closes = _hours(hours)
        try:
            weekdays(days)
        except ValueError:
            raise UsageError(detail=_("days are written as mon,tue,wed,thu,fri,sat,sun")) from None
        if need < 0:
            raise UsageError(detail=_("the need is a number of people"))
        cells = {"name": name, "need": need, "days": days, "opens": opens, "closes": closes}
        op = self._committer.insert("service_point", cells)
        return op.row, self._committer.commit(Change("service_point.add", (op,)))

    def assign(self, point: str, people: Sequence[str]) -> Change | None:
        """Let people (NIP) serve a point (name or key). Raises NotFound."""
        key = self._point(point)
        ops = tuple(
            self._committer.upsert(
                "service_duty", join_key(key, str(person_row(self._store, nip)["key"])), {"serves": True}
            )
            for nip in people
        )
        return self._committer.commit(Change("service_point.assign", ops))

    def _point(self, text: str) -> str:
        for row in self.service_points():
            if text in (row["key"], row["name"]):
                return str(row["key"])
        raise NotFound(what=_("Service point"), key=text)

    # -- other places

    def places(self) -> list[Row]:
        return self._store.select("place", order="name")

    def add_place(self, name: str, kind: str, approved_by: str) -> tuple[str, Change | None]:
        """A place on the list that the PPK approved (rule LOC-08). Raises UsageError."""
        if kind not in ("other_office", "other_place"):
            raise UsageError(detail=_("a place is an other_office or an other_place"))
        if not approved_by.strip():
            raise UsageError(detail=_("a place needs the name or number of its approval"))
        op = self._committer.insert("place", {"name": name, "kind": kind, "approved_by": approved_by})
        return op.row, self._committer.commit(Change("place.add", (op,)))


def _hours(text: str) -> tuple[str, str]:
    if not text:
        return "", ""
    opens, dash, closes = text.partition("-")
    valid = dash and all(len(part) == 5 and part[2] == ":" for part in (opens, closes))
    if not valid or opens >= closes:
        raise UsageError(detail=_("hours are written as 08:00-15:00"))
    return opens, closes
