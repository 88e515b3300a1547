"""Services about other laptops and the server: sync, bundles, roles, keys and safe copies."""

from functools import cached_property
from typing import TYPE_CHECKING

from flexdesk.desk.performance import PerformanceServices

if TYPE_CHECKING:
    from flexdesk.services.bundles import BundleService
    from flexdesk.services.carry import CarryService
    from flexdesk.services.courier import CourierService
    from flexdesk.services.deletions import DeletionService
    from flexdesk.services.exchange import Exchange
    from flexdesk.services.handing_over import HandoverService
    from flexdesk.services.moves import MoveService
    from flexdesk.services.quarantine import QuarantineService
    from flexdesk.services.recovery import RecoveryService
    from flexdesk.services.security import SecurityService
    from flexdesk.services.sending import SendingService
    from flexdesk.services.settling import SettlingService
    from flexdesk.services.status import StatusService
    from flexdesk.services.sync import SyncService
    from flexdesk.services.tiny_codes import TinyCodes
    from flexdesk.store.backups import Backups


class ExchangeServices(PerformanceServices):
    @cached_property
    def exchange(self) -> "Exchange":
        from flexdesk.services.exchange import Exchange

        return Exchange(self.committer, self.membership, self.carriers)

    @cached_property
    def bundles(self) -> "BundleService":
        from flexdesk.services.bundles import BundleService

        return BundleService(self.committer, self.membership, self.exchange, self.carriers)

    @cached_property
    def courier(self) -> "CourierService":
        from flexdesk.services.courier import CourierService

        return CourierService(self.committer, self.membership)

    @cached_property
    def tiny_codes(self) -> "TinyCodes":
        from flexdesk.services.tiny_codes import TinyCodes

        return TinyCodes(self.committer, self.membership, self.exchange, self.carriers)

    @cached_property
    def carry(self) -> "CarryService":
        from flexdesk.services.carry import CarryService

        return CarryService(self.committer, self.membership, self.exchange, self.carriers)

    @cached_property
    def status(self) -> "StatusService":
        from flexdesk.services.status import StatusService

        return StatusService(self.store, self.carriers)

    @cached_property
    def sync(self) -> "SyncService":
        from flexdesk.services.sync import SyncService

        return SyncService(self.committer, self.membership, self.exchange, self.carriers)

    @cached_property
    def sending(self) -> "SendingService":
        from flexdesk.services.sending import SendingService

        return SendingService(self.store, self.membership, self.carriers)

    @cached_property
    def settling(self) -> "SettlingService":
        from flexdesk.services.settling import SettlingService

        return SettlingService(self.sending, self.sync)

    @cached_property
    def moves(self) -> "MoveService":
        from flexdesk.services.moves import MoveService

        return MoveService(self.store, self.people, self.membership, self.carriers)

    @cached_property
    def deletions(self) -> "DeletionService":
        from flexdesk.services.deletions import DeletionService

        return DeletionService(self.committer, self.membership)

    @cached_property
    def handover(self) -> "HandoverService":
        from flexdesk.services.handing_over import HandoverService

        return HandoverService(self.committer, self.membership, self.bundles)

    @cached_property
    def quarantine(self) -> "QuarantineService":
        from flexdesk.services.quarantine import QuarantineService

        return QuarantineService(self.committer, self.membership, self.carriers)

    @cached_property
    def recovery(self) -> "RecoveryService":
        from flexdesk.services.recovery import RecoveryService

        return RecoveryService(self.committer, self.keys)

    @cached_property
    def security(self) -> "SecurityService":
        from flexdesk.services.security import SecurityService

        known = self.exchange.known_of_server
        return SecurityService(self.store, self.membership, self.carriers, known)

    @cached_property
    def backups(self) -> "Backups":
        from flexdesk.store.backups import Backups

        return Backups(self.store, self.keys.database)
