"""The kinds of paper as the screen lists them: names, groups, and which stretch of time they are for."""

from dataclasses import dataclass

from flexdesk.domain.periods import PeriodKind
from flexdesk.i18n import N_


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

# The names are those printed on the forms.
KINDS: tuple[KindFacts, ...] = (
    KindFacts("schedule", "Jadwal mingguan", _SCHEDULE, "calendar-range", _WEEK, "F4", False, True),
    KindFacts("assignment-letter", "SPT dan lampiran", _SCHEDULE, "file-text", _WEEK, "F4", False),
    KindFacts("slip", "Slip per orang", _SCHEDULE, "user", _WEEK, "A4", True),
    KindFacts("skp", "SKP", _PERFORMANCE, "target", _YEAR, "A4", True, True),
    KindFacts("skp-annex", "Lampiran SKP", _PERFORMANCE, "paperclip", _YEAR, "A4", True, True),
    KindFacts("role-matrix", "Matriks peran dan hasil", _PERFORMANCE, "users", _YEAR, "A4", False, True),
    KindFacts("daily-report", "Laporan kerja harian", _PERFORMANCE, "rows-3", _REPORTED, "A4", True),
    KindFacts("feedback", "Umpan balik", _PERFORMANCE, "message-circle", _RATED, "A4", True, True),
    KindFacts("evaluation", "Evaluasi kinerja", _PERFORMANCE, "grid-3x3", _RATED, "A4", True, True),
    KindFacts("evaluation-document", "Dokumen evaluasi", _PERFORMANCE, "signature", _RATED, "A4", True),
    KindFacts("dialogue-card", "Kartu dialog kinerja", _PERFORMANCE, "coffee", _RATED, "A4", True),
    KindFacts("predicate-recap", "Rekap predikat", _PERFORMANCE, "file-spreadsheet", _RATED, "A4", False),
    KindFacts("wfa-report", "Laporan WFA bulanan", _FLEXIBLE, "file-spreadsheet", _MONTH[:1], "F4", False),
    KindFacts("monthly-recap", "Rekap bulanan", _FLEXIBLE, "file-spreadsheet", _MONTH[:1], "A4", False, True),
    KindFacts("ledger", "Buku adil", _FLEXIBLE, "scale", _WEEK, "F4", False),
    KindFacts("agreement", "Perjanjian kerja fleksibel", _FLEXIBLE, "signature", _MONTH, "A4", True),
    KindFacts("eligibility", "Daftar kelayakan", _FLEXIBLE, "badge-check", _WEEK, "A4", False, True),
    KindFacts("eligibility-sheet", "Keputusan kelayakan", _FLEXIBLE, "badge-check", _WEEK, "A4", True),
    KindFacts("handover", "Berita acara serah terima", N_("Handover"), "signature", _MONTH, "A4", False),
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
