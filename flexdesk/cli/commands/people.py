"""`people`: the roster, from any file or by hand."""

import argparse
import json
from pathlib import Path
from typing import Any

from flexdesk.cli.commands import people_records
from flexdesk.cli.parsing import Group, Result, day, page, paging, pairs, subgroup
from flexdesk.cli.session import Session
from flexdesk.domain.eligibility import Eligibility
from flexdesk.domain.people import Person
from flexdesk.errors import UsageError, reason_of
from flexdesk.i18n import _
from flexdesk.services.finding_people import person_row
from flexdesk.services.people_import import PeopleImport
from flexdesk.store.store import Row

_OPTIONS = (
    "front-titles",
    "back-titles",
    "status",
    "golongan",
    "jabatan",
    "category",
    "unit",
    "reason",
    "domicile",
)


def add(root: Group) -> None:
    people = subgroup(root, "people", _("the roster"))
    load = people.add("import", run_import, _("read a roster of any layout"), writes=True)
    load.add_argument("file", type=Path)
    load.add_argument("--sheet")
    load.add_argument("--mapping", type=Path, help=_("JSON file: heading to field"))
    load.add_argument("--rejects", type=Path, help=_("write rejected rows to this xlsx file"))
    paging(people.add("list", run_list, _("everybody, with computed eligibility")))
    people.add("show", run_show, _("one person")).add_argument("nip", metavar="NIP")
    made = people.add("add", run_add, _("add a person by hand"), writes=True)
    made.add_argument("--nip", required=True)
    made.add_argument("--name", required=True)
    made.add_argument("--posting-from", type=day)
    for name in _OPTIONS:
        made.add_argument(f"--{name}", default="")
    change = people.add("set", run_set, _("change fields of a person"), writes=True)
    change.add_argument("nip", metavar="NIP")
    change.add_argument("values", nargs="+", metavar="KEY=VALUE")
    move = people.add("move", run_move, _("another post from a day on"), writes=True)
    move.add_argument("nip", metavar="NIP")
    move.add_argument("--from", dest="first", type=day, required=True)
    for name in ("jabatan", "category", "reason"):
        move.add_argument(f"--{name}", required=True)
    move.add_argument("--golongan", default="")
    for name in ("unit", "section", "letter"):
        move.add_argument(f"--{name}", default="")
    people_records.add_to(people)
    people_records.add_fields(root)


def run_import(session: Session, arguments: argparse.Namespace) -> Result:
    outcome = session.desk.people.import_file(
        arguments.file,
        sheet=arguments.sheet,
        mapping=_mapping(arguments.mapping),
        rejects=arguments.rejects,
    )
    data = import_json(outcome)
    rejected = len(outcome.reading.rejected)
    lines = [
        _("{new} new, {updated} updated, {unchanged} unchanged, {rejected} rejected.").format(
            new=outcome.new, updated=outcome.updated, unchanged=outcome.unchanged, rejected=rejected
        )
    ]
    lines += [
        _("Row {row}: {message}").format(row=r.row, message=r.message) for r in outcome.reading.rejected
    ]
    return Result(data, 1 if rejected else 0, lines)


def import_json(outcome: PeopleImport) -> dict[str, Any]:
    reading = outcome.reading
    return {
        "layout": reading.layout.as_json(),
        "accepted": len(reading.accepted),
        "new": outcome.new,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "people": [
            {
                "row": person.row,
                "nip": person.nip,
                "name": person.name,
                "front_titles": person.front_titles,
                "back_titles": person.back_titles,
                "golongan": person.golongan,
                "jabatan": person.jabatan,
                "unit": person.unit,
            }
            for person in reading.accepted
        ],
        "rejected": [rejected.as_json() for rejected in reading.rejected],
        "unit_fallback": reading.unit_fallback,
        "duplicates": [
            {"row": row, "nip": nip, "like": other, "signs": [str(sign) for sign in pair.signs]}
            for row, nip, other, pair in outcome.like
        ],
    }


def _mapping(file: Path | None) -> dict[int | str, str | None] | None:
    if file is None:
        return None
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(detail=reason_of(error)) from error
    except ValueError as error:
        raise UsageError(detail=_("the file {name} is not JSON").format(name=file.name)) from error
    if not isinstance(held, dict) or not all(isinstance(field, str | None) for field in held.values()):
        raise UsageError(detail=_('a mapping is {{"heading": "field", …}}').format())
    return {int(name) if name.isdecimal() else name: field for name, field in held.items()}


def run_list(session: Session, arguments: argparse.Namespace) -> Result:
    rows = page(session.desk.people.rows(session.clock.today()), arguments)
    data = {"people": [_person(*row) for row in rows]}
    lines = [f"{p.nip}  {p.full_name}  {posting.get('jabatan') or '-'}" for p, posting, _e in rows]
    return Result(data, lines=lines or [_("Nobody is in the roster yet.")])


def _person(person: Person, posting: Row, eligibility: Eligibility | None) -> dict[str, Any]:
    """`eligibility` is None for somebody who left the roster."""
    return {
        "nip": person.nip,
        "name": person.name,
        "front_titles": person.front_titles,
        "back_titles": person.back_titles,
        "status": person.status or None,
        "golongan": person.golongan or None,
        "jabatan": posting.get("jabatan"),
        "category": posting.get("category"),
        "unit": posting.get("unit"),
        "posting_from": posting.get("from"),
        "phone": person.phone or None,
        "email": person.email or None,
        "domicile": person.domicile or None,
        "field_duty": person.field_duty,
        "task_criteria": person.task_criteria or None,
        "archived": person.archived,
        "former_nip": [nip for nip in person.former_nip.split(",") if nip],
        "eligibility": eligibility.as_json() if eligibility else None,
    }


def run_show(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    key = str(person_row(desk.store, arguments.nip)["key"])
    postings = [
        {name: value for name, value in row.items() if name not in ("key", "person")}
        for row in desk.people.postings(key)
    ]
    today = session.clock.today()
    answered = desk.criteria.answers_of(key, today)
    names = {field.key: field.name for field in desk.custom_fields.fields()}
    own = {names[field]: value for field, value in desk.custom_fields.values(key).items() if field in names}
    more = {
        "postings": postings,
        "criteria": [
            {"text": one.words, "source": one.source or None, "answer": yes} for one, yes in answered
        ],
        "excluded": next((row["excluded"] for row in desk.people.postings(key) if row["excluded"]), None),
        "custom": own,
        "zone": desk.structure.zone_of(key, today),
    }
    for found in desk.people.rows(today, (key,)):
        told = [finding.as_json() for finding in desk.roster.faults(key, today)]
        return Result({**_person(*found), **more, "findings": told})
    person = next(person for person in desk.people.roster(archived=True) if person.key == key)
    last = desk.people.postings(key)[:1]
    return Result({**_person(person, last[0] if last else {}, None), **more})


def run_add(session: Session, arguments: argparse.Namespace) -> Result:
    fields = {name.replace("-", "_"): getattr(arguments, name.replace("-", "_")) for name in _OPTIONS}
    given = {name: value for name, value in fields.items() if value}
    if arguments.posting_from:
        given["posting_from"] = arguments.posting_from.isoformat()
    session.desk.people.add(arguments.nip, arguments.name, **given)
    return run_show(session, arguments)


def run_set(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    values, own = people_records.split_custom(pairs(arguments.values))
    key = str(person_row(desk.store, arguments.nip)["key"])
    if "section" in values:
        values["section"] = _section(session, values["section"])
    if values:
        desk.people.set(key, values)
    if own:
        desk.custom_fields.set(key, own)
    arguments.nip = key
    return run_show(session, arguments)


def _section(session: Session, text: str) -> str:
    """The key of a part of the unit by its name; raises NotFound."""
    return str(session.desk.structure.section_row(text)["key"]) if text else ""


def run_move(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.people.move(
        arguments.nip,
        arguments.first,
        jabatan=arguments.jabatan,
        category=arguments.category,
        reason=arguments.reason,
        golongan=arguments.golongan,
        unit=arguments.unit,
        section=_section(session, arguments.section),
        letter=arguments.letter,
    )
    return run_show(session, arguments)
