"""Laptops whose clocks are wrong: nobody is stopped, nothing is lost, no clock wins for ever."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flexdesk.bootstrap import create_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.server.run import running
from flexdesk.services.typed_outputs import DayAhead, TypedOutput
from flexdesk.store.digest import digest
from flexdesk.sync.faults import WireFault
from flexdesk.system.clock import FixedClock
from tests.helpers.desks import CHEAP, PASSPHRASE
from tests.helpers.units import NIP, START, Unit, copied, make_unit

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    """Made once; every test works on a copy."""
    return make_unit(tmp_path_factory.mktemp("unit"))


@pytest.fixture
def unit(met: Unit, tmp_path: Path) -> Unit:
    """Laptops and server of one test; the server's clock goes right."""
    return copied(met, tmp_path / "unit", START + timedelta(hours=1))


@pytest.fixture
def server(unit: Unit) -> Iterator[str]:
    with running(unit.settings) as url:
        yield url


def set_clock(desk: Desk | Unit, instant: datetime) -> None:
    clock = desk.settings.clock if isinstance(desk, Unit) else desk.clock
    assert isinstance(clock, FixedClock)
    clock.instant = instant


def edit(desk: Desk, **cells: str) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(minutes=1)
    assert desk.people.change(NIP, cells) is not None


def shown(desk: Desk, field: str) -> object:
    return desk.store.select("person")[0][field]


def ends_equal(unit: Unit, server: str) -> None:
    """Two rounds, so that everybody has heard of everybody."""
    ends = set()
    for _round in range(2):
        ends.clear()
        for name in ("sri", "budi", "wayan"):
            with unit.open(name) as desk:
                desk.sync.sync(server)
                assert desk.store.log.waiting() == []
                assert desk.store.log.first_bad() is None
                ends.add((digest(desk.store), tuple(d.id for d in desk.store.disputes())))
    assert len(ends) == 1


@pytest.mark.scenario(30)
@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (datetime(1970, 1, 1, 0, 5, tzinfo=UTC), "The clock of this laptop is 20780 days slow."),
        (datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC), "The clock of this laptop is 4075 days fast."),
        (START + timedelta(days=3 * 365), "The clock of this laptop is 1095 days fast."),
    ],
    ids=["1970", "2038", "three-years-ahead"],
)
def test_a_laptop_with_a_wrong_clock_works_sends_and_is_told_so(
    unit: Unit, server: str, instant: datetime, words: str
) -> None:
    with unit.open("budi") as budi:
        set_clock(budi, instant)
        edit(budi, phone="0812")
        edit(budi, email="budi@contoh.go.id")
        done = budi.sync.sync(server)
        assert done.rejected == ()
        assert budi.carriers.received() == budi.store.log.vector()[budi.store.device]
        assert budi.status.read().clock_words == words
    with unit.open("sri") as sri:
        sri.sync.sync(server)
        assert (shown(sri, "phone"), shown(sri, "email")) == ("0812", "budi@contoh.go.id")
        edit(sri, phone="0899")  # in full knowledge: whatever the other clock said, this replaces it
        assert sri.status.read().clock_words == "The clock of this laptop is 60 minutes slow."
    ends_equal(unit, server)
    with unit.open("budi") as budi:
        assert shown(budi, "phone") == "0899"


@pytest.mark.scenario(30)
@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (299, ""),
        (-300, "The clock of this laptop is 5 minutes slow."),
        (2 * 3600, "The clock of this laptop is 2 hours fast."),
        (-3 * 24 * 3600, "The clock of this laptop is 3 days slow."),
    ],
)
def test_how_far_a_clock_is_off_is_said_in_words(unit: Unit, seconds: int, words: str) -> None:
    with unit.open("sri") as sri:
        sri.store.set_setting("clock_skew", str(seconds))
        assert sri.status.read().clock_words == words


@pytest.mark.scenario(31)
def test_a_clock_that_jumps_back_between_two_edits_changes_nothing_about_them(
    unit: Unit, server: str
) -> None:
    with unit.open("budi") as budi:
        edit(budi, phone="1")
        set_clock(budi, START - timedelta(days=400))
        edit(budi, phone="2")
        set_clock(budi, START - timedelta(days=800))
        edit(budi, phone="3")
        device, last = budi.store.device, budi.store.log.vector()[budi.store.device]
        clocks = [budi.store.log.hlc_at(device, seq) or 0 for seq in range(last - 2, last + 1)]
        assert clocks == sorted(set(clocks))
        budi.sync.sync(server)
    ends_equal(unit, server)
    with unit.open("sri") as sri:
        assert shown(sri, "phone") == "3"
        assert sri.sync.conflicts() == []


@pytest.mark.scenario(32)
def test_an_edit_from_the_far_future_neither_wins_for_ever_nor_pushes_other_clocks(
    unit: Unit, server: str
) -> None:
    with unit.open("budi") as budi:
        set_clock(budi, START + timedelta(days=3650))
        edit(budi, phone="from the future")
        by_hand = unit.folder / "budi.flexdesk"
        budi.bundles.create(by_hand, "unit")
        budi.sync.sync(server)
    with unit.open("sri") as sri:  # later than the server had it, and without having seen it
        set_clock(sri, START + timedelta(days=2))
        edit(sri, phone="of today")
    with unit.open("wayan") as wayan:  # by stick first: no word of the server yet
        wayan.bundles.apply(by_hand)
        assert shown(wayan, "phone") == "from the future"
        assert wayan.store.log._hlc() >> 16 < (START + timedelta(days=1)).timestamp() * 1000
    set_clock(unit, START + timedelta(days=2, hours=1))
    ends_equal(unit, server)
    for name in ("sri", "budi", "wayan"):
        with unit.open(name) as desk:
            [conflict] = desk.sync.conflicts()
            assert {head.value for head in conflict.heads} == {"from the future", "of today"}
            assert shown(desk, "phone") == "of today"
            if name != "budi":
                assert desk.store.log._hlc() >> 16 < (START + timedelta(days=3)).timestamp() * 1000


@pytest.mark.scenario(32)
def test_the_place_in_a_list_given_by_a_clock_ahead_gives_way_to_a_later_one(unit: Unit, server: str) -> None:
    with unit.open("budi") as budi:
        set_clock(budi, START + timedelta(days=3650))
        key = str(budi.store.select("person")[0]["key"])
        budi.committer.commit(reordered(budi, key, 7))
        budi.sync.sync(server)
    with unit.open("sri") as sri:
        set_clock(sri, START + timedelta(days=2))
        sri.committer.commit(reordered(sri, key, 3))
    set_clock(unit, START + timedelta(days=2, hours=1))
    ends_equal(unit, server)
    with unit.open("wayan") as wayan:
        assert shown(wayan, "order") == 3
        assert wayan.sync.conflicts() == []


def reordered(desk: Desk, key: str, place: int) -> Change:
    row = desk.store.get("person", key)
    assert row is not None
    return Change("person.order", (desk.committer.update("person", row, {"order": place}),))


MIDNIGHT_WIT = datetime(2026, 12, 31, 15, 30, tzinfo=UTC)


@pytest.mark.scenario(33)
@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Asia/Jakarta", date(2026, 12, 31)),
        ("Asia/Makassar", date(2026, 12, 31)),
        ("Asia/Jayapura", date(2027, 1, 1)),
    ],
)
def test_midnight_and_the_year_turn_where_the_unit_is(tmp_path: Path, zone: str, day: date) -> None:
    with create_desk(
        tmp_path / "unit",
        unit="Distrik Contoh",
        agency="Kabupaten Contoh",
        zone=zone,
        passphrase=PASSPHRASE,
        clock=FixedClock(MIDNIGHT_WIT),
        cost=CHEAP,
    ) as desk:
        desk.people.add(NIP, "Sri Contohwati")
        assert desk.clock.today() == desk.day.today() == day
        with pytest.raises(DayAhead):
            desk.typed_outputs.add(TypedOutput(NIP, day + timedelta(days=1), "menyusun laporan"))
        desk.typed_outputs.add(TypedOutput(NIP, day, "menyusun laporan"))
        assert [row["day"] for row in desk.store.select("output")] == [day.isoformat()]
        desk.unit.set({"zone": "Asia/Jayapura"})
        assert desk.clock.today() == date(2027, 1, 1)


@pytest.mark.scenario(33)
def test_laptops_in_two_zones_agree_on_what_came_first(unit: Unit, server: str) -> None:
    """Clocks of the log are instants: 23.30 in Jakarta lies after 00.30 of the next day in Jayapura."""
    with unit.open("sri") as sri:
        sri.unit.set({"zone": "Asia/Jayapura"})
        sri.sync.sync(server)
    for name in ("budi", "wayan"):
        with unit.open(name) as desk:
            desk.sync.sync(server)
            assert desk.clock.zone == "Asia/Jayapura"  # as soon as the change is here
    with unit.open("budi") as budi:
        set_clock(budi, MIDNIGHT_WIT)
        edit(budi, phone="half past midnight in Jayapura")
        assert budi.clock.today() == date(2027, 1, 1)
    with unit.open("wayan") as wayan:
        set_clock(wayan, MIDNIGHT_WIT + timedelta(hours=1))
        edit(wayan, phone="an hour later")
    set_clock(unit, MIDNIGHT_WIT + timedelta(hours=2))
    ends_equal(unit, server)
    with unit.open("sri") as sri:
        assert shown(sri, "phone") == "an hour later"
        assert {head.value for head in sri.sync.conflicts()[0].heads} == {
            "half past midnight in Jayapura",
            "an hour later",
        }


@pytest.mark.scenario(34)
def test_a_batch_that_fails_leaves_the_clock_as_it_was(unit: Unit) -> None:
    with unit.open("budi") as budi:
        set_clock(budi, START + timedelta(hours=20))
        edit(budi, phone="0812")
        good = budi.exchange.batches({})[-1]
        edit(budi, phone="0813")
        broken = bytearray(budi.exchange.batches({})[-1])
        broken[-1] ^= 1
    with unit.open("sri") as sri:
        before = (sri.store.log._hlc(), sri.store.log.vector(), digest(sri.store))
        with pytest.raises(WireFault):
            sri.exchange.take([good, bytes(broken)])
        assert (sri.store.log._hlc(), sri.store.log.vector(), digest(sri.store)) == before
        sri.exchange.take([good])
        assert sri.store.log._hlc() > before[0]
