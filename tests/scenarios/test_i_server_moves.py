"""A server moves from SQLite to PostgreSQL and back; digests stay, and laptops notice nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.server.run import running
from flexdesk.sync.certificates import ReceiptEntry
from flexdesk.sync.http import HttpLine
from tests.helpers.server import database, desk, partitions_of


@pytest.mark.scenario(67)
@pytest.mark.parametrize("kind", ["postgresql", "partitioned"])
def test_there_and_back_with_work_in_between(kind: str, tmp_path: Path) -> None:
    with desk("sqlite", tmp_path) as server, database(kind, tmp_path) as url:
        unit_id = server.unit()
        laptop, reader = server.laptop(unit_id), server.laptop(unit_id, "reader")
        other = server.laptop(server.unit())
        reader.write(2)
        reader.send(reader.batch())  # void, and kept
        other.write(1)
        other.send(other.batch())
        settings, digests = server.settings, []
        (tmp_path / "back").mkdir()
        homes = [
            Settings(url, keys=settings.keys, clock=server.clock, partitions=partitions_of(kind)),
            replace(settings, database=f"sqlite:///{tmp_path / 'back' / 'server.db'}"),
        ]
        for home in (None, *homes):
            if home is not None:
                with Central(settings) as old:
                    assert admin.move(old, home) == admin.verify(old)
                settings = home
            with running(settings) as address:
                laptop.close()
                laptop.line = HttpLine(address)
                laptop.write(3)
                first = len(laptop.txs) - 2
                response = laptop.send(laptop.batch(first))
                laptop.take_in(response)
                receipt = laptop.entries(response)[-1]
                assert isinstance(receipt, ReceiptEntry)
                assert receipt.vector == {laptop.device: len(laptop.txs)}
                laptop.close()
            with Central(settings) as central:
                states = {state.unit_id: state for state in admin.verify(central)}
                assert [state.faults for state in states.values()] == [(), ()]
                assert states[unit_id].transactions == len(laptop.txs) + 2
                digests.append(states[other.place.unit_id].digest)
        assert len(set(digests)) == 1
        assert laptop.position == states[unit_id].pos
        for one in (reader, other):
            one.close()
