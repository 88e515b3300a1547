"""Much that is deleted at once waits for a second yes; an empty server empties nobody."""

import json
import logging
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import create_engine

from flexdesk.cli.app import main
from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.places import Place
from flexdesk.server import admin
from flexdesk.server.central import Central
from flexdesk.server.run import running
from flexdesk.server.tables import metadata
from flexdesk.services.consent import ManyDeletions
from flexdesk.services.server_history import ServerRolledBack
from flexdesk.store import branches
from flexdesk.store.digest import digest
from flexdesk.sync.http import DeviceUnknown
from tests.helpers.desks import PASSPHRASE
from tests.helpers.units import BUDI, NIP, Unit, copied, make_unit
from ui.undo.editor import Editor

pytestmark = pytest.mark.usefixtures("english")

DAYS = 60
FIRST = date(2026, 12, 1)


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    """Three laptops that all have sixty days of a schedule; made once, every test works on a copy."""
    unit = make_unit(tmp_path_factory.mktemp("unit"))
    with unit.open("sri") as sri:
        key = str(sri.store.select("person")[0]["key"])
        days = [FIRST + timedelta(days=n) for n in range(DAYS)]
        ops = tuple(sri.committer.upsert("assignment", f"{key}|{day}", {"place": Place.HOME}) for day in days)
        sri.committer.commit(Change("schedule.fill", ops))
    with running(unit.settings) as url:
        for name in ("sri", "budi", "wayan", "sri"):
            with unit.open(name) as desk:
                desk.sync.sync(url)
    return unit


@pytest.fixture
def unit(met: Unit, tmp_path: Path) -> Unit:
    return copied(met, tmp_path / "unit")


def emptying(desk: Desk, count: int = DAYS) -> Change:
    rows = desk.store.select("assignment")[:count]
    ops = tuple(desk.committer.delete("assignment", str(row["key"])) for row in rows)
    return Change("schedule.clear", ops)


def days(desk: Desk) -> int:
    return len(desk.store.select("assignment"))


def emptied_by_budi(unit: Unit) -> Path:
    """Budi deletes everything on purpose, changes a telephone number and sends both as a file."""
    file = unit.folder / "budi.flexdesk"
    with unit.open("budi") as budi:
        with budi.committer.consent.agreeing():
            named = replace(emptying(budi), kind="server.reject")  # whatever a program calls what it does
            budi.committer.commit(named)
        budi.people.change(NIP, {"phone": "0812"})
        assert days(budi) == 0
        budi.bundles.create(file, "unit")
    return file


@pytest.mark.scenario(69)
def test_a_mass_deletion_by_hand_asks_for_a_second_yes(unit: Unit) -> None:
    with unit.open("sri") as sri:
        with pytest.raises(ManyDeletions) as asked:
            sri.committer.commit(emptying(sri))
        assert asked.value.facts == {"table": "assignment", "rows": DAYS, "standing": DAYS}
        assert days(sri) == DAYS
        few = sri.committer.commit(emptying(sri, 9))
        assert few is not None
        with sri.committer.consent.agreeing():
            done = sri.committer.commit(emptying(sri))
        assert days(sri) == 0
        assert done is not None
        back = sri.committer.walk(done.inverse())
        assert back is not None
        assert days(sri) == DAYS - 9
        sri.committer.walk(back.inverse())  # redo does what was agreed to before
        assert days(sri) == 0


@pytest.mark.scenario(69)
def test_the_window_asks_and_does_it_after_the_yes(unit: Unit, qtbot: QtBot) -> None:
    asked: list[tuple[ManyDeletions, object]] = []
    parent = QWidget()
    qtbot.addWidget(parent)
    with unit.open("sri") as sri:
        editor = Editor(
            sri.committer,
            lambda error: pytest.fail(str(error)),
            ask_yes=lambda error, go_on: asked.append((error, go_on)),
            parent=parent,
        )
        assert not editor.run("Clear", lambda: sri.committer.commit(emptying(sri)))
        [(error, go_on)] = asked
        assert error.message == "This deletes 60 of 60 entries at once."
        assert days(sri) == DAYS
        assert callable(go_on)
        go_on()
        assert days(sri) == 0
        assert editor.undo()
        assert days(sri) == DAYS


@pytest.mark.scenario(69)
def test_a_mass_deletion_that_arrives_waits_and_holds_up_nothing_else(unit: Unit) -> None:
    file = emptied_by_budi(unit)
    with unit.open("wayan") as wayan:
        taken = wayan.bundles.apply(file)
        assert (taken.applied, taken.waiting, taken.held) == (2, 0, DAYS)
        assert days(wayan) == DAYS
        assert wayan.store.select("person")[0]["phone"] == "0812"
        assert wayan.store.log.first_bad() is None
        [proposal] = wayan.deletions.proposals()
        assert (proposal.holder, proposal.table, len(proposal.rows)) == (BUDI, "assignment", DAYS)
        assert wayan.bundles.apply(file).held == DAYS  # the same file again changes nothing
        later = wayan.people.change(NIP, {"email": "sri@contoh.go.id"})
        assert later is not None
        wayan.bundles.create(unit.folder / "wayan.flexdesk", "unit")
    with unit.open("budi") as budi:  # what came after, in full knowledge of it, reaches everybody
        assert budi.bundles.apply(unit.folder / "wayan.flexdesk").waiting == 0
        assert budi.store.select("person")[0]["email"] == "sri@contoh.go.id"


@pytest.mark.scenario(69)
def test_who_agrees_ends_like_everybody(unit: Unit) -> None:
    file = emptied_by_budi(unit)
    with unit.open("wayan") as wayan:
        wayan.bundles.apply(file)
        told: list[Change] = []
        wayan.subscribe(told.append)
        assert wayan.deletions.agree(wayan.deletions.proposals()[0].id) == DAYS
        assert days(wayan) == 0
        assert wayan.deletions.proposals() == []
        assert {op.after["#row"] for change in told for op in change.ops} == {1}
        on_wayan = digest(wayan.store)
    with unit.open("budi") as budi:
        assert digest(budi.store) == on_wayan


@pytest.mark.scenario(69)
def test_who_keeps_the_rows_brings_them_back_for_everybody(unit: Unit) -> None:
    file = emptied_by_budi(unit)
    with unit.open("wayan") as wayan:
        wayan.bundles.apply(file)
        change = wayan.deletions.keep(wayan.deletions.proposals()[0].id)
        assert change is not None
        assert (days(wayan), wayan.deletions.proposals(), wayan.sync.conflicts()) == (DAYS, [], [])
        wayan.bundles.create(unit.folder / "wayan.flexdesk", "unit")
        on_wayan = digest(wayan.store)
    with unit.open("budi") as budi:
        budi.bundles.apply(unit.folder / "wayan.flexdesk")
        assert days(budi) == DAYS
        assert digest(budi.store) == on_wayan
    with unit.open("sri") as sri:  # who hears of both at once is not even asked
        assert sri.bundles.apply(unit.folder / "wayan.flexdesk").held == 0
        assert digest(sri.store) == on_wayan


@pytest.mark.scenario(69)
def test_rows_that_came_and_went_before_anybody_saw_them_are_not_asked_about(unit: Unit) -> None:
    with unit.open("budi") as budi:
        key = str(budi.store.select("person")[0]["key"])
        rows = [f"{key}|{date(2028, 1, 1) + timedelta(days=n)}" for n in range(300)]
        ops = tuple(budi.committer.upsert("assignment", row, {"place": Place.OFFICE}) for row in rows)
        done = budi.committer.commit(Change("schedule.fill", ops))
        assert done is not None
        budi.committer.walk(done.inverse())
        budi.bundles.create(unit.folder / "budi.flexdesk", "unit")
    with unit.open("wayan") as wayan:
        assert wayan.bundles.apply(unit.folder / "budi.flexdesk").held == 0
        assert days(wayan) == DAYS


@pytest.mark.scenario(69)
def test_taking_back_an_import_that_others_have_waits_there_too(unit: Unit) -> None:
    """An undo writes nothing into the cells; the rows are as gone as deleted ones."""
    with unit.open("sri") as sri:
        last = sri.store.log.vector()[sri.store.device]
        filled = next(tx for tx in sri.store.log.txs(sri.store.device, last) if tx.kind == "schedule.fill")
        rows = [write.row for write in filled.writes]
        ops = [
            sri.committer.update("assignment", row, {"place": None}) for row in sri.store.select("assignment")
        ]
        assert len(rows) == len(ops) == DAYS
        sri.committer.commit(Change("schedule.fill.undo", tuple(ops)))
        assert days(sri) == 0
        sri.bundles.create(unit.folder / "sri.flexdesk", "unit")
    with unit.open("wayan") as wayan:
        assert wayan.bundles.apply(unit.folder / "sri.flexdesk").held == DAYS
        assert days(wayan) == DAYS
        wayan.deletions.keep(wayan.deletions.proposals()[0].id)
        assert {row["place"] for row in wayan.store.select("assignment")} == {"home"}
        wayan.bundles.create(unit.folder / "wayan.flexdesk", "unit")
    with unit.open("sri") as sri:
        sri.bundles.apply(unit.folder / "wayan.flexdesk")
        assert {row["place"] for row in sri.store.select("assignment")} == {"home"}


@pytest.mark.scenario(69)
def test_the_server_takes_the_batch_and_tells_its_operator(
    unit: Unit, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flexdesk.server.deletions.MANY", 50)
    emptied_by_budi(unit)
    with running(unit.settings) as url, unit.open("budi") as budi, caplog.at_level(logging.WARNING):
        budi.sync.sync(url)
        assert budi.carriers.received() == budi.store.log.vector()[budi.store.device]
    assert [record.getMessage() for record in caplog.records if "deletes" in record.getMessage()] == [
        f"unit {budi.membership.unit_id}: device {budi.store.device} deletes 60 rows of assignment at once"
    ]
    with Central(unit.settings) as central:
        [state] = admin.verify(central)
        assert state.faults == ()
        assert len(state.deletions) == 1
        assert "assignment 60" in state.deletions[0]
    with running(unit.settings) as url, unit.open("wayan") as wayan:
        assert wayan.sync.sync(url).held == DAYS
        assert days(wayan) == DAYS


@pytest.mark.scenario(69)
def test_an_emptied_server_empties_nobody(unit: Unit) -> None:
    engine = create_engine(unit.settings.database)
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            if table.name in ("batch", "decision"):
                connection.execute(table.delete())
            elif table.name in ("unit_head",):
                connection.execute(table.update().values(pos=0, chain=b"\0" * 32, signed=b""))
            elif table.name == "device_head":
                connection.execute(table.update().values(last_seq=0, chain=b"\0" * 32))
    engine.dispose()
    with running(unit.settings) as url, unit.open("sri") as sri:
        sri.people.change(NIP, {"phone": "0812"})
        with pytest.raises(ServerRolledBack):
            sri.sync.sync(url)
        assert days(sri) == DAYS
        assert sri.store.select("person")[0]["phone"] == "0812"
    for suffix in ("", "-wal", "-shm"):
        (unit.folder / "server" / f"server.db{suffix}").unlink(missing_ok=True)
    admin.init(unit.settings)  # the same keys, and nothing in it at all
    with running(unit.settings) as url, unit.open("sri") as sri:
        with pytest.raises(DeviceUnknown):
            sri.sync.sync(url)
        assert days(sri) == DAYS


@pytest.mark.scenario(69)
def test_the_command_line_lists_agrees_and_keeps(
    unit: Unit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, secret = emptied_by_budi(unit), tmp_path / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")

    def run(*words: str, exits: int = 0) -> dict[str, object]:
        capsys.readouterr()
        where = ["--data", str(unit.folder / "wayan"), "--passphrase-file", str(secret), "--json"]
        assert main([*where, *words]) == exits
        document: dict[str, object] = json.loads(capsys.readouterr().out)
        return document

    assert run("bundle", "apply", str(file), exits=1)["held"] == DAYS
    [listed] = run("deletions", "list", exits=1)["deletions"]  # type: ignore[misc]
    assert (listed["by"], listed["rows"], listed["table"]) == (BUDI, DAYS, "assignment")
    assert run("deletions", "agree", listed["id"], "--dry-run")["deleted"] == DAYS
    assert run("deletions", "keep", listed["id"]) == {"kept": DAYS}
    assert run("deletions", "list") == {"deletions": []}
    run("deletions", "agree", listed["id"], exits=3)


@pytest.mark.scenario(69)
def test_what_is_held_up_stays_so_when_the_log_is_played_again(unit: Unit) -> None:
    """As after a copied disk, when this laptop goes on under another name."""
    file = emptied_by_budi(unit)
    with unit.open("wayan") as wayan:
        wayan.bundles.apply(file)
        keep = wayan.store.log.vector().get(wayan.store.device, 0)
        with wayan.store.writing():
            branches.withdraw(wayan.store, wayan.store.device, keep)
        assert days(wayan) == DAYS
        assert len(wayan.deletions.proposals()[0].rows) == DAYS
        wayan.deletions.agree(wayan.deletions.proposals()[0].id)
        assert days(wayan) == 0


@pytest.mark.scenario(69)
def test_the_command_line_needs_a_yes_of_its_own(
    unit: Unit, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flexdesk.services.consent.is_mass", lambda _gone, _standing: True)
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    where = ["--data", str(unit.folder / "sri"), "--passphrase-file", str(secret), "--json"]
    with unit.open("sri") as sri:
        key, _change = sri.proceedings.add(NIP, "process", date(2026, 11, 2))
    assert main([*where, "discipline", "remove", key]) == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "edit.many_deletions"
    batch = tmp_path / "lines.jsonl"
    batch.write_text(json.dumps({"run": ["discipline", "remove", key]}) + "\n", encoding="utf-8")
    assert main([*where, "--yes", "batch", str(batch)]) == 0
    with unit.open("sri") as sri:
        assert sri.store.select("discipline") == []
