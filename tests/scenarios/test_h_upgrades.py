"""The program goes back to an older version, or the step to a newer one is cut off."""

import hashlib
import os
import resource
import signal
from pathlib import Path

import pytest

from flexdesk.bootstrap import open_desk
from flexdesk.desk.desk import Desk
from flexdesk.errors import EnvironmentTrouble
from flexdesk.keys import keyfile
from flexdesk.store import digest, materialise, migrations
from flexdesk.store.errors import StoreTooNew
from flexdesk.store.store import DATABASE, Store
from flexdesk.system.clock import FixedClock
from tests.bench.golden_releases import PERSON, START
from tests.helpers.desks import PASSPHRASE, small_desk
from tests.helpers.releases import Laptop, Program, Refused, laid_out

EVERY = 1 if os.environ.get("SOAK") else 47


def opened(folder: Path) -> Desk:
    return open_desk(folder, passphrase=PASSPHRASE, clock=FixedClock(START))


def fingerprints(folder: Path) -> dict[str, str]:
    """Every file of the folder but the lock, by its content."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != "lock")
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


# back to an older version


@pytest.mark.scenario(60)
def test_an_older_program_leaves_a_newer_store_alone_and_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "unit"
    with small_desk(folder, [("198503152010012001", "Sri Contohwati")]) as desk:
        before = digest.digest(desk.store)
    files = fingerprints(folder)
    with Program("--without", "dialogue,person.archive_reason") as older:
        laptop = Laptop(older, folder)
        for command in (["vector"], ["write", "person", "x-1", {"name": "Budi"}], ["show", "unit", "unit"]):
            with pytest.raises(Refused) as caught:
                laptop(*command)
            assert caught.value.args[0] == "store.too_new"
            assert "newer FlexDesk" in caught.value.args[1]
    assert fingerprints(folder) == files
    with opened(folder) as desk:
        assert digest.digest(desk.store) == before


@pytest.mark.scenario(60)
def test_a_store_with_steps_of_a_later_program_is_refused_untouched(tmp_path: Path) -> None:
    folder = tmp_path / "unit"
    with small_desk(folder) as desk:
        desk.store.connection.execute(f"PRAGMA user_version = {len(migrations.STEPS) + 1}")
    files = fingerprints(folder)
    with pytest.raises(StoreTooNew) as caught:
        opened(folder)
    assert caught.value.facts == {"found": len(migrations.STEPS) + 1, "known": len(migrations.STEPS)}
    assert caught.value.what_to_do == "Install the newer FlexDesk on this laptop."
    assert fingerprints(folder) == files


# the step to a newer one


def _killed_at(folder: Path, key: bytes, device: str, statement: int) -> bool:
    """Whether the process that opened the store ended by the kill before that statement."""
    child = os.fork()
    if child == 0:
        left = statement

        def count(_sql: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        from flexdesk.store import connection as opening

        connect = opening.connect

        def traced(path: Path, key: bytes) -> object:
            made = connect(path, key)
            made.set_trace_callback(count)
            return made

        opening.connect = traced
        try:
            Store.open(folder, key, device).close()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.slow
@pytest.mark.scenario(63)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot kill like that")
def test_an_upgrade_killed_before_any_statement_is_finished_by_the_next_start(tmp_path: Path) -> None:
    pristine = laid_out("1", "budi", tmp_path / "pristine")
    keys = keyfile.open_keys(pristine, passphrase=PASSPHRASE)
    with opened(laid_out("1", "budi", tmp_path / "whole")) as desk:
        wanted, archived = digest.digest(desk.store), desk.store.get("person", PERSON)
    assert archived is not None
    assert archived["archive_reason"] == "moved"
    original = (pristine / DATABASE).read_bytes()
    statement, kills = 1, 0
    folder = tmp_path / "unit"
    folder.mkdir()
    while True:
        for file in folder.iterdir():
            file.unlink()
        (folder / DATABASE).write_bytes(original)
        (folder / keyfile.NAME).write_bytes((pristine / keyfile.NAME).read_bytes())
        if not _killed_at(folder, keys.database, keys.device, statement):
            break
        kills += 1
        with Store.open(folder, keys.database, keys.device) as store:
            assert digest.digest(store) == wanted, statement
            assert store.log.first_bad() is None
            assert migrations.version(store.connection) == len(migrations.STEPS)
            assert materialise.is_current(store.connection)
            copy, *_later = sorted(folder.glob(f"{DATABASE}.before-v*"))
        assert not list(folder.glob("*.part"))
        _is_the_original(copy, keys)
        statement += EVERY
    print(f"{kills} kills among about {statement} statements")
    assert kills > 200 // EVERY


def _is_the_original(copy: Path, keys: keyfile.DeviceKeys) -> None:
    """The copy holds the store as the earlier release left it, whenever the upgrade was cut off."""
    from flexdesk.store.connection import connect

    db = connect(copy, keys.database)
    try:
        assert migrations.version(db) == 1
        assert not {"evidence_content"} & {
            row["name"] for row in db.execute("SELECT name FROM sqlite_master")
        }
        columns = {row["name"] for row in db.execute("PRAGMA table_info(s_person)")}
        assert "archive_reason" not in columns
    finally:
        db.close()


@pytest.mark.scenario(63)
def test_a_disk_without_room_for_the_copy_stops_the_upgrade_and_nothing_else(tmp_path: Path) -> None:
    folder = laid_out("1", "budi", tmp_path / "unit")
    files = {file.name for file in folder.iterdir()} | {"lock"}
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    held = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(EnvironmentTrouble):
            opened(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, held)
    assert {file.name for file in folder.iterdir()} == files
    _is_the_original(folder / DATABASE, keyfile.open_keys(folder, passphrase=PASSPHRASE))
    with opened(folder) as desk:
        assert (desk.store.get("person", PERSON) or {})["archive_reason"] == "moved"
