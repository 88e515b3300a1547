"""`history`, `backup`, `dump`, `digest`, `doctor`, `batch`: the store itself."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Result, page, paging, period, subgroup
from flexdesk.cli.session import Session
from flexdesk.domain.schema import BY_NAME
from flexdesk.errors import EnvironmentTrouble, FlexDeskError, UsageError
from flexdesk.i18n import _
from flexdesk.services.finding_people import person_row
from flexdesk.store import history
from flexdesk.store.backups import Backup
from flexdesk.store.digest import digest, dump
from flexdesk.store.history import Entry


def add(root: Group) -> None:
    entries = root.add("history", run_history, _("who changed what"))
    entries.add_argument("action", nargs="?", choices=("verify",))
    entries.add_argument("--nip", default="")
    entries.add_argument("--period", type=period)
    paging(entries)
    backup = subgroup(root, "backup", _("copies of the unit's data"))
    backup.add("create", run_backup_create, _("make a backup now"))
    backup.add("list", run_backup_list, _("all backups, newest first"))
    backup.add("verify", run_backup_verify, _("open backups and check them"))
    restore = backup.add("restore", run_backup_restore, _("lay a backup out as a folder of its own"))
    restore.add_argument("name", nargs="?", default="")
    restore.add_argument("--as-copy", type=Path, required=True, metavar="DIR")
    rows = root.add("dump", run_dump, _("every row, sorted"))
    rows.add_argument("--table", nargs="*", default=[], choices=sorted(BY_NAME), metavar="T")
    root.add("digest", run_digest, _("one number for the visible state"))
    root.add("doctor", run_doctor, _("what this computer has and lacks"))
    many = root.add("batch", run_batch, _("many commands in one process"))
    many.add_argument("file", type=Path)
    many.add_argument("--stop-on-error", action="store_true")


# -- history


def run_history(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    if arguments.action == "verify":
        bad = desk.store.log.first_bad()
        if bad is None:
            return Result({"chain": "intact", "first_bad": None}, lines=[_("The chain is intact.")])
        device, seq = bad
        line = _("The first altered entry is change {seq} of {device}.").format(seq=seq, device=device)
        return Result({"chain": "broken", "first_bad": {"device": device, "seq": seq}}, 1, [line])
    entries = [_entry(session, entry) for entry in _wanted(session, arguments)]
    return Result({"entries": page(entries, arguments), "chain": "unchecked"})


def _wanted(session: Session, arguments: argparse.Namespace) -> list[Entry]:
    found = history.recent(session.desk.store, limit=100_000)
    if arguments.nip:
        key = str(person_row(session.desk.store, arguments.nip)["key"])
        found = [entry for entry in found if key in entry.row.split("|")]
    if arguments.period:
        span = arguments.period
        found = [entry for entry in found if entry.at.date() in span]
    return found


def _entry(session: Session, entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(),
        "by": session.desk.membership.holder(entry.device),
        "device": entry.device,
        "seq": entry.seq,
        "kind": entry.kind,
        "table": entry.table,
        "row": entry.row,
        "field": entry.field,
        "after": entry.after,
        "void": entry.void,
    }


# -- backups


def run_backup_create(session: Session, _arguments: argparse.Namespace) -> Result:
    backup = session.desk.backups.create(session.clock.now())
    return Result(
        {"backups": [_backup(backup)]}, lines=[_("Backup {name} is made.").format(name=backup.name)]
    )


def run_backup_list(session: Session, _arguments: argparse.Namespace) -> Result:
    return Result({"backups": [_backup(backup) for backup in session.desk.backups.all()]})


def run_backup_verify(session: Session, _arguments: argparse.Namespace) -> Result:
    found = [
        {**_backup(backup), "faults": session.desk.backups.verify(backup.name)}
        for backup in session.desk.backups.all()
    ]
    return Result({"backups": found}, 1 if any(item["faults"] for item in found) else 0)


def run_backup_restore(session: Session, arguments: argparse.Namespace) -> Result:
    backups = session.desk.backups
    found = backups.all()
    if not arguments.name and not found:
        raise UsageError(detail=_("there is no backup yet"))
    name = arguments.name or found[0].name
    backups.restore_as_copy(name, arguments.as_copy)
    line = _("{name} lies in {folder}; the copy does not send.").format(name=name, folder=arguments.as_copy)
    return Result({"name": name, "folder": str(arguments.as_copy)}, lines=[line])


def _backup(backup: Backup) -> dict[str, Any]:
    return {"name": backup.name, "made_at": backup.made_at.isoformat(), "bytes": backup.bytes}


# -- rows


def run_dump(session: Session, arguments: argparse.Namespace) -> Result:
    return Result(dump(session.desk.store, arguments.table))


def run_digest(session: Session, _arguments: argparse.Namespace) -> Result:
    store = session.desk.store
    return Result({"digest": digest(store), "vector": store.log.vector()})


# -- doctor


def run_doctor(session: Session, _arguments: argparse.Namespace) -> Result:
    from flexdesk.services.doctor import examine

    checks = examine(session.folder, session.passphrase)
    bad = any(check["state"] == "bad" for check in checks)
    lines = [f"{check['state']:5} {check['name']}: {check['message']}" for check in checks]
    return Result({"checks": checks}, 1 if bad else 0, lines)


# -- batch


def run_batch(session: Session, arguments: argparse.Namespace) -> None:
    """Each line is committed and its answer flushed before the next is read: what was answered is durable."""
    lines = failed = 0
    for number, text in _lines(arguments.file):
        lines += 1
        answer = _answer(session, text)
        _write(session, {"line": number, **answer})
        if answer["exit"] not in (0, 1):
            failed += 1
            if arguments.stop_on_error:
                break
    _write(session, {"done": True, "lines": lines, "failed": failed})
    session.exit_code = 1 if failed else 0


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        with file.open(encoding="utf-8") if str(file) != "-" else sys.stdin as stream:
            for number, text in enumerate(stream, 1):
                if text.strip():
                    yield number, text
    except UnicodeDecodeError as error:
        raise UsageError(detail=str(error)) from error
    except OSError as error:
        raise EnvironmentTrouble(detail=error.strerror or str(error)) from error


def _answer(session: Session, text: str) -> dict[str, Any]:
    from flexdesk.cli.commands.all import parser

    try:
        words = json.loads(text)["run"]
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        error = UsageError(detail=_('a line is {"run": ["command", …]}'))
        return {"exit": error.exit_code, "error": error.as_json()}
    try:
        arguments = parser(words).parse_args(words)
        if arguments.run is run_batch:
            raise UsageError(detail=_("a batch cannot hold a batch"))
        result = session.call(arguments)
    except FlexDeskError as error:
        return {"exit": error.exit_code, "error": error.as_json()}
    return {"exit": result.exit_code if result else 0, "result": result.data if result else None}


def _write(session: Session, document: dict[str, Any]) -> None:
    from flexdesk.cli.app import print_json

    if session.as_json:
        print_json(document)
    elif "done" in document:
        print(_("{lines} lines, {failed} failed.").format(**document), flush=True)
    else:
        error = document.get("error")
        print(document["line"], document["exit"], error["message"] if error else "", flush=True)
