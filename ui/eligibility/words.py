"""How the register of eligibility says things: short in columns, whole in the panel."""

from datetime import date

from flexdesk.domain.decisions import OBJECTION_ANSWER_LABELS, Decision, DecisionState, ObjectionAnswer
from flexdesk.domain.eligibility import ANSWER_LABELS, Answer, Verdict
from flexdesk.i18n import N_, _
from flexdesk.services.proceedings import KIND_LABELS
from ui.widgets.tones import Tone

ALL, YES, NO, OPEN, SOON, OBJECTED = "all", "yes", "no", "open", "changes", "objected"
STATES = (
    (ALL, N_("All {count}")),
    (YES, N_("Eligible {count}")),
    (NO, N_("Not {count}")),
    (OPEN, N_("To decide {count}")),
    (SOON, N_("Within 30 days {count}")),
    (OBJECTED, N_("Objections {count}")),
)
_WHY = {
    "EMP-01": N_("discipline"),
    "EMP-02": N_("new in the post"),
    "EMP-03": N_("predicate"),
    "EMP-04": N_("not an ASN"),
    "LOC-02": N_("no day allowed"),
    "LOC-09": N_("task criteria"),
    "LOC-13": N_("direct service"),
    "LOC-14": N_("excluded post"),
    "LOC-19": N_("organisation"),
}
_ICONS = {
    Answer.YES: ("circle-check", "positive"),
    Answer.OPEN: ("circle-question-mark", "warning"),
    Answer.NO: ("circle-x", "negative"),
}
TONES = {Answer.YES: Tone.POSITIVE, Answer.OPEN: Tone.WARNING, Answer.NO: Tone.WARNING}
KINDS = KIND_LABELS
ANSWERS = OBJECTION_ANSWER_LABELS


def plain_date(day: date | None) -> str:
    """`05-10-2026`."""
    return f"{day.day:02d}-{day.month:02d}-{day.year}" if day is not None else ""


def answer_word(verdict: Verdict) -> str:
    return _(ANSWER_LABELS[verdict.answer])


def why(rule: str) -> str:
    """What a rule is about, in two or three words."""
    return _(_WHY[rule]) if rule in _WHY else rule


def answer_icon(verdict: Verdict) -> tuple[str, str]:
    """Icon and token."""
    return _ICONS[verdict.answer]


def objection_word(decision: Decision | None) -> str:
    if decision is None or decision.state is DecisionState.ISSUED:
        return ""
    if decision.state is DecisionState.OBJECTED:
        return _("not answered")
    return _("upheld") if decision.answer == ObjectionAnswer.UPHELD else _("changed")


def span(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    if last is None:
        return _("since {day}").format(day=plain_date(first))
    return f"{plain_date(first)} – {plain_date(last)}"
