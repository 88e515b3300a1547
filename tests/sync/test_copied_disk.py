"""Two laptops under one name: noticed at the first exchange that matters, and both keep all edits."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.bootstrap import open_desk
from flexdesk.desk.desk import Desk
from flexdesk.keys import keyfile
from flexdesk.server import admin
from flexdesk.server.bundles import receipt, write_receipt
from flexdesk.server.central import Central
from flexdesk.server.run import running
from flexdesk.services.renewal import DiskCopied
from flexdesk.store.carriers import Doubt
from flexdesk.store.digest import digest
from flexdesk.sync.http import ServerRefused
from flexdesk.sync.receipts import WrongReceiptCode
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import PASSPHRASE
from tests.helpers.units import NIP, START, Unit, make_unit


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return make_unit(tmp_path / "unit")


@pytest.fixture
def url(unit: Unit) -> Iterator[str]:
    with running(unit.settings) as address:
        yield address


def opened(folder: Path) -> Desk:
    return open_desk(folder, passphrase=PASSPHRASE, clock=FixedClock(START))


def write(folder: Path, nip: str, name: str, phone: str) -> str:
    with opened(folder) as desk:
        desk.people.change(NIP, {"phone": phone})
        desk.people.add(nip, name)
        return desk.store.device


def sync(folder: Path, url: str) -> str:
    """As a person does who reads what the program says: sync, and after a copy was found open it again."""
    with opened(folder) as desk:
        try:
            desk.sync.sync(url)
        except DiskCopied:
            pass
        else:
            return desk.store.device
    with opened(folder) as desk:
        desk.sync.sync(url)
        return desk.store.device


@pytest.mark.scenario(43)
def test_both_copies_keep_their_edits_and_their_new_people(unit: Unit, url: str) -> None:
    original, copy, other = unit.folder / "budi", unit.folder / "copy", unit.folder / "sri"
    shutil.copytree(original, copy)
    before = write(original, "199001012015041001", "Made Contohnya", "0811")
    assert write(copy, "199202022016042002", "Putu Contohnya", "0822") == before

    assert sync(original, url) == before
    renamed = sync(copy, url)
    assert renamed != before
    ends = set()
    for folder in (original, other, copy, original):
        sync(folder, url)
    for folder in (original, copy, other):
        with opened(folder) as desk:
            ends.add(digest(desk.store))
            names = {row["name"] for row in desk.store.select("person")}
            assert {"Made Contohnya", "Putu Contohnya"} <= names
            (dispute,) = desk.store.disputes()
            assert {(head.device, head.value) for head in dispute.heads} == {
                (before, "0811"),
                (renamed, "0822"),
            }
            assert desk.store.log.first_bad() is None
    assert len(ends) == 1


@pytest.mark.scenario(43)
def test_a_copy_without_edits_of_its_own_becomes_another_laptop_too(unit: Unit, url: str) -> None:
    original, copy = unit.folder / "budi", unit.folder / "copy"
    shutil.copytree(original, copy)
    before = write(original, "199001012015041001", "Made Contohnya", "0811")
    sync(original, url)
    assert sync(copy, url) != before
    with opened(original) as one, opened(copy) as two:
        one.sync.sync(url)
        assert digest(one.store) == digest(two.store)


def test_until_it_is_opened_again_everything_stays_and_nothing_is_sent(unit: Unit, url: str) -> None:
    original, copy = unit.folder / "budi", unit.folder / "copy"
    shutil.copytree(original, copy)
    write(original, "199001012015041001", "Made Contohnya", "0811")
    sync(original, url)
    with opened(copy) as desk:
        desk.people.change(NIP, {"phone": "0822"})
        with pytest.raises(DiskCopied) as caught:
            desk.sync.sync(url)
        assert "kept" in caught.value.what_is_safe
        desk.people.change(NIP, {"email": "putu@contoh.go.id"})  # work goes on in the open window
        with pytest.raises(DiskCopied):
            desk.sync.sync(url)
    with opened(copy) as desk:
        (person,) = desk.store.select("person", nip=NIP)
        assert person["email"] == "putu@contoh.go.id"
        assert {head.value for d in desk.store.disputes() for head in d.heads} == {"0811", "0822"}


def test_a_crash_before_the_keys_are_written_leaves_the_old_identity(
    unit: Unit, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, copy = unit.folder / "budi", unit.folder / "copy"
    shutil.copytree(original, copy)
    before = write(original, "199001012015041001", "Made Contohnya", "0811")
    sync(original, url)

    def die(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with opened(copy) as desk, monkeypatch.context() as patch:
        desk.people.change(NIP, {"phone": "0822"})
        patch.setattr(keyfile, "replace_keys", die)
        with pytest.raises(KeyboardInterrupt):
            desk.sync.sync(url)
    with opened(copy) as desk:
        assert desk.store.device == before
    assert sync(copy, url) != before


def test_the_server_certifies_a_successor_only_on_the_word_of_a_trusted_device(unit: Unit, url: str) -> None:
    original, copy = unit.folder / "budi", unit.folder / "copy"
    shutil.copytree(original, copy)
    before = write(original, "199001012015041001", "Made Contohnya", "0811")
    write(copy, "199202022016042002", "Putu Contohnya", "0822")
    sync(original, url)
    with opened(copy) as desk, pytest.raises(DiskCopied):
        desk.sync.sync(url)
    with Central(unit.settings) as central:
        admin.revoke(central, before)
    with opened(copy) as desk, pytest.raises(ServerRefused):
        desk.sync.sync(url)
    with opened(copy) as desk:
        assert {"Putu Contohnya", "Made Contohnya"} <= {row["name"] for row in desk.store.select("person")}


@pytest.mark.scenario(43)
def test_a_colleague_who_got_one_copys_file_and_the_others_changes_ends_like_everybody(
    unit: Unit, url: str, tmp_path: Path
) -> None:
    original, copy, colleague = unit.folder / "budi", unit.folder / "copy", unit.folder / "sri"
    shutil.copytree(original, copy)
    before = write(original, "199001012015041001", "Made Contohnya", "0811")
    write(copy, "199202022016042002", "Putu Contohnya", "0822")
    with opened(copy) as desk:
        desk.bundles.create(tmp_path / "file.flexdesk", "unit")
    with opened(colleague) as desk:
        desk.bundles.apply(tmp_path / "file.flexdesk")
        desk.people.change(NIP, {"domicile": "Kota Contoh"})
        assert {row["name"] for row in desk.store.select("person")} >= {"Putu Contohnya"}
    sync(original, url)
    with opened(colleague) as desk:
        desk.sync.sync(url)
        names = {row["name"] for row in desk.store.select("person")}
        assert "Made Contohnya" in names
        assert "Putu Contohnya" not in names  # until its author sends it under a name of its own
        assert [held.reason for held in desk.carriers.quarantined()] == [Doubt.COPIED]
        assert desk.store.log.first_bad() is None
    assert sync(copy, url) != before
    ends = set()
    for folder in (original, colleague, copy):
        sync(folder, url)
        with opened(folder) as desk:
            ends.add(digest(desk.store))
            assert {"Made Contohnya", "Putu Contohnya"} <= {
                row["name"] for row in desk.store.select("person")
            }
    assert len(ends) == 1


def test_no_receipt_for_the_other_copys_changes_counts_here(unit: Unit, url: str, tmp_path: Path) -> None:
    original, copy = unit.folder / "budi", unit.folder / "copy"
    shutil.copytree(original, copy)
    before = write(original, "199001012015041001", "Made Contohnya", "0811")
    write(copy, "199202022016042002", "Putu Contohnya", "0822")
    sync(original, url)
    with Central(unit.settings) as central:
        code = receipt(central, before).code
        write_receipt(central, admin.devices(central)[0].unit_id, tmp_path / "receipt.flexdesk")
    with opened(copy) as desk:
        covered = desk.carriers.received()
        desk.exchange.batch_up()
        with pytest.raises(WrongReceiptCode):
            desk.bundles.receipt_code(code)
        desk.bundles.receipt_file(tmp_path / "receipt.flexdesk")
        assert desk.carriers.received() == covered
