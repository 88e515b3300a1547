"""Staff lists as offices have them become people, and every row that cannot says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flexdesk.errors import FlexDeskError
from flexdesk.exchange.cells import Sheet
from flexdesk.exchange.columns import Columns, ColumnView, assign, views
from flexdesk.exchange.header import Header, find_header, without_heading
from flexdesk.exchange.refusals import Rejected
from flexdesk.exchange.roster_people import PeopleReader, RosterPerson
from flexdesk.exchange.roster_rows import Ignored, RosterWalk
from flexdesk.exchange.sections import office_named_in
from flexdesk.i18n import N_
from flexdesk.system.collector import collector_paused


class NoRoster(FlexDeskError):
    code = "import.no_roster"
    ticket = "FD-IMP-21"
    text = N_("No column with names or NIP was found in this file.")
    next = N_("Check that the list has a heading with Nama and NIP, or choose the columns yourself.")


class NoSuchSheet(FlexDeskError):
    code = "import.no_such_sheet"
    ticket = "FD-IMP-22"
    text = N_("The file has no visible sheet “{sheet}”.")
    next = N_("Choose one of these: {sheets}.")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table stands and what its columns mean."""

    sheet: str | None
    header_rows: list[int]
    columns: dict[str, str]
    ignored_columns: list[str]
    fingerprint: str
    headings: list[str]
    unit_from_sections: bool = False

    def as_json(self) -> dict[str, object]:
        return {
            "sheet": self.sheet,
            "header_rows": self.header_rows,
            "columns": self.columns,
            "ignored_columns": self.ignored_columns,
        }


@dataclass(frozen=True, slots=True)
class RosterReading:
    """All that a file says about people; nothing in it is written anywhere yet."""

    layout: Layout
    accepted: list[RosterPerson]
    rejected: list[Rejected]
    ignored_rows: list[Ignored]
    unit_fallback: str | None
    columns: tuple[ColumnView, ...]
    sheets: list[str]  # visible sheets that could be chosen instead


def read_roster(
    sheets: Sequence[Sheet],
    *,
    sheet: str | None = None,
    mapping: Mapping[int | str, str | None] | None = None,
) -> RosterReading:
    """Reads the most promising visible sheet, or the one named.

    `mapping` (column index or heading → field, None to ignore) overrides the guess. Raises NoRoster and
    NoSuchSheet.
    """
    visible = [candidate for candidate in sheets if not candidate.hidden]
    chosen, header = _choose(visible, sheet, guided=bool(mapping))
    columns = assign(chosen, header, mapping)
    if not columns.all("nip") and not {"name", "titles_from", "name_part"} & columns.of.keys():
        raise NoRoster()
    walk = RosterWalk(chosen, header, columns)
    reader = PeopleReader(chosen, header, columns)
    with collector_paused():
        reader.read(walk)
    layout = _layout(chosen, header, columns, unit_from_sections=walk.has_unit_sections)
    has_unit = bool(columns.all("unit")) or walk.has_unit_sections
    return RosterReading(
        layout=layout,
        accepted=reader.accepted,
        rejected=reader.rejected,
        ignored_rows=walk.ignored,
        unit_fallback=None if has_unit else office_named_in(walk.titles),
        columns=views(chosen, header, columns),
        sheets=[candidate.name for candidate in visible if candidate.name],
    )


def _choose(visible: Sequence[Sheet], name: str | None, *, guided: bool) -> tuple[Sheet, Header]:
    named = [sheet for sheet in visible if name is None or sheet.name == name]
    if not named:
        raise NoSuchSheet(sheet=name or "", sheets=", ".join(s.name for s in visible if s.name) or "-")
    scored = [(sheet, *find_header(sheet)) for sheet in named]
    sheet, header, score = max(scored, key=lambda item: item[2])
    if score:
        return sheet, header
    largest = max(named, key=lambda candidate: len(candidate.rows))
    bare = without_heading(largest)
    if guided or assign(largest, bare).all("nip"):
        return largest, bare
    raise NoRoster()


def _layout(sheet: Sheet, header: Header, columns: Columns, *, unit_from_sections: bool) -> Layout:
    text_at = {heading.index: heading.text for heading in header.headings}
    used = {index for indexes in columns.of.values() for index in indexes}
    return Layout(
        sheet=sheet.name,
        header_rows=[row.number for row in sheet.rows[header.first : header.last + 1]]
        if header.first >= 0
        else [],
        columns={
            field: text_at.get(indexes[0], "") or str(indexes[0] + 1)
            for field, indexes in columns.of.items()
            if field not in ("number", "reject_code")
        },
        ignored_columns=[h.text for h in header.headings if h.index not in used and h.text],
        fingerprint=header.fingerprint,
        headings=[heading.text for heading in header.headings],
        unit_from_sections=unit_from_sections,
    )


__all__ = [
    "Ignored",
    "Layout",
    "NoRoster",
    "NoSuchSheet",
    "Rejected",
    "RosterPerson",
    "RosterReading",
    "read_roster",
]
