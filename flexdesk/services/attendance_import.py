"""Takes attendance files over: finds the people, refuses what cannot be, adds what is new as one change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flexdesk.domain.attendance import (
    FILE,
    IN,
    OUT,
    RECAP,
    TYPED,
    Recap,
    Terms,
    in_zone,
    kept_time,
    slot_of,
)
from flexdesk.domain.names import split_name
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.schema import join_key
from flexdesk.i18n import N_, _
from flexdesk.progress import Progress
from flexdesk.services.attendance_days import AttendanceDays
from flexdesk.services.commits import Committer
from flexdesk.store.store import Row

if TYPE_CHECKING:
    from flexdesk.exchange.activity_people import Person
    from flexdesk.exchange.attendance_files import AttendanceReading, DayWord, Touch

_LAST_MONTH_OF_LATE_FILES = 3  # files of the year before still come in until March

_REASONS = {
    "nip_unknown": N_("This NIP is not in the roster."),
    "name_unknown": N_("Nobody in the roster has this name."),
    "name_twice": N_("Several people have this name; the NIP would tell them apart."),
    "future": N_("This day has not come yet."),
    "wrong_year": N_("This day lies in {year}; marks of that year are no longer taken."),
    "other_day": N_("By the clock of this unit that would be another day."),
    "out_before_in": N_("Leaving at {out} lies before arriving at {came}."),
    "typed": N_("The mark typed in by hand ({typed}) stays; the file says {file}."),
}


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One mark of the file as the check shows it. `state` is new, changed, known or rejected."""

    sheet: str
    row: int
    name: str
    nip: str
    day: date | None
    what: str
    state: str
    kind: str = ""
    message: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "kind": self.kind,
            "name": self.name or None,
            "nip": self.nip or None,
            "date": self.day.isoformat() if self.day else None,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class AttendanceImport:
    """What came of a file, or would come of it. `passed_over` counts letters of leave and free days."""

    lines: tuple[ImportLine, ...]
    passed_over: int
    ops: tuple[Op, ...]
    change: Change | None = None

    def count(self, *states: str) -> int:
        return sum(line.state in states for line in self.lines)

    @property
    def rejected(self) -> tuple[ImportLine, ...]:
        return tuple(line for line in self.lines if line.state == "rejected")

    @property
    def span(self) -> tuple[date, date] | None:
        days = [line.day for line in self.lines if line.day and line.state != "rejected"]
        return (min(days), max(days)) if days else None


class AttendanceImports:
    def __init__(self, committer: Committer, days: AttendanceDays) -> None:
        self._committer = committer
        self._store = committer.store
        self._days = days

    def read_file(self, file: Path, progress: Progress | None = None) -> AttendanceImport:
        """What a file would bring; nothing is written. Raises what `read_tables` raises, NoSuchTable."""
        from flexdesk.exchange.attendance_files import read_attendance
        from flexdesk.exchange.tables import read_tables

        return self.look(read_attendance(read_tables(file)), progress)

    def read_pasted(self, text: str, progress: Progress | None = None) -> AttendanceImport:
        from flexdesk.exchange.attendance_files import read_attendance
        from flexdesk.exchange.tables import read_text

        return self.look(read_attendance(read_text(text)), progress)

    def import_files(self, files: Sequence[Path]) -> AttendanceImport:
        """Take files over, all of them as one change; what is here already is left alone."""
        from flexdesk.exchange.attendance_files import AttendanceReading, read_attendance
        from flexdesk.exchange.tables import read_tables

        readings = [read_attendance(read_tables(file)) for file in files]
        whole = AttendanceReading(
            tuple(one for reading in readings for one in reading.touches),
            tuple(one for reading in readings for one in reading.words),
            tuple(one for reading in readings for one in reading.rejected),
            sum(reading.passed_over for reading in readings),
        )
        return self.take(self.look(whole))

    def take(self, seen: AttendanceImport) -> AttendanceImport:
        """Write what a look has found, as one change. Raises StaleEdit when marks changed meanwhile."""
        return replace(
            seen, change=self._committer.commit(Change("attendance.import", seen.ops)) if seen.ops else None
        )

    def look(self, reading: AttendanceReading, progress: Progress | None = None) -> AttendanceImport:
        """Match people and days. Two files that overlap come to the same marks in either order."""
        bench = _Bench(self._store.select("person"), self._days, self._stored(reading))
        lines = [
            ImportLine(one.sheet, one.row, "", "", None, one.value, "rejected", one.kind, one.message)
            for one in reading.rejected
        ]
        marks: list[Touch | DayWord] = [*reading.touches, *reading.words]
        for at, one in enumerate(marks):
            if progress is not None and at % 500 == 0:
                progress.report(at, len(marks))
            lines.append(bench.take(one))
        lines = bench.impossible(lines)
        lines.sort(key=lambda line: (line.state != "rejected", line.sheet, line.row))
        return AttendanceImport(tuple(lines), reading.passed_over, tuple(self._ops(bench)))

    def _stored(self, reading: AttendanceReading) -> dict[str, Row]:
        days = [*(one.day for one in reading.touches), *(one.day for one in reading.words)]
        if not days:
            return {}
        span = (min(days).isoformat(), max(days).isoformat())
        return {str(row["key"]): row for row in self._store.select("attendance_mark", day=span)}

    def _ops(self, bench: _Bench) -> Iterable[Op]:
        for key, value in sorted(bench.held.items()):
            row = bench.stored.get(key)
            before = (str(row["at"] or ""), str(row["note"] or "")) if row else None
            if before == value:
                continue
            at, word = value
            cells = {"at": at or None, "note": word, "source": FILE}
            if row is not None:
                yield self._committer.update("attendance_mark", row, cells)
            else:
                yield self._committer.upsert("attendance_mark", key, cells)


class _Bench:
    """The marks as they would stand after the lines taken so far; `held` are (time, word) by row key."""

    def __init__(self, people: Sequence[Row], days: AttendanceDays, stored: dict[str, Row]) -> None:
        self.stored = stored
        self.held: dict[str, tuple[str, str]] = {}
        self._days = days
        self._today, self._zone = days.today(), days.zone()
        people = [row for row in people if not row["archived"]]
        self._by_nip = {str(row["nip"]): row for row in people if row["nip"]}
        self._by_name: dict[str, list[Row]] = {}
        self._origin: dict[str, list[int]] = {}
        for row in people:
            self._by_name.setdefault(_plain(str(row["name"])), []).append(row)
        self._terms: dict[date, Terms] = {}
        self._taken = 0

    def take(self, one: Touch | DayWord) -> ImportLine:
        from flexdesk.exchange.attendance_files import Touch

        at = self._taken
        self._taken += 1
        person, kind = self._person(one.person)
        what = f"{one.at:%H.%M}" if isinstance(one, Touch) else str(one.recap)
        name = str(person["name"]) if person else one.person.name
        nip = str(person["nip"] or "") if person else one.person.nip
        line = ImportLine(one.sheet, one.row, name, nip, one.day, what, "rejected")
        if person is None:
            return _refused(line, kind)
        if one.day > self._today:
            return _refused(line, "future")
        if not self._is_recent(one.day):
            return _refused(line, "wrong_year", year=one.day.year)
        if isinstance(one, Touch):
            return self._touch(line, str(person["key"]), one, at)
        return self._word(line, join_key(str(person["key"]), one.day.isoformat(), RECAP), one.recap)

    def _person(self, who: Person) -> tuple[Row | None, str]:
        if who.nip:
            return self._by_nip.get(who.nip), "nip_unknown"
        found = self._by_name.get(_plain(split_name(who.name).name), [])
        return (found[0], "") if len(found) == 1 else (None, "name_twice" if found else "name_unknown")

    def _is_recent(self, day: date) -> bool:
        late = self._today.month <= _LAST_MONTH_OF_LATE_FILES
        return day.year == self._today.year or (late and day.year == self._today.year - 1)

    def _touch(self, line: ImportLine, person: str, one: Touch, at: int) -> ImportLine:
        moment = in_zone(one.at, one.zone, self._zone) if one.zone else one.at
        if moment is None:
            return _refused(line, "other_day")
        slot = one.slot or self._slot(one.day, moment)
        key = join_key(person, one.day.isoformat(), slot)
        stored = self.stored.get(key)
        if stored is not None and stored["source"] == TYPED and stored["at"]:
            if str(stored["at"]) == f"{moment:%H:%M}":
                return replace(line, state="known")
            written = str(stored["at"]).replace(":", ".")
            return _refused(line, "typed", typed=written, file=f"{moment:%H.%M}")
        self._origin.setdefault(key, []).append(at)
        return self._put(line, key, slot, moment)

    def _put(self, line: ImportLine, key: str, slot: str, moment: time) -> ImportLine:
        before = self._now(key)
        held = time.fromisoformat(before[0]) if before and before[0] else None
        kept = kept_time(slot, held, moment)
        value = (f"{kept:%H:%M}", before[1] if before else "")
        self.held[key] = value
        if before == value:
            return replace(line, state="known")
        return replace(line, state="changed" if before else "new")

    def _word(self, line: ImportLine, key: str, word: Recap) -> ImportLine:
        """Of two summaries the one that speaks for the person counts, whichever came first."""
        before = self._now(key)
        order = [str(one) for one in Recap]
        kept = min(str(word), before[1], key=order.index) if before and before[1] in order else str(word)
        self.held[key] = ("", kept)
        if before == ("", kept):
            return replace(line, state="known")
        return replace(line, state="changed" if before else "new")

    def _now(self, key: str) -> tuple[str, str] | None:
        if key in self.held:
            return self.held[key]
        row = self.stored.get(key)
        return (str(row["at"] or ""), str(row["note"] or "")) if row else None

    def impossible(self, lines: list[ImportLine]) -> list[ImportLine]:
        """Named marks that would have somebody leave before arriving are not taken."""
        offset = len(lines) - self._taken
        for day in {key.rpartition("|")[0] for key in self.held}:
            came, left = (self._now(f"{day}|{slot}") for slot in (IN, OUT))
            if not (came and left and came[0] and left[0] and left[0] <= came[0]):
                continue
            facts = {"out": left[0].replace(":", "."), "came": came[0].replace(":", ".")}
            for each in (f"{day}|{IN}", f"{day}|{OUT}"):
                self.held.pop(each, None)
                for at in self._origin.get(each, ()):
                    lines[offset + at] = _refused(lines[offset + at], "out_before_in", **facts)
        return lines

    def _slot(self, day: date, moment: time) -> str:
        if day not in self._terms:
            self._terms[day] = self._days.terms(day)
        return slot_of(moment, self._terms[day])


def _plain(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


def _refused(line: ImportLine, kind: str, **facts: object) -> ImportLine:
    return replace(line, state="rejected", kind=kind, message=_(_REASONS[kind]).format(**facts))
