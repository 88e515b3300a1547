"""A disk that is full, a stick that is pulled: told in plain words, nothing lost, and it goes on after."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flexdesk.bootstrap import open_desk
from flexdesk.desk.desk import Desk
from flexdesk.errors import EnvironmentTrouble
from flexdesk.keys import keyfile
from flexdesk.keys.errors import KeysNotWritten
from flexdesk.store.digest import digest
from flexdesk.store.errors import DiskFull
from flexdesk.sync.faults import BundleNoSpace, BundleNotWritten, BundleUnreadable
from flexdesk.system import durable
from flexdesk.system.clock import FixedClock
from tests.helpers.command_line import CommandLine
from tests.helpers.desks import DATA, PASSPHRASE
from tests.helpers.media import SmallDisk, Stick, small_disk, stick
from tests.helpers.units import NIP, START, Unit, fresh_unit

ROSTER = DATA / "rosters" / "02-duk-kecamatan-tirtawening.xlsx"
MANY = 300


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    made = fresh_unit(tmp_path_factory.mktemp("unit") / "unit")
    with made.open("budi") as budi:
        for number in range(MANY):
            budi.people.change(NIP, {"domicile": f"Jalan Contoh nomor {number}, Kelurahan Contoh"})
        budi.bundles.create(made.folder / "budi.flexdesk", "unit")
    return made


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk") as made:
        yield made


@pytest.fixture
def plugged(tmp_path: Path) -> Iterator[Stick]:
    with stick(tmp_path) as made:
        yield made


def state(desk: Desk) -> tuple[str, dict[str, int]]:
    return digest(desk.store), desk.store.log.vector()


def rotate(desk: Desk) -> None:
    keyfile.replace_keys(desk.folder, desk.keys)


PHASES: dict[str, tuple[Callable[[Desk, Unit], object], type[EnvironmentTrouble]]] = {
    "edit": (lambda desk, _unit: _edits(desk), DiskFull),
    "import": (lambda desk, _unit: desk.people.import_file(ROSTER), DiskFull),
    "apply": (lambda desk, unit: desk.bundles.apply(unit.folder / "budi.flexdesk"), DiskFull),
    "export": (lambda desk, _unit: desk.bundles.create(desk.folder / "x.flexdesk", "unit"), BundleNoSpace),
    "carry": (lambda desk, _unit: desk.carry.write(), EnvironmentTrouble),
    "backup": (lambda desk, _unit: desk.backups.create(desk.clock.now()), DiskFull),
    "rotation": (lambda desk, _unit: rotate(desk), KeysNotWritten),
}


def _edits(desk: Desk) -> None:
    for number in range(200):
        desk.unit.add_place(f"Balai Contoh {number}", "other_office", "SK 1/2026")


@pytest.mark.scenario(37)
@pytest.mark.parametrize("leave_kib", [0, 24])
@pytest.mark.parametrize("phase", PHASES)
def test_a_full_disk_is_told_and_loses_nothing(
    disk: SmallDisk, unit: Unit, phase: str, leave_kib: int
) -> None:
    act, trouble = PHASES[phase]
    with unit.open("sri", copy=disk.folder / "data") as desk:
        desk.people.change(NIP, {"phone": "0811"})
        desk.exchange.batch_up()  # so that the writing of files, not of the store, meets the end
        confirmed = desk.store.log.vector()[desk.store.device]
        before = state(desk)
        disk.fill(leave_kib if phase in ("edit", "import", "apply") else 0)
        with pytest.raises(trouble) as caught:
            act(desk, unit)
        assert caught.value.exit_code == 4
        assert "full" in caught.value.message or "full" in str(caught.value.facts)
        left = [path.name for path in disk.folder.rglob("*") if path.suffix in (".part", ".flexdesk")]
        assert [name for name in left if name.endswith(".flexdesk")] == []
        if phase != "edit":
            assert state(desk) == before
        kept = desk.store.log.vector()[desk.store.device]
        assert kept >= confirmed
        assert desk.store.check() == []
        disk.free()
        if phase == "edit":
            assert desk.people.change(NIP, {"phone": "0812"}) is not None
        else:
            act(desk, unit)
        after = state(desk)
    with open_desk(disk.folder / "data", passphrase=PASSPHRASE, clock=FixedClock(START)) as again:
        assert state(again) == after
        assert again.store.check() == []
        assert again.store.log.first_bad() is None


@pytest.mark.scenario(37)
def test_a_disk_that_is_full_at_the_start_still_shows_the_unit(disk: SmallDisk, unit: Unit) -> None:
    shutil.copytree(unit.folder / "sri", disk.folder / "data")
    disk.fill(64)  # the index of the log is 32 KiB
    with open_desk(disk.folder / "data", passphrase=PASSPHRASE, clock=FixedClock(START)) as desk:
        assert desk.store.select("person")


@pytest.mark.scenario(37)
@pytest.mark.scenario(38)
def test_a_full_stick_holds_the_older_file_and_the_laptop_the_carry(
    disk: SmallDisk, unit: Unit, tmp_path: Path
) -> None:
    with unit.open("sri", copy=tmp_path / "data") as desk:
        desk.carry.set_folder(disk.folder)
        desk.people.change(NIP, {"phone": "0811"})
        first = desk.carry.write()
        assert first.outside is not None
        desk.people.change(NIP, {"phone": "0812"})
        assert isinstance(desk.clock, FixedClock)
        desk.clock.advance(days=1)
        disk.fill()
        second = desk.carry.write()
        assert "full" in second.trouble
        assert desk.carry.files(disk.folder) == [first.outside]
        assert desk.bundles.inspect(first.outside).header == first.header
        facts = desk.carry.facts()
        assert (facts.uncarried, facts.exposed) == (0, 1)
        disk.free()
        assert desk.carry.is_due(desk.clock.now())
        assert desk.carry.write().trouble == ""


PULLS = {"open": "open", "sync": "fsync", "read back": "posix_fadvise", "rename": "replace"}


@pytest.mark.scenario(38)
@pytest.mark.parametrize("moment", PULLS)
def test_a_stick_that_is_pulled_while_a_file_is_written(
    plugged: Stick, unit: Unit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    name = PULLS[moment]
    real = getattr(os, name)

    def pulled(*arguments: object, **named: object) -> object:
        if plugged.plugged and (name != "open" or str(plugged.folder) in str(arguments[0])):
            plugged.pull()
        return real(*arguments, **named)

    with unit.open("sri", copy=tmp_path / "data") as desk:
        before = state(desk)
        file = plugged.folder / "x.flexdesk"
        monkeypatch.setattr(durable.os, name, pulled)
        refused = False
        try:
            desk.bundles.create(file, "unit")
        except BundleNotWritten:
            refused = True
        monkeypatch.undo()
        # An empty folder stands where the stick was: what was opened after the pull lies on the laptop.
        assert refused is not file.exists()
        file.unlink(missing_ok=True)
        assert [name for name in os.listdir(plugged.inside) if not name.startswith(".")] == []
        plugged.plug()
        written = desk.bundles.create(file, "unit")
        assert state(desk) == before
    with unit.open("budi", copy=tmp_path / "budi") as budi:
        assert budi.bundles.apply(plugged.inside / "x.flexdesk").waiting == 0
        assert written.header.changes


@pytest.mark.scenario(39)
def test_a_stick_that_is_pulled_while_a_file_is_read(unit: Unit, plugged: Stick, tmp_path: Path) -> None:
    """Reading /proc/self/mem fails in the middle as a stick does that is no longer there: with EIO."""
    shutil.copyfile(unit.folder / "budi.flexdesk", plugged.inside / "x.flexdesk")
    (plugged.inside / "broken.flexdesk").symlink_to("/proc/self/mem")
    with unit.open("sri", copy=tmp_path / "data") as desk:
        before = state(desk)
        with pytest.raises(BundleUnreadable) as caught:
            desk.bundles.apply(plugged.folder / "broken.flexdesk")
        assert "cannot be read or written" in caught.value.message
        assert "Plug the stick in again" in caught.value.what_to_do
        assert state(desk) == before
        inspected = desk.bundles.inspect(plugged.folder / "x.flexdesk")
        plugged.pull()
        with pytest.raises(BundleUnreadable):
            desk.bundles.apply(plugged.folder / "x.flexdesk")
        assert state(desk) == before
        plugged.plug()
        taken = desk.bundles.apply(plugged.folder / "x.flexdesk")
        assert (taken.applied, taken.applied + taken.known) == (MANY, inspected.header.changes)


@pytest.mark.scenario(39)
@pytest.mark.parametrize(
    "words",
    [
        ("bundle", "apply"),
        ("bundle", "inspect"),
        ("bundle", "apply", "--text"),
        ("people", "import"),
        ("targets", "import"),
        ("schedule", "import"),
    ],
    ids=" ".join,
)
def test_every_command_that_reads_says_that_the_stick_does_not_answer(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    if not Path("/proc/self/mem").exists():
        pytest.skip("a file that fails while it is read is found on Linux only")
    fd = CommandLine(tmp_path / "data")
    fd.found_cheaply()
    before = fd.digest()
    kind = ".flexdesk" if words[0] == "bundle" else ".xlsx"
    (tmp_path / f"stick{kind}").symlink_to("/proc/self/mem")
    error = fd(*words, tmp_path / f"stick{kind}", code=4).error
    assert error["message"]
    assert error["next"]
    assert "disk tidak dapat dibaca atau ditulisi" in error["message"]
    assert fd.digest() == before
