"""Services about what was promised and done: targets, outputs, evaluation and what follows from it."""

from functools import cached_property
from typing import TYPE_CHECKING

from flexdesk.desk.time import TimeServices

if TYPE_CHECKING:
    from flexdesk.services.action_plans import ActionPlans
    from flexdesk.services.bkn import BknService
    from flexdesk.services.bridge import BridgeService
    from flexdesk.services.chats import ChatService
    from flexdesk.services.credit import CreditService
    from flexdesk.services.dialogue import DialogueService
    from flexdesk.services.evaluation import EvaluationService
    from flexdesk.services.evaluation_feedback import EvaluationFeedback
    from flexdesk.services.evidence import EvidenceService
    from flexdesk.services.feedback import FeedbackService
    from flexdesk.services.follow_ups import FollowUpService
    from flexdesk.services.form_labels import FormLabelService
    from flexdesk.services.handing_down import HandingDown
    from flexdesk.services.objections import ObjectionService
    from flexdesk.services.outline import OutlineService
    from flexdesk.services.outputs import OutputService
    from flexdesk.services.realising import RealisingService
    from flexdesk.services.samples import SampleRecords
    from flexdesk.services.self_assessments import SelfAssessmentService
    from flexdesk.services.skp import SkpService
    from flexdesk.services.skp_texts import SkpTexts
    from flexdesk.services.skp_trial import SkpTrials
    from flexdesk.services.target_changes import TargetChanges
    from flexdesk.services.targets import TargetService
    from flexdesk.services.typed_outputs import TypedOutputs
    from flexdesk.services.unit_recap import UnitRecap


class PerformanceServices(TimeServices):
    @cached_property
    def targets(self) -> "TargetService":
        from flexdesk.services.targets import TargetService

        return TargetService(self.committer)

    @cached_property
    def skp(self) -> "SkpService":
        from flexdesk.services.skp import SkpService

        return SkpService(self.committer, self.reader, self.targets)

    @cached_property
    def skp_texts(self) -> "SkpTexts":
        from flexdesk.services.skp_texts import SkpTexts

        return SkpTexts(self.committer)

    @cached_property
    def action_plans(self) -> "ActionPlans":
        from flexdesk.services.action_plans import ActionPlans

        return ActionPlans(self.committer, self.targets)

    @cached_property
    def form_labels(self) -> "FormLabelService":
        from flexdesk.services.form_labels import FormLabelService

        return FormLabelService(self.committer, self.reader)

    @cached_property
    def target_changes(self) -> "TargetChanges":
        from flexdesk.services.target_changes import TargetChanges

        return TargetChanges(self.committer)

    @cached_property
    def skp_trials(self) -> "SkpTrials":
        from flexdesk.services.skp_trial import SkpTrials

        return SkpTrials(self.store, self.targets)

    @cached_property
    def outline(self) -> "OutlineService":
        from flexdesk.services.outline import OutlineService

        return OutlineService(self.committer, self.reader, self.targets)

    @cached_property
    def handing_down(self) -> "HandingDown":
        from flexdesk.services.handing_down import HandingDown

        return HandingDown(self.committer, self.reader, self.targets, self.outline)

    @cached_property
    def outputs(self) -> "OutputService":
        from flexdesk.services.outputs import OutputService

        return OutputService(self.committer, self.reader)

    @cached_property
    def evidence(self) -> "EvidenceService":
        from flexdesk.services.evidence import EvidenceService

        return EvidenceService(self.committer)

    @cached_property
    def samples(self) -> "SampleRecords":
        from flexdesk.services.samples import SampleRecords

        return SampleRecords(self.store, self.outputs)

    @cached_property
    def typed_outputs(self) -> "TypedOutputs":
        from flexdesk.services.typed_outputs import TypedOutputs

        return TypedOutputs(self.committer)

    @cached_property
    def feedback(self) -> "FeedbackService":
        from flexdesk.services.feedback import FeedbackService

        return FeedbackService(self.committer, self.reader)

    @cached_property
    def chats(self) -> "ChatService":
        from flexdesk.services.chats import ChatService

        return ChatService(self.committer, self.reader, self.outputs)

    @cached_property
    def evaluation(self) -> "EvaluationService":
        from flexdesk.services.evaluation import EvaluationService

        return EvaluationService(self.committer, self.targets)

    @cached_property
    def objections(self) -> "ObjectionService":
        from flexdesk.services.objections import ObjectionService

        return ObjectionService(self.committer, self.evaluation)

    @cached_property
    def realising(self) -> "RealisingService":
        from flexdesk.services.realising import RealisingService

        return RealisingService(self.committer, self.evaluation)

    @cached_property
    def self_assessments(self) -> "SelfAssessmentService":
        from flexdesk.services.self_assessments import SelfAssessmentService

        return SelfAssessmentService(self.committer, self.evaluation)

    @cached_property
    def evaluation_feedback(self) -> "EvaluationFeedback":
        from flexdesk.services.evaluation_feedback import EvaluationFeedback

        return EvaluationFeedback(self.committer)

    @cached_property
    def bridge(self) -> "BridgeService":
        from flexdesk.services.bridge import BridgeService

        return BridgeService(self.committer, self.targets)

    @cached_property
    def bkn(self) -> "BknService":
        from flexdesk.services.bkn import BknService

        return BknService(self.committer)

    @cached_property
    def credit(self) -> "CreditService":
        from flexdesk.services.credit import CreditService

        return CreditService(self.store, self.targets)

    @cached_property
    def follow_ups(self) -> "FollowUpService":
        from flexdesk.services.follow_ups import FollowUpService

        return FollowUpService(self.committer, self.targets)

    @cached_property
    def dialogue(self) -> "DialogueService":
        from flexdesk.services.dialogue import DialogueService

        return DialogueService(self.committer, self.evaluation, self.follow_ups)

    @cached_property
    def unit_recap(self) -> "UnitRecap":
        from flexdesk.services.unit_recap import UnitRecap

        return UnitRecap(self.store, self.evaluation, self.follow_ups, self.credit, self.bkn)
