"""`bundle`, `receipt`, `enrol`, `sync`, `status`: how changes travel and what has arrived."""

import argparse
import getpass
import platform
import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flexdesk.bootstrap import create_empty, has_unit
from flexdesk.cli.commands import carry, codes
from flexdesk.cli.display import lines_of
from flexdesk.cli.parsing import Group, Result, seconds, subgroup
from flexdesk.cli.session import Session
from flexdesk.desk.desk import Desk
from flexdesk.errors import EnvironmentTrouble, UsageError
from flexdesk.i18n import _
from flexdesk.services.carried import told
from flexdesk.services.exchange import Taken
from flexdesk.services.handing_over import read_handover
from flexdesk.services.identity import DiskCopied
from flexdesk.services.status import Status, cloud_words
from flexdesk.services.sync import Synced
from flexdesk.sync.bundle_header import BundleHeader, State
from flexdesk.sync.faults import BundleFault


def add(root: Group) -> None:
    bundle = subgroup(root, "bundle", _("changes as a signed, encrypted file"))
    made = bundle.add("create", run_create, _("write a bundle"), tries=True)
    codes.add_making(made)
    made.add_argument("--to", default="server", metavar="server|unit|DEVICE")
    made.add_argument("--no-photos", action="store_true")
    bundle.add("inspect", run_inspect, _("look inside, apply nothing")).add_argument("file", type=Path)
    codes.add_taking(bundle.add("apply", run_apply, _("merge a bundle"), tries=True))
    carry.add(bundle)

    receipt = root.add("receipt", run_receipt, _("mark what the server has"), tries=True)
    receipt.add_argument("code", metavar="CODE|FILE")
    enrol = root.add("enrol", run_enrol, _("join a server"))
    enrol.add_argument("url", nargs="?", default="")
    enrol.add_argument("code", nargs="?", default="")
    enrol.add_argument("--request", type=Path, help=_("write a request file instead of using a line"))
    enrol.add_argument("--certificate", type=Path, help=_("take over the answer to a request file"))
    enrol.add_argument("--code", dest="file_code", default="", help=_("the code, for a request file"))
    enrol.add_argument("--handover", type=Path, help=_("the role that another laptop hands over, as a file"))
    enrol.add_argument("--holder", default="", help=_("whose laptop this is"))
    sync = root.add("sync", run_sync, _("one exchange with the server"))
    sync.add_argument("--url", default="")
    sync.add_argument("--watch", type=seconds, metavar="SECONDS")
    trust = _("take the server's record as it is now, although a colleague was shown another")
    sync.add_argument("--trust-server", action="store_true", help=trust)
    root.add("status", run_status, _("what is saved, sent and received"))


# -- bundles


def _header_json(header: BundleHeader, size: int) -> dict[str, Any]:
    return {
        "number": header.number,
        "from": header.sender,
        "to": str(header.addressee),
        "ranges": {part.device: [part.first, part.last] for part in header.contents},
        "prerequisites": dict(header.prerequisites),
        "bytes": size,
        "changes": header.changes,
        "created": header.created.isoformat(),
    }


def run_create(session: Session, arguments: argparse.Namespace) -> Result:
    if arguments.qr is not None:
        return codes.run_making(session, arguments)
    desk = session.desk
    codes.refuse_incomplete(arguments)
    if arguments.dry_run:
        with desk.store.trial(), TemporaryDirectory() as elsewhere:
            written = desk.bundles.create(Path(elsewhere) / arguments.out.name, arguments.to)
        written = replace(written, path=arguments.out)
    else:
        written = desk.bundles.create(arguments.out, arguments.to)
    slip = codes.slip(session, written, arguments)
    line = _("Bundle {number} with {changes} changes is in {path} ({bytes} bytes).").format(
        number=written.header.number, changes=written.header.changes, path=written.path, bytes=written.bytes
    )
    data = {**_header_json(written.header, written.bytes), "path": str(written.path), "slip": slip}
    return Result(data, lines=[line, *codes.slip_lines(slip, written.path)])


def run_inspect(session: Session, arguments: argparse.Namespace) -> Result:
    try:
        found = session.desk.bundles.inspect(arguments.file)
    except BundleFault as fault:
        return _refused(arguments.file, fault)
    missing = [{"device": m.device, "have": m.have, "needed": m.needed} for m in found.missing]
    line = _("Bundle {number} of {sender}: {changes} changes, {state}.").format(
        number=found.header.number,
        sender=found.sender,
        changes=found.header.changes,
        state=_STATES[found.state](),
    )
    data = {**_header_json(found.header, found.bytes), "state": str(found.state), "missing": missing}
    return Result(data, 1 if missing else 0, [line])


def _refused(file: Path, fault: BundleFault) -> Result:
    """A bundle that would not be applied: nothing that it says of itself can be trusted."""
    data: dict[str, Any] = {
        "number": None,
        "from": None,
        "ranges": {},
        "prerequisites": {},
        "bytes": file.stat().st_size,
        "changes": None,
        "state": "refused",
        "missing": [],
        "error": fault.as_json(),
    }
    return Result(data, fault.exit_code, [fault.message, fault.what_is_safe, fault.what_to_do])


_STATES = {
    State.NEW: lambda: _("new"),
    State.PARTLY_KNOWN: lambda: _("partly known"),
    State.KNOWN: lambda: _("known"),
    State.WAITING: lambda: _("waits for earlier changes"),
}


def run_apply(session: Session, arguments: argparse.Namespace) -> Result:
    if arguments.dry_run:
        with session.desk.store.trial():
            return taken_result(session, _taken(session.desk, arguments))
    try:
        taken = _taken(session.desk, arguments)
    except DiskCopied:
        taken = _taken(session.reopen(), arguments)
    return taken_result(session, taken)


def _taken(desk: Desk, arguments: argparse.Namespace) -> Taken:
    if arguments.text is not None:
        return desk.tiny_codes.take(codes.text_of(arguments.text))
    codes.refuse_incomplete(arguments)
    return desk.bundles.apply(arguments.file)


def taken_result(session: Session, taken: Taken) -> Result:
    conflicts = len(session.desk.sync.conflicts())
    data = {
        "applied": taken.applied,
        "known": taken.known,
        "waiting": taken.waiting,
        "conflicts": conflicts,
        "quarantined": taken.quarantined,
        "held": taken.held,
        "rejected": taken.rejected,
        "receipt": taken.receipt or None,
    }
    line = _("{applied} changes applied, {known} known, {waiting} waiting, {conflicts} conflicts.").format(
        applied=taken.applied, known=taken.known, waiting=taken.waiting, conflicts=conflicts
    )
    look = conflicts or taken.waiting or taken.quarantined or taken.held or taken.rejected
    lines = [line]
    if taken.held:
        text = _("{count} deletions wait for your yes: flexdesk deletions list.")
        lines.append(text.format(count=taken.held))
    return Result(data, 1 if look else 0, lines)


def run_receipt(session: Session, arguments: argparse.Namespace) -> Result:
    with session.desk.store.trial() if arguments.dry_run else nullcontext():
        covered = _take_receipt(session, arguments.code)
    line = _("The server has everything up to change {seq} of this laptop.").format(seq=covered)
    return Result({"covered": covered}, lines=[line])


def _take_receipt(session: Session, code: str) -> int:
    """By file or by code; the highest own change that the server has."""
    file = Path(code)
    if file.is_file():
        session.desk.bundles.receipt_file(file)
    else:
        session.desk.bundles.receipt_code(code)
    return session.desk.carriers.received()


# -- enrolment and the line


def run_enrol(session: Session, arguments: argparse.Namespace) -> Result:
    """In an empty folder a failure leaves nothing, so that the next try, or `init`, finds it empty again."""
    by_file = arguments.request is not None or arguments.certificate is not None
    if not by_file and not (arguments.url and (arguments.code or arguments.handover)):
        raise UsageError(detail=_("enrolment needs the server's address and a code"))
    joins_empty = not has_unit(session.folder)
    with session.undoing_failure():
        if joins_empty:
            session.make(lambda folder, word: create_empty(folder, passphrase=word, clock=session.clock))
        _join(session.desk, arguments)
    desk = session.desk
    if arguments.request is not None:
        line = _("The request is in {path}.").format(path=arguments.request)
        return Result({"device": desk.store.device, "path": str(arguments.request)}, lines=[line])
    if arguments.certificate is None and (joins_empty or arguments.handover is not None):
        desk.sync.sync()  # brings the unit; the laptop stays joined when the line breaks now
    server = desk.membership.server()
    data = {
        "server": server.url if server else None,
        "device": desk.store.device,
        "unit_id": desk.membership.unit_id,
        "role": server.role if server else None,
    }
    return Result(data, lines=[_("This laptop has joined {server}.").format(server=data["server"])])


def _join(desk: Desk, arguments: argparse.Namespace) -> None:
    holder = arguments.holder or _usual_holder(desk)
    handover = b""
    if arguments.handover is not None:
        handover = read_handover(arguments.handover, desk.keys.signing.public)
    if arguments.request is not None:
        code = arguments.file_code or arguments.url
        desk.membership.write_request(arguments.request, code, holder, handover)
    elif arguments.certificate is not None:
        desk.membership.take_certificate(arguments.certificate)
    else:
        desk.membership.enrol(arguments.url, arguments.code, holder, handover)


def _usual_holder(desk: Desk) -> str:
    """The unit head's name where the unit is known, else the account on this computer."""
    head = desk.store.get("person", str(desk.unit.row().get("head") or "")) or {}
    account = f"{getpass.getuser()}@{platform.node()}"
    return str(head.get("name") or "") or account


def run_sync(session: Session, arguments: argparse.Namespace) -> Result:
    if arguments.trust_server:
        session.desk.sync.trust_server()
    if arguments.watch is None:
        return sync_result(_synced(session, arguments.url))
    while True:
        asked = 0
        try:
            result = sync_result(_synced(session, arguments.url))
            _tell(session, result)
        except EnvironmentTrouble as trouble:
            asked = trouble.facts.get("wait_s", 0)  # a busy server says when to come back
            _tell(session, Result(trouble.as_json(), trouble.exit_code, [str(trouble)]))
        time.sleep(max(arguments.watch, asked, 1.0))


def _synced(session: Session, url: str) -> Synced:
    """Where a copy of this disk was found, the new name is taken and used at once."""
    try:
        return session.desk.sync.sync(url)
    except DiskCopied as copied:
        if not session.as_json:
            print(copied.message, file=sys.stderr)
        return session.reopen().sync.sync(url)


def _tell(session: Session, result: Result) -> None:
    from flexdesk.cli.app import print_json

    if session.as_json:
        print_json(result.data)
    else:
        print(*result.lines, sep="\n", flush=True)


def sync_result(done: Synced) -> Result:
    data = {
        "sent": done.sent,
        "received": done.received,
        "state": str(done.state),
        "bytes_up": done.bytes_up,
        "bytes_down": done.bytes_down,
        "round_trips": done.round_trips,
        "receipt": done.receipt or None,
        "conflicts": done.conflicts,
        "rejected": list(done.rejected),
        "restored": done.restored,
        "held": done.held,
        "repaired": done.repaired,
    }
    line = _("{sent} changes sent, {received} received; state: {state}; receipt {receipt}.").format(
        sent=done.sent, received=done.received, state=done.state, receipt=done.receipt or "-"
    )
    lines = [line]
    if done.restored:
        lines.append(_("The server was restored from an older backup; what it had lost was sent again."))
    if done.repaired:
        lines.append(
            _("{count} entries that this laptop showed wrongly were put right.").format(count=done.repaired)
        )
    return Result(data, 1 if done.conflicts or done.rejected or done.held else 0, lines)


# -- status and conflicts


def run_status(session: Session, _arguments: argparse.Namespace) -> Result:
    status = session.desk.status.read()
    data = status_json(status)
    lines = [*lines_of({key: value for key, value in data.items() if key not in ("carry", "cloud")})]
    lines += [told(status.carry), *([cloud_words(status.cloud)] if status.cloud else [])]
    return Result(data, 1 if status.conflicts or status.server_doubt or status.cloud else 0, lines)


def status_json(status: Status) -> dict[str, Any]:
    return {
        "saved_at": _iso(status.saved_at),
        "unsent": status.unsent,
        "oldest_unsent": _iso(status.oldest_unsent),
        "last_receipt": status.last_receipt or None,
        "last_receipt_at": _iso(status.last_receipt_at),
        "last_backup": _iso(status.last_backup),
        "conflicts": status.conflicts,
        "quarantined": status.quarantined,
        "role": status.role or None,
        "role_until": status.role_last_day.isoformat() if status.role_last_day else None,
        "clock_skew_seconds": status.clock_skew_seconds,
        "clock": status.clock_words or None,
        "states": {str(state): count for state, count in status.states.items()},
        "enrolled": status.enrolled,
        "server_doubt": status.server_doubt or None,
        "carry": carry.carry_json(status.carry),
        "cloud": status.cloud or None,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
