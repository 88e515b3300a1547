"""Looks at this computer and at the unit's data and says what is missing, in sentences."""

import platform
import shutil
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from flexdesk.bootstrap import has_unit, open_desk
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import _

GOOD, NOTE, BAD = "good", "note", "bad"
LOW_DISK = 200 << 20  # bytes; a backup of a large unit must fit several times

Check = dict[str, str]


def examine(folder: Path, passphrase: str | None) -> list[Check]:
    """Every check with `name`, `state` (good, note, bad) and `message`."""
    return [*_computer(), *_disk(folder), *_keyring(), *_store(folder, passphrase)]


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


def _disk(folder: Path) -> Iterator[Check]:
    home = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(home).free
    message = _("{megabytes} MB free").format(megabytes=free >> 20)
    yield _check("disk", GOOD if free >= LOW_DISK else BAD, message)


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
            faults = desk.store.check()
            message = "; ".join(faults[:3]) or _("the data file is whole")
            yield _check("store", BAD if faults else GOOD, message)
            bad = desk.store.log.first_bad()
            chain = _("the log's chain is intact") if bad is None else f"{bad[0]} {bad[1]}"
            yield _check("chain", GOOD if bad is None else BAD, chain)
            backups = desk.backups.all()
            last = backups[0].made_at.isoformat() if backups else _("there is no backup yet")
            yield _check("backup", GOOD if backups else NOTE, last)
    except FlexDeskError as error:
        yield _check("store", BAD, error.message)
