"""Two laptops under one name: noticed at the first exchange that matters, and both keep all edits."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from flexdesk.bootstrap import open_desk
from flexdesk.desk.desk import Desk
from flexdesk.keys import keyfile
from flexdesk.server import admin
from flexdesk.server.bundles import receipt, write_receipt
from flexdesk.server.central import Central
from flexdesk.server.run import running
from flexdesk.services.identity import DiskCopied
from flexdesk.store.carriers import Doubt
from flexdesk.store.digest import digest
from flexdesk.store.log import ForkFound
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


@pytest.mark.scenario(43)
def test_what_the_server_has_from_here_is_not_sent_again_when_a_copys_file_comes(
    unit: Unit, url: str, tmp_path: Path
) -> None:
    original, copy = unit.folder / "budi", unit.folder / "copy"
    shutil.copytree(original, copy)
    write(original, "199001012015041001", "Made Contohnya", "0811")
    sync(original, url)
    write(copy, "199202022016042002", "Putu Contohnya", "0822")
    with opened(original) as desk:
        desk.people.add("199303032017041003", "Nyoman Contohnya")
    with opened(copy) as desk:
        desk.bundles.create(tmp_path / "file.flexdesk", "unit")
    with opened(original) as desk, suppress(DiskCopied):
        desk.bundles.apply(tmp_path / "file.flexdesk")
    ends = set()
    for folder in (original, copy, original):
        sync(folder, url)
        with opened(folder) as desk:
            names = Counter(row["name"] for row in desk.store.select("person"))
            ends.add(digest(desk.store))
    assert {name: names[name] for name in names if name.split()[0] in ("Made", "Putu", "Nyoman")} == {
        "Made Contohnya": 1, "Putu Contohnya": 1, "Nyoman Contohnya": 1,
    }  # fmt: skip


@pytest.mark.scenario(43)
@pytest.mark.parametrize("server_told", [True, False])
def test_a_file_that_parts_from_a_colleagues_changes_leaves_this_laptops_name(
    unit: Unit, url: str, tmp_path: Path, server_told: bool
) -> None:
    original, copy, colleague = unit.folder / "budi", unit.folder / "copy", unit.folder / "sri"
    with opened(colleague) as desk:
        desk.people.change(NIP, {"domicile": "Kota Contoh"})
    sync(colleague, url)
    sync(original, url)
    shutil.copytree(original, copy)
    write(original, "199001012015041001", "Made Contohnya", "0811")
    if server_told:
        sync(original, url)
        sync(colleague, url)
    else:
        with opened(original) as desk:
            desk.bundles.create(tmp_path / "first.flexdesk", "unit")
        with opened(colleague) as desk:
            desk.bundles.apply(tmp_path / "first.flexdesk")
    write(copy, "199202022016042002", "Putu Contohnya", "0822")
    with opened(copy) as desk:
        blobs = desk.exchange.batches({})
    with opened(colleague) as desk:
        before = desk.store.log.vector()
        if server_told:
            desk.exchange.take(blobs)
            assert [one.reason for one in desk.carriers.quarantined()] == [Doubt.COPIED]
        else:
            with pytest.raises(ForkFound):  # who of the two keeps the name is not known yet
                desk.exchange.take(blobs)
        assert not desk.exchange.renewal.pending
        assert desk.store.log.vector() == before
