"""New keys on demand, and an emptied keyring: the data stay open, whatever write a power cut hits."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.bootstrap import create_empty, open_again, open_desk
from flexdesk.desk.desk import Desk
from flexdesk.keys import keyfile
from flexdesk.keys.errors import KeyringSilent
from flexdesk.keys.system_keyring import no_keyring
from flexdesk.server import admin
from flexdesk.server.central import Central
from flexdesk.server.run import running
from flexdesk.store.digest import digest
from flexdesk.system.clock import FixedClock
from tests.helpers.command_line import CommandLine
from tests.helpers.desks import CHEAP, PASSPHRASE, small_desk
from tests.helpers.ready_units import ready_unit
from tests.helpers.units import START, Unit
from tests.helpers.visits import names, opened, sync, write
from tests.helpers.write_points import killed_at_write
from tests.simulator.crashes import Killed
from tests.sync.test_keys import MemoryKeyring

MADE, PUTU, NYOMAN = "Made Contohnya", "Putu Contohnya", "Nyoman Contohnya"
NIPS = {MADE: "199001012015041001", PUTU: "199202022016042002", NYOMAN: "199303032017041003"}


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return ready_unit(tmp_path / "unit")


@pytest.fixture
def url(unit: Unit) -> Iterator[str]:
    with running(unit.settings) as address:
        yield address


def rotate(folder: Path) -> str:
    desk = opened(folder)
    desk.exchange.renewal.rotate()
    desk = open_again(desk)
    try:
        return desk.store.device
    finally:
        desk.close()


def test_edits_in_every_state_survive_new_keys(unit: Unit, url: str, tmp_path: Path) -> None:
    """One received, one in a file that a colleague opens later, one that never left."""
    folder = unit.folder / "budi"
    before = write(folder, NIPS[MADE], MADE)
    sync(folder, url)
    write(folder, NIPS[PUTU], PUTU)
    with opened(folder) as desk:
        desk.bundles.create(tmp_path / "stick.flexdesk", "unit")
    write(folder, NIPS[NYOMAN], NYOMAN)
    fresh = rotate(folder)
    assert fresh != before
    with opened(folder) as desk:
        assert desk.status.read().unsent == 1
        assert desk.security.read().only_here == 2  # and the one on the stick, under the former name
        assert [tx.seq for tx in desk.store.log.txs(fresh, 1)] == [1]
    sync(folder, url)
    with opened(folder) as desk:
        assert desk.security.read().only_here == 0
    with opened(unit.folder / "sri") as desk:
        desk.bundles.apply(tmp_path / "stick.flexdesk")
        desk.sync.sync(url)
        assert desk.store.disputes() == []
        assert desk.store.log.waiting() == []
    assert names(unit.folder / "sri") >= set(NIPS)
    ends = set()
    for name in ("budi", "sri"):
        with opened(unit.folder / name) as desk:
            ends.add(digest(desk.store))
            people = [row["name"] for row in desk.store.select("person")]
            assert len(people) == len(set(people))
    assert len(ends) == 1


def test_the_thief_is_shut_out_and_the_owner_goes_on(unit: Unit, url: str) -> None:
    folder, stolen = unit.folder / "budi", unit.folder / "stolen"
    shutil.copytree(folder, stolen)
    before = write(folder, NIPS[MADE], MADE)
    rotate(folder)
    sync(folder, url)
    with Central(unit.settings) as central:
        admin.revoke(central, before)
    write(stolen, NIPS[PUTU], PUTU)
    with opened(stolen) as desk:
        desk.sync.sync(url)
        assert desk.status.read().unsent == 0
    write(folder, NIPS[NYOMAN], NYOMAN)
    sync(folder, url)
    sync(unit.folder / "sri", url)
    found = names(unit.folder / "sri")
    assert found >= {MADE, NYOMAN}
    assert PUTU not in found


@pytest.mark.scenario(35)
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_a_power_cut_at_any_write_of_a_rotation(unit: Unit, url: str, *, before: bool) -> None:
    folder, kept = unit.folder / "budi", unit.folder / "kept"
    write(folder, NIPS[MADE], MADE)
    shutil.copytree(folder, kept)
    number, finished = 0, False
    while not finished:
        number += 1
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)
        finished = not _cut_at(number, folder, before=before)
        assert names(folder) >= {MADE}
        with opened(folder) as desk:
            assert desk.store.log.first_bad() is None
            assert desk.membership.own_certificate()
            assert not desk.exchange.renewal.pending
    assert number > 4  # the setting, two key files, the move: every one of them was cut
    sync(folder, url)
    sync(unit.folder / "sri", url)
    assert MADE in names(unit.folder / "sri")


def _cut_at(number: int, folder: Path, *, before: bool) -> bool:
    """Whether the power went."""
    desk = opened(folder)
    try:
        with killed_at_write(number, before=before):
            desk.exchange.renewal.rotate()
            desk = open_again(desk)
    except Killed:
        return True
    finally:
        desk.store.close()
    return False


@pytest.mark.scenario(35)
def test_a_power_cut_at_any_write_of_a_new_passphrase(tmp_path: Path) -> None:
    with small_desk(tmp_path / "unit") as desk:
        keys, folder = desk.keys, desk.folder
    for number in (1, 2):
        for before in (True, False):
            with killed_at_write(number, before=before), pytest.raises(Killed):
                keyfile.add_passphrase_slot(folder, keys, f"baru {number} {before}", cost=CHEAP)
            now = PASSPHRASE if (number, before) == (1, True) else f"baru {number} {before}"
            with open_desk(folder, passphrase=now) as desk:
                assert desk.store.device == keys.device


def people_of(fd: CommandLine) -> list[dict[str, str]]:
    """Without their keys, which name the laptop that made them."""
    return [{**row, "key": ""} for row in fd("dump", "--table", "person").json["person"]]


def test_the_command_line_says_what_to_do_next(tmp_path: Path) -> None:
    fd = CommandLine(tmp_path / "data")
    fd.found_cheaply()
    fd("people", "add", "--nip", NIPS[MADE], "--name", MADE)
    people = people_of(fd)
    old = fd("keys", "show").json
    done = fd("keys", "rotate", json=False)
    assert f"flexdesk server revoke {old['device']}" in done.out
    new = fd("keys", "show").json
    assert new["device"] != old["device"]
    assert (new["role"], new["holder"]) == (old["role"], old["holder"])
    assert people_of(fd) == people
    word = tmp_path / "baru"
    word.write_text("kopi pagi di teras", "utf-8")
    fd("keys", "passphrase", "--new-passphrase", word)
    assert fd("digest", code=5).error["code"] == "keys.wrong_passphrase"
    fd.passphrase.write_text("kopi pagi di teras", "utf-8")
    assert people_of(fd) == people
    assert fd("keys", "passphrase", code=2).error["code"]


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


def in_keyring(folder: Path, keyring: MemoryKeyring) -> Desk:
    return open_desk(folder, clock=FixedClock(START), keyring=lambda: keyring)


@pytest.mark.scenario(46)
@pytest.mark.parametrize("way", ["passphrase", "sheet"])
def test_an_emptied_keyring_is_filled_again_from_another_way_in(
    tmp_path: Path, keyring: MemoryKeyring, way: str
) -> None:
    with small_desk(tmp_path / "unit", [(NIPS[MADE], MADE)]) as desk:
        folder = desk.folder
        secret = PASSPHRASE if way == "passphrase" else desk.recovery.new_sheet().code
        keyfile.add_keyring_slot(folder, desk.keys, keyring)
    with in_keyring(folder, keyring) as desk:
        assert not desk.keyring_mended
    keyring.kept.clear()  # a new Windows profile, or a password that the operator set anew
    with pytest.raises(KeyringSilent) as caught:
        in_keyring(folder, keyring)
    assert "passphrase" in caught.value.what_to_do
    with open_desk(folder, passphrase=secret, clock=FixedClock(START), keyring=lambda: keyring) as desk:
        assert desk.keyring_mended
        assert desk.store.select("person")
    with in_keyring(folder, keyring) as desk:
        assert desk.store.select("person")
    assert len(keyring.kept) == 1
    assert sorted(keyfile.ways(folder)).count("keyring") == 1


@pytest.mark.scenario(46)
def test_a_keyring_that_stays_silent_changes_nothing(tmp_path: Path, keyring: MemoryKeyring) -> None:
    with small_desk(tmp_path / "unit") as desk:
        folder = desk.folder
        keyfile.add_keyring_slot(folder, desk.keys, keyring)
    held = (folder / keyfile.NAME).read_bytes()
    with open_desk(folder, passphrase=PASSPHRASE, keyring=lambda: keyring) as desk:
        assert not desk.keyring_mended  # it has the key, and was only not asked
    keyring.mute = True
    with open_desk(folder, passphrase=PASSPHRASE, keyring=lambda: keyring) as desk:
        assert not desk.keyring_mended
    assert (folder / keyfile.NAME).read_bytes() == held
    keyring.mute = False
    with in_keyring(folder, keyring) as desk:
        assert desk.store.device


def test_whoever_chose_no_keyring_gets_none(tmp_path: Path, keyring: MemoryKeyring) -> None:
    folder = tmp_path / "unit"
    create_empty(folder, passphrase=PASSPHRASE, keyring=no_keyring, cost=CHEAP).close()
    with open_desk(folder, passphrase=PASSPHRASE, keyring=lambda: keyring) as desk:
        assert not desk.keyring_mended
    assert keyring.kept == {}
