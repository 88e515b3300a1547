"""What follows from an evaluation: coaching, promises, training and rewards, with the day they are due.

PP 30/2019 Pasal 56 to 58: whoever does not reach the target has six months to improve before posts are
looked at anew. The program reminds of that; what is done stays with people.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flexdesk.domain.calendar import months_later
from flexdesk.domain.performance import Predicate
from flexdesk.i18n import N_, indonesian

IMPROVEMENT_MONTHS = 6
IMPROVEMENT_ARTICLE = "PP 30/2019 Pasal 56–58"
TO_COACH = frozenset({Predicate.BUTUH_PERBAIKAN, Predicate.KURANG, Predicate.SANGAT_KURANG})


class FollowUpKind(StrEnum):
    COACHING = "coaching"
    PROMISE = "promise"
    REWARD = "reward"
    TRAINING = "training"


class Side(StrEnum):
    """Who is to do it."""

    LEADER = "leader"
    EMPLOYEE = "employee"


FOLLOW_UP_LABELS: dict[str, str] = {
    FollowUpKind.PROMISE: N_("Promise"),
    FollowUpKind.COACHING: N_("Coaching"),
    FollowUpKind.TRAINING: N_("Training"),
    FollowUpKind.REWARD: N_("Reward"),
}
SIDE_LABELS: dict[str, str] = {Side.LEADER: N_("Leader"), Side.EMPLOYEE: N_("Employee")}


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing to do after an evaluation; named as in `schema`."""

    key: str
    person: str = ""
    period: str = ""
    kind: str = ""
    text: str = ""
    side: str = ""
    due: date | None = None
    done_on: date | None = None
    note: str = ""
    opened_on: date | None = None
    result: str = ""

    @property
    def is_open(self) -> bool:
        return self.done_on is None

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class Proposed:
    """A line of a plan that somebody may take over, change or leave."""

    text: str
    side: Side
    due: date


def improvement_ends(opened: date) -> date:
    """The last day of the six months."""
    return months_later(opened, IMPROVEMENT_MONTHS)


def coaching_plan(opened: date, behind: str = "") -> tuple[Proposed, ...]:
    """Five lines from the first talk to the end of the six months; `behind` is the target furthest behind.

    Its sentences go on to Indonesian papers, whatever language the screen speaks.
    """
    aim = indonesian(N_("Write down what will be better, with a number and a day"))
    if behind:
        aim = indonesian(N_("Write down how “{target}” will be reached, with a number and a day")).format(
            target=behind.rstrip(".")
        )
    return (
        Proposed(
            indonesian(N_("Talk about what hinders the work, and agree on help")),
            Side.LEADER,
            opened + timedelta(days=14),
        ),
        Proposed(aim, Side.EMPLOYEE, months_later(opened, 1)),
        Proposed(
            indonesian(N_("Look at the progress together for the first time")),
            Side.LEADER,
            months_later(opened, 2),
        ),
        Proposed(
            indonesian(N_("Look at the progress together for the second time")),
            Side.LEADER,
            months_later(opened, 4),
        ),
        Proposed(
            indonesian(N_("Judge the improvement at the end of the six months")),
            Side.LEADER,
            improvement_ends(opened),
        ),
    )
