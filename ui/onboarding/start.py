"""From a data folder to an open unit: opened at once, after a passphrase, or begun in the first window."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from flexdesk.bootstrap import has_unit, open_desk
from flexdesk.desk.desk import Desk
from flexdesk.errors import StoreLocked
from flexdesk.i18n import _
from flexdesk.keys.keyfile import Keyring, ways
from flexdesk.keys.slots import AGENCY, KEYRING, PASSPHRASE, RECOVERY, Cost
from flexdesk.keys.system_keyring import system_keyring
from flexdesk.system.clock import Clock
from ui.onboarding.beginning import begin
from ui.onboarding.first_run import FirstRun
from ui.onboarding.unlock import Unlock


def open_or_begin(
    folder: Path,
    *,
    passphrase: str | None = None,
    clock: Clock | None = None,
    keyring: Keyring = system_keyring,
    cost: Cost = Cost(),  # noqa: B008 - frozen
) -> Desk | None:
    """The open unit; None when the person closed the window that asked.

    Raises what `open_desk` raises where a passphrase cannot help.
    """
    if not has_unit(folder):
        return FirstRun.ask(partial(begin, folder, clock=clock, keyring=keyring, cost=cost))

    def opened(secret: str | None) -> Desk:
        return open_desk(folder, passphrase=secret, clock=clock, keyring=keyring, patience_s=0)

    try:
        return opened(passphrase)
    except StoreLocked:
        if passphrase is not None or not {PASSPHRASE, RECOVERY} & set(ways(folder)):
            raise
    return Unlock.ask(opened, words=_words(ways(folder)))


def _words(found: Sequence[str]) -> list[str]:
    """Why it asks today, and who else can help."""
    words = []
    if KEYRING in found:
        words.append(_("The keyring of this computer no longer has the key; it gets it back on opening."))
    if AGENCY in found:
        words.append(_("Where both are lost, two of the agency's three custodians open the data."))
    return words
