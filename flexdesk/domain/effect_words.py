"""What a comparison says in words, on the screen in its language and on papers in Indonesian.

The words tell that two sides differ and how sure that is; none of them says why.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flexdesk.domain.effect import DECIMALS, IN_PERCENT, OF_UNIT, Comparison, Measure, Verdict
from flexdesk.i18n import N_, _, indonesian, language

Translate = Callable[[str], str]

TITLES: Mapping[Measure, str] = {
    Measure.OUTPUTS: N_("Outputs each day"),
    Measure.REPORTED: N_("Days with a report"),
    Measure.ON_TIME: N_("Reports on time"),
    Measure.ACCEPTED: N_("Outputs accepted at review"),
    Measure.EVIDENCE: N_("Outputs with evidence"),
    Measure.COVERAGE: N_("Counters staffed as needed"),
    Measure.COMPLAINTS: N_("Complaints per 1,000 person-days"),
}


class Question(StrEnum):
    """What is compared with what."""

    PLACES = "places"  # office days, flexible days
    CROWD = "crowd"  # days with few people away, with many
    TIME = "time"  # before the introduction, after it


SIDES: Mapping[Question, tuple[str, str]] = {
    Question.PLACES: (N_("Office"), N_("Flexible")),
    Question.CROWD: (N_("Few away"), N_("Many away")),
    Question.TIME: (N_("Before"), N_("After")),
}
_WHERE: Mapping[Question, str] = {
    Question.PLACES: N_("on flexible days"),
    Question.CROWD: N_("on days with many people away"),
    Question.TIME: N_("after the introduction"),
}
_SENTENCES: Mapping[Verdict, str] = {
    Verdict.UNKNOWN: N_("Not known: one side or both have nothing on file."),
    Verdict.NO_DIFFERENCE: N_("No difference can be seen; it may lie anywhere from {low} to {high}."),
    Verdict.HIGHER: N_("Different: {difference} higher {where}, between {low} and {high}."),
    Verdict.LOWER: N_("Different: {difference} lower {where}, between {low} and {high}."),
}
_ALIKE = N_("No difference was seen: both sides were alike.")
_FEW_PEOPLE = N_("Too few to conclude: {groups} people can be compared, {least} are needed.")
_FEW_WEEKS = N_("Too few to conclude: {groups} weeks can be compared, {least} are needed.")
_FEW_DAYS = N_("Too few days to conclude: {days} different dates on one side, {least} are needed.")
_BADGES: Mapping[Verdict, str] = {
    Verdict.UNKNOWN: N_("not known"),
    Verdict.TOO_FEW: N_("too few days"),
    Verdict.NO_DIFFERENCE: N_("no difference seen"),
    Verdict.HIGHER: N_("different: higher"),
    Verdict.LOWER: N_("different: lower"),
}


def question_of(measure: Measure, *, by_time: bool) -> Question:
    if by_time:
        return Question.TIME
    return Question.CROWD if measure in OF_UNIT else Question.PLACES


def figure(value: float | None, measure: Measure, *, signed: bool = False, on_paper: bool = False) -> str:
    """“87,5 %”, “2,31”; a dash for what is not known. A minus is a minus, not a hyphen."""
    if value is None:
        return "–"
    shown = f"{abs(value):,.{DECIMALS.get(measure, 1)}f}"
    if on_paper or language() == "id":
        shown = shown.translate(str.maketrans(",.", ".,"))
    is_zero = not shown.strip("0.,")
    sign = "" if is_zero else "\u2212" if value < 0 else "+" if signed else ""
    return f"{sign}{shown} %" if measure in IN_PERCENT and not signed else f"{sign}{shown}"


def sentence(comparison: Comparison, *, by_time: bool, on_paper: bool = False) -> str:
    """What may be concluded, with the interval of the difference."""
    translate: Translate = indonesian if on_paper else _
    few = comparison.minimum

    def difference(value: float | None) -> str:
        return figure(value, comparison.measure, signed=True, on_paper=on_paper)

    def points(value: float | None) -> str:
        shown = difference(value)
        return translate(N_("{number} points")).format(number=shown) if in_points else shown

    in_points = comparison.measure in IN_PERCENT
    if comparison.verdict is Verdict.TOO_FEW:
        if comparison.groups < few.groups:
            text = _FEW_WEEKS if comparison.measure in OF_UNIT else _FEW_PEOPLE
            return translate(text).format(groups=comparison.groups, least=few.groups)
        days = min(comparison.first_days, comparison.second_days)
        return translate(_FEW_DAYS).format(days=days, least=few.days)
    if comparison.low == 0 == comparison.high:
        return translate(_ALIKE)
    question = question_of(comparison.measure, by_time=by_time)
    size = comparison.difference
    return translate(_SENTENCES[comparison.verdict]).format(
        difference=points(None if size is None else abs(size)).lstrip("+"),
        where=translate(_WHERE[question]),
        low=difference(comparison.low),
        high=points(comparison.high),
    )


def badge(verdict: Verdict, *, on_paper: bool = False) -> str:
    return (indonesian if on_paper else _)(_BADGES[verdict])


def counted(comparison: Comparison, *, on_paper: bool = False) -> str:
    """“14 people; 20 and 9 days”: how much the comparison stands on."""
    in_weeks = comparison.measure in OF_UNIT
    text = (
        N_("{groups} weeks; {first} and {second} days")
        if in_weeks
        else N_("{groups} people; {first} and {second} days")
    )
    return (indonesian if on_paper else _)(text).format(
        groups=comparison.groups, first=comparison.first_days, second=comparison.second_days
    )


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader must know besides; `text` has holes for `facts`."""

    text: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def spoken(self) -> str:
        return _(self.text).format(**self.facts)

    @property
    def printed(self) -> str:
        return indonesian(self.text).format(**self.facts)
