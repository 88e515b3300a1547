"""Batches packed with a dictionary that the reader lacks: refused politely, and read in the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flexdesk.bootstrap import create_empty, open_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change, Op
from flexdesk.keys.signing import SigningKey
from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.server.ledger import Ledger
from flexdesk.server.run import running
from flexdesk.store.carriers import SyncState
from flexdesk.sync import dictionaries
from flexdesk.sync.faults import BundleTooNew, WireFault
from flexdesk.sync.wire import decode_batch, read_header, repacked
from flexdesk.system.clock import FixedClock
from tests.bench.golden_releases import CELL, PERSON, START
from tests.helpers.desks import CHEAP, PASSPHRASE
from tests.helpers.releases import Laptop, Program

NEWER = 3  # a dictionary that today's program does not have


class Place:
    """A server and the unit that its laptops join."""

    def __init__(self, central: Central, url: str, folder: Path) -> None:
        self.central, self.url, self.folder = central, url, folder
        self.unit = admin.unit_add(central, "Kelurahan Contoh", admin.agency_add(central, "Kota Contoh"))

    def code(self, role: str) -> str:
        return admin.code(self.central, self.unit, role)[0]

    def newer_laptop(self, program: Program) -> Laptop:
        """The unit's first, driven by a program that packs with the newer dictionary."""
        laptop = Laptop(program, self.folder / "newer")
        laptop("found", "Kelurahan Contoh")
        request, answer = self.folder / "request", self.folder / "answer"
        laptop("request", str(request), self.code("head"), "Sri Contohwati")
        answer.write_bytes(admin.certify(self.central, request.read_bytes()))
        laptop("join", str(answer))
        laptop("write", "assignment", CELL, {"place": "home", "source": "typed"})
        return laptop

    def laptop(self) -> Desk:
        desk = create_empty(
            self.folder / "todays", passphrase=PASSPHRASE, clock=FixedClock(START), cost=CHEAP
        )
        desk.membership.enrol(self.url, self.code("deputy"), "Budi Contohman")
        return desk


@pytest.fixture(scope="module")
def newer_program() -> Iterator[Program]:
    with Program("--dictionary", str(NEWER)) as program:
        yield program


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    settings = Settings(
        f"sqlite:///{tmp_path / 'server.db'}", keys=tmp_path / "keys", clock=FixedClock(START)
    )
    admin.init(settings)
    with Central(settings) as central, running(settings) as url:
        yield Place(central, url, tmp_path)


@contextmanager
def known_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Within the block this process, the server's, has the newer dictionary."""
    with monkeypatch.context() as patched:
        patched.setitem(dictionaries._FILES, NEWER, "schedule-1.zdict")
        yield
    dictionaries._dictionary.cache_clear()


@pytest.mark.scenario(62)
def test_an_older_server_says_so_and_the_laptop_packs_anew(place: Place, newer_program: Program) -> None:
    newer = place.newer_laptop(newer_program)
    assert newer("packings") == [NEWER]
    assert newer("sync", place.url)["state"] == "diterima"
    assert NEWER not in newer("packings")
    newer("write", "assignment", CELL, {"place": "office"})
    assert newer("sync", place.url)["state"] == "diterima"
    assert [state.faults for state in admin.verify(place.central)] == [()]
    with place.laptop() as todays:
        todays.sync.sync()
        assert (todays.store.get("assignment", CELL) or {})["place"] == "office"


@pytest.mark.scenario(62)
def test_a_newer_server_packs_anew_for_an_older_laptop(
    place: Place, newer_program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = place.newer_laptop(newer_program)
    with known_here(monkeypatch), Program() as todays_program:
        assert newer("sync", place.url)["state"] == "diterima"
        assert NEWER in {read_header(blob).packing for blob in stored(place)}
        older = Laptop(todays_program, place.folder / "older")
        older("empty")
        older("enrol", place.url, place.code("clerk"), "Wayan Contohnya")
        older("sync", place.url)
        assert older("show", "assignment", CELL)["place"] == "home"
        older("write", "person", PERSON, {"name": "Made Contohan"})
        assert older("sync", place.url)["state"] == "diterima"
        older("bundle", str(place.folder / "older.flexdesk"), "unit")
    assert newer("apply", str(place.folder / "older.flexdesk"))["applied"] > 0
    assert newer("show", "person", PERSON)["name"] == "Made Contohan"
    with open_desk(place.folder / "older", passphrase=PASSPHRASE, clock=FixedClock(START)) as desk:
        held = {read_header(blob).packing for blob in desk.carriers.batches({})}
        assert held <= dictionaries.BASE
        assert desk.store.log.first_bad() is None
        assert desk.bundles.create(place.folder / "passed-on.flexdesk", "unit").header.changes > 0
        assert desk.carriers.state(desk.store.log.vector()[desk.store.device]) is SyncState.RECEIVED


@pytest.mark.scenario(62)
def test_a_file_is_refused_in_words_and_changes_nothing(place: Place, newer_program: Program) -> None:
    newer = place.newer_laptop(newer_program)
    with place.laptop() as todays:
        todays.bundles.create(place.folder / "hello.flexdesk", "unit")
        before = todays.store.log.vector()
        newer("apply", str(place.folder / "hello.flexdesk"))
        newer("bundle", str(place.folder / "news.flexdesk"), "unit")
        with pytest.raises(BundleTooNew) as caught:
            todays.bundles.apply(place.folder / "news.flexdesk")
        assert "made by a newer FlexDesk" in caught.value.message
        assert "Update FlexDesk" in caught.value.what_to_do
        assert todays.store.log.vector() == before
        assert todays.carriers.batches({}) == []


def test_only_a_trusted_server_may_pack_for_others(place: Place) -> None:
    with place.laptop() as todays:
        todays.committer.commit(_change())
        todays.sync.sync()
        [blob] = todays.carriers.batches({})
        own, server, stranger = (
            todays.membership.keys.signing,
            place.central.keys.signing,
            SigningKey(bytes(32)),
        )
        made = repacked(blob, public_key=own.public, signer=server)
        batch = decode_batch(made, public_key=own.public, issuers={server.public})
        assert batch.txs == decode_batch(blob, public_key=own.public).txs
        for signer, issuers in ((server, set()), (stranger, {server.public}), (server, {stranger.public})):
            forged = repacked(blob, public_key=own.public, signer=signer)
            with pytest.raises(WireFault) as caught:
                decode_batch(forged, public_key=own.public, issuers=issuers)
            assert caught.value.reason == "signature"


def stored(place: Place) -> list[bytes]:
    def find(ledger: Ledger) -> list[bytes]:
        every = ledger.every_device()
        return [blob for d in every for _b, blob in ledger.batches_of(d.unit_id, d.device)]

    return place.central.database.reading(find)


def _change() -> Change:
    return Change("test.write", (Op("assignment", CELL, {"place": None}, {"place": "home"}),))
