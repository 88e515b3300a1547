"""`init`, `unit`, `service-point`, `place`, `discipline`: the unit and what belongs to it."""

import argparse
import getpass
import sys

from flexdesk.bootstrap import create_desk
from flexdesk.cli.parsing import Group, Result, day, pairs, subgroup
from flexdesk.cli.session import Session
from flexdesk.i18n import _
from flexdesk.keys.errors import NoKeyWay


def add(root: Group) -> None:
    init = root.add("init", run_init, _("make a new unit in an empty folder"))
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

    point = subgroup(root, "service-point", _("counters that must be staffed"))
    made = point.add("add", run_point_add, _("add a service point"), writes=True)
    made.add_argument("name")
    made.add_argument("--need", type=int, default=1)
    made.add_argument("--days", default="mon,tue,wed,thu,fri")
    made.add_argument("--hours", default="")
    assign = point.add("assign", run_point_assign, _("say who serves a point"), writes=True)
    assign.add_argument("name")
    assign.add_argument("nip", nargs="+", metavar="NIP")
    point.add("list", run_point_list, _("all service points"))

    place = subgroup(root, "place", _("approved places other than office and home"))
    made = place.add("add", run_place_add, _("add an approved place"), writes=True)
    made.add_argument("name")
    made.add_argument("--kind", required=True, choices=("other_office", "other_place"))
    made.add_argument("--approved-by", required=True)

    discipline = subgroup(root, "discipline", _("disciplinary proceedings and sanctions"))
    made = discipline.add("add", run_discipline_add, _("record a proceeding or a sanction"), writes=True)
    made.add_argument("nip", metavar="NIP")
    made.add_argument("--kind", required=True, choices=("process", "sanction"))
    made.add_argument("--from", dest="first", type=day, required=True)
    made.add_argument("--to", type=day)


def run_init(session: Session, arguments: argparse.Namespace) -> Result:
    def make(passphrase: str | None) -> Result:
        desk = create_desk(
            session.folder,
            unit=arguments.unit,
            agency=arguments.agency,
            zone=arguments.zone,
            kind=arguments.kind,
            passphrase=passphrase,
            clock=session.clock,
        )
        session.adopt(desk)
        data = {"unit_id": desk.membership.unit_id, "device": desk.store.device}
        if arguments.head_nip:
            data["head"] = str(desk.people.add(arguments.head_nip, arguments.head_nip)["nip"])
            desk.unit.set({"head": arguments.head_nip})
        lines = [
            _("The unit “{unit}” is ready in {folder}.").format(unit=arguments.unit, folder=session.folder)
        ]
        return Result(data, lines=lines)

    try:
        return make(session.passphrase)
    except NoKeyWay:
        if not sys.stdin.isatty() or session.as_json:
            raise
        return make(getpass.getpass(_("No keyring answers. Choose a passphrase: ")) or None)


def run_set(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.unit.set(pairs(arguments.values))
    return run_show(session, arguments)


def run_show(session: Session, _arguments: argparse.Namespace) -> Result:
    desk = session.desk
    row = {name: value for name, value in desk.unit.row().items() if name != "key"}
    if row.get("head"):
        row["head"] = (desk.store.get("person", str(row["head"])) or {}).get("nip")
    return Result({"unit_id": desk.membership.unit_id, **row})


def run_point_add(session: Session, arguments: argparse.Namespace) -> Result:
    key, _change = session.desk.unit.add_service_point(
        arguments.name, arguments.need, arguments.days, arguments.hours
    )
    return Result({"id": key, "name": arguments.name, "need": arguments.need})


def run_point_assign(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.unit.assign(arguments.name, arguments.nip)
    return Result({"name": arguments.name, "assigned": arguments.nip})


def run_point_list(session: Session, _arguments: argparse.Namespace) -> Result:
    return Result({"service_points": [dict(row) for row in session.desk.unit.service_points()]})


def run_place_add(session: Session, arguments: argparse.Namespace) -> Result:
    key, _change = session.desk.unit.add_place(arguments.name, arguments.kind, arguments.approved_by)
    return Result({"id": key, "name": arguments.name, "kind": arguments.kind})


def run_discipline_add(session: Session, arguments: argparse.Namespace) -> Result:
    row = session.desk.registers.add_discipline(arguments.nip, arguments.kind, arguments.first, arguments.to)
    return Result({"id": row.get("key"), "kind": arguments.kind, "nip": arguments.nip})
