"""Copies of a unit and the way back: as a folder to look at, or in place as a new device."""

from pathlib import Path

import pytest

from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.server.run import running
from flexdesk.system.clock import FixedClock
from tests.helpers.command_line import CommandLine
from tests.helpers.server import START

NIP = "199503152022031004"


@pytest.fixture
def changed(fd: CommandLine) -> tuple[CommandLine, str, str]:
    """A unit with a backup and a change after it; the digests of both states."""
    made = fd("backup", "create").json["backups"]
    assert len(made) == 1
    before = fd.digest()
    fd("people", "add", "--nip", NIP, "--name", "Rian Contoh")
    return fd, before, fd.digest()


def test_backups_are_listed_and_checked(fd: CommandLine) -> None:
    assert fd("backup", "create", "--dry-run").json["backups"] == []
    assert fd("backup", "restore", code=2).error["code"] == "usage"
    fd("backup", "create")
    listed = fd("backup", "list").json["backups"]
    assert {"name", "made_at", "bytes"} <= set(listed[0])
    assert fd("backup", "verify").json["backups"][0]["faults"] == []
    file = fd.folder / "backups" / listed[0]["name"]
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 255
    file.write_bytes(data)
    assert fd("backup", "verify", listed[0]["name"], code=1).json["backups"][0]["faults"]
    with_damage = fd.digest()
    assert fd("backup", "restore", code=3).error["code"] == "backup.damaged"
    assert fd.digest() == with_damage


def test_a_copy_can_be_looked_at_and_does_not_send(
    changed: tuple[CommandLine, str, str], tmp_path: Path
) -> None:
    fd, before, after = changed
    fd("backup", "restore", "--as-copy", tmp_path / "salinan" / "unit")
    copy = CommandLine(tmp_path / "salinan" / "unit")
    copy.passphrase.write_bytes(fd.passphrase.read_bytes())
    assert copy.digest() == before
    assert fd.digest() == after
    answer = copy("bundle", "create", "--to", "unit", "--out", tmp_path / "x", code=3)
    assert answer.error["code"] == "sync.is_a_copy"


def test_restoring_in_place_keeps_the_present_and_takes_a_new_identity(
    changed: tuple[CommandLine, str, str],
) -> None:
    fd, before, after = changed
    old = next(iter(fd("digest").json["vector"]))
    done = fd("backup", "restore").json
    assert done["device"] != old
    assert done["certified"] is True
    assert fd.digest() == before
    assert done["kept"] in [backup["name"] for backup in fd("backup", "list").json["backups"]]
    fd("people", "add", "--nip", "199503152022031012", "--name", "Baru")
    assert set(fd("digest").json["vector"]) == {old, done["device"]}
    assert fd("history", "verify").json["chain"] == "intact"
    assert fd("status").json["unsent"] == 1
    fd("backup", "restore", done["kept"])
    assert fd.digest() == after


def test_what_nobody_had_yet_still_travels_after_a_restore(fd: CommandLine, tmp_path: Path) -> None:
    """The server gets the backup's unsent changes under the old number, and new ones under the new."""
    settings = Settings(f"sqlite:///{tmp_path / 'server.db'}", clock=FixedClock(START))
    admin.init(settings)
    with running(settings) as url, Central(settings) as central:
        unit = admin.unit_add(central, "Kecamatan", admin.agency_add(central, "Kabupaten"))
        codes = [admin.code(central, unit, "head")[0] for _ in range(3)]
        fd("enrol", url, codes[0])
        fd("people", "add", "--nip", NIP, "--name", "Rian Contoh")
        fd("backup", "create")
        fd("backup", "restore")
        assert fd("sync", code=3).error["code"] == "sync.not_enrolled"
        fd("people", "set", NIP, "phone=0811")
        fd("enrol", url, codes[1])
        fd("sync")
        assert fd("status").json["unsent"] == 0
        other = CommandLine(tmp_path / "laptop-2")
        other("enrol", url, codes[2])
        assert other.digest() == fd.digest()
        assert other("people", "show", NIP).json["phone"] == "0811"
