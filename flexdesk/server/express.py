"""Carries the statements of an upload to the database in two journeys instead of eight.

SQLAlchemy makes their text once; from then on they go straight to the driver. What is only written waits and
travels together with the commit; on PostgreSQL the beginning travels with the first questions.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError

Step = tuple[Executable, Mapping[str, Any]]


class Express:
    """The way to the database within one transaction of `connection`, whose driver commits by itself.

    Errors come as SQLAlchemy's DBAPIError, as from the connection itself.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect
        self._driver: Any = connection.connection.driver_connection
        self._pipelined = connection.dialect.name == "postgresql"
        self._begun = not self._pipelined  # SQLite's begins when the connection's does
        self._waiting: list[Step] = []

    def later(self, statement: Executable, values: Mapping[str, Any]) -> None:
        """Write this before anything else is asked, at the latest with the commit."""
        self._waiting.append((statement, values))

    def ask(self, *questions: Step) -> list[list[Sequence[Any]]]:
        """The rows of each question, all in one journey."""
        steps = [*self._taken(), *questions]
        with self._mapped():
            found = self._sent(steps)
            return [cursor.fetchall() for cursor in found[len(steps) - len(questions) :]]

    def connection(self) -> Connection:
        """For any other statement; what waits is written first."""
        if self._waiting or not self._begun:
            self.ask()
        return self._connection

    def settle(self) -> None:
        """Write what waits, and commit."""
        if self._waiting:
            with self._mapped():
                self._sent(self._taken(), commit=True)

    def _taken(self) -> list[Step]:
        steps, self._waiting = self._waiting, []
        return steps

    def _sent(self, steps: Sequence[Step], *, commit: bool = False) -> list[Any]:
        if not self._pipelined:
            found = [self._executed(step) for step in steps]
            if commit:
                self._driver.commit()
            return found
        with self._driver.pipeline():
            if not self._begun:
                self._driver.execute("BEGIN")
                self._begun = True
            found = [self._executed(step) for step in steps]
            if commit:
                self._driver.execute("COMMIT")
        return found

    def _executed(self, step: Step) -> Any:
        statement, values = step
        text, fixed, names = _compiled(statement, self._dialect)
        known = {**fixed, **values}
        return self._driver.execute(text, known if names is None else [known[name] for name in names])

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        module: Any = self._dialect.dbapi
        try:
            yield
        except module.Error as error:
            is_gone = self._dialect.is_disconnect(error, self._driver, None)
            if is_gone:
                self._connection.invalidate(error)
            raise DBAPIError.instance(
                None, None, error, module.Error, connection_invalidated=is_gone, dialect=self._dialect
            ) from error


@lru_cache(maxsize=128)
def _compiled(statement: Any, dialect: Dialect) -> tuple[str, dict[str, Any], Sequence[str] | None]:
    """The text in the driver's own words, its fixed values, and the order of all where they have no names."""
    compiled = statement.compile(dialect=dialect)
    fixed = {name: value for name, value in compiled.params.items() if value is not None}
    return compiled.string, fixed, compiled.positiontup
