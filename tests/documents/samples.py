"""Fictional people and papers that the tests of the documents share."""

from dataclasses import replace
from datetime import date

from flexdesk.documents.dialogue_card import EMPLOYEE, LEADER, DialogueCard, Promise
from flexdesk.documents.evaluation import EvaluationForm
from flexdesk.documents.evaluation_document import EvaluationDocument
from flexdesk.documents.feedback_sheet import FeedbackSheet
from flexdesk.documents.parties import Official, Period, Seal
from flexdesk.documents.results import BehaviourNote, Indicator, PlannedResult
from flexdesk.documents.role_matrix import RoleMatrix, RoleRow
from flexdesk.documents.skp import SkpForm
from flexdesk.domain.core_values import CoreValue
from flexdesk.domain.performance import Aspect, FormKind, OrganisationLevel, Perspective, Predicate, Rating

AGENCY = "Pemerintah Kabupaten Cendana Raya"
UNIT = "Kecamatan Sukamaju"
PERSON = Official(
    "Kartika Sari, S.IP., M.AP.",
    "198301252008012912",
    "Penata Tingkat I (III/d)",
    "Kepala Seksi Pelayanan Umum",
    UNIT,
)
RATER = Official(
    "Drs. H. Bambang Wiryawan, M.Si.", "197203151997031901", "Pembina (IV/a)", "Camat Sukamaju", UNIT
)
SUPERIOR = Official(
    "Ir. Nyoman Sukarta, M.M.",
    "196804071994031950",
    "Pembina Utama Muda (IV/c)",
    "Sekretaris Daerah Kabupaten Cendana Raya",
    "Sekretariat Daerah Kabupaten Cendana Raya",
)
PPPK = Official(
    "Joko Susanto", "199410102021211911", "IX", "Pranata Komputer Ahli Pertama", UNIT, number_label="NI PPPK"
)
ACTING = Official(
    "Sri Wahyuningsih, S.Sos.",
    "197905052003122904",
    "Penata Tingkat I (III/d)",
    "Camat Sukamaju",
    UNIT,
    acting="Plt.",
)
QUARTER = Period("TRIWULAN III", date(2026, 7, 1), date(2026, 9, 30))
YEAR = Period("TAHUNAN", date(2026, 1, 1), date(2026, 12, 31))
SEAL = Seal("FD1 094/211/KEC.SKM/2026 9f8e7d6c5b4a3928", "padi merah kapal lima", "094/211/KEC.SKM/2026")

MAIN = (
    PlannedResult(
        "Terselenggaranya pelayanan administrasi kependudukan yang cepat dan pasti",
        (
            Indicator(
                "Jumlah berkas KTP-el, KK, dan surat pindah yang diselesaikan",
                "6.800 berkas",
                Aspect.QUANTITY,
                "5.240 berkas (rencana s.d. September 5.100)",
                "Pimpinan: melampaui rencana triwulan; pertahankan.",
            ),
            Indicator(
                "Nilai Indeks Kepuasan Masyarakat layanan loket",
                "≥ 85",
                Aspect.QUALITY,
                "86,4 (survei Agustus 2026, 120 responden)",
                "Pimpinan: nilai unsur ruang tunggu masih di bawah 80.",
            ),
        ),
        "Meningkatnya kepuasan masyarakat atas layanan kecamatan",
        realisation="Layanan selesai sesuai rencana.",
        feedback="Pimpinan: pertahankan.",
    ),
    PlannedResult(
        "Terkelolanya pengaduan masyarakat secara tuntas",
        (Indicator("Tanggapan pertama pengaduan", "3 hari kerja", Aspect.TIME, "Rata-rata 2,1 hari kerja"),),
        "Meningkatnya kepuasan masyarakat atas layanan kecamatan",
    ),
)
ADDITIONAL = (
    PlannedResult(
        "Tertatanya arsip kependudukan tingkat kabupaten",
        (Indicator("Laporan penataan arsip", "4 laporan", Aspect.QUANTITY, "3 laporan"),),
        assigned_by="Camat",
    ),
)
BEHAVIOURS = (
    BehaviourNote(
        CoreValue.BERORIENTASI_PELAYANAN,
        "Petugas loket menyapa dan menjelaskan alur layanan dalam satu menit pertama",
        "Pimpinan: penyapaan di loket sudah konsisten.",
    ),
)

EVALUATION = EvaluationForm(
    agency=AGENCY,
    person=PERSON,
    rater=RATER,
    period=QUARTER,
    organisation=OrganisationLevel.BAIK,
    main=MAIN,
    results_rating=Rating.MEETS,
    behaviour_rating=Rating.ABOVE,
    predicate=Predicate.BAIK,
    place="Sukamaju",
    signed_on=date(2026, 10, 5),
    additional=ADDITIONAL,
    behaviours=BEHAVIOURS,
)
SKP = SkpForm(
    agency=AGENCY,
    person=PERSON,
    rater=RATER,
    period=YEAR,
    main=MAIN,
    place="Sukamaju",
    signed_on=date(2026, 1, 22),
    additional=ADDITIONAL,
    behaviours=BEHAVIOURS,
)
COLONEL = Official(
    "Kolonel Laut (P) Surya Adinata",
    "11990012345",
    "Kolonel Laut (P)",
    "Kepala Badan Penanggulangan Bencana",
    AGENCY,
    number_label="NRP",
    rank_label="PANGKAT/KORPS",
    unit_label="INSTANSI",
)
REGENT = Official("Hj. Ratih Puspitasari, S.E.", "", "", "Bupati Cendana Raya", AGENCY, unit_label="INSTANSI")
OF_LEADER = (
    PlannedResult(
        "Meningkatnya kepuasan masyarakat atas layanan kecamatan",
        (
            Indicator(
                "Nilai Indeks Kepuasan Masyarakat kecamatan",
                "≥ 85",
                realisation="86,4 (survei Agustus 2026)",
                feedback="Pimpinan: pertahankan.",
                perspective=Perspective.RECIPIENTS,
            ),
            Indicator(
                "Persentase standar pelayanan yang ditinjau ulang",
                "100 %",
                realisation="75 %",
                perspective=Perspective.PROCESS,
            ),
        ),
        assigned_by="Bupati",
        realisation="Layanan selesai sesuai rencana.",
        feedback="Pimpinan: pertahankan.",
    ),
    PlannedResult(
        "Terkelolanya anggaran kecamatan secara akuntabel",
        (Indicator("Serapan anggaran", "95 %", realisation="71 %", perspective=Perspective.BUDGET),),
    ),
)
LEADER_SKP = replace(SKP, person=RATER, rater=REGENT, kind=FormKind.LEADER, main=OF_LEADER, additional=())
LEADER_EVALUATION = replace(
    EVALUATION, person=RATER, rater=COLONEL, kind=FormKind.LEADER, main=OF_LEADER, additional=()
)
FEEDBACK = FeedbackSheet(
    agency=AGENCY,
    person=PERSON,
    rater=ACTING,
    period=QUARTER,
    main=MAIN,
    place="Sukamaju",
    signed_on=date(2026, 9, 30),
    additional=ADDITIONAL,
    behaviours=BEHAVIOURS,
)
CARD = DialogueCard(
    agency=AGENCY,
    person=PERSON,
    rater=RATER,
    period=QUARTER,
    facts=(
        "3 dari 4 target sesuai rencana; 1 di bawah rencana.",
        "61 hasil kerja pada 58 hari, 57 disetujui, 2 dikembalikan.",
        "43 hari di kantor, 19 hari fleksibel, 3 hari cuti.",
    ),
    questions=(
        "Apa yang menghambat \u201cTerkelolanya pengaduan masyarakat secara tuntas\u201d?",
        "Dukungan apa yang diperlukan untuk periode berikutnya?",
    ),
    promises=(
        Promise(LEADER, "Menunjuk pengganti petugas pengaduan setiap hari Jumat.", date(2026, 10, 16)),
        Promise(EMPLOYEE, ""),
    ),
    place="Sukamaju",
    date=date(2026, 10, 5),
)


def role_matrix(columns: int = 3, people: int = 6) -> RoleMatrix:
    return RoleMatrix(
        agency=AGENCY,
        unit=UNIT,
        year=2026,
        leader=RATER,
        columns=tuple(
            f"Indikator pimpinan ke-{n} yang meningkat sesuai rencana" for n in range(1, columns + 1)
        ),
        rows=tuple(
            RoleRow(
                f"Pegawai {n}",
                "Penelaah Teknis Kebijakan",
                tuple(f"Laporan {n}.{at} selesai" if (n + at) % 3 else "" for at in range(1, columns + 1)),
            )
            for n in range(1, people + 1)
        ),
        place="Sukamaju",
        signed_on=date(2026, 1, 22),
    )


DOCUMENT = EvaluationDocument(
    agency=AGENCY,
    person=PERSON,
    rater=RATER,
    raters_superior=SUPERIOR,
    period=QUARTER,
    organisation=OrganisationLevel.BAIK,
    predicate=Predicate.BAIK,
    note="Capaian berkas sesuai rencana. Tetapkan pengganti petugas pengaduan untuk setiap hari Jumat.",
    place="Sukamaju",
    signed_on=date(2026, 10, 5),
    received_on=date(2026, 10, 7),
)
