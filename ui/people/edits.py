"""Calls to the services about people, one for each thing a hand can ask for; each is one step of undo."""

from collections.abc import Mapping, Sequence
from datetime import date

from flexdesk.desk.desk import Desk
from flexdesk.domain.names import split_name
from flexdesk.domain.ops import Change
from flexdesk.i18n import _
from flexdesk.services.custom_fields import CustomField
from flexdesk.services.people import CellsJudged
from ui.undo.editor import Editor


class Edits:
    def __init__(self, desk: Desk, editor: Editor) -> None:
        self._desk, self._people, self._editor = desk, desk.people, editor

    def write(self, key: str, field: str, text: str) -> bool:
        """One field of one person; True when it was stored."""
        return self._editor.run(
            _("Change a person's record"), lambda: self._people.change(key, {field: text})
        )

    def write_custom(self, key: str, field: CustomField, text: str) -> bool:
        """A field that the unit added."""
        return self._editor.run(
            _("Change a person's record"), lambda: self._desk.custom_fields.set(key, {field.key: text})
        )

    def write_many(self, judged: CellsJudged) -> bool:
        """Cells that were pasted or filled and not refused, as one step."""
        text = _("Change {count} cells").format(count=len(judged.ops))
        return self._editor.run(text, lambda: self._people.change_many(judged))

    def add_post(self, key: str, start: date, fields: Mapping[str, str]) -> bool:
        """Another post from a day on, or an acting one beside it."""
        return self._editor.run(_("Change of post"), lambda: self._desk.postings.add(key, start, fields))

    def correct_post(self, key: str, start: date, fields: Mapping[str, str]) -> bool:
        return self._editor.run(_("Correct a post"), lambda: self._desk.postings.correct(key, start, fields))

    def remove_post(self, key: str, start: date) -> bool:
        return self._editor.run(_("Take out a post"), lambda: self._desk.postings.remove(key, start))

    def archive(self, key: str, name: str, day: date, reason: str) -> bool:
        text = _("Take {name} out of the roster").format(name=name)
        return self._editor.run(text, lambda: self._people.archive(key, day, reason))

    def merge(self, keep: str, gone: str, fields: Sequence[str]) -> bool:
        return self._editor.run(
            _("Merge two records"), lambda: self._desk.duplicates.merge(keep, gone, fields)
        )

    def separate(self, key: str, name: str) -> None:
        text = _("Take the record of {name} out again").format(name=name)
        self._editor.run(text, lambda: self._desk.duplicates.unmerge(key))

    def enter(self, nip: str, full_name: str, fields: Mapping[str, str]) -> str:
        """A new person; the key, or nothing where the service refused."""
        name = split_name(full_name)
        given = {
            **{field: text for field, text in fields.items() if text},
            "front_titles": " ".join(name.front),
            "back_titles": ", ".join(name.back),
        }
        made: list[str] = []

        def call() -> Change | None:
            key, change = self._people.enter(nip, name.name, **given)
            made.append(key)
            return change

        return made[0] if self._editor.run(_("New person"), call) and made else ""
