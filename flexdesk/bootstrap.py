"""Puts the parts together: the one place that names every concrete class of an open unit.

Services are imported when first asked for: together they cost half a second that a start can save.
"""

import secrets
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from flexdesk.domain.ops import Change
from flexdesk.domain.performance import WORDING
from flexdesk.events import ChangeBus
from flexdesk.keys import keyfile
from flexdesk.keys.keyfile import DeviceKeys, Keyring
from flexdesk.keys.slots import Cost
from flexdesk.keys.system_keyring import system_keyring
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.store.errors import NoStore, StoreExists, StoreUnreadable, WrongKey
from flexdesk.store.store import DATABASE, Store
from flexdesk.system.clock import Clock, SystemClock

if TYPE_CHECKING:
    from flexdesk.services.absence import AbsenceService
    from flexdesk.services.action_plans import ActionPlans
    from flexdesk.services.agreements import AgreementService
    from flexdesk.services.attendance import AttendanceService
    from flexdesk.services.attendance_days import AttendanceDays
    from flexdesk.services.attendance_import import AttendanceImports
    from flexdesk.services.bkn import BknService
    from flexdesk.services.bridge import BridgeService
    from flexdesk.services.bundles import BundleService
    from flexdesk.services.carry import CarryService
    from flexdesk.services.chats import ChatService
    from flexdesk.services.complaints import ComplaintService
    from flexdesk.services.contacts import ContactService
    from flexdesk.services.courier import CourierService
    from flexdesk.services.credit import CreditService
    from flexdesk.services.criteria import CriteriaService
    from flexdesk.services.custom_fields import CustomFieldService
    from flexdesk.services.day import DayService
    from flexdesk.services.deletions import DeletionService
    from flexdesk.services.dialogue import DialogueService
    from flexdesk.services.duplicates import DuplicateService
    from flexdesk.services.effect import EffectService
    from flexdesk.services.eligibility import EligibilityService
    from flexdesk.services.evaluation import EvaluationService
    from flexdesk.services.evaluation_feedback import EvaluationFeedback
    from flexdesk.services.evidence import EvidenceService
    from flexdesk.services.exchange import Exchange
    from flexdesk.services.feedback import FeedbackService
    from flexdesk.services.follow_ups import FollowUpService
    from flexdesk.services.form_labels import FormLabelService
    from flexdesk.services.handing_down import HandingDown
    from flexdesk.services.handing_over import HandoverService
    from flexdesk.services.holidays import HolidayService
    from flexdesk.services.leave import LeaveService
    from flexdesk.services.leave_files import LeaveFiles
    from flexdesk.services.ledger import LedgerService
    from flexdesk.services.membership import Membership
    from flexdesk.services.month import MonthService
    from flexdesk.services.monthly_report import MonthlyReportService
    from flexdesk.services.moves import MoveService
    from flexdesk.services.objections import ObjectionService
    from flexdesk.services.outline import OutlineService
    from flexdesk.services.outputs import OutputService
    from flexdesk.services.patterns import PatternService
    from flexdesk.services.people import PeopleService
    from flexdesk.services.policy import PolicyService
    from flexdesk.services.policy_packs import PackService
    from flexdesk.services.postings import PostingService
    from flexdesk.services.printing import PrintService
    from flexdesk.services.proceedings import ProceedingService
    from flexdesk.services.publications import PublicationService
    from flexdesk.services.publish_outputs import PublishOutputs
    from flexdesk.services.quarantine import QuarantineService
    from flexdesk.services.realising import RealisingService
    from flexdesk.services.recalls import RecallService
    from flexdesk.services.recovery import RecoveryService
    from flexdesk.services.registers import RegisterService
    from flexdesk.services.request_lists import RequestLists
    from flexdesk.services.requests import RequestService
    from flexdesk.services.roster import RosterService
    from flexdesk.services.samples import SampleRecords
    from flexdesk.services.schedule import ScheduleService
    from flexdesk.services.security import SecurityService
    from flexdesk.services.self_assessments import SelfAssessmentService
    from flexdesk.services.sending import SendingService
    from flexdesk.services.settling import SettlingService
    from flexdesk.services.shift_needs import ShiftNeedService
    from flexdesk.services.shift_plans import ShiftPlanService
    from flexdesk.services.signing import SignService
    from flexdesk.services.skp import SkpService
    from flexdesk.services.skp_texts import SkpTexts
    from flexdesk.services.skp_trial import SkpTrials
    from flexdesk.services.status import StatusService
    from flexdesk.services.structure import StructureService
    from flexdesk.services.sync import SyncService
    from flexdesk.services.target_changes import TargetChanges
    from flexdesk.services.targets import TargetService
    from flexdesk.services.templates import TemplateService
    from flexdesk.services.time_patterns import TimePatternService
    from flexdesk.services.tiny_codes import TinyCodes
    from flexdesk.services.typed_outputs import TypedOutputs
    from flexdesk.services.unit import UnitService
    from flexdesk.services.unit_recap import UnitRecap
    from flexdesk.services.week_codes import WeekCodes
    from flexdesk.store.backups import Backups
    from flexdesk.store.carriers import Carriers

PATIENCE_S = 3.0  # how long a command waits for another program that has the unit open


class Desk:
    """One open unit. Services are made when first asked for; close it, or use it as a context manager."""

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

    # -- services

    @cached_property
    def carriers(self) -> "Carriers":
        from flexdesk.store.carriers import Carriers

        return Carriers(self.store)

    @cached_property
    def membership(self) -> "Membership":
        from flexdesk.services.membership import Membership

        return Membership(self.committer, self.keys, self.carriers)

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
    def time_patterns(self) -> "TimePatternService":
        from flexdesk.services.time_patterns import TimePatternService

        return TimePatternService(self.committer, self.reader)

    @cached_property
    def day(self) -> "DayService":
        from flexdesk.services.day import DayService

        return DayService(self.committer, self.reader, self.schedule, self.evaluation, self.status)

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

    @cached_property
    def agreements(self) -> "AgreementService":
        from flexdesk.services.agreements import AgreementService

        return AgreementService(self.committer, self.reader)

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
    def complaints(self) -> "ComplaintService":
        from flexdesk.services.complaints import ComplaintService

        return ComplaintService(self.committer, self.reader)

    @cached_property
    def month(self) -> "MonthService":
        from flexdesk.services.month import MonthService

        return MonthService(self.committer, self.reader, self.schedule, self.outputs, self.complaints)

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

    # -- life

    @property
    def folder(self) -> Path:
        return self.store.folder

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        return self.bus.subscribe(listener)

    def renew(self) -> None:
        """Go on under the new identity that was prepared when a copy of the disk was found."""
        self.exchange.renewal.finish()
        self.exchange.take([])

    def succeed(self) -> None:
        """Go on under the keys that were put in place before the program ended."""
        from flexdesk.services import succeeding

        succeeding.finish(self.store, self.carriers)

    def close(self) -> None:
        WORDING.leave(self._own_words)
        if "sync" in vars(self):
            self.sync.close()
        self.store.close()

    def __enter__(self) -> "Desk":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def has_unit(folder: Path) -> bool:
    return (folder / DATABASE).exists()


def create_desk(
    folder: Path,
    *,
    unit: str,
    agency: str,
    zone: str = "Asia/Jakarta",
    kind: str = "ordinary",
    passphrase: str | None = None,
    clock: Clock | None = None,
    keyring: Keyring = system_keyring,
    cost: Cost = Cost(),  # noqa: B008 - frozen
) -> Desk:
    """A new unit in an empty folder, with this device as its head's.

    Raises StoreExists, KeysExist, NoKeyWay, DiskFull.
    """
    desk = create_empty(folder, passphrase=passphrase, clock=clock, keyring=keyring, cost=cost)
    try:
        with desk.store.writing():
            desk.membership.found(secrets.token_hex(8), unit)
        desk.unit.set({"name": unit, "agency": agency, "zone": zone, "kind": kind})
    except BaseException:
        desk.close()
        raise
    return desk


def create_empty(
    folder: Path,
    *,
    passphrase: str | None = None,
    clock: Clock | None = None,
    keyring: Keyring = system_keyring,
    cost: Cost = Cost(),  # noqa: B008 - frozen
) -> Desk:
    """A folder with keys and an empty store, for a device that joins a unit."""
    if has_unit(folder):
        raise StoreExists(folder=str(folder))
    profile = secrets.token_hex(8)
    keys = keyfile.create(folder, profile=profile, passphrase=passphrase, keyring=keyring, cost=cost)
    store = Store.create(folder, keys.database, keys.device)
    return Desk(store, keys, clock or SystemClock())


def open_desk(
    folder: Path,
    *,
    passphrase: str | None = None,
    clock: Clock | None = None,
    keyring: Keyring = system_keyring,
    patience_s: float = PATIENCE_S,
) -> Desk:
    """The unit in a folder.

    Raises NoStore, StoreLocked and its kinds, StoreDamaged, AlreadyOpen, StoreTooNew.
    """
    if not has_unit(folder):
        raise NoStore(folder=str(folder))
    keys = keyfile.open_keys(folder, passphrase=passphrase, keyring=keyring)
    desk = _opened(folder, keys, clock or SystemClock(), patience_s)
    if passphrase is not None:
        desk.keyring_mended = keyfile.mend_keyring_slot(folder, keys, keyring)
    return desk


def open_again(desk: Desk) -> Desk:
    """Close a desk and open its folder anew, without asking for its passphrase again.

    Raises what `open_desk` raises.
    """
    folder, clock = desk.folder, desk.clock
    desk.close()
    return _opened(folder, keyfile.open_again(folder, desk.keys), clock, PATIENCE_S)


def _opened(folder: Path, keys: DeviceKeys, clock: Clock, patience_s: float) -> Desk:
    try:
        store = Store.open(folder, keys.database, keys.device, patience_s=patience_s)
    except WrongKey as error:  # the key file is sealed, so its key is right and the data is what changed
        raise StoreUnreadable(name=DATABASE) from error
    desk = Desk(store, keys, clock)
    try:
        if desk.store.setting("renewal"):
            desk.renew()
        if desk.store.setting("succeeding"):
            desk.succeed()
        desk.membership.stand_by_name()
        if desk.store.setting("unit_id") and not desk.membership.mandates.any_known():
            desk.exchange.recall_roles()
    except BaseException:
        desk.close()
        raise
    return desk
