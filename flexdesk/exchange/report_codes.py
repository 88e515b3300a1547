"""Reports that came as a machine line or as QR codes, through the same reader as files."""

from flexdesk.domain.report_code import CodedReport
from flexdesk.exchange.cells import Row, Sheet
from flexdesk.exchange.report_files import FORM_COLUMNS, ReportReading, read_reports


def reading_of(report: CodedReport) -> ReportReading:
    """The rows as the form's own file would bring them, with the way that they came by."""
    heading = Row(1, ["NIP", "Nama", *FORM_COLUMNS])
    rows = [
        Row(number, [report.nip, report.name, row.day, *(cell or None for cell in row.cells)])
        for number, row in enumerate(report.rows, 2)
    ]
    source = "form-text" if report.is_text else "form-qr"
    return read_reports([Sheet(None, [heading, *rows])], source=source)
