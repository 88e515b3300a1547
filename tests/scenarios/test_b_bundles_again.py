"""Bundles that come twice, come back, come alone, or belong to others: nothing doubles, nothing breaks."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.services.sending import Wanted
from flexdesk.store.digest import dump
from flexdesk.sync.bundle_header import State
from flexdesk.sync.faults import BundleForOthers
from flexdesk.system.clock import FixedClock
from tests.helpers.units import NIP, SRI, Unit, fresh_unit
from ui.sending import model

NAMES = ("sri", "budi", "wayan")


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return fresh_unit(tmp_path / "unit")


def edit(desk: Desk, **cells: str) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(minutes=1)
    assert desk.people.change(NIP, cells) is not None


def send(desk: Desk, name: str, to: str = "unit") -> Path:
    return desk.bundles.create(desk.folder.parent / f"{name}.flexdesk", to).path


def everything(desk: Desk) -> tuple[object, ...]:
    """Rows, log, what waits, what is held, what was sent: all that a second taking might double."""
    db = desk.store.connection
    tables = (
        "tx",
        "op",
        "head",
        "conflict",
        "waiting",
        "batch",
        "quarantine",
        "certificate",
        "entry",
        "carrier",
    )
    counts = tuple(db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables)
    return repr(dump(desk.store)), desk.store.log.vector(), counts, desk.status.read().states


@pytest.mark.scenario(11)
def test_one_bundle_ten_times_by_three_people_changes_nothing_after_the_first(unit: Unit) -> None:
    with unit.open("sri") as sri:
        edit(sri, phone="0811")
        sri.unit.add_place("Balai Contoh", "other_office", "SK 1/2026")
    with unit.open("budi") as budi:
        edit(budi, phone="0822")
        file = send(budi, "budi")
    ends = set()
    for name in NAMES:
        with unit.open(name) as desk:
            first = desk.bundles.apply(file)
            assert (first.applied > 0) is (name != "budi")
            once = everything(desk)
            for _turn in range(9):
                assert desk.bundles.inspect(file).state is State.KNOWN
                again = desk.bundles.apply(file)
                assert (again.applied, again.waiting, again.quarantined, again.rejected) == (0, 0, 0, [])
                assert everything(desk) == once
        with unit.open(name) as desk:  # and after a restart
            assert desk.bundles.apply(file).applied == 0
            assert everything(desk) == once
    backs = []
    for name in NAMES:
        with unit.open(name) as desk:
            backs.append(send(desk, f"{name}-2"))
    for name in NAMES:
        with unit.open(name) as desk:
            for back in backs * 2:
                desk.bundles.apply(back)
    for name in NAMES:
        with unit.open(name) as desk:
            ends.add(repr(dump(desk.store)))
            assert [d.field for d in desk.store.disputes()] == ["phone"]
    assert len(ends) == 1


@pytest.mark.scenario(17)
def test_ones_own_file_that_comes_back_is_known_and_no_second_laptop(unit: Unit) -> None:
    with unit.open("sri") as sri:
        edit(sri, phone="0811")
        file = send(sri, "sri")
        edit(sri, phone="0812")  # in no file yet
        before, keys = everything(sri), sri.keys.device
        taken = sri.bundles.apply(file)
        assert (taken.applied, taken.waiting, taken.quarantined) == (0, 0, 0)
        assert taken.known == sri.bundles.inspect(file).header.changes > 0
        assert everything(sri) == before
        assert not sri.exchange.renewal.pending
    with unit.open("sri") as sri:
        assert sri.keys.device == keys
        assert sri.store.select("person")[0]["phone"] == "0812"


@pytest.fixture
def alone(unit: Unit) -> tuple[Unit, Sequence[Path]]:
    """Wayan's laptop of last week, and the newest of three files; the two before it never come."""
    with unit.open("sri") as sri:
        edit(sri, phone="0811")
        first = send(sri, "sri-1")
    shutil.copytree(unit.folder / "wayan", unit.folder / "old")
    with unit.open("wayan") as wayan:
        wayan.bundles.apply(first)
        edit(wayan, email="wayan@contoh.go.id")
        second = send(wayan, "wayan-1")
    with unit.open("sri") as sri:
        sri.bundles.apply(second)
        edit(sri, phone="0813")
        third = send(sri, "sri-2", to=sri.bundles.inspect(second).header.sender)
    return unit, (first, second, third)


@pytest.mark.scenario(13)
def test_what_never_becomes_complete_waits_by_name_and_harms_nothing(
    alone: tuple[Unit, Sequence[Path]],
) -> None:
    unit, (first, second, third) = alone
    with unit.open("sri") as sri:
        device = sri.store.device
    with unit.open("old") as old:
        shown = repr(dump(old.store))
        for _turn in range(3):  # who got it again is no further
            taken = old.bundles.apply(third)
            assert (taken.applied, taken.waiting) == (0, taken.waiting)
            assert taken.waiting > 0
        assert repr(dump(old.store)) == shown
        waiting = old.sending.waiting()
        wanted = old.sending.wanted()
        [of_sri] = [one for one in wanted if one.device == device]
        assert of_sri == Wanted(device, SRI, of_sri.first, of_sri.last)
    with unit.open("old") as old:  # weeks go by: it is worked on, backed up, opened and closed
        assert (old.sending.waiting(), old.sending.wanted()) == (waiting, wanted)
        entries = model.in_entries(model.read(old))
        assert [(entry.title, entry.icon) for entry in entries if SRI in entry.title]
        assert old.store.check() == []
        assert old.store.log.first_bad() is None
        backup = old.backups.create(old.clock.now())
        assert old.backups.verify(backup.name) == []
        assert old.carry.write().trouble == ""
        assert (old.sending.waiting(), old.sending.wanted()) == (waiting, wanted)
    with unit.open("old") as old:  # and after all that the missing files are still welcome
        old.bundles.apply(second)
        old.bundles.apply(first)
        assert (old.sending.waiting(), old.sending.wanted()) == (0, [])
        assert old.store.select("person")[0]["phone"] == "0813"


@pytest.mark.scenario(13)
def test_what_waits_here_is_passed_on_and_counts_where_it_is_complete(
    alone: tuple[Unit, Sequence[Path]],
) -> None:
    unit, (first, second, third) = alone
    with unit.open("old") as old:
        old.bundles.apply(third)
        passed = old.carry.write().path
    with unit.open("budi") as budi:
        budi.bundles.apply(first)
        budi.bundles.apply(second)
        assert budi.store.select("person")[0]["phone"] == "0811"
        taken = budi.bundles.apply(passed)
        assert taken.waiting == 0
        assert budi.store.select("person")[0]["phone"] == "0813"


@pytest.mark.scenario(16)
def test_a_bundle_of_another_unit_is_refused_in_plain_words_on_the_command_line(
    unit: Unit, tmp_path: Path
) -> None:
    from tests.helpers.command_line import CommandLine

    other = CommandLine(tmp_path / "lain")
    other.found_cheaply("Kelurahan Lain")
    with unit.open("sri") as sri:
        edit(sri, phone="0811")
        file = send(sri, "sri")
        before = everything(sri)
    digest = other.digest()
    error = other("bundle", "apply", file, code=3).error
    assert error["code"] == BundleForOthers.code
    assert (
        error["message"] == "“sri.flexdesk” tidak dibuat untuk laptop ini, jadi tidak dapat dibuka di sini."
    )
    assert error["safe"]
    assert error["next"]
    assert other("bundle", "inspect", file, code=3).json["state"] == "refused"
    assert other.digest() == digest
    with unit.open("sri") as sri:
        assert everything(sri) == before
