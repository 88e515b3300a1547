"""`people` beyond the list: posts in time, leaving and coming back, doubles, and the unit's own fields."""

import argparse
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Result, day, page, paging, subgroup
from flexdesk.cli.session import Session
from flexdesk.domain.duplicates import Pair
from flexdesk.domain.people import Departure, Person, Posting
from flexdesk.errors import UsageError, reason_of
from flexdesk.i18n import _
from flexdesk.services.duplicates import FIELDS
from flexdesk.services.finding_people import person_row

_POST_OPTIONS = ("jabatan", "category", "reason", "unit", "section", "letter", "superior")


def add_to(people: Group) -> None:
    """The words under `people` that this module answers."""
    paging(_with_nip(people.add("postings", run_postings, _("the posts of a person in time, with gaps"))))
    acting = _with_nip(people.add("act", run_act, _("a Plt. or Plh. post"), writes=True))
    acting.add_argument("--kind", required=True, choices=("plt", "plh"))
    acting.add_argument("--jabatan", required=True)
    acting.add_argument("--from", dest="first", type=day, required=True)
    acting.add_argument("--until", type=day, help=_("the last day; a Plh. always has one"))
    acting.add_argument("--letter", default="")
    end = _with_nip(people.add("end-posting", run_end, _("write down the last day of a post"), writes=True))
    end.add_argument("--last", type=day, required=True, help=_("the last day of the post"))
    end.add_argument("--from", dest="first", type=day, help=_("the day the post began; else the present one"))
    correct = _with_nip(
        people.add("correct-posting", run_correct, _("correct a post that was recorded wrongly"), writes=True)
    )
    correct.add_argument("--from", dest="first", type=day, required=True)
    correct.add_argument("--new-from", type=day)
    correct.add_argument("--until", type=day)
    for name in _POST_OPTIONS:
        correct.add_argument(f"--{name}")
    remove = _with_nip(people.add("remove-posting", run_remove, _("take out a post never held"), writes=True))
    remove.add_argument("--from", dest="first", type=day, required=True)
    archive = _with_nip(people.add("archive", run_archive, _("out of the roster, history kept"), writes=True))
    archive.add_argument("--on", type=day, help=_("the first day no longer in the unit"))
    archive.add_argument("--reason", choices=[str(one) for one in Departure], default=str(Departure.OTHER))
    _with_nip(people.add("unarchive", run_unarchive, _("back into the roster"), writes=True))
    paging(people.add("archived", run_archived, _("everybody who left")))
    paging(people.add("duplicates", run_duplicates, _("records that may be one person, and merged ones")))
    merge = people.add("merge", run_merge, _("let one record stand for another too"), writes=True)
    merge.add_argument("nip", metavar="NIP1", help=_("the record that stays"))
    merge.add_argument("other", metavar="NIP2", help=_("the record that is merged into it"))
    merge.add_argument("--keep", default="", help=_("fields to take from the second, with commas"))
    _with_nip(people.add("unmerge", run_unmerge, _("take a merged record out again"), writes=True))


def add_fields(root: Group) -> None:
    """`custom-field`."""
    field = subgroup(root, "custom-field", _("fields of the unit's own in a person's record"))
    made = field.add("add", run_field_add, _("add a field"), writes=True)
    made.add_argument("name")
    made.add_argument("--kind", default="text", choices=("text", "number", "date", "yes_no", "choice"))
    made.add_argument("--choice", action="append", default=[], help=_("one of the choices; give it again"))
    paging(field.add("list", run_field_list, _("all fields of the unit")))
    field.add("archive", run_field_archive, _("out of the panel, values kept"), writes=True).add_argument(
        "name"
    )
    field.add("unarchive", run_field_back, _("back into the panel"), writes=True).add_argument("name")
    renamed = field.add("rename", run_field_rename, _("another name"), writes=True)
    renamed.add_argument("name")
    renamed.add_argument("to")
    load = field.add("import", run_field_import, _("values from a table with a column of NIP"), writes=True)
    load.add_argument("file", type=Path)
    out = field.add("export", run_field_export, _("everybody's values as csv"), tries=True)
    out.add_argument("--out", type=Path, required=True)


def _with_nip(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("nip", metavar="NIP")
    return parser


# -- posts


def run_postings(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    row = person_row(desk.store, arguments.nip)
    history = desk.postings.history(str(row["key"]), session.clock.today())
    posts = [
        {**posting_json(span.posting), "last": span.last.isoformat() if span.last else None}
        for span in history.spans
    ]
    data: dict[str, Any] = {
        "nip": row["nip"],
        "former_nip": [nip for nip in str(row["former_nip"] or "").split(",") if nip],
        "postings": page(posts, arguments),
        "acting": [posting_json(one) for one in history.acting],
        "gaps": [
            {"from": gap.first.isoformat(), "to": gap.last.isoformat() if gap.last else None}
            for gap in history.gaps
        ],
    }
    lines = [f"{one['from']}  {one['last'] or '…':10}  {one['jabatan'] or '-'}" for one in data["postings"]]
    lines += [
        f"{one['from']}  {one['until'] or '…':10}  {one['acting']} {one['jabatan']}" for one in data["acting"]
    ]
    lines += [
        _("No post from {first} to {last}.").format(first=g["from"], last=g["to"] or "…")
        for g in data["gaps"]
    ]
    return Result(data, lines=lines)


def posting_json(posting: Posting) -> dict[str, Any]:
    return {
        "from": posting.from_.isoformat(),
        "until": posting.until.isoformat() if posting.until else None,
        "jabatan": posting.jabatan or None,
        "category": posting.category or None,
        "unit": posting.unit or None,
        "section": posting.section or None,
        "reason": posting.reason or None,
        "acting": posting.acting or None,
        "letter": posting.letter or None,
    }


def run_act(session: Session, arguments: argparse.Namespace) -> Result:
    fields = {
        "acting": arguments.kind,
        "jabatan": arguments.jabatan,
        "until": arguments.until,
        "letter": arguments.letter,
    }
    session.desk.postings.add(arguments.nip, arguments.first, fields)
    return _postings(session, arguments)


def run_end(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.postings.end(arguments.nip, arguments.last, arguments.first)
    return _postings(session, arguments)


def run_correct(session: Session, arguments: argparse.Namespace) -> Result:
    given = {name: getattr(arguments, name) for name in (*_POST_OPTIONS, "until")}
    fields = {name: value for name, value in given.items() if value is not None}
    if arguments.new_from:
        fields["from"] = arguments.new_from
    session.desk.postings.correct(arguments.nip, arguments.first, fields)
    return _postings(session, arguments)


def run_remove(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.postings.remove(arguments.nip, arguments.first)
    return _postings(session, arguments)


def _postings(session: Session, arguments: argparse.Namespace) -> Result:
    arguments.limit, arguments.offset = None, 0
    return run_postings(session, arguments)


# -- leaving and coming back


def run_archive(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.people.archive(arguments.nip, arguments.on, arguments.reason)
    key = person_row(session.desk.store, arguments.nip)["key"]
    found = next(one for one in session.desk.people.archived() if one.key == key)
    return Result(_archived(found))


def run_unarchive(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.people.unarchive(arguments.nip)
    return Result({"nip": person_row(session.desk.store, arguments.nip)["nip"], "archived": False})


def run_archived(session: Session, arguments: argparse.Namespace) -> Result:
    found = [_archived(person) for person in session.desk.people.archived()]
    lines = [f"{one['nip']}  {one['name']}  {one['left_on'] or '-'}" for one in found]
    return Result({"people": page(found, arguments)}, lines=lines or [_("Nobody has left.")])


def _archived(person: Person) -> dict[str, Any]:
    return {
        "nip": person.nip,
        "name": person.name,
        "archived": True,
        "left_on": person.left_on.isoformat() if person.left_on else None,
        "reason": person.archive_reason or None,
    }


# -- doubles


def run_duplicates(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.duplicates
    people = {person.key: person for person in session.desk.people.roster(archived=True)}
    found = [pair_json(pair, people) for pair in service.pairs()]
    merged = [
        {"nip": one.row["nip"], "name": one.row["name"], "into": one.survivor["nip"]}
        for one in service.merged()
    ]
    lines = ["  ~  ".join(f"{one['nip']} {one['name']}" for one in pair["people"]) for pair in found]
    data = {"duplicates": page(found, arguments), "merged": merged}
    return Result(data, 1 if found else 0, lines or [_("No two records look like one person.")])


def pair_json(pair: Pair, people: dict[str, Person]) -> dict[str, Any]:
    named = [people[key] for key in (pair.first, pair.second)]
    return {
        "people": [{"nip": one.nip, "name": one.name, "archived": one.archived} for one in named],
        "signs": [str(sign) for sign in pair.signs],
        "sure": pair.is_sure,
    }


def run_merge(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.duplicates
    compared = service.compare(arguments.nip, arguments.other)
    fields = [name.strip() for name in arguments.keep.split(",") if name.strip()]
    if set(fields) - set(FIELDS):
        choices = ", ".join(FIELDS)
        raise UsageError(detail=_("{name} is one of {choices}").format(name="--keep", choices=choices))
    service.merge(arguments.nip, arguments.other, fields)
    row = person_row(session.desk.store, compared.first.key)
    return Result(
        {
            "nip": row["nip"],
            "name": row["name"],
            "merged": compared.second.row["nip"],
            "former_nip": [nip for nip in str(row["former_nip"] or "").split(",") if nip],
            "differing": list(compared.differing),
            "rows": dict(compared.second.rows),
        }
    )


def run_unmerge(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.duplicates.unmerge(arguments.nip)
    row = person_row(session.desk.store, arguments.nip)
    return Result({"nip": row["nip"], "name": row["name"], "unmerged": True})


# -- the unit's own fields


def run_field_add(session: Session, arguments: argparse.Namespace) -> Result:
    key, _change = session.desk.custom_fields.add(arguments.name, arguments.kind, arguments.choice)
    return Result({"id": key, "name": arguments.name, "kind": arguments.kind})


def run_field_list(session: Session, arguments: argparse.Namespace) -> Result:
    found = [
        {
            "id": field.key,
            "name": field.name,
            "kind": str(field.kind),
            "choices": list(field.choices),
            "archived": field.archived,
        }
        for field in session.desk.custom_fields.fields(archived=True)
    ]
    return Result(
        {"custom_fields": page(found, arguments)}, lines=[f"{f['name']}  {f['kind']}" for f in found]
    )


def run_field_archive(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.custom_fields.archive(arguments.name)
    return Result({"name": arguments.name, "archived": True})


def run_field_back(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.custom_fields.archive(arguments.name, archived=False)
    return Result({"name": arguments.name, "archived": False})


def run_field_rename(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.custom_fields.rename(arguments.name, arguments.to)
    return Result({"name": arguments.to})


def run_field_import(session: Session, arguments: argparse.Namespace) -> Result:
    taken = session.desk.custom_fields.take_table(arguments.file)
    refused = [{"row": row, "message": message} for row, message in taken.refused]
    return Result({"values": taken.values, "rejected": refused}, 1 if refused else 0)


def run_field_export(session: Session, arguments: argparse.Namespace) -> Result:
    people = len(session.desk.people.roster())
    if not arguments.dry_run:
        try:
            people = session.desk.custom_fields.write_table(arguments.out)
        except OSError as error:
            raise UsageError(detail=reason_of(error)) from error
    return Result({"files": [str(arguments.out)], "people": people})


def split_custom(values: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """`custom.NAME=VALUE` apart from the fields of every person."""
    own = {name.partition(".")[2]: value for name, value in values.items() if name.startswith("custom.")}
    return {name: value for name, value in values.items() if not name.startswith("custom.")}, own
