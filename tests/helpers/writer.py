"""A unit whose edits are numbered, so that a test can say which of them a store still holds.

Edit 1, 2, 3 … is one line of `flexdesk batch`, one transaction each. Odd ones add a
row with their number, even ones write their number into a cell that all of them share.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from flexdesk.bootstrap import create_desk
from flexdesk.keys import keyfile
from flexdesk.store.store import Store
from tests.helpers.desks import CHEAP, PASSPHRASE

NIP = "198503152010012001"
TODAY = "2026-11-23"


class Lost(AssertionError):
    """An acknowledged edit is not there, or something is there that was never written."""


@dataclass(frozen=True, slots=True)
class Unit:
    folder: Path
    passphrase: Path

    def arguments(self) -> list[str]:
        return [
            "--data",
            str(self.folder),
            "--passphrase-file",
            str(self.passphrase),
            "--json",
            "--today",
            TODAY,
            "batch",
            "-",
        ]

    def keys(self) -> tuple[bytes, str]:
        """The store's key and the device, so that copies of the store open without the passphrase."""
        keys = keyfile.open_keys(self.folder, passphrase=PASSPHRASE)
        return keys.database, keys.device


def make_unit(folder: Path) -> Unit:
    """A unit with one person, and no edits yet."""
    unit = Unit(folder / "unit", folder / "passphrase")
    unit.passphrase.write_text(PASSPHRASE, encoding="utf-8")
    with create_desk(
        unit.folder, unit="Kelurahan Contoh", agency="Kota Contoh", passphrase=PASSPHRASE, cost=CHEAP
    ) as desk:
        desk.people.add(NIP, "Sri Contohwati")
    return unit


def line(number: int) -> str:
    """Edit `number` as a line of `batch`."""
    if number % 2:
        words = ["place", "add", str(number), "--kind", "other_office", "--approved-by", "SK 1/2026"]
    else:
        words = ["people", "set", NIP, f"phone={number}"]
    return json.dumps({"run": words}) + "\n"


def acknowledged(answers: str) -> int:
    """How many edits were answered in full; raises Lost when one was refused."""
    done = 0
    for text in answers.splitlines(keepends=True):
        if not text.endswith("\n"):
            break
        answer = json.loads(text)
        if "line" in answer:
            if answer["exit"] not in (0, 1):
                raise Lost(answer)
            done += 1
    return done


def held(store: Store, base: int) -> int:
    """How many edits the store holds after the `base` transactions that made the unit.

    Raises Lost when the file or the chain is damaged, or what it shows is not exactly edits 1 to that number.
    """
    if faults := store.check():
        raise Lost(faults)
    if (bad := store.log.first_bad()) is not None:
        raise Lost(bad)
    count = store.log.vector()[store.device] - base
    phone = store.select("person")[0]["phone"]
    if phone != (str(count - count % 2) if count > 1 else None):
        raise Lost("phone", phone, count)
    rows = sorted(int(str(row["name"])) for row in store.select("place"))
    if rows != list(range(1, count + 1, 2)):
        raise Lost("rows", rows, count)
    return count
