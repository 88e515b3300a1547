"""An objection to an evaluation: filed within 14 days, explained, decided once (PP 30/2019 Pasal 59)."""

from dataclasses import dataclass
from datetime import date

from flexdesk.domain.codes import ByCode, Code
from flexdesk.domain.performance import ObjectionStatus, objection_deadline


class Outcome(Code):
    UPHELD = "upheld"  # the evaluation stays as it is
    CHANGED = "changed"
    LATE = "late"  # filed after the deadline and therefore not heard


STATUS_OF = ByCode(
    {
        Outcome.UPHELD: ObjectionStatus.REFUSED,
        Outcome.CHANGED: ObjectionStatus.CHANGED,
        Outcome.LATE: ObjectionStatus.EXPIRED,
    },
    ObjectionStatus.CHANGED,
)


@dataclass(frozen=True, slots=True)
class Objection:
    """`evaluation` is `skp|period`; ratings are those of a decision that changed something."""

    key: str
    evaluation: str
    filed_on: date
    reasons: str = ""
    explanation: str = ""
    explained_on: date | None = None
    decision: str = ""
    decision_note: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    results: str = ""
    behaviour: str = ""

    @property
    def is_open(self) -> bool:
        return not self.decision

    @property
    def status(self) -> ObjectionStatus:
        if self.decision:
            return STATUS_OF[Outcome(self.decision)]
        return ObjectionStatus.EXAMINED if self.explained_on else ObjectionStatus.SUBMITTED


def is_late(received: date, filed: date) -> bool:
    """The day of receipt is day 0; the fourteenth day after it still counts."""
    return filed > objection_deadline(received)
