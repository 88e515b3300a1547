"""A server on every database, and the end of the throw-away PostgreSQL."""

from collections.abc import Callable, Iterator

import pytest

from tests.helpers import postgres
from tests.helpers.server import KINDS, Desk, Laptop, desks


@pytest.fixture(scope="session", autouse=True)
def _postgres_ends() -> Iterator[None]:
    yield
    postgres.stop()


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Desk]]:
    with desks(tmp_path_factory.mktemp("servers")) as opened:
        yield opened


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest, servers: Callable[[str], Desk]) -> Desk:
    return servers(request.param)


@pytest.fixture
def laptop(server: Desk) -> Iterator[Laptop]:
    made = server.laptop(server.unit())
    yield made
    made.close()
