"""The kinds of paper as the screen lists them: names, groups, and which stretch of time they are for."""

from dataclasses import dataclass

from flexdesk.domain.periods import PeriodKind
from flexdesk.i18n import N_
from flexdesk.services.paper_names import TITLES


@dataclass(frozen=True, slots=True)
class KindFacts:
    """`key` is that of `services.printing`; `periods` are the choices of time, the usual one first."""

    key: str
    title: str
    group: str
    icon: str
    periods: tuple[PeriodKind, ...]
    paper: str
    each_person: bool
    landscape: bool = False

    @property
    def is_signed(self) -> bool:
        """Whether a certificate may stand on it; the sheet on the wall and the slips have no place."""
        return self.key not in ("schedule", "slip")


_WEEK = (PeriodKind.WEEK,)
_MONTH = (PeriodKind.MONTH, PeriodKind.WEEK, PeriodKind.YEAR)
_REPORTED = (PeriodKind.MONTH, PeriodKind.WEEK)
_YEAR = (PeriodKind.YEAR,)
_RATED = (PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.YEAR)

_SCHEDULE, _PERFORMANCE, _FLEXIBLE = N_("Schedule"), N_("Performance"), N_("Flexible work")


def _kind(
    key: str,
    group: str,
    icon: str,
    periods: tuple[PeriodKind, ...],
    paper: str,
    each_person: bool,
    landscape: bool = False,
) -> KindFacts:
    return KindFacts(key, TITLES[key], group, icon, periods, paper, each_person, landscape)


KINDS: tuple[KindFacts, ...] = (
    _kind("schedule", _SCHEDULE, "calendar-range", _WEEK, "F4", False, True),
    _kind("assignment-letter", _SCHEDULE, "file-text", _WEEK, "F4", False),
    _kind("slip", _SCHEDULE, "user", _WEEK, "A4", True),
    _kind("skp", _PERFORMANCE, "target", _YEAR, "A4", True, True),
    _kind("skp-annex", _PERFORMANCE, "paperclip", _YEAR, "A4", True, True),
    _kind("role-matrix", _PERFORMANCE, "users", _YEAR, "A4", False, True),
    _kind("daily-report", _PERFORMANCE, "rows-3", _REPORTED, "A4", True),
    _kind("feedback", _PERFORMANCE, "message-circle", _RATED, "A4", True, True),
    _kind("evaluation", _PERFORMANCE, "grid-3x3", _RATED, "A4", True, True),
    _kind("evaluation-document", _PERFORMANCE, "signature", _RATED, "A4", True),
    _kind("dialogue-card", _PERFORMANCE, "coffee", _RATED, "A4", True),
    _kind("predicate-recap", _PERFORMANCE, "file-spreadsheet", _RATED, "A4", False),
    _kind("wfa-report", _FLEXIBLE, "file-spreadsheet", _MONTH[:1], "F4", False),
    _kind("monthly-recap", _FLEXIBLE, "file-spreadsheet", _MONTH[:1], "A4", False, True),
    _kind("ledger", _FLEXIBLE, "scale", _WEEK, "F4", False),
    _kind("agreement", _FLEXIBLE, "signature", _MONTH, "A4", True),
    _kind("eligibility", _FLEXIBLE, "badge-check", _WEEK, "A4", False, True),
    _kind("eligibility-sheet", _FLEXIBLE, "badge-check", _WEEK, "A4", True),
    _kind("handover", N_("Handover"), "signature", _MONTH, "A4", False),
)
BY_KEY = {kind.key: kind for kind in KINDS}

# What the schedule screen calls its papers -> kinds here; the text message is no paper.
OF_OUTPUT = {"letter": "assignment-letter", "wall": "schedule", "slips": "slip"}

PERIODS = {
    PeriodKind.WEEK: N_("Week"),
    PeriodKind.MONTH: N_("Month"),
    PeriodKind.QUARTER: N_("Quarter"),
    PeriodKind.YEAR: N_("Year"),
}
