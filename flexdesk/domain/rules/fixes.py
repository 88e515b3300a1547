"""Proposals that mend a finding: one cell each, lawful, the fairest first."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

from flexdesk.domain.calendar import days, monday
from flexdesk.domain.places import Place
from flexdesk.domain.rules.board import Board
from flexdesk.domain.rules.cells import hard_rules_at
from flexdesk.domain.rules.findings import Finding, Fix, Level
from flexdesk.domain.rules.location import counted_days
from flexdesk.domain.schedule import Assignment, Source
from flexdesk.i18n import _

MOST = 3


def fixes(board: Board, found: Finding) -> tuple[Fix, ...]:
    """At most three changes of one cell; each leaves no HARD finding on the cell that it touches."""
    lawful = (
        fix for fix in _candidates(board, found) if fix.action or not hard_rules_at(board, _cell(board, fix))
    )
    return tuple(islice(lawful, MOST))


def _candidates(board: Board, found: Finding) -> Iterable[Fix]:
    day = found.day
    if day is None or not board.facts.first <= day <= board.facts.last:
        return ()
    if found.rule == "LOC-15":
        return _bring_a_leader_in(board, day)
    if found.rule == "CMP-03":
        return _name_an_officer(board, day)
    if found.rule in ("LOC-10", "LOC-12"):
        return _bring_in(board, found, day)
    if not found.person:
        return ()
    if found.rule == "LOC-02":
        return _fewer_days(board, found.person, day)
    if found.rule == "CAL-04":
        return _other_minutes(board, found.person, day, more=found.level is Level.HARD)
    if found.rule in ("CAL-01", "CAL-03"):
        return (_fix(board, found.person, day, None, _("the day becomes free")),)
    if found.rule in ("TIM-01", "TIM-03"):
        return ()  # an approval mends it, not another place
    if found.rule == "TIM-08":
        return _follow_the_entry(board, found.person, day)
    if found.rule == "TIM-07":
        return (_fix(board, found.person, day, Place.OFF, _("a day of rest")),)
    if found.rule == "LOC-08":
        return _approved_place(board, found.person, day)
    return (_to_office(board, found.person, day),)


def _bring_in(board: Board, found: Finding, day: date) -> Iterator[Fix]:
    """People away that day who could come in: whoever was away most comes first."""
    people = board.away[day]
    section = board.tree.by_key.get(found.point)
    if section is not None:
        people = people & board.members(section, day)
    elif found.point:
        people = people & board.servers.get(found.point, frozenset())
    else:
        people = {key for key in people if board.people[key].is_asn}
    movable = [key for key in people if not board.cells[key, day].pinned]
    for key in sorted(movable, key=lambda key: (-board.away_so_far(key), board.people[key].order, key)):
        yield _to_office(board, key, day)


def _bring_a_leader_in(board: Board, day: date) -> Iterator[Fix]:
    """Managerial officials who are away by choice, whoever was away most first."""
    people = [
        key for key in board.leaders_on(day) if key in board.away[day] and not board.cells[key, day].pinned
    ]
    for key in sorted(people, key=lambda key: (-board.away_so_far(key), board.people[key].order, key)):
        yield _to_office(board, key, day)


def _name_an_officer(board: Board, day: date) -> Iterator[Fix]:
    """Who is at the office that day, the one who was officer least often in these weeks first."""
    turns = Counter(board.facts.complaint_officers.values())
    present = [key for key in board.people if board.place(key, day) == Place.OFFICE]
    for key in sorted(present, key=lambda key: (turns[key], board.people[key].order, key)):
        who = board.people[key]
        why = _("officer for complaints that day")
        yield Fix(key, day, Place.OFFICE, why, who.nip, who.name, action="complaint_officer")


def _other_minutes(board: Board, person: str, day: date, *, more: bool) -> Iterator[Fix]:
    """Days off of the week that become days of work, or days worked beyond the calendar that become free."""
    first = monday(day)
    for other in days(first, first + timedelta(days=6)):
        cell = board.cells.get((person, other))
        if cell is None or cell.pinned or other not in board.reported:
            continue
        if more and cell.place == Place.OFF and board.working[other]:
            yield _fix(board, person, other, Place.OFFICE, _("the day is worked"))
        elif not more and not board.working[other] and cell.place != Place.OFF:
            yield _fix(board, person, other, None, _("the day becomes free"))


def _fewer_days(board: Board, person: str, day: date) -> Iterator[Fix]:
    """The reported day first, then the other away days of the week, the fullest day of the unit first."""
    dossier = board.dossiers[person]
    others = [
        other
        for other in counted_days(board, person, monday(day))
        if other in board.reported
        and not board.cells[person, other].pinned
        and dossier.special_condition(other) is None
    ]
    crowded = {other: board.asn_away(other) - board.away_limit(other) for other in others}
    for other in sorted(others, key=lambda other: (other != day, -crowded[other], other)):
        yield _to_office(board, person, other)


def _follow_the_entry(board: Board, person: str, day: date) -> Iterator[Fix]:
    leave, trip = board.leave.get((person, day)), board.travel.get((person, day))
    if leave and trip:
        return
    if leave:
        yield _fix(board, person, day, leave.place, _("as the leave register says"))
    elif trip:
        yield _fix(board, person, day, Place.DUTY_TRAVEL, _("as the travel letter says"))


def _approved_place(board: Board, person: str, day: date) -> Iterator[Fix]:
    for row in sorted(board.approved_places(day), key=lambda row: row.name):
        if not row.archived:
            yield _fix(board, person, day, Place.OTHER_PLACE, row.name, row.key)
    yield _to_office(board, person, day)


def _to_office(board: Board, person: str, day: date) -> Fix:
    after = board.away_so_far(person) - (person in board.away[day])
    why = _("then {count} days away").format(count=after)
    return _fix(board, person, day, Place.OFFICE, why)


def _fix(board: Board, person: str, day: date, place: str | None, why: str, place_row: str = "") -> Fix:
    who = board.people[person]
    return Fix(person, day, place, why, who.nip, who.name, place_row)


def _cell(board: Board, fix: Fix) -> Assignment:
    old = board.cells.get((fix.person, fix.day))
    pinned = old.pinned if old else False
    return Assignment(
        fix.person, fix.day, fix.place, fix.place_row, pinned=pinned, source=Source.TYPED, reason=""
    )
