"""One bit of the database flips: it is noticed, said with what to do, and the unit is put together again."""

import os
import shutil
from pathlib import Path
from random import Random

import pytest

from flexdesk.bootstrap import open_desk
from flexdesk.rescuing import rescue
from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.server.run import running
from flexdesk.store.digest import digest
from flexdesk.store.errors import StoreDamaged, translating
from flexdesk.store.store import Store
from flexdesk.system.clock import FixedClock
from tests.helpers.command_line import CommandLine
from tests.helpers.server import START
from tests.helpers.writer import NIP

PAGE = 4096
SPOTS = 60 if os.environ.get("SOAK") else 5


class Office:
    """A laptop with a backup, then edits on the server, then edits in a carry file, then one more."""

    def __init__(self, folder: Path) -> None:
        self.room = folder
        settings = Settings(f"sqlite:///{folder / 'server.db'}", clock=FixedClock(START))
        admin.init(settings)
        self.settings = settings
        self.fd = CommandLine(folder / "data")
        self.fd.found_cheaply()
        with Central(settings) as central, running(settings) as url:
            unit = admin.unit_add(central, "Kecamatan", admin.agency_add(central, "Kabupaten"))
            self.code = admin.code(central, unit, "head")[0]
            self.fd("enrol", url, admin.code(central, unit, "head")[0])
            self.fd("people", "add", "--nip", NIP, "--name", "Sri Contohwati")
            self._places("cadangan", 40)
            self.fd("backup", "create")
            self._places("server", 20)
            self.fd("sync")
        self._places("bawaan", 20)
        self.fd("bundle", "carry")
        self.carried = self.fd.digest()
        self.fd("people", "set", NIP, "phone=0811")
        self.confirmed = self.fd.digest()

    def _places(self, word: str, count: int) -> None:
        lines = self.room / "lines"
        words = f'"--kind", "other_office", "--approved-by", "SK {word} 1/2026 tentang tempat kerja lain"'
        made = [f'{{"run": ["place", "add", "Balai {word} {n}", {words}]}}\n' for n in range(count)]
        lines.write_text("".join(made), encoding="utf-8")
        self.fd("batch", lines)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def damaged(office: Office, tmp_path: Path) -> CommandLine:
    shutil.copytree(office.room, tmp_path / "room")
    return CommandLine(tmp_path / "room" / "data")


def joined(damaged: CommandLine, office: Office) -> str:
    """The digest after the laptop has joined the server as a new one."""
    settings = Settings(f"sqlite:///{damaged.folder.parent / 'server.db'}", clock=FixedClock(START))
    with running(settings) as url:
        damaged("enrol", url, office.code)
        damaged("sync")
    return damaged.digest()


def flip(folder: Path, page: int, at: int = 77) -> None:
    data = bytearray((folder / "store.db").read_bytes())
    data[page * PAGE + at] ^= 4
    (folder / "store.db").write_bytes(data)


def pages(folder: Path) -> int:
    return (folder / "store.db").stat().st_size // PAGE


@pytest.mark.scenario(40)
def test_any_flipped_bit_is_noticed_before_it_is_believed(office: Office, tmp_path: Path) -> None:
    folder = office.fd.folder
    whole = (folder / "store.db").read_bytes()
    passphrase = office.fd.passphrase.read_text().strip()
    random = Random(1)
    chosen = {0, 1, 2, *random.sample(range(pages(folder)), min(pages(folder), 4 * SPOTS))}
    shown, advice = set(), set()
    for page in sorted(chosen):
        copy = tmp_path / str(page)
        shutil.copytree(folder, copy)
        flip(copy, page, random.randrange(PAGE))
        try:
            with open_desk(copy, passphrase=passphrase) as desk, translating():
                shown.add(digest(desk.store))
                assert desk.store.check() != []
        except StoreDamaged as damage:
            advice.add(damage.what_to_do)
        shutil.rmtree(copy)
    assert shown <= {office.confirmed}, "what was read of whole pages is what was confirmed"
    assert ["backup restore" in text for text in advice] == [True]
    assert (folder / "store.db").read_bytes() == whole


@pytest.mark.scenario(40)
@pytest.mark.parametrize("where", [0.0, 0.2, 0.5, 0.8])
def test_the_unit_is_put_together_from_backup_carry_file_and_server(
    damaged: CommandLine, office: Office, where: float
) -> None:
    flip(damaged.folder, int(where * pages(damaged.folder)))
    looked = damaged("doctor", code=1).json["checks"]
    [store] = [check for check in looked if check["name"] == "store"]
    assert store["state"] == "bad"
    assert "flexdesk backup restore" in store["message"]
    before = (damaged.folder / "store.db").read_bytes()
    done = damaged("backup", "restore").json
    kept = damaged.folder / done["kept"]
    assert kept.read_bytes() == before
    assert [check["state"] for check in damaged("doctor").json["checks"] if check["name"] == "store"] == [
        "good"
    ]
    ends = joined(damaged, office)
    assert damaged("status").json["unsent"] == 0
    names = {str(row["name"]) for row in damaged("dump", "--table", "place").json["place"]}
    assert len(names) == 80  # of backup, server and carry file
    assert ends in (office.carried, office.confirmed)  # the last edit where its page is whole
    assert damaged("history", "verify").json["chain"] == "intact"
    assert list(damaged.folder.glob(".restore-*")) == []


@pytest.mark.scenario(40)
def test_an_unreadable_file_still_finds_all_that_backup_carry_file_and_server_hold(
    damaged: CommandLine, office: Office
) -> None:
    size = (damaged.folder / "store.db").stat().st_size
    (damaged.folder / "store.db").write_bytes(os.urandom(size))  # nothing of it can be read
    (damaged.folder / "store.db-wal").unlink(missing_ok=True)
    assert damaged("status", code=5).error["code"] == "store.unreadable"
    damaged("backup", "restore")
    assert joined(damaged, office) == office.carried


@pytest.mark.scenario(40)
def test_what_stands_on_whole_pages_is_read_where_no_file_has_it(office: Office, tmp_path: Path) -> None:
    """Without carry files and without server: most single flips leave the log itself whole."""
    found = []
    for share in (0.3, 0.6, 0.9):
        shutil.copytree(office.room, tmp_path / str(share))
        laptop = CommandLine(tmp_path / str(share) / "data")
        shutil.rmtree(laptop.folder / "outbox")
        flip(laptop.folder, int(share * pages(laptop.folder)))
        recovered = laptop("backup", "restore").json["recovered"]
        found.append((recovered, laptop.digest() == office.confirmed))
    assert (41, True) in found


@pytest.mark.scenario(40)
def test_a_carry_file_from_the_stick_counts_too(damaged: CommandLine, office: Office) -> None:
    stick = damaged.folder.parent / "stick"
    (damaged.folder / "outbox").rename(stick)
    flip(damaged.folder, 0)
    damaged("backup", "restore", "--carry", *stick.iterdir())
    assert joined(damaged, office) == office.carried


@pytest.mark.scenario(40)
def test_a_damaged_backup_is_passed_over_and_none_is_told(damaged: CommandLine, office: Office) -> None:
    newest = next((damaged.folder / "backups").glob("*.db"))
    data = bytearray(newest.read_bytes())
    data[5 * PAGE + 9] ^= 1
    flip(damaged.folder, 3)
    newest.write_bytes(data)
    refused = damaged("backup", "restore", code=4).error
    assert refused["code"] == "backup.none_whole"
    assert "outbox" in refused["next"]
    assert damaged("backup", "restore", newest.name, code=3).error["code"] == "backup.damaged"
    data[5 * PAGE + 9] ^= 1
    newest.with_name("flexdesk-20200101T000000Z.db").write_bytes(data)
    assert damaged("backup", "restore").json["name"] == "flexdesk-20200101T000000Z.db"
    assert joined(damaged, office) in (office.carried, office.confirmed)


@pytest.mark.scenario(40)
def test_a_rescue_that_was_cut_off_between_keys_and_data_goes_on(
    damaged: CommandLine, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flexdesk import rescuing, restoring
    from flexdesk.keys import keyfile

    flip(damaged.folder, 0)
    passphrase = damaged.passphrase.read_text().strip()
    keys = keyfile.open_keys(damaged.folder, passphrase=passphrase)
    real = restoring.replace_patiently

    class Killed(BaseException):
        pass

    def dies_after_the_keys(source: Path, target: Path) -> None:
        if target.name == "store.db":
            raise Killed
        real(source, target)

    monkeypatch.setattr(restoring, "replace_patiently", dies_after_the_keys)
    monkeypatch.setattr(rescuing.TemporaryDirectory, "__exit__", lambda *_words: None)
    monkeypatch.setattr("weakref.finalize.__call__", lambda *_words: None)
    with pytest.raises(Killed):
        rescue(damaged.folder, keys, FixedClock(START))
    monkeypatch.undo()
    assert keyfile.open_keys(damaged.folder, passphrase=passphrase).device != keys.device
    done = damaged("backup", "restore").json
    assert done["device"] == keyfile.open_keys(damaged.folder, passphrase=passphrase).device
    assert list(damaged.folder.glob(".restore-*")) == []
    with Store.open(damaged.folder, keys.database, done["device"]) as store:
        assert store.check() == []
    assert joined(damaged, office) == office.carried


@pytest.mark.scenario(40)
def test_whole_data_is_not_rescued(damaged: CommandLine, office: Office) -> None:
    """`backup restore` on a unit that is whole goes back to the backup, as it says."""
    done = damaged("backup", "restore").json
    assert "recovered" not in done
    assert damaged.digest() not in (office.carried, office.confirmed)
