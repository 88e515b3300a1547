"""Counters of unexcused absence; they alert and never punish: DIS-01 to DIS-06."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from flexdesk.domain.calendar import Calendar, long_date
from flexdesk.domain.hours import late_days
from flexdesk.domain.policy import SentenceClass
from flexdesk.domain.rules.board import finding
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.registry import Scope, rule, state
from flexdesk.i18n import N_, _

YEARLY = (3, 4, 7, 11, 14, 17, 21, 25, 28)  # PP 94/2021 Pasal 9 to 11
IN_A_ROW = (3, 5, 8, 10)  # only the last is the law's, Pasal 11 ayat (2) huruf d
_PASAL_9 = "Pasal 9 sampai 11 PP 94/2021"


@dataclass(frozen=True, slots=True)
class Threshold:
    """What PP 94/2021 names for so many unexcused working days of a PNS in a year."""

    days: int
    level: str
    text: str


LIGHT, MEDIUM, HEAVY = N_("light"), N_("medium"), N_("heavy")
THRESHOLDS: tuple[Threshold, ...] = (
    Threshold(3, LIGHT, N_("spoken reprimand")),
    Threshold(4, LIGHT, N_("written reprimand")),
    Threshold(7, LIGHT, N_("written statement of dissatisfaction")),
    Threshold(11, MEDIUM, N_("performance allowance cut by 25 % for 6 months")),
    Threshold(14, MEDIUM, N_("performance allowance cut by 25 % for 9 months")),
    Threshold(17, MEDIUM, N_("performance allowance cut by 25 % for 12 months")),
    Threshold(21, HEAVY, N_("post lowered by one level for 12 months")),
    Threshold(25, HEAVY, N_("released from the post to pelaksana for 12 months")),
    Threshold(28, HEAVY, N_("honourable dismissal not at own request")),
)
# Pasal 11 ayat (2) huruf d; the other steps in a row are ours and only tell that it comes nearer.
TEN_IN_A_ROW = Threshold(10, HEAVY, N_("honourable dismissal not at own request"))


def reached(count: int) -> Threshold | None:
    """The highest threshold of the year that a count has come to."""
    return max((one for one in THRESHOLDS if one.days <= count), key=lambda one: one.days, default=None)


def ahead(count: int) -> Threshold | None:
    """The next threshold above a count."""
    return next((one for one in THRESHOLDS if one.days > count), None)


def consequence(threshold: Threshold, *, pppk: bool, agency_rule: str = "") -> str:
    """What the law names at a threshold, in words; no more than that (DIS-05 for PPPK)."""
    if pppk:
        if not agency_rule.strip():
            return _("for PPPK the agency's own rule holds; it is not entered yet")
        return _("for PPPK see {rule}").format(rule=agency_rule.strip())
    return _("{level}: {text}").format(level=_(threshold.level), text=_(threshold.text))


@dataclass(frozen=True, slots=True)
class Absences:
    """Days on which a person was missing and the superior has decided that nothing excuses it.

    `excused` are days of leave, recall travel or a failure of the system. `late_minutes` are those of the
    year, and count only where the agency converts them.
    """

    unexcused: frozenset[date]
    excused: frozenset[date] = frozenset()
    late_minutes: int = 0


@rule(
    "DIS-06",
    Level.HARD,
    article="PP 94/2021",
    evidence="-",
    scope=Scope.PLAIN,
    text=N_("Holidays, leave, recall travel and failures of the system never count as absence."),
)
def counted_absences(absences: Absences, calendar: Calendar) -> list[date]:
    """The working days that count, earliest first."""
    return sorted(day for day in absences.unexcused - absences.excused if calendar.is_working(day))


@rule(
    "DIS-04",
    Level.INFO,
    article="Kebiasaan dari PP 53/2010",
    evidence="C",
    scope=Scope.PLAIN,
    text=N_("Where the agency sets so, 450 minutes of lateness count as one day."),
    nature=SentenceClass.SETTING,
    settings=("discipline.convert_lateness",),
)
def days_of_lateness(minutes: int, *, converted: bool) -> int:
    return late_days(minutes) if converted else 0


@rule(
    "DIS-01",
    Level.INFO,
    article=_PASAL_9,
    evidence="A",
    scope=Scope.PLAIN,
    text=N_("Unexcused working days are counted per calendar year; the head is told at each threshold."),
)
def yearly_alerts(
    absences: Absences, calendar: Calendar, year: int, *, converted: bool = False
) -> list[Finding]:
    """One finding for the highest threshold reached that year."""
    days = [day for day in counted_absences(absences, calendar) if day.year == year]
    count = len(days) + days_of_lateness(absences.late_minutes, converted=converted)
    reached = _reached(count, YEARLY)
    if not reached:
        return []
    message = _("{count} unexcused working days in {year}; the threshold of {reached} is reached.")
    text = message.format(count=count, year=year, reached=reached)
    return [finding("DIS-01", text, day=days[-1] if days else None, size=count)]


@rule(
    "DIS-02",
    Level.INFO,
    article="Pasal 11 ayat (2) huruf d PP 94/2021",
    evidence="A",
    scope=Scope.PLAIN,
    text=N_("Unexcused working days in a row are counted; ten of them are the law's limit."),
)
def alerts_in_a_row(absences: Absences, calendar: Calendar) -> list[Finding]:
    """One finding for each run of days that reaches a threshold."""
    found = []
    for run in runs(counted_absences(absences, calendar), calendar):
        reached = _reached(len(run), IN_A_ROW)
        if reached:
            message = _("{count} unexcused working days in a row since {day}; the threshold is {reached}.")
            text = message.format(count=len(run), day=long_date(run[0]), reached=reached)
            found.append(finding("DIS-02", text, day=run[-1], size=len(run)))
    return found


def runs(days: Iterable[date], calendar: Calendar) -> Iterator[list[date]]:
    """Working days that follow each other with nothing but free days between; `days` are in order."""
    run: list[date] = []
    for day in days:
        if run and len(calendar.working_days(run[-1], day)) > 2:
            yield run
            run = []
        run.append(day)
    if run:
        yield run


@rule(
    "DIS-03",
    Level.SOFT,
    article="Pasal 26 dan Pasal 28 PP 94/2021",
    evidence="B",
    scope=Scope.PLAIN,
    text=N_("A threshold that is reached opens a task for the superior: summon and examine."),
)
def task_to_examine(alerts: Collection[Finding], examined_at: int = 0) -> list[Finding]:
    """`examined_at` is the count at which the superior has examined the person last."""
    highest = max((alert.size for alert in alerts), default=0)
    if highest <= examined_at:
        return []
    message = _("Summon and examine: {count} unexcused working days. A decision is made by people.")
    return [finding("DIS-03", message.format(count=highest), size=highest)]


def _reached(count: int, thresholds: tuple[int, ...]) -> int:
    return max((step for step in thresholds if step <= count), default=0)


state(
    "DIS-05",
    article="Pasal 51 dan Pasal 52 PP 49/2018",
    evidence="A",
    text=N_("PPPK have the same counters; the sanctions are those of the agency's own rule."),
    settings=("discipline.pppk_rule",),
    reader=consequence,
)
