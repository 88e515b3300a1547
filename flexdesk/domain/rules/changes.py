"""The days on which "may this person be away" can turn by itself: nobody has to ask on the others."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from flexdesk.domain.calendar import months_later
from flexdesk.domain.policy import Policy
from flexdesk.domain.rules.away import UNDECIDED_MONTHS
from flexdesk.domain.rules.board import Board
from flexdesk.domain.rules.case import Dossier

_ONE_DAY = timedelta(days=1)
_READ = frozenset(
    {
        "hours.flex_minutes",
        "location.direct_service",
        "location.exclude_echelon_four",
        "location.excluded_categories",
        "location.max_days_per_week",
        "person.least_predicate",
        "person.new_posting_months",
    }
)


def change_days(board: Board, dossier: Dossier) -> list[date]:
    """Earliest first. On every other day the answers are those of the day before."""
    found = set(_of_the_policy(board.facts.policy))
    found.update(_of_the_person(dossier, _lengths(board.facts.policy)))
    return sorted(day for day in found if date.min < day < date.max)


@lru_cache(maxsize=64)
def _of_the_policy(policy: Policy) -> tuple[date, ...]:
    return tuple(edit.from_ for edit in policy.edits if edit.key in _READ)


@lru_cache(maxsize=64)
def _lengths(policy: Policy) -> frozenset[int]:
    """Months a posting may count as new for, whenever the unit changed its mind."""
    key = "person.new_posting_months"
    days = [date.min, *(edit.from_ for edit in policy.edits if edit.key == key)]
    months = [policy.value(key, day) for day in days]
    return frozenset(value if isinstance(value, int) else UNDECIDED_MONTHS for value in months)


def _of_the_person(dossier: Dossier, lengths: frozenset[int]) -> Iterator[date]:
    for record in dossier.disciplines:
        yield from _span(record.from_, record.to)
    for posting in dossier.postings:
        if len(dossier.postings) > 1 or posting.until is not None or posting.is_new:
            yield from _span(posting.from_, posting.until)
        if posting.is_new:
            yield from (months_later(posting.from_, length) for length in lengths)
    for request in dossier.requests:
        yield from _span(request.from_, request.to)
    for pattern in dossier.patterns:
        yield from _span(pattern.from_, pattern.to)
    yield from (held.since for held in dossier.predicates)


def _span(first: date, last: date | None) -> Iterator[date]:
    yield first
    if last is not None and last < date.max:
        yield last + _ONE_DAY
