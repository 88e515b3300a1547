"""Attendance and reports of flexible days, and their link to targets: REP-01 to REP-14, PRF-01 to PRF-03."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from flexdesk.domain.attendance import terms_of
from flexdesk.domain.calendar import Calendar, long_date, months_later
from flexdesk.domain.outputs import NO_EVIDENCE_WORDS
from flexdesk.domain.performance import Predicate
from flexdesk.domain.periods import Period, PeriodKind, period_of
from flexdesk.domain.policy import SentenceClass, Setting
from flexdesk.domain.rules.board import finding
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.registry import Scope, rule, state
from flexdesk.i18n import N_, _


class Attendance(StrEnum):
    """What a flexible day counts as."""

    PRESENT = "present"
    TO_CLARIFY = "to_clarify"  # "perlu klarifikasi"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"


EXCUSES = ("excused", "system_failure", "recalled")


@dataclass(frozen=True, slots=True)
class Ladder:
    """How often or how long somebody may go unanswered before the head looks into it.

    `steps` are what the agency's circular names, lowest first; nobody but a person takes one. With
    `within`, `minutes` are the time in which the calls must lie, not the time of waiting.
    """

    calls: int
    minutes: int
    steps: tuple[str, ...] = ()
    within: bool = False


LADDERS: dict[str, Ladder] = {
    "mendagri": Ladder(
        2,
        5,
        (
            N_("two calls unanswered: the circular names a spoken reprimand"),
            N_("no answer within 5 minutes and no reason: the circular names a written reprimand"),
            N_("repeated: the circular names a performance evaluation and administrative sanctions"),
        ),
    ),
    "bogor": Ladder(
        3,
        5,
        (
            N_("three calls unanswered or more than 5 minutes: the circular names a spoken warning"),
            N_("repeated: the circular names discipline step by step"),
        ),
    ),
    "kaltim": Ladder(
        3, 30, (N_("three calls in a row unanswered within 30 minutes: the circular names discipline"),), True
    ),
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call or message. `at` is a minute of the day, `minutes` how long the answer took, None without."""

    at: int
    minutes: float | None = None
    explained: bool = False  # somebody noted why there was no answer


@dataclass(frozen=True, slots=True)
class Silence:
    """What a day's attempts come to: attempts unanswered in a row, and minutes without an answer."""

    unanswered: int = 0
    minutes: float = 0.0


def silence(attempts: Iterable[Attempt], ladder: str) -> Silence:
    """The worst stretch of a day; attempts whose silence was explained do not count."""
    rule_of = LADDERS.get(ladder)
    run: list[int] = []
    worst, waited = 0, 0.0
    for one in sorted(attempts, key=lambda attempt: attempt.at):
        if one.minutes is not None:
            began = run[0] if run else one.at
            waited = max(waited, one.at + one.minutes - began if not one.explained else 0.0)
            run = []
        elif not one.explained:
            run.append(one.at)
            if rule_of is not None and rule_of.within:
                run = [at for at in run if one.at - at <= rule_of.minutes]
            worst = max(worst, len(run))
            waited = max(waited, float(one.at - run[0]))
    return Silence(worst, waited)


@rule(
    "REP-10",
    Level.INFO,
    article="SE Mendagri 800.1.5/3349/SJ",
    evidence="A",
    scope=Scope.PLAIN,
    text=N_("Calls and answers are logged; a ladder of steps holds only where the agency chooses one."),
    nature=SentenceClass.SETTING,
    settings=("contact.ladder",),
)
def ladder_step(day: Silence, earlier_days: int, ladder: str) -> int:
    """Which step of the chosen ladder a day reaches, from 1; 0 for none. A log only by default.

    `earlier_days` are other days on which a step was reached.
    """
    rule_of = LADDERS.get(ladder)
    if rule_of is None:
        return 0
    slow = not rule_of.within and day.minutes > rule_of.minutes
    unanswered = max(day.unanswered, 1 if slow else 0)
    if not needs_a_look(unanswered, int(day.minutes) + 1 if slow else 0, ladder):
        return 0
    last = len(rule_of.steps)
    if earlier_days and last > 1:
        return last
    return 2 if last > 2 and slow else 1


@rule(
    "REP-04",
    Level.HARD,
    article="Prosedur PP 94/2021",
    evidence="B",
    scope=Scope.PLAIN,
    text=N_("A missing mark asks for clarification; only the superior's decision makes it unexcused."),
)
def attendance(marks: int, wanted: int, decision: str = "") -> Attendance:
    """`decision` is the superior's: why it is excused, `unexcused`, or empty while there is none."""
    if marks >= wanted:
        return Attendance.PRESENT
    decided = {"unexcused": Attendance.UNEXCUSED} | dict.fromkeys(EXCUSES, Attendance.EXCUSED)
    return decided.get(decision, Attendance.TO_CLARIFY)


@rule(
    "REP-05",
    Level.INFO,
    article="Praktik Jawa Barat, DKI Jakarta, Wonosobo",
    evidence="A",
    scope=Scope.PLAIN,
    text=N_("The daily report is due on the same day."),
    nature=SentenceClass.SETTING,
    settings=("report.due",),
)
def report_is_late(day: date, sent: datetime, due: time) -> bool:
    """`sent` is by the clock of the site."""
    return (sent.date(), sent.time().replace(second=0, microsecond=0)) > (day, due)


@rule(
    "REP-06",
    Level.INFO,
    article="Praktik Wonosobo",
    evidence="B",
    scope=Scope.PLAIN,
    text=N_("The superior reviews a report by the end of the next working day."),
    nature=SentenceClass.SETTING,
    settings=("review.due_working_days",),
)
def review_due(day: date, working_days: int, calendar: Calendar) -> date:
    """The last day for the review."""
    for _step in range(working_days):
        day += timedelta(days=1)
        while not calendar.is_working(day):
            day += timedelta(days=1)
    return day


@rule(
    "REP-09",
    Level.SOFT,
    article="Praktik Diskominfo Jawa Barat, Kementerian Keuangan",
    evidence="A",
    scope=Scope.PLAIN,
    text=N_("The work plan of a day away is written by the day before."),
)
def plan_is_in_time(day: date, written_on: date | None) -> list[Finding]:
    if written_on is not None and written_on < day:
        return []
    message = _("The work plan for {day} was not written by the day before.").format(day=long_date(day))
    return [finding("REP-09", message, day=day)]


def needs_a_look(unanswered: int, minutes: int, ladder: str) -> bool:
    """Whether the head is shown a person who did not answer; never without a chosen ladder."""
    step = LADDERS.get(ladder)
    return step is not None and (unanswered >= step.calls or minutes > step.minutes) and unanswered > 0


@rule(
    "REP-11",
    Level.SOFT,
    article="Pasal 35 PermenPANRB 4/2025",
    evidence="B",
    scope=Scope.PLAIN,
    text=N_("Each month the head notes performance, discipline and equipment, before and after."),
    settings=("effect.introduced_on", "effect.least_people", "effect.least_days"),
)
def monitoring_note_is_there(month: date, last_note: date | None, today: date) -> list[Finding]:
    """`month` is any day of the month that the note is about; it is asked for once the month is over."""
    first = month.replace(day=1)
    is_over = (today.year, today.month) > (first.year, first.month)
    if not is_over or (last_note is not None and last_note >= first):
        return []
    return [finding("REP-11", _("The monitoring note of this month is missing."), day=first)]


@rule(
    "PRF-01",
    Level.SOFT,
    article="PermenPANRB 4/2025; PermenPANRB 6/2022",
    evidence="A",
    scope=Scope.PLAIN,
    text=N_("Every flexible day serves at least one target or task with a measurable output."),
)
def day_serves_a_target(day: date, linked_outputs: int, measurable_tasks: int = 0) -> list[Finding]:
    if linked_outputs or measurable_tasks:
        return []
    return [finding("PRF-01", _("No target and no measurable task belongs to this day away."), day=day)]


def form_wanted(wants_aspects: object) -> str:
    """Which form of the monthly report is meant when nobody says: `short`, or `mendagri` with 14 aspects."""
    return "mendagri" if wants_aspects else "short"


state(
    "REP-01",
    article="Praktik MA, DKI Jakarta, Kalimantan Timur, Kota Bogor",
    evidence="A",
    text=N_("Attendance is marked several times on a flexible day."),
    settings=("attendance.marks",),
    reader=terms_of,
)
state(
    "REP-02",
    article="SE BKD DKI Jakarta e-0021/SE/2025",
    evidence="A",
    text=N_("Marks of attendance have windows in the morning and in the afternoon."),
    settings=(
        "attendance.morning_from",
        "attendance.morning_to",
        "attendance.afternoon_from",
        "attendance.afternoon_to",
    ),
    reader=terms_of,
)
state(
    "REP-03",
    article="Praktik Kota Bogor dan Kabupaten Serang",
    evidence="A",
    text=N_("A photo or a place may be kept with a mark; it records and proves nothing."),
    settings=("attendance.photo",),
    reader=terms_of,
)


@rule(
    "REP-07",
    Level.INFO,
    article="Praktik Wonosobo",
    evidence="B",
    scope=Scope.PLAIN,
    text=N_("A report without evidence cannot be verified."),
    nature=SentenceClass.SETTING,
    settings=("report.evidence_required",),
)
def can_be_verified(evidence: str, *, required: bool) -> bool:
    """Words such as “-” or “nihil” name no evidence."""
    return not required or evidence.strip().casefold() not in NO_EVIDENCE_WORDS


state(
    "REP-08",
    nature=SentenceClass.HARD,
    article="Contoh laporan kinerja WFH",
    evidence="A",
    text=N_("A daily report has date, person, post, place, rows of activity and output, and two signatures."),
)


@rule(
    "REP-12",
    Level.INFO,
    article="SE Mendagri 800.1.5/3349/SJ",
    evidence="A",
    scope=Scope.PLAIN,
    text=N_("A monthly summary of the unit is due on a day that must be set."),
    nature=SentenceClass.SETTING,
    settings=("report.monthly_due_day",),
)
def summary_due(month: date, due_day: int | None) -> date | None:
    """The day of the following month; None while nobody has set it. `month` is any day of the month."""
    return None if due_day is None else months_later(month.replace(day=1), 1).replace(day=due_day)


state(
    "REP-13",
    article="SE Mendagri 800.1.5/3349/SJ",
    evidence="B",
    text=N_("Regional bodies may export the monthly form of 14 aspects."),
    settings=("report.mendagri_form",),
    reader=form_wanted,
)


@rule(
    "REP-14",
    Level.INFO,
    article="SE 188/KPG.03/BKD Jawa Barat",
    evidence="B",
    scope=Scope.PLAIN,
    text=N_("The weekly schedule may be exported for the personnel agency."),
    nature=SentenceClass.SETTING,
    settings=("report.weekly_schedule",),
)
def waits_for_export(published: int | None, exported: int | None, *, wanted: bool) -> bool:
    """Whether a week's newest published version still has to go to the agency, where it wants them."""
    return wanted and published is not None and published != exported


def appraised_period(interval: str, today: date) -> Period:
    """The month or quarter that waits for its appraisal: the one that has ended, or ends within a week."""
    return period_of(PeriodKind(interval), today + timedelta(days=7)).previous()


state(
    "PRF-02",
    article="PermenPANRB 6/2022",
    evidence="A",
    text=N_("Performance is appraised each month or each quarter."),
    settings=("performance.interval",),
    reader=appraised_period,
)


def predicate_words(value: Callable[[str], Setting]) -> dict[str, str]:
    """The agency's labels by the keys of `domain.performance.label`; `value` reads a setting."""
    return {f"Predicate.{one}": str(value(f"performance.label_{one}")) for one in Predicate}


state(
    "PRF-03",
    article="PermenPANRB 6/2022",
    evidence="C",
    text=N_("The labels of the predicate are those of the regulation, unless the agency has others."),
    settings=tuple(f"performance.label_{one}" for one in Predicate),
    reader=predicate_words,
)
