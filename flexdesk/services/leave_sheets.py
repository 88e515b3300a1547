"""The registers of leave and travel as sheets to be written: entries, opening balances, and a summary."""

from collections.abc import Iterator
from datetime import date

from flexdesk.exchange.cells import Cell
from flexdesk.exchange.register_export import HEADINGS, SHEETS, Grid
from flexdesk.exchange.register_files import LEAVE_LABELS, LeaveKind
from flexdesk.services.leave_book import LeaveBook


def grids(book: LeaveBook, year: int, *, only: bool, private: bool) -> Iterator[Grid]:
    people = [person for person in book.people.values() if not person.archived]

    def inside(first: date, to: date) -> bool:
        return not only or first.year <= year <= to.year

    hidden = frozenset() if private else frozenset({"document", "reason"})
    names = {field: text for field, text in HEADINGS["leave"].items() if field not in hidden}
    leaves = [
        (person, record)
        for person in people
        for record in sorted(book.leaves[person.key], key=lambda one: (one.from_, one.key))
        if record.holds and inside(record.from_, record.to)
    ]
    rows = []
    for person, record in leaves:
        written = record.working_days or book.working_days(record.leave)
        cells: dict[str, Cell] = {
            "name": person.full_name,
            "nip": person.nip,
            "kind": LEAVE_LABELS[LeaveKind(record.kind)],
            "first": record.from_,
            "last": record.to,
            "working_days": written,
            "year": record.year,
            "document": record.document,
            "reason": record.reason,
        }
        rows.append(tuple(cells[field] for field in names))
    yield Grid(SHEETS["leave"], tuple(names.values()), tuple(rows))
    trips = [
        (
            person.full_name,
            person.nip,
            trip.letter,
            trip.letter_date,
            trip.purpose,
            trip.from_,
            trip.to,
            trip.location,
            trip.transport,
        )
        for person in people
        for trip in sorted(book.trips[person.key], key=lambda one: (one.from_, one.key))
        if inside(trip.from_, trip.to)
    ]
    yield Grid(SHEETS["travel"], tuple(HEADINGS["travel"].values()), tuple(trips))
    carries = [
        (person.full_name, person.nip, carry.year, carry.unused, carry.deferred, carry.letter)
        for person in people
        for carry in sorted(book.carries[person.key], key=lambda one: one.year)
    ]
    yield Grid(SHEETS["balance"], tuple(HEADINGS["balance"].values()), tuple(carries))
    yield _summary(book, year)


def _summary(book: LeaveBook, year: int) -> Grid:
    """The balances of a year; its headings are chosen so that it is not read back as opening balances."""
    headings = ("Nama", "NIP", "Hak", "Bawaan", "Diambil", "Menunggu", "Dapat diambil", "Melebihi hak")
    rows = tuple(
        (
            one.person.full_name,
            one.person.nip,
            one.balance.right,
            one.balance.carried,
            one.balance.taken,
            one.waiting,
            one.balance.left,
            one.balance.overdrawn,
        )
        for one in book.balances(year)
    )
    return Grid(f"Rekap Cuti {year}", headings, rows)
