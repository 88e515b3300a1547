"""Calls to the services of the register, one for each thing a hand can ask for; each is one step of undo."""

from datetime import date

from flexdesk.desk.desk import Desk
from flexdesk.i18n import _
from flexdesk.services.time_patterns import Approval, Attested
from ui.undo.editor import Editor


class Edits:
    def __init__(self, desk: Desk, editor: Editor) -> None:
        self._desk, self._editor = desk, editor

    def answer_criterion(self, person: str, criterion: str, answer: bool | None, day: date) -> bool:
        return self._editor.run(
            _("Answer a task criterion"),
            lambda: self._desk.criteria.answer(person, {criterion: answer}, day),
        )

    def add_discipline(self, person: str, kind: str, first: date, to: date | None, letter: str) -> bool:
        return self._editor.run(
            _("Record discipline"),
            lambda: self._desk.proceedings.add(person, kind, first, to, letter=letter)[1],
        )

    def end_discipline(self, key: str, last: date) -> bool:
        return self._editor.run(_("End of discipline"), lambda: self._desk.proceedings.end(key, last))

    def sanction(self, key: str, first: date, to: date | None, letter: str) -> bool:
        return self._editor.run(
            _("Process becomes a sanction"),
            lambda: self._desk.proceedings.sanction(key, first, to, letter=letter)[1],
        )

    def remove_discipline(self, key: str) -> bool:
        return self._editor.run(_("Take out discipline"), lambda: self._desk.proceedings.remove(key))

    def attest(
        self,
        kind: str,
        first: date,
        to: date | None,
        attested: Attested,
        person: str,
        approval: Approval | None,
    ) -> bool:
        return self._editor.run(
            _("Attest a pattern of working time"),
            lambda: self._desk.time_patterns.add(
                kind, first, to, attested=attested, nip=person, approval=approval
            )[1],
        )

    def approve(self, key: str, by: str, on: date, letter: str) -> bool:
        return self._editor.run(
            _("Approve a pattern of working time"),
            lambda: self._desk.time_patterns.approve(key, by, on, letter),
        )

    def exclude(self, person: str, reason: str) -> bool:
        text = _("Exclude a post") if reason else _("Exclude a post no more")
        return self._editor.run(text, lambda: self._desk.people.change(person, {"excluded": reason}))

    def hand_over(self, key: str, day: date, number: str) -> bool:
        return self._editor.run(
            _("Hand out a decision"), lambda: self._desk.eligibility.hand_over(key, day, number)
        )

    def object(self, key: str, words: str, day: date) -> bool:
        return self._editor.run(
            _("Record an objection"), lambda: self._desk.eligibility.take_objection(key, words, day)
        )

    def answer_objection(self, key: str, answer: str, note: str, day: date) -> bool:
        return self._editor.run(
            _("Answer an objection"), lambda: self._desk.eligibility.answer(key, answer, note, day)
        )
