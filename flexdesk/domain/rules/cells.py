"""What the rules say about one cell and the person's week around it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from flexdesk.domain.calendar import monday
from flexdesk.domain.people import Person
from flexdesk.domain.places import AWAY
from flexdesk.domain.rules.board import Board, finding
from flexdesk.domain.rules.case import State
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.registry import RULES, Scope, of_scope
from flexdesk.domain.schedule import Assignment


def cell_findings(board: Board, cell: Assignment) -> Iterator[Finding]:
    """Findings about a filled cell alone; a written reason answers the SOFT ones."""
    answered = bool(cell.reason.strip())
    for found in _judge_cell(board, board.people[cell.person], cell):
        yield replace(found, level=Level.INFO) if answered and found.level is Level.SOFT else found


def _judge_cell(board: Board, person: Person, cell: Assignment) -> Iterator[Finding]:
    for judge in of_scope(Scope.CELL):
        if found := judge(board, person, cell):
            yield found
    if not board.working[cell.day]:
        for judge in of_scope(Scope.OFF_DAY):
            if found := judge(board, person, cell):
                yield found
    if cell.place not in AWAY:
        return
    for judge in of_scope(Scope.AWAY):
        if found := judge(board, person, cell):
            yield found
    for ruling in board.obstacles(cell.person, cell.day):
        level = Level.SOFT if ruling.state is State.OPEN else RULES[ruling.rule].level
        yield finding(ruling.rule, ruling.text, person=person, day=cell.day, level=level)


def entry_findings(board: Board, person: str, day: date) -> Iterator[Finding]:
    """Findings about a day for which leave or travel is recorded."""
    if (person, day) in board.leave or (person, day) in board.travel:
        for judge in of_scope(Scope.ENTRY):
            yield from judge(board, board.people[person], day)


def week_findings(board: Board, person: str, week: date) -> Iterator[Finding]:
    """Findings about a person's week; its Monday names the week."""
    for judge in of_scope(Scope.WEEK):
        yield from judge(board, board.people[person], week)


def findings_at(board: Board, cell: Assignment) -> list[Finding]:
    """What the rules say about the cell as if it held `cell`; the board is left as it was.

    Weekly findings count when the cell itself is away: moving somebody to the office breaks no limit,
    whatever the rest of the week looks like.
    """
    with board.trying(cell):
        found = list(cell_findings(board, cell)) if cell.place else []
        found += entry_findings(board, cell.person, cell.day)
        if cell.place in AWAY:
            found += week_findings(board, cell.person, monday(cell.day))
    return found


def hard_rules_at(board: Board, cell: Assignment) -> set[str]:
    """Ids of the HARD rules that the cell would break."""
    return {found.rule for found in findings_at(board, cell) if found.level is Level.HARD}
