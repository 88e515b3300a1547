"""What a paper gets when it is issued: its way of signing, its seal, and what the register says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flexdesk.documents import Form
from flexdesk.documents.agreement import AgreementSheet
from flexdesk.documents.code_page import CodePage
from flexdesk.documents.courier_slip import CourierSlip
from flexdesk.documents.custodian_sheet import CustodianSheet
from flexdesk.documents.decision_sheet import DecisionSheet
from flexdesk.documents.order_letter import OrderLetter
from flexdesk.documents.parties import SEAL_TO_COME, Seal, SigningMode
from flexdesk.documents.recovery_sheet import RecoverySheet
from flexdesk.documents.sealing import MakeSeal, seal_of
from flexdesk.documents.short_letter import ShortLetter
from flexdesk.documents.week_records import WeekSheet
from flexdesk.domain.periods import Period
from flexdesk.store.store import Store

_NO_NUMBER = "…"


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """One paper of a file; `content` is the fingerprint of what it says, `chain` the head in its seal."""

    kind: str
    nip: str
    number: str
    content: str
    chain: str
    template: str

    def cells(self, period: Period, sha256: str, at: str) -> dict[str, Any]:
        """Its row in the register of issued papers."""
        return {
            "kind": self.kind,
            "entities": self.nip,
            "template": self.template,
            "sha256": sha256,
            "chain_head": self.chain,
            "period": period.code,
            "issued_at": at,
            "number": self.number or None,
            "content": self.content,
        }


def prepared(form: Form, signing: SigningMode) -> Form:
    """With room for the seal; the sheet on the wall has its own code, what goes with data is no record."""
    if isinstance(form, WeekSheet | RecoverySheet | CustodianSheet | CourierSlip | CodePage):
        return form
    return replace(form, signing=signing, seal=SEAL_TO_COME)


def number_of(form: Form) -> str:
    """The official number of a letter; empty for forms that have none, and while it is not given yet."""
    if not isinstance(form, OrderLetter | ShortLetter | AgreementSheet | DecisionSheet):
        return ""
    return "" if form.number == _NO_NUMBER else form.number


class Sealer:
    """Makes the seals of the papers of one period.

    The chain head in a seal is that of the first issue with these words: printed again unchanged, a paper
    has the same bytes, whatever happened in between.
    """

    def __init__(self, store: Store, period: Period, words: Mapping[str, str]) -> None:
        """`words` are the kinds as file names have them."""
        self._period, self._words = period, words
        self._head = store.log.chain(store.device).hex()
        self._known: dict[tuple[str, str, str], str] = {}
        for row in store.select("issued_document", period=period.code):
            key = (str(row["kind"]), str(row["entities"] or ""), str(row["content"] or ""))
            self._known.setdefault(key, str(row["chain_head"]))

    def chain(self, kind: str, nip: str, content: str) -> str:
        return self._known.get((kind, nip, content), self._head)

    def maker(self, kind: str, nip: str, number: str) -> MakeSeal:
        """The seal names kind and period, never the person."""
        title = f"{self._words.get(kind, kind)} {self._period.code}"

        def make(content: str) -> Seal:
            return seal_of(content, title=title, number=number, chain=self.chain(kind, nip, content))

        return make

    def paper(self, kind: str, nip: str, number: str, content: str, template: str) -> IssuedPaper:
        return IssuedPaper(kind, nip, number, content, self.chain(kind, nip, content), template)


def one_template(papers: Sequence[IssuedPaper]) -> str:
    """Of all papers of a file, each once."""
    return "+".join(dict.fromkeys(paper.template for paper in papers))
