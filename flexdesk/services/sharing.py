"""A schedule as files that people pass on: tables, a calendar, pictures, a text for a chat, codes to scan.

Leave, sickness and permits leave the office only as a dash; a NIP only in the two tables that are read back.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from flexdesk.domain import halves
from flexdesk.domain.calendar import WEEKDAY_NAMES, long_date
from flexdesk.domain.places import AWAY, LETTERS, PRIVATE, Place
from flexdesk.domain.places import Letter as Shown
from flexdesk.exchange.cells import harmless
from flexdesk.services.week import CellView, PersonRow, WeekView

FORMATS = ("xlsx", "csv", "ics", "png", "txt", "qr", "slips")
HIDDEN = Shown("–", "tidak di tempat")
_ICS_WIDTH = 73  # bytes; RFC 5545 folds lines beyond 75


@dataclass(frozen=True, slots=True)
class SharedFile:
    """`name` ends with the extension; one format may give several files."""

    name: str
    data: bytes


def shared_text(view: WeekView, title: str) -> str:
    """For a chat: each day with who works away from the office; everybody else is there."""
    return "\n".join([title, *(line for day in view.days for line in _day_lines(view, day))])


def _day_lines(view: WeekView, day: date) -> Iterator[str]:
    note = view.notes.get(day, "")
    names: dict[str, list[str]] = {}
    for person in view.people:
        shown = _shown(view.cells[person.key, day])
        if shown is not None and shown.letter not in ("K", "-"):
            names.setdefault(shown.label, []).append(person.name)
    if not names and not note and view.day_kinds[view.days.index(day)] != "working":
        return
    yield ""
    yield f"*{WEEKDAY_NAMES[day.weekday()]}, {long_date(day)}*"
    if note:
        yield note
    if not names and view.day_kinds[view.days.index(day)] == "working":
        yield "Semua di kantor"
    for label, people in names.items():
        yield f"{label}: {', '.join(people)}"


def as_csv(view: WeekView) -> bytes:
    """One row a cell, with place codes, as `schedule import` reads it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["nip", "name", "date", "place"])
    for person, day, place, half in _open_cells(view):
        place_code = halves.token(place, half)
        writer.writerow([person.nip, harmless(person.full_name), day.isoformat(), place_code])
    return stream.getvalue().encode("utf-8-sig")


def as_xlsx(view: WeekView, title: str) -> bytes:
    """The grid: a row a person, a column a day, the letters of the wall sheet with their legend."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the same grid, the same bytes
    sheet = book.add_worksheet("Jadwal")
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bottom": 1, "align": "center", "num_format": "dd/mm/yyyy"})
    text = book.add_format({"num_format": "@"})
    centre = book.add_format({"align": "center"})
    sheet.write_string(0, 0, harmless(title), bold)
    for column, heading in enumerate(("NIP", "Nama", "Jabatan")):
        sheet.write_string(2, column, heading, head)
    for column, day in enumerate(view.days, 3):
        sheet.write_datetime(2, column, datetime(day.year, day.month, day.day), head)  # noqa: DTZ001
    for row, person in enumerate(view.people, 3):
        for column, words in enumerate((person.nip, person.full_name, person.jabatan)):
            sheet.write_string(row, column, harmless(words), text)
        for column, day in enumerate(view.days, 3):
            shown = _shown(view.cells[person.key, day])
            sheet.write_string(row, column, shown.letter if shown else "", centre)
    _legend(sheet, len(view.people) + 4)
    sheet.set_column(0, 0, 21)
    sheet.set_column(1, 2, 32)
    sheet.set_column(3, 2 + len(view.days), 12)
    sheet.freeze_panes(3, 3)
    book.close()
    return stream.getvalue()


def _legend(sheet: "object", row: int) -> None:
    words = ", ".join(f"{s.letter} {s.label}" for place, s in LETTERS.items() if place not in PRIVATE)
    sheet.write_string(row, 1, f"{words}, {HIDDEN.letter} {HIDDEN.label}")  # type: ignore[attr-defined]


def as_calendar(view: WeekView, title: str, made: datetime) -> bytes:
    """All-day entries for every day spent elsewhere than in the office (RFC 5545)."""
    stamp = made.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//FlexDesk//ID", f"X-WR-CALNAME:{_escaped(title)}"]
    for person, day, place, half in _open_cells(view):
        if place not in AWAY and place not in (Place.DUTY_TRAVEL, Place.TRAINING):
            continue
        lines += [
            "BEGIN:VEVENT",
            f"UID:{person.key}-{day:%Y%m%d}@flexdesk",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'{person.full_name}: {halves.label(place, half)}')}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode("utf-8")


def _escaped(text: str) -> str:
    for character in ("\\", ";", ","):
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Continuation lines begin with a blank; no character is cut."""
    parts, part = [], ""
    for character in line:
        if len((part + character).encode("utf-8")) > _ICS_WIDTH:
            parts.append(part)
            part = ""
        part += character
    return "\r\n ".join([*parts, part])


def as_codes(view: WeekView) -> list[SharedFile]:
    """One QR code for each person, to scan from the wall: the own days as a short text."""
    import segno

    made = []
    for number, person in enumerate(view.people, 1):
        stream = io.BytesIO()
        segno.make(_own_days(view, person), error="m", encoding="utf-8").save(stream, kind="png", scale=6)
        made.append(SharedFile(f"{number:03}_{_plain(person.name)}.png", stream.getvalue()))
    return made


def as_slips(view: WeekView, title: str, stem: str, made: datetime) -> list[SharedFile]:
    """For each person the own days as a text, a picture of it and a calendar."""
    from flexdesk.documents.text_picture import text_picture  # it brings the fonts of papers along

    files = []
    for number, person in enumerate(view.people, 1):
        alone = replace(view, people=(person,))
        name = f"{stem}_{number:03}_{_plain(person.name)}"
        text = f"{title}\n{_own_days(view, person)}\n"
        files += [
            SharedFile(f"{name}.txt", text.encode()),
            SharedFile(f"{name}.png", text_picture(text)),
            SharedFile(f"{name}.ics", as_calendar(alone, f"{title}, {person.name}", made)),
        ]
    return files


def _own_days(view: WeekView, person: PersonRow) -> str:
    lines = [person.full_name]
    for day in view.days:
        shown = _shown(view.cells[person.key, day])
        if shown is not None:
            lines.append(f"{WEEKDAY_NAMES[day.weekday()]} {day:%d/%m/%Y}: {shown.label}")
    return "\n".join(lines)


def _shown(cell: CellView) -> Shown | None:
    if cell.place is None:
        return None
    if cell.place in PRIVATE:
        return HIDDEN
    return Shown(halves.code(cell.place, cell.half), halves.label(cell.place, cell.half))


def _open_cells(view: WeekView) -> Iterator[tuple[PersonRow, date, Place, halves.Half | None]]:
    """Every filled cell that is nobody's private matter, person by person."""
    for person in view.people:
        for day in view.days:
            cell = view.cells[person.key, day]
            place = cell.place
            if place is not None and place not in PRIVATE and place is not Place.HOLIDAY:
                yield person, day, place, cell.half


def _plain(text: str) -> str:
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in text).split())


def files_of(
    view: WeekView, title: str, stem: str, format: str, made: datetime, pages: Sequence[bytes] = ()
) -> list[SharedFile]:
    """The files of one format; `pages` are the pictures of the wall sheet, for `png`."""
    single: Mapping[str, bytes] = {}
    match format:
        case "csv":
            single = {"csv": as_csv(view)}
        case "xlsx":
            single = {"xlsx": as_xlsx(view, title)}
        case "txt":
            single = {"txt": f"{shared_text(view, title)}\n".encode()}
        case "ics":
            single = {"ics": as_calendar(view, title, made)}
        case "png":
            return [
                SharedFile(f"{stem}{f'_{n}' if len(pages) > 1 else ''}.png", page)
                for n, page in enumerate(pages, 1)
            ]
        case "slips":
            return as_slips(view, title, stem, made)
        case _:
            return as_codes(view)
    return [SharedFile(f"{stem}.{extension}", data) for extension, data in single.items()]
