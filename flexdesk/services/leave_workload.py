"""Who else is away on the days of a leave, and what remains: shown before somebody decides about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flexdesk.domain.calendar import days, long_date
from flexdesk.domain.rules import Board
from flexdesk.i18n import _
from flexdesk.services.facts import FactReader
from flexdesk.services.leave_book import LeaveBook

LOOKED_AT = timedelta(days=92)  # of a longer leave only the beginning is looked at


@dataclass(frozen=True, slots=True)
class PointLoad:
    """People of a service point who remain, with the person gone."""

    name: str
    need: int
    left: int

    @property
    def short(self) -> int:
        return max(0, self.need - self.left)


@dataclass(frozen=True, slots=True)
class DayLoad:
    """One working day; everything but `waiting` is counted without the person who asks."""

    day: date
    people: int
    on_leave: int
    travelling: int
    elsewhere: int
    waiting: int  # others whose application for this day is undecided
    left: int  # at the office with the person gone
    least: int
    points: tuple[PointLoad, ...]

    @property
    def short(self) -> int:
        """How many are missing, at the office or at the worst service point."""
        return max(self.least - self.left, 0, *(point.short for point in self.points))


@dataclass(frozen=True, slots=True)
class Workload:
    days: tuple[DayLoad, ...]

    @property
    def worst(self) -> DayLoad | None:
        """The day on which the leave weighs most; None when no day of it is worked."""
        return max(
            self.days,
            key=lambda one: (one.short, one.on_leave + one.travelling + one.elsewhere, -one.day.toordinal()),
            default=None,
        )

    @property
    def short_days(self) -> tuple[date, ...]:
        return tuple(one.day for one in self.days if one.short)

    def sentences(self) -> list[str]:
        """In words, about the worst day; the last one says whether the office bears it."""
        worst = self.worst
        if worst is None:
            return [_("No day of this leave is worked.")]
        told = [_away_words(worst), _left_words(worst)]
        told += [_point_words(point) for point in worst.points]
        if worst.waiting:
            told.append(_("{count} more applications for this day wait.").format(count=worst.waiting))
        if self.short_days:
            told.append(_("On {count} days too few remain.").format(count=len(self.short_days)))
        return told


def workload(reader: FactReader, book: LeaveBook, person: str, first: date, to: date) -> Workload:
    last = min(to, first + LOOKED_AT)
    board = Board(reader.facts(first, last))
    return Workload(tuple(_loads(board, book, person, first, last)))


def _loads(board: Board, book: LeaveBook, person: str, first: date, last: date) -> Iterator[DayLoad]:
    asked = [
        record
        for key, records in book.leaves.items()
        if key != person
        for record in records
        if record.waits and record.from_ <= last and first <= record.to
    ]
    for day in days(first, last):
        if not board.working[day]:
            continue
        gone = board.not_on_site[day] | {person}
        served = [
            point
            for point in board.day_points
            if board.is_open(point, day) and person in board.servers.get(point.key, frozenset())
        ]
        counted = {key for key, one in board.people.items() if one.is_asn}
        yield DayLoad(
            day=day,
            people=board.headcount,
            on_leave=sum(key != person and (key, day) in board.leave for key in board.people),
            travelling=sum(key != person and (key, day) in board.travel for key in board.people),
            elsewhere=len(board.away[day] - {person}),
            waiting=sum(one.from_ <= day <= one.to for one in asked),
            left=len(counted - gone),
            least=board.least_on_site(day),
            points=tuple(
                PointLoad(point.name, point.need, len(board.servers[point.key] - gone)) for point in served
            ),
        )


def _away_words(load: DayLoad) -> str:
    return _(
        "{day}: {leave} of {people} are on leave already, {travel} travel, {away} work elsewhere."
    ).format(
        day=long_date(load.day),
        leave=load.on_leave,
        people=load.people,
        travel=load.travelling,
        away=load.elsewhere,
    )


def _left_words(load: DayLoad) -> str:
    return _("{left} remain at the office; at least {least} are needed.").format(
        left=load.left, least=load.least
    )


def _point_words(point: PointLoad) -> str:
    return _("{point}: {left} of {need} needed remain.").format(
        point=point.name, left=point.left, need=point.need
    )
