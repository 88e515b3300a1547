"""The histories can tell: each way of getting the merge rule wrong is caught within a few of them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from flexdesk.domain import log as rule
from flexdesk.domain import merge
from flexdesk.domain.log import Tx
from flexdesk.domain.merge import Head
from flexdesk.errors import FlexDeskError
from flexdesk.store import clocks, heads, log
from flexdesk.store.log import Log
from tests.helpers.histories import make_template, run_history
from tests.helpers.rule_check import Broken
from tests.properties.test_histories import fast_folder

WITHIN = 150  # histories; a mutant that lives longer is not caught

Patch = pytest.MonkeyPatch


def no_context(patch: Patch) -> None:
    """Whoever writes later replaces everything, seen or not."""
    patch.setattr(Tx, "saw", lambda _tx, _device, _seq: True)


def last_writer_wins(patch: Patch) -> None:
    """The clock decides what is kept."""
    real = merge.after

    def after(*arguments: Any) -> tuple[Head, ...]:
        return (merge.shown(real(*arguments)),)

    patch.setattr(merge, "after", after)


def no_causal_wait(patch: Patch) -> None:
    """A change is applied as soon as its author's own earlier ones are here."""
    patch.setattr(Log, "_in_order", lambda _log, tx, vector: tx.seq == vector.get(tx.device, 0) + 1)


def one_too_few_seen(patch: Patch) -> None:
    """`>` where the rule says `>=`."""
    patch.setattr(
        Tx,
        "saw",
        lambda tx, device, seq: seq < tx.seq if device == tx.device else tx.ctx.get(device, 0) > seq,
    )


def own_earlier_changes_forgotten(patch: Patch) -> None:
    """A laptop's own earlier writes do not count as seen."""
    patch.setattr(Tx, "saw", lambda tx, device, seq: tx.ctx.get(device, 0) >= seq)


def deletion_always_wins(patch: Patch) -> None:
    patch.setattr(heads, "_knew", lambda _deletion, _head: True)


def deletion_never_wins(patch: Patch) -> None:
    patch.setattr(heads, "_knew", lambda _deletion, _head: False)


def equal_values_dispute(patch: Patch) -> None:
    patch.setattr(merge, "in_conflict", lambda found, _kind=None: len(list(found)) > 1)


def kinds_of_number_confused(patch: Patch) -> None:
    """1 and 1.0 taken for one value: two laptops then show different texts for ever."""
    patch.setattr(heads, "_same", lambda one, other: one == other)


def waiting_changes_stay(patch: Patch) -> None:
    """What came too early is never looked at again."""
    patch.setattr(Log, "_drain", lambda _log, _result: None)


def first_write_forgotten(patch: Patch) -> None:
    """The transaction that made a row is no head of its cells."""
    real = heads.heads_in

    def found(connection: Any, table: Any, row: Any, column: int) -> tuple[Head, ...]:
        return real(connection, table, {**row, **dict.fromkeys(c.name for c in table.columns)}, column)

    patch.setattr(heads, "heads_in", found)


def shown_by_device_alone(patch: Patch) -> None:
    patch.setattr(merge, "shown", lambda found, _kind=None: max(found, key=lambda head: head.device))


def a_clock_ahead_wins_for_ever(patch: Patch) -> None:
    """What the server says of the moment counts for nothing."""
    patch.setattr(clocks, "bind", lambda *_arguments: [])


def a_moment_counts_only_for_what_comes_later(patch: Patch) -> None:
    """What stands here already keeps its clock."""
    real = clocks.bind

    def bind(connection: Any, device: str, first: int, last: int, at_ms: int) -> list[Any]:
        known = connection.execute("SELECT seq FROM seen WHERE device = ?", (device,)).fetchone()
        beyond = max(first, (known["seq"] if known else 0) + 1)
        return real(connection, device, beyond, last, at_ms) if beyond <= last else []

    patch.setattr(clocks, "bind", bind)


def a_moment_counts_only_for_what_came_before(patch: Patch) -> None:
    patch.setattr(clocks, "bounded", lambda _connection, tx: tx)


def later_wins_where_the_first_should(patch: Patch) -> None:
    real = merge.shown
    patch.setattr(merge, "shown", lambda found, _kind=None: real(found))


def places_in_a_list_dispute(patch: Patch) -> None:
    real = merge.in_conflict
    patch.setattr(merge, "in_conflict", lambda found, _kind=None: real(found))


def a_place_in_a_list_keeps_a_row(patch: Patch) -> None:
    """A row deleted by one is kept because another moved it up."""

    def cells(connection: Any, table: Any, found: Any) -> list[Head]:
        return [head for c in table.columns for head in heads.heads_in(connection, table, found, c.id)]

    patch.setattr(heads, "_cell_heads", cells)


def rejection_hides_only_the_newest(patch: Patch) -> None:
    """What a rejected write had replaced does not come back."""
    patch.setattr(Log, "rebuild", lambda _log, _table, _row: None)


def clock_goes_back(patch: Patch) -> None:
    patch.setattr(rule, "tick", lambda _last, now_ms: now_ms << 16)


def many_rows_overwrite(patch: Patch) -> None:
    """The road for many rows takes known rows for new ones."""
    patch.setattr(heads, "known_rows", lambda _connection, _writes: set())


MUTANTS: tuple[Callable[[Patch], None], ...] = (
    no_context,
    last_writer_wins,
    no_causal_wait,
    one_too_few_seen,
    own_earlier_changes_forgotten,
    deletion_always_wins,
    deletion_never_wins,
    equal_values_dispute,
    kinds_of_number_confused,
    waiting_changes_stay,
    first_write_forgotten,
    shown_by_device_alone,
    a_clock_ahead_wins_for_ever,
    a_moment_counts_only_for_what_comes_later,
    a_moment_counts_only_for_what_came_before,
    later_wins_where_the_first_should,
    places_in_a_list_dispute,
    a_place_in_a_list_keeps_a_row,
    rejection_hides_only_the_newest,
    clock_goes_back,
    many_rows_overwrite,
)


@pytest.fixture(scope="module")
def room() -> Iterator[Path]:
    folder = fast_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def template(room: Path) -> Path:
    return make_template(room / "template")


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_wrong_rule_is_caught(
    mutant: Callable[[Patch], None], room: Path, template: Path, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(log, "_MANY", 4)
    mutant(monkeypatch)
    with pytest.raises((Broken, FlexDeskError, sqlite.DatabaseError)):
        _play(room / mutant.__name__, template)


def _play(folder: Path, template: Path) -> None:
    for seed in range(WITHIN):
        run_history(seed, folder / str(seed), template)
