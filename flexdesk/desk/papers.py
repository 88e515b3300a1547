"""Services that sum up a day or a month, and put it on paper."""

from functools import cached_property
from typing import TYPE_CHECKING

from flexdesk.desk.exchange import ExchangeServices

if TYPE_CHECKING:
    from flexdesk.services.agreements import AgreementService
    from flexdesk.services.complaints import ComplaintService
    from flexdesk.services.day import DayService
    from flexdesk.services.effect import EffectService
    from flexdesk.services.month import MonthService
    from flexdesk.services.monthly_report import MonthlyReportService
    from flexdesk.services.printing import PrintService
    from flexdesk.services.publish_outputs import PublishOutputs
    from flexdesk.services.signing import SignService
    from flexdesk.services.templates import TemplateService


class PaperServices(ExchangeServices):
    @cached_property
    def agreements(self) -> "AgreementService":
        from flexdesk.services.agreements import AgreementService

        return AgreementService(self.committer, self.reader)

    @cached_property
    def complaints(self) -> "ComplaintService":
        from flexdesk.services.complaints import ComplaintService

        return ComplaintService(self.committer, self.reader)

    @cached_property
    def month(self) -> "MonthService":
        from flexdesk.services.month import MonthService

        return MonthService(self.committer, self.reader, self.schedule, self.outputs, self.complaints)

    @cached_property
    def printing(self) -> "PrintService":
        from flexdesk.services.paper_forms import PaperForms
        from flexdesk.services.printing import PrintService

        papers = PaperForms(
            self.committer, self.reader, self.schedule, self.targets, self.evaluation, self.eligibility
        )
        return PrintService(self.committer, papers)

    @cached_property
    def templates(self) -> "TemplateService":
        from flexdesk.services.templates import TemplateService

        return TemplateService(self.committer)

    @cached_property
    def signing(self) -> "SignService":
        from flexdesk.services.signing import SignService

        return SignService(self.committer, self.reader)

    @cached_property
    def effect(self) -> "EffectService":
        from flexdesk.services.effect import EffectService

        return EffectService(self.committer, self.reader)

    @cached_property
    def monthly_report(self) -> "MonthlyReportService":
        from flexdesk.services.monthly_report import MonthlyReportService

        return MonthlyReportService(self.committer, self.reader, self.targets, self.effect)

    @cached_property
    def publish_outputs(self) -> "PublishOutputs":
        from flexdesk.services.publish_outputs import PublishOutputs

        return PublishOutputs(
            self.committer,
            self.reader,
            self.schedule,
            lambda: self.printing,
            self.publications,
            self.week_codes,
        )

    @cached_property
    def day(self) -> "DayService":
        from flexdesk.services.day import DayService

        return DayService(self.committer, self.reader, self.schedule, self.evaluation, self.status)
