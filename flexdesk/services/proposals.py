"""Layers of cells that could be taken over at once: nothing is written before they are."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from flexdesk.domain import rules
from flexdesk.domain.calendar import monday
from flexdesk.domain.halves import Half
from flexdesk.domain.places import AWAY, SHIFTS, Place
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.schedule import Assignment, Facts, Source
from flexdesk.i18n import _
from flexdesk.services import week
from flexdesk.services.week import CellKey, CellView

Edit = tuple[str, date, Place | None]
Wanted = Mapping[CellKey, tuple[Place | None, str]]  # what to put there, and why it is not what was asked


@dataclass(frozen=True, slots=True)
class Proposed:
    """One cell of a proposal that differs from what stands there now, and why."""

    person: str
    day: date
    place: Place | None
    because: str
    before: Place | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Cells that could be taken over at once; nothing is written before they are."""

    cells: Mapping[CellKey, Place | None]
    same: int
    changed: tuple[Proposed, ...]
    source: str = Source.TYPED
    halves: Mapping[CellKey, Half] = field(default_factory=dict)  # of cells that are to be split


def laid_over(
    facts: Facts, asked: Mapping[CellKey, Place], halves: Mapping[CellKey, Half] = MappingProxyType({})
) -> Proposal:
    """Places asked for, where leave, pins, holidays and HARD rules leave room; the others say why not.

    What a HARD rule forbids becomes the office. Laid over its own result it changes nothing.
    """
    wanted = fitted(facts, asked)
    return proposal(week.shown_cells(facts), wanted, Source.TYPED, kept_halves(wanted, asked, halves))


def kept_halves(
    wanted: Wanted, asked: Mapping[CellKey, Place], halves: Mapping[CellKey, Half]
) -> dict[CellKey, Half | None]:
    """The halves asked for, where the place is still the one that was asked for; other cells are whole."""
    return {
        there: halves.get(there) if there in asked and place is asked[there] else None
        for there, (place, _because) in wanted.items()
    }


def fitted(facts: Facts, asked: Mapping[CellKey, Place]) -> dict[CellKey, tuple[Place | None, str]]:
    """What of the places asked for can be laid over the week."""
    target = week.shown_cells(facts)
    absent = week.absences(facts)
    wanted: dict[CellKey, tuple[Place | None, str]] = {}
    for there, place in asked.items():
        now = target.get(there)
        if now is not None:
            refusal = _refusal(facts, there, place, now, absent)
            wanted[there] = (now.place, refusal) if refusal else (place, "")
    known = {_name(one) for one in rules.check(facts, with_fixes=False)}
    while to_the_office := _broken(facts, wanted, target, known):
        for there, message in to_the_office.items():
            wanted[there] = (Place.OFFICE, message)
    return wanted


def _broken(
    facts: Facts, wanted: Wanted, target: Mapping[CellKey, CellView], known: Collection[tuple[object, ...]]
) -> dict[CellKey, str]:
    """Cells that have to be the office for the HARD rules, with the sentence of the rule.

    A rule may name a day that stood there before, such as the last one away of a full week; then the last
    day laid over that week gives way.
    """
    changed = {there for there, (place, _because) in wanted.items() if place is not target[there].place}
    laid = {there for there in changed if wanted[there][0] is not Place.OFFICE}
    found: dict[CellKey, str] = {}
    for one in rules.check(_tried(facts, wanted), with_fixes=False):
        if one.level is not Level.HARD or one.day is None:
            continue
        there = (one.person, one.day)
        if there not in changed and _name(one) not in known:
            week_of_day = monday(one.day)
            same = [key for key in laid if key[0] == one.person and monday(key[1]) == week_of_day]
            there = max(same, key=lambda key: key[1], default=there)
        if there in laid:
            found[there] = one.message
    return found


def _name(finding: Finding) -> tuple[object, ...]:
    return (finding.rule, finding.person, finding.day, finding.size)


def _refusal(facts: Facts, there: CellKey, place: Place, now: CellView, absent: Collection[CellKey]) -> str:
    if there in absent:
        return _("leave or official travel on this day")
    if now.pinned:
        return _("pinned")
    if now.place in SHIFTS and place not in SHIFTS:
        return _("a shift stands on this day")
    if not facts.calendar.is_working(there[1]) and place in (Place.OFFICE, *AWAY):
        return _("not a working day")
    return ""


def _tried(facts: Facts, wanted: Wanted) -> Facts:
    return with_edits(facts, [(person, day, place) for (person, day), (place, _because) in wanted.items()])


def proposal(
    shown: Mapping[CellKey, CellView],
    wanted: Wanted,
    source: str,
    halves: Mapping[CellKey, Half | None] = MappingProxyType({}),
) -> Proposal:
    """What is wanted, against what is shown now; a cell that `halves` does not name keeps its half."""
    changed, noted = [], []
    for (person, day), (place, because) in sorted(wanted.items()):
        cell = shown[person, day]
        now = cell.place
        if now is not place or halves.get((person, day), cell.half) is not cell.half:
            changed.append(Proposed(person, day, place, because, now))
        elif because and source == Source.TYPED:
            noted.append(Proposed(person, day, place, because, place))
    cells = {(item.person, item.day): item.place for item in changed}
    split = {there: half for there in cells if (half := halves.get(there)) is not None}
    return Proposal(cells, len(wanted) - len(changed), (*changed, *noted), source, split)


def with_edits(facts: Facts, edits: Iterable[Edit]) -> Facts:
    """The facts as they would be after the edits."""
    cells = {(cell.person, cell.day): cell for cell in facts.assignments}
    cells |= {(cell.person, cell.day): cell for cell in edited(facts, edits)}
    return replace(facts, assignments=tuple(cells.values()))


def edited(facts: Facts, edits: Iterable[Edit]) -> list[Assignment]:
    """The cells as the edits would leave them; pins and what else a cell holds stay."""
    held = {(cell.person, cell.day): cell for cell in facts.assignments}
    return [
        replace(held.get((person, day), Assignment(person, day)), place=place, source=Source.TYPED)
        for person, day, place in edits
    ]
