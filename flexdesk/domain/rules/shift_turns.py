"""What TIM-07 says about one person's shifts: rest, runs, nights and days off, where the unit set them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from flexdesk.domain.calendar import days, monday
from flexdesk.domain.hours import rest_between
from flexdesk.domain.places import AWAY, SHIFTS, Place
from flexdesk.domain.rules.board import Board, finding
from flexdesk.domain.rules.findings import Finding
from flexdesk.domain.rules.hours import shift_span
from flexdesk.domain.shifts import ShiftLimits
from flexdesk.i18n import _

ON_DUTY = AWAY | SHIFTS | {Place.OFFICE, Place.DUTY_TRAVEL, Place.TRAINING}
_ONE_DAY = timedelta(days=1)


def too_little_rest(board: Board, person: str, worked: list[date], limits: ShiftLimits) -> Iterator[Finding]:
    if limits.rest_hours is None:
        return
    for earlier, later in pairwise(worked):
        spans = [shift_span(board, board.place(person, day), day) for day in (earlier, later)]
        if spans[0] is None or spans[1] is None or later not in board.reported:
            continue
        rest = rest_between(spans[0], spans[1], (later - earlier).days)
        if rest < limits.rest_hours * 60:
            message = _("{hours} hours of rest before this shift; at least {least} are needed.")
            text = message.format(hours=f"{rest / 60:g}", least=limits.rest_hours)
            yield finding("TIM-07", text, person=board.people[person], day=later)


def too_many_in_a_row(
    board: Board, person: str, worked: list[date], limits: ShiftLimits
) -> Iterator[Finding]:
    for day, run in _runs(worked):
        if limits.in_a_row is not None and run > limits.in_a_row and day in board.reported:
            message = _("Shift number {count} without a day off; at most {most}.")
            text = message.format(count=run, most=limits.in_a_row)
            yield finding("TIM-07", text, person=board.people[person], day=day)


def too_many_nights(board: Board, person: str, worked: list[date], limits: ShiftLimits) -> Iterator[Finding]:
    most = limits.nights_in_a_row
    if most is None:
        return
    for day, run in _runs(_nights(board, person, worked)):
        if run > most and day in board.reported:
            text = _("Night shift number {count} in a row; at most {most}.").format(count=run, most=most)
            yield finding("TIM-07", text, person=board.people[person], day=day)


def no_day_off_after_nights(
    board: Board, person: str, worked: list[date], limits: ShiftLimits
) -> Iterator[Finding]:
    if not limits.off_after_nights:
        return
    for night in _nights(board, person, worked):
        after = night + _ONE_DAY
        if after not in board.reported:
            continue
        place = board.place(person, after)
        if place in ON_DUTY and place != Place.SHIFT_NIGHT:
            message = _("A day off has to follow a run of night shifts.")
            yield finding("TIM-07", message, person=board.people[person], day=after)


def too_few_days_off(board: Board, person: str, worked: list[date], limits: ShiftLimits) -> Iterator[Finding]:
    """Days with leave are days off as well: nobody works on them."""
    least = limits.off_in_a_week
    if least is None:
        return
    for week in sorted({monday(day) for day in worked}):
        every = list(days(week, week + 6 * _ONE_DAY))
        shown = [day for day in every if day in board.reported]
        off = sum(board.place(person, day) not in ON_DUTY for day in every)
        if off < least and shown:
            text = _("{count} days off in this week; at least {least} are needed.")
            who = board.people[person]
            yield finding("TIM-07", text.format(count=off, least=least), person=who, day=shown[0])


def _nights(board: Board, person: str, worked: Iterable[date]) -> list[date]:
    return [day for day in worked if board.place(person, day) == Place.SHIFT_NIGHT]


def _runs(held: Iterable[date]) -> Iterator[tuple[date, int]]:
    """Each day with how many days without a gap it ends."""
    run, before = 0, date.min
    for day in held:
        run = run + 1 if day - before == _ONE_DAY else 1
        before = day
        yield day, run
