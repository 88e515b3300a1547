"""A laptop that shows something else than its log: found by comparing, and only what differs is repaired."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from flexdesk import doctor
from flexdesk.bootstrap import open_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.places import Place
from flexdesk.server import answers, states
from flexdesk.server.central import Central
from flexdesk.server.ledger import Ledger
from flexdesk.server.run import running
from flexdesk.server.scribe import Scribe
from flexdesk.services import catching_up
from flexdesk.services.self_check import KIND, SelfCheck
from flexdesk.services.session import LineSession
from flexdesk.store import repairs, snapshots
from flexdesk.store.digest import digest
from flexdesk.store.sums import sums_here
from flexdesk.sync import state_messages as messages
from flexdesk.sync.certificates import RejectEntry
from flexdesk.sync.http import HttpLine, NotOurServer, Offline
from flexdesk.sync.patience import Patience
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import PASSPHRASE
from tests.helpers.units import NIP, START, Unit, copied, make_unit

NOVEMBER, DECEMBER = date(2026, 11, 24), date(2026, 12, 1)
LATER = START + timedelta(days=8)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    """Some days in two months, sent by one laptop and fetched by another."""
    unit = make_unit(tmp_path_factory.mktemp("made") / "unit")
    with running(unit.settings) as url:
        with unit.open("sri") as desk:
            person = key_of(desk)
            for day in (NOVEMBER, NOVEMBER + timedelta(days=1), DECEMBER, DECEMBER + timedelta(days=1)):
                desk.schedule.set_places([(person, day, Place.OFFICE)])
            desk.schedule.set_places([(person, NOVEMBER, Place.HOME)])
            desk.sync.sync(url)
        with unit.open("budi") as desk:
            desk.sync.sync(url)
    return unit


@pytest.fixture
def unit(made: Unit, tmp_path: Path) -> Unit:
    return copied(made, tmp_path / "unit")


@pytest.fixture
def url(unit: Unit) -> Iterator[str]:
    with running(unit.settings) as address:
        yield address


def key_of(desk: Desk) -> str:
    return str(desk.store.select("person", nip=NIP)[0]["key"])


def row_of(desk: Desk, day: date) -> str:
    return f"{key_of(desk)}|{day.isoformat()}"


def place_of(desk: Desk, day: date) -> object:
    return (desk.store.get("assignment", row_of(desk, day)) or {}).get("place")


def a_week_later(unit: Unit, name: str) -> Desk:
    return open_desk(unit.folder / name, passphrase=PASSPHRASE, clock=FixedClock(LATER))


def damage(desk: Desk, day: date, place: str, *, log: bool = False) -> None:
    """A row shows something else than what was written, or even the log does."""
    db, row = desk.store.connection, row_of(desk, day)
    db.execute("UPDATE s_assignment SET place = ? WHERE key = ?", (place, row))
    db.execute("UPDATE head SET value = ? WHERE row = ? AND col = 1", (place, row))
    if log:
        cells = json.dumps({"1": place, "5": "typed"}, separators=(",", ":"))
        db.execute("UPDATE op SET cells = ? WHERE row = ?", (cells, row))


class Counting(HttpLine):
    """Counts what is asked."""

    months: list[tuple[int, str]] = []  # noqa: RUF012
    compared = 0

    def ask_state(self, body, read):
        request, _signed = messages.decode_request(body)
        if isinstance(request, messages.RowsRequest):
            type(self).months.append(request.bucket)
        type(self).compared += isinstance(request, messages.CompareRequest)
        return super().ask_state(body, read)


@pytest.fixture(autouse=True)
def _counts() -> None:
    Counting.months, Counting.compared = [], 0


@pytest.mark.scenario(70)
@pytest.mark.parametrize("log", [False, True])
def test_only_the_differing_rows_are_repaired_and_it_is_told(unit: Unit, url: str, log: bool) -> None:
    heard: list[Change] = []
    with a_week_later(unit, "budi") as desk:
        whole = digest(desk.store)
        damage(desk, NOVEMBER, Place.TRAINING, log=log)
        desk.store.connection.execute("DELETE FROM s_assignment WHERE key = ?", (row_of(desk, DECEMBER),))
        assert digest(desk.store) != whole
        desk.subscribe(heard.append)
        desk.sync.session = LineSession(Counting, Patience(keep_s=0))
        done = desk.sync.sync(url)
        assert done.repaired == 2
        assert digest(desk.store) == whole
        assert Counting.months == [(11, "2026-11"), (11, "2026-12")]
        (change,) = [change for change in heard if change.kind == KIND and change.ops[0].row.endswith("24")]
        (op,) = change.ops
        assert (op.before["place"], op.after["place"]) == (Place.TRAINING, Place.HOME)
        (incident,) = desk.sync.check.incidents()
        assert (incident.rows, incident.months) == (2, ("assignment 2026-11", "assignment 2026-12"))
        assert incident.at.startswith("2026-12-01")
        told = {check["name"]: check for check in doctor._unit(desk)}["state"]
        assert (told["state"], "2026-12-01" in told["message"]) == ("note", True)
        again = desk.sync.sync(url)
        assert (again.repaired, Counting.compared) == (0, 1)
        desk.sync.check.ask_soon()
        assert desk.sync.sync(url).repaired == 0
        assert Counting.compared == 2


@pytest.mark.scenario(70)
def test_what_is_not_sent_yet_is_not_touched(unit: Unit, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody goes on working between the comparison and the repair, in the very rows that are wrong."""
    real = repairs.mend

    with a_week_later(unit, "budi") as desk:
        damage(desk, NOVEMBER, Place.TRAINING)
        damage(desk, DECEMBER, Place.TRAINING)
        person = key_of(desk)
        edits = [(NOVEMBER, {"note": "baru"}), (DECEMBER + timedelta(days=1), {"place": Place.HOME})]

        def while_somebody_works(*arguments: object) -> object:
            if edits:
                ops = [
                    desk.committer.upsert("assignment", f"{person}|{day.isoformat()}", cells)
                    for day, cells in edits
                ]
                edits.clear()
                desk.store.commit(Change("test.edit", tuple(ops)), desk.committer.now_ms())
            return real(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(repairs, "mend", while_somebody_works)
        done = desk.sync.sync(url)
        assert done.repaired == 2
        assert place_of(desk, NOVEMBER) == Place.HOME
        assert desk.store.get("assignment", row_of(desk, NOVEMBER))["note"] == "baru"
        assert place_of(desk, DECEMBER) == Place.OFFICE
        assert place_of(desk, DECEMBER + timedelta(days=1)) == Place.HOME
        assert desk.status.read().unsent == 1
        desk.sync.sync(url)
        assert desk.status.read().unsent == 0
        budis = sums_here(desk.store)
    with unit.open("sri") as desk:
        desk.sync.sync(url)
        assert sums_here(desk.store) == budis
        assert desk.store.disputes() == []


def test_a_conflict_that_was_lost_from_view_comes_back(unit: Unit, url: str) -> None:
    for name, place in (("sri", Place.TRAINING), ("budi", Place.OFFICE)):
        with unit.open(name) as desk:
            desk.schedule.set_places([(key_of(desk), NOVEMBER, place)])
    for name in ("sri", "budi", "sri"):
        with unit.open(name) as desk:
            desk.sync.sync(url)
    with a_week_later(unit, "sri") as desk:
        assert len(desk.store.disputes()) == 1
        whole = sums_here(desk.store)
        db = desk.store.connection
        db.execute("DELETE FROM conflict")
        db.execute("DELETE FROM head WHERE rowid = (SELECT max(rowid) FROM head WHERE col = 1)")
        assert desk.sync.sync(url).repaired == 1
        assert sums_here(desk.store) == whole
        assert len(desk.store.disputes()) == 1
        db.execute("UPDATE head SET value = ? WHERE col = 1 AND value = ?", (Place.HOME, Place.OFFICE))
        desk.sync.check.ask_soon()
        assert desk.sync.sync(url).repaired == 1
        assert sums_here(desk.store) == whole


def test_a_rejection_that_comes_after_the_snapshot_brings_back_what_was_there_before(
    unit: Unit, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A laptop that has only the last value of a cell is told that this one does not count."""
    monkeypatch.setattr(answers, "MAX_LIMIT", 1)
    monkeypatch.setattr(catching_up, "FAR_BEHIND", 0)
    monkeypatch.setattr(states, "LEAST", 0)
    with unit.open("sri") as desk:
        for place in (Place.HOME, Place.TRAINING):
            desk.schedule.set_places([(key_of(desk), DECEMBER, place)])
            desk.sync.sync(url)
        sri, last = desk.store.device, desk.store.log.vector()[desk.store.device]
        unit_id = desk.membership.unit_id
    with unit.open("wayan") as desk:
        desk.sync.sync(url)
        assert snapshots.stands_for(desk.store)[sri] == last
        assert place_of(desk, DECEMBER) == Place.TRAINING
        desk.committer.commit(
            Change("test.note", (desk.committer.upsert("assignment", row_of(desk, DECEMBER), {"note": "x"}),))
        )
        reject_late(unit, unit_id, sri, last)
        done = desk.sync.sync(url)
        assert (done.repaired, place_of(desk, DECEMBER)) == (1, Place.HOME)
        assert desk.store.get("assignment", row_of(desk, DECEMBER))["note"] == "x"
        with desk.store.writing():
            desk.store.log.rebuild(11, row_of(desk, DECEMBER))
        assert place_of(desk, DECEMBER) == Place.HOME
        assert desk.store.disputes() == []
        assert desk.store.log.first_bad() is None
        wayans = sums_here(desk.store)
    with unit.open("sri") as desk:
        assert desk.sync.sync(url).repaired == 0
        assert sums_here(desk.store) == wayans


def reject_late(unit: Unit, unit_id: str, device: str, seq: int) -> None:
    with Central(unit.settings) as central:

        def decide(ledger: Ledger) -> None:
            found, head = ledger.unit(unit_id), ledger.lock_head(unit_id)
            assert found is not None
            assert found.log is not None
            assert head is not None
            log = found.log
            scribe = Scribe(ledger, central.keys, unit_id, log, head, 1)
            scribe.decide(
                "reject",
                device,
                seq,
                lambda pos: RejectEntry(unit=log, pos=pos, device=device, seq=seq, reason="value.code"),
            )
            scribe.finish()

        central.database.writing(decide)


def test_it_compares_once_a_week_and_a_broken_line_waits_for_the_next_time(
    unit: Unit, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit.open("budi") as desk:
        desk.sync.session = LineSession(Counting, Patience(keep_s=0))
        desk.sync.sync(url)
        assert Counting.compared == 0
    with a_week_later(unit, "budi") as desk:
        desk.sync.session = LineSession(Counting, Patience(keep_s=0))
        with monkeypatch.context() as patch:
            patch.setattr(Counting, "ask_state", broken)
            assert desk.sync.sync(url).repaired == 0
        assert desk.sync.check.is_due
        desk.sync.sync(url)
        assert Counting.compared == 1
        assert not desk.sync.check.is_due
        assert {check["name"]: check["state"] for check in doctor._unit(desk)}["state"] == "good"


def broken(_line: HttpLine, _body: bytes, _read: object) -> None:
    raise Offline()


def test_a_clock_that_was_set_back_does_not_end_the_comparing(unit: Unit, url: str) -> None:
    with a_week_later(unit, "budi") as desk:
        desk.sync.sync(url)
        assert not desk.sync.check.is_due
    with unit.open("budi") as desk:
        assert desk.sync.check.is_due


def test_a_server_that_lacks_something_says_so_and_nothing_is_repaired(unit: Unit, url: str) -> None:
    with a_week_later(unit, "budi") as desk:
        damage(desk, NOVEMBER, Place.TRAINING)
        desk.people.change(NIP, {"phone": "0812"})
        check = SelfCheck(desk.committer, desk.membership)
        with HttpLine(url) as line:
            assert check.run(line, int(desk.store.setting("server_position"))) is None
        assert place_of(desk, NOVEMBER) == Place.TRAINING
        assert desk.sync.sync(url).repaired == 1
        assert place_of(desk, NOVEMBER) == Place.HOME


def test_nobody_but_the_server_can_repair(unit: Unit, url: str) -> None:
    """Rows that the server did not sign, or that are of another state, change nothing."""

    class Forging(HttpLine):
        def ask_state(self, body, read):
            request, _signed = messages.decode_request(body)
            if not isinstance(request, messages.RowsRequest):
                return super().ask_state(body, read)
            return super().ask_state(body, lambda data: read(data[:-1] + bytes([data[-1] ^ 1])))

    with a_week_later(unit, "budi") as desk:
        damage(desk, NOVEMBER, Place.TRAINING)
        check = SelfCheck(desk.committer, desk.membership)
        position = int(desk.store.setting("server_position"))
        with Forging(url) as line, pytest.raises(NotOurServer):
            check.run(line, position)
        assert place_of(desk, NOVEMBER) == Place.TRAINING
