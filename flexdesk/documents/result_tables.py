"""The tables HASIL KERJA and PERILAKU KERJA of every performance form: which columns, in which order.

Two families of forms (staff, leader) times two approaches, with and without what was reached and said
(performance 4.1 to 4.3 and 4.5). SKP, evaluation and the sheet of feedback only choose.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flexdesk.documents import form_head as head
from flexdesk.documents.fonts import Style
from flexdesk.documents.labels import FormLabels
from flexdesk.documents.results import (
    BehaviourNote,
    PlannedResult,
    behaviour_rows,
    both_kinds,
    leader_bands,
    qualitative_bands,
    quantitative_bands,
)
from flexdesk.documents.table import Band, Table, shares
from flexdesk.domain.performance import Approach, FormKind

REALISED = "REALISASI BERDASARKAN BUKTI DUKUNG"
FEEDBACK = "UMPAN BALIK BERKELANJUTAN BERDASARKAN BUKTI DUKUNG"
_PLANNED_WIDTHS = {FormKind.STAFF: (3.5, 24.5, 25, 9, 26, 12), FormKind.LEADER: (3.5, 36, 33.5, 13, 14)}
_REACHED_WIDTHS = {
    FormKind.STAFF: (3, 14, 14, 7, 16, 8.5, 17.5, 20),
    FormKind.LEADER: (3, 22, 18, 9, 10, 18, 20),
}


@dataclass(frozen=True, slots=True)
class Results:
    """What the table of results is made from; `evaluated` adds what was reached and what was said."""

    main: Sequence[PlannedResult]
    additional: Sequence[PlannedResult]
    kind: FormKind
    approach: Approach
    labels: FormLabels
    evaluated: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The headings in the official order; a qualitative plan has none."""
        told = (REALISED, FEEDBACK) if self.evaluated else ()
        if self.approach is Approach.QUALITATIVE:
            return ("NO", "RENCANA HASIL KERJA", *told) if told else ()
        if self.kind is FormKind.LEADER:
            planned: tuple[str, ...] = ("INDIKATOR KINERJA INDIVIDU", "TARGET", "PERSPEKTIF")
            return ("NO", "RENCANA HASIL KERJA", *planned, *told)
        planned = ("RENCANA HASIL KERJA", "ASPEK", "INDIKATOR KINERJA INDIVIDU", "TARGET")
        return ("NO", self.labels.intervened, *planned, *told)

    @property
    def columns(self) -> int:
        return len(self.names) or 2

    def widths(self, width: float) -> tuple[float, ...]:
        if self.approach is Approach.QUALITATIVE:
            return shares(width, 3, 47, 25, 25) if self.evaluated else shares(width, 3.5, 96.5)
        return shares(width, *(_REACHED_WIDTHS if self.evaluated else _PLANNED_WIDTHS)[self.kind])

    def bands(self, style: Style, strong: Style) -> tuple[Band, ...]:
        """A. UTAMA and B. TAMBAHAN."""
        main, additional = (self._bands(results, style, strong) for results in (self.main, self.additional))
        return both_kinds(main, additional, self.columns, self.labels, style)

    def _bands(self, results: Sequence[PlannedResult], style: Style, strong: Style) -> tuple[Band, ...]:
        if self.approach is Approach.QUALITATIVE:
            return qualitative_bands(results, style, strong, evaluated=self.evaluated)
        if self.kind is FormKind.LEADER:
            return leader_bands(results, style, evaluated=self.evaluated)
        return quantitative_bands(results, style, evaluated=self.evaluated)

    def table(self, width: float, last: tuple[Band, ...] = ()) -> Table:
        """`last` are rows below the results, such as the rating."""
        style, strong = (head.SMALL, head.SMALL_STRONG) if self.evaluated else (head.BODY, head.STRONG)
        heads = head.column_heads(self.names) if self.names else ()
        section = head.section("HASIL KERJA", self.columns)
        return Table(self.widths(width), (section, *heads), (*self.bands(style, strong), *last))


def behaviours_planned(notes: Sequence[BehaviourNote], width: float, below: float) -> Table:
    """`below` are the points that the signatures need; also in `behaviours_reached`."""
    rows = behaviour_rows(notes, head.BODY, head.STRONG, evaluated=False)
    return Table(shares(width, 3.5, 61.5, 35), (head.section("PERILAKU KERJA", 3),), rows, below=below)


def behaviours_reached(
    notes: Sequence[BehaviourNote], width: float, below: float, last: tuple[Band, ...] = ()
) -> Table:
    """With what was said about each value; `last` are the rows of the ratings."""
    names = ("NO", "PERILAKU KERJA", "EKSPEKTASI KHUSUS PIMPINAN", FEEDBACK)
    heads = Band((tuple(head.head_cell(name) for name in names),))
    rows = behaviour_rows(notes, head.SMALL, head.SMALL_STRONG, evaluated=True)
    body = (*rows, *last)
    widths = shares(width, 3, 47, 22, 28)
    return Table(widths, (head.section("PERILAKU KERJA", 4), heads), body, below=below)
