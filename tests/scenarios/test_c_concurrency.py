"""Several people change the same thing apart: both values are seen, one choice ends it, nothing is lost."""

import json
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import Rating
from flexdesk.domain.periods import parse_period
from flexdesk.domain.places import Place
from flexdesk.server import admin
from flexdesk.server.central import Central
from flexdesk.server.locks import Locks
from flexdesk.server.run import running
from flexdesk.services.settling import By, Take
from flexdesk.store.digest import digest
from flexdesk.sync.wire import decode_batch
from flexdesk.system.clock import FixedClock
from tests.helpers.units import BUDI, NIP, SRI, WAYAN, Unit, copied, make_unit

pytestmark = pytest.mark.usefixtures("english")

QUARTER = parse_period("2026-Q3")
DAY = date(2026, 12, 1)
NAMES = ("sri", "budi", "wayan")


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    """Three laptops with one approved plan; made once, every test works on a copy."""
    unit = make_unit(tmp_path_factory.mktemp("unit"))
    with unit.open("sri") as sri:
        person = sri.store.select("person", nip=NIP)[0]["key"]
        cells = {"person": person, "year": 2026, "status": "approved"}
        sri.committer.commit(Change("targets.import", (sri.committer.insert("skp", cells),)))
        sri.evaluation.set_organisation(QUARTER, "baik")
        sri.evaluation.rate(skp(sri), QUARTER, results=Rating.MEETS, behaviour=Rating.MEETS)
        sri.bundles.create(unit.folder / "plan.flexdesk", "unit")
    for name in ("budi", "wayan"):
        with unit.open(name) as desk:
            desk.bundles.apply(unit.folder / "plan.flexdesk")
    return unit


@pytest.fixture
def unit(met: Unit, tmp_path: Path) -> Unit:
    return copied(met, tmp_path / "unit")


def skp(desk: Desk) -> str:
    return str(desk.store.select("skp")[0]["key"])


def person(desk: Desk) -> str:
    return str(desk.store.select("person", nip=NIP)[0]["key"])


def later(desk: Desk, minutes: int = 1) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(minutes=minutes)


def edit(unit: Unit, name: str, minutes: int = 1, **cells: str) -> Path:
    """One laptop changes the person and writes a file for the others."""
    with unit.open(name) as desk:
        later(desk, minutes)
        assert desk.people.change(NIP, cells) is not None
        return send(unit, desk, f"{name}-{'-'.join(cells)}-{minutes}")


def send(unit: Unit, desk: Desk, name: str) -> Path:
    file = unit.folder / f"{name}.flexdesk"
    desk.bundles.create(file, "unit")
    return file


def state(desk: Desk) -> tuple[object, ...]:
    disputes = [(d.id, frozenset((h.device, h.value) for h in d.heads)) for d in desk.store.disputes()]
    return digest(desk.store), tuple(disputes)


def all_take(unit: Unit, files: list[Path]) -> set[tuple[object, ...]]:
    """Every laptop takes the files in an order of its own."""
    ends = set()
    orders = list(permutations(files))
    for number, name in enumerate(NAMES):
        with unit.open(name) as desk:
            for file in orders[(number * 3) % len(orders)]:
                desk.bundles.apply(file)
            assert desk.store.log.waiting() == []
            ends.add(state(desk))
    return ends


@pytest.mark.scenario(18)
def test_both_values_and_names_are_shown_and_counted_until_one_choice(unit: Unit) -> None:
    files = [edit(unit, "sri", phone="0811"), edit(unit, "budi", phone="0822")]
    assert len(all_take(unit, files)) == 1
    with unit.open("wayan") as wayan:
        [row] = wayan.sending.disputed()
        [dispute] = wayan.sync.conflicts()
        holders = {(head.value, wayan.membership.holder(head.device)) for head in dispute.heads}
        assert holders == {("0811", SRI), ("0822", BUDI)}
        assert (row.person, wayan.status.read().conflicts) == (SRI, 1)
    with unit.open("budi") as budi:
        [row] = budi.sending.disputed()
        assert row.fields[0].mine is not None
        assert (row.fields[0].mine.value, row.fields[0].theirs.value) == ("0822", "0811")
        budi.sync.resolve(budi.sync.conflicts()[0].id, "mine")
        choice = send(unit, budi, "choice")
    assert len(all_take(unit, [choice])) == 1
    for name in NAMES:
        with unit.open(name) as desk:
            assert (desk.status.read().conflicts, desk.store.select("person")[0]["phone"]) == (0, "0822")


@pytest.mark.scenario(19)
def test_different_fields_of_one_row_are_both_kept_and_the_row_tells_of_both(unit: Unit) -> None:
    files = [edit(unit, "sri", phone="0811"), edit(unit, "budi", email="sri@contoh.go.id")]
    assert len(all_take(unit, files)) == 1
    with unit.open("wayan") as wayan:
        [row] = wayan.store.select("person")
        assert (row["phone"], row["email"]) == ("0811", "sri@contoh.go.id")
        assert wayan.sync.conflicts() == []
        [mark] = wayan.sending.edited_together()
        assert (mark.table, mark.row, set(mark.holders)) == ("person", person(wayan), {SRI, BUDI})
        assert mark.fields == {"phone", "email"}
        later(wayan)
        wayan.people.change(NIP, {"golongan": "III/b"})  # somebody has looked at it since
        assert wayan.sending.edited_together() == []


@pytest.mark.scenario(20)
def test_the_same_value_twice_is_no_conflict(unit: Unit) -> None:
    files = [edit(unit, name, phone="0811") for name in NAMES]
    assert len(all_take(unit, files)) == 1
    with unit.open("sri") as sri:
        assert sri.sync.conflicts() == []
        assert len(sri.store.heads("person", person(sri), "phone")) == 3
        assert sri.sending.edited_together() == []


@pytest.mark.scenario(21)
@pytest.mark.parametrize("take", ["mine", "delete"])
def test_what_one_edits_while_another_deletes_it_stays_until_somebody_decides(unit: Unit, take: str) -> None:
    with unit.open("sri") as sri:
        key = f"{person(sri)}|{DAY}"
        sri.schedule.set_places([(person(sri), DAY, Place.HOME)])
        known = send(unit, sri, "day")
    for name in ("budi", "wayan"):
        with unit.open(name) as desk:
            desk.bundles.apply(known)
    with unit.open("sri") as sri:
        sri.committer.commit(Change("test.delete", (sri.committer.delete("assignment", key),)))
        deleted = send(unit, sri, "deleted")
    with unit.open("budi") as budi:
        later(budi)
        row = budi.store.get("assignment", key)
        assert row is not None
        edited_op = budi.committer.update("assignment", row, {"place": Place.TRAINING, "reason": "Diklat"})
        budi.committer.commit(Change("test.edit", (edited_op,)))
        edited = send(unit, budi, "edited")
    assert len(all_take(unit, [deleted, edited])) == 1
    with unit.open("wayan") as wayan:
        assert [dispute.field for dispute in wayan.sync.conflicts()] == ["#row"]
        assert wayan.store.select("assignment")[0]["reason"] == "Diklat"
        wayan.sync.resolve(wayan.sync.conflicts()[0].id, take)
        choice = send(unit, wayan, "choice")
    assert len(all_take(unit, [choice])) == 1
    with unit.open("sri") as sri:
        assert sri.sync.conflicts() == []
        assert len(sri.store.select("assignment")) == (1 if take == "mine" else 0)


@pytest.mark.scenario(22)
def test_two_who_fill_one_day_of_one_person_fill_one_row(unit: Unit) -> None:
    files = []
    for name, where in (("sri", Place.HOME), ("budi", Place.OFFICE), ("wayan", Place.HOME)):
        with unit.open(name) as desk:
            later(desk)
            desk.schedule.set_places([(person(desk), DAY, where)])
            files.append(send(unit, desk, f"day-{name}"))
    assert len(all_take(unit, files)) == 1
    with unit.open("sri") as sri:
        [row] = sri.store.select("assignment")
        assert row["key"] == f"{person(sri)}|{DAY}"
        assert {head.value for head in sri.store.heads("assignment", row["key"], "place")} == {
            "home",
            "office",
        }


@pytest.mark.scenario(23)
def test_a_person_entered_twice_is_found_on_every_laptop_and_made_one_by_either(unit: Unit) -> None:
    nip = "199001012015031001"
    files = []
    for name, called in (("sri", "Dewi Contoh"), ("budi", "Dewi Contoh, S.E.")):
        with unit.open(name) as desk:
            later(desk)
            desk.people.add(nip, called)
            files.append(send(unit, desk, f"dewi-{name}"))
    assert len(all_take(unit, files)) == 1
    found = set()
    for name in NAMES:
        with unit.open(name) as desk:
            pairs = desk.duplicates.pairs()
            found.add(tuple((pair.first, pair.second) for pair in pairs))
            assert len(pairs) == 1
    assert len(found) == 1
    [(first, second)] = found.pop()
    merges = []
    for name, keep, gone in (("sri", first, second), ("budi", second, first)):  # and not the same way round
        with unit.open(name) as desk:
            later(desk)
            desk.duplicates.merge(keep, gone)
            merges.append(send(unit, desk, f"merged-{name}"))
    assert len(all_take(unit, merges)) == 1
    for name in NAMES:
        with unit.open(name) as desk:
            assert [row["nip"] for row in desk.store.select("person", nip=nip)] == [nip]
            assert desk.duplicates.pairs() == []


@pytest.mark.scenario(24)
def test_three_who_differ_and_two_who_end_it_differently_see_a_new_conflict_that_ends(unit: Unit) -> None:
    files = [edit(unit, name, minutes, phone=f"08{minutes}") for minutes, name in enumerate(NAMES, 1)]
    assert len(all_take(unit, files)) == 1
    answers = []
    for name, take in (("sri", "mine"), ("budi", "mine")):
        with unit.open(name) as desk:
            assert {head.value for head in desk.sync.conflicts()[0].heads} == {"081", "082", "083"}
            later(desk, 5)
            desk.sync.resolve(desk.sync.conflicts()[0].id, take)
            assert desk.sync.conflicts() == []
            answers.append(send(unit, desk, f"answer-{name}"))
    assert len(all_take(unit, answers)) == 1
    with unit.open("wayan") as wayan:
        [dispute] = wayan.sync.conflicts()
        assert {head.value for head in dispute.heads} == {"081", "082"}  # the third was seen by both
        later(wayan, 9)
        wayan.sync.resolve(dispute.id, "083")
        last = send(unit, wayan, "last")
    assert len(all_take(unit, [last])) == 1
    for name in NAMES:
        with unit.open(name) as desk:
            assert desk.sync.conflicts() == []
            assert desk.store.select("person")[0]["phone"] == "083"


@pytest.mark.scenario(25)
def test_a_decision_that_comes_before_what_it_decides_waits_for_it(unit: Unit) -> None:
    one, other = edit(unit, "sri", phone="0811"), edit(unit, "budi", phone="0822")
    with unit.open("budi") as budi:
        budi.bundles.apply(one)
        later(budi, 5)
        budi.sync.resolve(budi.sync.conflicts()[0].id, "theirs")
        device = budi.store.device
        last = budi.store.log.vector()[device]
        chain, txs = budi.store.log.chain_at(device, last - 1), list(budi.store.log.txs(device, last))
    with unit.open("wayan") as wayan:
        with wayan.store.writing():
            assert wayan.store.log.receive(txs, chain).waiting == 1
        assert wayan.store.select("person")[0]["phone"] is None
        assert {wanted.holder for wanted in wayan.sending.wanted()} == {SRI, BUDI}
        wayan.bundles.apply(other)
        assert wayan.sending.waiting() == 1
        assert wayan.sync.conflicts() == []
        wayan.bundles.apply(one)
        assert (wayan.sending.waiting(), wayan.sync.conflicts()) == (0, [])
        assert wayan.store.select("person")[0]["phone"] == "0811"
        on_wayan = state(wayan)
    with unit.open("budi") as budi:
        assert state(budi) == on_wayan


def note(desk: Desk, text: str) -> None:
    later(desk)
    desk.evaluation.rate(skp(desk), QUARTER, results=Rating.BELOW, behaviour=Rating.MEETS, note=text)


@pytest.mark.scenario(27)
def test_what_is_written_into_a_signed_evaluation_is_rejected_with_a_reason_and_kept(unit: Unit) -> None:
    with unit.open("budi") as budi:  # offline; does not know of the signature
        note(budi, "Kinerja menurun sejak Agustus")
        budi.people.change(NIP, {"phone": "0812"})
        offline = budi.store.log.vector()[budi.store.device] - 1
    with running(unit.settings) as url:
        with unit.open("sri") as sri:
            sri.evaluation.lock(skp(sri), QUARTER, on=True)
            assert sri.sync.sync(url).rejected == ()
        with unit.open("budi") as budi:
            done = budi.sync.sync(url)
            assert [(r["seq"], r["reason"]) for r in done.rejected] == [(offline, "evaluation.signed")]
            [refused] = budi.sending.rejected()
            assert "signed on another laptop" in refused.reason
            assert ("note", "Kinerja menurun sejak Agustus") in {(c.field, c.value) for c in refused.lost}
            assert budi.evaluation.evaluation(skp(budi), QUARTER).results is Rating.MEETS
            assert budi.store.select("person")[0]["phone"] == "0812"  # what came after it stands
        ends = set()
        for name in (*NAMES, *NAMES):
            with unit.open(name) as desk:
                desk.sync.sync(url)
                ends.add(state(desk)) if name != "sri" or len(ends) else None
                assert desk.sync.conflicts() == []
        with unit.open("sri") as sri:
            ends.add(state(sri))
        assert len(ends) == 1
    judged_again(unit)


def judged_again(unit: Unit) -> None:
    """An auditor comes to the same verdicts from the book alone, batch by batch."""
    with Central(unit.settings) as central:

        def check(ledger) -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
            [known] = ledger.units()
            devices, issuer = ledger.devices(known.unit_id), central.keys.signing.public
            again = set()
            for stored in ledger.batches_after(known.unit_id, 0, 1 << 62):
                blob = ledger.blob(known.unit_id, stored.pos)
                locks = Locks(ledger, known.unit_id, devices, issuer, stored.pos - 1)
                for tx in decode_batch(blob, public_key=devices[stored.device].sign_key).txs:
                    again |= {(tx.device, tx.seq) for _verdict in locks.judge(tx)}
            decided = {
                (made.device, made.seq)
                for made in ledger.decisions_after(known.unit_id, 0)
                if made.kind == "reject"
            }
            return again, decided

        again, decided = central.database.reading(check)
        assert again == decided != set()
        assert all(state.faults == () for state in admin.verify(central))


@pytest.mark.scenario(27)
def test_of_two_who_sign_apart_the_one_that_arrives_first_stands(unit: Unit) -> None:
    for name in ("sri", "budi"):
        with unit.open(name) as desk:
            later(desk)
            desk.evaluation.lock(skp(desk), QUARTER, on=True)
    with running(unit.settings) as url:
        with unit.open("budi") as budi:
            assert budi.sync.sync(url).rejected == ()
            signer = budi.store.device
        with unit.open("sri") as sri:
            [refused] = sri.sync.sync(url).rejected
            assert refused["reason"] == "evaluation.signed"
            assert sri.sync.conflicts() == []
            [row] = sri.store.select("evaluation")
            assert sri.store.heads("evaluation", str(row["key"]), "locked")[0].device == signer


@pytest.mark.scenario(27)
def test_what_the_signer_had_seen_stands_in_whatever_order_it_arrives(unit: Unit) -> None:
    with unit.open("budi") as budi:
        note(budi, "Terlihat sebelum ditandatangani")
        seen = send(unit, budi, "seen")
    with running(unit.settings) as url:
        with unit.open("sri") as sri:
            sri.bundles.apply(seen)
            sri.evaluation.lock(skp(sri), QUARTER, on=True)
            own = [
                blob
                for blob in sri.exchange.batches({})
                if blob not in sri.carriers.batches_of(budi.store.device, 0)
            ]
            with Central(unit.settings) as central:  # the signature reaches the server before what it signs
                unit_id = sri.membership.unit_id
                batches, _refused = central.opened(unit_id, own)
                central.database.writing(lambda ledger: central.receive(ledger, unit_id, batches))
        with unit.open("budi") as budi:
            assert budi.sync.sync(url).rejected == ()


@pytest.mark.scenario(27)
def test_a_signature_that_was_taken_back_stops_nobody(unit: Unit) -> None:
    with unit.open("budi") as budi:
        note(budi, "Perlu pembinaan")
    with running(unit.settings) as url:
        with unit.open("sri") as sri:
            sri.evaluation.lock(skp(sri), QUARTER, on=True)
            later(sri)
            sri.evaluation.lock(skp(sri), QUARTER, on=False, reason="Salah angka")
            sri.sync.sync(url)
        with unit.open("budi") as budi:
            assert budi.sync.sync(url).rejected == ()
            later(budi)
            budi.evaluation.lock(skp(budi), QUARTER, on=True)  # and who knows of everything, signs
            assert budi.sync.sync(url).rejected == ()


COUNT = 500


@pytest.mark.scenario(29)
def test_five_hundred_conflicts_are_grouped_ended_as_one_change_and_taken_back(unit: Unit) -> None:
    days = [DAY + timedelta(days=n) for n in range(COUNT)]
    files = []
    for minutes, (name, where) in enumerate((("sri", Place.HOME), ("budi", Place.OFFICE)), 1):
        with unit.open(name) as desk:
            later(desk, minutes)
            cells = {"place": where}
            ops = tuple(desk.committer.upsert("assignment", f"{person(desk)}|{day}", cells) for day in days)
            desk.committer.commit(Change("test.fill", ops))
            if name == "budi":
                desk.people.change(NIP, {"phone": "0822"})
            files.append(send(unit, desk, f"month-{name}"))
    with unit.open("wayan") as wayan:
        wayan.people.change(NIP, {"phone": "0833"})
        files.append(send(unit, wayan, "month-wayan"))
    all_take(unit, files)
    with unit.open("sri") as sri:
        assert {(g.name, len(g.ids)) for g in sri.settling.groups(By.TABLE)} == {
            ("assignment", COUNT),
            ("person", 1),
        }
        assert [(g.name, len(g.ids), g.mine) for g in sri.settling.groups(By.PERSON)] == [
            (SRI, COUNT + 1, COUNT)
        ]
        by_author = {g.name: g for g in sri.settling.groups(By.AUTHOR)}
        assert {name: len(group.ids) for name, group in by_author.items()} in (
            {BUDI: COUNT + 1},
            {BUDI: COUNT, WAYAN: 1},
        )
        before = digest(sri.store)
        later(sri, 10)
        everything = [id for group in sri.settling.groups(By.PERSON) for id in group.ids]
        change = sri.settling.settle(everything, Take.MINE)
        assert change is not None
        assert (len(change.ops), change.seq) == (COUNT, sri.store.log.vector()[sri.store.device])
        assert [dispute.field for dispute in sri.sync.conflicts()] == ["phone"]  # nothing of hers was in it
        assert {row["place"] for row in sri.store.select("assignment")} == {"home"}
        assert sri.committer.walk(change.inverse()) is not None
        assert digest(sri.store) == before
        sri.settling.settle([dispute.id for dispute in sri.sync.conflicts()], Take.SHOWN)
        assert sri.sync.conflicts() == []
        answer = send(unit, sri, "answer")
    assert len(all_take(unit, [answer])) == 1


@pytest.mark.scenario(29)
def test_the_command_line_settles_a_group(
    unit: Unit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from flexdesk.cli.app import main
    from tests.helpers.desks import PASSPHRASE

    all_take(
        unit,
        [
            edit(unit, "sri", phone="0811", email="a@contoh.go.id"),
            edit(unit, "budi", phone="0822", email="b@contoh.go.id"),
        ],
    )
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")

    def run(*words: str, exits: int) -> dict[str, object]:
        capsys.readouterr()
        where = ["--data", str(unit.folder / "sri"), "--passphrase-file", str(secret), "--json"]
        assert main([*where, "conflicts", *words]) == exits
        document: dict[str, object] = json.loads(capsys.readouterr().out)
        return document

    assert run("groups", "--by", "author", exits=1) == {
        "groups": [{"name": BUDI, "conflicts": 2, "rows": 1, "mine": 2}]
    }
    run("settle", "--take", "mine", "--name", "nobody", exits=3)
    assert run("settle", "--by", "author", "--name", BUDI, "--take", "theirs", exits=0) == {
        "settled": 2,
        "left": 0,
    }
    assert run("rejected", exits=0) == {"rejected": []}
