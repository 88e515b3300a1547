"""Choices of the evaluation screen; each is one step of undo."""

from datetime import date

from flexdesk.desk.desk import Desk
from flexdesk.domain.performance import FeedbackTone, OrganisationLevel, Rating, label, predicate_of
from flexdesk.domain.periods import Period
from flexdesk.i18n import _
from flexdesk.services.evaluation import Evaluation, NoteSource
from flexdesk.services.feedback import FeedbackService
from ui.undo.editor import Editor


class Edits:
    def __init__(self, desk: Desk, editor: Editor) -> None:
        self._desk, self._service, self._editor = desk, desk.evaluation, editor

    def rate(self, one: Evaluation, period: Period, results: Rating, behaviour: Rating) -> bool:
        said = label(predicate_of(results, behaviour))
        return self._editor.run(
            f"{one.skp.person['name']}: {said}",
            lambda: self._service.rate(one.skp.key, period, results=results, behaviour=behaviour),
        )

    def note(self, one: Evaluation, period: Period, text: str, source: NoteSource) -> bool:
        return self._editor.run(
            _("Note to {name}").format(name=one.skp.person["name"]),
            lambda: self._service.write_note(one.skp.key, period, text, source),
        )

    def running_note(
        self, service: FeedbackService, person: str, day: date, text: str, tone: FeedbackTone
    ) -> bool:
        return self._editor.run(_("Note written"), lambda: service.add(person, day, text, tone=tone))

    def set_organisation(self, period: Period, level: OrganisationLevel) -> bool:
        return self._editor.run(
            _("Organisation's result: {level}").format(level=label(level)),
            lambda: self._service.set_organisation(period, str(level)),
        )

    def lock_all(self, keys: list[str], period: Period) -> bool:
        return self._editor.run(
            _("{count} evaluations signed and locked").format(count=len(keys)),
            lambda: self._service.lock_all(keys, period),
            with_reason=lambda reason: self._service.lock_all(keys, period, reason=reason),
        )

    def reopen(self, one: Evaluation, period: Period) -> bool:
        """The frame asks for the reason."""
        return self._editor.run(
            _("Reopened: {name}").format(name=one.skp.person["name"]),
            lambda: self._service.lock(one.skp.key, period, on=False),
            with_reason=lambda reason: self._service.lock(one.skp.key, period, on=False, reason=reason),
        )

    # -- after the signature

    def receive(self, one: Evaluation, period: Period, day: date | None) -> bool:
        return self._editor.run(
            _("Handed to {name}").format(name=one.skp.person["name"]),
            lambda: self._service.receive(one.skp.key, period, day),
        )

    def object(self, one: Evaluation, period: Period, reasons: str, day: date) -> bool:
        return self._editor.run(
            _("Objection of {name}").format(name=one.skp.person["name"]),
            lambda: self._desk.objections.file(one.skp.key, period, reasons, day),
        )

    def explain(self, one: Evaluation, period: Period, text: str, day: date) -> bool:
        return self._editor.run(
            _("Explained to {name}").format(name=one.skp.person["name"]),
            lambda: self._desk.objections.explain(one.skp.key, period, text, day),
        )

    def uphold(self, one: Evaluation, period: Period, note: str, day: date) -> bool:
        return self._editor.run(
            _("Decided about {name}").format(name=one.skp.person["name"]),
            lambda: self._desk.objections.uphold(one.skp.key, period, note, day),
        )

    def change(
        self, one: Evaluation, period: Period, ratings: tuple[Rating, Rating], note: str, day: date
    ) -> bool:
        return self._editor.run(
            _("Decided about {name}").format(name=one.skp.person["name"]),
            lambda: self._desk.objections.change(one.skp.key, period, *ratings, note, day),
        )

    # -- beside the rating

    def realise(self, one: Evaluation, indicator: str, month: Period, number: float | None) -> bool:
        return self._editor.run(
            _("Reached in {month}: {name}").format(month=month.label(), name=one.skp.person["name"]),
            lambda: self._desk.realising.write(one, indicator, month, number=number),
        )

    def take(self, one: Evaluation, period: Period) -> bool:
        return self._editor.run(
            _("Sums of accepted outputs: {name}").format(name=one.skp.person["name"]),
            lambda: self._desk.realising.take(one, period),
        )

    def feedback(self, one: Evaluation, period: Period, about: str, text: str, source: NoteSource) -> bool:
        return self._editor.run(
            _("Feedback to {name}").format(name=one.skp.person["name"]),
            lambda: self._desk.evaluation_feedback.write(one, period, about, text, source=source),
        )
