"""The parts of the unit as a tree, and the sites they work at, each with its own clock."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flexdesk.domain import zones
from flexdesk.domain.ops import Change
from flexdesk.domain.people import Posting
from flexdesk.domain.posts import spans
from flexdesk.domain.schedule import Site
from flexdesk.domain.sections import Section, Tree, folded, head_of, proposed, site_of
from flexdesk.errors import FlexDeskError, NotFound, UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.services.records import record
from flexdesk.store.store import Row

SECTION_FIELDS = ("name", "parent", "site", "head", "direct_service", "max_share")
SITE_FIELDS = ("name", "zone", "address")


class TreeRing(FlexDeskError):
    code = "section.ring"
    ticket = "FD-UNT-01"
    text = N_("“{name}” cannot lie under “{parent}”, because that lies under it already.")
    safe = N_("The parts of the unit are as they were.")
    next = N_("Choose another part, or none to put it at the top.")


class SectionInUse(FlexDeskError):
    code = "section.in_use"
    ticket = "FD-UNT-02"
    text = N_("“{name}” still has {people} people and {parts} parts under it.")
    safe = N_("The parts of the unit are as they were.")
    next = N_("Move them to another part first, then archive it.")


class SiteInUse(FlexDeskError):
    code = "site.in_use"
    ticket = "FD-UNT-03"
    text = N_("“{name}” is still the site of {count} parts, service points or places.")
    next = N_("Give them another site first, then archive it.")


class StructureService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._store = committer.store
        self._reader = reader

    # -- parts of the unit

    def tree(self) -> Tree:
        return Tree(self._reader.sections())

    def sections(self, *, archived: bool = False) -> list[tuple[Section, int]]:
        """Every part with its depth, in the order of the tree."""
        return [
            (section, depth) for section, depth in self.tree().ordered() if archived or not section.archived
        ]

    def members(self, day: date) -> dict[str, list[str]]:
        """Section key -> people whose post that day lies right in it; the empty key holds the rest."""
        tree = self.tree()
        held: dict[str, Posting | None] = {}
        by_person: dict[str, list[Posting]] = {}
        for posting in self._reader.postings():
            by_person.setdefault(posting.person, []).append(posting)
        for key, own in by_person.items():
            main = spans(own)
            covering = [span.posting for span in main if span.first <= day]
            held[key] = covering[-1] if covering else (main[0].posting if main else None)
        found: dict[str, list[str]] = {}
        for person in self._reader.people_on(day):
            found.setdefault(tree.of_posting(held.get(person.key)), []).append(person.key)
        return found

    def proposed(self, day: date) -> list[tuple[str, int]]:
        """Parts that the roster's own words name and the tree lacks, with their people."""
        people = {person.key for person in self._reader.people_on(day)}
        newest = {p.person: p for p in sorted(self._reader.postings(), key=lambda p: p.from_) if not p.acting}
        texts = [p.unit for key, p in newest.items() if key in people and p.unit and not p.section]
        return proposed(texts, self.tree())

    def take_proposed(self, names: list[str]) -> Change | None:
        """Make a part at the top of the tree for each of these names; all in one change."""
        known = {folded(section.name) for section in self._reader.sections()}
        fresh = [name for name in names if folded(name) not in known]
        ops = tuple(self._committer.insert("section", {"name": name}) for name in fresh)
        return self._committer.commit(Change("section.add", ops))

    def add_section(self, name: str, **fields: str) -> tuple[str, Change | None]:
        """The new part's key and the change. Raises UsageError, NotFound, TreeRing."""
        cells = self._section_cells({"name": name, **fields}, "")
        op = self._committer.insert("section", cells)
        return op.row, self._committer.commit(Change("section.add", (op,)))

    def set_section(self, text: str, values: Mapping[str, str]) -> Change | None:
        """Change a part, named by key or name. Raises UsageError, NotFound, TreeRing."""
        row = self.section_row(text)
        cells = self._section_cells(values, str(row["key"]))
        return self._committer.commit(Change("section.set", (self._committer.update("section", row, cells),)))

    def archive_section(self, text: str, today: date, *, archived: bool = True) -> Change | None:
        """Raises NotFound, and SectionInUse while people or parts are in it."""
        row = self.section_row(text)
        key = str(row["key"])
        if archived:
            below = [s for s in self._reader.sections() if s.parent == key and not s.archived]
            people = self.members(today).get(key, [])
            if below or people:
                raise SectionInUse(name=row["name"], people=len(people), parts=len(below))
        op = self._committer.update("section", row, {"archived": archived or None})
        return self._committer.commit(Change("section.archive", (op,)))

    def section_row(self, text: str) -> Row:
        """A part by key or by its name; raises NotFound."""
        rows = self._store.select("section", order="name")
        for row in rows:
            if text == row["key"] or folded(text) == folded(str(row["name"] or "")):
                return row
        raise NotFound(what=_("Part of the unit"), key=text)

    def _section_cells(self, values: Mapping[str, str], key: str) -> dict[str, Any]:
        cells: dict[str, Any] = {}
        for name, value in values.items():
            if name not in SECTION_FIELDS:
                raise UsageError(detail=_("a part of the unit has no “{name}”").format(name=name))
            cells[name] = getattr(self, f"_{name}")(value.strip(), key)
        return cells

    def _name(self, text: str, key: str) -> str:
        plain = " ".join(text.split())
        if not plain:
            raise UsageError(detail=_("a part of the unit has a name"))
        for section in self._reader.sections():
            if section.key != key and folded(section.name) == folded(plain) and not section.archived:
                raise UsageError(detail=_("there is a part “{name}” already").format(name=section.name))
        return plain

    def _parent(self, text: str, key: str) -> str | None:
        if not text:
            return None
        parent = self.section_row(text)
        if key and self.tree().closes_ring(key, str(parent["key"])):
            own = self.section_row(key)
            raise TreeRing(name=own["name"], parent=parent["name"])
        return str(parent["key"])

    def _site(self, text: str, _key: str) -> str | None:
        return str(self.site_row(text)["key"]) if text else None

    def _head(self, text: str, _key: str) -> str | None:
        return str(person_row(self._store, text)["key"]) if text else None

    @staticmethod
    def _direct_service(text: str, _key: str) -> bool | None:
        return True if text.casefold() in ("yes", "ya", "1", "true") else None

    @staticmethod
    def _max_share(text: str, _key: str) -> float | None:
        """A share as `0.3` or `30 %`; empty leaves the part to the unit's share."""
        if not text:
            return None
        plain = text.replace(",", ".").replace(" ", "")
        try:
            share = float(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
        except ValueError:
            share = -1
        if not 0 <= share <= 1:
            raise UsageError(detail=_("a share is a number from 0 to 1, or 0 % to 100 %"))
        return share

    # -- sites

    def sites(self, *, archived: bool = False) -> list[Site]:
        found = [site for site in self._reader.sites() if archived or not site.archived]
        return sorted(found, key=lambda site: (site.name.casefold(), site.key))

    def add_site(self, name: str, zone: str = "", address: str = "") -> tuple[str, Change | None]:
        """A place of the unit with its own clock; without a zone it has the unit's. Raises UsageError."""
        cells = self._site_cells({"name": name, "zone": zone, "address": address}, "")
        op = self._committer.insert("site", cells)
        return op.row, self._committer.commit(Change("site.add", (op,)))

    def set_site(self, text: str, values: Mapping[str, str]) -> Change | None:
        """Raises NotFound, UsageError."""
        row = self.site_row(text)
        op = self._committer.update("site", row, self._site_cells(values, str(row["key"])))
        return self._committer.commit(Change("site.set", (op,)))

    def archive_site(self, text: str, *, archived: bool = True) -> Change | None:
        """Raises NotFound, and SiteInUse while something is at it."""
        row = self.site_row(text)
        tables = ("section", "service_point", "place")
        used = [one for table in tables for one in self._store.select(table, site=row["key"])]
        living = sum(not one["archived"] for one in used)
        if archived and living:
            raise SiteInUse(name=row["name"], count=living)
        op = self._committer.update("site", row, {"archived": archived or None})
        return self._committer.commit(Change("site.archive", (op,)))

    def site_row(self, text: str) -> Row:
        """A site by key or name; raises NotFound."""
        for row in self._store.select("site"):
            if text == row["key"] or text.casefold() == str(row["name"] or "").casefold():
                return row
        raise NotFound(what=_("Site"), key=text)

    def _site_cells(self, values: Mapping[str, str], key: str) -> dict[str, Any]:
        cells: dict[str, Any] = {}
        for name, value in values.items():
            if name not in SITE_FIELDS:
                raise UsageError(detail=_("a site has no “{name}”").format(name=name))
            cells[name] = " ".join(value.split())
        if "name" in cells:
            same = [s for s in self.sites() if s.key != key and s.name.casefold() == cells["name"].casefold()]
            if not cells["name"] or same:
                raise UsageError(detail=_("a site has a name that no other site has"))
        if cells.get("zone"):
            zone = zones.zone_named(cells["zone"])
            if zone is None:
                raise UsageError(detail=_("a zone is WIB, WITA or WIT"))
            cells["zone"] = zone
        return cells

    # -- what follows from both

    def zone_of(self, key: str, day: date) -> str:
        """The clock that somebody works by that day: of the site of their part, else the unit's (CAL-10)."""
        site = self._site_at(key, day)
        found = next((one for one in self._reader.sites() if one.key == site), None)
        return (found.zone if found else "") or self._reader.unit().zone

    def superior_of(self, key: str, day: date) -> str:
        """Who leads the part that somebody works in, else the unit's head; empty for the head."""
        found = head_of(self.tree(), self.section_of(key, day), key)
        head = self._reader.unit().head
        return found or (head if head != key else "")

    def section_of(self, key: str, day: date) -> str:
        """The key of the part somebody's post lies in that day; empty for none."""
        own = [record(Posting, row) for row in self._store.select("posting", person=key)]
        held = [span for span in spans(own) if span.first <= day] or spans(own)[:1]
        return self.tree().of_posting(held[-1].posting) if held else ""

    def _site_at(self, key: str, day: date) -> str:
        return site_of(self.tree(), self.section_of(key, day))
