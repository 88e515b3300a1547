"""`schedule read-qr`: a week code from paper, against what stands on this laptop."""

import argparse
from pathlib import Path

from flexdesk.cli.parsing import Group, Result
from flexdesk.cli.session import Session
from flexdesk.domain.week_code import MARK
from flexdesk.i18n import _
from flexdesk.services.week_codes import Reading


def add(schedule: Group) -> None:
    read = schedule.add("read-qr", run_read, _("a schedule code from paper, as a proposal"), writes=True)
    read.add_argument("source", metavar="FILE.png|TEXT", help=_("a picture, a text file, or the text itself"))
    read.add_argument("--apply", action="store_true")


def run_read(session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.cli.commands.schedule import proposal_json

    desk, source = session.desk, str(arguments.source)
    if MARK in source:
        reading = desk.week_codes.read(source)
    elif Path(source).suffix == ".txt" and Path(source).is_file():
        reading = desk.week_codes.read(Path(source).read_text("utf-8", "replace"))
    else:
        reading = desk.week_codes.read_picture(Path(source))
    if arguments.apply:
        desk.schedule.take(reading.proposal)
    code = reading.code
    data = {
        "period": code.period.code,
        "version": code.version,
        "part": code.part,
        "parts": code.parts,
        "known": reading.known is not None,
        "fits": reading.fits,
        "people": len(code.people),
        "strangers": reading.strangers,
        "hidden": reading.hidden,
        "applied": arguments.apply,
        **proposal_json(session, reading.proposal),
    }
    return Result(data, 0 if reading.fits and not reading.proposal.changed else 1, [_line(reading)])


def _line(reading: Reading) -> str:
    code = reading.code
    head = _("Week {week}, version {version}: {count} cells differ from here.").format(
        week=code.period.code, version=code.version, count=len(reading.proposal.cells)
    )
    if reading.fits:
        return f"{head} " + _("The code fits the version that was published here.")
    if reading.known is not None:
        return f"{head} " + _("The version of this number here froze other cells.")
    return f"{head} " + _("This version is not known here.")
