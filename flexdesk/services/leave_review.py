"""What wants a look in the registers of leave and travel, in words and with what to do about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flexdesk.domain.calendar import long_date
from flexdesk.domain.leave import LeaveKind
from flexdesk.domain.leave_register import LeaveRecord
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.leave_overlap import shared_with_travel, span
from flexdesk.domain.schedule import TravelEntry
from flexdesk.i18n import N_, _
from flexdesk.services.leave_book import LeaveBook
from flexdesk.store.store import Store

_SURELY_LATE = timedelta(days=800)  # nobody grants leave that far ahead
_FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class Remark:
    """`kind` is stable; `entry` is the row of the register, empty for a row that was never taken in."""

    kind: str
    message: str
    todo: str
    level: Level
    person: str = ""
    nip: str = ""
    name: str = ""
    register: str = "leave"
    entry: str = ""
    day: date | None = None
    rule: str = ""
    article: str = ""


_TODO = {
    "rule": N_("Change the entry, or write down the reason for the exception."),
    "leave_and_travel": N_("Cancel the leave or the journey, or change its days."),
    "double_leave": N_("Cancel one of the two entries."),
    "double_travel": N_("Check which letter holds, and cancel the other journey."),
    "report_on_leave": N_("Ask whether the person worked that day; return the report or change the leave."),
    "days_differ": N_("Check the days against the calendar; the program counts by the calendar."),
    "year": N_("Check the year of leave in the register."),
    "date_far": N_("Check the dates; the year may be mistyped."),
    "rejected": N_("Mend the row in the file and import it again, or enter it by hand."),
}


def remarks(book: LeaveBook, store: Store) -> list[Remark]:
    """Everything that wants a look, the gravest first, then by day."""
    found: list[Remark] = []
    for person in book.people.values():
        if person.archived:
            continue
        leaves = [record for record in book.leaves[person.key] if record.holds]
        trips = book.trips[person.key]
        for record in leaves:
            found += _of_leave(book, record, trips)
            found += _reports(book, store, record)
        found += _journeys(book, trips)
    order = (Level.HARD, Level.SOFT, Level.INFO)
    return sorted(found, key=lambda one: (order.index(one.level), one.day or date.min, one.nip, one.kind))


def _of_leave(book: LeaveBook, record: LeaveRecord, trips: Iterable[TravelEntry]) -> Iterator[Remark]:
    overlaps = set(shared_with_travel(record.from_, record.to, trips))
    days = {(one.message, one.day) for one in overlaps}
    for one in book.findings(record):
        if one.level is Level.INFO or (one.level is Level.SOFT and record.exception):
            continue
        kind = "rule"
        if one.rule == "TIM-08":
            kind = "leave_and_travel" if (one.message, one.day) in days else "double_leave"
        yield _remark(book, record, kind, one.message, one.level, one)
    yield from _odd_dates(book, record)


def _odd_dates(book: LeaveBook, record: LeaveRecord) -> Iterator[Remark]:
    if record.from_.year < _FIRST_YEAR or record.from_ > book.today + _SURELY_LATE:
        message = _("The leave begins on {day}.").format(day=long_date(record.from_))
        yield _remark(book, record, "date_far", message)
    if record.year and not record.from_.year - 1 <= record.year <= record.to.year:
        message = _("The leave of {span} is written for the year {year}.")
        yield _remark(
            book, record, "year", message.format(span=span(record.from_, record.to), year=record.year)
        )
    counted = sum(book.charged(record).values())
    if record.kind == LeaveKind.ANNUAL and record.working_days not in (None, 0, counted):
        message = _("The register says {written} working days for {span}; the calendar has {counted}.")
        text = message.format(
            written=record.working_days, span=span(record.from_, record.to), counted=counted
        )
        yield _remark(book, record, "days_differ", text, Level.INFO)


def _reports(book: LeaveBook, store: Store, record: LeaveRecord) -> Iterator[Remark]:
    span_days = (record.from_.isoformat(), record.to.isoformat())
    rows = store.select("output", only=("day",), person=record.person, day=span_days)
    for day in sorted({date.fromisoformat(str(row["day"])) for row in rows}):
        message = _("A daily report on {day}, inside the leave {span}.")
        text = message.format(day=long_date(day), span=span(record.from_, record.to))
        yield _remark(book, record, "report_on_leave", text, day=day)


def _journeys(book: LeaveBook, trips: list[TravelEntry]) -> Iterator[Remark]:
    ordered = sorted(trips, key=lambda trip: (trip.from_, trip.key))
    for at, trip in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.from_ > trip.to:
                break
            if other.letter == trip.letter:
                continue
            message = _("Two journeys share a day: {letter} ({span}) and {other_letter} ({other_span}).")
            text = message.format(
                letter=trip.letter,
                span=span(trip.from_, trip.to),
                other_letter=other.letter,
                other_span=span(other.from_, other.to),
            )
            person = book.people[trip.person]
            yield Remark(
                "double_travel",
                text,
                _(_TODO["double_travel"]),
                Level.SOFT,
                person.key,
                person.nip,
                person.full_name,
                "travel",
                other.key,
                other.from_,
            )


def _remark(
    book: LeaveBook,
    record: LeaveRecord,
    kind: str,
    message: str,
    level: Level = Level.SOFT,
    rule: Finding | None = None,
    day: date | None = None,
) -> Remark:
    person = book.people[record.person]
    return Remark(
        kind,
        message,
        _(_TODO[kind]),
        level,
        person.key,
        person.nip,
        person.full_name,
        "leave",
        record.key,
        day or (rule.day if rule else None) or record.from_,
        rule.rule if rule else "",
        rule.article if rule else "",
    )


def of_rejected(rows: Iterable[dict[str, str]]) -> list[Remark]:
    """Rows of imported files that were refused and have not come back mended."""
    return [
        Remark(
            row.get("kind", ""),
            _("{file}, {sheet}, row {row}: {message}").format(
                file=row.get("file", ""),
                sheet=row.get("sheet", ""),
                row=row.get("row", ""),
                message=_why(row),
            ),
            _(_TODO["rejected"]),
            Level.SOFT,
            nip=row.get("nip", ""),
            name=row.get("name", ""),
            register="file",
        )
        for row in rows
    ]


def _why(row: dict[str, str]) -> str:
    """The reason in the language of now; a row may have been refused in another."""
    from flexdesk.exchange.activity_tables import REASONS

    if (known := REASONS.get(row.get("kind", ""))) is not None:
        return _(known).format(value=row.get("value", ""))
    if row.get("kind") == "nip_unknown":
        return _("This NIP is not in the roster.")
    return row.get("message", "")
