"""The questions of the review as sentences that a leader can read, change and switch off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flexdesk.domain.outputs import DEFAULT_LIMITS, Question
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_, _


class LimitOutside(FlexDeskError):
    code = "review.limit_outside"
    ticket = "FD-TIN-41"
    text = N_("{limit} is outside what this rule takes: {least} to {most}.")
    next = N_("Give a number between them, or switch the rule off.")


class NoLimit(FlexDeskError):
    code = "review.no_limit"
    ticket = "FD-TIN-42"
    text = N_("This rule has no number; it can only be switched on or off.")
    next = N_("Leave the number out.")


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """`text` may have the hole {limit}; `least` and `most` bound it, and both are 0 where there is none."""

    question: Question
    name: str
    text: str
    least: float = 0
    most: float = 0

    @property
    def has_limit(self) -> bool:
        return self.most > 0

    def check(self, limit: float) -> None:
        """Raises NoLimit, LimitOutside."""
        if not self.has_limit:
            raise NoLimit(rule=str(self.question))
        if not self.least <= limit <= self.most:
            raise LimitOutside(
                rule=str(self.question), limit=f"{limit:g}", least=f"{self.least:g}", most=f"{self.most:g}"
            )


RULES: tuple[ReviewRule, ...] = (
    ReviewRule(
        Question.NO_REPORT,
        N_("no report"),
        N_("A working day without leave or travel has no report. A missing report is not an absence."),
    ),
    ReviewRule(
        Question.AWAY_WITHOUT_OUTPUT,
        N_("away without amount"),
        N_("A day was worked away from the office, and no output of it has an amount."),
    ),
    ReviewRule(
        Question.NO_EVIDENCE,
        N_("no evidence"),
        N_("A report names no evidence. Policy REP-07 says whether it can be accepted all the same."),
    ),
    ReviewRule(
        Question.FAR_FROM_USUAL,
        N_("far from usual"),
        N_("An amount is over {limit} times, or below one part in {limit}, of what this person usually has."),
        2,
        20,
    ),
    ReviewRule(
        Question.SAME_SENTENCE,
        N_("same text"),
        N_("One sentence makes up most reports of {limit} days or more in the period."),
        3,
        31,
    ),
    ReviewRule(Question.DUPLICATE, N_("double row"), N_("The same row stands more than once on one day.")),
    ReviewRule(
        Question.OVERLAP,
        N_("times overlap"),
        N_("Two activities of one person overlap by more than {limit} minutes."),
        0,
        480,
    ),
    ReviewRule(Question.REPORT_ON_LEAVE, N_("report on leave"), N_("There is a report on a day of leave.")),
    ReviewRule(
        Question.WRONG_MONTH,
        N_("outside the period"),
        N_("A report is dated outside the period that is looked at."),
    ),
)
BY_QUESTION: Mapping[Question, ReviewRule] = MappingProxyType({rule.question: rule for rule in RULES})


@dataclass(frozen=True, slots=True)
class Setting:
    """How a unit has set a rule; `marked` is how many outputs and days it points at in a period."""

    rule: ReviewRule
    on: bool
    limit: float
    marked: int = 0

    @property
    def sentence(self) -> str:
        return _(self.rule.text).format(limit=f"{self.limit:g}")


def limits_of(settings: Iterable[Setting]) -> dict[Question, float]:
    """What `domain.outputs.review` asks: the rules that are on."""
    return {one.rule.question: one.limit for one in settings if one.on}


def setting(rule: ReviewRule, *, off: object = None, limit: object = None) -> Setting:
    """A rule as stored; a number that a newer program wrote outside our bounds is not taken."""
    usual = DEFAULT_LIMITS[rule.question]
    held = float(limit) if isinstance(limit, int | float) and rule.has_limit else usual
    fits = not rule.has_limit or rule.least <= held <= rule.most
    return Setting(rule, not off, held if fits else usual)
