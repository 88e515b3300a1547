"""What the two lists of the room show in their columns."""

from collections.abc import Callable

from flexdesk.domain.people import RequestKind, RequestState
from flexdesk.i18n import _
from flexdesk.services.agreements import AgreementView
from flexdesk.services.requests import RequestView
from ui.requests import words
from ui.widgets.cells import Cell
from ui.widgets.table import Column


def request_columns() -> tuple[Column[RequestView], ...]:
    return (
        Column("name", _("Employee"), lambda view: Cell(view.name, strong=True), sort=lambda view: view.name),
        Column("kind", _("Kind"), lambda view: Cell(words.kind(view.request.kind)), 124),
        Column("span", _("Period"), _period, 204, sort=lambda view: view.request.first),
        Column("days", _("Days"), _days, 120),
        Column("age", _("Waiting"), _age, 84, to_right=True, sort=lambda view: view.age),
        Column("state", _("State"), _state, 112, sort=lambda view: view.state),
    )


def _period(view: RequestView) -> Cell:
    request = view.request
    if request.kind == RequestKind.SWAP:
        first, last = request.swap_days[0], request.swap_days[-1]
        return Cell(words.span(first, last))
    return Cell(words.span(request.first, max(request.first, request.last)))


def _days(view: RequestView) -> Cell:
    if view.request.kind == RequestKind.SWAP:
        return Cell(view.partner_name or "–", tip=view.partner_name)
    return Cell(
        words.weekdays(view.request.weekdays) or "–", spoken=words.weekdays(view.request.weekdays, whole=True)
    )


def _age(view: RequestView) -> Cell:
    return Cell(words.age(view) if view.state is RequestState.WAITING else "", token="muted")


def _state(view: RequestView) -> Cell:
    return Cell(badge=words.badge(view.state))


def agreement_columns(ends_soon: Callable[[AgreementView], bool]) -> tuple[Column[AgreementView], ...]:
    def state(view: AgreementView) -> Cell:
        return Cell(badge=words.agreement_badge(view.state, soon=ends_soon(view)))

    return (
        Column("name", _("Employee"), lambda view: Cell(view.name, strong=True), sort=lambda view: view.name),
        Column("letter", _("Number of the letter"), lambda view: Cell(view.agreement.letter or "–"), 170),
        Column("span", _("Period"), _agreement_period, 204, sort=lambda view: view.agreement.last),
        Column("days", _("Days"), _agreement_days, 104),
        Column("state", _("State"), state, 128, sort=lambda view: view.state),
    )


def _agreement_period(view: AgreementView) -> Cell:
    held = view.agreement
    return Cell(words.span(held.from_, max(held.from_, held.last)))


def _agreement_days(view: AgreementView) -> Cell:
    return Cell(words.weekdays(view.agreement.days) or "–")
