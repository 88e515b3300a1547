"""Calls to the service of leave, one for each thing a hand can ask for; each is one step of undo."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from flexdesk.domain.ops import Change
from flexdesk.i18n import _
from flexdesk.services.leave import Done, LeaveForm, LeaveService
from ui.undo.editor import Editor


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody considers or decides; `first` and `to` are the days that a change grants."""

    word: str
    by: str
    day: date
    note: str = ""
    number: str = ""
    first: date | None = None
    to: date | None = None


class Edits:
    """Every call says whether it was stored; one that waits for a reason was not, yet.

    `done` hears the key of an entry that was stored, also when the reason came later.
    """

    def __init__(self, leave: LeaveService, editor: Editor, done: Callable[[str], object]) -> None:
        self._leave, self._editor, self._done = leave, editor, done

    def apply(self, person: str, form: LeaveForm, day: date) -> bool:
        def call(reason: str = "") -> Change | None:
            return self._kept(self._leave.apply(person, replace(form, exception=reason), day=day))

        return self._editor.run(_("Application for leave"), call, with_reason=call)

    def add(self, person: str, form: LeaveForm) -> bool:
        return self._editor.run(_("New leave"), lambda: self._kept(self._leave.add(person, form)))

    def travel(self, person: str, first: date, to: date, letter: str, purpose: str, location: str) -> bool:
        return self._editor.run(
            _("New duty travel"),
            lambda: self._kept(self._leave.add_travel(person, first, to, letter, purpose, location=location)),
        )

    def consider(self, key: str, verdict: Verdict) -> bool:
        return self._editor.run(
            _("Consideration of a leave"),
            lambda: self._kept(
                self._leave.consider(key, verdict.word, by=verdict.by, day=verdict.day, note=verdict.note)
            ),
        )

    def decide(self, key: str, verdict: Verdict) -> bool:
        def call(reason: str = "") -> Change | None:
            return self._kept(
                self._leave.decide(
                    key,
                    verdict.word,
                    by=verdict.by,
                    day=verdict.day,
                    note=verdict.note,
                    number=verdict.number,
                    first=verdict.first,
                    to=verdict.to,
                    exception=reason,
                )
            )

        return self._editor.run(_("Decision about a leave"), call, with_reason=call)

    def cancel(self, key: str, *, travel: bool) -> bool:
        if travel:
            return self._editor.run(
                _("Cancel a duty travel"), lambda: self._kept(self._leave.cancel_travel(key))
            )
        return self._editor.run(_("Cancel a leave"), lambda: self._kept(self._leave.cancel(key)))

    def carry(self, person: str, year: int, unused: int, deferred: int, letter: str) -> bool:
        return self._editor.run(
            _("Days left of {year}").format(year=year),
            lambda: self._leave.carry(person, year, unused=unused, deferred=deferred, letter=letter).change,
        )

    def _kept(self, done: Done) -> Change | None:
        self._done(done.key)
        return done.change
