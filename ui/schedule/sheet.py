"""The visible days as plain rows and columns, ready for painting, typing and reading aloud."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntFlag

from flexdesk.domain.halves import Half
from flexdesk.domain.places import Place
from flexdesk.domain.rules.findings import Finding
from flexdesk.i18n import _
from ui.schedule import words
from ui.schedule.ports import CellKey, CellView, CoverageRow, PersonRow, WeekView

Held = tuple[Place | None, Half | None]

HARD, SOFT = "hard", "soft"


class Mark(IntFlag):
    """What a cell shows besides its place."""

    NONE = 0
    CHANGED = 1
    HARD = 2
    SOFT = 4
    PINNED = 8
    LOCKED = 16
    CONFLICT = 32
    NOTED = 64
    WISHED = 128  # the person asked to be away


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell by its numbers, top left is 0, 0."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding, or a place that two devices wrote; `spot` is where F8 stops, None without a day."""

    finding: Finding | None
    grade: str
    row: int | None
    column: int | None

    @property
    def spot(self) -> Spot | None:
        if self.column is None:
            return None
        return Spot(self.row or 0, self.column)


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    first: int
    last: int


@dataclass(slots=True)
class Sheet:
    """People by days; the flat lists run row by row."""

    days: tuple[date, ...] = ()
    working: tuple[bool, ...] = ()
    people: tuple[PersonRow, ...] = ()
    cells: list[CellView | None] = field(default_factory=list)
    places: list[Place | None] = field(default_factory=list)
    halves: list[Half | None] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()
    groups: tuple[Group, ...] = ()
    coverage: tuple[CoverageRow, ...] = ()
    notes: Mapping[date, str] = field(default_factory=dict)
    version: int | None = None  # the last one published
    published_on: date | None = None
    was: Mapping[CellKey, Held] = field(default_factory=dict)
    row_of: dict[str, int] = field(default_factory=dict)
    column_of: dict[date, int] = field(default_factory=dict)
    shades: list[str] = field(default_factory=list)  # ground of each cell where a column is not one day

    @property
    def width(self) -> int:
        return len(self.days)

    @property
    def height(self) -> int:
        return len(self.people)

    def at(self, spot: Spot) -> int:
        return spot.row * len(self.days) + spot.column

    def holds(self, spot: Spot) -> bool:
        return 0 <= spot.row < len(self.people) and 0 <= spot.column < len(self.days)

    def place(self, spot: Spot) -> Place | None:
        return self.places[self.at(spot)]

    def half(self, spot: Spot) -> Half | None:
        return self.halves[self.at(spot)]

    def held(self, spot: Spot) -> Held:
        """Place and half."""
        at = self.at(spot)
        return self.places[at], self.halves[at]

    def note(self, spot: Spot) -> str:
        cell = self.cells[self.at(spot)]
        return cell.note if cell is not None else ""

    def mark(self, spot: Spot) -> Mark:
        return self.marks[self.at(spot)]

    def locked(self, spot: Spot) -> bool:
        return bool(self.marks[self.at(spot)] & Mark.LOCKED)

    def key(self, spot: Spot) -> tuple[str, date]:
        return self.people[spot.row].key, self.days[spot.column]

    def spot(self, person: str, day: date) -> Spot | None:
        """Where that person's day is shown, None when it is not on this sheet."""
        row, column = self.row_of.get(person), self.column_of.get(day)
        return None if row is None or column is None else Spot(row, column)

    def spots(self) -> Iterator[Spot]:
        for row in range(self.height):
            for column in range(self.width):
                yield Spot(row, column)

    def problems_at(self, spot: Spot) -> list[int]:
        """Numbers, from 0, of the problems of that very cell."""
        return [n for n, one in enumerate(self.problems) if (one.row, one.column) == (spot.row, spot.column)]

    def grade_of_column(self, column: int) -> str:
        """The worst problem of a day: `hard`, `soft` or nothing."""
        grades = {one.grade for one in self.problems if one.column == column}
        return HARD if HARD in grades else SOFT if SOFT in grades else ""

    def count(self, grade: str) -> int:
        return sum(1 for one in self.problems if one.grade == grade)


def sheet_of(view: WeekView, people: Sequence[PersonRow] | None = None) -> Sheet:
    """The view, or these of its people, as rows and columns, problems numbered and marked."""
    shown = tuple(view.people if people is None else people)
    sheet = Sheet(
        days=tuple(view.days),
        working=tuple(kind == "working" for kind in view.day_kinds),
        people=shown,
        groups=_groups(shown),
        coverage=tuple(view.coverage),
        notes=view.notes,
        version=view.published,
        published_on=view.published_on,
        was=view.was,
        row_of={person.key: row for row, person in enumerate(shown)},
        column_of={day: column for column, day in enumerate(view.days)},
    )
    _fill(sheet, view.cells)
    hidden = {person.key for person in view.people} - sheet.row_of.keys()
    sheet.problems = _problems(sheet, [one for one in view.findings if one.person not in hidden])
    _mark_problems(sheet)
    return sheet


def _fill(sheet: Sheet, cells: Mapping[tuple[str, date], CellView]) -> None:
    for person in sheet.people:
        for day in sheet.days:
            cell = cells.get((person.key, day))
            sheet.cells.append(cell)
            sheet.places.append(cell.place if cell is not None else None)
            sheet.halves.append(cell.half if cell is not None else None)
            sheet.marks.append(mark_of(cell) if cell is not None else Mark.NONE)


def mark_of(cell: CellView) -> Mark:
    mark = Mark.NONE
    if cell.changed_since_published:
        mark |= Mark.CHANGED
    if cell.pinned:
        mark |= Mark.PINNED
    if cell.locked:
        mark |= Mark.LOCKED
    if cell.conflict is not None:
        mark |= Mark.CONFLICT
    if cell.note:
        mark |= Mark.NOTED
    if cell.wished:
        mark |= Mark.WISHED
    return mark


def rewrite_cell(sheet: Sheet, spot: Spot, cell: CellView) -> None:
    """Take a cell's place and pin; everything that follows from them stays until the next whole sheet."""
    at = sheet.at(spot)
    sheet.places[at], sheet.halves[at] = cell.place, cell.half
    sheet.marks[at] = sheet.marks[at] & ~Mark.PINNED | (Mark.PINNED if cell.pinned else Mark.NONE)
    if not sheet.marks[at] & Mark.CONFLICT:
        sheet.cells[at] = cell


def _groups(people: Sequence[PersonRow]) -> tuple[Group, ...]:
    """Runs of people with the same group, in the order shown."""
    made: list[Group] = []
    for row, person in enumerate(people):
        if made and made[-1].name == person.group:
            made[-1] = Group(person.group, made[-1].first, row)
        else:
            made.append(Group(person.group, row, row))
    return tuple(made)


def _problems(sheet: Sheet, findings: Sequence[Finding]) -> tuple[Problem, ...]:
    """Refusals, then conflicts, then advice; a finding that only tells is no problem."""
    found = [_problem(sheet, finding) for finding in findings if str(finding.level) in (HARD, SOFT)]
    torn = [
        Problem(None, HARD, *divmod(at, sheet.width))
        for at, cell in enumerate(sheet.cells)
        if cell is not None and cell.conflict is not None
    ]
    found = [one for one in found if one.grade == HARD] + torn + [one for one in found if one.grade == SOFT]
    return tuple(found)


def _problem(sheet: Sheet, finding: Finding) -> Problem:
    row = sheet.row_of.get(finding.person) if finding.person else None
    column = sheet.column_of.get(finding.day) if finding.day else None
    return Problem(finding, str(finding.level), row, column)


def _mark_problems(sheet: Sheet) -> None:
    for one in sheet.problems:
        if one.row is not None and one.column is not None:
            at = one.row * sheet.width + one.column
            sheet.marks[at] |= Mark.HARD if one.grade == HARD else Mark.SOFT


def spoken_cell(sheet: Sheet, spot: Spot) -> str:
    """`Fitri Handayani, Jumat 27 November, WFA, masalah 1 dari 5, disematkan`."""
    mark = sheet.mark(spot)
    parts = [
        sheet.people[spot.row].name,
        words.spoken_day(sheet.key(spot)[1]),
        words.spoken_place(*sheet.held(spot)),
    ]
    total = len(sheet.problems)
    for number in sheet.problems_at(spot):
        parts.append(_("problem {number} of {total}").format(number=number + 1, total=total))
        parts += _spoken_ways(sheet.problems[number])
    names = {
        Mark.CHANGED: _("changed since published"),
        Mark.PINNED: _("pinned"),
        Mark.LOCKED: _("locked"),
        Mark.CONFLICT: _("two devices differ"),
        Mark.WISHED: _("wishes to be away"),
    }
    parts += [name for bit, name in names.items() if mark & bit]
    if (was := sheet.was.get(sheet.key(spot))) is not None:
        parts.append(_("published: {place}").format(place=words.spoken_place(*was)))
    if note := sheet.note(spot):
        parts.append(_("note: {text}").format(text=note))
    return ", ".join(parts)


def _spoken_ways(problem: Problem) -> list[str]:
    if problem.finding is None or not problem.finding.fixes:
        return []
    return [_("a fix is ready, press Alt+1")]


def spoken_column(sheet: Sheet, column: int) -> str:
    """`Jumat 27 November, catatan: Rapat koordinasi`."""
    day = sheet.days[column]
    note = sheet.notes.get(day, "")
    spoken = words.spoken_day(day)
    return f"{spoken}, {_('note: {text}').format(text=note)}" if note else spoken


def spoken_row(sheet: Sheet, row: int) -> str:
    """`Fitri Handayani, Sekretariat, WFA 3 dari 2, 1 masalah`."""
    person = sheet.people[row]
    parts = [person.name, person.group]
    if person.note:
        parts.append(person.note)
    if len(person.points) > 1:
        parts.append(_("serves {points}").format(points=", ".join(person.points)))
    if shows_share(person):
        parts.append(_("WFA {count} of {cap}").format(count=person.away_count, cap=person.away_cap))
    count = sum(1 for one in sheet.problems if one.row == row)
    if count:
        parts.append(_("{count} problems").format(count=count))
    return ", ".join(part for part in parts if part)


def shows_share(person: PersonRow) -> bool:
    """Whether the WFA count says anything: of someone who may, who does anyway, or who may not yet."""
    return person.eligible or person.away_count > 0 or bool(person.note)
