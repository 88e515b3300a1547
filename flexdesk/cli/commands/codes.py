"""What `bundle` knows besides the file itself: codes for a few changes, and the slip of a stick."""

import argparse
import sys
from pathlib import Path

from flexdesk.cli.parsing import Result
from flexdesk.cli.session import Session
from flexdesk.documents.paper import Paper
from flexdesk.errors import EnvironmentTrouble, UsageError, reason_of
from flexdesk.i18n import _
from flexdesk.services.bundles import Written
from flexdesk.sync import tiny
from flexdesk.system.durable import write_durably


def add_making(made: argparse.ArgumentParser) -> None:
    where = made.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=Path, metavar="FILE")
    where.add_argument(
        "--qr", type=Path, metavar="FILE", help=_("a few changes as codes: .png, .pdf, or .txt for a chat")
    )
    made.add_argument(
        "--slip", type=Path, metavar="FILE", help=_("also the page that goes with a stick, as PDF")
    )
    made.add_argument("--paper", type=Paper, choices=tuple(Paper), default=Paper.A4)


def add_taking(apply: argparse.ArgumentParser) -> None:
    apply.add_argument("file", type=Path, nargs="?")
    apply.add_argument(
        "--text", type=Path, metavar="FILE", help=_("codes in a text or a picture; - reads what is typed")
    )


def refuse_incomplete(arguments: argparse.Namespace) -> None:
    if getattr(arguments, "file", arguments) is None:
        raise UsageError(detail=_("give a bundle, or --text FILE"))


def run_making(session: Session, arguments: argparse.Namespace) -> Result:
    if arguments.slip is not None:
        raise UsageError(detail=_("a slip goes with a file, not with codes"))
    service = session.desk.tiny_codes
    if arguments.dry_run:
        with session.desk.store.trial():
            made, files = service.make(arguments.to), [arguments.qr]
    else:
        made = service.make(arguments.to)
        files = service.save(made, arguments.qr, arguments.paper)
    data = {
        "number": made.number,
        "from": session.desk.store.device,
        "to": made.to,
        "ranges": {part.device: [part.first, part.last] for part in made.contents},
        "prerequisites": made.prerequisites,
        "bytes": made.bytes,
        "changes": made.changes,
        "codes": list(made.texts),
        "files": [str(file) for file in files],
    }
    line = _("{changes} changes are in {count} codes ({bytes} bytes): {files}.").format(
        changes=made.changes,
        count=len(made.texts),
        bytes=made.bytes,
        files=", ".join(str(file) for file in files),
    )
    return Result(data, lines=[line])


def text_of(path: Path) -> str:
    """The text of a file, of the codes in a picture, or of standard input. Raises TinyFault."""
    from flexdesk.services.tiny_codes import MOST_BYTES, text_in

    if str(path) == "-":
        return sys.stdin.read(tiny.MOST_TEXT)
    try:
        with path.open("rb") as stream:
            return text_in(stream.read(MOST_BYTES), path.name)
    except OSError as error:
        raise EnvironmentTrouble(detail=reason_of(error)) from error


def slip(session: Session, written: Written, arguments: argparse.Namespace) -> str | None:
    """The path of the slip; None where none was asked for or nothing shall be written."""
    if arguments.slip is None or arguments.dry_run:
        return None
    issued = session.desk.courier.slip(written, arguments.to, arguments.paper)
    try:
        write_durably(arguments.slip, issued.data, mode=0o644)
    except OSError as error:
        raise EnvironmentTrouble(detail=reason_of(error)) from error
    return str(arguments.slip)


def slip_lines(slip: str | None, bundle: Path) -> list[str]:
    if slip is None:
        return []
    lines = [_("The slip is in {path}; print it and let it go with the stick.").format(path=slip)]
    if Path(slip).absolute().parent == bundle.absolute().parent:
        lines.append(_("It names the unit: do not leave it on the stick."))
    return lines
