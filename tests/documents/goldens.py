"""Which papers have a stored picture and text; run as a script it stores them anew after a wanted change."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from pypdf import PdfReader

from flexdesk.documents import Form, draw
from flexdesk.documents.evaluation_document import Objection
from flexdesk.documents.paper import Paper
from flexdesk.documents.parties import SigningMode
from flexdesk.domain.performance import Approach, FormKind, OrganisationLevel
from tests.documents import office_samples, samples
from tests.documents.pictures import GOLDEN, grey_page

FORMS: dict[str, Form] = {
    "evaluation-a4": samples.EVALUATION,
    "evaluation-f4-certified": replace(
        samples.EVALUATION, paper=Paper.F4, signing=SigningMode.CERTIFIED, signed_by="both", seal=samples.SEAL
    ),
    "evaluation-qualitative": replace(
        samples.EVALUATION, approach=Approach.QUALITATIVE, organisation=OrganisationLevel.SANGAT_KURANG
    ),
    "skp-a4": samples.SKP,
    "skp-qualitative": replace(samples.SKP, approach=Approach.QUALITATIVE),
    "skp-f4-certified": replace(
        samples.SKP, paper=Paper.F4, signing=SigningMode.CERTIFIED, seal=samples.SEAL
    ),
    "skp-leader-a4": samples.LEADER_SKP,
    "skp-leader-qualitative-f4": replace(samples.LEADER_SKP, approach=Approach.QUALITATIVE, paper=Paper.F4),
    "evaluation-leader-a4": samples.LEADER_EVALUATION,
    "evaluation-leader-qualitative-f4": replace(
        samples.LEADER_EVALUATION, approach=Approach.QUALITATIVE, paper=Paper.F4
    ),
    "feedback-a4": samples.FEEDBACK,
    "feedback-leader-f4": replace(
        samples.FEEDBACK, kind=FormKind.LEADER, main=samples.OF_LEADER, rater=samples.REGENT, paper=Paper.F4
    ),
    "role-matrix-a4": samples.role_matrix(),
    "role-matrix-f4-wide": replace(samples.role_matrix(7, 20), paper=Paper.F4),
    "dialogue-card-a4": samples.CARD,
    "dialogue-card-f4-certified": replace(
        samples.CARD, paper=Paper.F4, signing=SigningMode.CERTIFIED, seal=samples.SEAL
    ),
    "document-a4": samples.DOCUMENT,
    "document-f4-objected": replace(
        samples.DOCUMENT,
        paper=Paper.F4,
        objection=Objection("Realisasi bulan Juli belum dihitung.", "Sudah dihitung.", "Predikat tetap."),
        received_on=None,
    ),
    "week-f4": office_samples.week(2, 9, 8, 8, 6, 7),
    "week-a4-hidden": replace(office_samples.week(3, 12, hide_reasons=True), paper=Paper.A4),
    "letter-f4": office_samples.letter(6),
    "recap-f4": office_samples.recap(),
    "wfa-report-f4": office_samples.wfa_report(),
    "wfa-report-a4-short": replace(office_samples.wfa_report(), paper=Paper.A4, entries=(), changes=()),
    "letter-a4": replace(office_samples.letter(6), paper=Paper.A4),
    "annex-a4": office_samples.ANNEX,
    "annex-f4": replace(office_samples.ANNEX, paper=Paper.F4),
    "report-a4": office_samples.report(),
    "handover-a4": office_samples.handover(),
    "handover-f4-certified": replace(
        office_samples.handover(), paper=Paper.F4, signing=SigningMode.CERTIFIED, seal=samples.SEAL
    ),
    "predicate-recap-a4": office_samples.predicates(),
    "predicate-recap-f4": replace(office_samples.predicates(), paper=Paper.F4),
    "courier-slip-a4": office_samples.SLIP,
    "courier-slip-f4": replace(office_samples.SLIP, paper=Paper.F4, unit="Dinas " * 12 + "Contoh", agency=""),
    "code-page-a4": office_samples.CODES,
    "code-page-f4": replace(
        office_samples.CODES, paper=Paper.F4, for_server=False, texts=office_samples.CODES.texts[:1]
    ),
    "recovery-f4": office_samples.RECOVERY,
    "recovery-a4": replace(office_samples.RECOVERY, paper=Paper.A4),
    "custodian-f4": office_samples.CUSTODIAN,
    "custodian-a4": replace(office_samples.CUSTODIAN, paper=Paper.A4),
    "ledger-a4": office_samples.ledger(),
    "agreement-a4": office_samples.agreement(),
    "daily-a4": office_samples.daily_report(8, 3),
    "daily-f4-blank": replace(office_samples.daily_report(20, 0), paper=Paper.F4),
    "agreement-f4": replace(office_samples.agreement(), paper=Paper.F4),
    "decision-a4": office_samples.DECISION,
    "decision-f4-objected": replace(
        office_samples.DECISION,
        paper=Paper.F4,
        objection="Saya sudah bertugas di bidang yang sama sejak 2021.",
        objected_on=date(2026, 11, 24),
        reply="Masa pegawai baru dihitung sejak mutasi; keputusan tetap.",
        replied_on=date(2026, 11, 26),
    ),
}


def extracted(data: bytes) -> str:
    """The words of all pages in the order of the file, one blank between them, a line for each page."""
    return "\n".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages) + "\n"


def main() -> None:
    for name, form in FORMS.items():
        data = draw(form).data
        (GOLDEN / f"{name}.txt").write_text(extracted(data), encoding="utf-8")
        grey_page(data, 0).save(GOLDEN / f"{name}.png", optimize=True)
        print(name, len(data))


if __name__ == "__main__":
    main()
