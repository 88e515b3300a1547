"""A store of the first release opens in this one, with all that it held and a copy beside it."""

import gzip
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from flexdesk.store import connection, digest, evidence, migrations
from flexdesk.store.store import DATABASE, Store

RELEASED = Path(__file__).parents[2] / "data" / "upgrades" / "store-1.sqlite.gz"
DEVICE = "fed6aa1a6bce0c8a"
DIGEST = "d30477cdaa1bae574f1af6d88a81e756e09d3a7705ef216636a9cb96cc5e8422"
KEY = bytes(range(32))


def laid_out(folder: Path) -> Path:
    """The released store, stored in clear among the test's data, encrypted as a laptop has it."""
    folder.mkdir()
    plain = folder / "plain.db"
    plain.write_bytes(gzip.decompress(RELEASED.read_bytes()))
    db = sqlite.connect(str(plain))
    db.execute(f"ATTACH DATABASE '{folder / DATABASE}' AS laptop KEY \"x'{KEY.hex()}'\"")
    db.execute("SELECT sqlcipher_export('laptop')")
    db.execute("PRAGMA laptop.user_version = 1")
    db.execute("DETACH DATABASE laptop")
    db.close()
    plain.unlink()
    return folder


def test_the_step_for_evidence_keeps_everything(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "unit")
    with Store.open(folder, KEY, DEVICE) as store:
        assert migrations.version(store.connection) == len(migrations.STEPS)
        assert digest.digest(store) == DIGEST
        assert len(store.select("output")) == 1
        assert store.select("evidence") == []
        name = evidence.put(store, b"isi")
        assert evidence.get(store, name) == b"isi"
        assert digest.digest(store) == DIGEST
        assert store.check() == []
    assert len(list(folder.glob("store.db.before-v*"))) == 1
    with Store.open(folder, KEY, DEVICE) as store:
        assert evidence.held(store, [name, "0" * 64]) == {name}


def test_a_start_that_goes_on_with_the_second_of_two_steps_keeps_the_first_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = laid_out(tmp_path / "unit")
    cut = ModuleType("m9999_cut")

    def apply(_database: Any) -> None:
        raise KeyboardInterrupt

    cut.apply = apply  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "flexdesk.store.migrations.m9999_cut", cut)
    monkeypatch.setattr(migrations, "STEPS", ("m0001_log", "m0002_evidence", "m9999_cut"))
    with pytest.raises(KeyboardInterrupt):
        Store.open(folder, KEY, DEVICE)
    cut.apply = lambda _database: None  # type: ignore[attr-defined]
    with Store.open(folder, KEY, DEVICE) as store:
        assert digest.digest(store) == DIGEST
        assert migrations.version(store.connection) == 3
    copies = sorted(folder.glob("store.db.before-v*"))
    assert [copy.name for copy in copies] == ["store.db.before-v2", "store.db.before-v3"]
    versions = []
    for copy in copies:
        db = connection.connect(copy, KEY)
        versions.append(migrations.version(db))
        db.close()
    assert versions == [1, 2]
