"""Makes the first unit in an empty data folder, as the first-run window was told."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flexdesk.bootstrap import create_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain.names import split_name
from flexdesk.keys.keyfile import Keyring
from flexdesk.keys.slots import Cost
from flexdesk.keys.system_keyring import system_keyring
from flexdesk.services import sample
from flexdesk.system.clock import Clock


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person answered; `is_sample` leaves the rest to the bundled fictional unit.

    An empty `preset` stands for the national rules.
    """

    is_sample: bool = False
    unit: str = ""
    agency: str = ""
    zone: str = "Asia/Jakarta"
    head_nip: str = ""
    head_name: str = ""
    paper: str = "F4"
    preset: str = ""


Begin = Callable[[Wish, str | None], Desk]


def begin(
    folder: Path,
    wish: Wish,
    passphrase: str | None,
    *,
    clock: Clock | None = None,
    keyring: Keyring = system_keyring,
    cost: Cost = Cost(),  # noqa: B008 - frozen
) -> Desk:
    """The open unit. Raises NoKeyWay where nothing but a passphrase can lock it, and what services raise.

    When it fails, the folder is as it was, so that a second try can begin anew.
    """
    was_empty = not folder.exists() or not any(folder.iterdir())
    desk = create_desk(
        folder,
        unit=sample.UNIT if wish.is_sample else wish.unit,
        agency=sample.AGENCY if wish.is_sample else wish.agency,
        zone=wish.zone,
        passphrase=passphrase,
        clock=clock,
        keyring=keyring,
        cost=cost,
    )
    try:
        if wish.is_sample:
            sample.make_sample(desk)
        else:
            _settle(desk, wish)
    except BaseException:
        desk.close()
        if was_empty:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    desk.store.release()
    return desk


def _settle(desk: Desk, wish: Wish) -> None:
    desk.unit.set({"paper": wish.paper})
    if wish.preset:
        today = desk.clock.today()
        desk.packs.take(desk.packs.open(wish.preset, today), today)
    if wish.head_nip:
        name = split_name(wish.head_name)
        titles = {"front_titles": " ".join(name.front), "back_titles": ", ".join(name.back)}
        desk.people.add(wish.head_nip, name.name, **titles)
        desk.unit.set({"head": wish.head_nip})
