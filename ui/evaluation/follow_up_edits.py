"""Choices of the follow-up panel; each is one step of undo."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flexdesk.domain.follow_up import FollowUp, Proposed
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import Period
from flexdesk.i18n import _
from flexdesk.services.dialogue import DialogueService
from flexdesk.services.follow_ups import FollowUpService
from ui.undo.editor import Editor


class FollowUpEdits:
    def __init__(self, service: FollowUpService, dialogue: DialogueService, editor: Editor) -> None:
        self._service, self._dialogue, self._editor = service, dialogue, editor

    def add(self, person: str, period: Period, cells: Mapping[str, Any]) -> bool:
        def make() -> Change | None:
            kind, text = str(cells["kind"]), str(cells["text"])
            return self._service.add(person, period, kind, text, side=str(cells["side"]), due=cells["due"])[1]

        return self._editor.run(_("Follow-up: {text}").format(text=cells["text"]), make)

    def change(self, key: str, cells: Mapping[str, Any]) -> bool:
        return self._editor.run(
            _("Follow-up: {text}").format(text=cells["text"]), lambda: self._service.change(key, dict(cells))
        )

    def take_plan(self, name: str, person: str, period: Period, lines: Sequence[Proposed]) -> bool:
        return self._editor.run(
            _("Coaching plan for {name}").format(name=name),
            lambda: self._service.add_plan(person, period, lines),
        )

    def turn(self, one: FollowUp) -> bool:
        """Done, or open again."""
        if one.is_open:
            return self._editor.run(
                _("Done: {text}").format(text=one.text), lambda: self._service.done(one.key)
            )
        return self._editor.run(
            _("Open again: {text}").format(text=one.text), lambda: self._service.reopen(one.key)
        )

    def drop(self, one: FollowUp) -> bool:
        return self._editor.run(
            _("Dropped: {text}").format(text=one.text), lambda: self._service.drop(one.key)
        )

    def keep_talk(
        self,
        name: str,
        person: str,
        period: Period,
        facts: Sequence[str],
        questions: Sequence[str],
        held_on: date | None,
    ) -> bool:
        return self._editor.run(
            _("Talk with {name}").format(name=name),
            lambda: self._dialogue.keep(
                person, period, facts=facts, questions=questions, held_on=held_on or ""
            ),
        )
