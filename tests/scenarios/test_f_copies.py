"""One disk, several laptops: whoever notices it second gets a name of its own, and nobody loses an edit."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.bootstrap import open_again
from flexdesk.keys import keyfile
from flexdesk.server.run import running
from flexdesk.services.identity import DiskCopied
from flexdesk.store.digest import digest
from tests.helpers.command_line import CommandLine
from tests.helpers.desks import PASSPHRASE
from tests.helpers.ready_units import ready_unit
from tests.helpers.units import Unit
from tests.helpers.visits import names, opened, sync, write
from tests.helpers.write_points import killed_at_write
from tests.simulator.crashes import Killed

MADE, PUTU, NYOMAN = "Made Contohnya", "Putu Contohnya", "Nyoman Contohnya"
ADDED = {MADE: "199001012015041001", PUTU: "199202022016042002", NYOMAN: "199303032017041003"}


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return ready_unit(tmp_path / "unit")


@pytest.fixture
def url(unit: Unit) -> Iterator[str]:
    with running(unit.settings) as address:
        yield address


def copies(unit: Unit, *names: str) -> list[Path]:
    for name in names:
        shutil.copytree(unit.folder / "budi", unit.folder / name)
    return [unit.folder / "budi", *(unit.folder / name for name in names)]


def ends_equal(folders: list[Path], url: str, *, rounds: int = 2) -> bool:
    for _round in range(rounds):
        for folder in folders:
            sync(folder, url)
    ends = set()
    for folder in folders:
        with opened(folder) as desk:
            ends.add(digest(desk.store))
            assert desk.store.log.first_bad() is None
    return len(ends) == 1


@pytest.mark.scenario(43)
def test_three_copies_of_one_disk_keep_everything(unit: Unit, url: str) -> None:
    folders = copies(unit, "copy", "third")
    phones = ("0811", "0822", "0833")
    for folder, (name, nip), phone in zip(folders, ADDED.items(), phones, strict=True):
        write(folder, nip, name, phone)
    devices = [sync(folder, url) for folder in folders]
    assert len(set(devices)) == 3
    folders.append(unit.folder / "sri")
    assert ends_equal(folders, url)
    for folder in folders:
        assert names(folder) >= set(ADDED)
        with opened(folder) as desk:
            (dispute,) = desk.store.disputes()
            assert {head.value for head in dispute.heads} == set(phones)


@pytest.mark.scenario(43)
def test_a_copy_of_a_copy_that_was_renamed_is_found_again(unit: Unit, url: str) -> None:
    original, copy = copies(unit, "copy")
    write(original, ADDED[MADE], MADE)
    write(copy, ADDED[PUTU], PUTU)
    first = sync(original, url)
    second = sync(copy, url)
    third_folder = unit.folder / "third"
    shutil.copytree(copy, third_folder)
    write(copy, "199404042018042004", "Ketut Contohnya")
    write(third_folder, ADDED[NYOMAN], NYOMAN)
    assert sync(copy, url) == second
    assert len({first, second, sync(third_folder, url)}) == 3
    assert ends_equal([original, copy, third_folder, unit.folder / "sri"], url)
    assert names(original) >= {*ADDED, "Ketut Contohnya"}


@pytest.mark.scenario(43)
def test_a_copy_that_only_looks_on_is_renamed_when_the_other_one_works(unit: Unit, url: str) -> None:
    original, copy = copies(unit, "copy")
    assert sync(original, url) == sync(copy, url)  # nothing was done yet, so nothing can be lost
    before = write(original, ADDED[MADE], MADE)
    sync(original, url)
    renamed = sync(copy, url)
    assert renamed != before
    write(copy, ADDED[PUTU], PUTU)
    assert ends_equal([original, copy, unit.folder / "sri"], url)
    assert names(unit.folder / "sri") >= {MADE, PUTU}


@pytest.mark.scenario(43)
def test_copies_that_meet_by_file_only(unit: Unit, url: str, tmp_path: Path) -> None:
    """No line anywhere: one copy's file is opened on the other, and the server hears of both later."""
    original, copy = copies(unit, "copy")
    file = tmp_path / "dari-salinan.flexdesk"
    before = write(original, ADDED[MADE], MADE, "0811")
    write(copy, ADDED[PUTU], PUTU, "0822")
    with opened(copy) as desk:
        desk.bundles.create(file, "unit")
    desk = opened(original)
    with pytest.raises(DiskCopied):
        desk.bundles.apply(file)
    assert desk.store.device == before
    desk = open_again(desk)
    desk.bundles.apply(file)
    assert desk.store.device != before
    assert {MADE, PUTU} <= {row["name"] for row in desk.store.select("person")}
    assert {head.value for d in desk.store.disputes() for head in d.heads} == {"0811", "0822"}
    desk.close()
    assert ends_equal([original, copy, unit.folder / "sri"], url)
    assert names(unit.folder / "sri") >= {MADE, PUTU}


@pytest.mark.scenario(43)
def test_on_the_command_line_one_call_is_enough(unit: Unit, url: str) -> None:
    original, copy = copies(unit, "copy")
    before = write(original, ADDED[MADE], MADE)
    write(copy, ADDED[PUTU], PUTU)
    sync(original, url)
    fd = CommandLine(copy)
    fd.passphrase.write_text(PASSPHRASE, "utf-8")
    assert fd("sync", "--url", url, code=None).json["sent"] > 0
    assert fd("keys", "show").json["device"] != before
    assert names(copy) >= {MADE, PUTU}


@pytest.mark.scenario(43)
def test_a_file_of_the_other_copy_is_taken_by_one_call_and_a_trial_changes_no_key(
    unit: Unit, tmp_path: Path
) -> None:
    original, copy = copies(unit, "copy")
    file = tmp_path / "dari-salinan.flexdesk"
    before = write(original, ADDED[MADE], MADE)
    write(copy, ADDED[PUTU], PUTU)
    with opened(copy) as desk:
        desk.bundles.create(file, "unit")
    fd = CommandLine(original)
    fd.passphrase.write_text(PASSPHRASE, "utf-8")
    keys = (original / keyfile.NAME).read_bytes()
    assert fd("bundle", "apply", file, "--dry-run", code=4).error["code"] == "sync.disk_copied"
    assert (original / keyfile.NAME).read_bytes() == keys
    assert fd("bundle", "apply", file, code=None).json["known"] > 0
    assert fd("keys", "show").json["device"] != before
    assert fd("history", "verify").json["chain"] == "intact"
    assert names(original) >= {MADE, PUTU}


# The renewal and its exchange write eighteen times; every day a few of them are cut, with SOAK all.
CUTS = range(1, 20) if os.environ.get("SOAK") else (2, 5, 9)


@pytest.mark.scenario(43)
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("number", CUTS)
def test_a_power_cut_while_the_name_is_changed(unit: Unit, url: str, number: int, *, before: bool) -> None:
    original, copy = copies(unit, "copy")
    former = write(original, ADDED[MADE], MADE)
    write(copy, ADDED[PUTU], PUTU)
    sync(original, url)
    _cut_at(number, copy, url, before=before)
    with opened(copy) as desk:
        assert desk.store.log.first_bad() is None
        assert PUTU in {row["name"] for row in desk.store.select("person")}
    assert sync(copy, url) != former
    assert ends_equal([original, copy, unit.folder / "sri"], url)
    for folder in (original, copy, unit.folder / "sri"):
        with opened(folder) as desk:
            found = [row["name"] for row in desk.store.select("person")]
            assert found.count(MADE) == found.count(PUTU) == 1


def _cut_at(number: int, folder: Path, url: str, *, before: bool) -> None:
    """An exchange that changes the name and ends at that write, or well where it does not write so often."""
    desk = opened(folder)
    try:
        with killed_at_write(number, before=before):
            try:
                desk.sync.sync(url)
            except DiskCopied:
                desk = open_again(desk)
                desk.sync.sync(url)
    except Killed:
        pass
    finally:
        desk.sync.close()
        desk.store.close()
