"""`recover` and `keys`: back into locked data, and new locks and keys on demand."""

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

from flexdesk.cli.app import word_in
from flexdesk.cli.commands.exchange import taken_result
from flexdesk.cli.commands.server_recovery import custodian_option, custodians_key
from flexdesk.cli.parsing import Group, Result, subgroup
from flexdesk.cli.session import Session
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.keys import keyfile


def add(root: Group) -> None:
    recover = root.add("recover", run_recover, _("open locked data with the sheets of two custodians"))
    custodian_option(recover)
    recover.add_argument("--new-passphrase", type=Path, metavar="FILE", help=_("holds the new passphrase"))
    recover.add_argument("--bundle", type=Path, metavar="FILE", help=_("take in a bundle instead"))
    keys = subgroup(root, "keys", _("what opens the data of this laptop"))
    keys.add("show", run_show, _("the ways in, and who this laptop is"))
    word = keys.add("passphrase", run_passphrase, _("a new passphrase; the one before no longer counts"))
    word.add_argument("--new-passphrase", type=Path, metavar="FILE", help=_("holds the new passphrase"))
    keys.add("rotate", run_rotate, _("new keys for this laptop, for instance after a suspected theft"))


def run_recover(session: Session, arguments: argparse.Namespace) -> Result:
    key = custodians_key(arguments.custodian)
    if arguments.bundle is not None:
        return taken_result(session, session.desk.bundles.apply(arguments.bundle, key))
    keys = keyfile.open_by_agency(session.folder, key)
    keyfile.add_passphrase_slot(session.folder, keys, _new_passphrase(session, arguments))
    line = _("The data of laptop {device} open with the new passphrase.").format(device=keys.device)
    more = _("Print a new recovery sheet: flexdesk print recovery-sheet")
    return Result({"device": keys.device, **_ways(session.folder)}, lines=[line, more])


def run_show(session: Session, _arguments: argparse.Namespace) -> Result:
    desk = session.desk
    own = desk.membership.certificate_of(desk.store.device)
    data: dict[str, Any] = {
        "device": desk.store.device,
        "holder": own.holder if own else None,
        "role": str(own.role) if own else None,
        "valid_until": own.valid_until.isoformat() if own and own.valid_until else None,
        **_ways(session.folder),
    }
    yes, no = _("yes"), _("no")
    lines = [
        f"{_('Name of the laptop')}: {data['device']}",
        f"{_('Holder')}: {data['holder'] or '-'}",
        f"{_('Role')}: {data['role'] or '-'}",
        f"{_('Valid')}: {data['valid_until'] or _('until somebody ends it')}",
        f"{_('Keyring of this computer')}: {yes if data['keyring'] else no}",
        f"{_('Passphrase')}: {yes if data['passphrase'] else no}",
        f"{_('Recovery sheet')}: {data['recovery_sheet'] or no}",
        f"{_('The agency')}: {data['agency'] or no}",
    ]
    return Result(data, lines=lines)


def _ways(folder: Path) -> dict[str, Any]:
    found = keyfile.ways_in(folder)
    return {
        "keyring": found.keyring,
        "passphrase": found.passphrase,
        "recovery_sheet": found.sheet.isoformat() if found.sheet else None,
        "agency": found.agency or None,
    }


def run_passphrase(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    keyfile.add_passphrase_slot(session.folder, desk.keys, _new_passphrase(session, arguments))
    return Result(_ways(session.folder), lines=[_("The new passphrase counts from now on.")])


def run_rotate(session: Session, _arguments: argparse.Namespace) -> Result:
    before = session.desk.store.device
    session.desk.exchange.renewal.rotate()
    session.reopen()
    device = session.desk.store.device
    lines = [
        _("This laptop is {device} from now on; at its next exchange the server hears of it.").format(
            device=device
        ),
        _("Exchange now, then have the operator end the old keys: flexdesk server revoke {before}").format(
            before=before
        ),
    ]
    return Result({"device": device, "before": before}, lines=lines)


def _new_passphrase(session: Session, arguments: argparse.Namespace) -> str:
    """From the file, else typed twice; raises UsageError."""
    if arguments.new_passphrase is not None:
        word = word_in(arguments.new_passphrase)
    elif sys.stdin.isatty() and not session.as_json:
        word = getpass.getpass(_("New passphrase: "))
        if word != getpass.getpass(_("The passphrase once more: ")):
            raise UsageError(detail=_("the two passphrases differ"))
    else:
        raise UsageError(detail=_("--new-passphrase FILE is needed"))
    return word
