"""A week of the unit as the schedule screen, the wall sheet and the command line show it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from flexdesk.domain.calendar import DayKind, days, monday
from flexdesk.domain.eligibility import Answer, answers
from flexdesk.domain.halves import Half, frozen, half_of
from flexdesk.domain.places import AWAY, Place
from flexdesk.domain.posts import held_on
from flexdesk.domain.rules import Board
from flexdesk.domain.rules.changes import change_days
from flexdesk.domain.rules.findings import Finding
from flexdesk.domain.schedule import Assignment, Facts, Source
from flexdesk.domain.sections import capped
from flexdesk.i18n import _
from flexdesk.store.history import Entry

CellKey = tuple[str, date]
Held = tuple[Place | None, Half | None]


@dataclass(frozen=True, slots=True)
class CellView:
    """One person's day; `conflict` is another place written at the same time elsewhere.

    With a `half` the place holds for that half and the office for the other.
    """

    place: Place | None
    source: str
    pinned: bool = False
    locked: bool = False
    changed_since_published: bool = False
    conflict: Place | None = None
    reason: str = ""
    note: str = ""
    half: Half | None = None
    wished: bool = False  # the person asked to be away that day

    @property
    def frozen(self) -> str:
        """Place and half as a publication keeps them: `home`, `home/morning`."""
        return frozen(self.place, self.half)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row; `turns` counts the away Fridays of the four weeks before."""

    key: str
    nip: str
    name: str
    full_name: str
    jabatan: str
    group: str
    note: str
    away_count: int
    away_cap: int
    turns: int
    eligible: bool
    points: tuple[str, ...] = ()  # names of the service points that the person serves


class Grouping(StrEnum):
    """What the rows stand together by."""

    SECTION = "section"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """`state` is `ok`, `short` or `over`; empty on a day that does not count."""

    count: int
    need: int
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """The row with key `away` is a share with a cap, the others count people at a service point."""

    key: str
    label: str
    need_text: str
    cells: tuple[CoverageCell, ...]


@dataclass(frozen=True, slots=True)
class WeekView:
    """Consecutive days, usually Monday to Sunday, as they stand now."""

    days: tuple[date, ...]
    day_kinds: tuple[str, ...]
    people: tuple[PersonRow, ...]
    cells: Mapping[CellKey, CellView]
    coverage: tuple[CoverageRow, ...]
    findings: tuple[Finding, ...]
    published: int | None
    letter: str
    changed: int
    notes: Mapping[date, str] = field(default_factory=dict)  # of the whole unit, by day
    published_on: date | None = None
    was: Mapping[CellKey, Held] = field(default_factory=dict)  # what was published of the cells changed since


@dataclass(frozen=True, slots=True)
class Published:
    """The last publication that covers some days; `cells` are the places frozen in it (see `halves.thawed`).

    `revision` is the n of “perubahan ke-n”, 0 for a first publication.
    """

    version: int
    letter: str
    signer: str
    cells: Mapping[CellKey, str]
    published_on: date | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    at: datetime
    who: str
    before: Place | None
    after: Place | None
    reason: str
    half_before: Half | None = None
    half_after: Half | None = None


def cell_history(entries: Sequence[Entry]) -> list[HistoryEntry]:
    """Places and halves that a cell went through, newest first; `entries` are of its row, oldest first."""
    made: list[HistoryEntry] = []
    place: Place | None = None
    half: str = ""
    for _tx, fields in groupby(entries, key=lambda entry: (entry.at, entry.device, entry.seq)):
        written = {entry.field: entry for entry in fields}
        if not written.keys() & {"place", "half"}:
            continue
        was, was_half = place, half_of(place, half)
        if (entry := written.get("place")) is not None:
            was = Place(str(entry.before)) if entry.before else None
            place = Place(str(entry.after)) if entry.after else None
        if (split := written.get("half")) is not None:
            half = str(split.after or "")
        of, reason = next(iter(written.values())), written.get("reason")
        why = str(reason.after or "") if reason is not None else ""
        made.append(HistoryEntry(of.at, of.device, was, place, why, was_half, half_of(place, half)))
    return made[::-1]


def shown_cells(facts: Facts) -> dict[CellKey, CellView]:
    """What each cell shows: what was typed or planned, else leave or travel, else the office."""
    typed = {(cell.person, cell.day): cell for cell in facts.assignments}
    absent = absences(facts)
    span = list(days(facts.first, facts.last))
    return {
        (person.key, day): _cell(facts, typed.get((person.key, day)), absent.get((person.key, day)), day)
        if not person.is_gone(day)
        else CellView(None, Source.RULE)
        for person in facts.people
        for day in span
    }


def _cell(facts: Facts, typed: Assignment | None, absence: Place | None, day: date) -> CellView:
    pinned, note = bool(typed and typed.pinned), typed.note if typed else ""
    if typed is not None and typed.place:
        half = half_of(typed.place, typed.half)
        place = Place(typed.place)
        return CellView(place, typed.source, pinned, reason=typed.reason, note=note, half=half)
    if absence is not None and (facts.calendar.is_working(day) or absence is Place.DUTY_TRAVEL):
        return CellView(absence, Source.LEAVE, pinned, note=note)
    if facts.calendar.is_working(day):
        return CellView(Place.OFFICE, Source.RULE, pinned, note=note)
    kind = facts.calendar.kind(day)
    holiday = kind in (DayKind.HOLIDAY, DayKind.JOINT_LEAVE)
    return CellView(Place.HOLIDAY if holiday else None, Source.RULE, pinned, note=note)


def absences(facts: Facts) -> dict[CellKey, Place]:
    """Days of leave and travel that are in force, whatever was typed over them."""
    found: dict[CellKey, Place] = {}
    for travel in facts.travels:
        for day in days(max(travel.from_, facts.first), min(travel.to, facts.last)):
            found[travel.person, day] = Place.DUTY_TRAVEL
    for leave in facts.leaves:
        if leave.holds:
            for day in days(max(leave.from_, facts.first), min(leave.to, facts.last)):
                found[leave.person, day] = leave.place
    return found


def person_rows(
    board: Board, cells: Mapping[CellKey, CellView], fridays_of_four_weeks: Mapping[str, int]
) -> tuple[PersonRow, ...]:
    """The roster with its counters, ordered by group as the groups first appear."""
    facts = board.facts
    groups = held_on(facts.postings, facts.first)
    parts = {section.key: section.name for section in facts.sections if not section.archived}
    rows, served = [], _served(facts)
    for person in facts.people:
        posting = groups.get(person.key)
        eligible, is_new = _standing(board, person.key)
        away = sum(
            (cell := cells.get((person.key, day))) is not None and cell.place in AWAY
            for day in days(facts.first, facts.last)
        )
        cap = facts.policy.terms(facts.first).max_days_per_week if eligible else 0
        rows.append(
            PersonRow(
                person.key,
                person.nip,
                person.name,
                person.full_name,
                posting.jabatan if posting else "",
                parts.get(posting.section, posting.unit) if posting else "",
                _("new") if is_new else "",
                away,
                cap,
                fridays_of_four_weeks.get(person.key, 0),
                eligible,
                served.get(person.key, ()),
            )
        )
    return tuple(rows)


def _served(facts: Facts) -> dict[str, tuple[str, ...]]:
    """The service points of each person who serves any, in the order of the unit's points."""
    serving = {(duty.service_point, duty.person) for duty in facts.service_duties if duty.serves}
    found: dict[str, tuple[str, ...]] = {}
    for point in facts.service_points:
        for key in (person for held, person in serving if held == point.key):
            found[key] = (*found.get(key, ()), point.name)
    return found


def by_function(rows: Sequence[PersonRow], points: Sequence[str]) -> tuple[PersonRow, ...]:
    """The rows under the first service point of each person, in the order of the points; the rest last."""
    rank = {name: at for at, name in enumerate(points)}
    rest = _("No service point")
    placed = [replace(row, group=row.points[0] if row.points else rest) for row in rows]
    return tuple(sorted(placed, key=lambda row: rank[row.group] if row.points else len(rank)))


def _standing(board: Board, key: str) -> tuple[bool, bool]:
    """Whether the person may be away on a working day shown, and whether being new forbids it on one."""
    turns = change_days(board, board.dossiers[key])
    days_asked: list[date] = []
    for day in (day for day in board.days if board.working[day]):
        if not days_asked or any(days_asked[-1] < turn <= day for turn in turns):
            days_asked.append(day)
    eligible = any(answers(board, key, day)[0] is Answer.YES for day in days_asked)
    is_new = any(ruling.rule == "EMP-02" for day in days_asked for ruling in board.obstacles(key, day))
    return eligible, is_new


def coverage_rows(facts: Facts, cells: Mapping[CellKey, CellView]) -> tuple[CoverageRow, ...]:
    """The share away, that of each part with a limit of its own, then one row for each service point."""
    span = list(days(facts.first, facts.last))
    return (
        _away_row(facts, cells, span),
        *_part_rows(facts, cells, span),
        *_point_rows(facts, cells, span),
    )


def _part_rows(
    facts: Facts, cells: Mapping[CellKey, CellView], span: Sequence[date]
) -> Iterator[CoverageRow]:
    """Who is away of each part of the unit, counted as rule LOC-10 counts."""
    parts = capped(facts.sections)
    if not parts:
        return
    board = Board(facts)
    for part in parts:
        made = []
        for day in span:
            if not facts.calendar.is_working(day):
                made.append(CoverageCell(0, 0, "", ""))
                continue
            people, most = board.members(part, day), board.section_limit(part, day)
            count = sum(cells[key, day].place in AWAY for key in people)
            percent = round(100 * count / len(people)) if people else 0
            state = "over" if count > most else "ok"
            made.append(CoverageCell(count, most, state, f"{count} · {percent} %"))
        limit = _("at most {count} ({percent} %)").format(
            count=board.section_limit(part, facts.first), percent=f"{(part.max_share or 0) * 100:g}"
        )
        yield CoverageRow(part.key, part.name, limit, tuple(made))


def _away_row(facts: Facts, cells: Mapping[CellKey, CellView], span: Sequence[date]) -> CoverageRow:
    share = facts.policy.terms(facts.first).max_share
    cap = int(share * _headcount(facts, facts.first) + 1e-9)
    made = []
    for day in span:
        if not facts.calendar.is_working(day):
            made.append(CoverageCell(0, 0, "", ""))
            continue
        count = sum(cells[person.key, day].place in AWAY for person in facts.people)
        headcount = _headcount(facts, day)
        most = int(share * headcount + 1e-9)
        percent = round(100 * count / headcount) if headcount else 0
        made.append(CoverageCell(count, most, "over" if count > most else "ok", f"{count} · {percent} %"))
    limit = _("at most {count} ({percent} %)").format(count=cap, percent=f"{share * 100:g}")
    return CoverageRow("away", _("Away each day"), limit, tuple(made))


def _headcount(facts: Facts, day: date) -> int:
    return sum(person.is_asn and not person.is_gone(day) for person in facts.people)


def _point_rows(facts: Facts, cells: Mapping[CellKey, CellView], span: Sequence[date]) -> list[CoverageRow]:
    rows = []
    for point in facts.service_points:
        if point.key in facts.shift_points:
            continue  # its shifts have rows of their own
        servers = {d.person for d in facts.service_duties if d.service_point == point.key and d.serves}
        made = []
        for day in span:
            opened = day.weekday() in point.days if point.days else True
            if not opened or not facts.calendar.is_working(day):
                made.append(CoverageCell(0, 0, "", ""))
                continue
            count = sum(
                (cell := cells.get((key, day))) is not None and cell.place is Place.OFFICE for key in servers
            )
            made.append(CoverageCell(count, point.need, "ok" if count >= point.need else "short", str(count)))
        rows.append(
            CoverageRow(point.key, point.name, _("needs {count}").format(count=point.need), tuple(made))
        )
    return rows


def changed_since(cells: Mapping[CellKey, CellView], published: Published | None) -> frozenset[CellKey]:
    """Cells that show another place than the last publication froze."""
    if published is None:
        return frozenset()
    return frozenset(
        key
        for key, frozen in published.cells.items()
        if (cell := cells.get(key)) is not None and cell.frozen != frozen
    )


def week_days(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week of `day`."""
    start = monday(day)
    return start, start + timedelta(days=6)
