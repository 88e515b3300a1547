"""Every label and heading of the official forms, in the order in which the regulation's forms print them."""

from dataclasses import replace

import pytest

from flexdesk.documents import Form, draw
from flexdesk.documents.labels import FormLabels
from flexdesk.domain.performance import Approach, FormKind
from tests.documents import office_samples, samples
from tests.documents.goldens import FORMS, extracted

STAFF = "BAGI PEJABAT ADMINISTRASI DAN PEJABAT FUNGSIONAL"
LEADERS = "BAGI PEJABAT PIMPINAN TINGGI DAN PIMPINAN UNIT KERJA MANDIRI"
QUANTITATIVE = "PENDEKATAN HASIL KERJA KUANTITATIF"
QUALITATIVE = "PENDEKATAN HASIL KERJA KUALITATIF"
YEAR = "PERIODE PENILAIAN: 01 JANUARI SD 31 DESEMBER TAHUN 2026"
QUARTER = "PERIODE PENILAIAN: 01 JULI SD 30 SEPTEMBER TAHUN 2026"
REALISED = "REALISASI BERDASARKAN BUKTI DUKUNG"
SAID = "UMPAN BALIK BERKELANJUTAN BERDASARKAN BUKTI DUKUNG"
# The files tell the rows of the two columns side by side: 1 NAMA left, 1 NAMA right, 2 NIP left …
PEOPLE = (
    "NO PEGAWAI YANG DINILAI NO PEJABAT PENILAI KINERJA",
    "1 NAMA", "1 NAMA", "2 NIP", "2 NIP", "3 PANGKAT/GOL RUANG", "3 PANGKAT/GOL RUANG",
    "4 JABATAN", "4 JABATAN", "5 UNIT KERJA", "5 UNIT KERJA",
)  # fmt: skip
PEOPLE_OF_LEADER = (*PEOPLE[:-1], "5 INSTANSI")
PEOPLE_WITH_OFFICER = (
    "NO PEGAWAI YANG DINILAI NO PEJABAT PENILAI KINERJA",
    "1 NAMA", "1 NAMA", "2 NIP", "2 NRP", "3 PANGKAT/GOL RUANG", "3 PANGKAT/KORPS",
    "4 JABATAN", "4 JABATAN", "5 UNIT KERJA", "5 INSTANSI",
)  # fmt: skip
VALUES = (
    "1 Berorientasi Pelayanan",
    "2 Akuntabel",
    "3 Kompeten",
    "4 Harmonis",
    "5 Loyal",
    "6 Adaptif",
    "7 Kolaboratif",
)
EXPECTED = tuple(label for value in VALUES for label in (value, "Ekspektasi Khusus Pimpinan:"))
STAFF_COLUMNS = (
    "NO RENCANA HASIL KERJA PIMPINAN YANG DIINTERVENSI RENCANA HASIL KERJA ASPEK INDIKATOR KINERJA INDIVIDU"
    " TARGET"
)
LEADER_COLUMNS = "NO RENCANA HASIL KERJA INDIKATOR KINERJA INDIVIDU TARGET PERSPEKTIF"
KINDS = ("A. UTAMA", "B. TAMBAHAN")
BOTH_SIGN = ("Sukamaju, 22 Januari 2026", "Pejabat Penilai Kinerja,")
LEVEL = (
    "CAPAIAN KINERJA ORGANISASI",
    "POLA DISTRIBUSI:",
    "KURVA DISTRIBUSI PREDIKAT KINERJA PEGAWAI DENGAN CAPAIAN KINERJA ORGANISASI BAIK",
    "Sangat Kurang", "Kurang/Misconduct", "Butuh Perbaikan", "Baik", "Sangat Baik",
    "Predikat Kinerja Pegawai",
    "Frekuensi Pegawai",
)  # fmt: skip
RATED = ("RATING HASIL KERJA SESUAI EKSPEKTASI",)
BEHAVIOUR = ("PERILAKU KERJA", f"NO PERILAKU KERJA EKSPEKTASI KHUSUS PIMPINAN {SAID}", *VALUES)
END = (
    "RATING PERILAKU DI ATAS EKSPEKTASI",
    "PREDIKAT KINERJA PEGAWAI BAIK",
    "Sukamaju, 5 Oktober 2026",
    "Pejabat Penilai Kinerja,",
)
SIX, EIGHT, SEVEN, FIVE, FOUR = (" ".join(f"({n})" for n in range(1, count + 1)) for count in (6, 8, 7, 5, 4))


def skp_titles(approach: str, addressees: str) -> tuple[str, ...]:
    return ("SASARAN KINERJA PEGAWAI", approach, addressees, samples.AGENCY.upper(), YEAR)


def rated_titles(title: str, approach: str, addressees: str) -> tuple[str, ...]:
    return (title, approach, addressees, "PERIODE: TRIWULAN III", samples.AGENCY.upper(), QUARTER)


EVALUATION = "EVALUASI KINERJA PEGAWAI"
ORDERS: dict[str, tuple[Form, tuple[str, ...]]] = {
    "skp staff quantitative": (
        samples.SKP,
        (
            *skp_titles(QUANTITATIVE, STAFF), *PEOPLE, "HASIL KERJA", STAFF_COLUMNS, SIX, *KINDS,
            "PERILAKU KERJA", *EXPECTED, *BOTH_SIGN,
        ),
    ),
    "skp staff qualitative": (
        replace(samples.SKP, approach=Approach.QUALITATIVE),
        (
            *skp_titles(QUALITATIVE, STAFF), *PEOPLE, "HASIL KERJA", "A. UTAMA",
            "Ukuran keberhasilan / Indikator Kinerja Individu, dan Target:", "B. TAMBAHAN",
            "(Penugasan dari Camat)", "Ukuran keberhasilan / Indikator Kinerja Individu, dan Target:",
            "PERILAKU KERJA", *EXPECTED, *BOTH_SIGN,
        ),
    ),
    "skp leader quantitative": (
        samples.LEADER_SKP,
        (
            *skp_titles(QUANTITATIVE, LEADERS), *PEOPLE_OF_LEADER, "HASIL KERJA", LEADER_COLUMNS, FIVE,
            "A. UTAMA", "(Penugasan dari Bupati)", "Penerima Layanan", "Proses Bisnis", "Anggaran",
            "B. TAMBAHAN", "PERILAKU KERJA", *EXPECTED, *BOTH_SIGN,
        ),
    ),
    "skp leader qualitative": (
        replace(samples.LEADER_SKP, approach=Approach.QUALITATIVE),
        (
            *skp_titles(QUALITATIVE, LEADERS), *PEOPLE_OF_LEADER, "HASIL KERJA", "A. UTAMA",
            "Meningkatnya kepuasan masyarakat", "(Penugasan dari Bupati)",
            "Ukuran keberhasilan / Indikator Kinerja Individu, dan Target:", "B. TAMBAHAN",
            "PERILAKU KERJA", *EXPECTED, *BOTH_SIGN,
        ),
    ),
    "annex": (
        office_samples.ANNEX,
        (
            "LAMPIRAN SASARAN KINERJA PEGAWAI", "KEPALA SEKSI PELAYANAN UMUM", QUANTITATIVE,
            samples.AGENCY.upper(), YEAR, "DUKUNGAN SUMBER DAYA", "1 Komputer", "SKEMA PERTANGGUNGJAWABAN",
            "1 Hasil kerja", "KONSEKUENSI", *BOTH_SIGN,
        ),
    ),
    "evaluation staff quantitative": (
        samples.EVALUATION,
        (
            *rated_titles(EVALUATION, QUANTITATIVE, STAFF), *PEOPLE, *LEVEL, "HASIL KERJA",
            f"{STAFF_COLUMNS} {REALISED} {SAID}", EIGHT, *KINDS, *RATED, *BEHAVIOUR, *END,
        ),
    ),
    "evaluation staff qualitative": (
        replace(samples.EVALUATION, approach=Approach.QUALITATIVE),
        (
            *rated_titles(EVALUATION, QUALITATIVE, STAFF), *PEOPLE, *LEVEL, "HASIL KERJA",
            f"NO RENCANA HASIL KERJA {REALISED} {SAID}", FOUR, *KINDS, *RATED, *BEHAVIOUR, *END,
        ),
    ),
    "evaluation leader quantitative": (
        samples.LEADER_EVALUATION,
        (
            *rated_titles(EVALUATION, QUANTITATIVE, LEADERS), *PEOPLE_WITH_OFFICER, *LEVEL, "HASIL KERJA",
            f"{LEADER_COLUMNS} {REALISED} {SAID}", SEVEN, *KINDS, *RATED, *BEHAVIOUR, *END,
        ),
    ),
    "evaluation leader qualitative": (
        replace(samples.LEADER_EVALUATION, approach=Approach.QUALITATIVE),
        (
            *rated_titles(EVALUATION, QUALITATIVE, LEADERS), *PEOPLE_WITH_OFFICER, *LEVEL, "HASIL KERJA",
            f"NO RENCANA HASIL KERJA {REALISED} {SAID}", FOUR, *KINDS, *RATED, *BEHAVIOUR, *END,
        ),
    ),
    "feedback": (
        samples.FEEDBACK,
        (
            *rated_titles("UMPAN BALIK", QUANTITATIVE, STAFF), *PEOPLE, "HASIL KERJA",
            f"{STAFF_COLUMNS} {REALISED} {SAID}", EIGHT, *KINDS, *BEHAVIOUR,
            "Sukamaju, 30 September 2026", "Pejabat Penilai Kinerja,",
        ),
    ),
    "document": (
        samples.DOCUMENT,
        (
            "DOKUMEN EVALUASI KINERJA PEGAWAI", "PERIODE: TRIWULAN III", samples.AGENCY.upper(), QUARTER,
            "1. PEGAWAI YANG DINILAI", "NAMA", "NIP", "PANGKAT/GOL RUANG", "JABATAN", "UNIT KERJA",
            "2. PEJABAT PENILAI KINERJA", "NAMA", "NIP", "PANGKAT/GOL RUANG", "JABATAN", "UNIT KERJA",
            "3. ATASAN PEJABAT PENILAI KINERJA", "NAMA", "NIP", "PANGKAT/GOL RUANG", "JABATAN", "UNIT KERJA",
            "4. EVALUASI KINERJA", "CAPAIAN KINERJA ORGANISASI : BAIK", "PREDIKAT KINERJA PEGAWAI : BAIK",
            "5. CATATAN/REKOMENDASI", "7. Pegawai yang Dinilai,", "6. Pejabat Penilai Kinerja,",
        ),
    ),
    "document with objection": (
        FORMS["document-f4-objected"],
        (
            "5. CATATAN/REKOMENDASI", "6. KEBERATAN", "7. PENJELASAN PEJABAT PENILAI ATAS KEBERATAN",
            "8. KEPUTUSAN ATASAN PEJABAT PENILAI KINERJA", "10. Pegawai yang Dinilai,",
            "9. Pejabat Penilai Kinerja,",
        ),
    ),
    "role matrix": (
        samples.role_matrix(),
        (
            "MATRIKS PEMBAGIAN PERAN DAN HASIL", "PEGAWAI JABATAN", "1. Indikator", "2. Indikator",
            "3. Indikator", "OUTCOME ANTARA / OUTPUT / LAYANAN", "Pegawai 1 Penelaah Teknis Kebijakan",
        ),
    ),
}  # fmt: skip


def first_missing(words: str, labels: tuple[str, ...]) -> str:
    """The first label that does not follow those before it; empty when all stand in order."""
    position = 0
    for label in labels:
        found = words.find(label, position)
        if found < 0:
            return label
        position = found + len(label)
    return ""


@pytest.mark.parametrize("name", ORDERS)
def test_labels_stand_in_the_official_order(name: str) -> None:
    form, labels = ORDERS[name]
    assert first_missing(" ".join(extracted(draw(form).data).split()), labels) == ""


def test_two_labels_that_changed_places_are_noticed() -> None:
    form, labels = ORDERS["skp leader quantitative"]
    words = " ".join(extracted(draw(form).data).split())
    swapped = words.replace("A. UTAMA", "#").replace("B. TAMBAHAN", "A. UTAMA").replace("#", "B. TAMBAHAN")
    assert first_missing(swapped, labels) != ""


@pytest.mark.parametrize("form", [samples.FEEDBACK, replace(samples.FEEDBACK, approach=Approach.QUALITATIVE)])
def test_the_sheet_of_feedback_rates_nothing(form: Form) -> None:
    words = extracted(draw(form).data)
    assert "RATING" not in words
    assert "PREDIKAT" not in words
    assert "CAPAIAN" not in words


def test_leaders_have_no_aspects_and_serve_nobody() -> None:
    words = extracted(draw(samples.LEADER_EVALUATION).data)
    assert "ASPEK" not in words
    assert "DIINTERVENSI" not in words


def test_an_agency_may_address_leaders_in_its_own_words() -> None:
    labels = FormLabels(leaders="BAGI PIMPINAN PERANGKAT DAERAH")
    words = extracted(draw(replace(samples.LEADER_SKP, labels=labels)).data)
    assert "BAGI PIMPINAN PERANGKAT DAERAH" in words
    staff = extracted(draw(replace(samples.LEADER_SKP, labels=labels, kind=FormKind.STAFF)).data)
    assert STAFF in staff
