"""Wrong programs that the simulator must tell from the right one, and which check tells them.

`python -m tests.simulator.mutants` plays them all and writes the table in resources/docs/mutants.md.
"""

import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from flexdesk.domain import log as rule
from flexdesk.errors import FlexDeskError
from flexdesk.server import central
from flexdesk.server.intake import Intake
from flexdesk.services.exchange import Exchange
from flexdesk.services.sync import SyncService
from flexdesk.store import branches
from flexdesk.store import log as store_log
from flexdesk.store.carriers import Carriers
from flexdesk.store.log import Log
from flexdesk.sync.certificates import ReceiptEntry, verify_entry
from tests.helpers.rule_check import Broken
from tests.properties.test_histories import fast_folder
from tests.simulator.fleet import make_template
from tests.simulator.history import run_history

PAGE = Path(__file__).parents[2] / "resources" / "docs" / "mutants.md"
WITHIN = 400  # histories; a mutant that lives longer is not caught

Patch = pytest.MonkeyPatch
Mutant = Callable[[Patch], None]


# -- receipts and states


def green_when_sent(patch: Patch) -> None:
    """A change counts as received as soon as it has been put on the line."""
    real = SyncService._record_sent

    def sent(self: Any, blobs: list[bytes], course: Any) -> None:
        real(self, blobs, course)
        self._carriers.note_receipt(self._carriers.handed(), "TT-0000")

    patch.setattr(SyncService, "_record_sent", sent)


def receipts_of_the_former_name_kept(patch: Patch) -> None:
    """A laptop with a new identity goes on with the receipts of the old one."""
    patch.setattr(Carriers, "forget_sending", lambda _self: None)


def server_believed_to_have_all(patch: Patch) -> None:
    """What stands here is taken for what the server has."""
    patch.setattr(Exchange, "known_of_server", lambda self: self._store.log.vector())


# -- the log


def waiting_changes_forgotten(patch: Patch) -> None:
    """What came too early is thrown away."""

    def take(self: Any, tx: Any, chain: Any, _source: str, result: Any) -> None:
        if self._in_order(tx, self.vector()):
            self._accept(tx, chain, result)

    patch.setattr(Log, "_take", take)


def far_clock_adopted(patch: Patch) -> None:
    """A clock from the far future pushes everybody else's."""
    patch.setattr(rule, "tick_remote", lambda last, remote, _now_ms: max(last, remote))


def own_clock_goes_back(patch: Patch) -> None:
    """A change gets the time of the clock, even when that was set back."""
    patch.setattr(rule, "tick", lambda _last, now_ms: now_ms << 16)


# -- taking in


def position_before_content(patch: Patch) -> None:
    """The place in the server's order is noted before what stands there is applied."""
    real = SyncService._is_copied

    def is_copied(self: Any, answer: Any) -> bool:
        self._store.set_setting("server_position", str(answer.position))
        return real(self, answer)

    patch.setattr(SyncService, "_is_copied", is_copied)


def rejections_ignored(patch: Patch) -> None:
    """What the server refused goes on counting."""
    patch.setattr(Exchange, "_void_rejected", lambda *_: None)


# -- copied and restored disks


def changes_of_a_copy_lost(patch: Patch) -> None:
    """A laptop with a new identity starts without what was done under the old one."""
    patch.setattr(branches, "append", lambda *_: None)


def rows_of_a_copy_keep_their_names(patch: Patch) -> None:
    """Two copies that counted on give two people one key."""
    patch.setattr(branches._Renaming, "writes", lambda _self, tx: tx.writes)


def copy_takes_one_too_many(patch: Patch) -> None:
    """What both copies share is believed to end one change later."""
    real = branches.last_shared

    def shared(*arguments: Any) -> int | None:
        found = real(*arguments)
        return None if found is None else found + 1

    patch.setattr(branches, "last_shared", shared)


def copy_goes_on_under_the_name(patch: Patch) -> None:
    """Nobody notices that somebody else works under this laptop's name."""
    patch.setattr(SyncService, "_is_copied", lambda *_: False)


# -- the server


def server_takes_gaps(patch: Patch) -> None:
    """The server takes a batch although earlier ones are missing."""
    real = Intake._append
    patch.setattr(
        Intake,
        "_take",
        lambda self, batch: (
            real(self, batch, batch.first) if batch.last > self._heads[batch.device][0] else None
        ),
    )


def server_overwrites_forks(patch: Patch) -> None:
    """The server does not compare what it has with what comes under the same numbers."""
    patch.setattr(Intake, "_is_same_log", lambda *_: True)


def server_receipts_too_much(patch: Patch) -> None:
    """A receipt names one change more than the server has."""
    real = Intake._receipt

    def receipt(self: Any, device: str, is_new: bool) -> None:
        seq, chain = self._heads[device]
        self._heads[device] = (seq + 1, chain)
        real(self, device, is_new)
        self._heads[device] = (seq, chain)

    patch.setattr(Intake, "_receipt", receipt)


def server_stops_at_a_rejection(patch: Patch) -> None:
    """A refused change holds up everything that its author did after it."""
    blocked: set[str] = set()
    real_reject, real_take = Intake._reject, Intake._take

    def reject(self: Any, tx: Any, reason: str, indexes: list[int]) -> None:
        real_reject(self, tx, reason, indexes)
        blocked.add(tx.device)

    def take(self: Any, batch: Any) -> None:
        if batch.device in blocked:
            self._refuse(batch, "blocked")
        else:
            real_take(self, batch)

    patch.setattr(Intake, "_reject", reject)
    patch.setattr(Intake, "_take", take)


def server_skips_what_did_not_fit(patch: Patch) -> None:
    """What does not fit into one answer is passed over."""
    real = central.parcel_for

    def parcel(*arguments: Any, **named: Any) -> Any:
        found = real(*arguments, **named)
        return replace(found, position=named["upto"], batches=found.batches[:1], more=False)

    patch.setattr(central, "parcel_for", parcel)


def server_forgets_to_tell_rejections(patch: Patch) -> None:
    """Only receipts travel."""
    real = central.parcel_for

    def parcel(*arguments: Any, **named: Any) -> Any:
        found = real(*arguments, **named)
        key = _issuer(arguments)
        told = [e for e in found.entries if isinstance(verify_entry(e, key), ReceiptEntry)]
        return replace(found, entries=tuple(told))

    patch.setattr(central, "parcel_for", parcel)


def _issuer(arguments: Sequence[Any]) -> bytes:
    """The server's public key, as the certificate of the device that asks names it."""
    from flexdesk.sync import certificates

    return certificates.read(arguments[1].certificate).issuer


# The first history tells these; they are played in every run of the tests.
AT_ONCE: tuple[Mutant, ...] = (
    green_when_sent,
    server_believed_to_have_all,
    own_clock_goes_back,
    position_before_content,
    copy_takes_one_too_many,
    copy_goes_on_under_the_name,
    server_receipts_too_much,
    server_skips_what_did_not_fit,
    server_forgets_to_tell_rejections,
)
LATER: tuple[Mutant, ...] = (
    rejections_ignored,
    waiting_changes_forgotten,
    server_stops_at_a_rejection,
    far_clock_adopted,
    changes_of_a_copy_lost,
    receipts_of_the_former_name_kept,
    rows_of_a_copy_keep_their_names,
    server_takes_gaps,
    server_overwrites_forks,
)


@dataclass(frozen=True, slots=True)
class Caught:
    """By which check or error, and in which history, counted from 1."""

    check: str
    after: int


def caught(mutant: Mutant, folder: Path, template: Path, within: int = WITHIN) -> Caught | None:
    """Play histories on the wrong program; None when none of them tells."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_log, "_MANY", 4)
        mutant(patch)
        for seed in range(within):
            try:
                run_history(seed, folder / str(seed), template)
            except Broken as broken:
                return Caught(str(broken.args[0]), seed + 1)
            except (FlexDeskError, sqlite.DatabaseError, AssertionError, KeyError) as error:
                return Caught(type(error).__name__, seed + 1)
    return None


def main() -> None:
    folder = fast_folder()
    lines: list[str] = []
    try:
        template = make_template(folder / "template")
        for mutant in (*AT_ONCE, *LATER):
            found = caught(mutant, folder / mutant.__name__, template)
            assert found is not None, mutant.__name__
            said = " ".join((mutant.__doc__ or "").split())
            lines.append(f"| `{mutant.__name__}` | {said} | {found.check} | {found.after} |")
            print(lines[-1], flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    kept = PAGE.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(kept) if line.startswith("| ---")) + 1
    rest = [line for line in kept[at:] if not line.startswith("|")]
    PAGE.write_text("\n".join([*kept[:at], *lines, *rest]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    logging.disable()  # a wrong server says so at length
    main()
