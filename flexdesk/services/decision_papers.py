"""Fills the decision sheet: what was frozen when it was handed out, or what holds now."""

from collections.abc import Mapping
from datetime import date

from flexdesk.documents.decision_sheet import DecisionSheet, SheetReason, SheetVerdict
from flexdesk.domain.calendar import long_date
from flexdesk.domain.decisions import Decision, ObjectionAnswer
from flexdesk.domain.eligibility import Answer, Verdict, what_changes_it
from flexdesk.i18n import speaking
from flexdesk.services.papers import Papers

# The paper is Indonesian in every language of the program.
_ANSWERS: Mapping[Answer, str] = {
    Answer.YES: "LAYAK",
    Answer.OPEN: "PERLU DIPUTUSKAN",
    Answer.NO: "TIDAK LAYAK",
}
_REPLIES = {ObjectionAnswer.UPHELD: "Keputusan tetap.", ObjectionAnswer.CHANGED: "Keputusan diubah."}


def decision_sheet(papers: Papers, decision: Decision, in_post_since: date | None) -> DecisionSheet:
    eligibility = decision.eligibility
    reply = _REPLIES.get(ObjectionAnswer(decision.answer), "") if decision.answer else ""
    with speaking("id"):
        verdicts = (
            _verdict("FLEKSIBEL MENURUT LOKASI", eligibility.location),
            _verdict("FLEKSIBEL MENURUT WAKTU", eligibility.time),
        )
    return DecisionSheet(
        head=papers.letterhead(),
        person=papers.official(decision.person),
        in_post_since=in_post_since,
        unit=papers.unit_name,
        number=decision.number,
        day=decision.day,
        verdicts=verdicts,
        place=papers.place,
        signed_on=decision.handed_on or decision.day,
        signer=papers.official(papers.head),
        objection=decision.objection,
        objected_on=decision.objected_on,
        reply=f"{reply} {decision.answer_note}".strip(),
        replied_on=decision.answered_on,
        paper=papers.paper,
    )


def _verdict(subject: str, verdict: Verdict) -> SheetVerdict:
    answer = _ANSWERS[verdict.answer]
    if verdict.until is not None:
        answer = f"{answer} sampai {long_date(verdict.until)}"
    unmet = None if verdict.answer is Answer.OPEN else False
    reasons = tuple(
        SheetReason(one.text, one.article, True if one.holds else unmet) for one in verdict.reasons
    )
    return SheetVerdict(subject, answer, reasons, what_changes_it(verdict))
