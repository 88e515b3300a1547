"""Words of `schedule` about what was published: versions, their differences, and withdrawal."""

import argparse
from typing import Any

from flexdesk.cli.parsing import Group, Result, folder, period
from flexdesk.cli.session import Session
from flexdesk.domain import publications
from flexdesk.domain.halves import thawed, token
from flexdesk.domain.publications import Version
from flexdesk.i18n import _


def add(schedule: Group) -> None:
    versions = schedule.add("versions", run_versions, _("every published version of a period"))
    versions.add_argument("--period", type=period, required=True)
    versions.add_argument(
        "--between", nargs=2, type=int, metavar=("OLD", "NEW"), help=_("what two versions differ in")
    )
    withdraw = schedule.add("withdraw", run_withdraw, _("take back the version that stands"), writes=True)
    withdraw.add_argument("--period", type=period, required=True)
    withdraw.add_argument("--reason", required=True)
    withdraw.add_argument("--letter", default="", help=_("number of the letter of withdrawal"))
    withdraw.add_argument("--out", type=folder)


def run_versions(session: Session, arguments: argparse.Namespace) -> Result:
    service, span = session.desk.publications, arguments.period
    versions = service.versions(span)
    stands = publications.standing(versions)
    told = [_json(versions, one, stands) for one in versions]
    lines = [_line(versions, one, stands) for one in versions]
    data: dict[str, Any] = {"versions": told}
    if arguments.between:
        old, new = (service.version(span, number) for number in arguments.between)
        found = service.difference(old, new)
        nips = {person.key: person.nip for person in session.desk.people.roster()}
        data["changes"] = [
            {
                "nip": nips.get(one.change.person),
                "name": one.name,
                "date": one.change.day.isoformat(),
                "from": token(*thawed(one.change.before or "")) or None,
                "to": token(*thawed(one.change.after or "")) or None,
            }
            for one in found
        ]
        lines = [one.sentence for one in found] or [_("The two versions do not differ.")]
    return Result(data, lines=lines or [_("Nothing was published yet.")])


def _json(versions: list[Version], one: Version, stands: Version | None) -> dict[str, Any]:
    return {
        "version": one.number,
        "amendment": publications.amendment(versions, one),
        "published_on": one.published_on.isoformat(),
        "letter": one.letter or None,
        "reason": one.reason or None,
        "stands": one is stands,
        "withdrawn_on": one.withdrawn_on.isoformat() if one.withdrawn_on else None,
        "withdraw_reason": one.withdraw_reason or None,
        "withdraw_letter": one.withdraw_letter or None,
    }


def _line(versions: list[Version], one: Version, stands: Version | None) -> str:
    count = publications.amendment(versions, one)
    kind = _("amendment {count}").format(count=count) if count else _("first")
    head = _("Version {version} ({kind}), {day}, letter {letter}").format(
        version=one.number, kind=kind, day=one.published_on.isoformat(), letter=one.letter or "–"
    )
    if one.withdrawn_on is not None:
        return f"{head}: " + _("withdrawn on {day}, {reason}").format(
            day=one.withdrawn_on.isoformat(), reason=one.withdraw_reason
        )
    return f"{head}: " + (_("stands") if one is stands else _("replaced"))


def run_withdraw(session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.cli.commands.printing import issue

    desk, span = session.desk, arguments.period
    taken = desk.publications.standing(span).number
    desk.publications.withdraw(span, arguments.reason, arguments.letter)
    stands = publications.standing(desk.publications.versions(span))
    drawn = desk.printing.draw(["withdrawal-letter"], span, version=taken)
    data = {
        "withdrawn": taken,
        "stands": stands.number if stands else None,
        "documents": issue(
            session, drawn, span, arguments.out or desk.folder / "documents", dry_run=arguments.dry_run
        ),
    }
    lines = [
        _("Version {version} is withdrawn; version {stands} stands again.").format(
            version=taken, stands=stands.number
        )
        if stands
        else _("Version {version} is withdrawn; no version stands now.").format(version=taken)
    ]
    return Result(data, lines=lines)
