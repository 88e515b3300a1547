"""Whether a person may work flexibly on a day, with a sentence for every yes and every no."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flexdesk.domain.calendar import long_date
from flexdesk.domain.policy import Terms
from flexdesk.domain.rules import Board
from flexdesk.domain.rules.case import Case, Dossier, Ruling, State
from flexdesk.domain.rules.registry import Scope, of_scope
from flexdesk.domain.schedule import Unit
from flexdesk.i18n import _

_PASAL_13 = "Pasal 13 PermenPANRB 4/2025"
_PASAL_17 = "Pasal 17 PermenPANRB 4/2025"
_FOR_TIME = ("EMP-01", "EMP-02", "EMP-04")


@dataclass(frozen=True, slots=True)
class Reason:
    """`holds` tells whether the reason speaks for the person."""

    rule: str
    article: str
    text: str
    holds: bool = True

    def as_json(self) -> dict[str, Any]:
        return {"rule": self.rule, "article": self.article, "text": self.text, "holds": self.holds}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`open` means that somebody must decide first; until then the answer is no. Obstacles come first."""

    eligible: bool
    reasons: tuple[Reason, ...]
    open: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "eligible": self.eligible,
            "open": self.open,
            "reasons": [reason.as_json() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Eligibility:
    location: Verdict
    time: Verdict

    def as_json(self) -> dict[str, Any]:
        return {"location": self.location.as_json(), "time": self.time.as_json()}


def eligibility(
    dossier: Dossier, day: date, *, unit: Unit, terms: Terms, has_service_points: bool = False
) -> Eligibility:
    """The verdicts on one person; `Board.dossiers` holds the dossiers of a unit."""
    case = Case(dossier, day, unit, terms, has_service_points)
    rulings = [judge(case) for judge in of_scope(Scope.BAR)]
    for_time = [ruling for ruling in rulings if ruling.rule in _FOR_TIME]
    return Eligibility(
        _verdict(rulings, _weekly_limit(case)),
        _verdict(for_time, _flexible_hours(case)),
    )


def eligibilities(board: Board, day: date) -> dict[str, Eligibility]:
    """The verdicts on everybody of the unit, by the key of the person."""
    terms, unit = board.terms(day), board.facts.unit
    return {
        key: eligibility(dossier, day, unit=unit, terms=terms, has_service_points=bool(board.points))
        for key, dossier in board.dossiers.items()
    }


def _verdict(rulings: list[Ruling], setting: Reason) -> Verdict:
    states = {ruling.state for ruling in rulings}
    reasons = [
        Reason(ruling.rule, ruling.article, ruling.text, ruling.state is State.CLEAR) for ruling in rulings
    ]
    reasons.append(setting)
    reasons.sort(key=lambda reason: reason.holds)  # stable: obstacles first, else the order of the rules
    is_open = setting.holds and State.OPEN in states and State.BARRED not in states
    return Verdict(setting.holds and states == {State.CLEAR}, tuple(reasons), is_open)


def _weekly_limit(case: Case) -> Reason:
    limit, request = case.terms.max_days_per_week, case.dossier.special_condition(case.day)
    if case.person.field_duty:
        return Reason("LOC-03", _PASAL_13, _("The duty lies outside the office: no weekly limit."))
    if request is not None:
        text = _("Special condition granted until {until}: no weekly limit on those days.")
        return Reason("LOC-03", _PASAL_13, text.format(until=long_date(request.last)))
    if not limit:
        text = _("The unit allows no day away from the office.")
        return Reason("LOC-02", _PASAL_13, text, holds=False)
    return Reason("LOC-02", _PASAL_13, _("At most {limit} working days a week.").format(limit=limit))


def _flexible_hours(case: Case) -> Reason:
    minutes = case.terms.flex_minutes
    if minutes:
        text = _("The start may move by {minutes} minutes, made up on the same day.")
        return Reason("TIM-05", _PASAL_17, text.format(minutes=minutes))
    return Reason("TIM-05", _PASAL_17, _("The unit has set no flexible hours."), holds=False)
