"""`server`: the central server and what its operator does."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flexdesk.cli.commands import server_recovery
from flexdesk.cli.parsing import Group, Result, day, subgroup
from flexdesk.cli.session import Session
from flexdesk.domain.calendar import long_date
from flexdesk.errors import FlexDeskError, NotFound, UsageError, reason_of
from flexdesk.i18n import N_, _

if TYPE_CHECKING:
    from flexdesk.server.central import Central, Settings


class ServerPartsMissing(FlexDeskError):
    code = "server.parts_missing"
    ticket = "FD-SRV-40"
    text = N_("The server's parts are not installed on this computer ({detail}).")
    next = N_("Install FlexDesk with its server parts: pip install 'flexdesk[server]'.")


def add(root: Group) -> None:
    server = subgroup(root, "server", _("the central server"))
    init = server.add("init", run_init, _("make the server's tables and keys"))
    _database(init)
    _partitions(init)
    run = server.add("run", run_run, _("serve until interrupted"))
    _database(run)
    run.add_argument("--host", default="127.0.0.1")
    run.add_argument("--port", type=int, default=8440)
    run.add_argument("--tls-certificate", type=Path, metavar="FILE", help=_("serve HTTPS with this PEM file"))
    run.add_argument("--tls-key", type=Path, metavar="FILE", help=_("the key of that certificate"))
    agency = subgroup(server, "agency", _("agencies"))
    made = agency.add("add", run_agency_add, _("add an agency"))
    _database(made)
    made.add_argument("name")
    unit = subgroup(server, "unit", _("units"))
    made = unit.add("add", run_unit_add, _("add a unit"))
    _database(made)
    made.add_argument("name")
    made.add_argument("--agency", required=True)
    made.add_argument("--zone", default="Asia/Jakarta")
    code = server.add("code", run_code, _("a one-time enrolment code"))
    _database(code)
    code.add_argument("unit", metavar="UNIT")
    code.add_argument("--role", default="head", choices=("head", "deputy", "clerk", "reader"))
    code.add_argument("--until", type=day, metavar="DATE", help=_("the last day of the role"))
    _database(server.add("devices", run_devices, _("all laptops that have joined")))
    revoke = server.add("revoke", run_revoke, _("end a laptop's membership"))
    _database(revoke)
    revoke.add_argument("device", metavar="DEVICE")
    load = server.add("import", run_import, _("take in a bundle or a request file"))
    _database(load)
    load.add_argument("bundle", type=Path, metavar="FILE")
    load.add_argument("--receipt", type=Path, help=_("write the receipt, or the certificate, to this file"))
    receipt = server.add("receipt", run_receipt, _("the code that an operator reads out"))
    _database(receipt)
    receipt.add_argument("device", metavar="DEVICE")
    taken = server.add("snapshot", run_snapshot, _("make what a new laptop of a unit goes on from"))
    _database(taken)
    taken.add_argument("unit", metavar="UNIT")
    person = server.add("move-person", run_move_person, _("move a person to another unit"))
    _database(person)
    person.add_argument("unit", metavar="UNIT")
    person.add_argument("nip", metavar="NIP")
    person.add_argument("--to", required=True, metavar="UNIT")
    person.add_argument("--on", type=day, help=_("the first day in the new unit; today without it"))
    _database(server.add("verify", run_verify, _("check every unit's chain and digest")))
    move = server.add("move", run_move, _("move to another database"))
    _database(move)
    move.add_argument("--to", required=True, metavar="URL")
    _partitions(move)
    saved = server.add("backup", run_backup, _("copy database and keys while the server works"))
    _database(saved)
    saved.add_argument("--to", required=True, type=Path, metavar="FOLDER")
    laid = server.add("restore", run_restore, _("lay a backup back into an empty database"))
    _database(laid)
    _partitions(laid)
    laid.add_argument("backup", type=Path, metavar="FOLDER")
    confirm = server.add("confirm", run_confirm, _("tell all laptops that an older backup was laid back"))
    _database(confirm)
    recovery = server_recovery.add(server)
    told = recovery.add("set", run_recovery_set, _("tell the laptops of an agency to lock for this key too"))
    _database(told)
    told.add_argument("recipient", metavar="age1…")
    told.add_argument("--agency", required=True)
    _database(recovery.add("show", run_recovery_show, _("the recovery key of every agency")))


def _database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", default="sqlite:///flexdesk-server.db", metavar="URL")
    parser.add_argument("--keys", type=Path, help=_("folder of the server's keys"))


def _partitions(parser: argparse.ArgumentParser) -> None:
    help = _("split the tables by unit into so many partitions; PostgreSQL only")
    parser.add_argument("--partitions", type=int, default=0, help=help)


def _settings(arguments: argparse.Namespace) -> "Settings":
    try:
        from flexdesk.server.central import Settings
    except ImportError as error:
        raise ServerPartsMissing(detail=str(error)) from error
    return Settings(arguments.database, keys=arguments.keys, partitions=getattr(arguments, "partitions", 0))


def _central(arguments: argparse.Namespace) -> "Central":
    settings = _settings(arguments)
    from flexdesk.server.central import Central

    return Central(settings)


def run_init(_session: Session, arguments: argparse.Namespace) -> Result:
    settings = _settings(arguments)
    from flexdesk.server import admin

    made = admin.init(settings)
    return Result(
        {"database": made.database, "keys": made.keys, "issuer": made.issuer.hex(), "receive": made.receive}
    )


def run_run(session: Session, arguments: argparse.Namespace) -> None:
    settings = _settings(arguments)
    from flexdesk.cli.app import print_json
    from flexdesk.server import admin
    from flexdesk.server.run import Tls, serve

    if (arguments.tls_certificate is None) != (arguments.tls_key is None):
        raise UsageError(detail="--tls-certificate, --tls-key")
    tls = Tls(arguments.tls_certificate, arguments.tls_key) if arguments.tls_key else None
    admin.init(settings)

    def listening(url: str) -> None:
        if session.as_json:
            print_json({"url": url, "database": arguments.database})
        else:
            print(_("The server listens on {url}.").format(url=url), flush=True)

    serve(settings, arguments.host, arguments.port, listening=listening, tls=tls)


def run_agency_add(_session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.server import admin

    _init_missing(arguments)
    with _central(arguments) as central:
        return Result({"agency_id": admin.agency_add(central, arguments.name), "name": arguments.name})


def run_unit_add(_session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.server import admin

    with _central(arguments) as central:
        agency = _agency_id(central, arguments.agency)
        unit_id = admin.unit_add(central, arguments.name, agency, arguments.zone)
    return Result({"unit_id": unit_id, "name": arguments.name, "agency_id": agency})


def _init_missing(arguments: argparse.Namespace) -> None:
    """A server's first command makes its tables and keys."""
    from flexdesk.server import admin

    admin.init(_settings(arguments))


def _agency_id(central: "Central", text: str) -> str:
    """An agency by name or id; raises NotFound."""
    found = central.database.reading(lambda ledger: ledger.agency_named(text))
    if found is not None:
        return found
    raise NotFound(what=_("Agency"), key=text)


def run_code(_session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.server import admin

    with _central(arguments) as central:
        code, expires = admin.code(central, arguments.unit, arguments.role, arguments.until)
    until = arguments.until.isoformat() if arguments.until else None
    data = {"code": code, "expires": expires.isoformat(), "role": arguments.role, "until": until}
    lines = [_("Code {code}, valid once until {expires}.").format(**data)]
    if arguments.until is not None:
        lines.append(_("The last day of its role is {day}.").format(day=long_date(arguments.until)))
    return Result(data, lines=lines)


def run_devices(_session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.server import admin

    with _central(arguments) as central:
        devices = admin.devices(central)
    data = [
        {
            "device": device.device,
            "unit_id": device.unit_id,
            "role": device.role,
            "holder": device.holder,
            "last_seq": device.last_seq,
            "revoked_seq": device.revoked_seq,
        }
        for device in devices
    ]
    return Result({"devices": data})


def run_revoke(_session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.server import admin

    with _central(arguments) as central:
        seq = admin.revoke(central, arguments.device)
    return Result({"device": arguments.device, "revoked_seq": seq})


def run_import(_session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.server import admin
    from flexdesk.sync.message_fields import MessageFault
    from flexdesk.system.durable import write_durably

    with _central(arguments) as central:
        try:
            answer = admin.certify(central, _bytes(arguments.bundle))
        except MessageFault:
            return _imported(_taken_in(central, arguments))
    out = arguments.receipt or arguments.bundle.with_suffix(".certificate")
    write_durably(out, answer, mode=0o644)
    return Result({"certificate": str(out)}, lines=[str(out)])


def _taken_in(central: "Central", arguments: argparse.Namespace) -> Any:
    """What a bundle, or codes in a text or a picture, brought."""
    from flexdesk.server import admin, codes

    if codes.looks_like_codes(_bytes(arguments.bundle)):
        return codes.import_codes(central, arguments.bundle, arguments.receipt)
    return admin.import_bundle(central, arguments.bundle, arguments.receipt)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(1 << 16)
    except OSError as error:
        raise UsageError(detail=reason_of(error)) from error


def _imported(imported: Any) -> Result:
    data = {
        "unit_id": imported.unit_id,
        "accepted": imported.taken,
        "known": imported.known,
        "rejected": imported.rejected,
        "wanted": dict(imported.wanted),
        "refused": [{"device": r.device, "first": r.first, "reason": r.code} for r in imported.refused],
        "receipts": [_receipt(receipt) for receipt in imported.receipts],
    }
    return Result(data, 1 if imported.wanted or imported.refused or imported.rejected else 0)


def _receipt(receipt: Any) -> dict[str, Any]:
    return {
        "device": receipt.device,
        "holder": receipt.holder,
        "covered": receipt.covered,
        "code": receipt.code,
    }


def run_receipt(_session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.server import admin

    with _central(arguments) as central:
        receipt = admin.receipt(central, arguments.device)
    return Result(_receipt(receipt), lines=[receipt.code])


def run_snapshot(_session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.server.states import States

    with _central(arguments) as central:
        made = States(central).make(arguments.unit)
    line = _("{kept} of {changes} changes, {size} bytes, up to position {upto}.").format(
        kept=made.kept, changes=made.changes, size=made.size, upto=made.upto
    )
    data = {
        "position": made.pos,
        "upto": made.upto,
        "bytes": made.size,
        "changes": made.changes,
        "kept": made.kept,
        "digest": made.digest,
    }
    return Result(data, lines=[line])


def run_move_person(session: Session, arguments: argparse.Namespace) -> Result:
    central = _central(arguments)
    from flexdesk.server.moving import move_person

    with central:
        first = arguments.on or session.clock.today()
        moved = move_person(central, arguments.unit, arguments.nip, arguments.to, first)
    line = _("{name} moves from {left} to {joined} on {day}; both units hear of it at their next exchange.")
    data = {"person": moved.person, "name": moved.name, "from": moved.left, "to": moved.joined}
    text = line.format(name=moved.name, left=moved.left, joined=moved.joined, day=first.isoformat())
    return Result({**data, "on": first.isoformat(), "given": sorted(moved.cells)}, lines=[text])


def run_verify(_session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.server import admin

    with _central(arguments) as central:
        states = admin.verify(central)
    return _states(states)


def _states(states: Any) -> Result:
    units = [
        {
            "unit_id": state.unit_id,
            "name": state.name,
            "position": state.pos,
            "batches": state.batches,
            "transactions": state.transactions,
            "digest": state.digest,
            "faults": list(state.faults),
            "deletions": list(state.deletions),
            "judged_otherwise": list(state.otherwise),
        }
        for state in states
    ]
    return Result({"units": units}, 1 if any(unit["faults"] for unit in units) else 0)


def run_move(_session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.server import admin
    from flexdesk.server.central import Settings

    with _central(arguments) as central:
        return _states(
            admin.move(central, Settings(arguments.to, keys=arguments.keys, partitions=arguments.partitions))
        )


def run_backup(_session: Session, arguments: argparse.Namespace) -> Result:
    with _central(arguments) as central:
        from flexdesk.server.backup import backup

        made = backup(central, arguments.to)
    found = _states(made.units)
    line = _("The backup is in {path}: {count} units, read through.").format(
        path=made.folder, count=len(made.units)
    )
    data = {"path": str(made.folder), "made_at": made.made_at.isoformat(), **found.data}
    return Result(data, found.exit_code, [line])


def run_restore(_session: Session, arguments: argparse.Namespace) -> Result:
    settings = _settings(arguments)
    from flexdesk.server.backup import restore

    found = _states(restore(arguments.backup, settings))
    lines = [
        _("{count} units were laid back, read through.").format(count=len(found.data["units"])),
        _("If the backup is older than what laptops know, they refuse it until: flexdesk server confirm."),
    ]
    return Result(found.data, found.exit_code, lines)


def run_confirm(_session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.server import admin

    with _central(arguments) as central:
        count = admin.confirm_restore(central)
    line = _("{count} units: laptops now send again what this server does not have.").format(count=count)
    return Result({"units": count}, lines=[line])


def run_recovery_set(_session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.server import admin

    with _central(arguments) as central:
        agency = _agency_id(central, arguments.agency)
        admin.set_recovery(central, agency, arguments.recipient)
    lines = [
        _("Laptops lock for it when they join, the others at an exchange within 30 days."),
        _("A server that runs already must be started again."),
    ]
    return Result({"agency_id": agency, "recipient": arguments.recipient}, lines=lines)


def run_recovery_show(_session: Session, arguments: argparse.Namespace) -> Result:
    with _central(arguments) as central:
        known = sorted(central.keys.recovery.items())
    found = [{"agency_id": agency, "recipient": recipient} for agency, recipient in known]
    return Result({"recovery": found}, 0 if found else 1)
