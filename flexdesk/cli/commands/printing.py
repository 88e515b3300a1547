"""`print`: official papers as PDF, each with the result of the machine check."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Result, folder, period
from flexdesk.cli.session import Session
from flexdesk.documents import Issued
from flexdesk.documents.paper import Paper
from flexdesk.documents.sealing import short_code
from flexdesk.domain.periods import Period
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.keys.errors import KeysNotWritten
from flexdesk.services.paper_forms import BLANK, FORMS, KINDS
from flexdesk.services.printing import SIGNING, Drawn, writing_files
from flexdesk.system.durable import write_durably

RECOVERY_SHEET = "recovery-sheet"


def add(root: Group) -> None:
    parser = root.add("print", run_print, _("official papers as PDF"), tries=True)
    parser.add_argument("kind", nargs="+", choices=(*KINDS, RECOVERY_SHEET), metavar="KIND")
    parser.add_argument("--period", type=period)
    parser.add_argument("--nip", nargs="*", default=[])
    parser.add_argument("--paper", choices=("A4", "F4"), default="")
    parser.add_argument("--out", type=folder, default=Path())
    parser.add_argument("--combined", action="store_true")
    parser.add_argument("--form", choices=(*FORMS, BLANK), default="", help=_("of a monthly or daily report"))
    parser.add_argument("--version", type=int, default=0, metavar="N", help=_("of the published schedule"))
    parser.add_argument(
        "--signing",
        choices=tuple(SIGNING),
        default="",
        help=_("by hand, or ready for a certificate"),
    )


def run_print(session: Session, arguments: argparse.Namespace) -> Result:
    if RECOVERY_SHEET in arguments.kind:
        return _recovery_sheet(session, arguments)
    if arguments.period is None:
        raise UsageError(detail=_("--period is needed for this paper"))
    desk = session.desk
    drawn = desk.printing.draw(
        arguments.kind,
        arguments.period,
        nips=arguments.nip,
        paper=arguments.paper,
        combined=arguments.combined,
        form=arguments.form,
        version=arguments.version,
        signing=desk.printing.signing(arguments.signing, keep=not arguments.dry_run),
    )
    with desk.store.writing():
        files = issue(session, drawn, arguments.period, arguments.out, dry_run=arguments.dry_run)
    checks = checks_json(drawn)
    lines = [file["path"] for file in files] or [_("There is nothing to print in this period.")]
    return Result({"files": files, "checks": checks}, 1 if any(checks.values()) or not files else 0, lines)


def _recovery_sheet(session: Session, arguments: argparse.Namespace) -> Result:
    """A sheet with a new code; it is put on no file, because its bytes are a key."""
    if arguments.kind != [RECOVERY_SHEET]:
        raise UsageError(detail=_("the recovery sheet is printed alone"))
    path = arguments.out / "LEMBAR-PEMULIHAN.pdf"
    lines = [_("A dry run makes no recovery sheet: the one from before stays valid.")]
    files, clipped = [], 0
    if not arguments.dry_run:

        def keep(issued: Issued) -> None:
            with writing_files():
                arguments.out.mkdir(parents=True, exist_ok=True)
                write_durably(path, issued.data)

        try:
            sheet = session.desk.recovery.new_sheet(Paper(arguments.paper or "F4"), keep)
        except KeysNotWritten:
            path.unlink(missing_ok=True)  # its code opens nothing
            raise
        clipped = len(sheet.issued.report.clipped)
        files = [
            {
                "path": str(path),
                "kind": RECOVERY_SHEET,
                "nip": None,
                "pages": sheet.issued.report.pages,
                "sha256": sheet.issued.sha256,
                "bytes": len(sheet.issued.data),
            }
        ]
        lines = [str(path), _("Print it, put it away, and delete the file: who holds it can read all data.")]
    checks = {"clipped": clipped, "split_signatures": 0, "missing_glyphs": 0}
    return Result({"files": files, "checks": checks}, 0, lines)


def issue(
    session: Session, drawn: Sequence[Drawn], period: Period, out: Path, *, dry_run: bool
) -> list[dict[str, Any]]:
    """Write papers and put them on file, except in a dry run; the JSON form of each."""
    if not dry_run:
        session.desk.printing.keep(drawn, period, out)
    return [
        {
            "path": str(out / one.name),
            "kind": one.kind,
            "nip": one.nip or None,
            "pages": one.issued.report.pages,
            "sha256": one.issued.sha256,
            "bytes": len(one.issued.data),
            "code": short_code(one.issued.content),
        }
        for one in drawn
    ]


def checks_json(drawn: Sequence[Drawn]) -> dict[str, int]:
    return {
        "clipped": sum(len(one.issued.report.clipped) for one in drawn),
        "split_signatures": sum(len(one.issued.report.split_signatures) for one in drawn),
        "missing_glyphs": len({glyph for one in drawn for glyph in one.issued.report.missing_glyphs}),
    }
