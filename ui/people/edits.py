"""Calls to the service of people, one for each thing a hand can ask for; each is one step of undo."""

from collections.abc import Mapping
from datetime import date

from flexdesk.domain.names import split_name
from flexdesk.domain.ops import Change
from flexdesk.i18n import _
from flexdesk.services.people import PeopleService
from ui.undo.editor import Editor


class Edits:
    def __init__(self, people: PeopleService, editor: Editor) -> None:
        self._people, self._editor = people, editor

    def write(self, key: str, field: str, text: str) -> bool:
        """One field of one person; True when it was stored."""
        return self._editor.run(
            _("Change a person's record"), lambda: self._people.change(key, {field: text})
        )

    def move(self, key: str, start: date, jabatan: str, reason: str) -> bool:
        """Another post from a day on."""
        return self._editor.run(
            _("Change of post"), lambda: self._people.post(key, start, jabatan=jabatan, reason=reason)
        )

    def archive(self, key: str, name: str) -> bool:
        text = _("Take {name} out of the roster").format(name=name)
        return self._editor.run(text, lambda: self._people.archive(key))

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
