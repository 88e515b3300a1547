"""The lists of a unit: its parts, service points, sites, other places, and fields of its own."""

from collections.abc import Mapping, Sequence
from datetime import date

from flexdesk.desk.desk import Desk
from flexdesk.domain import zones
from flexdesk.domain.calendar import WEEKDAY_NAMES, WEEKDAYS
from flexdesk.domain.ops import Change
from flexdesk.domain.schedule import PLACE_KIND_LABELS
from flexdesk.i18n import N_, _
from flexdesk.services.custom_fields import CustomField
from flexdesk.store.store import Row
from ui.policy.register import FormField, Port, Register, Words
from ui.undo.editor import Editor
from ui.widgets.cells import Cell
from ui.widgets.table import Column

SECTIONS, POINTS, SITES, PLACES, FIELDS = "sections", "points", "sites", "places", "fields"
_DAYS = (
    ("mon,tue,wed,thu,fri", N_("Monday to Friday")),
    ("mon,tue,wed,thu", N_("Monday to Thursday")),
    ("mon,tue,wed,thu,fri,sat", N_("Monday to Saturday")),
    ("", N_("every working day")),
)
_KINDS = (
    ("text", N_("text")),
    ("number", N_("number")),
    ("date", N_("date")),
    ("yes_no", N_("yes or no")),
    ("choice", N_("choice")),
)
_PLACES = tuple(PLACE_KIND_LABELS.items())
_YES_NO = (("", N_("no")), ("yes", N_("yes")))


def unit_lists(desk: Desk, editor: Editor) -> dict[str, Register]:
    """Every list by its name, in the order that they are shown in."""
    lists = _Lists(desk, editor)
    return {
        SECTIONS: lists.sections(),
        POINTS: lists.points(),
        SITES: lists.sites(),
        PLACES: lists.places(),
        FIELDS: lists.fields(),
    }


class _Lists:
    def __init__(self, desk: Desk, editor: Editor) -> None:
        self._desk, self._editor = desk, editor

    def _today(self) -> date:
        return self._desk.clock.today(self._desk.reader.unit().zone)

    # -- choices

    def _people(self) -> Sequence[tuple[str, str]]:
        return [("", "–"), *((one.key, one.full_name) for one in self._desk.people.roster())]

    def _sites(self) -> Sequence[tuple[str, str]]:
        return [("", "–"), *((site.key, site.name) for site in self._desk.structure.sites())]

    def _parts(self) -> Sequence[tuple[str, str]]:
        found = self._desk.structure.sections()
        return [("", "–"), *((part.key, "   " * depth + part.name) for part, depth in found)]

    def _named(self, choices: Sequence[tuple[str, str]], key: object) -> str:
        return next((label.strip() for value, label in choices if value == key and value), "")

    # -- parts of the unit

    def sections(self) -> Register:
        words = Words(
            _("Parts of the unit"),
            _("people fall into them by their post; a part may have a limit of its own"),
            _("The unit has no parts yet."),
            _("Write the first below, or take over the names in the roster."),
            _("Add a part of the unit"),
            _("Change a part of the unit"),
            "building-2",
        )
        columns: list[Column[Row]] = [
            Column("name", _("Name"), _tree_name),
            Column("people", _("People"), lambda row: Cell(str(row["people"])), 80, True),
            Column("head", _("Led by"), lambda row: Cell(str(row["head_name"] or ""), "muted"), 210),
            Column("share", _("Away at once"), lambda row: Cell(_share(row)), 130),
            Column("site", _("Site"), lambda row: Cell(str(row["site_name"] or ""), "muted"), 150),
        ]
        fields = [
            FormField("name", _("Name")),
            FormField("parent", _("Under"), choices=self._parts),
            FormField("head", _("Led by"), choices=self._people),
            FormField("max_share", _("Away at once, at most"), _("such as 30 %; empty: the unit's share")),
            FormField("site", _("Site"), choices=self._sites),
            FormField(
                "direct_service",
                _("Direct service to the public"),
                choices=lambda: [(value, _(label)) for value, label in _YES_NO],
            ),
        ]
        service = self._desk.structure
        port = Port(
            self._section_rows,
            lambda texts: service.add_section(texts["name"], **_without(texts, "name"))[1],
            service.set_section,
            lambda key, gone: service.archive_section(key, self._today(), archived=gone),
        )
        return Register(words, columns, fields, port, self._editor)

    def _section_rows(self) -> list[Row]:
        members = self._desk.structure.members(self._today())
        people, sites = self._people(), self._sites()
        return [
            {
                "key": part.key,
                "name": part.name,
                "depth": depth,
                "parent": part.parent,
                "head": part.head,
                "head_name": self._named(people, part.head),
                "site": part.site,
                "site_name": self._named(sites, part.site),
                "max_share": f"{part.max_share * 100:g} %" if part.max_share is not None else "",
                "direct_service": "yes" if part.direct_service else "",
                "people": len(members.get(part.key, [])),
                "archived": int(part.archived),
            }
            for part, depth in self._desk.structure.sections(archived=True)
        ]

    # -- service points

    def points(self) -> Register:
        words = Words(
            _("Service points"),
            _("counters that must be staffed on site, by hours"),
            _("No counter has to be staffed yet."),
            _("Write the first below, such as Loket KTP-el, 08.00-15.00=2."),
            _("Add a service point"),
            _("Change a service point"),
            "users",
        )
        columns: list[Column[Row]] = [
            Column("name", _("Name"), lambda row: _named_cell(row)),
            Column("need", _("People needed"), lambda row: Cell(str(row["need"] or 0)), 110, True),
            Column("needs", _("By hours"), lambda row: Cell(_spoken_needs(row)), 250),
            Column("days", _("Days"), lambda row: Cell(_spoken_days(str(row["days"] or ""))), 190),
            Column("section", _("Part of the unit"), lambda row: Cell(str(row["part"] or ""), "muted"), 170),
        ]
        fields = [
            FormField("name", _("Name"), _("such as Loket KTP-el")),
            FormField("needs", _("People by hours"), "08:00-12:00=2; 13:00-15:00=1"),
            FormField("days", _("Days"), choices=lambda: [(value, _(label)) for value, label in _DAYS]),
            FormField("section", _("Part of the unit"), choices=self._parts),
            FormField("site", _("Site"), choices=self._sites),
        ]
        unit = self._desk.unit
        port = Port(
            self._point_rows,
            self._add_point,
            unit.set_service_point,
            lambda key, gone: unit.archive_service_point(key, archived=gone),
        )
        return Register(words, columns, fields, port, self._editor)

    def _add_point(self, texts: Mapping[str, str]) -> Change | None:
        return self._desk.unit.add_service_point(
            texts["name"],
            days=texts["days"],
            needs=texts["needs"],
            section=texts["section"],
            site=texts["site"],
        )[1]

    def _point_rows(self) -> list[Row]:
        parts = self._parts()
        return [
            {**row, "needs": _needs_of(row), "part": self._named(parts, row["section"])}
            for row in self._desk.unit.service_points(archived=True)
        ]

    # -- sites

    def sites(self) -> Register:
        words = Words(
            _("Sites"),
            _("places of the unit; each works by its own clock"),
            _("The unit works at one place, by the clock of the unit."),
            _("Write a site below when a part of the unit works elsewhere."),
            _("Add a site"),
            _("Change a site"),
            "map-pin",
        )
        columns: list[Column[Row]] = [
            Column("name", _("Name"), lambda row: _named_cell(row)),
            Column("zone", _("Time zone"), lambda row: Cell(str(row["zone_label"])), 110),
            Column("clock", _("Now"), lambda row: Cell(str(row["clock"])), 130),
            Column("address", _("Address"), lambda row: Cell(str(row["address"] or ""), "muted"), 330),
        ]
        fields = [
            FormField("name", _("Name")),
            FormField(
                "zone",
                _("Time zone"),
                choices=lambda: [
                    ("", _("the unit's")),
                    *((zone, zones.label(zone)) for zone in zones.LABELS),
                ],
            ),
            FormField("address", _("Address")),
        ]
        service = self._desk.structure
        port = Port(
            self._site_rows,
            lambda texts: service.add_site(texts["name"], texts["zone"], texts["address"])[1],
            service.set_site,
            lambda key, gone: service.archive_site(key, archived=gone),
        )
        return Register(words, columns, fields, port, self._editor)

    def _site_rows(self) -> list[Row]:
        unit = self._desk.reader.unit().zone
        now = self._desk.clock.now()
        found: list[Row] = []
        for site in self._desk.structure.sites(archived=True):
            zone = site.zone or unit
            here = now.astimezone(zones.clock(zone))
            found.append(
                {
                    "key": site.key,
                    "name": site.name,
                    "zone": site.zone,
                    "zone_label": zones.label(zone),
                    "clock": f"{here:%H.%M} {zones.label(zone)}",
                    "address": site.address,
                    "archived": int(site.archived),
                }
            )
        return found

    # -- other places

    def places(self) -> Register:
        words = Words(
            _("Approved other places"),
            _("work elsewhere is lawful only at a place on this list, while its approval holds"),
            _("No other place is approved yet."),
            _("Write the first below with the letter that approves it."),
            _("Add an approved place"),
            _("Change an approved place"),
            "map-pin",
        )
        columns: list[Column[Row]] = [
            Column("name", _("Name"), lambda row: _named_cell(row)),
            Column("kind", _("Kind"), lambda row: Cell(_label(_PLACES, row["kind"])), 180),
            Column("by", _("Approved by"), lambda row: Cell(str(row["approved_by"] or "")), 180),
            Column("letter", _("Letter"), lambda row: Cell(str(row["letter"] or ""), "muted"), 150),
            Column("until", _("Holds until"), self._until, 130),
        ]
        fields = [
            FormField("name", _("Name")),
            FormField("kind", _("Kind"), choices=lambda: [(value, _(label)) for value, label in _PLACES]),
            FormField("approved_by", _("Approved by")),
            FormField("letter", _("Letter")),
            FormField("until", _("Holds until"), "31-12-2026"),
            FormField("address", _("Address")),
        ]
        unit = self._desk.unit
        port = Port(
            lambda: [{**row, "until": _day(row["until"])} for row in unit.places(archived=True)],
            lambda texts: unit.add_place(
                texts["name"],
                texts["kind"],
                texts["approved_by"],
                **{
                    name: text
                    for name, text in _without(texts, "name", "kind", "approved_by").items()
                    if text
                },
            )[1],
            unit.set_place,
            lambda key, gone: unit.archive_place(key, self._today(), archived=gone),
        )
        return Register(words, columns, fields, port, self._editor)

    def _until(self, row: Row) -> Cell:
        text = str(row["until"] or "")
        if not text:
            return Cell(_("no end"), "muted")
        ended = date(*map(int, reversed(text.split("-")))) < self._today()
        return Cell(
            text, "negative" if ended else "text", icon="circle-x" if ended else "", icon_token="negative"
        )

    # -- the unit's own fields

    def fields(self) -> Register:
        words = Words(
            _("Fields of our own"),
            _("shown in the record of each person; at most 20"),
            _("The unit has no fields of its own."),
            _("Write the first below, such as “Regu piket”."),
            _("Add a field"),
            _("Change a field"),
            "rows-3",
        )
        columns: list[Column[Row]] = [
            Column("name", _("Name"), lambda row: _named_cell(row)),
            Column("kind", _("Kind"), lambda row: Cell(_label(_KINDS, row["kind"])), 160),
            Column("choices", _("Choices"), lambda row: Cell(str(row["choices"] or ""), "muted"), 360),
        ]
        fields = [
            FormField("name", _("Name")),
            FormField("kind", _("Kind"), choices=lambda: [(value, _(label)) for value, label in _KINDS]),
            FormField("choices", _("Choices"), _("only for a choice: Regu A; Regu B")),
        ]
        service = self._desk.custom_fields
        port = Port(
            lambda: [_field_row(field) for field in service.fields(archived=True)],
            lambda texts: service.add(texts["name"], texts["kind"], texts["choices"].split(";"))[1],
            self._change_field,
            lambda key, gone: service.archive(key, archived=gone),
        )
        return Register(words, columns, fields, port, self._editor)

    def _change_field(self, key: str, texts: Mapping[str, str]) -> Change | None:
        return self._desk.custom_fields.change(key, texts)


def _field_row(field: CustomField) -> Row:
    return {
        "key": field.key,
        "name": field.name,
        "kind": str(field.kind),
        "choices": "; ".join(field.choices),
        "archived": int(field.archived),
    }


def _without(texts: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name not in names}


def _label(choices: Sequence[tuple[str, str]], value: object) -> str:
    return next((_(label) for known, label in choices if known == value), str(value or ""))


def _named_cell(row: Row) -> Cell:
    name = str(row["name"] or "")
    if row.get("archived"):
        return Cell(name, "muted", icon="package", spoken=_("{name}, archived").format(name=name))
    return Cell(name, strong=True)


def _tree_name(row: Row) -> Cell:
    depth = int(row["depth"] or 0)
    name = str(row["name"] or "")
    if row.get("archived"):
        return _named_cell(row)
    return Cell(f"{'      ' * depth}{name}", strong=not depth, spoken=name)


def _share(row: Row) -> str:
    return str(row["max_share"] or "") or _("as the unit")


def _day(value: object) -> str:
    """`31-12-2026` from an ISO date."""
    return "-".join(reversed(str(value).split("-"))) if value else ""


def _needs_of(row: Row) -> str:
    """The hours of a point as its form takes them, also of one that has a single need."""
    if row["needs"]:
        return str(row["needs"]).replace(";", "; ")
    if row["opens"] and row["closes"]:
        return f"{row['opens']}-{row['closes']}={row['need'] or 0}"
    return str(row["need"] or 0)


def _spoken_needs(row: Row) -> str:
    text = str(row["needs"] or "")
    if text.isdecimal():
        return _("all day")
    return text.replace(":", ".").replace("-", "–").replace("=", "  ").replace(";", " ·")


def _spoken_days(text: str) -> str:
    known = next((label for value, label in _DAYS if value == text), "")
    if known:
        return _(known)
    return ", ".join(WEEKDAY_NAMES[WEEKDAYS.index(day)] for day in text.split(",") if day in WEEKDAYS)
