"""Parts of the server that need no socket."""

import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from flexdesk.domain.log import RowWrite, Tx
from flexdesk.domain.schema import TABLES, Kind
from flexdesk.errors import UsageError
from flexdesk.keys.signing import SigningKey
from flexdesk.server import admin, keys
from flexdesk.server.central import Central, Settings
from flexdesk.server.database import Database, DatabaseTrouble, NotPrepared
from flexdesk.server.keys import ServerKeysMissing
from flexdesk.server.ledger import Ledger
from flexdesk.server.throttle import Throttle
from flexdesk.server.validation import validate
from flexdesk.sync import messages, reasons
from flexdesk.sync.message_fields import MessageFault
from flexdesk.sync.messages import Refused, SyncRequest, SyncResponse

KEY = SigningKey(bytes(32))
DEVICES = st.binary(min_size=8, max_size=8).map(bytes.hex)
VECTORS = st.dictionaries(DEVICES, st.integers(1, 2**40), max_size=5)
BLOBS = st.lists(st.binary(min_size=1, max_size=40), max_size=4).map(tuple)


PLACES = st.integers(0, 2**40)


@given(VECTORS, VECTORS, PLACES, PLACES, BLOBS, BLOBS, st.booleans(), PLACES)
def test_messages_come_back_as_they_were(asked, told, after, position, batches, entries, more, ahead) -> None:
    request = SyncRequest(
        "00ff00ff00ff00ff", KEY.device, asked, after, batches, decided=after + ahead if ahead else 0
    )
    read, signed = messages.decode_sync_request(messages.encode_sync_request(request, KEY))
    signed.check(KEY.public)
    assert read == request
    response = SyncResponse(
        acknowledged=told,
        position=position,
        time_ms=5,
        wanted=asked,
        refused=(Refused(KEY.device, 3, "fork"),),
        batches=batches,
        entries=entries,
        more=more,
        decided=position + ahead if ahead else 0,
        left=ahead,
    )
    assert (
        messages.decode_sync_response(messages.encode_sync_response(response, request), request) == response
    )


@given(st.data())
def test_a_changed_request_is_a_fault_or_not_believed(data: st.DataObject) -> None:
    request = SyncRequest("00ff00ff00ff00ff", KEY.device, {KEY.device: 7}, 9, (b"batch",))
    blob = bytearray(messages.encode_sync_request(request, KEY))
    where = data.draw(st.integers(0, len(blob) - 1))
    blob[where] ^= data.draw(st.integers(1, 255))
    with pytest.raises(MessageFault):
        messages.decode_sync_request(bytes(blob))[1].check(KEY.public)


@given(st.binary(max_size=200))
def test_noise_is_a_fault(noise: bytes) -> None:
    with pytest.raises(MessageFault):
        messages.decode_sync_request(noise)
    assert messages.decode_error(noise) is None
    try:
        messages.decode_sync_response(noise, SyncRequest("", KEY.device))
    except MessageFault:
        return
    assert noise[:1] >= b"\xa0"  # a map, at least


def tx(*writes: RowWrite) -> Tx:
    return Tx(KEY.device, 1, 1 << 16, {}, "any.thing", writes)


@pytest.mark.parametrize(
    ("table", "row", "cells", "reason"),
    [
        (11, "a-1|2026-11-23", {1: "home"}, ""),
        (11, "a-1|2026-11-23", {1: None, 0: 1}, ""),
        (11, "a-1|2026-11-23", {0: "1"}, "value.kind"),
        (11, "a-1|2026-11-23", {0: 2}, "value.kind"),
        (11, "a-1|23-11-2026", {1: "home"}, "row.key"),
        (11, "a-1|20261123", {1: "home"}, "row.key"),
        (11, "a-1", {1: "home"}, "row.key"),
        (11, "|2026-11-23", {1: "home"}, "row.key"),
        (11, "a-1|2026-11-23", {4: "1"}, "value.kind"),
        (11, "a-1|2026-11-23", {99: "of a newer program"}, ""),
        (11, "a-1|2026-11-23", {8: "morning"}, ""),
        (11, "a-1|2026-11-23", {8: "evening"}, "value.code"),
        (51, "2026-11-23", {1: "Rapat koordinasi"}, ""),
        (51, "senin", {1: "Rapat koordinasi"}, "row.key"),
        (5, "a b", {2: "x"}, "row.key"),
        (5, "", {2: "x"}, "row.key"),
        (5, "a-1", {1: "19800101"}, ""),
        (5, "a-1", {1: "1980 0101"}, "value.nip"),
        (5, "a-1", {5: "pns"}, ""),
        (5, "a-1", {5: "raja"}, "value.code"),
        (5, "a-1", {2: "x" * 65_537}, "value.size"),
        (2, "a-1", {4: "07:30"}, ""),
        (2, "a-1", {4: "7.30"}, "value.kind"),
        (22, "a-1|2026-11-23|abc", {2: 2.5}, ""),
        (22, "a-1|2026-11-23|abc", {2: "dua"}, "value.kind"),
        (700, "anything goes", {1: 1}, ""),
    ],
)
def test_one_write_is_judged_by_its_shape(table: int, row: str, cells: dict, reason: str) -> None:
    found = validate(tx(RowWrite(6000, "x", {1: 1}), RowWrite(table, row, cells)), "clerk")
    assert found == ([(1, reason)] if reason else [])


def test_a_reader_writes_nothing_at_all() -> None:
    assert validate(tx(RowWrite(900, "x", {})), "reader") == [(0, "role.reader")]
    assert validate(tx(), "reader") == [(0, "role.reader")]


def test_every_kind_of_column_is_judged() -> None:
    wrong = {Kind.TEXT: 1, Kind.INTEGER: "1", Kind.NUMBER: "1", Kind.DATE: "1", Kind.TIME: "x"}
    for table in TABLES:
        row = "|".join("2026-11-23" for _ in table.key) or "a-1"
        for column in table.columns:
            found = validate(tx(RowWrite(table.id, row, {column.id: wrong[column.kind]})), "head")
            assert found == [(0, "value.kind")], (table.name, column.name)


def test_the_throttle_forgets_after_its_window_and_knows_sources_apart() -> None:
    throttle = Throttle(tries=2, window_s=100)
    for now in (0.0, 50.0):
        assert throttle.wait_s("a", now) == 0
        throttle.count("a", now)
    assert throttle.wait_s("a", 50.0) == 50
    assert throttle.wait_s("b", 50.0) == 0
    assert throttle.wait_s("a", 100.0) == 0
    throttle.count("a", 100.0)
    assert throttle.wait_s("a", 101.0) == 0


def test_keys_survive_and_a_damaged_file_is_named(tmp_path: Path) -> None:
    made = keys.create(tmp_path / "k")
    again = keys.load(tmp_path / "k")
    assert (again.signing.public, again.identity, again.secret) == (
        made.signing.public,
        made.identity,
        made.secret,
    )
    file = tmp_path / "k" / keys.FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for broken in (
        "",
        "{}",
        '{"sign": 1, "receive": 2, "secret": 3}',
        '{"sign": "eA==", "receive": "", "secret": ""}',
    ):
        file.write_text(broken)
        with pytest.raises(ServerKeysMissing):
            keys.load(tmp_path / "k")


def test_a_database_that_was_not_prepared_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotPrepared):
        Central(Settings(f"sqlite:///{tmp_path / 'x.db'}"))


@pytest.mark.parametrize("url", ["", "x", "mysql://a/b", "nosuch://a"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(UsageError):
        Database(url)


def test_a_server_in_memory_needs_a_folder_for_its_keys() -> None:
    with pytest.raises(UsageError):
        admin.init(Settings("sqlite://"))


def test_a_database_that_cannot_be_opened_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(DatabaseTrouble):
        admin.init(Settings(f"sqlite:///{tmp_path}", keys=tmp_path))


def test_a_write_waits_for_another_process_and_is_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    settings = Settings(f"sqlite:///{file}")
    admin.init(settings)
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    with Central(settings) as central:
        timer = threading.Timer(0.2, lambda: other.execute("COMMIT"))
        timer.start()
        agency = admin.agency_add(central, "Kota Contoh")
        timer.join()
        assert len(admin.unit_add(central, "Kelurahan", agency)) == 16
    other.close()


@pytest.mark.parametrize(("text", "runs"), [("database is locked", 3), ("disk I/O error", 1)])
def test_only_a_collision_is_tried_again(tmp_path: Path, text: str, runs: int) -> None:
    settings = Settings(f"sqlite:///{tmp_path / 'x.db'}")
    admin.init(settings)
    seen: list[int] = []

    def work(ledger: Ledger) -> None:
        seen.append(len(seen))
        ledger.add_agency(f"a{len(seen)}", "Kota Contoh", 0)
        if len(seen) < 3:
            raise OperationalError("INSERT", {}, sqlite3.OperationalError(text))

    with Central(settings) as central:
        if runs == 1:
            with pytest.raises(DatabaseTrouble):
                central.database.writing(work)
        else:
            central.database.writing(work)
        assert len(seen) == runs
        kept = [central.database.reading(lambda ledger, n=n: ledger.agency_name(f"a{n}")) for n in (1, 2, 3)]
    assert kept == [None, None, "Kota Contoh" if runs == 3 else None]


def test_sqlite_is_opened_for_power_cuts(tmp_path: Path) -> None:
    settings = Settings(f"sqlite:///{tmp_path / 'x.db'}")
    admin.init(settings)
    with Central(settings) as central, central.database._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_every_reason_has_its_sentence() -> None:
    codes = {
        value
        for name, value in vars(reasons).items()
        if name.isupper() and name[0] != "_" and isinstance(value, str)
    }
    assert codes == reasons.REASONS.keys()
    assert reasons.sentence("value.nip") == "A NIP has only digits, 18 at most."
    assert "newer FlexDesk" in reasons.sentence("of.a.newer.server")
    assert "of.a.newer.server" in reasons.sentence("of.a.newer.server")
