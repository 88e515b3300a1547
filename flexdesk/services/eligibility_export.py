"""The register of eligibility as a workbook; what a disciplinary entry says stays inside the program."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from flexdesk.domain.calendar import long_date
from flexdesk.domain.eligibility import Answer, Verdict
from flexdesk.errors import EnvironmentTrouble, reason_of
from flexdesk.exchange.cells import harmless
from flexdesk.services.eligibility import Standing
from flexdesk.system.durable import write_durably

HEADINGS = (
    "No", "NIP", "Nama", "Jabatan", "Bagian", "Lokasi", "Waktu", "Sejak", "Sampai", "Dasar",
    "Nomor keputusan", "Tanggal keputusan", "Keberatan", "Jawaban",
)  # fmt: skip
_WIDTHS = (5, 21, 32, 32, 24, 16, 16, 18, 18, 60, 28, 18, 18, 18)
_WORDS = {Answer.YES: "layak", Answer.OPEN: "perlu diputuskan", Answer.NO: "tidak layak"}
_REPLIES = {"upheld": "tetap", "changed": "diubah"}
_PRIVATE = frozenset({"EMP-01"})


def write(file: Path, standings: Sequence[Standing], unit: str, day: date) -> int:
    """Write the workbook and return its size in bytes; raises EnvironmentTrouble."""
    data = workbook(standings, unit, day)
    try:
        write_durably(file, data, mode=0o644)
    except OSError as error:
        raise EnvironmentTrouble(detail=reason_of(error)) from error
    return len(data)


def workbook(standings: Sequence[Standing], unit: str, day: date) -> bytes:
    """One row a person, in Indonesian like all papers; call it while `speaking("id")`."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    sheet = book.add_worksheet("Kelayakan")
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, harmless(f"Kelayakan kerja fleksibel {unit}, per {long_date(day)}"))
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        sheet.write_string(2, column, heading, bold)
        sheet.set_column(column, column, width)
    for number, standing in enumerate(standings, 1):
        for column, words in enumerate(_row(number, standing)):
            sheet.write_string(number + 2, column, harmless(words), text)
    sheet.freeze_panes(3, 3)
    book.close()
    return stream.getvalue()


def _row(number: int, standing: Standing) -> tuple[str, ...]:
    row, decision = standing.row, standing.decision
    location, time = standing.eligibility.location, standing.eligibility.time
    posting = row.posting
    return (
        str(number),
        row.person.nip,
        row.person.full_name,
        posting.jabatan if posting else "",
        posting.unit if posting else "",
        _WORDS[location.answer],
        _WORDS[time.answer],
        _day(location.since),
        _day(location.until),
        _why(location),
        decision.number if decision else "",
        _day(decision.day) if decision else "",
        _day(decision.objected_on) if decision else "",
        _REPLIES.get(decision.answer, "") if decision else "",
    )


def _why(verdict: Verdict) -> str:
    told = (one.article if one.rule in _PRIVATE else f"{one.text} ({one.article})" for one in verdict.against)
    return "; ".join(dict.fromkeys(told))


def _day(day: date | None) -> str:
    return long_date(day) if day else ""
