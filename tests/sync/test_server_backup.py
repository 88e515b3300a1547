"""Backups of a working server: consistent, with its keys, and read through before and after."""

import json
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.domain.log import GENESIS
from flexdesk.server import admin, backup
from flexdesk.server.central import Central, Settings
from flexdesk.server.database import AlreadyUsed
from flexdesk.sync.wire import chain_of
from tests.helpers.server import KINDS, Desk, database, desk, partitions_of


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "made").mkdir()
    with desk(request.param, tmp_path / "made") as made:
        yield made


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Desk]:
    """One laptop with two uploads on SQLite."""
    (tmp_path / "made").mkdir()
    with desk("sqlite", tmp_path / "made") as made:
        laptop = made.laptop(made.unit())
        laptop.write(4)
        laptop.send(laptop.batch(1, 2))
        laptop.send(laptop.batch(3))
        laptop.close()
        yield made


@pytest.mark.scenario(53)
def test_a_backup_in_the_middle_of_uploads_is_of_one_moment(server: Desk, tmp_path: Path) -> None:
    laptops = [server.laptop(server.unit()) for _ in range(3)]
    enough, ended = threading.Event(), threading.Event()

    def work(laptop) -> None:
        for seq in range(1, 400):
            laptop.write()
            laptop.send(laptop.batch(seq))
            if seq == 10:
                enough.set()
            if ended.is_set():
                return

    threads = [threading.Thread(target=work, args=(laptop,)) for laptop in laptops]
    for thread in threads:
        thread.start()
    assert enough.wait(30)
    made = backup.backup(server.central, tmp_path / "backups")
    ended.set()
    for thread in threads:
        thread.join()
    assert made.is_sound
    assert len(made.units) == 3
    with Central(Settings(f"sqlite:///{made.folder / 'server.db'}", keys=made.folder)) as copy:
        for laptop in laptops:
            found = copy.database.reading(lambda ledger, unit=laptop.place.unit_id: ledger.devices(unit))[
                laptop.device
            ]
            assert 0 < found.last_seq <= len(laptop.txs)
            assert found.chain == chain_of(laptop.txs[: found.last_seq], GENESIS)
        assert sum(unit.transactions for unit in made.units) >= 10
    for laptop in laptops:
        laptop.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_is_laid_back_into_any_database_with_every_digest(
    small: Desk, kind: str, tmp_path: Path
) -> None:
    made = backup.backup(small.central, tmp_path)
    (tmp_path / "new").mkdir()
    with database(kind, tmp_path / "new") as url:
        to = Settings(url, keys=tmp_path / "new", partitions=partitions_of(kind))
        units = backup.restore(made.folder, to)
        assert units == admin.verify(small.central)
        with Central(to) as central:
            assert central.keys.signing.public == small.central.keys.signing.public
            assert central.keys.secret == small.central.keys.secret
        assert stat.S_IMODE((tmp_path / "new" / "server-keys.json").stat().st_mode) == 0o600
        with pytest.raises(AlreadyUsed):
            backup.restore(made.folder, to)


def test_the_folder_appears_only_when_it_is_whole(
    small: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "verify", full)
    with pytest.raises(backup.BackupNotWritten):
        backup.backup(small.central, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_damaged_backup_is_not_laid_back(small: Desk, tmp_path: Path) -> None:
    made = backup.backup(small.central, tmp_path)
    (tmp_path / "new").mkdir()
    to = Settings(f"sqlite:///{tmp_path / 'new' / 'server.db'}")
    for name in ("server.db", "server-keys.json"):
        file = made.folder / name
        good = file.read_bytes()
        file.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
        with pytest.raises(backup.BackupDamaged) as caught:
            backup.restore(made.folder, to)
        assert caught.value.facts["detail"] == name
        file.write_bytes(good)
    held = json.loads((made.folder / "backup.json").read_text())
    for damaged in ("", "[]", json.dumps({**held, "format": 2}), json.dumps({**held, "files": {}})):
        (made.folder / "backup.json").write_text(damaged)
        with pytest.raises(backup.BackupDamaged):
            backup.restore(made.folder, to)
    assert list((tmp_path / "new").iterdir()) == []


def test_another_servers_keys_are_not_overwritten(small: Desk, tmp_path: Path) -> None:
    made = backup.backup(small.central, tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "server-keys.json").write_text("{}")
    with pytest.raises(backup.OtherKeys):
        backup.restore(made.folder, Settings(f"sqlite:///{other / 'server.db'}"))
    assert (other / "server-keys.json").read_text() == "{}"


def test_a_damaged_server_is_copied_and_named(small: Desk, tmp_path: Path) -> None:
    with small.central.database._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE batch SET last_seq = 9 WHERE first_seq = 3")
    made = backup.backup(small.central, tmp_path)
    assert not made.is_sound
    assert made.folder.is_dir()
