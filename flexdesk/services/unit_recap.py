"""The unit's period as one table: targets, outputs, ratings, predikat, angka kredit and what follows."""

import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flexdesk.domain.performance import ReviewState, SkpStatus, label
from flexdesk.domain.periods import Period
from flexdesk.errors import EnvironmentTrouble, reason_of
from flexdesk.exchange.cells import harmless
from flexdesk.i18n import N_, indonesian
from flexdesk.services.bkn import BknService, Difference, Kind, periods_of
from flexdesk.services.credit import CreditService
from flexdesk.services.evaluation import Evaluation, EvaluationService
from flexdesk.services.follow_ups import FollowUpService
from flexdesk.store.store import Store
from flexdesk.system.durable import write_durably

HEADINGS = (
    "No", "NIP", "Nama", "Jabatan", "Status SKP", "Hasil kerja", "Disetujui", "Dikembalikan",
    "Capaian organisasi", "Rating hasil kerja", "Rating perilaku", "Predikat", "Dikunci",
    "Angka kredit setahun", "e-Kinerja", "Tindak lanjut terbuka", "Tindak lanjut selesai",
)  # fmt: skip
_WIDTHS = (5, 21, 32, 34, 13, 11, 11, 13, 18, 20, 20, 18, 9, 14, 44, 44, 12)
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class RecapLine:
    """One person's row, in the order of the headings without the number."""

    cells: tuple[Cell, ...]


class UnitRecap:
    def __init__(
        self,
        store: Store,
        evaluation: EvaluationService,
        follow_ups: FollowUpService,
        credit: CreditService,
        bkn: BknService,
    ) -> None:
        self._store, self._evaluation = store, evaluation
        self._follow_ups, self._credit, self._bkn = follow_ups, credit, bkn

    def lines(self, period: Period) -> list[RecapLine]:
        """Everybody in the roster, also without SKP."""
        year = period.first.year
        rated = {str(one.skp.person["key"]): one for one in self._evaluation.evaluations(period)}
        level = self._evaluation.organisation(period)
        earned = {str(one.person["key"]): one for one in self._credit.year(year)}
        there: defaultdict[str, list[Difference]] = defaultdict(list)
        for one in self._bkn.compare(year):
            if (
                one.person
                and one.kind is not Kind.DOUBLED
                and (not one.period or period.code in periods_of(one.period))
            ):
                there[one.person].append(one)
        span = (period.first.isoformat(), period.last.isoformat())
        counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row in self._store.select("output", only=("person", "review"), day=span):
            counted[str(row["person"])][str(row["review"] or ReviewState.WAITING)] += 1
        made = []
        for person in self._store.select("person", archived=None, order='"order", name'):
            key = str(person["key"])
            credit = earned.get(key)
            after = self._follow_ups.of(key)
            made.append(
                RecapLine(
                    (
                        str(person["nip"] or ""),
                        str(person["name"]),
                        *_rated(rated.get(key), counted[key], label(level) if level else None),
                        float(credit.total) if credit is not None and credit.lines else None,
                        "; ".join(indonesian(_THERE[one.kind]) for one in there[key]) or None,
                        "; ".join(one.text for one in after if one.is_open) or None,
                        sum(not one.is_open for one in after),
                    )
                )
            )
        return made

    def write(self, file: Path, period: Period, unit: str) -> int:
        """Write the workbook and return its size in bytes; raises EnvironmentTrouble."""
        data = self.workbook(period, unit)
        try:
            write_durably(file, data, mode=0o644)
        except OSError as error:
            raise EnvironmentTrouble(detail=reason_of(error)) from error
        return len(data)

    def workbook(self, period: Period, unit: str) -> bytes:
        """NIP as text, formulas disarmed; the same content gives the same bytes."""
        import xlsxwriter

        stream = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(stream, options)
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a fixed mark, not a moment
        sheet = book.add_worksheet("Rekap")
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        number = book.add_format({"valign": "top"})
        sheet.write_string(0, 0, harmless(f"Rekap kinerja {unit}, {period.label('id')}"))
        for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
            sheet.write_string(2, column, heading, bold)
            sheet.set_column(column, column, width)
        for at, line in enumerate(self.lines(period), 1):
            for column, cell in enumerate((at, *line.cells)):
                if isinstance(cell, str):
                    sheet.write_string(at + 2, column, harmless(cell), text)
                elif cell is not None:
                    sheet.write_number(at + 2, column, cell, number)
        sheet.freeze_panes(3, 3)
        book.close()
        return stream.getvalue()


_THERE = {
    Kind.NO_PLAN: N_("no SKP"),
    Kind.NOT_APPROVED: N_("SKP not approved"),
    Kind.PREDICATE: N_("another predikat"),
    Kind.NOT_RATED_THERE: N_("not rated there yet"),
    Kind.NOT_RATED_HERE: N_("rated there, not here"),
    Kind.NO_PLAN_HERE: N_("SKP there, not here"),
}


def _rated(one: Evaluation | None, outputs: Counter[str], level: str | None) -> Iterator[Cell]:
    """From the jabatan to the lock."""
    yield str(one.skp.row["jabatan"] or "") if one is not None else None
    status = str(one.skp.row["status"] or "") if one is not None else ""
    yield label(SkpStatus(status)) if status in set(SkpStatus) else "Belum ada"
    yield sum(outputs.values())
    yield outputs[ReviewState.ACCEPTED]
    yield outputs[ReviewState.RETURNED]
    yield level
    for token in (one.results, one.behaviour, one.predicate) if one is not None else (None, None, None):
        yield label(token) if token is not None else None
    yield "ya" if one is not None and one.locked else "tidak"
