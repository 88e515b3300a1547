"""What exists on this laptop only is carried by itself, and outlives the laptop."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from flexdesk.bootstrap import open_desk
from flexdesk.desk.desk import Desk
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.server.bundles import import_bundle
from flexdesk.server.central import Central
from flexdesk.server.run import running
from flexdesk.services import carry, recipients
from flexdesk.services.carried import told
from flexdesk.services.carry import CarryFolderGone, CarryUnfit
from flexdesk.services.membership import IsACopy
from flexdesk.store.digest import digest
from flexdesk.sync import bundle
from flexdesk.sync.bundle import read_bundle
from flexdesk.sync.faults import BundleForOthers
from flexdesk.system.clock import FixedClock
from tests.helpers.command_line import CommandLine
from tests.helpers.desks import PASSPHRASE
from tests.helpers.units import NIP, START, Unit, fresh_unit


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return fresh_unit(tmp_path / "unit")


def edit(desk: Desk, **cells: str) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(minutes=1)
    assert desk.people.change(NIP, cells) is not None


def later(desk: Desk, **delta: float) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(**delta)


def test_it_counts_what_nobody_else_is_known_to_have(unit: Unit, tmp_path: Path) -> None:
    with unit.open("sri") as sri:
        before = sri.carry.facts()
        edit(sri, phone="0811")
        edit(sri, phone="0812")
        assert sri.carry.facts().only_here == before.only_here + 2
        first = sri.bundles.create(tmp_path / "a.flexdesk", "unit").path
        assert sri.carry.facts().only_here == before.only_here + 2  # written is not arrived
        sri.bundles.hand_over(1)
        assert sri.carry.facts().only_here == before.only_here + 2
    with unit.open("budi") as budi:
        budi.bundles.apply(first)
        edit(budi, email="b@contoh.go.id")
        answer = budi.bundles.create(tmp_path / "b.flexdesk", "unit").path
    with unit.open("sri") as sri:
        sri.bundles.apply(answer)  # Budi's change was made in the knowledge of Sri's
        assert sri.carry.facts().only_here == 0
        edit(sri, phone="0813")
        assert (sri.carry.facts().only_here, sri.status.read().carry.uncarried) == (1, 1)
        assert "1 changes exist on this laptop only" in told(sri.carry.facts())
        with running(unit.settings) as url:
            sri.sync.sync(url)
        assert sri.carry.facts().only_here == 0
        assert not sri.carry.is_due(sri.clock.now() + timedelta(days=9))


def test_it_is_due_once_a_day_and_only_with_something_to_carry(unit: Unit) -> None:
    with unit.open("sri") as sri:
        given = len(sri.carriers.all())
        edit(sri, phone="0811")
        assert sri.carry.is_due(sri.clock.now())
        assert sri.carry.is_wanted_at_closing()
        file = sri.carry.write()
        assert file.path.parent == sri.folder / "outbox"
        assert file.covers == sri.store.log.vector()[sri.store.device]
        assert not sri.carry.is_due(sri.clock.now() + timedelta(days=9))  # nothing new
        assert not sri.carry.is_wanted_at_closing()
        edit(sri, phone="0812")
        assert sri.carry.is_wanted_at_closing()
        assert not sri.carry.is_due(sri.clock.now())
        assert sri.carry.is_due(sri.clock.now() + timedelta(hours=20))
        assert sri.carry.is_due(sri.clock.now() - timedelta(days=400))  # a clock that was set back
        assert len(sri.carriers.all()) == given  # nothing more was given away, so nothing turns blue


def test_the_dead_laptops_edits_come_back_from_its_stick(unit: Unit, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with unit.open("sri") as sri:
        sri.carry.set_folder(stick)
        edit(sri, phone="0811")
        twin = sri.carry.write().outside
        edit(sri, email="lost@contoh.go.id")
        assert (sri.carry.facts().only_here, sri.carry.facts().exposed) == (
            sri.store.log.vector()[sri.store.device] - 0,
            1,
        )
    shutil.rmtree(unit.folder / "sri")  # the disk died: one edit is lost, and it was said beforehand
    assert twin is not None
    assert twin.parent == stick
    with unit.open("budi") as budi:
        taken = budi.bundles.apply(twin)
        assert (taken.waiting, taken.quarantined) == (0, 0)
        row = budi.store.select("person")[0]
        assert (row["phone"], row["email"]) == ("0811", None)
        assert budi.bundles.apply(twin).applied == 0


def test_the_server_and_the_recovery_key_open_it_and_a_stranger_does_not(unit: Unit) -> None:
    recovery = ReceivingKey.generate()
    with unit.open("sri") as sri:
        sri.store.set_setting(recipients.RECOVERY, f'["{recovery.recipient}"]')
        edit(sri, phone="0811")
        file = sri.carry.write()
        issuers = sri.membership.issuers()
        log_id = sri.membership.log_id
    with Central(unit.settings) as central:
        assert import_bundle(central, file.path).taken > 0
    found = read_bundle(file.path, recovery, unit=log_id, issuers=issuers)
    assert found.header.changes == file.header.changes
    with pytest.raises(BundleForOthers):
        read_bundle(file.path, ReceivingKey.generate(), unit=log_id, issuers=issuers)


def test_a_few_are_kept_and_never_fewer_than_the_good_one(unit: Unit, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    strange = stick / "bawaan-00000000-20200101T000000Z.flexdesk"
    strange.write_bytes(b"of another laptop")
    with unit.open("sri") as sri:
        sri.carry.set_folder(stick)
        for number in range(8):
            edit(sri, phone=str(number))
            later(sri, days=1)
            newest = sri.carry.write()
        assert len(sri.carry.files()) == len(sri.carry.files(stick)) == carry.KEEP
        assert sri.carry.files()[0] == newest.path
        later(sri, days=-900)  # the newest has the oldest name now
        edit(sri, phone="back")
        newest = sri.carry.write()
        assert newest.path in sri.carry.files()
        assert newest.outside in sri.carry.files(stick)
        assert len(sri.carry.files()) == carry.KEEP
        (sri.carry.outbox / f".{newest.path.name}.0123abcd.part").write_bytes(b"half")
        sri.carry.write()
        assert [name for name in os.listdir(sri.carry.outbox) if name.startswith(".")] == []
    assert strange.exists()


def test_a_file_that_reads_back_differently_does_not_count(
    unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit.open("sri") as sri:
        edit(sri, phone="0811")
        good = sri.carry.write()
        edit(sri, phone="0812")
        later(sri, days=1)
        real = bundle.write_durably
        monkeypatch.setattr(
            bundle, "write_durably", lambda path, data, mode: real(path, data[:-9] + bytes(9), mode=mode)
        )
        with pytest.raises(CarryUnfit):
            sri.carry.write()
        assert sri.carry.files() == [good.path]
        assert sri.carry.facts().uncarried == 1
        assert sri.carry.is_wanted_at_closing()


def test_a_disk_that_keeps_the_older_content_is_found_out(
    unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies there is a whole carry file of this laptop, and not the one that was written."""
    with unit.open("sri") as sri:
        edit(sri, phone="0811")
        older = sri.carry.write().path.read_bytes()
        edit(sri, phone="0812")
        later(sri, days=1)
        real = bundle.write_durably
        monkeypatch.setattr(bundle, "write_durably", lambda path, _data, mode: real(path, older, mode=mode))
        with pytest.raises(CarryUnfit):
            sri.carry.write()
        assert sri.carry.facts().uncarried == 1


def test_a_stick_that_is_not_there_is_told_and_filled_when_it_comes(unit: Unit, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with unit.open("sri") as sri:
        with pytest.raises(CarryFolderGone):
            sri.carry.set_folder(tmp_path / "nowhere")
        sri.carry.set_folder(stick)
        stick.rmdir()
        edit(sri, phone="0811")
        file = sri.carry.write()
        assert file.outside is None
        assert "is not there" in file.trouble
        facts = sri.carry.facts()
        assert (facts.uncarried, facts.exposed > 0, facts.trouble) == (0, True, file.trouble)
        assert "on this disk only" in told(facts)
        assert not sri.carry.is_due(sri.clock.now())  # it does not ask again every ten minutes
        stick.mkdir()
        assert sri.carry.is_due(sri.clock.now())
        assert sri.carry.write().outside is not None
        assert (sri.carry.facts().exposed, sri.carry.facts().trouble) == (0, "")
        assert str(stick) in told(sri.carry.facts())
        assert not sri.carry.is_due(sri.clock.now())


def test_a_copy_to_look_at_carries_nothing(unit: Unit, tmp_path: Path) -> None:
    with unit.open("sri") as sri:
        edit(sri, phone="0811")
        backup = sri.backups.create(sri.clock.now())
        sri.backups.restore_as_copy(backup.name, tmp_path / "copy")
    with open_desk(tmp_path / "copy", passphrase=PASSPHRASE, clock=FixedClock(START)) as copy:
        assert not copy.carry.is_due(START)
        assert not copy.carry.is_wanted_at_closing()
        with pytest.raises(IsACopy):
            copy.carry.write()


def test_the_command_writes_tells_and_remembers_the_folder(tmp_path: Path) -> None:
    fd = CommandLine(tmp_path / "data")
    fd.found_cheaply()
    stick = tmp_path / "stick"
    stick.mkdir()
    fd("people", "add", "--nip", NIP, "--name", "Sri Contohwati")
    tried = fd("bundle", "carry", "--dry-run").json
    assert (tried["only_here"], tried["uncarried"], tried["carried_at"]) == (2, 2, None)
    made = fd("bundle", "carry", "--folder", stick).json
    assert made["changes"] == made["covers"] == 2
    assert Path(made["path"]).read_bytes() == Path(made["outside"]).read_bytes()
    assert fd("status").json["carry"]["exposed"] == 0
    shutil.rmtree(stick)
    fd("people", "set", NIP, "phone=0811")
    again = fd("bundle", "carry", code=1).json
    assert again["outside"] is None
    assert again["trouble"]
    assert "layar Kirim" in fd("bundle", "carry", "--folder", tmp_path / "gone", code=4).error["next"]
    assert fd("bundle", "carry", "--no-folder").json["trouble"] is None
    said = fd("bundle", "carry", json=False).out
    assert "hanya ada di laptop ini" in said
    with fd_opened(fd) as desk:
        before = digest(desk.store)
        assert desk.bundles.inspect(Path(again["path"])).header.number == carry.NUMBER
        assert digest(desk.store) == before


def fd_opened(fd: CommandLine) -> Desk:
    return open_desk(fd.folder, passphrase=fd.passphrase.read_text().strip())
