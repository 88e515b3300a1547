"""A laptop gives up older changes of others only by command and with everybody's knowledge; no cell goes."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.snapshot import Ordering, Reduction, Snapshot
from flexdesk.server.central import Central
from flexdesk.server.run import running
from flexdesk.server.states import States
from flexdesk.services.shortening import NoSnapshot, NotYetEverywhere
from flexdesk.store import shortening
from flexdesk.store.digest import digest
from flexdesk.store.shortening import OtherState
from flexdesk.store.store import Store
from flexdesk.store.sums import sums_here
from tests.helpers.histories import make_template
from tests.helpers.logs import READER, feed, judge, make_log, open_reader
from tests.helpers.units import NIP, Unit, copied, make_unit


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    """One person changed five times by one laptop, and once by each of the others, who knew."""
    unit = make_unit(tmp_path_factory.mktemp("made") / "unit")
    with running(unit.settings) as url:
        with unit.open("sri") as desk:
            for number in range(5):
                desk.people.change(NIP, {"phone": f"08{number}"})
            desk.sync.sync(url)
        for name in ("budi", "wayan"):
            with unit.open(name) as desk:
                desk.sync.sync(url)
    return unit


@pytest.fixture
def unit(made: Unit, tmp_path: Path) -> Unit:
    return copied(made, tmp_path / "unit")


@pytest.fixture
def url(unit: Unit) -> Iterator[str]:
    with running(unit.settings) as address:
        for name in ("sri", "budi", "wayan"):
            with unit.open(name) as desk:
                desk.membership.set_url(address)
        yield address


def shown(store: Store) -> tuple[object, ...]:
    return sums_here(store), digest(store), [(one.id, one.heads) for one in store.disputes()]


def make_snapshot(unit: Unit, desk: Desk) -> None:
    with Central(unit.settings) as central:
        States(central).make(desk.membership.unit_id)


def say_something(unit: Unit, name: str) -> None:
    with unit.open(name) as desk:
        desk.people.change(NIP, {"domicile": name})
        desk.sync.sync()


@pytest.mark.usefixtures("url")
def test_what_others_replaced_goes_and_everything_shown_stays(unit: Unit) -> None:
    with unit.open("budi") as desk:
        make_snapshot(unit, desk)
    for name in ("wayan", "sri"):
        say_something(unit, name)
    with unit.open("budi") as desk:
        desk.people.change(NIP, {"email": "sri@contoh.go.id"})
        desk.sync.sync()
        before, own = (digest(desk.store), sums_here(desk.store)), desk.store.log.chain(desk.store.device)
        held = len(desk.carriers.batches({}))
        done = desk.sync.shorten()
        assert done.gone == 4
        assert (digest(desk.store), sums_here(desk.store)) == before
        assert desk.store.log.first_bad() is None
        assert desk.store.check() == []
        assert len(desk.carriers.batches({})) < held
        assert desk.store.log.chain(desk.store.device) == own
        desk.store.log.rebuild(5, str(desk.store.select("person", nip=NIP)[0]["key"]))
        assert sums_here(desk.store) == before[1]
        assert desk.sync.shorten().gone == 0
        desk.sync.check.ask_soon()
        assert desk.sync.sync().repaired == 0
    say_something(unit, "sri")
    with unit.open("budi") as desk:
        desk.sync.sync()
        ends = digest(desk.store)
    with unit.open("sri") as desk:
        desk.sync.sync()
        assert digest(desk.store) == ends


@pytest.mark.usefixtures("url")
def test_a_laptop_that_nobody_heard_of_since_holds_it_up(unit: Unit) -> None:
    with unit.open("budi") as desk:
        with pytest.raises(NoSnapshot):
            desk.sync.shorten()
        make_snapshot(unit, desk)
        with pytest.raises(NotYetEverywhere) as caught:
            desk.sync.shorten()
        assert "Wayan" in caught.value.message
        assert desk.store.log.first_bad() is None
        assert not list(desk.store.connection.execute("SELECT * FROM base"))


def test_a_value_that_a_late_rejection_brought_back_is_not_given_up(tmp_path: Path) -> None:
    """In any log: what the shortened log says is what the whole one said, or nothing is given up at all."""
    template = make_template(tmp_path / "template")
    refused = shortened = 0
    for seed in range(12):
        made = make_log(Random(seed), 40, rejected=0.4)
        ordering, reduction = Ordering(), Reduction()
        late = dict(list(made.void.items())[::2])
        for tx in made.txs:
            for ready in ordering.take([tx]):
                known = {} if seed % 2 else late
                void = {id: numbers for id, numbers in made.void.items() if id not in known}
                reduction.take(ready, void.get((ready.device, ready.seq), ()))
        snapshot = Snapshot(reduction.kept(), ordering.vector, ordering.chains)
        with open_reader(tmp_path / str(seed), template, READER) as store:
            feed(store, made.txs)
            judge(store, made.void)
            before = shown(store)
            try:
                with store.writing():
                    shortened += shortening.shorten(store, snapshot)
            except OtherState:
                refused += 1
            with store.writing():
                for table, row in {
                    (op["tbl"], op["row"]) for op in store.connection.execute("SELECT * FROM op")
                }:
                    store.log.rebuild(table, row)
            assert shown(store) == before
            assert store.log.first_bad() is None
    assert refused > 0
    assert shortened > 20
