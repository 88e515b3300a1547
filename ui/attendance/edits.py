"""What a hand can ask for about attendance, each call one step of undo."""

from collections.abc import Sequence
from datetime import date, time

from flexdesk.desk.desk import Desk
from flexdesk.domain.attendance import typed_time
from flexdesk.domain.ops import Change
from flexdesk.i18n import _
from flexdesk.services.attendance import BadTime
from flexdesk.services.attendance_days import DayMarks
from ui.attendance import words
from ui.undo.editor import Editor


class Edits:
    """Every method says whether the change was stored; reasons are asked for by the frame."""

    def __init__(self, desk: Desk, editor: Editor) -> None:
        self._desk, self._editor = desk, editor

    def mark(self, row: DayMarks, slot: str, text: str) -> bool:
        """Type a mark; empty text takes it away."""

        def call() -> Change | None:
            at = typed_time(text) if text else None
            if text and at is None:
                raise BadTime(value=text)
            return self._desk.attendance.set_mark(row.person, row.day, slot, at)

        return self._editor.run(_("Mark of {name}").format(name=row.name), call)

    def decide(self, rows: Sequence[DayMarks], decision: str) -> bool:
        """An empty decision takes the one that was made back."""
        keys = [(row.person, row.day) for row in rows]
        label = _(words.DECISIONS[decision]) if decision else _("Decision taken back")
        return self._editor.run(
            _("{decision}: {count} days").format(decision=label, count=len(keys)),
            lambda: self._desk.attendance.clarify(keys, decision),
            with_reason=lambda reason: self._desk.attendance.clarify(keys, decision, reason),
        )

    def photo(self, row: DayMarks, slot: str, at: time, photo: str) -> bool:
        return self._editor.run(
            _("Picture of {name}").format(name=row.name),
            lambda: self._desk.attendance.set_mark(row.person, row.day, slot, at, photo=photo),
        )

    def head_name(self) -> str:
        head = self._desk.reader.unit().head
        return str((self._desk.store.get("person", head) or {}).get("name") or "") if head else ""

    def call_in(self, row: DayMarks, reason: str, by: str, at: time | None) -> bool:
        return self._editor.run(
            _("{name} is called in").format(name=row.name),
            lambda: self._desk.recalls.add(row.person, row.day, reason, by=by, at=at),
        )

    def arrive(self, key: str, name: str, at: time) -> bool:
        return self._editor.run(
            _("{name} has come").format(name=name), lambda: self._desk.recalls.arrive(key, at)
        )

    def contact(self, row: DayMarks, at: time, channel: str, minutes: float | None, note: str) -> bool:
        return self._editor.run(
            _("Contact with {name}").format(name=row.name),
            lambda: self._desk.contacts.add(
                row.person, row.day, at, channel, minutes=minutes, by=self.head_name(), note=note
            ),
        )

    def open_examination(self, nip: str, name: str, basis: str) -> bool:
        return self._editor.run(
            _("Examination of {name}").format(name=name), lambda: self._desk.absence.open(nip, basis)[1]
        )

    def summon(self, key: str, name: str, on: date, letter: str) -> bool:
        return self._editor.run(
            _("{name} is summoned").format(name=name), lambda: self._desk.absence.summon(key, on, letter)
        )

    def finish(self, key: str, name: str, on: date, result: str, letter: str) -> bool:
        return self._editor.run(
            _("{name} is examined").format(name=name),
            lambda: self._desk.absence.finish(key, on, result, letter=letter),
        )
