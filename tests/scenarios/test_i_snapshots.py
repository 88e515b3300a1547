"""A laptop that joins a unit, or comes back after a year, goes on from the server's snapshot."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from flexdesk.bootstrap import create_empty, open_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.errors import CancelledError
from flexdesk.progress import Progress
from flexdesk.server import admin, answers, states
from flexdesk.server.central import Central
from flexdesk.server.run import running
from flexdesk.server.states import States
from flexdesk.services import catching_up
from flexdesk.services.identity import DiskCopied
from flexdesk.services.session import LineSession
from flexdesk.store import history, snapshots
from flexdesk.store.digest import digest
from flexdesk.store.sums import sums_here
from flexdesk.sync import snapshot as wire
from flexdesk.sync import state_messages as messages
from flexdesk.sync.certificates import SnapshotEntry, verify_entry
from flexdesk.sync.http import DeviceUnknown, HttpLine, Offline
from flexdesk.sync.patience import Patience
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import CHEAP, PASSPHRASE
from tests.helpers.units import NIP, START, Unit, copied, make_unit

PHONES = tuple(f"08{number:03}" for number in range(12))


@dataclass
class Office:
    """A unit whose laptops are near a server."""

    unit: Unit
    url: str

    def open(self, name: str) -> Desk:
        return self.unit.open(name)

    def sync(self, name: str) -> None:
        with self.open(name) as desk:
            desk.sync.sync(self.url)

    def newcomer(self, role: str = "deputy") -> str:
        """An empty laptop that has enrolled, and nothing else."""
        folder = self.unit.folder / "ketut"
        with self.open("sri") as desk:
            unit_id = desk.membership.unit_id
        with Central(self.unit.settings) as central:
            code, _until = admin.code(central, unit_id, role)
        with create_empty(folder, passphrase=PASSPHRASE, clock=FixedClock(START), cost=CHEAP) as desk:
            desk.membership.enrol(self.url, code, "Ketut Contohnya")
        return folder.name

    def make_snapshot(self) -> states.Made:
        with self.open("sri") as desk:
            unit_id = desk.membership.unit_id
        with Central(self.unit.settings) as central:
            return States(central).make(unit_id)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    """A year in small: one laptop changed one person again and again, and sent each change by itself."""
    unit = make_unit(tmp_path_factory.mktemp("made") / "unit")
    with running(unit.settings) as url:
        with unit.open("budi") as desk:
            desk.sync.sync(url)
        for number, phone in enumerate(PHONES):
            with unit.open("sri") as desk:
                desk.people.change(NIP, {"phone": phone})
                if number == 3:
                    desk.people.add("199001012015041001", "Made Contohnya")
                desk.sync.sync(url)
    return unit


@pytest.fixture
def office(made: Unit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Small lines and small thresholds, so that a dozen changes are a long log."""
    monkeypatch.setattr(answers, "MAX_LIMIT", 1)
    monkeypatch.setattr(catching_up, "FAR_BEHIND", 6)
    monkeypatch.setattr(states, "LEAST", 10)
    unit = copied(made, tmp_path / "unit")
    with running(unit.settings) as url:
        yield Office(unit, url)


def ends_equal(office: Office, *names: str) -> None:
    found = set()
    for name in names:
        with office.open(name) as desk:
            assert desk.store.log.first_bad() is None
            assert desk.store.log.waiting() == []
            found.add((digest(desk.store), str(sorted(sums_here(desk.store).items()))))
    assert len(found) == 1


@pytest.mark.scenario(68)
def test_a_new_laptop_takes_the_snapshot_and_the_rest_of_the_log(office: Office) -> None:
    made = office.make_snapshot()
    assert made.kept < made.changes
    with office.open("sri") as desk:
        desk.people.change(NIP, {"phone": "0999"})
        desk.sync.sync(office.url)
    name = office.newcomer()
    with office.open(name) as desk:
        done = desk.sync.sync(office.url)
        assert snapshots.stands_for(desk.store)
        assert len(desk.carriers.batches({})) < len(PHONES) // 2
        assert done.received == sum(desk.store.log.vector().values())
        row = desk.store.select("person", nip=NIP)[0]
        assert row["phone"] == "0999"
        told = [entry for entry in history.of_row(desk.store, "person", row["key"]) if entry.field == "phone"]
        assert [entry.after for entry in told][-1] == "0999"
        assert len(told) < len(PHONES)
        assert snapshots.is_shortened(desk.store, "person", row["key"])
        again = desk.sync.sync(office.url)
        assert (again.received, again.repaired) == (0, 0)
        for receipt in all_receipts(office, desk):  # as files of colleagues may bring them
            desk.exchange.take([], [receipt])
        assert desk.exchange.parted() == {}
    office.sync("budi")
    ends_equal(office, "sri", "budi", name)


def all_receipts(office: Office, desk: Desk) -> list[bytes]:
    unit_id = desk.membership.unit_id
    with Central(office.unit.settings) as central:
        found = central.database.reading(lambda ledger: ledger.decisions_after(unit_id, 0))
    return [decision.entry for decision in found if decision.kind == "receipt"]


@pytest.mark.scenario(68)
def test_a_laptop_that_was_away_takes_the_snapshot_and_sends_what_it_has(office: Office) -> None:
    with office.open("budi") as desk:
        desk.people.change(NIP, {"phone": "0777", "domicile": "Kota Contoh"})
        desk.people.add("199202022016042002", "Putu Contohnya")
        own = desk.store.log.vector()[desk.store.device]
    with office.open("budi") as desk:
        done = desk.sync.sync(office.url)
        assert snapshots.stands_for(desk.store)
        assert done.sent == own
        assert [tx.seq for tx in desk.store.log.txs(desk.store.device, 1)] == list(range(1, own + 1))
        (dispute,) = desk.store.disputes()
        assert {head.value for head in dispute.heads} == {PHONES[-1], "0777"}
        desk.sync.resolve(dispute.id, "mine")
        desk.sync.sync(office.url)
    office.sync("sri")
    office.sync("wayan")
    ends_equal(office, "sri", "budi", "wayan")
    with office.open("sri") as desk:
        assert {row["name"] for row in desk.store.select("person")} >= {"Putu Contohnya", "Made Contohnya"}
        assert desk.store.select("person", nip=NIP)[0]["phone"] == "0777"
        assert not snapshots.stands_for(desk.store)


class BreakingLine(HttpLine):
    """Breaks at every second piece, after it was sent and before it is here."""

    pieces = 0
    starts: list[int] = []  # noqa: RUF012

    def ask_state(self, body, read):
        request, _signed = messages.decode_request(body)
        if not isinstance(request, messages.PieceRequest):
            return super().ask_state(body, read)
        type(self).pieces += 1
        type(self).starts.append(request.start)
        answer = super().ask_state(body, read)
        if self.pieces % 2:
            raise Offline()
        return answer


def test_a_line_that_breaks_costs_the_piece_that_was_on_its_way(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "FIRST_PIECE", 100)
    monkeypatch.setattr(catching_up, "MOST_PIECE", 100)
    size = office.make_snapshot().size
    BreakingLine.pieces, BreakingLine.starts = 0, []
    name = office.newcomer()
    with office.open(name) as desk:
        desk.sync.session = LineSession(BreakingLine, Patience(keep_s=0))
        for _attempt in range(40):
            try:
                desk.sync.sync(office.url)
            except Offline:
                continue
            break
        assert snapshots.stands_for(desk.store)
    whole = list(range(0, size, 100))
    assert sorted(set(BreakingLine.starts)) == whole
    assert len(whole) > 3
    assert len(BreakingLine.starts) <= 2 * len(whole)
    office.sync("budi")
    ends_equal(office, "sri", "budi", name)


def test_fetching_a_snapshot_tells_how_far_it_is_and_stops_when_asked(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "FIRST_PIECE", 100)
    monkeypatch.setattr(catching_up, "MOST_PIECE", 100)
    size = office.make_snapshot().size
    name = office.newcomer()
    told: list[int] = []

    def stop_after_three(done: int, total: int) -> None:
        if total == size:
            told.append(done)
            if len(told) == 3:
                progress.cancel()

    progress = Progress(stop_after_three, every_ms=0)
    with office.open(name) as desk:
        with pytest.raises(CancelledError):
            desk.sync.sync(office.url, progress)
        assert told == [100, 200, 300]
        assert not snapshots.stands_for(desk.store)
        desk.sync.sync(office.url)
        assert snapshots.stands_for(desk.store)
    office.sync("budi")
    ends_equal(office, "sri", "budi", name)


def test_a_snapshot_that_is_gone_from_the_server_is_begun_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "FIRST_PIECE", 100)
    monkeypatch.setattr(catching_up, "MOST_PIECE", 100)
    office.make_snapshot()
    BreakingLine.pieces, BreakingLine.starts = 1, []
    name = office.newcomer()
    with office.open(name) as desk:
        desk.sync.session = LineSession(BreakingLine, Patience(keep_s=0))
        with pytest.raises(Offline):
            desk.sync.sync(office.url)
        first, have = snapshots.parts(desk.store)
        assert len(have) == 100
        for phone in ("0991", "0992"):
            with office.open("sri") as other:
                other.people.change(NIP, {"phone": phone})
                other.sync.sync(office.url)
            newest = office.make_snapshot()
        desk.sync.session = LineSession(HttpLine)
        desk.sync.sync(office.url)
        assert desk.store.select("person", nip=NIP)[0]["phone"] == "0992"
        entry = verify_entry(desk.carriers.entries("snapshot")[-1], desk.membership.enrolled().issuer)
        assert isinstance(entry, SnapshotEntry)
        assert (entry.pos, entry.hash != first) == (newest.pos, True)
    office.sync("budi")
    ends_equal(office, "budi", name)


def test_a_damaged_snapshot_changes_nothing_and_is_fetched_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.make_snapshot()
    name = office.newcomer()
    with office.open(name) as desk:
        with monkeypatch.context() as patch:
            patch.setattr(catching_up.snapshots, "keep_part", kept_damaged)
            with pytest.raises(wire.SnapshotFault):
                desk.sync.sync(office.url)
        assert not snapshots.stands_for(desk.store)
        assert snapshots.parts(desk.store) == (b"", b"")
        desk.sync.sync(office.url)
        assert snapshots.stands_for(desk.store)


def kept_damaged(store, hashed: bytes, start: int, piece: bytes) -> None:
    bad = bytearray(piece)
    bad[len(bad) // 2] ^= 4
    with store.writing():
        store.connection.execute(
            "INSERT OR REPLACE INTO snapshot_part VALUES (?, ?, ?)", (hashed, start, bytes(bad))
        )


def test_without_a_snapshot_a_short_log_is_fetched_as_it_is(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "LEAST", 1_000)
    name = office.newcomer()
    with office.open(name) as desk:
        desk.sync.sync(office.url)
        assert not snapshots.stands_for(desk.store)
        assert len(desk.carriers.batches({})) >= len(PHONES)
    office.sync("budi")
    ends_equal(office, "sri", "budi", name)


def test_who_asks_gets_a_snapshot_that_is_made_then(office: Office) -> None:
    name = office.newcomer()
    with office.open(name) as desk:
        desk.sync.sync(office.url)
        assert snapshots.stands_for(desk.store)
        server = desk.membership.enrolled()
        (held,) = desk.carriers.entries("snapshot")
        entry = verify_entry(held, server.issuer)
        assert isinstance(entry, SnapshotEntry)
        assert entry.upto == entry.pos - 1


def test_the_server_keeps_the_newest_and_the_one_before(office: Office) -> None:
    first, second, third = (office.make_snapshot() for _ in range(3))
    with office.open("sri") as desk:
        unit_id = desk.membership.unit_id
    with Central(office.unit.settings) as central:
        found = central.database.reading(lambda ledger: states._shelf(ledger, unit_id))
        assert [pos for pos, _hash in found] == [third.pos, second.pos]
        assert first.pos < second.pos < third.pos
        assert [state.faults for state in admin.verify(central)] == [()]


def test_its_file_reaches_who_has_the_log_and_waits_where_the_log_is_missing(office: Office) -> None:
    office.make_snapshot()
    name = office.newcomer()
    office.sync(name)
    office.sync("sri")
    file = office.unit.folder / "file.flexdesk"
    with office.open(name) as desk:
        desk.people.change(NIP, {"domicile": "Kota Contoh"})
        header = desk.bundles.create(file, "unit").header
        assert desk.store.device in {part.device for part in header.contents}
        assert desk.status.read().unsent == 1
    with office.open("sri") as desk:
        taken = desk.bundles.apply(file)
        assert (taken.applied, taken.waiting) == (1, 0)
    with office.open("wayan") as desk:
        taken = desk.bundles.apply(file)
        assert taken.waiting == 1
        (wanted,) = desk.store.log.missing().values()
        desk.sync.sync(office.url)
        assert snapshots.stands_for(desk.store)
        assert wanted[1] in snapshots.stands_for(desk.store).values()
        assert desk.store.log.waiting() == []
    office.sync(name)
    office.sync("sri")
    office.sync("wayan")
    ends_equal(office, "sri", "wayan", name)


def test_a_revoked_laptop_is_told_nothing(office: Office) -> None:
    office.make_snapshot()
    with office.open("budi") as desk:
        device, server, keys = desk.store.device, desk.membership.enrolled(), desk.membership.keys
    with Central(office.unit.settings) as central:
        admin.revoke(central, device)
    request = messages.PieceRequest(server.unit_id, device)
    with HttpLine(office.url) as line, pytest.raises(DeviceUnknown):
        line.ask_state(messages.encode_request(request, keys.signing), messages.decode_piece)


def test_what_was_rejected_stays_void_and_listed(office: Office) -> None:
    with open_desk(
        office.unit.folder / office.newcomer("reader"), passphrase=PASSPHRASE, clock=FixedClock(START)
    ) as desk:
        desk.sync.sync(office.url)
        key = str(desk.store.select("person", nip=NIP)[0]["key"])
        op = desk.committer.upsert("person", key, {"domicile": "Salah"})
        desk.store.commit(
            Change("people.change", (op,)), desk.committer.now_ms()
        )  # a program that forgot to ask
        desk.sync.sync(office.url)
        reader = desk.store.device
    office.make_snapshot()
    with office.open("budi") as desk:
        desk.sync.sync(office.url)
        assert snapshots.stands_for(desk.store)[reader] == 1
        row = desk.store.select("person", nip=NIP)[0]
        assert row["domicile"] != "Salah"
        (entry,) = [e for e in history.of_row(desk.store, "person", row["key"]) if e.device == reader]
        assert (entry.after, entry.void) == ("Salah", True)
    office.sync("sri")
    ends_equal(office, "sri", "budi")


def test_a_copied_disk_is_told_apart_also_where_a_snapshot_stands_for_the_log(office: Office) -> None:
    office.make_snapshot()
    name = office.newcomer()
    office.sync(name)
    shutil.copytree(office.unit.folder / name, office.unit.folder / "copy")
    for folder, phone in ((name, "0811"), ("copy", "0822")):
        with office.open(folder) as desk:
            assert snapshots.stands_for(desk.store)
            desk.people.change(NIP, {"phone": phone})
            desk.people.add("199202022016042002" if phone == "0811" else "199303032017052003", phone)
    office.sync(name)
    with office.open("copy") as desk, pytest.raises(DiskCopied):
        desk.sync.sync(office.url)
    for folder in ("copy", name, "sri"):
        office.sync(folder)
    ends_equal(office, "sri", name, "copy")
    with office.open("copy") as desk:
        assert {row["name"] for row in desk.store.select("person")} >= {"0811", "0822"}
        (dispute,) = desk.store.disputes()
        assert {head.value for head in dispute.heads} == {"0811", "0822"}
