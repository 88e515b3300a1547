"""A store of the first release opens in this one, with all that it held and a copy beside it."""

import gzip
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from flexdesk.store import digest, evidence, migrations
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
