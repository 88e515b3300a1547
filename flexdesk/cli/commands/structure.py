"""`section`, `site`, `service-point`, `place`: what the unit is made of and where it works."""

import argparse
from typing import Any
from zoneinfo import ZoneInfo

from flexdesk.cli.parsing import Group, Result, count, day, page, paging, pairs, subgroup
from flexdesk.cli.session import Session
from flexdesk.domain import zones
from flexdesk.i18n import _
from flexdesk.store.store import Row


def add(root: Group) -> None:
    _add_sections(subgroup(root, "section", _("the parts of the unit")))
    _add_sites(subgroup(root, "site", _("places of the unit with their own clock")))
    _add_points(subgroup(root, "service-point", _("counters that must be staffed")))
    _add_places(subgroup(root, "place", _("approved places other than office and home")))


def _add_sections(section: Group) -> None:
    made = section.add("add", run_section_add, _("add a part of the unit"), writes=True)
    made.add_argument("name")
    for name in ("parent", "site", "head", "max-share"):
        made.add_argument(f"--{name}", default="")
    made.add_argument("--direct-service", action="store_true")
    change = section.add("set", run_section_set, _("change a part of the unit"), writes=True)
    change.add_argument("name")
    change.add_argument("values", nargs="+", metavar="KEY=VALUE")
    paging(section.add("list", run_section_list, _("the parts as a tree, with their people")))
    for word, run, help in (
        ("archive", run_section_archive, _("out of the tree, history kept")),
        ("unarchive", run_section_back, _("back into the tree")),
    ):
        section.add(word, run, help, writes=True).add_argument("name")
    taken = section.add("propose", run_section_propose, _("parts that the roster itself names"), writes=True)
    taken.add_argument("--apply", action="store_true", help=_("make them"))


def _add_sites(site: Group) -> None:
    made = site.add("add", run_site_add, _("add a site"), writes=True)
    made.add_argument("name")
    made.add_argument("--zone", default="", help="WIB, WITA, WIT")
    made.add_argument("--address", default="")
    change = site.add("set", run_site_set, _("change a site"), writes=True)
    change.add_argument("name")
    change.add_argument("values", nargs="+", metavar="KEY=VALUE")
    site.add("archive", run_site_archive, _("out of the list"), writes=True).add_argument("name")
    paging(site.add("list", run_site_list, _("all sites with what their clock shows")))


def _add_points(point: Group) -> None:
    made = point.add("add", run_point_add, _("add a service point"), writes=True)
    made.add_argument("name")
    made.add_argument("--need", type=count, default=1)
    made.add_argument("--days", default="mon,tue,wed,thu,fri")
    made.add_argument("--hours", default="")
    made.add_argument("--needs", default="", help="08:00-12:00=2;13:00-15:00=1")
    made.add_argument("--section", default="")
    made.add_argument("--site", default="")
    change = point.add("set", run_point_set, _("change a service point"), writes=True)
    change.add_argument("name")
    change.add_argument("values", nargs="+", metavar="KEY=VALUE")
    for word, run, help in (
        ("assign", run_point_assign, _("say who serves a point")),
        ("release", run_point_release, _("say who no longer serves a point")),
    ):
        people = point.add(word, run, help, writes=True)
        people.add_argument("name")
        people.add_argument("nip", nargs="+", metavar="NIP")
    for word, run, help in (
        ("archive", run_point_archive, _("no longer run")),
        ("unarchive", run_point_back, _("run again")),
    ):
        point.add(word, run, help, writes=True).add_argument("name")
    paging(point.add("list", run_point_list, _("all service points")))


def _add_places(place: Group) -> None:
    made = place.add("add", run_place_add, _("add an approved place"), writes=True)
    made.add_argument("name")
    made.add_argument("--kind", required=True, choices=("other_office", "other_place"))
    made.add_argument("--approved-by", required=True)
    for name in ("address", "site", "letter"):
        made.add_argument(f"--{name}", default="")
    for name in ("approved-on", "until"):
        made.add_argument(f"--{name}", type=day)
    change = place.add("set", run_place_set, _("change an approved place"), writes=True)
    change.add_argument("name")
    change.add_argument("values", nargs="+", metavar="KEY=VALUE")
    place.add("archive", run_place_archive, _("its approval ends today"), writes=True).add_argument("name")
    paging(place.add("list", run_place_list, _("all approved places")))


# -- sections


def run_section_add(session: Session, arguments: argparse.Namespace) -> Result:
    given = {name: getattr(arguments, name) for name in ("parent", "site", "head", "max_share")}
    fields = {name: value for name, value in given.items() if value}
    if arguments.direct_service:
        fields["direct_service"] = "yes"
    key, _change = session.desk.structure.add_section(arguments.name, **fields)
    return Result({"id": key, "name": arguments.name})


def run_section_set(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.structure.set_section(arguments.name, pairs(arguments.values))
    return Result({"name": arguments.name})


def run_section_archive(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.structure.archive_section(arguments.name, session.clock.today())
    return Result({"name": arguments.name, "archived": True})


def run_section_back(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.structure.archive_section(arguments.name, session.clock.today(), archived=False)
    return Result({"name": arguments.name, "archived": False})


def run_section_propose(session: Session, arguments: argparse.Namespace) -> Result:
    structure = session.desk.structure
    found = structure.proposed(session.clock.today())
    if arguments.apply:
        structure.take_proposed([name for name, _people in found])
    data = [{"name": name, "people": people} for name, people in found]
    return Result({"proposed": data, "applied": arguments.apply}, lines=[f"{name}  {n}" for name, n in found])


def run_section_list(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    nips = {str(row["key"]): row["nip"] for row in desk.store.select("person")}
    names = {site.key: site.name for site in desk.structure.sites(archived=True)}
    members = desk.structure.members(session.clock.today())
    found: list[dict[str, Any]] = [
        {
            "id": section.key,
            "name": section.name,
            "parent": section.parent or None,
            "depth": depth,
            "head": nips.get(section.head),
            "site": names.get(section.site),
            "direct_service": section.direct_service,
            "max_share": section.max_share,
            "archived": section.archived,
            "people": [nips[key] for key in members.get(section.key, []) if key in nips],
        }
        for section, depth in desk.structure.sections(archived=True)
    ]
    lines = [f"{'  ' * one['depth']}{one['name']}  {len(one['people'])}" for one in found]
    return Result({"sections": page(found, arguments)}, lines=lines)


# -- sites


def run_site_add(session: Session, arguments: argparse.Namespace) -> Result:
    key, _change = session.desk.structure.add_site(arguments.name, arguments.zone, arguments.address)
    return Result({"id": key, "name": arguments.name})


def run_site_set(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.structure.set_site(arguments.name, pairs(arguments.values))
    return Result({"name": arguments.name})


def run_site_archive(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.structure.archive_site(arguments.name)
    return Result({"name": arguments.name, "archived": True})


def run_site_list(session: Session, arguments: argparse.Namespace) -> Result:
    unit = session.desk.reader.unit().zone
    found = [
        {
            "id": site.key,
            "name": site.name,
            "zone": zones.label(site.zone or unit),
            "now": session.clock.now().astimezone(ZoneInfo(site.zone or unit)).isoformat(timespec="minutes"),
            "address": site.address or None,
            "archived": site.archived,
        }
        for site in session.desk.structure.sites(archived=True)
    ]
    return Result({"sites": page(found, arguments)}, lines=[f"{s['name']}  {s['zone']}" for s in found])


# -- service points


def run_point_add(session: Session, arguments: argparse.Namespace) -> Result:
    given = {name: getattr(arguments, name) for name in ("needs", "section", "site")}
    key, _change = session.desk.unit.add_service_point(
        arguments.name,
        arguments.need,
        arguments.days,
        arguments.hours,
        **{name: value for name, value in given.items() if value},
    )
    row = session.desk.store.get("service_point", key) or {}
    return Result({"id": key, "name": arguments.name, "need": row.get("need")})


def run_point_set(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.unit.set_service_point(arguments.name, pairs(arguments.values))
    return Result({"name": arguments.name})


def run_point_assign(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.unit.assign(arguments.name, arguments.nip)
    return Result({"name": arguments.name, "assigned": arguments.nip})


def run_point_release(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.unit.assign(arguments.name, arguments.nip, serves=False)
    return Result({"name": arguments.name, "released": arguments.nip})


def run_point_archive(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.unit.archive_service_point(arguments.name)
    return Result({"name": arguments.name, "archived": True})


def run_point_back(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.unit.archive_service_point(arguments.name, archived=False)
    return Result({"name": arguments.name, "archived": False})


def run_point_list(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    nips = {str(row["key"]): row["nip"] for row in desk.store.select("person")}
    names = _names(session)
    points = [
        {
            "id": row["key"],
            "name": row["name"],
            "need": row["need"],
            "days": row["days"],
            "opens": row["opens"],
            "closes": row["closes"],
            "needs": row["needs"],
            "section": names.get(str(row["section"])),
            "site": names.get(str(row["site"])),
            "archived": bool(row["archived"]),
            "people": [
                nips[str(duty["person"])]
                for duty in desk.store.select("service_duty", service_point=row["key"])
                if duty["serves"] and str(duty["person"]) in nips
            ],
        }
        for row in desk.unit.service_points(archived=True)
    ]
    return Result({"service_points": page(points, arguments)})


def _names(session: Session) -> dict[str, Any]:
    """Names of sections and sites by key."""
    rows: list[Row] = [*session.desk.store.select("section"), *session.desk.store.select("site")]
    return {str(row["key"]): row["name"] for row in rows}


# -- other places


def run_place_list(session: Session, arguments: argparse.Namespace) -> Result:
    names = _names(session)
    places = [
        {
            **{name: row[name] for name in ("name", "kind", "approved_by", "address", "letter")},
            "id": row["key"],
            "approved_on": row["approved_on"],
            "until": row["until"],
            "site": names.get(str(row["site"])),
            "archived": bool(row["archived"]),
        }
        for row in session.desk.unit.places(archived=True)
    ]
    return Result({"places": page(places, arguments)})


def run_place_add(session: Session, arguments: argparse.Namespace) -> Result:
    given = {name: getattr(arguments, name) for name in ("address", "site", "letter")}
    for name in ("approved_on", "until"):
        value = getattr(arguments, name)
        given[name] = value.isoformat() if value else ""
    fields = {name: value for name, value in given.items() if value}
    key, _change = session.desk.unit.add_place(
        arguments.name, arguments.kind, arguments.approved_by, **fields
    )
    return Result({"id": key, "name": arguments.name, "kind": arguments.kind})


def run_place_set(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.unit.set_place(arguments.name, pairs(arguments.values))
    return Result({"name": arguments.name})


def run_place_archive(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.unit.archive_place(arguments.name, session.clock.today())
    return Result({"name": arguments.name, "archived": True})
