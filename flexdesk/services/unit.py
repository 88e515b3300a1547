"""The unit itself: its name and letterhead, its service points, the other places it may work at."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flexdesk.documents.head_pictures import NoHeadPicture, read_picture
from flexdesk.domain.calendar import weekdays
from flexdesk.domain.opening import UnreadableHours, most_needed, read_needs, written_needs
from flexdesk.domain.ops import Change
from flexdesk.domain.schedule import Organisation
from flexdesk.domain.schema import join_key
from flexdesk.errors import NotFound, UsageError
from flexdesk.exchange.written_dates import read_date
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
    "letterhead_image",
    "address",
    "place",
    "paper",
    "organisation",
)
POINT_FIELDS = ("name", "need", "days", "hours", "needs", "section", "site")
PLACE_FIELDS = ("name", "kind", "approved_by", "address", "site", "approved_on", "letter", "until")
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
        """Change fields of the unit; `head` takes a NIP, `letterhead_image` the text of a HeadPicture.

        Raises UsageError, NotFound, NoHeadPicture.
        """
        cells: dict[str, Any] = {}
        for name, value in values.items():
            if name not in SETTABLE:
                raise UsageError(detail=_("a unit has no “{name}”").format(name=name))
            if name in _CHOICES and value not in _CHOICES[name]:
                choices = ", ".join(_CHOICES[name])
                raise UsageError(detail=_("{name} is one of {choices}").format(name=name, choices=choices))
            if name == "letterhead_image" and value and read_picture(value) is None:
                raise NoHeadPicture(file=name)
            cells[name] = person_row(self._store, value)["key"] if name == "head" and value else value
        return self._committer.commit(Change("unit.set", (self._committer.upsert("unit", "unit", cells),)))

    # -- service points

    def service_points(self, *, archived: bool = False) -> list[Row]:
        """Points that are still run, by name."""
        rows = self._store.select("service_point", order="name")
        return [row for row in rows if archived or not row["archived"]]

    def add_service_point(
        self,
        name: str,
        need: int = 1,
        days: str = "mon,tue,wed,thu,fri",
        hours: str = "",
        **fields: str,
    ) -> tuple[str, Change | None]:
        """The new point's key and the change; `hours` is `08:00-15:00`.

        `needs` (`08:00-12:00=2;13:00-15:00=1`) takes the place of need and hours. Raises UsageError,
        NotFound.
        """
        given = {"name": name, "need": str(need), "days": days, "hours": hours, **fields}
        if given.get("needs"):
            del given["need"], given["hours"]
        op = self._committer.insert("service_point", self._point_cells(given, ""))
        return op.row, self._committer.commit(Change("service_point.add", (op,)))

    def set_service_point(self, point: str, values: Mapping[str, str]) -> Change | None:
        """Change a point, named by key or name. Raises UsageError, NotFound."""
        row = self._point_row(point)
        op = self._committer.update("service_point", row, self._point_cells(values, str(row["key"])))
        return self._committer.commit(Change("service_point.set", (op,)))

    def archive_service_point(self, point: str, *, archived: bool = True) -> Change | None:
        """Out of every schedule from now on; who served it stays in the history. Raises NotFound."""
        op = self._committer.update("service_point", self._point_row(point), {"archived": archived or None})
        return self._committer.commit(Change("service_point.archive", (op,)))

    def assign(self, point: str, people: Sequence[str], *, serves: bool = True) -> Change | None:
        """Let people (NIP) serve a point (name or key), or no longer. Raises NotFound."""
        key = str(self._point_row(point)["key"])
        ops = tuple(
            self._committer.upsert(
                "service_duty",
                join_key(key, str(person_row(self._store, nip)["key"])),
                {"serves": serves or None},
            )
            for nip in people
        )
        return self._committer.commit(Change("service_point.assign", ops))

    def _point_row(self, text: str) -> Row:
        for row in self.service_points(archived=True):
            if text in (row["key"], row["name"]):
                return row
        raise NotFound(what=_("Service point"), key=text)

    def _point_cells(self, values: Mapping[str, str], key: str) -> dict[str, Any]:
        """Raises UsageError, NotFound."""
        cells: dict[str, Any] = {}
        for name, value in values.items():
            if name not in POINT_FIELDS:
                raise UsageError(detail=_("a service point has no “{name}”").format(name=name))
            cells |= self._point_cell(name, value.strip(), key)
        return cells

    def _point_cell(self, name: str, value: str, key: str) -> dict[str, Any]:
        match name:
            case "name":
                return {"name": self._fresh("service_point", value, key)}
            case "need":
                if not (value.isdecimal() and value.isascii()):
                    raise UsageError(detail=_("the need is a number of people"))
                return {"need": int(value), "needs": None}
            case "hours":
                opens, closes = _hours(value)
                return {"opens": opens, "closes": closes, "needs": None}
            case "needs":
                return _needs(value)
            case "days":
                return {"days": _days(value)}
            case _:
                return {name: self._named(name, value)}

    def _named(self, table: str, text: str) -> str | None:
        """The key of a section or site by name or key; raises NotFound."""
        if not text:
            return None
        for row in self._store.select(table):
            if text == row["key"] or text.casefold() == str(row["name"] or "").casefold():
                return str(row["key"])
        what = {"section": _("Part of the unit"), "site": _("Site")}[table]
        raise NotFound(what=what, key=text)

    def _fresh(self, table: str, text: str, key: str) -> str:
        """A name that no other living row of the table has; raises UsageError."""
        plain = " ".join(text.split())
        if not plain:
            raise UsageError(detail=_("a name is needed"))
        for row in self._store.select(table):
            same = str(row["name"] or "").casefold() == plain.casefold()
            if same and row["key"] != key and not row["archived"]:
                raise UsageError(detail=_("there is “{name}” already").format(name=row["name"]))
        return plain

    # -- other places

    def places(self, *, archived: bool = False) -> list[Row]:
        rows = self._store.select("place", order="name")
        return [row for row in rows if archived or not row["archived"]]

    def add_place(self, name: str, kind: str, approved_by: str, **fields: str) -> tuple[str, Change | None]:
        """A place on the list that the PPK approved (rule LOC-08). Raises UsageError, NotFound."""
        given = {"name": name, "kind": kind, "approved_by": approved_by, **fields}
        op = self._committer.insert("place", self._place_cells(given, {}))
        return op.row, self._committer.commit(Change("place.add", (op,)))

    def set_place(self, place: str, values: Mapping[str, str]) -> Change | None:
        """Raises UsageError, NotFound."""
        row = self._place_row(place)
        op = self._committer.update("place", row, self._place_cells(values, row))
        return self._committer.commit(Change("place.set", (op,)))

    def archive_place(self, place: str, today: date, *, archived: bool = True) -> Change | None:
        """No longer to be chosen; its approval ends with today, and days before stay lawful."""
        row = self._place_row(place)
        cells: dict[str, Any] = {"archived": archived or None}
        if archived and (not row["until"] or str(row["until"]) > today.isoformat()):
            cells["until"] = today
        return self._committer.commit(Change("place.archive", (self._committer.update("place", row, cells),)))

    def _place_row(self, text: str) -> Row:
        for row in self.places(archived=True):
            if text in (row["key"], row["name"]):
                return row
        raise NotFound(what=_("Place"), key=text)

    def _place_cells(self, values: Mapping[str, str], held: Row) -> dict[str, Any]:
        cells: dict[str, Any] = {}
        for name, value in values.items():
            if name not in PLACE_FIELDS:
                raise UsageError(detail=_("a place has no “{name}”").format(name=name))
            cells[name] = " ".join(value.split())
        if "name" in cells:
            cells["name"] = self._fresh("place", cells["name"], str(held.get("key") or ""))
        if "kind" in cells and cells["kind"] not in ("other_office", "other_place"):
            raise UsageError(detail=_("a place is an other_office or an other_place"))
        if "approved_by" in cells and not cells["approved_by"]:
            raise UsageError(detail=_("a place needs the name or number of its approval"))
        if "site" in cells:
            cells["site"] = self._named("site", cells["site"])
        for name in ("approved_on", "until"):
            if cells.get(name):
                cells[name] = _date(cells[name]).isoformat()
        both = {**held, **cells}
        if both.get("until") and both.get("approved_on") and str(both["until"]) < str(both["approved_on"]):
            raise UsageError(detail=_("the approval would end before it was given"))
        return cells


def _date(text: str) -> date:
    """Raises UsageError."""
    found = read_date(text)
    if found is None:
        raise UsageError(detail=_("“{text}” is not a date such as 2026-11-23").format(text=text))
    return found


def _days(text: str) -> str:
    """Raises UsageError."""
    try:
        weekdays(text)
    except ValueError:
        raise UsageError(detail=_("days are written as mon,tue,wed,thu,fri,sat,sun")) from None
    return text


def _needs(text: str) -> dict[str, Any]:
    """The cells of a need by hours; that of the whole day is the busiest hours'.

    A number alone is the need of the whole day. Raises UsageError.
    """
    if text.isdecimal() and text.isascii():
        return {"needs": None, "need": int(text), "opens": None, "closes": None}
    try:
        windows = read_needs(text)
    except UnreadableHours as error:
        raise UsageError(
            detail=_("“{part}” is not hours and people such as 08:00-12:00=2").format(part=error.part)
        ) from None
    if not windows:
        return {"needs": None}
    return {
        "needs": written_needs(windows),
        "need": most_needed(windows),
        "opens": windows[0].opens,
        "closes": windows[-1].closes,
    }


def _hours(text: str) -> tuple[str, str]:
    if not text:
        return "", ""
    opens, dash, closes = text.partition("-")
    valid = dash and all(len(part) == 5 and part[2] == ":" for part in (opens, closes))
    if not valid or opens >= closes:
        raise UsageError(detail=_("hours are written as 08:00-15:00"))
    return opens, closes
