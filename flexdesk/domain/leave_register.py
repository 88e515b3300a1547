"""Rows of the registers of leave and opening balances, the state they are in, and what their papers prove."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flexdesk.domain.leave import Document, Leave, LeaveDecision
from flexdesk.i18n import N_

PENDING = "pending"
# A row without a decision was granted elsewhere: it came from a register that is kept on paper or in a file.
GRANTED = frozenset({"", LeaveDecision.APPROVE.value, LeaveDecision.CHANGE.value})


def holds(decision: str, cancelled_on: date | None) -> bool:
    """Whether a leave counts for schedules, hours and balances."""
    return decision in GRANTED and cancelled_on is None


class LeaveState(StrEnum):
    """How far a leave has come; worked out, never stored."""

    REGISTERED = "registered"  # granted elsewhere
    APPLIED = "applied"
    CONSIDERED = "considered"
    GRANTED = "granted"
    DEFERRED = "deferred"
    REFUSED = "refused"
    CANCELLED = "cancelled"


STATE_LABELS: dict[str, str] = {
    LeaveState.REGISTERED: N_("registered"),
    LeaveState.APPLIED: N_("applied for"),
    LeaveState.CONSIDERED: N_("considered"),
    LeaveState.GRANTED: N_("granted"),
    LeaveState.DEFERRED: N_("deferred"),
    LeaveState.REFUSED: N_("refused"),
    LeaveState.CANCELLED: N_("cancelled"),
}


class LeaveCause(StrEnum):
    """Circumstances that a rule asks about; the reason in words stays beside them."""

    GRAVE_FAMILY = "grave_family"  # death or grave illness of close family
    FIRST_MARRIAGE = "first_marriage"
    FIRST_HAJJ = "first_hajj"
    MISCARRIAGE = "miscarriage"
    WORK_ACCIDENT = "work_accident"
    DISASTER = "disaster"


CAUSE_LABELS: dict[str, str] = {
    LeaveCause.GRAVE_FAMILY: N_("death or grave illness of close family"),
    LeaveCause.FIRST_MARRIAGE: N_("first marriage"),
    LeaveCause.FIRST_HAJJ: N_("first hajj"),
    LeaveCause.MISCARRIAGE: N_("miscarriage"),
    LeaveCause.WORK_ACCIDENT: N_("accident at work"),
    LeaveCause.DISASTER: N_("fire or disaster"),
}
DOCUMENT_LABELS: dict[str, str] = {
    Document.DOCTOR: "Surat dokter",
    Document.GOVERNMENT_DOCTOR: "Surat dokter pemerintah",
    Document.HEALTH_BOARD: "Surat tim penguji kesehatan",
}
# The words of the form of leave (Peraturan BKN 24/2017) for an opinion and for a decision.
DECIDED_LABELS: dict[str, str] = {
    PENDING: N_("waits for a decision"),
    LeaveDecision.APPROVE: "Disetujui",
    LeaveDecision.CHANGE: "Perubahan",
    LeaveDecision.DEFER: "Ditangguhkan",
    LeaveDecision.REFUSE: "Tidak disetujui",
}
GRAVE_CAUSES = frozenset({LeaveCause.GRAVE_FAMILY.value, LeaveCause.FIRST_MARRIAGE.value})


@dataclass(frozen=True, slots=True)
class LeaveRecord:
    """One row of `leave_entry`. `exception` is the written reason that a SOFT rule asked for."""

    key: str
    person: str
    kind: str
    from_: date
    to: date
    document: str = ""
    reason: str = ""
    working_days: int | None = None
    year: int | None = None
    decision: str = ""
    submitted_on: date | None = None
    opinion: str = ""
    opinion_by: str = ""
    opinion_on: date | None = None
    opinion_note: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    decision_note: str = ""
    child: int = 0
    cause: str = ""
    remote_days: int = 0
    deferred_days: int = 0
    cancelled_on: date | None = None
    number: str = ""
    exception: str = ""

    @property
    def holds(self) -> bool:
        return holds(self.decision, self.cancelled_on)

    @property
    def waits(self) -> bool:
        """Whether somebody must still consider or decide it."""
        return self.decision == PENDING and self.cancelled_on is None

    @property
    def state(self) -> LeaveState:
        if self.cancelled_on is not None:
            return LeaveState.CANCELLED
        if self.decision == PENDING:
            return LeaveState.CONSIDERED if self.opinion else LeaveState.APPLIED
        ended = {"": LeaveState.REGISTERED, "defer": LeaveState.DEFERRED, "refuse": LeaveState.REFUSED}
        return ended.get(self.decision, LeaveState.GRANTED)

    @property
    def leave(self) -> Leave:
        """For counting. A leave over New Year costs each year its own days, whatever is written."""
        crosses = self.from_.year != self.to.year
        kept = (
            self.year if self.year and not (crosses and self.from_.year <= self.year <= self.to.year) else 0
        )
        return Leave(self.kind, self.from_, self.to, kept, self.remote_days)

    @property
    def documents(self) -> frozenset[str]:
        return documents_in(f"{self.document} {self.reason}")


@dataclass(frozen=True, slots=True)
class CarryRecord:
    """One row of `leave_carry`: working days of annual leave unused when `year` ended.

    `deferred` of them were put off by the official for the service, with `letter`.
    """

    key: str
    person: str
    year: int
    unused: int = 0
    deferred: int = 0
    letter: str = ""
    note: str = ""


# Patterns stay text until somebody asks: every start of the program passes here.
_PAPERS: tuple[tuple[str, Document], ...] = (
    (r"penguji|health.?board|\btpk\b", Document.HEALTH_BOARD),
    (
        r"dokter (pemerintah|rsud|puskesmas)|government.?doctor|\brsud\b|\brsup\b|puskesmas",
        Document.GOVERNMENT_DOCTOR,
    ),
    (r"dokter|doctor|rawat inap|operasi|opname|rumah sakit|surat sakit", Document.DOCTOR),
)


def documents_in(text: str) -> frozenset[str]:
    """The medical papers that a register's words speak of; an unknown paper is no medical paper."""
    words = text.casefold()
    return frozenset(document.value for pattern, document in _PAPERS if re.search(pattern, words))
