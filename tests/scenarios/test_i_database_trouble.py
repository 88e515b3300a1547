"""The database fails in the middle of an upload: it is done once, and the laptop gets its receipt."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from flexdesk.errors import EnvironmentTrouble
from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.server.run import running
from flexdesk.sync.certificates import ReceiptEntry
from flexdesk.sync.messages import SyncResponse
from flexdesk.system.clock import FixedClock
from tests.helpers import postgres
from tests.helpers.cutting_proxy import CuttingProxy
from tests.helpers.server import START, Desk, Laptop, database


@contextmanager
def desk_at(url: str, folder: Path) -> Iterator[Desk]:
    """A server on that very address."""
    settings = Settings(url, keys=folder / "keys", clock=FixedClock(START))
    admin.init(settings)
    with Central(settings) as central, running(settings) as address:
        agency = admin.agency_add(central, "Pemerintah Kota Contoh")
        yield Desk(address, central, settings.clock, settings, agency)


@pytest.fixture
def behind_proxy(tmp_path: Path) -> Iterator[tuple[Desk, CuttingProxy]]:
    with database("postgresql", tmp_path) as url, ExitStack() as stack:
        there = make_url(url)
        proxy = CuttingProxy(there.host or "", there.port or 0)
        stack.callback(proxy.close)
        near = there.set(host="127.0.0.1", port=proxy.port).render_as_string(hide_password=False)
        yield stack.enter_context(desk_at(near, tmp_path)), proxy


def receipts(laptop: Laptop, response: SyncResponse) -> list[int]:
    """How far the laptop's own receipts in an answer reach."""
    found = [entry for entry in laptop.entries(response) if isinstance(entry, ReceiptEntry)]
    return [entry.vector[entry.device] for entry in found if entry.device == laptop.device]


def require_once(server: Desk, laptop: Laptop, uploads: int) -> None:
    """Every transaction and every upload stands in the log exactly once."""
    state = server.state(laptop)
    assert state.faults == ()
    assert state.transactions == len(laptop.txs)
    assert state.batches == uploads
    assert state.pos == 2 * uploads + 1  # each with its receipt, after the grant


@pytest.mark.scenario(65)
def test_a_commit_whose_confirmation_is_lost_is_not_done_twice(
    behind_proxy: tuple[Desk, CuttingProxy],
) -> None:
    server, proxy = behind_proxy
    laptop = server.laptop(server.unit())
    laptop.write(3)
    laptop.send(laptop.batch(1, 1))
    proxy.after_answer = True
    proxy.cuts = lambda data: b"COMMIT" in data
    response = laptop.send(laptop.batch(2))
    assert proxy.cut == 1
    assert receipts(laptop, response) == [3]
    require_once(server, laptop, 2)
    laptop.close()


@pytest.mark.scenario(65)
@pytest.mark.parametrize("message", range(1, 5))
def test_a_connection_cut_at_any_message_is_replaced(
    behind_proxy: tuple[Desk, CuttingProxy], message: int
) -> None:
    server, proxy = behind_proxy
    laptop = server.laptop(server.unit())
    laptop.write(2)
    laptop.send(laptop.batch(1, 1))
    seen: list[bytes] = []

    def cuts(data: bytes) -> bool:
        seen.append(data)
        return len(seen) == message

    proxy.cuts = cuts
    response = laptop.send(laptop.batch(2))
    assert receipts(laptop, response) == [2]
    require_once(server, laptop, 2)
    laptop.close()


@pytest.mark.scenario(65)
def test_uploads_that_collide_under_strict_isolation_are_each_done_once(tmp_path: Path) -> None:
    with database("postgresql", tmp_path) as url:
        there = make_url(url)
        options = f"{there.query['options']} -cdefault_transaction_isolation=serializable"
        strict = there.update_query_dict({"options": options}).render_as_string(hide_password=False)
        with desk_at(strict, tmp_path) as server:
            unit_id = server.unit()
            laptops = [server.laptop(unit_id) for _ in range(4)]

            def work(laptop: Laptop) -> None:
                for seq in range(1, 9):
                    laptop.write()
                    assert receipts(laptop, laptop.send(laptop.batch(seq)))[-1] == seq

            with ThreadPoolExecutor(4) as pool:
                list(pool.map(work, laptops))
            state = server.state(laptops[0])
            assert (state.faults, state.batches, state.transactions) == ((), 32, 32)
            with server.central.database._engine.begin() as on:
                assert on.scalar(text("SHOW transaction_isolation")) == "serializable"
            for laptop in laptops:
                laptop.close()


@pytest.mark.scenario(65)
def test_a_database_that_dies_and_comes_back_has_everything_that_was_receipted_once(tmp_path: Path) -> None:
    """Its connections are lost, new ones refused for a while; laptops get 503 and send again."""
    try:
        cluster = postgres.Cluster()
    except postgres.PostgresMissing as missing:
        pytest.skip(str(missing))
    with ExitStack() as stack:
        stack.callback(cluster.stop)
        url = make_url(cluster.url).update_query_dict({"options": "-csynchronous_commit=on"})
        server = stack.enter_context(desk_at(url.render_as_string(hide_password=False), tmp_path))
        laptops = [server.laptop(server.unit()) for _ in range(3)]
        under_way, back = threading.Event(), threading.Event()
        troubles: list[Exception] = []

        def work(laptop: Laptop) -> None:
            for seq in range(1, 31):
                laptop.write()
                while True:
                    try:
                        response = laptop.send(laptop.batch(seq))
                    except EnvironmentTrouble as error:
                        troubles.append(error)
                        back.wait(20)
                        continue
                    assert receipts(laptop, response)[-1] == seq
                    break
                if seq == 10:
                    under_way.set()

        with ThreadPoolExecutor(3) as pool:
            jobs = [pool.submit(work, laptop) for laptop in laptops]
            assert under_way.wait(30)
            cluster.kill()
            cluster.start()
            back.set()
            for job in jobs:
                job.result(60)
        for laptop in laptops:
            require_once(server, laptop, 30)
            laptop.close()
