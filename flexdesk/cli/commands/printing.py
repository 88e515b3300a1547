"""`print`: official papers as PDF, each with the result of the machine check."""

import argparse
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Result, period
from flexdesk.cli.session import Session
from flexdesk.i18n import _
from flexdesk.services.printing import KINDS, PrintedFile


def add(root: Group) -> None:
    parser = root.add("print", run_print, _("official papers as PDF"))
    parser.add_argument("kind", nargs="+", choices=KINDS, metavar="KIND")
    parser.add_argument("--period", type=period, required=True)
    parser.add_argument("--nip", nargs="*", default=[])
    parser.add_argument("--paper", choices=("A4", "F4"), default="")
    parser.add_argument("--out", type=Path, default=Path())
    parser.add_argument("--combined", action="store_true")


def run_print(session: Session, arguments: argparse.Namespace) -> Result:
    files = session.desk.printing.make(
        arguments.kind,
        arguments.period,
        nips=arguments.nip,
        paper=arguments.paper,
        out=arguments.out,
        combined=arguments.combined,
    )
    checks = checks_json(files)
    data = {"files": [file_json(file) for file in files], "checks": checks}
    return Result(data, 1 if any(checks.values()) else 0, [str(file.path) for file in files])


def file_json(file: PrintedFile) -> dict[str, Any]:
    return {
        "path": str(file.path),
        "kind": file.kind,
        "nip": file.nip or None,
        "pages": file.issued.report.pages,
        "sha256": file.issued.sha256,
        "bytes": file.bytes,
    }


def checks_json(files: list[PrintedFile]) -> dict[str, int]:
    return {
        "clipped": sum(len(file.issued.report.clipped) for file in files),
        "split_signatures": sum(len(file.issued.report.split_signatures) for file in files),
        "missing_glyphs": len({g for file in files for g in file.issued.report.missing_glyphs}),
    }
