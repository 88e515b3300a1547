"""How a request is said in the list and in the panel: short words for columns, whole ones beside them."""

from collections.abc import Iterable
from datetime import date

from flexdesk.domain.calendar import WEEKDAY_NAMES, long_date
from flexdesk.domain.people import (
    FLEXIBILITY_LABELS,
    REQUEST_DECISION_LABELS,
    REQUEST_KIND_LABELS,
    RequestState,
)
from flexdesk.domain.places import LETTERS, Place
from flexdesk.i18n import N_, _
from flexdesk.services.agreements import AgreementState
from flexdesk.services.request_facts import DecisionFacts
from flexdesk.services.requests import RequestView
from ui.widgets.badge import BadgeFacts
from ui.widgets.tones import Tone

KINDS = REQUEST_KIND_LABELS
STATES: dict[RequestState, tuple[str, Tone, str]] = {
    RequestState.WAITING: (N_("Waits"), Tone.WARNING, "clock"),
    RequestState.GRANTED: (N_("Granted"), Tone.POSITIVE, "check"),
    RequestState.REFUSED: (N_("Refused"), Tone.NEGATIVE, "x"),
    RequestState.ENDED: (N_("Ended"), Tone.QUIET, "minus"),
}
AGREEMENT_STATES: dict[AgreementState, tuple[str, Tone, str]] = {
    AgreementState.RUNNING: (N_("Runs"), Tone.POSITIVE, "check"),
    AgreementState.COMING: (N_("Coming"), Tone.ACCENT, "clock"),
    AgreementState.ENDED: (N_("Ended"), Tone.QUIET, "minus"),
}
FLEXIBILITY = FLEXIBILITY_LABELS
DECISIONS = REQUEST_DECISION_LABELS
PLACES = (Place.HOME, Place.OTHER_OFFICE, Place.OTHER_PLACE)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def badge(state: RequestState) -> BadgeFacts:
    text, tone, icon = STATES[state]
    return BadgeFacts(_(text), tone, icon)


def agreement_badge(state: AgreementState, *, soon: bool = False) -> BadgeFacts:
    if soon:
        return BadgeFacts(_("Ends soon"), Tone.WARNING, "clock")
    text, tone, icon = AGREEMENT_STATES[state]
    return BadgeFacts(_(text), tone, icon)


def kind(token: str) -> str:
    return _(KINDS[token]) if token in KINDS else token


def span(first: date, last: date) -> str:
    """`23 Nov – 18 Des 2026`; the year stands once where both days share it."""
    if first == last:
        return _short(first, year=True)
    return f"{_short(first, year=first.year != last.year)} – {_short(last, year=True)}"


def _short(day: date, *, year: bool) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}{f' {day.year}' if year else ''}"


def weekdays(numbers: Iterable[int], *, whole: bool = False) -> str:
    names = [WEEKDAY_NAMES[number] for number in sorted(numbers)]
    return ", ".join(name if whole else name[:3] for name in names)


def place(token: str) -> str:
    return LETTERS[Place(token)].label if token in LETTERS else ""


def place_options() -> list[tuple[str, str]]:
    return [(str(one), place(one)) for one in PLACES]


def age(view: RequestView) -> str:
    if view.request.submitted_on is None:
        return "–"
    if view.age == 0:
        return _("today")
    return _("{count} days").format(count=view.age)


def plain_date(day: date | None) -> str:
    """`05-10-2026`, as it is typed."""
    return f"{day.day:02d}-{day.month:02d}-{day.year}" if day is not None else ""


def terms(first: date, last: date, days: Iterable[int], where: str) -> str:
    """Period, weekdays and place in one line."""
    parts = [span(first, last), weekdays(days, whole=True) or _("any working day"), place(where)]
    return " · ".join(part for part in parts if part)


def decision(view: RequestView) -> str:
    """`approved on 21 November 2026`."""
    request = view.request
    said = _(DECISIONS.get(request.decision, request.decision))
    if request.decided_on is None:
        return said
    if view.decider:
        text = _("{decision} on {day} by {name}")
        return text.format(decision=said, day=long_date(request.decided_on), name=view.decider)
    return _("{decision} on {day}").format(decision=said, day=long_date(request.decided_on))


def facts(known: DecisionFacts, label: str) -> list[str]:
    """Sentences for “facts for the decision”; `label` is the period of the evaluation in words."""
    if known.predicate:
        said = _("Last predicate: {predicate} ({period}).")
        lines = [said.format(predicate=known.predicate.replace("_", " "), period=label)]
    else:
        lines = [_("No signed evaluation yet.")]
    if known.granted is None:
        lines.append(_("Nothing was granted before."))
        return lines
    said = _("Granted last: {span}, {away} days away.")
    lines.append(said.format(span=span(*known.granted), away=known.away_days))
    said = _("Delivered in that time: {outputs} outputs, {accepted} accepted, {returned} returned.")
    counts = {"outputs": known.outputs, "accepted": known.accepted, "returned": known.returned}
    lines.append(said.format(**counts))
    return lines
