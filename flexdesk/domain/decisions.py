"""A decision about eligibility as it was handed out: its answer and reasons stay as they were that day."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flexdesk.domain.eligibility import Answer, Eligibility, Reason, Verdict
from flexdesk.i18n import N_


class DecisionState(StrEnum):
    ISSUED = "issued"
    OBJECTED = "objected"
    ANSWERED = "answered"


class ObjectionAnswer(StrEnum):
    UPHELD = "upheld"
    CHANGED = "changed"


OBJECTION_ANSWER_LABELS: dict[str, str] = {
    ObjectionAnswer.UPHELD: N_("The decision stays"),
    ObjectionAnswer.CHANGED: N_("The decision is changed"),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """`verdict` is the answer about location; `reasons` holds both verdicts, see `frozen`."""

    key: str
    person: str
    day: date
    verdict: str = ""
    reasons: str = ""
    number: str = ""
    handed_on: date | None = None
    objection: str = ""
    objected_on: date | None = None
    answer: str = ""
    answered_on: date | None = None
    answer_note: str = ""

    @property
    def state(self) -> DecisionState:
        if self.answer:
            return DecisionState.ANSWERED
        return DecisionState.OBJECTED if self.objection else DecisionState.ISSUED

    @property
    def eligibility(self) -> Eligibility:
        return thawed(self.reasons)

    def says(self, now: Eligibility) -> bool:
        """Whether the paper still says what holds: the same answers for the same reasons."""
        return _told(self.eligibility) == _told(now)


def frozen(eligibility: Eligibility) -> str:
    """Both verdicts with their sentences, in the language of the moment."""
    parts = {"location": _cells(eligibility.location), "time": _cells(eligibility.time)}
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def thawed(text: str) -> Eligibility:
    held = json.loads(text or "{}")
    return Eligibility(_verdict(held.get("location", {})), _verdict(held.get("time", {})))


def _cells(verdict: Verdict) -> dict[str, Any]:
    return {
        "answer": str(verdict.answer),
        "since": verdict.since.isoformat() if verdict.since else "",
        "until": verdict.until.isoformat() if verdict.until else "",
        "then": str(verdict.then or ""),
        "reasons": [[one.rule, one.article, one.text, int(one.holds)] for one in verdict.reasons],
    }


def _verdict(cells: dict[str, Any]) -> Verdict:
    answer = cells.get("answer", "")
    reasons = tuple(
        Reason(rule, article, text, bool(holds)) for rule, article, text, holds in cells.get("reasons", ())
    )
    return Verdict(
        answer == Answer.YES,
        reasons,
        answer == Answer.OPEN,
        _day(cells.get("since", "")),
        _day(cells.get("until", "")),
        Answer(cells["then"]) if cells.get("then") else None,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _told(eligibility: Eligibility) -> tuple[Any, ...]:
    """What a reader would call the same in any language: the answer, how long, and which rules say no."""
    return tuple(
        (verdict.answer, verdict.until, tuple(sorted({one.rule for one in verdict.against})))
        for verdict in (eligibility.location, eligibility.time)
    )
