"""`history`, `backup`, `dump`, `digest`, `doctor`, `batch`: the store itself."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flexdesk.cli.parsing import Group, Result, folder, page, paging, period, split_globals, subgroup
from flexdesk.cli.session import Session
from flexdesk.domain.ops import Value
from flexdesk.domain.schema import BY_NAME, TABLES
from flexdesk.errors import EnvironmentTrouble, NotFound, UsageError, reason_of
from flexdesk.i18n import _
from flexdesk.services.finding_people import person_row
from flexdesk.services.shortening import Shortened
from flexdesk.store import history, snapshots
from flexdesk.store.backups import Backup
from flexdesk.store.digest import digest, dump
from flexdesk.store.errors import StoreDamaged
from flexdesk.store.history import Entry
from flexdesk.store.store import Store


def add(root: Group) -> None:
    entries = root.add("history", run_history, _("who changed what"))
    entries.add_argument("action", nargs="?", choices=("verify", "shorten"))
    entries.add_argument("--nip", default="")
    entries.add_argument("--period", type=period)
    paging(entries)
    backup = subgroup(root, "backup", _("copies of the unit's data"))
    backup.add("create", run_backup_create, _("make a backup now"), tries=True)
    paging(backup.add("list", run_backup_list, _("all backups, newest first")))
    check = backup.add("verify", run_backup_verify, _("open backups and check them"))
    check.add_argument("name", nargs="?", default="")
    restore = backup.add("restore", run_backup_restore, _("go back to a backup"))
    restore.add_argument("name", nargs="?", default="")
    restore.add_argument(
        "--carry", type=Path, nargs="+", default=[], metavar="FILE", help=_("carry files, for damaged data")
    )
    restore.add_argument("--as-copy", type=folder, metavar="DIR", help=_("leave the present data alone"))
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
        return Result({"chain": "first_bad", "first_bad": {"device": device, "seq": seq}}, 1, [line])
    if arguments.action == "shorten":
        return _shortened(desk.sync.shorten())
    found = page(_wanted(session, arguments), arguments)
    before = _before(desk.store, found)
    entries = [_entry(session, entry, before.get(_identity(entry))) for entry in found]
    intact = desk.store.log.first_bad() is None
    lines = [f"{e['at'][:19]}  {e['by']}  {e['table']} {e['row']}  {_change(e)}" for e in entries]
    shortened = bool(snapshots.stands_for(desk.store))
    if shortened:
        lines.append(_("Of earlier changes only the last of each field is here; the server keeps them all."))
    return Result(
        {"entries": entries, "chain": "intact" if intact else "first_bad", "shortened": shortened},
        0 if intact else 1,
        lines or [_("Nothing was changed yet.")],
    )


def _shortened(done: Shortened) -> Result:
    line = _(
        "{gone} older changes are with the server only now; the data file went from {before} to {after} kB."
    )
    data = {"gone": done.gone, "bytes_before": done.bytes_before, "bytes_after": done.bytes_after}
    told = line.format(gone=done.gone, before=done.bytes_before >> 10, after=done.bytes_after >> 10)
    return Result(data, lines=[told])


def _wanted(session: Session, arguments: argparse.Namespace) -> list[Entry]:
    found = history.recent(session.desk.store, limit=-1)
    if arguments.nip:
        keys = _keys_of(session.desk.store, str(person_row(session.desk.store, arguments.nip)["key"]))
        found = [entry for entry in found if entry.row in keys or keys & set(entry.row.split("|"))]
    if arguments.period:
        span = arguments.period
        found = [entry for entry in found if entry.at.date() in span]
    return found


def _keys_of(store: Store, person: str) -> set[str]:
    """The person and every row that belongs to the person, by key."""
    keys = {person}
    for table in TABLES:
        if "person" in [column.name for column in table.columns]:
            keys |= {str(row["key"]) for row in store.select(table.name, person=person)}
    return keys


def _identity(entry: Entry) -> tuple[str, int, str, str, str]:
    return (entry.device, entry.seq, entry.table, entry.row, entry.field)


def _before(store: Store, entries: Sequence[Entry]) -> dict[tuple[str, int, str, str, str], Value]:
    """What the fields held until then, read from the history of the rows that are shown."""
    rows = {(entry.table, entry.row) for entry in entries if entry.table in BY_NAME}
    return {
        _identity(entry): entry.before
        for table, row in sorted(rows)
        for entry in history.of_row(store, table, row)
    }


def _change(entry: dict[str, Any]) -> str:
    before = "-" if entry["before"] is None else entry["before"]
    after = "-" if entry["after"] is None else entry["after"]
    return f"{entry['field']}: {before} → {after}"


def _entry(session: Session, entry: Entry, before: Value) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(),
        "by": session.desk.membership.holder(entry.device),
        "device": entry.device,
        "seq": entry.seq,
        "kind": entry.kind,
        "table": entry.table,
        "row": entry.row,
        "field": entry.field,
        "before": before,
        "after": entry.after,
        "void": entry.void,
    }


# -- backups


def run_backup_create(session: Session, arguments: argparse.Namespace) -> Result:
    if arguments.dry_run:
        with TemporaryDirectory() as elsewhere:
            session.desk.store.copy_to(Path(elsewhere) / "copy.db")
        return Result({"backups": []}, lines=[_("A backup can be made.")])
    backup = session.desk.backups.create(session.clock.now())
    return Result(
        {"backups": [_backup(backup)]}, lines=[_("Backup {name} is made.").format(name=backup.name)]
    )


def run_backup_list(session: Session, arguments: argparse.Namespace) -> Result:
    backups = page([_backup(backup) for backup in session.desk.backups.all()], arguments)
    return Result({"backups": backups}, lines=[] if backups else [_("there is no backup yet")])


def run_backup_verify(session: Session, arguments: argparse.Namespace) -> Result:
    backups = session.desk.backups
    wanted = [backup for backup in backups.all() if arguments.name in ("", backup.name)]
    if arguments.name and not wanted:
        raise NotFound(what=_("Backup"), key=arguments.name)
    found = [{**_backup(backup), "faults": backups.verify(backup.name)} for backup in wanted]
    whole = _("whole")
    lines = [f"{item['name']}: {', '.join(item['faults']) or whole}" for item in found]
    bad = any(item["faults"] for item in found)
    return Result({"backups": found}, 1 if bad else 0, lines or [_("there is no backup yet")])


def run_backup_restore(session: Session, arguments: argparse.Namespace) -> Result:
    if arguments.as_copy is None:
        if _is_damaged(session):
            return _rescued(session, arguments)
        return _restored(session, arguments.name or _newest(session))
    backups = session.desk.backups
    name = arguments.name or _newest(session)
    backups.restore_as_copy(name, arguments.as_copy)
    line = _("{name} lies in {folder}; the copy does not send.").format(name=name, folder=arguments.as_copy)
    return Result({"name": name, "folder": str(arguments.as_copy)}, lines=[line])


def _is_damaged(session: Session) -> bool:
    try:
        return bool(session.desk.store.check())
    except StoreDamaged:
        return True


def _newest(session: Session) -> str:
    found = session.desk.backups.all()
    if not found:
        raise UsageError(detail=_("there is no backup yet"))
    return found[0].name


def _rescued(session: Session, arguments: argparse.Namespace) -> Result:
    """The data itself is damaged: it is put together from everything that is whole."""
    from flexdesk.rescuing import rescue

    keys = session.locked()
    done = rescue(session.folder, keys, session.clock, arguments.name, arguments.carry)
    data = {
        "name": done.name,
        "device": done.device,
        "kept": done.kept,
        "certified": done.certified,
        "recovered": done.recovered,
    }
    lines = [
        _("The data was damaged. The backup {name} is in place, and {count} changes after it.").format(
            name=done.name, count=done.recovered
        ),
        _("The damaged file is kept as {kept}.").format(kept=done.kept),
        _("This laptop counts as a new one from now on: join the server anew before sending."),
    ]
    return Result(data, lines=lines)


def _restored(session: Session, name: str) -> Result:
    from flexdesk.restoring import restore

    done = restore(session.desk, name)
    data = {"name": name, "device": done.device, "kept": done.kept, "certified": done.certified}
    lines = [
        _("{name} is in place; what was there before is the backup {kept}.").format(
            name=name, kept=done.kept
        ),
        _("This laptop counts as a new one from now on: join the server anew before sending."),
    ]
    return Result(data, lines=lines)


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
    from flexdesk.doctor import examine

    checks = examine(session.folder, session.passphrase, session.desk if session.is_open else None)
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
        raise UsageError(detail=_("the file {name} is not UTF-8 text").format(name=file.name)) from error
    except OSError as error:
        raise EnvironmentTrouble(detail=reason_of(error)) from error


def _answer(session: Session, text: str) -> dict[str, Any]:
    from flexdesk.cli.app import known_error

    try:
        words = json.loads(text)["run"]
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        error = UsageError(detail=_('a line is {"run": ["command", …]}'))
        return {"exit": error.exit_code, "error": error.as_json()}
    try:
        result = session.call(_parsed(words))
    except BrokenPipeError:
        raise
    except Exception as raised:
        known = known_error(raised)
        return {"exit": known.exit_code, "error": known.as_json()}
    return {"exit": result.exit_code if result else 0, "result": result.data if result else None}


def _parsed(words: list[str]) -> argparse.Namespace:
    """The arguments of a line; raises UsageError for what would print by itself or never end."""
    from flexdesk.cli.commands.all import parser

    own, rest = split_globals(words)
    if set(own) - {"--json"}:
        raise UsageError(detail=_("global options stand before `batch`, not in a line"))
    if {"-h", "--help", "--version"} & set(rest):
        raise UsageError(detail=_("a line cannot ask for help"))
    arguments = parser(rest).parse_args(rest)
    endless = arguments.run is run_batch or getattr(arguments, "watch", None) is not None
    if endless or rest[:2] in (["server", "run"], ["backup", "restore"]):
        raise UsageError(detail=_("this command cannot stand in a batch"))
    return arguments


def _write(session: Session, document: dict[str, Any]) -> None:
    from flexdesk.cli.app import print_json

    if session.as_json:
        print_json(document)
    elif "done" in document:
        print(_("{lines} lines, {failed} failed.").format(**document), flush=True)
    else:
        error = document.get("error")
        print(document["line"], document["exit"], error["message"] if error else "", flush=True)
