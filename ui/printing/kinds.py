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

# The names are those printed on the forms.
KINDS: tuple[KindFacts, ...] = (
    KindFacts("schedule", "Jadwal mingguan", N_("Schedule"), "calendar-range", _WEEK, "F4", False, True),
    KindFacts("assignment-letter", "SPT dan lampiran", N_("Schedule"), "file-text", _WEEK, "F4", False),
    KindFacts("slip", "Slip per orang", N_("Schedule"), "user", _WEEK, "A4", True),
    KindFacts("agreement", "Perjanjian kerja fleksibel", N_("Schedule"), "signature", _MONTH, "A4", True),
    KindFacts(
        "wfa-report",
        "Laporan WFA bulanan",
        N_("Schedule"),
        "file-spreadsheet",
        (PeriodKind.MONTH,),
        "F4",
        False,
    ),
    KindFacts("ledger", "Buku adil", N_("Schedule"), "scale", _WEEK, "F4", False),
    KindFacts("eligibility-sheet", "Keputusan kelayakan", N_("Schedule"), "badge-check", _WEEK, "A4", True),
    KindFacts("skp", "SKP", N_("Performance"), "target", _YEAR, "A4", True, True),
    KindFacts("skp-annex", "Lampiran SKP", N_("Performance"), "paperclip", _YEAR, "A4", True, True),
    KindFacts("role-matrix", "Matriks peran dan hasil", N_("Performance"), "users", _YEAR, "A4", False, True),
    KindFacts("feedback", "Umpan balik", N_("Performance"), "message-circle", _RATED, "A4", True, True),
    KindFacts("dialogue-card", "Kartu dialog kinerja", N_("Performance"), "coffee", _RATED, "A4", True),
    KindFacts("daily-report", "Laporan kerja harian", N_("Performance"), "rows-3", _REPORTED, "A4", True),
    KindFacts("evaluation", "Evaluasi kinerja", N_("Performance"), "grid-3x3", _RATED, "A4", True, True),
    KindFacts("evaluation-document", "Dokumen evaluasi", N_("Performance"), "signature", _RATED, "A4", True),
    KindFacts("predicate-recap", "Rekap predikat", N_("Performance"), "scale", _RATED, "A4", False),
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
