"""The checker: all findings of a period, or those that one edited cell would make."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from flexdesk.domain.criteria import is_own
from flexdesk.domain.people import Person, Posting
from flexdesk.domain.rules.board import Board, finding
from flexdesk.domain.rules.cells import cell_findings, entry_findings, findings_at, week_findings
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.fixes import fixes
from flexdesk.domain.rules.hours import shift_hours_not_set
from flexdesk.domain.rules.presence import homes_not_recorded
from flexdesk.domain.rules.registry import Scope, of_scope
from flexdesk.domain.schedule import Assignment, Facts
from flexdesk.errors import ReasonNeeded, RuleBroken
from flexdesk.i18n import _

# Rules about what is whole only once a week is: a roster grows cell by cell and may be short meanwhile, the
# officer for complaints is named when it is known who is away, and a pattern of shifts may be attested and
# approved while its weeks are being written.
AT_PUBLISHING = frozenset({"CAL-04", "CMP-03", "TIM-01", "TIM-03"})
_RANK = {Level.HARD: 0, Level.SOFT: 1, Level.INFO: 2}


def check(facts: Facts | Board, *, with_fixes: bool = True) -> list[Finding]:
    """Every finding of the period: HARD before SOFT before INFO, then by day and person."""
    board = facts if isinstance(facts, Board) else Board(facts)
    found = list(_all(board))
    found.sort(key=lambda one: _order(board, one))
    return mended(board, found) if with_fixes else found


def mended(board: Board, found: Iterable[Finding]) -> list[Finding]:
    """The findings with what would mend them; finding that out costs more than finding the fault."""
    return [one if one.level is Level.INFO else replace(one, fixes=fixes(board, one)) for one in found]


def _all(board: Board) -> Iterator[Finding]:
    for (_person, day), cell in board.cells.items():
        if day in board.reported:
            yield from cell_findings(board, cell)
    for person, day in {**board.leave, **board.travel}:
        if day in board.reported:
            yield from entry_findings(board, person, day)
    yield from _weeks(board)
    for day in board.days:
        for judge in of_scope(Scope.DAY):
            yield from judge(board, day)
    for judge in of_scope(Scope.PERIOD):
        yield from judge(board)
    yield from unsettled(board)


def _weeks(board: Board) -> Iterator[Finding]:
    for week in board.weeks:
        # Nobody below the lowest limit that counts can break a weekly rule.
        limit = board.terms(week).max_days_per_week
        counts: dict[str, int] = {}
        for day in board.known_days:
            if 0 <= (day - week).days < 7:
                for person in board.away[day]:
                    counts[person] = counts.get(person, 0) + 1
        for person, count in counts.items():
            if count > limit:
                yield from week_findings(board, person, week)


def unsettled(board: Board) -> Iterator[Finding]:
    """What nobody has set yet although rules lean on it; told once for the period."""
    first = board.facts.first
    if board.terms(first).new_posting_months is None:
        message = _("How many months an employee counts as new is not set; new postings await a decision.")
        yield finding("EMP-02", message, level=Level.INFO)
    yield from _criteria_not_answered(board)
    yield from homes_not_recorded(board)
    yield from shift_hours_not_set(board)


def _criteria_not_answered(board: Board) -> Iterator[Finding]:
    """The agency's own list speaks for itself: whoever has not answered it may not be away."""
    if is_own(board.criteria):
        return
    first = board.facts.first
    blank = sum(
        dossier.person.is_asn and not dossier.task_criteria(first) for dossier in board.dossiers.values()
    )
    if blank:
        message = _("The five task criteria are not answered for {count} people.").format(count=blank)
        yield finding("LOC-09", message, level=Level.INFO)


def _order(board: Board, found: Finding) -> tuple[int, date, int, str, str]:
    person = board.people.get(found.person)
    return (
        _RANK[found.level],
        found.day or board.facts.first,
        person.order if person else -1,
        found.person,
        found.rule,
    )


def check_cell(
    board: Board, person: str, day: date, place: str | None, *, place_row: str = "", reason: str = ""
) -> list[Finding]:
    """What an edit of one cell would break, with fixes; days that it makes no worse are not reported.

    The board is left as it was. Publishing asks more (CAL-12 and the whole period): that is `check`.
    """
    old = board.cells.get((person, day))
    cell = Assignment(person, day, place, place_row, pinned=bool(old and old.pinned), reason=reason)
    before = {(one.rule, one.point): one.size for one in _day(board, day)}
    found = [one for one in findings_at(board, cell) if one.level is not Level.INFO]
    with board.trying(cell):
        found += [one for one in _day(board, day) if one.size > before.get((one.rule, one.point), 0)]
        found.sort(key=lambda one: _order(board, one))
        return [replace(one, fixes=fixes(board, one)) for one in found]


def _day(board: Board, day: date) -> list[Finding]:
    found = (one for judge in of_scope(Scope.DAY) for one in judge(board, day))
    return [one for one in found if one.rule not in AT_PUBLISHING]


def check_identity(people: Iterable[Person], postings: Iterable[Posting] = ()) -> list[Finding]:
    """NIP-01 to NIP-08 over the unit's people."""
    roster, posts = tuple(people), tuple(postings)
    return [one for judge in of_scope(Scope.IDENTITY) for one in judge(roster, posts)]


def refuse_or_ask(findings: Sequence[Finding], *, reason: str = "", draft: bool = False) -> None:
    """Raises RuleBroken for a HARD finding (unless kept as a draft), ReasonNeeded for a SOFT one."""
    hard = [one for one in findings if one.level is Level.HARD]
    if hard and not draft:
        raise RuleBroken(sentence=_sentence(hard[0]), findings=[one.as_json() for one in hard])
    soft = [one for one in findings if one.level is Level.SOFT]
    if soft and not reason.strip() and not draft:
        raise ReasonNeeded(sentence=_sentence(soft[0]), findings=[one.as_json() for one in soft])


def _sentence(found: Finding) -> str:
    subject = f"{found.function}: " if found.function else ""
    return f"{subject}{found.message} ({found.article})"
