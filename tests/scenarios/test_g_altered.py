"""Somebody writes into the database past the program: the chain check names the first altered entry."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select, update

from flexdesk import doctor
from flexdesk.cli.app import main
from flexdesk.desk.desk import Desk
from flexdesk.server.tables import batch, decision
from tests.helpers.desks import PASSPHRASE
from tests.helpers.server import Desk as ServerDesk
from tests.helpers.server import Laptop
from tests.helpers.server import desk as server_desk
from tests.helpers.units import NIP, Unit, make_unit

# on a laptop


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    unit = make_unit(tmp_path_factory.mktemp("unit"))
    with unit.open("budi") as budi:
        for number in range(6):
            budi.people.set(NIP, {"phone": f"08{number}"})
        budi.bundles.create(unit.folder / "budi.flexdesk", "unit")
    with unit.open("sri") as sri:
        sri.bundles.apply(unit.folder / "budi.flexdesk")
        sri.people.set(NIP, {"email": "sri@contoh.invalid"})
    return unit


ALTERATIONS = {
    "value": 'UPDATE op SET cells = \'{{"7":"0899"}}\' WHERE tx = {pos}',
    "row": "UPDATE op SET row = row || 'x' WHERE tx = {pos}",
    "clock": "UPDATE tx SET hlc = hlc + 65536 WHERE pos = {pos}",
    "kind": "UPDATE tx SET kind = 'other.kind' WHERE pos = {pos}",
    "chain": "UPDATE tx SET chain = zeroblob(32) WHERE pos = {pos}",
    "taken out": "DELETE FROM tx WHERE pos = {pos}",
    "write taken out": "DELETE FROM op WHERE tx = {pos}",
    "view": "UPDATE tx SET context = (SELECT max(id) FROM context) WHERE pos = {pos}",
}


@pytest.mark.scenario(58)
@pytest.mark.parametrize("how", sorted(ALTERATIONS))
def test_an_altered_entry_of_a_laptops_log_is_named(unit: Unit, tmp_path: Path, how: str) -> None:
    with unit.open("sri", copy=tmp_path / "sri") as desk:
        assert desk.store.log.first_bad() is None
        db = desk.store.connection
        db.execute("INSERT INTO context (vector) VALUES ('{\"0000000000000000\":1}')")
        found = db.execute(
            "SELECT pos, device, seq FROM tx WHERE pos IN (SELECT tx FROM op) ORDER BY pos"
        ).fetchall()
        for entry in Random(how).sample(found, 3):
            db.execute("BEGIN")
            db.execute(ALTERATIONS[how].format(pos=entry["pos"]))
            assert desk.store.log.first_bad() == (entry["device"], entry["seq"])
            db.execute("ROLLBACK")
        assert desk.store.log.first_bad() is None


@pytest.mark.scenario(58)
def test_of_two_altered_entries_the_first_is_named_in_words(
    unit: Unit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "sri"
    with unit.open("sri", copy=folder) as desk:
        device, first = _two_altered(desk)
        checks = {check["name"]: check for check in doctor.examine(folder, None, desk)}
        assert checks["chain"]["state"] == doctor.BAD
        assert f"change {first} of {device}" in checks["chain"]["message"]
        assert desk.store.check() == []  # the file itself is whole
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE)
    words = ["--data", str(folder), "--passphrase-file", str(passphrase), "--lang", "en", "history", "verify"]
    assert main(words) == 1
    assert f"The first altered entry is change {first} of {device}." in capsys.readouterr().out


def _two_altered(desk: Desk) -> tuple[str, int]:
    device = sorted(desk.store.log.vector())[-1]
    db = desk.store.connection
    found = [
        (row["pos"], row["seq"])
        for row in db.execute("SELECT pos, seq FROM tx WHERE device = ? ORDER BY seq", (device,))
    ]
    assert len(found) > 3
    for pos, _seq in (found[1], found[3]):
        db.execute("UPDATE tx SET kind = 'other.kind' WHERE pos = ?", (pos,))
    return device, found[1][1]


# on the server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerDesk]:
    with server_desk("sqlite", tmp_path) as made:
        yield made


@pytest.fixture
def laptop(server: ServerDesk) -> Iterator[Laptop]:
    made = server.laptop(server.unit())
    for _turn in range(4):
        made.write(2)
        made.send(made.batch(len(made.txs) - 1))
    yield made
    made.close()


@pytest.mark.scenario(58)
def test_an_altered_batch_on_the_server_is_named_by_its_numbers(server: ServerDesk, laptop: Laptop) -> None:
    assert server.state(laptop).faults == ()
    with server.central.database._engine.begin() as connection:
        here = (batch.c.unit_id == laptop.place.unit_id) & (batch.c.first_seq == 3)
        blob = connection.execute(select(batch.c.blob).where(here)).scalar_one()
        flipped = blob[:-70] + bytes((blob[-70] ^ 1,)) + blob[-69:]
        connection.execute(update(batch).where(here).values(blob=flipped))
    assert server.state(laptop).faults[0] == f"{laptop.device} 3-4: signature"


@pytest.mark.scenario(58)
def test_an_altered_entry_on_the_server_is_named_by_its_position(server: ServerDesk, laptop: Laptop) -> None:
    with server.central.database._engine.begin() as connection:
        places = connection.execute(
            select(decision.c.pos, decision.c.entry)
            .where(decision.c.unit_id == laptop.place.unit_id)
            .order_by(decision.c.pos)
        ).all()
        for pos, entry in (places[1], places[2]):
            here = (decision.c.unit_id == laptop.place.unit_id) & (decision.c.pos == pos)
            flipped = entry[:40] + bytes((entry[40] ^ 1,)) + entry[41:]
            connection.execute(update(decision).where(here).values(entry=flipped))
    faults = server.state(laptop).faults
    assert faults[0] == f"signature at position {places[1][0]}"
    assert faults[-1] == "chain"


@pytest.mark.scenario(58)
def test_an_entry_taken_out_on_the_server_is_named_by_its_position(
    server: ServerDesk, laptop: Laptop
) -> None:
    with server.central.database._engine.begin() as connection:
        places = connection.execute(
            select(decision.c.pos).where(decision.c.unit_id == laptop.place.unit_id).order_by(decision.c.pos)
        ).scalars()
        gone = list(places)[1]
        here = (decision.c.unit_id == laptop.place.unit_id) & (decision.c.pos == gone)
        connection.execute(decision.delete().where(here))
    assert server.state(laptop).faults[0] == f"position {gone}"
