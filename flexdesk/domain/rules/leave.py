"""Rules about leave, asked before it is entered and again for the register: LEV-01 to LEV-12."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from flexdesk.domain.calendar import Calendar, DayKind, days, long_date, months_later
from flexdesk.domain.leave import (
    LEAVE_LABELS,
    Balance,
    Document,
    Entitlement,
    Leave,
    LeaveDecision,
    LeaveKind,
    annual_days,
    balance,
    ends_after,
    served,
    taken_by_year,
    unbroken_since,
    years_without,
)
from flexdesk.domain.leave_register import LeaveCause
from flexdesk.domain.policy import SentenceClass
from flexdesk.domain.rules.board import finding
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.registry import Scope, of_scope, rule
from flexdesk.i18n import N_, _

_BKN = "Peraturan BKN 24/2017 dan 7/2022"
_PP_11 = "PP 11/2017"
_BOTH = "PP 11/2017; PP 49/2018"


@dataclass(frozen=True, slots=True)
class LeaveCase:
    """One application with all that decides about it; `past` are the person's other leaves that hold.

    `child` is which child is born (0 unknown). `remote_days` are calendar days added for a place that is
    hard to reach. `unpaid_years` is the longest unpaid leave of the agency, extension included. `closing`
    holds the days that a letter says were left when a year ended.
    """

    leave: Leave
    entitlement: Entitlement
    calendar: Calendar
    past: tuple[Leave, ...] = ()
    documents: frozenset[str] = frozenset()
    child: int = 0
    first_hajj: bool = False
    remote_days: int = 0
    grave_reason: bool = False  # death or grave illness in the family, first marriage
    unpaid_years: int = 4
    known_from: int = 0  # the first year whose register is complete; 0 is the earliest in `past`
    closing: Mapping[int, int] = field(default_factory=dict)
    remote_place: bool = True  # whether the roster says that the place is hard to reach
    cause: str = ""

    @property
    def is_annual(self) -> bool:
        return self.leave.kind == LeaveKind.ANNUAL

    def balance(self, year: int = 0) -> Balance:
        """The balance of a year (of the one it begins in) before this leave takes days of that year."""
        year = year or self.leave.of_year
        taken = taken_by_year(self.calendar, self.past)
        for own, count in self.asked().items():
            if own < year:
                taken[own] = taken.get(own, 0) + count
        held = replace(self.entitlement, without=self.entitlement.without | years_without(self.past))
        first = self.known_from or min((*taken, *self.closing, year))
        return balance(held, taken, year, first_year=first, closing=self.closing)

    def asked(self) -> dict[int, int]:
        """Working days of annual leave that this leave takes, by year."""
        return taken_by_year(self.calendar, [self.leave])


def check_leave(case: LeaveCase) -> list[Finding]:
    """What the rules say about an application, HARD before SOFT before INFO."""
    found = [one for judge in of_scope(Scope.LEAVE) for one in judge(case)]
    order = (Level.HARD, Level.SOFT, Level.INFO)
    return sorted(found, key=lambda one: (order.index(one.level), one.rule))


def _said(case: LeaveCase, rule_id: str, message: str, level: Level | None = None, size: int = 0) -> Finding:
    return finding(rule_id, message, day=case.leave.from_, level=level, size=size)


@rule(
    "LEV-01",
    Level.HARD,
    article=f"{_BOTH}; {_BKN}",
    evidence="A",
    scope=Scope.LEAVE,
    text=N_("Annual leave comes after twelve months of service: 12 working days, taken by the day."),
)
def annual_after_a_year(case: LeaveCase) -> Iterator[Finding]:
    if not case.is_annual:
        return
    if not deducted(case.calendar, case.leave):
        yield _said(case, "LEV-01", _("There is no working day in this leave."))
    begins = case.entitlement.begins()
    if begins is None or case.leave.from_ >= begins:
        return
    message = _("Twelve months of service are full on {day} only.").format(day=long_date(begins))
    early = case.entitlement.is_pppk and case.grave_reason
    yield _said(case, "LEV-01", message, Level.SOFT if early else Level.HARD)


@rule(
    "LEV-02",
    Level.HARD,
    article=_PP_11,
    evidence="A",
    scope=Scope.LEAVE,
    text=N_("A PNS has at most 18 days with those of last year, 24 after two unused years or a deferral."),
)
def within_the_balance(case: LeaveCase) -> Iterator[Finding]:
    if not case.is_annual:
        return
    for year, asked in case.asked().items():
        held = case.balance(year)
        if not held.right or asked <= held.left:  # a year without any right is for LEV-01 and LEV-05 to tell
            continue
        message = _("{asked} working days are asked for, {left} are left of {year} ({carried} carried over).")
        text = message.format(asked=asked, left=held.left, year=year, carried=held.carried)
        if not case.entitlement.is_pppk and not _known_before(case, year):
            text += " " + _("How many days were left of {before} is not recorded.").format(before=year - 1)
        yield _said(case, "LEV-02", text, size=asked - held.left)


def _known_before(case: LeaveCase, year: int) -> bool:
    """Whether the year before has a closing balance or a register."""
    return year - 1 in case.closing or any(one.from_.year < year for one in case.past)


@rule(
    "LEV-03",
    Level.INFO,
    article="Aturan instansi: sisa cuti PPPK",
    evidence="C",
    scope=Scope.LEAVE,
    text=N_("Whether days of a PPPK are carried over is for the agency to set; none are until it does."),
    nature=SentenceClass.SETTING,
    settings=("leave.pppk_carry_days",),
)
def pppk_days_that_lapse(case: LeaveCase) -> Iterator[Finding]:
    lapsed = case.balance().lapsed if case.is_annual and case.entitlement.is_pppk else 0
    if lapsed:
        message = _("{count} days of last year are not counted: no rule for PPPK carries them over.")
        yield _said(case, "LEV-03", message.format(count=lapsed), size=lapsed)


@rule(
    "LEV-04",
    Level.SOFT,
    article=_BOTH,
    evidence="A",
    scope=Scope.LEAVE,
    text=N_("For a place that is hard to reach up to 12 calendar days are added, 6 for PPPK."),
)
def days_for_a_remote_place(case: LeaveCase) -> Iterator[Finding]:
    most = 6 if case.entitlement.is_pppk else 12
    if not case.is_annual or case.remote_days <= 0:
        return
    if case.remote_days > most:
        message = _("{days} days are added for a remote place; at most {most}.")
        yield _said(case, "LEV-04", message.format(days=case.remote_days, most=most))
    if not case.remote_place:
        yield _said(case, "LEV-04", _("The roster does not say that the place of leave is hard to reach."))


@rule(
    "LEV-05",
    Level.HARD,
    article=_PP_11,
    evidence="A",
    scope=Scope.LEAVE,
    text=N_("Large leave is for PNS after five years: at most three months, instead of annual leave."),
)
def large_leave(case: LeaveCase) -> Iterator[Finding]:
    leave, since = case.leave, case.entitlement.since
    if case.is_annual and leave.of_year in years_without(case.past) | case.entitlement.without:
        yield _said(case, "LEV-05", _("Large leave was taken this year: no annual leave."), Level.SOFT)
    if leave.kind != LeaveKind.LARGE:
        return
    if case.entitlement.is_pppk:
        yield _only_for_pns(case, "LEV-05")
    if not served(since, leave.from_, 60) and not case.first_hajj:
        yield _said(case, "LEV-05", _("Five years of service are not full yet."), Level.SOFT)
    if leave.to > ends_after(leave.from_, 3):
        yield _said(case, "LEV-05", _("Large leave lasts at most three months."), Level.SOFT)
    earlier = [one for one in case.past if one.kind == LeaveKind.LARGE and one.from_ < leave.from_]
    if any(months_later(one.to, 60) > leave.from_ for one in earlier):
        yield _said(case, "LEV-05", _("Less than five years since the last large leave."), Level.SOFT)
    if leave.from_.year in taken_by_year(case.calendar, case.past):
        yield _said(case, "LEV-05", _("Annual leave was already taken this year."), Level.SOFT)


def _only_for_pns(case: LeaveCase, rule_id: str) -> Finding:
    message = _("PPPK have no {kind}.").format(kind=LEAVE_LABELS[case.leave.kind])
    return _said(case, rule_id, message)


@rule(
    "LEV-06",
    Level.HARD,
    article=_PP_11,
    evidence="A",
    scope=Scope.LEAVE,
    text=N_("Sick leave needs a doctor's letter, after 14 days a government doctor's; at most 18 months."),
)
def sick_leave(case: LeaveCase) -> Iterator[Finding]:
    if case.leave.kind != LeaveKind.SICK:
        return
    government = case.documents & {Document.GOVERNMENT_DOCTOR, Document.HEALTH_BOARD}
    if case.leave.days > 14 and not government:
        message = _("More than 14 days need the letter of a government doctor.")
        yield _said(case, "LEV-06", message, Level.SOFT)
    elif not government and Document.DOCTOR not in case.documents:
        yield _said(case, "LEV-06", _("The doctor's letter is missing."), Level.SOFT)
    if case.cause == LeaveCause.WORK_ACCIDENT:
        return  # until recovery
    if case.cause == LeaveCause.MISCARRIAGE and case.leave.to > _miscarriage_ends(case.leave.from_):
        yield _said(
            case,
            "LEV-06",
            _("After a miscarriage sick leave lasts at most one and a half months."),
            Level.SOFT,
        )
    first = unbroken_since(case.leave, case.past)
    if case.leave.to > ends_after(first, 18):
        message = _("Sick since {day}: more than one year and six months.").format(day=long_date(first))
        yield _said(case, "LEV-06", message, Level.SOFT if case.entitlement.is_pppk else Level.HARD)
    elif case.leave.to > ends_after(first, 12) and Document.HEALTH_BOARD not in case.documents:
        message = _("Sick since {day}: beyond one year the health board decides.")
        yield _said(case, "LEV-06", message.format(day=long_date(first)), Level.SOFT)


def _miscarriage_ends(first: date) -> date:
    return ends_after(first, 1) + timedelta(days=15)


@rule(
    "LEV-07",
    Level.SOFT,
    article=_BOTH,
    evidence="A",
    scope=Scope.LEAVE,
    text=N_("Maternity leave is three months for the first three children; then large leave."),
)
def maternity_leave(case: LeaveCase) -> Iterator[Finding]:
    if case.leave.kind != LeaveKind.MATERNITY:
        return
    if case.leave.to > ends_after(case.leave.from_, 3):
        yield _said(case, "LEV-07", _("Maternity leave lasts at most three months."))
    if case.child > 3:
        message = _("From the fourth child on a PNS takes large leave.")
        yield _said(case, "LEV-07", message)


@rule(
    "LEV-08",
    Level.SOFT,
    article=_BOTH,
    evidence="A",
    scope=Scope.LEAVE,
    text=N_("Leave for an important reason is one month at most for PNS; PPPK use annual leave."),
)
def important_reason(case: LeaveCase) -> Iterator[Finding]:
    if case.leave.kind != LeaveKind.IMPORTANT:
        return
    if case.entitlement.is_pppk:
        yield _said(case, "LEV-08", _("PPPK use annual leave for an important reason."))
    elif case.leave.to > ends_after(case.leave.from_, 1):
        yield _said(case, "LEV-08", _("Leave for an important reason lasts at most one month."))


@rule(
    "LEV-09",
    Level.HARD,
    article=_PP_11,
    evidence="A",
    scope=Scope.LEAVE,
    text=N_("Unpaid leave is for PNS only, three years and one more; the person leaves all schedules."),
    settings=("leave.unpaid_years",),
)
def unpaid_leave(case: LeaveCase) -> Iterator[Finding]:
    if case.leave.kind != LeaveKind.UNPAID:
        return
    if case.entitlement.is_pppk:
        yield _only_for_pns(case, "LEV-09")
    if case.leave.to > ends_after(case.leave.from_, 12 * case.unpaid_years):
        message = _("Unpaid leave lasts at most {years} years.").format(years=case.unpaid_years)
        yield _said(case, "LEV-09", message, Level.SOFT)


@rule(
    "LEV-10",
    Level.HARD,
    article="Keppres cuti bersama",
    evidence="A",
    scope=Scope.PLAIN,
    text=N_("Joint leave does not reduce annual leave."),
)
def joint_leave_inside(calendar: Calendar, leave: Leave) -> list[date]:
    """Days of joint leave inside a leave; `annual_days` counts none of them."""
    return [day for day in days(leave.from_, leave.to) if calendar.kind(day) is DayKind.JOINT_LEAVE]


@rule(
    "LEV-12",
    Level.HARD,
    article=_BOTH,
    evidence="A",
    scope=Scope.PLAIN,
    text=N_("Holidays inside annual leave are not deducted: only working days are."),
)
def deducted(calendar: Calendar, leave: Leave) -> int:
    return annual_days(calendar, leave) if leave.kind == LeaveKind.ANNUAL else 0


@rule(
    "LEV-11",
    Level.HARD,
    article=_BKN,
    evidence="A",
    scope=Scope.PLAIN,
    text=N_("The superior considers first; then the official approves, changes, defers or refuses."),
)
def decided_in_order(
    decision: str, *, considered_on: date | None, decided_on: date | None, note: str = ""
) -> list[Finding]:
    """Whatever is not an approval wants a note that says why."""
    if decision not in frozenset(LeaveDecision):
        return [finding("LEV-11", _("“{decision}” is no decision about leave.").format(decision=decision))]
    if considered_on is None:
        return [finding("LEV-11", _("The superior has not considered this leave yet."))]
    if decided_on is None or decided_on < considered_on:
        return [finding("LEV-11", _("The decision comes after the superior's consideration."))]
    if decision != LeaveDecision.APPROVE and not note.strip():
        return [finding("LEV-11", _("Write down why the leave is not granted as asked."))]
    return []
