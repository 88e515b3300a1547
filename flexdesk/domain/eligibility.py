"""Whether a person may work flexibly on a day, with a sentence for every yes and every no."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from flexdesk.domain.calendar import long_date
from flexdesk.domain.rules import Board
from flexdesk.domain.rules.case import Case, Ruling, State
from flexdesk.domain.rules.changes import change_days
from flexdesk.domain.rules.registry import Scope, of_scope
from flexdesk.domain.time_patterns import PatternKind, TimePattern
from flexdesk.i18n import N_, _

_PASAL_13 = "Pasal 13 PermenPANRB 4/2025"
_PASAL_17 = "Pasal 17 PermenPANRB 4/2025"
_FOR_TIME = frozenset({"EMP-01", "EMP-02", "EMP-04", "LOC-19"})
_ONE_DAY = timedelta(days=1)


class Answer(StrEnum):
    """Whether somebody may work flexibly."""

    YES = "yes"
    OPEN = "open"  # somebody must decide first
    NO = "no"


ANSWER_LABELS: dict[str, str] = {
    Answer.YES: N_("Yes"),
    Answer.OPEN: N_("Undecided"),
    Answer.NO: N_("No"),
}


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
    """`open` means that somebody must decide first; until then the answer is no. Obstacles come first.

    The answer is the same from `since` to `until`, both counted, as far as the records tell; `then` is the
    one that follows. None where it does not change by itself.
    """

    eligible: bool
    reasons: tuple[Reason, ...]
    open: bool = False
    since: date | None = None
    until: date | None = None
    then: Answer | None = None

    @property
    def answer(self) -> Answer:
        return Answer.YES if self.eligible else Answer.OPEN if self.open else Answer.NO

    @property
    def against(self) -> tuple[Reason, ...]:
        return tuple(reason for reason in self.reasons if not reason.holds)

    @property
    def changes_on(self) -> date | None:
        """The day on which the answer will be another, if nobody records anything meanwhile."""
        return self.until + _ONE_DAY if self.until else None

    @property
    def sentence(self) -> str:
        """`TIDAK LAYAK sampai 04-01-2027: …`, with the first obstacle or else the limit."""
        word = _(ANSWER_WORDS[self.answer])
        if self.until is not None:
            word = _("{answer} until {day}").format(answer=word, day=_short(self.until))
        told = self.against or self.reasons[-1:]
        return f"{word}: {told[0].text}" if told else word

    def as_json(self) -> dict[str, Any]:
        return {
            "eligible": self.eligible,
            "open": self.open,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "then": str(self.then) if self.then else None,
            "sentence": self.sentence,
            "reasons": [reason.as_json() for reason in self.reasons],
        }


ANSWER_WORDS = {Answer.YES: N_("ELIGIBLE"), Answer.OPEN: N_("TO BE DECIDED"), Answer.NO: N_("NOT ELIGIBLE")}


@dataclass(frozen=True, slots=True)
class Eligibility:
    location: Verdict
    time: Verdict

    def as_json(self) -> dict[str, Any]:
        return {"location": self.location.as_json(), "time": self.time.as_json()}


def eligibilities(
    board: Board, day: date, keys: Iterable[str] | None = None, *, spells: bool = True
) -> dict[str, Eligibility]:
    """The verdicts on these people, or on everybody of the unit, by the key of the person.

    Without `spells` nobody asks since when and until when.
    """
    wanted = board.dossiers if keys is None else keys
    return {key: eligibility(board, key, day, spells=spells) for key in wanted}


def eligibility(board: Board, key: str, day: date, *, spells: bool = True) -> Eligibility:
    case = board.case(key, day)
    rulings = _rulings(case)
    made = Eligibility(
        _verdict(rulings, (_weekly_limit(case),)),
        _verdict([ruling for ruling in rulings if ruling.rule in _FOR_TIME], _flexible_time(case)),
    )
    return _with_spells(board, key, day, made) if spells else made


def answers(board: Board, key: str, day: date) -> tuple[Answer, Answer]:
    """Location and time, without a sentence: what is asked of many days."""
    case = board.case(key, day)
    rulings = _rulings(case)
    for_time = [ruling for ruling in rulings if ruling.rule in _FOR_TIME]
    return _answer(rulings, _has_days(case)), _answer(for_time, _has_flexible_time(case))


def what_changes_it(verdict: Verdict) -> tuple[str, ...]:
    """What would make the answer another: by itself, or by somebody's hand."""
    told = []
    if verdict.changes_on is not None and verdict.then is not None:
        text = _("By itself on {day}: {answer}.")
        told.append(text.format(day=long_date(verdict.changes_on), answer=_(ANSWER_WORDS[verdict.then])))
    rules = dict.fromkeys(reason.rule for reason in verdict.against)
    told += [_(_REMEDIES[rule]) for rule in rules if rule in _REMEDIES]
    if verdict.eligible:
        told.append(_("A disciplinary process, a change of post or another answer about the task."))
    return tuple(told)


_REMEDIES = {
    "EMP-01": N_("The end of the process or of the sanction, once it is recorded."),
    "EMP-02": N_("The number of months that the agency sets for new employees."),
    "EMP-03": N_("A later evaluation with a better predicate, or another least predicate."),
    "EMP-04": N_("A decision of the PPK; the regulation itself covers ASN only."),
    "LOC-02": N_("More days a week in the rules of the unit."),
    "LOC-09": N_("Other answers about the task, where the task itself is another."),
    "LOC-13": N_("Another post, or a decision of the PPK about this service."),
    "LOC-14": N_("Another post, or another list of posts that stay at the office."),
    "LOC-19": N_("Nothing here: Pasal 38 leaves this organisation out."),
    "TIM-01": N_("The approval of the pattern of sif."),
    "TIM-02": N_("The approval of the free pattern."),
    "TIM-05": N_("Flexible hours in the rules of the unit, or an approved pattern."),
}


# -- one day


def _rulings(case: Case) -> list[Ruling]:
    return [judge(case) for judge in of_scope(Scope.BAR)]


def _answer(rulings: Sequence[Ruling], can: bool) -> Answer:
    states = {ruling.state for ruling in rulings}
    if State.BARRED in states or not can:
        return Answer.NO
    return Answer.OPEN if State.OPEN in states else Answer.YES


def _verdict(rulings: Sequence[Ruling], settings: Sequence[Reason]) -> Verdict:
    """One of the settings has to speak for the person."""
    reasons = [
        Reason(ruling.rule, ruling.article, ruling.text, ruling.state is State.CLEAR) for ruling in rulings
    ]
    can = any(setting.holds for setting in settings)
    reasons += [setting for setting in settings if setting.holds or not can]
    reasons.sort(key=lambda reason: reason.holds)  # stable: obstacles first, else the order of the rules
    answer = _answer(rulings, can)
    return Verdict(answer is Answer.YES, tuple(reasons), answer is Answer.OPEN)


def _has_days(case: Case) -> bool:
    return bool(
        case.terms.max_days_per_week
        or case.person.field_duty
        or case.dossier.special_condition(case.day) is not None
    )


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


def _has_flexible_time(case: Case) -> bool:
    found = (case.pattern(kind) for kind in PatternKind)
    return bool(case.terms.flex_minutes) or any(one is not None and one.is_approved for one in found)


def _flexible_time(case: Case) -> tuple[Reason, ...]:
    patterns = [
        _pattern(rule, pattern)
        for rule, kind in (("TIM-01", PatternKind.SIF), ("TIM-02", PatternKind.DINAMIS))
        if (pattern := case.pattern(kind)) is not None
    ]
    return (*patterns, _flexible_hours(case))


def _pattern(rule: str, pattern: TimePattern) -> Reason:
    words = _PATTERN_WORDS[rule]
    if not pattern.is_approved:
        return Reason(rule, _PASAL_17, _(words[0]), holds=False)
    facts = {"who": pattern.approved_by, "day": long_date(pattern.approved_on or pattern.from_)}
    if pattern.to is None:
        return Reason(rule, _PASAL_17, _(words[1]).format(**facts))
    return Reason(rule, _PASAL_17, _(words[2]).format(**facts, until=long_date(pattern.to)))


_PATTERN_WORDS = {
    "TIM-01": (
        N_("The pattern of sif waits for its approval."),
        N_("Works in sif, approved by {who} on {day}."),
        N_("Works in sif until {until}, approved by {who} on {day}."),
    ),
    "TIM-02": (
        N_("The free pattern (dinamis) waits for its approval."),
        N_("Free pattern (dinamis), approved by {who} on {day}."),
        N_("Free pattern (dinamis) until {until}, approved by {who} on {day}."),
    ),
}


def _flexible_hours(case: Case) -> Reason:
    minutes = case.terms.flex_minutes
    if minutes:
        text = _("The start may move by {minutes} minutes, made up on the same day.")
        return Reason("TIM-05", _PASAL_17, text.format(minutes=minutes))
    return Reason("TIM-05", _PASAL_17, _("The unit has set no flexible hours."), holds=False)


# -- since when and until when


def _with_spells(board: Board, key: str, day: date, now: Eligibility) -> Eligibility:
    """Both verdicts with the days between which they stay as they are."""
    made = [now.location, now.time]
    turns = change_days(board, board.dossiers[key])
    waiting = {0, 1}
    for turn in (turn for turn in turns if turn > day):
        found = answers(board, key, turn)
        for at in [at for at in waiting if found[at] is not made[at].answer]:
            made[at] = replace(made[at], until=turn - _ONE_DAY, then=found[at])
            waiting.discard(at)
        if not waiting:
            break
    waiting = {0, 1}
    for turn in (turn for turn in reversed(turns) if turn <= day):
        found = answers(board, key, turn - _ONE_DAY)
        for at in [at for at in waiting if found[at] is not made[at].answer]:
            made[at] = replace(made[at], since=turn)
            waiting.discard(at)
        if not waiting:
            break
    return Eligibility(made[0], made[1])


def _short(day: date) -> str:
    return f"{day.day:02d}-{day.month:02d}-{day.year}"
