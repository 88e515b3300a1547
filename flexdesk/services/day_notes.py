"""Lines that are pinned to the schedule: about one person's day, or about a day of the whole unit."""

from datetime import date

from flexdesk.domain.ops import Change
from flexdesk.domain.schema import join_key
from flexdesk.services.commits import Committer


class DayNotes:
    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._store = committer.store

    def between(self, first: date, last: date) -> dict[date, str]:
        """The lines about days of the unit."""
        rows = self._store.select("day_note", key=(first.isoformat(), last.isoformat()))
        return {date.fromisoformat(str(row["key"])): str(row["text"]) for row in rows if row["text"]}

    def of_cell(self, person: str, day: date, text: str) -> Change | None:
        """A line about a person's day, whatever its place; an empty text takes it away."""
        return self._write("assignment", join_key(person, day.isoformat()), "note", text, "schedule.note")

    def of_day(self, day: date, text: str) -> Change | None:
        """A line about a day of the unit; an empty text takes it away."""
        return self._write("day_note", day.isoformat(), "text", text, "schedule.day_note")

    def _write(self, table: str, key: str, field: str, text: str, kind: str) -> Change | None:
        line = " ".join(text.split())
        if not line and self._store.get(table, key) is None:
            return None
        op = self._committer.upsert(table, key, {field: line})
        return self._committer.commit(Change(kind, (op,)))
