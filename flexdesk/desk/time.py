"""Services about when and where people work: the schedule, shifts, requests and attendance."""

from functools import cached_property
from typing import TYPE_CHECKING

from flexdesk.desk.team import TeamServices

if TYPE_CHECKING:
    from flexdesk.services.absence import AbsenceService
    from flexdesk.services.attendance import AttendanceService
    from flexdesk.services.attendance_days import AttendanceDays
    from flexdesk.services.attendance_import import AttendanceImports
    from flexdesk.services.contacts import ContactService
    from flexdesk.services.ledger import LedgerService
    from flexdesk.services.patterns import PatternService
    from flexdesk.services.publications import PublicationService
    from flexdesk.services.recalls import RecallService
    from flexdesk.services.request_lists import RequestLists
    from flexdesk.services.requests import RequestService
    from flexdesk.services.schedule import ScheduleService
    from flexdesk.services.shift_needs import ShiftNeedService
    from flexdesk.services.shift_plans import ShiftPlanService
    from flexdesk.services.time_patterns import TimePatternService
    from flexdesk.services.week_codes import WeekCodes


class TimeServices(TeamServices):
    @cached_property
    def time_patterns(self) -> "TimePatternService":
        from flexdesk.services.time_patterns import TimePatternService

        return TimePatternService(self.committer, self.reader)

    @cached_property
    def schedule(self) -> "ScheduleService":
        from flexdesk.services.schedule import ScheduleService

        return ScheduleService(self.committer, self.reader)

    @cached_property
    def ledger(self) -> "LedgerService":
        from flexdesk.services.ledger import LedgerService

        return LedgerService(self.reader)

    @cached_property
    def publications(self) -> "PublicationService":
        from flexdesk.services.publications import PublicationService

        return PublicationService(self.committer, self.reader)

    @cached_property
    def week_codes(self) -> "WeekCodes":
        from flexdesk.services.week_codes import WeekCodes

        return WeekCodes(self.store, self.reader, lambda: self.membership.log_id)

    @cached_property
    def shift_needs(self) -> "ShiftNeedService":
        from flexdesk.services.shift_needs import ShiftNeedService

        return ShiftNeedService(self.committer, self.reader)

    @cached_property
    def shifts(self) -> "ShiftPlanService":
        from flexdesk.services.shift_plans import ShiftPlanService

        return ShiftPlanService(self.reader, self.shift_needs, self.clock)

    @cached_property
    def attendance_days(self) -> "AttendanceDays":
        from flexdesk.services.attendance_days import AttendanceDays

        return AttendanceDays(self.store, self.reader, self.clock)

    @cached_property
    def absence(self) -> "AbsenceService":
        from flexdesk.services.absence import AbsenceService

        return AbsenceService(self.committer, self.reader, self.attendance_days)

    @cached_property
    def attendance(self) -> "AttendanceService":
        from flexdesk.services.attendance import AttendanceService

        return AttendanceService(self.committer, self.reader, self.attendance_days, self.absence)

    @cached_property
    def attendance_imports(self) -> "AttendanceImports":
        from flexdesk.services.attendance_import import AttendanceImports

        return AttendanceImports(self.committer, self.attendance_days)

    @cached_property
    def contacts(self) -> "ContactService":
        from flexdesk.services.contacts import ContactService

        return ContactService(self.committer, self.reader, self.attendance_days)

    @cached_property
    def recalls(self) -> "RecallService":
        from flexdesk.services.recalls import RecallService

        return RecallService(self.committer, self.attendance_days, self.schedule)

    @cached_property
    def patterns(self) -> "PatternService":
        from flexdesk.services.patterns import PatternService

        return PatternService(self.committer, self.reader)

    @cached_property
    def requests(self) -> "RequestService":
        from flexdesk.services.requests import RequestService

        return RequestService(self.committer, self.reader, self.schedule)

    @cached_property
    def request_lists(self) -> "RequestLists":
        from flexdesk.services.request_lists import RequestLists

        return RequestLists(self.committer, self.requests)
