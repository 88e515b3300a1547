"""`init`, `unit`: the unit itself."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from flexdesk.bootstrap import create_desk, has_unit
from flexdesk.cli.parsing import Group, Json, Result, pairs, subgroup
from flexdesk.cli.session import Session
from flexdesk.desk.desk import Desk
from flexdesk.documents.head_pictures import read_picture, take_picture
from flexdesk.errors import UsageError, reason_of
from flexdesk.i18n import _
from flexdesk.keys import keyfile
from flexdesk.keys.errors import KeysExist, NoKeyWay
from flexdesk.keys.keyfile import Keyring
from flexdesk.keys.system_keyring import answers, no_keyring, system_keyring
from flexdesk.store.errors import StoreExists

_THROWAWAY = "dry run"  # locks a unit that lives for one second


def add(root: Group) -> None:
    init = root.add("init", run_init, _("make a new unit in an empty folder"), tries=True)
    init.add_argument("--unit", required=True)
    init.add_argument("--agency", required=True)
    init.add_argument(
        "--zone", default="Asia/Jakarta", choices=("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
    )
    init.add_argument("--head-nip", default="")
    init.add_argument("--kind", default="ordinary", choices=("ordinary", "service"))

    unit = subgroup(root, "unit", _("the unit itself"))
    unit.add("set", run_set, _("change fields of the unit"), writes=True).add_argument(
        "values", nargs="+", metavar="KEY=VALUE"
    )
    unit.add("show", run_show, _("the unit with its service points and places"))


def run_init(session: Session, arguments: argparse.Namespace) -> Result:
    def create(folder: Path, passphrase: str | None, keyring: Keyring = system_keyring) -> Desk:
        return create_desk(
            folder,
            unit=arguments.unit,
            agency=arguments.agency,
            zone=arguments.zone,
            kind=arguments.kind,
            passphrase=passphrase,
            clock=session.clock,
            keyring=keyring,
        )

    if arguments.dry_run:
        _check_new(session)
        with TemporaryDirectory() as folder, create(Path(folder), _THROWAWAY, no_keyring) as desk:
            return _made(desk, session, arguments)
    with session.undoing_failure():
        return _made(session.make(create), session, arguments)


def _check_new(session: Session) -> None:
    """Whether a unit could be made here: raises StoreExists, KeysExist, NoKeyWay."""
    if has_unit(session.folder):
        raise StoreExists(folder=str(session.folder))
    if keyfile.exists(session.folder):
        raise KeysExist()
    keyring = system_keyring()
    if session.passphrase is None and (keyring is None or not answers(keyring)):
        raise NoKeyWay()


def _made(desk: Desk, session: Session, arguments: argparse.Namespace) -> Result:
    data = {"unit_id": desk.membership.unit_id, "device": desk.store.device}
    if arguments.head_nip:
        # The name comes with the first roster; until then the number stands for it.
        with desk.store.writing():
            data["head"] = str(desk.people.add(arguments.head_nip, arguments.head_nip)["nip"])
            desk.unit.set({"head": data["head"]})
    line = _("The unit “{unit}” is ready in {folder}.").format(unit=arguments.unit, folder=session.folder)
    return Result(data, lines=[line])


def run_set(session: Session, arguments: argparse.Namespace) -> Result:
    values = pairs(arguments.values)
    if values.get("letterhead"):
        values["letterhead"] = _text(Path(values["letterhead"]))
    if values.get("letterhead_image"):
        values["letterhead_image"] = _picture(Path(values["letterhead_image"]))
    session.desk.unit.set(values)
    return run_show(session, arguments)


def _text(file: Path) -> str:
    """The lines of a letterhead; raises UsageError."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UsageError(detail=reason_of(error)) from error
    except UnicodeDecodeError as error:
        raise UsageError(detail=_("the file {name} is not UTF-8 text").format(name=file.name)) from error


def _picture(file: Path) -> str:
    """Small enough to travel; raises UsageError, NoHeadPicture."""
    try:
        return take_picture(file.read_bytes(), file.name).text
    except OSError as error:
        raise UsageError(detail=reason_of(error)) from error


def run_show(session: Session, _arguments: argparse.Namespace) -> Result:
    desk = session.desk
    row: Json = {name: value for name, value in desk.unit.row().items() if name != "key"}
    if row.get("head"):
        row["head"] = (desk.store.get("person", str(row["head"])) or {}).get("nip")
    if (picture := read_picture(row.get("letterhead_image"))) is not None:
        row["letterhead_image"] = {
            "width": picture.width,
            "height": picture.height,
            "bytes": len(picture.data),
            "whole": picture.is_whole,
        }
    return Result({"unit_id": desk.membership.unit_id, **row})
