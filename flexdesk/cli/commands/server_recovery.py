"""`server recovery`: makes the agency's recovery key on paper, for three custodians."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from flexdesk.cli.parsing import Group, Result, folder, subgroup
from flexdesk.cli.session import Session
from flexdesk.errors import UsageError, reason_of
from flexdesk.i18n import _
from flexdesk.keys import agency
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.system.durable import write_durably


def add(server: Group) -> Group:
    """The group, for what else there is to do with the key."""
    recovery = subgroup(server, "recovery", _("the agency's recovery key for locked laptops"))
    made = recovery.add("init", run_init, _("make the key and the sheets of three custodians"))
    made.add_argument("--out", type=folder, required=True)
    made.add_argument("--agency", default="", help=_("the name on the sheets"))
    made.add_argument("--paper", choices=("A4", "F4"), default="F4")
    custodian_option(recovery.add("check", run_check, _("which key the sheets of two custodians make")))
    return recovery


def custodian_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--custodian",
        type=Path,
        action="append",
        required=True,
        metavar="FILE",
        help=_("the two codes of a custodian's sheet, typed into a file; give it twice"),
    )


def custodians_key(files: Sequence[Path]) -> ReceivingKey:
    """Raises ShareEmpty, ShareMistyped, SharesTooFew, SharesApart, UsageError."""
    try:
        shares = [agency.read_share(path.read_text("utf-8-sig"), path.name) for path in files]
    except OSError as error:
        raise UsageError(detail=reason_of(error)) from error
    except UnicodeDecodeError as error:
        raise UsageError(detail=_("the file {name} is not UTF-8 text").format(name=files[0])) from error
    return agency.key_of(shares)


def run_init(session: Session, arguments: argparse.Namespace) -> Result:
    """The private half goes to paper and nowhere else: any computer will do, and better not the server."""
    from flexdesk.documents import draw
    from flexdesk.documents.custodian_sheet import CustodianSheet
    from flexdesk.documents.paper import Paper

    made = agency.new_key()
    arguments.out.mkdir(parents=True, exist_ok=True)
    files = []
    for number, share in enumerate(made.shares, 1):
        form = CustodianSheet(
            agency=arguments.agency,
            number=number,
            codes={part: tuple(code.split()) for part, code in share.items()},
            recipient=made.recipient,
            made=session.clock.today(),
            paper=Paper(arguments.paper),
        )
        path = arguments.out / f"LEMBAR-KUSTODIAN-{number}.pdf"
        write_durably(path, draw(form).data)
        files.append(str(path))
    lines = [
        *files,
        _("Print each for its custodian, check two of them, and delete the files."),
        _("Then on the server: flexdesk server recovery set {recipient} --agency …").format(
            recipient=made.recipient
        ),
    ]
    return Result({"recipient": made.recipient, "files": files}, lines=lines)


def run_check(_session: Session, arguments: argparse.Namespace) -> Result:
    recipient = custodians_key(arguments.custodian).recipient
    return Result({"recipient": recipient}, lines=[recipient])
