"""Laptops of one unit that are edited apart and exchange bundles as files, in every order."""

import json
import shutil
from collections.abc import Callable, Sequence
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from flexdesk.bootstrap import create_desk
from flexdesk.cli.app import main
from flexdesk.desk.desk import Desk
from flexdesk.domain.places import Place
from flexdesk.i18n import language, set_language
from flexdesk.server.run import running
from flexdesk.store.digest import digest
from flexdesk.sync.bundle import write_bundle
from flexdesk.sync.bundle_header import Addressee, State
from flexdesk.sync.faults import (
    BundleFault,
    BundleForOthers,
    BundleOfOtherUnit,
    BundleSignerUnknown,
    NotABundle,
)
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import CHEAP, PASSPHRASE
from tests.helpers.units import BUDI, NIP, SRI, START, Unit, copied, make_unit

DAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    """Made once; every test works on a copy."""
    return make_unit(tmp_path_factory.mktemp("unit"))


@pytest.fixture
def unit(met: Unit, tmp_path: Path) -> Unit:
    return copied(met, tmp_path / "unit")


def edit(desk: Desk, **cells: str) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(minutes=1)
    assert desk.people.change(NIP, cells) is not None


def place(desk: Desk, where: Place) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(minutes=1)
    key = str(desk.store.select("person")[0]["key"])
    assert desk.schedule.set_places([(key, DAY, where)]) is not None


def state(desk: Desk) -> tuple[object, ...]:
    """Everything that laptops who have seen the same must agree on."""
    store = desk.store
    disputes = [(d.id, frozenset((h.device, h.seq, h.value) for h in d.heads)) for d in store.disputes()]
    return digest(store), tuple(disputes), tuple(sorted(store.log.vector().items()))


def send(desk: Desk, name: str, to: str = "unit") -> Path:
    path = desk.folder.parent / f"{name}.flexdesk"
    desk.bundles.create(path, to)
    return path


@pytest.fixture
def apart(unit: Unit) -> tuple[Path, ...]:
    """Four bundles of two laptops: the same cells, other cells of one row, a row of their own."""
    with unit.open("sri") as sri:
        edit(sri, phone="0811")
        place(sri, Place.HOME)
        first = send(sri, "sri-1")
        edit(sri, phone="0812", email="sri@contoh.go.id")
        sri.unit.add_place("Balai Contoh", "other_office", "SK 1/2026")
        second = send(sri, "sri-2")
    with unit.open("budi") as budi:
        edit(budi, phone="0899", domicile="Kota Contoh")
        third = send(budi, "budi-1")
        place(budi, Place.TRAINING)
        fourth = send(budi, "budi-2")
    return first, second, third, fourth


@pytest.mark.scenario(12)
def test_every_order_of_bundles_ends_equal(unit: Unit, apart: Sequence[Path], tmp_path: Path) -> None:
    ends = set()
    for number, order in enumerate(permutations(apart)):
        with unit.open("wayan", copy=tmp_path / f"w{number}") as wayan:
            for path in order:
                wayan.bundles.apply(path)
            assert wayan.store.log.first_bad() is None
            ends.add(state(wayan))
            again = [wayan.bundles.apply(path) for path in (*order, order[0])]
            assert sum(taken.applied for taken in again) == 0
            ends.add(state(wayan))
        shutil.rmtree(tmp_path / f"w{number}")
    for name, files in (("sri", apart[2:]), ("budi", apart[:2])):
        for number, order in enumerate(permutations(files)):
            with unit.open(name, copy=tmp_path / f"{name}{number}") as desk:
                for path in order:
                    desk.bundles.apply(path)
                ends.add(state(desk))
    assert len(ends) == 1


@pytest.mark.scenario(17)
def test_bundles_passed_on_by_a_third_laptop_and_back_end_equal(unit: Unit, apart: Sequence[Path]) -> None:
    with unit.open("wayan") as wayan:
        for path in reversed(apart):
            wayan.bundles.apply(path)
        edit(wayan, golongan="III/a")
        round_about = send(wayan, "wayan-1")
    ends = set()
    for name in ("sri", "budi"):
        with unit.open(name) as desk:
            assert desk.bundles.apply(round_about).known > 0  # its own changes come back, and are known
            ends.add(state(desk))
    with unit.open("wayan") as wayan:
        ends.add(state(wayan))
    assert len(ends) == 1


def test_a_conflict_shows_both_values_and_names_and_ends_everywhere_by_one_choice(
    unit: Unit, apart: Sequence[Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run = commands(unit, tmp_path, capsys)
    for path in apart[2:]:
        run("sri", "bundle", "apply", str(path), exits=1)
    listed = run("sri", "conflicts", "list", exits=1)["conflicts"]
    shown = {item["field"]: {(head["value"], head["by"]) for head in item["heads"]} for item in listed}
    assert shown == {
        "phone": {("0812", SRI), ("0899", BUDI)},
        "place": {("home", SRI), ("training", BUDI)},
    }
    ids = {item["field"]: item["id"] for item in listed}
    run("sri", "conflicts", "resolve", ids["phone"], "--take", "theirs", exits=1)
    run("sri", "conflicts", "resolve", ids["place"], "--take", "mine", exits=0)
    answer = tmp_path / "answer.flexdesk"
    run("sri", "bundle", "create", "--to", "unit", "--out", str(answer), exits=0)
    for name in ("budi", "wayan"):
        taken = run(name, "bundle", "apply", str(answer), exits=0)
        assert (taken["waiting"], taken["conflicts"]) == (0, 0)
    ends = set()
    for name in ("sri", "budi", "wayan"):
        with unit.open(name) as desk:
            assert desk.store.select("person")[0]["phone"] == "0899"
            assert desk.store.select("assignment")[0]["place"] == "home"
            ends.add(state(desk))
    assert len(ends) == 1


def test_two_who_resolve_differently_apart_see_a_new_conflict(unit: Unit, apart: Sequence[Path]) -> None:
    answers = {}
    for name, files in (("sri", apart[2:]), ("budi", apart[:2])):
        with unit.open(name) as desk:
            for path in files:
                desk.bundles.apply(path)
            desk.sync.resolve_all({dispute.id: "mine" for dispute in desk.sync.conflicts()})
            assert desk.sync.conflicts() == []
            answers[name] = send(desk, f"{name}-answer")
    ends = set()
    for name, other in (("sri", "budi"), ("budi", "sri")):
        with unit.open(name) as desk:
            desk.bundles.apply(answers[other])
            assert {d.field for d in desk.sync.conflicts()} == {"phone", "place"}
            ends.add(state(desk))
    assert len(ends) == 1
    with unit.open("sri") as sri:
        sri.sync.resolve_all({dispute.id: "theirs" for dispute in sri.sync.conflicts()})
        last = send(sri, "sri-last")
    with unit.open("budi") as budi:
        budi.bundles.apply(last)
        assert budi.sync.conflicts() == []
        assert budi.store.select("person")[0]["phone"] == "0899"


@pytest.mark.scenario(12)
def test_what_is_missing_is_named_and_found_later(
    unit: Unit, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shutil.copytree(unit.folder / "wayan", unit.folder / "wayan-of-last-week")
    with unit.open("sri") as sri:
        edit(sri, phone="0811")
        edit(sri, phone="0812")
        first = send(sri, "sri-1")
    with unit.open("wayan") as wayan:  # confirms what it has, so that Sri sends only the rest from now on
        wayan.bundles.apply(first)
        edit(wayan, email="wayan@contoh.go.id")
        confirmed = send(wayan, "wayan-1")
    with unit.open("sri") as sri:
        sri.bundles.apply(confirmed)
        device, had = sri.store.device, sri.store.log.vector()[sri.store.device]
        edit(sri, phone="0813")
        second = send(sri, "sri-2", to=wayan.store.device)
    run = commands(unit, tmp_path, capsys)
    inspected = run("wayan-of-last-week", "bundle", "inspect", str(second), exits=1)
    assert inspected["state"] == "waiting"
    assert {"device": device, "have": had - 2, "needed": had} in inspected["missing"]
    taken = run("wayan-of-last-week", "bundle", "apply", str(second), exits=1)
    assert taken["applied"] == 0
    assert taken["waiting"] > 0
    with unit.open("wayan-of-last-week") as old:
        [newest] = [item for item in old.sending.wanted() if item.device == device]
        assert (newest.holder, newest.first, newest.last) == (SRI, had - 1, had)
        assert old.store.select("person")[0]["phone"] is None
        old.bundles.apply(first)
        old.bundles.apply(confirmed)
        assert old.store.log.waiting() == []
        assert old.store.select("person")[0]["phone"] == "0813"


@pytest.mark.scenario(16)
def test_a_bundle_of_another_unit_is_refused(unit: Unit, tmp_path: Path) -> None:
    with create_desk(
        tmp_path / "elsewhere",
        unit="Kelurahan Lain",
        agency="Kota Lain",
        passphrase=PASSPHRASE,
        clock=FixedClock(START),
        cost=CHEAP,
    ) as other:
        other.bundles.create(tmp_path / "closed.flexdesk", "unit")
        blobs = other.exchange.batches({})
        with unit.open("sri") as sri:
            before = state(sri)
            for name, our_unit in (("theirs", False), ("forged", True)):
                write_bundle(
                    tmp_path / f"{name}.flexdesk",
                    unit=sri.membership.log_id if our_unit else other.membership.log_id,
                    signer=other.keys.signing,
                    number=1,
                    recipients=[sri.keys.receiving.recipient],
                    batches=blobs,
                    prerequisites={},
                    addressee=Addressee.UNIT,
                    created=START,
                    app="0.1.0",
                    certificates=list(other.carriers.certificates().values()),
                    entries=[],
                )
            with pytest.raises(BundleForOthers):
                sri.bundles.apply(tmp_path / "closed.flexdesk")
            with pytest.raises(BundleOfOtherUnit) as told:
                sri.bundles.apply(tmp_path / "theirs.flexdesk")
            assert told.value.message == "“theirs.flexdesk” belongs to another unit."
            assert told.value.what_to_do == "Open it on a laptop of that unit."
            with pytest.raises(BundleSignerUnknown):
                sri.bundles.apply(tmp_path / "forged.flexdesk")
            (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a bundle")
            with pytest.raises(NotABundle):
                sri.bundles.apply(tmp_path / "holiday.jpg")
            assert state(sri) == before


def test_a_damaged_bundle_changes_nothing(unit: Unit, apart: Sequence[Path]) -> None:
    whole = apart[1].read_bytes()
    damaged = [whole[:length] for length in range(0, len(whole), max(1, len(whole) // 40))]
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << (at % 8)
        damaged.append(bytes(flipped))
    damaged.append(whole + b"\0")
    file = unit.folder / "damaged.flexdesk"
    with unit.open("wayan") as wayan:
        before = state(wayan)
        for content in damaged:
            file.write_bytes(content)
            with pytest.raises(BundleFault):
                wayan.bundles.apply(file)
        assert state(wayan) == before
        file.write_bytes(whole)
        assert wayan.bundles.inspect(file).state is State.PARTLY_KNOWN
        assert wayan.bundles.apply(file).applied > 0


def test_the_same_changes_by_stick_and_by_line_arrive_once(unit: Unit, apart: Sequence[Path]) -> None:
    ends = set()
    with running(unit.settings) as url:
        for name in ("sri", "budi", "wayan", "sri", "budi"):
            with unit.open(name) as desk:
                if name == "wayan":
                    for path in apart[:3]:
                        desk.bundles.apply(path)
                desk.sync.sync(url)
        for name in ("sri", "budi", "wayan"):
            with unit.open(name) as desk:
                assert desk.sync.sync(url).received == 0
                for path in apart:
                    assert desk.bundles.apply(path).applied == 0
                assert desk.carriers.received() == desk.store.log.vector().get(desk.store.device, 0)
                ends.add(state(desk))
    assert len(ends) == 1


def commands(unit: Unit, folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, Any]]:
    """The real command line over a laptop's folder; gives the JSON document."""
    secret = folder / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")

    def run(name: str, *words: str, exits: int) -> dict[str, Any]:
        capsys.readouterr()
        where = ["--data", str(unit.folder / name), "--passphrase-file", str(secret), "--json"]
        before = language()
        code = main([*where, *words])
        set_language(before)
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert code == exits, document
        return document

    return run
