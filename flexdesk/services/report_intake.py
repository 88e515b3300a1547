"""Reports on their way in: tables, machine lines and QR pictures, told apart by what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flexdesk.domain.report_code import NoReportCode, has_code, reports_in
from flexdesk.exchange.code_pictures import NoCodeInPicture, is_picture, scanned
from flexdesk.exchange.report_codes import reading_of
from flexdesk.exchange.report_files import ReportReading, read_reports
from flexdesk.exchange.tables import load, read_data
from flexdesk.exchange.tables_text import decode

_WORKBOOKS = (b"PK", b"\xd0\xcf")


@dataclass(frozen=True, slots=True)
class Gathered:
    """`tables` are read; `codes` are texts with machine parts that may still want their other parts."""

    tables: tuple[ReportReading, ...] = ()
    codes: tuple[str, ...] = ()

    def readings(self, held: Sequence[str] = ()) -> list[ReportReading]:
        """All reports; `held` are parts that came before. Raises what `reports_in` raises."""
        return [*self.tables, *(reading_of(report) for report in reports_in([*held, *self.codes]))]


def gather_files(files: Sequence[Path]) -> Gathered:
    """Raises what reading a table raises, PictureUnreadable, NoCodeInPicture, NoReportCode."""
    tables: list[ReportReading] = []
    codes: list[str] = []
    for file in files:
        data = load(file)
        if is_picture(data):
            codes += gather_picture(data, file.name).codes
        elif text := _coded_text(data, file.name):
            codes.append(text)
        else:
            tables.append(read_reports(read_data(data, file=file.name)))
    return Gathered(tuple(tables), tuple(codes))


def _coded_text(data: bytes, name: str) -> str:
    """The text of a file with machine parts, also one of two bytes a sign; empty for any other file."""
    if data.startswith(_WORKBOOKS) or b"FDL" not in data.replace(b"\0", b""):
        return ""
    text = decode(data, file=name)
    return text if has_code(text) else ""


def gather_picture(data: bytes, name: str) -> Gathered:
    """Raises PictureUnreadable, NoCodeInPicture, NoReportCode."""
    found = scanned(data, name)
    if not found:
        raise NoCodeInPicture(file=name)
    if not (codes := [text for text in found if has_code(text)]):
        raise NoReportCode(file=name)
    return Gathered(codes=tuple(codes))
