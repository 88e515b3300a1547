"""Choices of the evaluation screen; each is one step of undo."""

from flexdesk.domain.performance import OrganisationLevel, Rating, label, predicate_of
from flexdesk.domain.periods import Period
from flexdesk.i18n import _
from flexdesk.services.evaluation import Evaluation, EvaluationService
from ui.undo.editor import Editor


class Edits:
    def __init__(self, service: EvaluationService, editor: Editor) -> None:
        self._service, self._editor = service, editor

    def rate(self, one: Evaluation, period: Period, results: Rating, behaviour: Rating) -> bool:
        said = label(predicate_of(results, behaviour))
        return self._editor.run(
            f"{one.skp.person['name']}: {said}",
            lambda: self._service.rate(one.skp.key, period, results=results, behaviour=behaviour),
        )

    def note(self, one: Evaluation, period: Period, text: str) -> bool:
        return self._editor.run(
            _("Note to {name}").format(name=one.skp.person["name"]),
            lambda: self._service.rate(one.skp.key, period, results=None, behaviour=None, note=text),
        )

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
