"""`request`, `agreement`: what people ask for, how it is decided, and what is agreed in writing."""

import argparse
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Result, day, page, paging, period, subgroup
from flexdesk.cli.places import place_of
from flexdesk.cli.session import Session
from flexdesk.domain.calendar import monday
from flexdesk.domain.people import Flexibility, RequestState
from flexdesk.i18n import _
from flexdesk.services.agreements import AgreementView
from flexdesk.services.finding_people import person_row
from flexdesk.services.requests import DECISIONS, REQUEST_KINDS, RequestView, Terms
from flexdesk.services.swaps import SwapPreview
from flexdesk.store.store import Row

_WORDS = ("days", "place", "flexibility", "reason", "evidence", "plan", "outputs")


def add(root: Group) -> None:
    request = subgroup(root, "request", _("special conditions, wishes and swaps"))
    _add_asking(request)
    _add_deciding(request)
    _add_lists(request)
    _add_agreements(subgroup(root, "agreement", _("written agreements on flexible work")))


def _span(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", type=day, required=True)
    parser.add_argument("--to", type=day, required=True)


# -- asking


def _add_asking(request: Group) -> None:
    made = request.add("add", run_add, _("enter a request"), writes=True)
    made.add_argument("nip", metavar="NIP")
    made.add_argument("--kind", required=True, choices=REQUEST_KINDS)
    _span(made)
    _add_words(made)
    made.add_argument("--partner", default="", metavar="NIP", help=_("with whom places are exchanged"))
    made.add_argument("--partner-day", type=day, help=_("the second day of the exchange"))
    again = request.add("renew", run_renew, _("a new request with the words of an old one"), writes=True)
    again.add_argument("id", metavar="ID")
    _span(again)
    _add_words(again)
    agree = request.add("agree", run_agree, _("the partner's answer to a swap"), writes=True)
    agree.add_argument("id", metavar="ID")
    agree.add_argument("--no", action="store_true", help=_("the partner does not agree"))


def _add_words(parser: argparse.ArgumentParser) -> None:
    for name in _WORDS:
        if name == "flexibility":
            parser.add_argument("--flexibility", default="", choices=tuple(Flexibility))
        else:
            parser.add_argument(f"--{name}", default="")


def _words(arguments: argparse.Namespace) -> dict[str, str]:
    found = {name: str(getattr(arguments, name)) for name in _WORDS}
    return {**found, "place": _place(found["place"])}


def _place(text: str) -> str:
    return str(place_of(text) or "") if text else ""


def run_add(session: Session, arguments: argparse.Namespace) -> Result:
    requests = session.desk.requests
    draft = requests.draft(
        arguments.nip,
        arguments.kind,
        arguments.first,
        arguments.to,
        partner=arguments.partner,
        partner_day=arguments.partner_day,
        **_words(arguments),
    )
    key, _change = requests.submit(draft)
    return Result({**request_json(session, key), "findings": _findings(session, key)})


def run_renew(session: Session, arguments: argparse.Namespace) -> Result:
    words = _words(arguments)
    key, _change = session.desk.requests.renew(arguments.id, arguments.first, arguments.to, **words)
    return Result(request_json(session, key))


def run_agree(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.requests.agree(arguments.id, agrees=not arguments.no)
    return Result(request_json(session, arguments.id))


# -- deciding


def _add_deciding(request: Group) -> None:
    for name, decision in (("decide", ""), ("approve", "approve"), ("refuse", "refuse")):
        decide = request.add(name, run_decide, _("decide a request"), writes=True)
        decide.add_argument("id", metavar="ID")
        decide.add_argument("--note", default="")
        decide.add_argument("--by", default="", metavar="NIP", help=_("who decides; the unit's head"))
        decide.set_defaults(first=None, to=None, days="", place="")
        if decision:
            decide.set_defaults(decision=decision)
            continue
        decide.add_argument("--decision", required=True, choices=DECISIONS)
        decide.add_argument("--from", dest="first", type=day, help=_("first day granted"))
        decide.add_argument("--to", type=day, help=_("last day granted"))
        decide.add_argument("--days", default="", help=_("weekdays granted"))
        decide.add_argument("--place", default="", help=_("place granted"))
    end = request.add("end", run_end, _("end a request early, or take it back"), writes=True)
    end.add_argument("id", metavar="ID")
    end.add_argument("--on", type=day, help=_("the last day on which it holds"))
    end.add_argument("--reason", required=True)
    swap = request.add("swap", run_swap, _("what a swap would change, or grant it"), writes=True)
    swap.add_argument("id", metavar="ID")
    swap.add_argument("--apply", action="store_true")
    swap.add_argument("--note", default="")


def run_decide(session: Session, arguments: argparse.Namespace) -> Result:
    terms = Terms(arguments.first, arguments.to, arguments.days, _place(arguments.place))
    by = str(person_row(session.desk.store, arguments.by)["key"]) if arguments.by else ""
    session.desk.requests.decide(arguments.id, arguments.decision, arguments.note, terms=terms, by=by)
    return Result(request_json(session, arguments.id))


def run_end(session: Session, arguments: argparse.Namespace) -> Result:
    requests = session.desk.requests
    requests.end(arguments.id, arguments.on or requests.today, arguments.reason)
    return Result(request_json(session, arguments.id))


def run_swap(session: Session, arguments: argparse.Namespace) -> Result:
    preview = session.desk.requests.swap_preview(arguments.id)
    if arguments.apply:
        session.desk.requests.decide(arguments.id, "approve", arguments.note)
    data = {"request": request_json(session, arguments.id), **_preview_json(preview)}
    return Result(data, 1 if preview.findings and not arguments.apply else 0)


def _preview_json(preview: SwapPreview) -> dict[str, Any]:
    return {
        "changes": [change.as_json() for change in preview.changes],
        "findings": [one.as_json() for one in preview.findings],
    }


# -- lists


def _add_lists(request: Group) -> None:
    listed = request.add("list", run_list, _("all requests"))
    listed.add_argument("--state", default="", choices=tuple(RequestState))
    listed.add_argument("--kind", default="", choices=REQUEST_KINDS)
    listed.add_argument("--nip", default="")
    paging(listed)
    shown = request.add("show", run_show, _("one request with the facts for its decision"))
    shown.add_argument("id", metavar="ID")
    load = request.add("import", run_import, _("read a list of requests"), tries=True)
    load.add_argument("file", type=Path)
    load.add_argument("--rejects", type=Path, metavar="FILE.xlsx")
    save = request.add("export", run_export, _("the requests as a workbook"))
    save.add_argument("file", type=Path, metavar="FILE.xlsx")


def run_list(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    person = str(person_row(desk.store, arguments.nip)["key"]) if arguments.nip else ""
    views = desk.requests.views(kind=arguments.kind, person=person, state=arguments.state)
    rows = {str(row["key"]): row for row in desk.store.select("request")}
    shown = page(views, arguments)
    return Result({"requests": [_request(view, rows[view.key]) for view in shown]}, lines=_lines(shown))


def _lines(views: Sequence[RequestView]) -> list[str]:
    """One short line each; the JSON has the rest."""
    if not views:
        return [_("There are no requests.")]
    return [
        f"{view.key}  {view.name} ({view.nip})  {view.request.kind}  "
        f"{view.request.first} – {view.request.last}  {view.state}"
        for view in views
    ]


def run_show(session: Session, arguments: argparse.Namespace) -> Result:
    facts = session.desk.requests.facts(arguments.id)
    data = request_json(session, arguments.id)
    data["findings"] = _findings(session, arguments.id)
    data["facts"] = {
        "predikat": facts.predicate or None,
        "period": facts.period or None,
        "granted": [one.isoformat() for one in facts.granted] if facts.granted else None,
        "away_days": facts.away_days,
        "outputs": facts.outputs,
        "accepted": facts.accepted,
        "returned": facts.returned,
    }
    return Result(data)


def run_import(session: Session, arguments: argparse.Namespace) -> Result:
    store = session.desk.store
    rejects = None if arguments.dry_run else arguments.rejects
    with store.trial() if arguments.dry_run else store.writing():
        taken = session.desk.request_lists.import_file(arguments.file, rejects)
    line = _("{accepted} entries taken over, {known} known, {rejected} rejected.").format(
        accepted=taken.accepted, known=taken.known, rejected=len(taken.rejected)
    )
    lines = [line, *(f"{row.sheet} {row.row}: {row.message}" for row in taken.rejected)]
    return Result(taken.as_json(), 1 if taken.rejected else 0, lines)


def run_export(session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.system.durable import write_durably

    views = session.desk.requests.views()
    write_durably(arguments.file, session.desk.request_lists.export(views), mode=0o600)
    return Result({"path": str(arguments.file), "requests": len(views)})


def request_json(session: Session, key: str) -> dict[str, Any]:
    """The row as the contract has it, with people by NIP, and what is worked out from it."""
    requests = session.desk.requests
    return _request(requests.view(key), requests.row(key))


def _request(view: RequestView, row: Row) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in ("key", "person", "partner")}
    told = {
        "decided_by": view.decider_nip or None,
        "partner": view.partner_nip or None,
        "state": str(view.state),
    }
    return {"id": view.key, "nip": view.nip, **kept, **told, "age": view.age}


def _findings(session: Session, key: str) -> list[dict[str, Any]]:
    requests = session.desk.requests
    return [one.as_json() for one in requests.findings(requests.request(key))]


# -- agreements


def _add_agreements(agreement: Group) -> None:
    made = agreement.add("add", run_agreement_add, _("enter an agreement"), writes=True)
    made.add_argument("nip", metavar="NIP", nargs="?", default="")
    made.add_argument("--request", default="", metavar="ID", help=_("make it from a granted request"))
    made.add_argument("--from", dest="first", type=day)
    made.add_argument("--to", type=day)
    for name in ("places", "days", "letter"):
        made.add_argument(f"--{name}", default="")
    made.add_argument("--duty", action="append", default=[], help=_("a duty in its own words"))
    made.add_argument("--signed-on", type=day)
    listed = agreement.add("list", run_agreement_list, _("all agreements, and days away without one"))
    listed.add_argument("--nip", default="")
    listed.add_argument("--period", type=period, help=_("where days away are looked for"))
    paging(listed)
    end = agreement.add("end", run_agreement_end, _("end an agreement early"), writes=True)
    end.add_argument("id", metavar="ID")
    end.add_argument("--on", type=day, help=_("the last day on which it holds"))
    end.add_argument("--reason", required=True)
    again = agreement.add("renew", run_agreement_renew, _("the same terms for a new period"), writes=True)
    again.add_argument("id", metavar="ID")
    _span(again)
    again.add_argument("--letter", default="")
    again.add_argument("--signed-on", type=day)


def run_agreement_add(session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.errors import UsageError

    agreements = session.desk.agreements
    signing = {"letter": arguments.letter, "signed_on": arguments.signed_on}
    if arguments.request:
        key, _change = agreements.from_request(arguments.request, **signing)
        return Result(agreement_json(session, key))
    if not (arguments.nip and arguments.first and arguments.to):
        raise UsageError(detail=_("give a NIP with --from and --to, or --request"))
    key, _change = agreements.add(
        arguments.nip,
        arguments.first,
        arguments.to,
        places=arguments.places,
        days=arguments.days,
        duties=arguments.duty,
        **signing,
    )
    return Result(agreement_json(session, key))


def run_agreement_list(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    person = str(person_row(desk.store, arguments.nip)["key"]) if arguments.nip else ""
    first, last = _looked_at(desk.agreements.today, arguments.period)
    missing = desk.agreements.missing(first, last)
    data = {
        "agreements": [_agreement(view) for view in page(desk.agreements.views(person=person), arguments)],
        "required": desk.agreements.required,
        "missing": [
            {"nip": one.nip, "name": one.name, "dates": [day.isoformat() for day in one.days]}
            for one in missing
        ],
    }
    return Result(data, 1 if missing else 0)


def _looked_at(today: date, span: Any) -> tuple[date, date]:
    """This week and the next, unless a period is given."""
    if span is not None:
        return span.first, span.last
    return monday(today), monday(today) + timedelta(days=13)


def run_agreement_end(session: Session, arguments: argparse.Namespace) -> Result:
    agreements = session.desk.agreements
    agreements.end(arguments.id, arguments.on or agreements.today, arguments.reason)
    return Result(agreement_json(session, arguments.id))


def run_agreement_renew(session: Session, arguments: argparse.Namespace) -> Result:
    key, _change = session.desk.agreements.renew(
        arguments.id,
        arguments.first,
        arguments.to,
        letter=arguments.letter,
        signed_on=arguments.signed_on,
    )
    return Result(agreement_json(session, key))


def agreement_json(session: Session, key: str) -> dict[str, Any]:
    return _agreement(next(view for view in session.desk.agreements.views() if view.key == key))


def _agreement(view: AgreementView) -> dict[str, Any]:
    held = view.agreement
    plain: Row = {
        "id": view.key,
        "nip": view.nip,
        "name": view.name,
        "from": held.from_.isoformat(),
        "to": held.to.isoformat(),
        "state": str(view.state),
        "letter": held.letter or None,
        "signed_on": held.signed_on.isoformat() if held.signed_on else None,
        "ended_on": held.ended_on.isoformat() if held.ended_on else None,
        "end_reason": held.end_reason or None,
        "request": held.request or None,
        "renews": held.renews or None,
        "places": held.places,
    }
    return {**plain, "days": sorted(held.days), "duties": held.duties.splitlines(), "renewed": view.renewed}
