"""What grows: numbers that an older program passes on unread, retired columns, entries of newer servers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flexdesk.bootstrap import open_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain import evolution, schema
from flexdesk.domain.evolution import Retired
from flexdesk.domain.log import RowWrite
from flexdesk.domain.ops import Change, Op
from flexdesk.server import admin
from flexdesk.server.central import Central
from flexdesk.server.validation import validate
from flexdesk.sync import certificates, envelope, reasons, strict_cbor
from flexdesk.sync.certificates import ReceiptEntry, RejectEntry, UnknownEntry, verify_entry
from flexdesk.sync.envelope import Purpose
from flexdesk.sync.wire import packed_name
from flexdesk.system.clock import FixedClock
from tests.bench.golden_releases import CELL, PERSON, START
from tests.helpers.desks import PASSPHRASE
from tests.helpers.devices import Device
from tests.helpers.releases import Laptop, Program
from tests.helpers.server import desk as server_desk
from tests.helpers.units import Unit, make_unit

REASON, NOTE = 6, 9  # of an assignment; for these tests the note takes the reason's place
MOVED = Retired(11, REASON, "9.0", lambda value: {NOTE: None if value is None else f"alasan: {value}"})
CLOSED = Retired(11, REASON, "9.0")

Retire = Callable[[Retired], None]


@pytest.fixture
def retire(monkeypatch: pytest.MonkeyPatch) -> Retire:
    return lambda retired: monkeypatch.setitem(evolution.RETIRED, (retired.table, retired.column), retired)


@pytest.fixture(scope="module")
def older() -> Iterator[Program]:
    with Program("--without", "assignment.note,dialogue") as program:
        yield program


def opened(folder: Path) -> Desk:
    return open_desk(folder, passphrase=PASSPHRASE, clock=FixedClock(START))


# numbers


def test_nothing_is_retired_that_is_still_written_or_unknown() -> None:
    for (table, column), retired in evolution.RETIRED.items():
        assert (table, column) in schema.COLUMN_BY_ID
        assert (retired.table, retired.column) == (table, column)


def test_the_level_grows_with_columns_codes_and_retirements() -> None:
    codes = sum(map(len, evolution.CODES.values()))
    assert len(schema.COLUMN_BY_ID) + codes + len(evolution.RETIRED) == evolution.LEVEL
    assert evolution.LEVEL > 525  # what the last release before levels said


@pytest.mark.scenario(59)
def test_an_older_laptop_passes_on_what_it_cannot_read_and_edits_the_same_row(
    older: Program, tmp_path: Path
) -> None:
    unit = make_unit(tmp_path)
    budi = _joined(unit, Laptop(older, tmp_path / "older"))
    with unit.open("sri") as sri:
        sri.bundles.apply(tmp_path / "hello.flexdesk")
        _write(sri, "assignment", CELL, {"place": "home", "note": "catatan", "source": "typed"})
        _write(sri, "dialogue", f"{PERSON}|2026-Q4", {"facts": "fakta"})
        _write(sri, "person", PERSON, {"name": "Made Contohan", "status": "kontrak_baru"})
        sri.bundles.create(tmp_path / "sri.flexdesk", "unit")
    assert budi("apply", str(tmp_path / "sri.flexdesk"))["waiting"] == 0
    assert "note" not in budi("show", "assignment", CELL)
    assert budi("show", "person", PERSON)["status"] == "kontrak_baru"
    budi("write", "assignment", CELL, {"place": "office"})
    budi("bundle", str(tmp_path / "older.flexdesk"), "unit")
    with unit.open("wayan") as wayan:  # who never met Sri's file
        taken = wayan.bundles.apply(tmp_path / "older.flexdesk")
        assert taken.waiting == 0
        cell = wayan.store.get("assignment", CELL) or {}
        assert (cell["place"], cell["note"]) == ("office", "catatan")
        assert (wayan.store.get("dialogue", f"{PERSON}|2026-Q4") or {})["facts"] == "fakta"
        assert wayan.store.disputes() == []
    with opened(tmp_path / "older") as upgraded:
        assert (upgraded.store.get("assignment", CELL) or {})["note"] == "catatan"
        assert upgraded.store.log.first_bad() is None


def _joined(unit: Unit, laptop: Laptop) -> Laptop:
    """One more laptop of the unit, by files."""
    room = laptop.folder.parent
    laptop("empty")
    with Central(unit.settings) as central:
        code, _until = admin.code(central, admin.devices(central)[0].unit_id, "deputy")
        laptop("request", str(room / "request"), code, "Made Contohan")
        (room / "answer").write_bytes(admin.certify(central, (room / "request").read_bytes()))
    laptop("join", str(room / "answer"))
    laptop("bundle", str(room / "hello.flexdesk"), "unit")
    return laptop


def _write(desk: Desk, table: str, row: str, cells: dict[str, str]) -> None:
    desk.committer.commit(Change("test.write", (Op(table, row, dict.fromkeys(cells), dict(cells)),)))


# retired columns


def test_a_write_to_a_retired_column_stands_where_its_meaning_went(retire: Retire, tmp_path: Path) -> None:
    old, new = Device(tmp_path / "old", "old"), Device(tmp_path / "new", "new")
    old.put("assignment", CELL, place="home", reason="banjir")
    retire(MOVED)
    new.take(old)
    assert new.shown("assignment", CELL, "note") == "alasan: banjir"
    assert new.shown("assignment", CELL, "reason") is None
    assert new.txs() == []
    assert list(new.store.log.txs(old.name, 1)) == old.txs()  # the log keeps what was signed
    assert new.store.log.first_bad() is None


def test_an_older_and_a_newer_write_of_one_meaning_are_one_conflict(retire: Retire, tmp_path: Path) -> None:
    old, new = Device(tmp_path / "old", "old"), Device(tmp_path / "new", "new")
    old.put("assignment", CELL, reason="banjir")
    new.put("assignment", CELL, note="rapat")
    retire(MOVED)
    new.take(old)
    assert new.values("assignment", CELL, "note") == {"rapat", "alasan: banjir"}
    assert [dispute.field for dispute in new.store.disputes()] == ["note"]
    new.store.void(old.name, 1)
    assert (new.shown("assignment", CELL, "note"), new.store.disputes()) == ("rapat", [])


def test_many_rows_at_once_are_translated_like_one(retire: Retire, tmp_path: Path) -> None:
    old, new = Device(tmp_path / "old", "old"), Device(tmp_path / "new", "new")
    rows = [f"{PERSON}|2026-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 29)]
    ops = tuple(Op("assignment", row, {"reason": None}, {"reason": "banjir"}) for row in rows)
    old.store.commit(Change("test.many", ops), old.now_ms)
    retire(MOVED)
    new.take(old)
    assert {new.shown("assignment", row, "note") for row in rows} == {"alasan: banjir"}
    assert {new.shown("assignment", row, "reason") for row in rows} == {None}


def test_a_store_of_an_older_program_is_translated_when_it_is_upgraded(
    retire: Retire, older: Program, tmp_path: Path
) -> None:
    laptop = Laptop(older, tmp_path / "unit")
    laptop("found", "Kelurahan Contoh")
    laptop("write", "assignment", CELL, {"place": "home", "reason": "banjir"})
    retire(MOVED)
    with opened(tmp_path / "unit") as desk:
        cell = desk.store.get("assignment", CELL) or {}
        assert (cell["place"], cell["reason"], cell["note"]) == ("home", None, "alasan: banjir")


def test_the_new_column_wins_in_a_write_that_knows_both() -> None:
    both = RowWrite(11, CELL, {REASON: "lama", NOTE: "baru"})
    assert evolution.forward(both) is both
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(evolution.RETIRED, (11, REASON), MOVED)
        assert evolution.forward(both).cells == {NOTE: "baru"}
        assert evolution.forward(RowWrite(11, CELL, {NOTE: "baru"})).cells == {NOTE: "baru"}


def test_the_server_voids_only_what_nobody_can_translate(retire: Retire, tmp_path: Path) -> None:
    with server_desk("sqlite", tmp_path) as server:
        laptop = server.laptop(server.unit())
        laptop.write(1)
        old = RowWrite(11, f"{PERSON}|2026-12-24", {1: "home", REASON: "banjir"})
        laptop.write(1, writes=(old, RowWrite(11, f"{PERSON}|2026-12-25", {1: "home"})))
        laptop.write(2)
        retire(CLOSED)
        assert validate(laptop.txs[1], "head") == [(0, reasons.RETIRED)]
        answer = laptop.send(laptop.batch())
        [rejected] = [entry for entry in laptop.entries(answer) if isinstance(entry, RejectEntry)]
        assert (rejected.seq, rejected.rows, rejected.reason) == (2, (0,), "column.retired")
        assert answer.acknowledged[laptop.device] == 4  # nothing behind it is held up
        assert "Update FlexDesk, then enter it again." in reasons.sentence(rejected.reason)
        laptop.take_in(answer)
        retire(MOVED)
        laptop.write(1, writes=(RowWrite(11, f"{PERSON}|2026-12-28", {REASON: "banjir"}),))
        later = laptop.send(laptop.batch(5))
        assert not [entry for entry in laptop.entries(later) if isinstance(entry, RejectEntry)]
        laptop.close()


def test_codes_of_a_newer_program_pass_an_older_server_and_others_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server_desk("sqlite", tmp_path) as server:
        laptop = server.laptop(server.unit())
        laptop.write(1, place="ruang_baru")
        with monkeypatch.context() as newer:
            newer.setattr(evolution, "LEVEL", evolution.LEVEL + 1)
            batch = laptop.batch()
        assert not [e for e in laptop.entries(laptop.send(batch)) if isinstance(e, RejectEntry)]
        laptop.write(1, place="ruang_baru")
        [rejected] = [e for e in laptop.entries(laptop.send(laptop.batch(2))) if isinstance(e, RejectEntry)]
        assert rejected.reason == reasons.VALUE_CODE
        laptop.close()


# entries


@pytest.mark.scenario(61)
@pytest.mark.parametrize(("level", "bound"), [(392, 0), (419, 0), (420, 16), (10**6, 16)])
def test_a_program_gets_receipts_in_the_form_that_it_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: int, bound: int
) -> None:
    with server_desk("sqlite", tmp_path) as server:
        laptop = server.laptop(server.unit())
        laptop.write(1)
        with monkeypatch.context() as other:
            other.setattr(evolution, "LEVEL", level)
            batch = laptop.batch()
        for _again in range(2):
            [receipt] = [e for e in laptop.entries(laptop.send(batch)) if isinstance(e, ReceiptEntry)]
            assert (len(receipt.chain), dict(receipt.vector)) == (bound, {laptop.device: 1})
        laptop.close()


def test_an_entry_of_a_newer_server_is_kept_passed_on_and_understood_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = make_unit(tmp_path)
    with Central(unit.settings) as central, unit.open("sri") as sri:
        log = packed_name(sri.membership.log_id)
        payload = strict_cbor.encode({0: 1, 1: 99, 2: log, 3: 77, 4: 1, 5: ["the new word"]})
        blob = envelope.seal(payload, central.keys.signing, Purpose.ENTRY)
        for _again in range(2):
            sri.exchange.take((), [blob])
        assert sri.carriers.entries("unknown") == [blob]
        server = sri.membership.enrolled()
        sri.membership.remember(replace(server, issuer=bytes(32)))
        sri.exchange.take(())  # a word of a server that the unit has left stands in nobody's way
        sri.membership.remember(server)
        sri.bundles.create(tmp_path / "sri.flexdesk", "unit")
    with unit.open("budi") as budi:
        budi.bundles.apply(tmp_path / "sri.flexdesk")
        assert budi.carriers.entries("unknown") == [blob]

        def understood(held: bytes, key: bytes) -> certificates.Entry:
            entry = verify_entry(held, key)
            if not isinstance(entry, UnknownEntry):
                return entry
            return certificates.RevokeEntry(unit=entry.unit, pos=entry.pos, device="00" * 8, seq=1)

        monkeypatch.setattr("flexdesk.services.exchange.verify_entry", understood)
        budi.exchange.take(())
        assert budi.carriers.entries("unknown") == []
        assert budi.carriers.entries("revoke") == [blob]
