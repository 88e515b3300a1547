"""`ekinerja`, `credit`: the bridge to e-Kinerja, its recaps, and what predikat earn."""

import argparse
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Parser, Result, count, page, paging, period
from flexdesk.cli.session import Session
from flexdesk.domain.ekinerja import DayStyle, Form
from flexdesk.errors import UsageError
from flexdesk.i18n import _, speaking
from flexdesk.services import ekinerja
from flexdesk.services.bkn import Difference
from flexdesk.services.bridge import USUAL
from flexdesk.services.credit import Credit
from flexdesk.services.ekinerja import FormEntry


def add(root: Group) -> None:
    values = root.add(
        "ekinerja", run_ekinerja, _("values in the order of the e-Kinerja form, and its recaps"), writes=True
    )
    values.add_argument("--nip")
    values.add_argument("--period", type=period)
    values.add_argument("--form", choices=[str(form) for form in Form], help=_("one form only"))
    values.add_argument("--copy", action="store_true", help=_("values only, one a line, for the clipboard"))
    values.add_argument("--next", action="store_true", help=_("the first record that was not copied yet"))
    values.add_argument("--tick", action="store_true", help=_("keep that what is shown was copied"))
    values.add_argument("--days", choices=[str(style) for style in DayStyle], help=_("how days are typed"))
    paging(values)
    actions = Group(values.add_subparsers(dest="ekinerja_command", metavar=_("command"), parser_class=Parser))
    compare = actions.add("compare", run_compare, _("take recaps and show differences"), writes=True)
    compare.add_argument("file", type=Path, nargs="*")
    compare.add_argument("--year", type=int)
    recap = actions.add("recap", run_recap, _("the unit's period as a workbook"), tries=True)
    recap.add_argument("--period", type=period, required=True)
    recap.add_argument("--out", type=Path, required=True)
    credit = root.add("credit", run_credit, _("angka kredit of a year"))
    credit.add_argument("--year", type=count)
    credit.add_argument("--nip", default="")
    credit.add_argument("--jenjang", default="", help=_("where the jabatan does not name it; with --nip"))
    paging(credit)


# -- values to copy


def run_ekinerja(session: Session, arguments: argparse.Namespace) -> Result:
    missing = [name for name in ("nip", "period") if getattr(arguments, name) is None]
    if missing:
        names = ", ".join(f"--{name}" for name in missing)
        raise UsageError(detail=_("{names} is missing").format(names=names))
    bridge = session.desk.bridge
    if arguments.days:
        bridge.set_day_style(arguments.days)
    forms = (Form(arguments.form),) if arguments.form else USUAL
    sheet = bridge.sheet(arguments.nip, arguments.period, forms)
    shown = list(sheet.waiting[:1] if arguments.next else page(list(sheet.entries), arguments))
    if arguments.tick:
        bridge.tick(sheet, shown)
        sheet = bridge.sheet(arguments.nip, arguments.period, forms)
    found = ekinerja.rows(shown)
    data = {
        "rows": [asdict(row) for row in found],
        "records": [_record(entry, copied=entry.key in sheet.copied) for entry in shown],
        "copied": sheet.done,
        "waiting": len(sheet.waiting),
    }
    if arguments.copy:
        return Result(data, lines=[row.value for row in found])
    lines = [line for entry in shown for line in _lines(entry)]
    lines.append(_("{done} of {all} records copied.").format(done=sheet.done, all=len(sheet.entries)))
    return Result(data, lines=lines)


def _record(entry: FormEntry, *, copied: bool) -> dict[str, Any]:
    return {
        "key": entry.key,
        "form": str(entry.form),
        "item": entry.item,
        "copied": copied,
        "missing": list(entry.missing),
        "marks": {field.name: field.mark for field in entry.fields if field.mark},
        "note": entry.note or None,
    }


def _lines(entry: FormEntry) -> list[str]:
    lines = [entry.item + (f"  ({entry.note})" if entry.note else "")]
    for field in entry.fields:
        lines.append(f"  {field.name}: {field.value or '–'}" + (f"  ({field.mark})" if field.mark else ""))
    return lines


# -- recaps


def run_compare(session: Session, arguments: argparse.Namespace) -> Result:
    bkn = session.desk.bkn
    taken = bkn.take(arguments.file) if arguments.file else None
    year = arguments.year or (taken.year if taken else 0) or next(iter(bkn.years()), 0)
    if not year:
        raise UsageError(detail=_("no recap of e-Kinerja was taken yet; name its file"))
    differences = bkn.compare(year)
    rejected = list(taken.rejected) if taken else []
    counts = Counter(str(one.kind) for one in differences)
    data = {
        "year": year,
        "plans": taken.plans if taken else 0,
        "results": taken.results if taken else 0,
        "rejected": rejected,
        "differences": [_difference(one) for one in differences],
        "counts": dict(counts),
    }
    lines = [f"{one.name}  {one.period}  {one.sentence}".replace("    ", "  ") for one in differences]
    lines += [f"{fault['file']} {fault['row']}: {fault['message']}" for fault in rejected]
    lines = lines or [_("No difference to e-Kinerja in {year}.").format(year=year)]
    return Result(data, 1 if differences or rejected else 0, lines)


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "kind": str(one.kind),
        "nip": one.nip,
        "name": one.name,
        "period": one.period or None,
        "here": one.here or None,
        "there": one.there or None,
        "message": one.sentence,
    }


def run_recap(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    with speaking("id"):
        if arguments.dry_run:
            size = len(desk.unit_recap.workbook(arguments.period, _unit(session)))
        else:
            size = desk.unit_recap.write(arguments.out, arguments.period, _unit(session))
    people = len(desk.unit_recap.lines(arguments.period))
    data = {"file": str(arguments.out), "bytes": size, "people": people}
    return Result(data, lines=[str(arguments.out)])


def _unit(session: Session) -> str:
    return str(session.desk.unit.row().get("name") or "")


# -- angka kredit


def run_credit(session: Session, arguments: argparse.Namespace) -> Result:
    if arguments.jenjang and not arguments.nip:
        raise UsageError(detail=_("--jenjang is for one person: name the NIP"))
    year = arguments.year or session.clock.today().year
    found = page(session.desk.credit.year(year, arguments.nip, arguments.jenjang), arguments)
    unknown = [one for one in found if not one.jenjang]
    lines = [_credit_line(one) for one in found] or [
        _("Nobody in a functional post has an SKP of that year.")
    ]
    return Result({"year": year, "credit": [_credit(one) for one in found]}, 1 if unknown else 0, lines)


def _credit(one: Credit) -> dict[str, Any]:
    held = one.held
    return {
        "nip": one.person["nip"],
        "name": one.person["name"],
        "jabatan": one.jabatan,
        "jenjang": one.jenjang or None,
        "credit": float(one.total) if one.jenjang else None,
        "lines": [
            {
                "period": line.period.code,
                "predikat": str(line.predicate),
                "months": line.months,
                "credit": float(line.credit),
                "locked": line.signed,
            }
            for line in one.lines
        ],
        "gathered": float(held.gathered) if held else None,
        "to_pangkat": float(held.to_pangkat) if held else None,
        "to_jenjang": float(held.to_jenjang) if held and held.to_jenjang is not None else None,
    }


def _credit_line(one: Credit) -> str:
    who = f"{one.person['nip']}  {one.person['name']}"
    if not one.jenjang:
        return _("{who}  the jabatan “{jabatan}” names no jenjang").format(who=who, jabatan=one.jabatan)
    return f"{who}  {one.jenjang}  {str(one.total).replace('.', ',')}"
