"""The register as a table: everybody is held, the filter shows some."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from flexdesk.domain.eligibility import Answer
from flexdesk.services.eligibility import Standing
from ui.eligibility import words
from ui.eligibility.columns import columns
from ui.widgets.table import RowsModel


class RegisterModel(RowsModel[Standing]):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(columns(), lambda one: one.key, parent)
        self.everybody: tuple[Standing, ...] = ()
        self.state, self.text = words.ALL, ""
        self._day = date.min

    def show(self, everybody: Sequence[Standing], day: date) -> None:
        self.everybody, self._day = tuple(everybody), day
        self._filter()

    def renew(self, standings: Sequence[Standing]) -> None:
        """New versions of some people, in their places."""
        fresh = {one.key: one for one in standings}
        self.show([fresh.get(one.key, one) for one in self.everybody], self._day)

    def want(self, state: str, text: str) -> None:
        if (state, text) != (self.state, self.text):
            self.state, self.text = state, text
            self._filter()

    def counts(self) -> Counter[str]:
        """How many people each choice of the filter would show."""
        found: Counter[str] = Counter()
        for one in self.everybody:
            found.update(state for state, _label in words.STATES if self._is(one, state))
        return found

    def standing(self, key: str) -> Standing | None:
        return next((one for one in self.everybody if one.key == key), None)

    def _filter(self) -> None:
        parts = self.text.casefold().split()
        self.set_rows(
            [
                one
                for one in self.everybody
                if self._is(one, self.state) and all(part in _folded(one) for part in parts)
            ]
        )

    def _is(self, one: Standing, state: str) -> bool:
        if state == words.ALL:
            return True
        if state == words.SOON:
            return one.changes_within(self._day)
        if state == words.OBJECTED:
            return one.decision is not None and bool(one.decision.objection) and not one.decision.answer
        return one.row.answer is Answer(state)


def _folded(one: Standing) -> str:
    person, posting = one.row.person, one.row.posting
    post = f"{posting.jabatan} {posting.unit}" if posting else ""
    return f"{person.full_name} {person.nip} {post}".casefold()
