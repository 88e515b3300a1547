"""What every service of an open unit stands on: its store, keys, clock and log."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from flexdesk.domain.performance import WORDING
from flexdesk.events import ChangeBus
from flexdesk.keys.keyfile import DeviceKeys
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.store.store import Store
from flexdesk.system.clock import Clock

if TYPE_CHECKING:
    from flexdesk.services.membership import Membership
    from flexdesk.store.carriers import Carriers


class Core:
    def __init__(self, store: Store, keys: DeviceKeys, clock: Clock) -> None:
        self.store = store
        self.keys = keys
        self.clock = clock
        self.keyring_mended = False  # whether this opening put the key back into an emptied keyring
        self.bus = ChangeBus()
        self.committer = Committer(store, self.bus, clock)
        self.reader = FactReader(store)
        WORDING.follow(self._own_words)

    def _own_words(self) -> Mapping[str, str]:
        """The agency's words: of predicates by policy, of all forms where the unit wrote its own."""
        from flexdesk.domain.rules.reports import predicate_words

        policy, today = self.reader.policy(), self.clock.today()
        return {**predicate_words(lambda key: policy.value(key, today)), **self.reader.form_labels()}

    @cached_property
    def carriers(self) -> "Carriers":
        from flexdesk.store.carriers import Carriers

        return Carriers(self.store)

    @cached_property
    def membership(self) -> "Membership":
        from flexdesk.services.membership import Membership

        return Membership(self.committer, self.keys, self.carriers)
