"""An old backup of the data folder laid back over the new one: noticed at the next exchange, nothing lost."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.server.run import running
from flexdesk.services.identity import DiskCopied, NotTheseKeys
from flexdesk.store.digest import digest
from flexdesk.store.store import DATABASE
from tests.helpers.command_line import CommandLine
from tests.helpers.desks import PASSPHRASE
from tests.helpers.ready_units import ready_unit
from tests.helpers.units import Unit
from tests.helpers.visits import names, opened, sync, write

MADE, PUTU, NYOMAN, KETUT = "Made Contohnya", "Putu Contohnya", "Nyoman Contohnya", "Ketut Contohnya"
NIPS = {
    MADE: "199001012015041001",
    PUTU: "199202022016042002",
    NYOMAN: "199303032017041003",
    KETUT: "199404042018042004",
}

pytestmark = pytest.mark.scenario(44)


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return ready_unit(tmp_path / "unit")


@pytest.fixture
def url(unit: Unit) -> Iterator[str]:
    with running(unit.settings) as address:
        yield address


def keep(folder: Path) -> Path:
    """Somebody copies the data folder onto an external disk."""
    return Path(shutil.copytree(folder, folder.with_name("kept")))


def lay_back(folder: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(folder.with_name("kept"), folder)


def all_agree(unit: Unit, url: str) -> bool:
    folders = [unit.folder / name for name in ("budi", "sri", "budi")]
    for folder in folders:
        sync(folder, url)
    ends = set()
    for folder in folders[:2]:
        with opened(folder) as desk:
            ends.add(digest(desk.store))
            assert desk.store.log.first_bad() is None
            assert desk.store.log.waiting() == []
    return len(ends) == 1


def test_edits_from_before_and_after_the_backup_are_all_there(unit: Unit, url: str) -> None:
    folder = unit.folder / "budi"
    before = write(folder, NIPS[MADE], MADE, "0811")  # in the backup, not sent yet
    keep(folder)
    write(folder, NIPS[PUTU], PUTU, "0822")
    sync(folder, url)
    lay_back(folder)
    assert names(folder) >= {MADE}
    write(folder, NIPS[NYOMAN], NYOMAN, "0833")  # made on the old state
    renamed = sync(folder, url)
    assert renamed != before
    assert all_agree(unit, url)
    for place in (folder, unit.folder / "sri"):
        assert names(place) >= {MADE, PUTU, NYOMAN}
        with opened(place) as desk:
            (dispute,) = desk.store.disputes()  # both wrote the number without having seen each other
            assert {head.value for head in dispute.heads} == {"0822", "0833"}


def test_without_a_new_edit_it_only_takes_a_new_name(unit: Unit, url: str) -> None:
    folder = unit.folder / "budi"
    keep(folder)
    before = write(folder, NIPS[PUTU], PUTU)
    sync(folder, url)
    lay_back(folder)
    assert sync(folder, url) != before
    assert names(folder) >= {PUTU}
    assert all_agree(unit, url)


def test_when_the_server_never_heard_the_rest_the_old_name_stays(unit: Unit, url: str) -> None:
    """What was done after the backup and never left the laptop is gone with its disk; nothing else is."""
    folder = unit.folder / "budi"
    before = write(folder, NIPS[MADE], MADE)
    keep(folder)
    lay_back(folder)
    write(folder, NIPS[NYOMAN], NYOMAN)
    assert sync(folder, url) == before
    assert all_agree(unit, url)
    assert names(unit.folder / "sri") >= {MADE, NYOMAN}


def test_nothing_is_sent_under_the_old_name_once_it_is_noticed(unit: Unit, url: str) -> None:
    folder = unit.folder / "budi"
    keep(folder)
    before = write(folder, NIPS[PUTU], PUTU)
    sync(folder, url)
    lay_back(folder)
    write(folder, NIPS[NYOMAN], NYOMAN)
    with opened(folder) as desk:
        with pytest.raises(DiskCopied):
            desk.sync.sync(url)
        desk.people.add(NIPS[KETUT], KETUT)  # work goes on in the open window
        with pytest.raises(DiskCopied):
            desk.sync.sync(url)
        with pytest.raises(DiskCopied):
            desk.bundles.create(unit.folder / "stick.flexdesk", "unit")
        assert not (unit.folder / "stick.flexdesk").exists()
    sync(unit.folder / "sri", url)
    with opened(unit.folder / "sri") as desk:
        theirs = {tx.kind for tx in desk.store.log.txs(before, 1)}
        assert theirs  # what the server has of the old name is what went out before
        assert {NYOMAN, KETUT}.isdisjoint(names_in(desk))
    assert all_agree(unit, url)
    assert names(unit.folder / "sri") >= {PUTU, NYOMAN, KETUT}


def names_in(desk: object) -> set[str]:
    return {str(row["name"]) for row in desk.store.select("person")}  # type: ignore[attr-defined]


def test_a_stick_from_the_lost_days_brings_back_what_the_server_has_not(
    unit: Unit, url: str, tmp_path: Path
) -> None:
    folder = unit.folder / "budi"
    keep(folder)
    before = write(folder, NIPS[MADE], MADE)
    sync(folder, url)
    write(folder, NIPS[PUTU], PUTU)
    with opened(folder) as desk:
        desk.bundles.create(tmp_path / "stick.flexdesk", "unit")
    lay_back(folder)
    write(folder, NIPS[NYOMAN], NYOMAN)
    fd = CommandLine(folder)
    fd.passphrase.write_text(PASSPHRASE, "utf-8")
    assert fd("sync", "--url", url, code=None).json["sent"] > 0
    fd("bundle", "apply", tmp_path / "stick.flexdesk", code=None)
    assert fd("keys", "show").json["device"] != before
    assert all_agree(unit, url)
    assert names(unit.folder / "sri") >= {MADE, PUTU, NYOMAN}


def test_a_folder_put_back_a_second_time_is_found_again(unit: Unit, url: str) -> None:
    folder = unit.folder / "budi"
    devices = []
    for name in (MADE, PUTU, NYOMAN):
        if devices:
            shutil.rmtree(folder.with_name("kept"))
        keep(folder)
        write(folder, NIPS[name], name)
        sync(folder, url)
        lay_back(folder)
        devices.append(sync(folder, url))
    assert len(set(devices)) == 3
    assert all_agree(unit, url)
    assert names(unit.folder / "sri") >= {MADE, PUTU, NYOMAN}


def test_the_database_alone_put_back_under_keys_that_were_renewed_since(unit: Unit, url: str) -> None:
    """Only flexdesk.db comes from the backup, and the key file beside it has another name by now."""
    folder = unit.folder / "budi"
    keep(folder)
    write(folder, NIPS[PUTU], PUTU)
    sync(folder, url)
    lay_back(folder)
    sync(folder, url)
    present = (folder / DATABASE).read_bytes()
    shutil.copyfile(folder.with_name("kept") / DATABASE, folder / DATABASE)
    with pytest.raises(NotTheseKeys) as caught:
        opened(folder)
    assert caught.value.exit_code == 5
    (folder / DATABASE).write_bytes(present)
    assert names(folder) >= {PUTU}
    lay_back(folder)  # or both from the backup
    assert sync(folder, url)
    assert all_agree(unit, url)
