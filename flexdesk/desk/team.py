"""Services about who belongs to the unit: people, posts, who may work flexibly, policy and leave."""

from functools import cached_property
from typing import TYPE_CHECKING

from flexdesk.desk.core import Core

if TYPE_CHECKING:
    from flexdesk.services.criteria import CriteriaService
    from flexdesk.services.custom_fields import CustomFieldService
    from flexdesk.services.duplicates import DuplicateService
    from flexdesk.services.eligibility import EligibilityService
    from flexdesk.services.holidays import HolidayService
    from flexdesk.services.leave import LeaveService
    from flexdesk.services.leave_files import LeaveFiles
    from flexdesk.services.people import PeopleService
    from flexdesk.services.policy import PolicyService
    from flexdesk.services.policy_packs import PackService
    from flexdesk.services.postings import PostingService
    from flexdesk.services.proceedings import ProceedingService
    from flexdesk.services.registers import RegisterService
    from flexdesk.services.roster import RosterService
    from flexdesk.services.structure import StructureService
    from flexdesk.services.unit import UnitService


class TeamServices(Core):
    @cached_property
    def unit(self) -> "UnitService":
        from flexdesk.services.unit import UnitService

        return UnitService(self.committer)

    @cached_property
    def people(self) -> "PeopleService":
        from flexdesk.services.people import PeopleService

        return PeopleService(self.committer, self.reader)

    @cached_property
    def postings(self) -> "PostingService":
        from flexdesk.services.postings import PostingService

        return PostingService(self.committer, self.reader)

    @cached_property
    def duplicates(self) -> "DuplicateService":
        from flexdesk.services.duplicates import DuplicateService

        return DuplicateService(self.committer, self.reader)

    @cached_property
    def custom_fields(self) -> "CustomFieldService":
        from flexdesk.services.custom_fields import CustomFieldService

        return CustomFieldService(self.committer)

    @cached_property
    def structure(self) -> "StructureService":
        from flexdesk.services.structure import StructureService

        return StructureService(self.committer, self.reader)

    @cached_property
    def roster(self) -> "RosterService":
        from flexdesk.services.roster import RosterService

        return RosterService(self.store, self.reader)

    @cached_property
    def eligibility(self) -> "EligibilityService":
        from flexdesk.services.eligibility import EligibilityService

        return EligibilityService(self.committer, self.reader, self.roster)

    @cached_property
    def criteria(self) -> "CriteriaService":
        from flexdesk.services.criteria import CriteriaService

        return CriteriaService(self.committer, self.reader)

    @cached_property
    def proceedings(self) -> "ProceedingService":
        from flexdesk.services.proceedings import ProceedingService

        return ProceedingService(self.committer)

    @cached_property
    def policy(self) -> "PolicyService":
        from flexdesk.services.policy import PolicyService

        return PolicyService(self.committer, self.reader)

    @cached_property
    def packs(self) -> "PackService":
        from flexdesk.services.policy_packs import PackService

        return PackService(self.committer, self.reader)

    @cached_property
    def holidays(self) -> "HolidayService":
        from flexdesk.services.holidays import HolidayService

        return HolidayService(self.committer, self.reader)

    @cached_property
    def registers(self) -> "RegisterService":
        from flexdesk.services.registers import RegisterService

        return RegisterService(self.committer, self.reader)

    @cached_property
    def leave(self) -> "LeaveService":
        from flexdesk.services.leave import LeaveService

        return LeaveService(self.committer, self.reader)

    @cached_property
    def leave_files(self) -> "LeaveFiles":
        from flexdesk.services.leave_files import LeaveFiles

        return LeaveFiles(self.committer, self.leave)
