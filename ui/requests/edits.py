"""Calls to the services of requests and agreements, one for each thing a hand can ask for."""

from collections.abc import Callable, Mapping
from datetime import date

from flexdesk.domain.ops import Change
from flexdesk.domain.places import LETTERS, Place
from flexdesk.i18n import _
from flexdesk.services.agreements import AgreementService, AgreementView
from flexdesk.services.requests import Draft, RequestService, RequestView, Terms
from ui.undo.editor import Editor

Made = Callable[[], tuple[str, Change | None]]


class Edits:
    def __init__(self, requests: RequestService, agreements: AgreementService, editor: Editor) -> None:
        self._requests, self._agreements, self._editor = requests, agreements, editor

    def submit(self, draft: Draft) -> str:
        """The key of the new request, or nothing where the service refused."""
        return self._make(_("New request"), lambda: self._requests.submit(draft))

    def approve(self, view: RequestView) -> bool:
        """Where a rule wants a reason it is asked for in place and kept as the note."""
        key = view.key
        return self._editor.run(
            _("Approve the request of {name}").format(name=view.name),
            lambda: self._requests.decide(key, "approve"),
            with_reason=lambda reason: self._requests.decide(key, "approve", reason),
        )

    def adjust(self, view: RequestView, terms: Terms, note: str) -> bool:
        text = _("Approve with changes: {name}").format(name=view.name)
        return self._editor.run(text, lambda: self._requests.decide(view.key, "adjust", note, terms=terms))

    def refuse(self, view: RequestView, note: str) -> bool:
        text = _("Refuse the request of {name}").format(name=view.name)
        return self._editor.run(text, lambda: self._requests.decide(view.key, "refuse", note))

    def agree(self, view: RequestView) -> bool:
        text = _("{name} agrees to the swap").format(name=view.partner_name)
        return self._editor.run(text, lambda: self._requests.agree(view.key))

    def end(self, view: RequestView, day: date, reason: str) -> bool:
        text = _("End the request of {name}").format(name=view.name)
        return self._editor.run(text, lambda: self._requests.end(view.key, day, reason))

    def renew(self, view: RequestView, first: date, to: date, evidence: str) -> str:
        text = _("Renew the request of {name}").format(name=view.name)
        return self._make(text, lambda: self._requests.renew(view.key, first, to, evidence=evidence))

    def agreement_of(self, view: RequestView, letter: str, signed_on: date | None) -> str:
        text = _("Agreement with {name}").format(name=view.name)
        return self._make(
            text, lambda: self._agreements.from_request(view.key, letter=letter, signed_on=signed_on)
        )

    def add_agreement(self, given: Mapping[str, str]) -> str:
        """An agreement of its own from what a form was given: person, ISO dates, days, place and number."""
        first, to = date.fromisoformat(given["first"]), date.fromisoformat(given["to"])
        where = LETTERS[Place(given["place"])].label

        def make() -> tuple[str, Change | None]:
            return self._agreements.add(
                given["person"], first, to, places=where, days=given["days"], letter=given["letter"]
            )

        return self._make(_("New agreement"), make)

    def renew_agreement(self, view: AgreementView, first: date, to: date, letter: str) -> str:
        text = _("Renew the agreement with {name}").format(name=view.name)
        return self._make(text, lambda: self._agreements.renew(view.key, first, to, letter=letter))

    def end_agreement(self, view: AgreementView, day: date, reason: str) -> bool:
        text = _("End the agreement with {name}").format(name=view.name)
        return self._editor.run(text, lambda: self._agreements.end(view.key, day, reason))

    def sign_agreement(self, view: AgreementView, letter: str, signed_on: date | None) -> bool:
        text = _("Number and day of the agreement with {name}").format(name=view.name)
        return self._editor.run(
            text, lambda: self._agreements.change(view.key, letter=letter, signed_on=signed_on)
        )

    def _make(self, text: str, make: Made) -> str:
        made: list[str] = []

        def call() -> Change | None:
            key, change = make()
            made.append(key)
            return change

        return made[0] if self._editor.run(text, call) and made else ""
