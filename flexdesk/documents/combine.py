"""From forms to PDF: one paper, one file for each person, or all in one file small enough for a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest

from flexdesk.documents import (
    agreement,
    code_page,
    courier_slip,
    custodian_sheet,
    daily_report,
    decision_sheet,
    dialogue_card,
    evaluation,
    evaluation_document,
    feedback_sheet,
    order_letter,
    recap,
    recovery_sheet,
    report,
    role_matrix,
    short_letter,
    skp,
    skp_annex,
    week_sheet,
)
from flexdesk.documents.agreement import AgreementSheet
from flexdesk.documents.checks import LayoutReport, check_layout
from flexdesk.documents.code_page import CodePage
from flexdesk.documents.courier_slip import CourierSlip
from flexdesk.documents.custodian_sheet import CustodianSheet
from flexdesk.documents.daily_report import DailyReport
from flexdesk.documents.decision_sheet import DecisionSheet
from flexdesk.documents.dialogue_card import DialogueCard
from flexdesk.documents.evaluation import EvaluationForm
from flexdesk.documents.evaluation_document import EvaluationDocument
from flexdesk.documents.feedback_sheet import FeedbackSheet
from flexdesk.documents.order_letter import OrderLetter
from flexdesk.documents.paint import Binder
from flexdesk.documents.recap import WfaRecap
from flexdesk.documents.recovery_sheet import RecoverySheet
from flexdesk.documents.report import Report
from flexdesk.documents.role_matrix import RoleMatrix
from flexdesk.documents.sealing import MakeSeal, fingerprint, set_seals, texts_of
from flexdesk.documents.sheet import Page
from flexdesk.documents.short_letter import ShortLetter
from flexdesk.documents.skp import SkpForm
from flexdesk.documents.skp_annex import SkpAnnex
from flexdesk.documents.trouble import NothingToPrint
from flexdesk.documents.week_records import WeekSheet
from flexdesk.progress import Progress

Form = (
    EvaluationForm
    | EvaluationDocument
    | SkpForm
    | SkpAnnex
    | WeekSheet
    | OrderLetter
    | ShortLetter
    | WfaRecap
    | RecoverySheet
    | CustodianSheet
    | Report
    | AgreementSheet
    | DecisionSheet
    | FeedbackSheet
    | DialogueCard
    | RoleMatrix
    | DailyReport
    | CourierSlip
    | CodePage
)


@dataclass(frozen=True, slots=True)
class Issued:
    """PDF bytes with the report of the layout they were drawn from.

    `content` is the fingerprint of what the file says, `parts` that of each paper in it, without their seals.
    """

    data: bytes
    report: LayoutReport
    content: str = ""
    parts: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        return sha256(self.data).hexdigest()


def lay_out(form: Form) -> list[Page]:
    """The draw log of one paper."""
    match form:
        case EvaluationForm():
            return evaluation.lay_out(form)
        case EvaluationDocument():
            return evaluation_document.lay_out(form)
        case SkpForm():
            return skp.lay_out(form)
        case WeekSheet():
            return week_sheet.lay_out(form)
        case OrderLetter():
            return order_letter.lay_out(form)
        case ShortLetter():
            return short_letter.lay_out(form)
        case WfaRecap():
            return recap.lay_out(form)
        case SkpAnnex():
            return skp_annex.lay_out(form)
        case RecoverySheet():
            return recovery_sheet.lay_out(form)
        case CustodianSheet():
            return custodian_sheet.lay_out(form)
        case Report():
            return report.lay_out(form)
        case AgreementSheet():
            return agreement.lay_out(form)
        case DecisionSheet():
            return decision_sheet.lay_out(form)
        case FeedbackSheet():
            return feedback_sheet.lay_out(form)
        case DialogueCard():
            return dialogue_card.lay_out(form)
        case RoleMatrix():
            return role_matrix.lay_out(form)
        case DailyReport():
            return daily_report.lay_out(form)
        case CourierSlip():
            return courier_slip.lay_out(form)
        case CodePage():
            return code_page.lay_out(form)


def draw(form: Form, *, save_ink: bool = False, seal: MakeSeal | None = None) -> Issued:
    """One paper as PDF; the same form gives the same bytes.

    `seal` fills the place that a form keeps with SEAL_TO_COME.
    """
    pages = lay_out(form)
    content = set_seals(pages, seal)
    binder = Binder(form.title, save_ink=save_ink)
    binder.add(pages)
    return Issued(binder.finish(), check_layout(pages), content, (content,))


def draw_each(
    forms: Sequence[Form],
    progress: Progress | None = None,
    *,
    save_ink: bool = False,
    seals: Sequence[MakeSeal | None] = (),
) -> list[Issued]:
    """One PDF for each form, in the same order."""
    issued: list[Issued] = []
    for done, (form, seal) in enumerate(zip_longest(forms, seals)):
        _tell(progress, done, len(forms))
        issued.append(draw(form, save_ink=save_ink, seal=seal))
    _tell(progress, len(forms), len(forms))
    return issued


def combine(
    forms: Sequence[Form],
    title: str,
    progress: Progress | None = None,
    *,
    save_ink: bool = False,
    seals: Sequence[MakeSeal | None] = (),
) -> Issued:
    """All papers in one PDF, each with its own page count and a bookmark; fonts are stored once."""
    if not forms:
        raise NothingToPrint()
    binder = Binder(title, save_ink=save_ink)
    findings = LayoutReport(0)
    said: list[str] = []
    parts: list[str] = []
    for done, (form, seal) in enumerate(zip_longest(forms, seals)):
        _tell(progress, done, len(forms))
        pages = lay_out(form)
        said += texts_of(pages)
        parts.append(set_seals(pages, seal))
        binder.bookmark(form.title)
        binder.add(pages)
        findings += check_layout(pages)
    issued = Issued(binder.finish(), findings, fingerprint(said), tuple(parts))
    _tell(progress, len(forms), len(forms))
    return issued


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress.report(done, total)
