"""Which columns hold stored tokens, and what each token is called, for whoever shows rows of any table."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from flexdesk.domain.attendance import FILE, TYPED
from flexdesk.domain.calendar import HOLIDAY_LABELS
from flexdesk.domain.codes import NEW_LABEL
from flexdesk.domain.complaints import CHANNEL_LABELS, KIND_LABELS
from flexdesk.domain.core_values import CONDUCTS
from flexdesk.domain.decisions import OBJECTION_ANSWER_LABELS
from flexdesk.domain.eligibility import ANSWER_LABELS
from flexdesk.domain.follow_up import FOLLOW_UP_LABELS, SIDE_LABELS
from flexdesk.domain.halves import Half
from flexdesk.domain.leave import LEAVE_LABELS
from flexdesk.domain.leave_register import CAUSE_LABELS, DECIDED_LABELS, DOCUMENT_LABELS
from flexdesk.domain.objections import STATUS_OF
from flexdesk.domain.outputs import SOURCE_LABELS as OUTPUT_SOURCE_LABELS
from flexdesk.domain.people import (
    CATEGORY_LABELS,
    DEPARTURE_LABELS,
    FLEXIBILITY_LABELS,
    POSTING_REASON_LABELS,
    REQUEST_DECISION_LABELS,
    REQUEST_KIND_LABELS,
    STATUS_LABELS,
)
from flexdesk.domain.performance import (
    Annex,
    Approach,
    Aspect,
    FeedbackGiver,
    FeedbackTone,
    FormKind,
    OrganisationLevel,
    Perspective,
    Predicate,
    Rating,
    ResultClass,
    ReviewState,
    SkpStatus,
    label,
)
from flexdesk.domain.places import LETTERS
from flexdesk.domain.schedule import (
    ORGANISATION_LABELS,
    PLACE_KIND_LABELS,
    REGION_LABELS,
    SOURCE_LABELS,
    UNIT_KIND_LABELS,
)
from flexdesk.domain.skp import SKP_REASON_LABELS
from flexdesk.domain.time_patterns import PatternKind
from flexdesk.domain.zones import LABELS as ZONES
from flexdesk.i18n import N_, _
from flexdesk.services.attendance_words import CHANNELS, DECISIONS, RECAPS
from flexdesk.services.contacts import Outcome
from flexdesk.services.pack_rows import REFUSED, SIGNER, TAKEN, WITHDRAWN
from flexdesk.services.paper_names import TITLES
from flexdesk.services.proceedings import KIND_LABELS as PROCEEDINGS

Words = Mapping[Any, str] | Callable[[], Mapping[str, str]]

_MARK_SOURCES = {TYPED: N_("by hand"), FILE: N_("a file")}
_HALVES = {Half.MORNING: N_("Morning"), Half.AFTERNOON: N_("Afternoon")}
_TIME_PATTERNS = {PatternKind.SIF: "Sif", PatternKind.DINAMIS: "Dinamis"}
_OUTCOMES = {Outcome.ANSWERED: N_("answered"), Outcome.UNANSWERED: N_("no answer")}
# The tokens of `evaluation.NoteSource` and of `chats`; those modules bring along more than a screen's start.
_NOTE_SOURCES = {
    "typed": N_("by hand"),
    "suggested": N_("suggested by the program"),
    "edited": N_("suggested, then changed"),
}
_PACK_STATES = {
    TAKEN: N_("taken"),
    REFUSED: N_("refused"),
    WITHDRAWN: N_("withdrawn"),
    SIGNER: N_("publisher that is trusted"),
}
_WHY = {
    "unclear": N_("It may be talk and no report."),
    "unknown_person": N_("The name is not known yet."),
}
_MEDIA = {
    "image/jpeg": N_("picture (JPEG)"),
    "image/png": N_("picture (PNG)"),
    "image/webp": N_("picture (WebP)"),
    "application/pdf": "PDF",
}


def _printed(kind: type[StrEnum]) -> Callable[[], dict[str, str]]:
    """The words of the forms, which an agency may have of its own; headings in capitals as plain words."""
    return lambda: {str(one): _plain(label(one)) for one in kind}


def _plain(text: str) -> str:
    return text.split(". ", 1)[-1].capitalize() if text.isupper() else text


def _leave() -> dict[str, str]:
    return {kind: text[:1].upper() + text[1:] for kind, text in LEAVE_LABELS.items()}


def _outcomes() -> dict[str, str]:
    return {str(one): label(status) for one, status in STATUS_OF.items()}


_PLACES = {place: shown.label for place, shown in LETTERS.items()}
_VALUES = {value: conduct.name for value, conduct in CONDUCTS.items()}
_RATINGS = {"results": _printed(Rating), "behaviour": _printed(Rating)}
_BY_TABLE: Mapping[str, Mapping[str, Words]] = {
    "unit": {
        "kind": UNIT_KIND_LABELS,
        "region": REGION_LABELS,
        "organisation": ORGANISATION_LABELS,
        "zone": ZONES,
    },
    "site": {"zone": ZONES},
    "place": {"kind": PLACE_KIND_LABELS},
    "person": {"status": STATUS_LABELS, "archive_reason": DEPARTURE_LABELS},
    "posting": {"category": CATEGORY_LABELS, "reason": POSTING_REASON_LABELS},
    "discipline": {"kind": PROCEEDINGS},
    "request": {
        "kind": REQUEST_KIND_LABELS,
        "decision": REQUEST_DECISION_LABELS,
        "flexibility": FLEXIBILITY_LABELS,
        "place": _PLACES,
    },
    "assignment": {
        "place": _PLACES,
        "actual": _PLACES,
        "shift": _PLACES,
        "half": _HALVES,
        "source": SOURCE_LABELS,
    },
    "leave_entry": {
        "kind": _leave,
        "document": DOCUMENT_LABELS,
        "decision": DECIDED_LABELS,
        "opinion": DECIDED_LABELS,
        "cause": CAUSE_LABELS,
    },
    "skp": {
        "approach": _printed(Approach),
        "form": _printed(FormKind),
        "status": _printed(SkpStatus),
        "reason": SKP_REASON_LABELS,
    },
    "work_result": {"class": _printed(ResultClass)},
    "indicator": {"aspect": _printed(Aspect), "perspective": _printed(Perspective)},
    "skp_annex": {"kind": _printed(Annex)},
    "output": {"source": OUTPUT_SOURCE_LABELS, "review": _printed(ReviewState)},
    "chat_line": {"why": _WHY},
    "evidence": {"media": _MEDIA},
    "feedback": {"value": _VALUES, "tone": _printed(FeedbackTone), "giver": _printed(FeedbackGiver)},
    "organisation_result": {"level": _printed(OrganisationLevel)},
    "evaluation": {
        **_RATINGS,
        "organisation": _printed(OrganisationLevel),
        "predicate": _printed(Predicate),
        "note_source": _NOTE_SOURCES,
    },
    "self_assessment": {**_RATINGS, "source": OUTPUT_SOURCE_LABELS},
    "objection": {**_RATINGS, "decision": _outcomes},
    "attendance_mark": {"place": _PLACES, "source": _MARK_SOURCES, "note": RECAPS},
    "clarification": {"state": DECISIONS},
    "contact_attempt": {"channel": CHANNELS, "outcome": _OUTCOMES},
    "recall": {"place_before": _PLACES},
    "complaint": {"channel": CHANNEL_LABELS, "kind": KIND_LABELS},
    "holiday": {"kind": HOLIDAY_LABELS},
    "issued_document": {"kind": TITLES},
    "time_pattern": {"kind": _TIME_PATTERNS},
    "eligibility_decision": {"verdict": ANSWER_LABELS, "answer": OBJECTION_ANSWER_LABELS},
    "policy_pack": {"state": _PACK_STATES},
    "bkn_record": {"result": _printed(Predicate)},
    "follow_up": {"kind": FOLLOW_UP_LABELS, "side": SIDE_LABELS},
}
TOKENS: Mapping[tuple[str, str], Words] = {
    (table, column): words for table, columns in _BY_TABLE.items() for column, words in columns.items()
}
# Beside tokens these may hold what a person wrote.
FREE = frozenset(
    {
        ("person", "archive_reason"),
        ("leave_entry", "document"),
        ("leave_entry", "cause"),
        ("self_assessment", "source"),
        ("feedback", "giver"),
        ("attendance_mark", "note"),
        ("attendance_mark", "source"),
        ("complaint", "channel"),
        ("evidence", "media"),
        ("bkn_record", "result"),
    }
)


def token(table: str, column: str, held: str) -> str | None:
    """A stored token in words, None where the column holds none; of a newer program's, that it is new."""
    words = TOKENS.get((table, column))
    if words is None:
        return None
    known = words() if callable(words) else words
    if held in known:
        return _(known[held])
    return held if (table, column) in FREE else NEW_LABEL
