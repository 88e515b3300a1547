"""Ends the throw-away PostgreSQL with the run."""

from collections.abc import Iterator

import pytest

from tests.helpers import postgres


@pytest.fixture(scope="session", autouse=True)
def _postgres_ends() -> Iterator[None]:
    yield
    postgres.stop()
