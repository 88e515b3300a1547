"""Looks at this computer and at the unit's data and says what is missing, in sentences."""

import platform
import shutil
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from flexdesk.bootstrap import has_unit, open_desk
from flexdesk.desk.desk import Desk
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _
from flexdesk.services.status import cloud_words
from flexdesk.store.errors import StoreDamaged, translating
from flexdesk.system.cloud_folders import synced_by

GOOD, NOTE, BAD = "good", "note", "bad"
LOW_DISK = 200 << 20  # bytes; a backup of a large unit must fit several times

Check = dict[str, str]


def examine(folder: Path, passphrase: str | None, desk: Desk | None = None) -> list[Check]:
    """Every check with `name`, `state` (good, note, bad) and `message`; `desk` if the unit is open."""
    unit = _unit(desk) if desk is not None else _store(folder, passphrase)
    return [*_computer(), *_printers(), *_disk(folder), *_place(folder), *_keyring(), *unit]


def _check(name: str, state: str, message: str) -> Check:
    return {"name": name, "state": state, "message": message}


def _computer() -> Iterator[Check]:
    yield _check("python", GOOD, f"{platform.python_version()} {platform.system()} {platform.machine()}")
    fonts = [entry.name for entry in (files("resources") / "fonts").iterdir() if entry.name.endswith(".ttf")]
    state = GOOD if len(fonts) >= 10 else BAD
    yield _check("fonts", state, _("{count} fonts for screen and paper are there").format(count=len(fonts)))
    parts = {"server": "sqlalchemy", "desktop": "PySide6"}
    for name, module in parts.items():
        there = find_spec(module) is not None
        message = _("installed") if there else _("not installed on this computer")
        yield _check(name, GOOD if there else NOTE, message)


def _printers() -> Iterator[Check]:
    found = _printer_names()
    if found is None:
        yield _check("printers", NOTE, _("the printing system of this computer does not answer"))
        return
    names = ", ".join(found) or _("no printer is set up; papers can be saved as PDF")
    yield _check("printers", GOOD if found else NOTE, names)


def _printer_names() -> list[str] | None:
    """As the operating system lists them; None where it does not answer."""
    windows = ["powershell", "-NoProfile", "-Command", "(Get-CimInstance Win32_Printer).Name"]
    command = windows if platform.system() == "Windows" else ["lpstat", "-e"]
    if shutil.which(command[0]) is None:
        return None
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.split("\n")[:-1] if done.returncode == 0 else None


def _disk(folder: Path) -> Iterator[Check]:
    home = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(home).free
    message = _("{megabytes} MB free").format(megabytes=free >> 20)
    yield _check("disk", GOOD if free >= LOW_DISK else BAD, message)


def _place(folder: Path) -> Iterator[Check]:
    program = synced_by(folder)
    if program:
        yield _check("place", BAD, cloud_words(program))
    else:
        yield _check("place", GOOD, _("no program for cloud copies has this folder"))


def _keyring() -> Iterator[Check]:
    from flexdesk.keys.system_keyring import answers, system_keyring

    store = system_keyring()
    if store is not None and answers(store):
        yield _check("keyring", GOOD, _("the operating system's keyring answers"))
    else:
        yield _check("keyring", NOTE, _("no keyring answers; a passphrase opens the data"))


def _store(folder: Path, passphrase: str | None) -> Iterator[Check]:
    if not has_unit(folder):
        yield _check("store", NOTE, _("there is no unit in this folder yet"))
        return
    try:
        with open_desk(folder, passphrase=passphrase) as desk:
            yield from _unit(desk)
    except FlexDeskError as error:
        yield _check("store", BAD, f"{error.message} {error.what_to_do}")


def _state(desk: Desk) -> Check:
    """Whether what is shown agrees with the server."""
    compared, incidents = desk.sync.check.compared_on, desk.sync.check.incidents()
    if incidents:
        message = _("{count} entries were put right from the server on {day}")
        last = incidents[-1]
        return _check("state", NOTE, message.format(count=last.rows, day=last.at[:10]))
    if not compared:
        return _check("state", NOTE, _("not compared with the server yet"))
    return _check("state", GOOD, _("compared with the server on {day}: all the same").format(day=compared))


def _unit(desk: Desk) -> Iterator[Check]:
    """A damaged file ends the look into it; what is to be done stands in the message."""
    try:
        with translating():
            faults = desk.store.check()
            if faults:
                raise StoreDamaged(detail="; ".join(faults[:3]))
            yield _check("store", GOOD, _("the data file is whole"))
            yield from _content(desk)
    except StoreDamaged as damage:
        yield _check("store", BAD, f"{damage.message} {damage.what_to_do}")


def _content(desk: Desk) -> Iterator[Check]:
    bad = desk.store.log.first_bad()
    chain = (
        _("the log's chain is intact")
        if bad is None
        else _("the log is altered from change {seq} of {device} on").format(device=bad[0], seq=bad[1])
    )
    yield _check("chain", GOOD if bad is None else BAD, chain)
    yield _state(desk)
    backups = desk.backups.all()
    last = _("there is no backup yet")
    if backups:
        last = _("the newest backup is of {instant}").format(instant=backups[0].made_at.isoformat())
    yield _check("backup", GOOD if backups else NOTE, last)
