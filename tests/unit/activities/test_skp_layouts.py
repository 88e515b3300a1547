"""Work plans in other layouts than the sample, and ratings."""

import pytest

from flexdesk.domain.performance import Aspect, Perspective, Rating, ResultClass
from flexdesk.exchange.activity_tables import NoSuchTable
from flexdesk.exchange.ratings_files import read_ratings
from flexdesk.exchange.register_files import LEAVE_LABELS, LeaveKind, leave_kind, read_register
from flexdesk.exchange.skp_files import read_skp, realised_columns
from flexdesk.exchange.tables import read_text

from .files import sheet

ANITA = "197712092004032865"
NENI = "198103172014032795"


def test_the_printed_form_with_merged_cells_and_section_rows():
    reading = read_skp(
        [
            sheet(
                ["SASARAN KINERJA PEGAWAI TAHUN 2026"],
                ["Nama", ":", "Anita Linda"],
                ["NIP", ":", "19771209 200403 2 865"],
                ["NO", "RENCANA HASIL KERJA PIMPINAN YANG DIINTERVENSI", "RENCANA HASIL KERJA", "ASPEK",
                 "INDIKATOR KINERJA INDIVIDU", "TARGET"],
                ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
                ["A. UTAMA"],
                [1, "Hasil pimpinan", "Hasil saya", "Kuantitas", "Jumlah surat", "12 surat"],
                [None, None, None, "Waktu", "Ketepatan", "95% (Persentase)"],
                ["B. TAMBAHAN"],
                [1, None, "Tugas lain", "Kuantitas", "Jumlah tugas", 4],
                ["PERILAKU KERJA"],
                [1, "Berorientasi Pelayanan", "Ekspektasi", "x", "y", "z"],
            )
        ]
    )  # fmt: skip
    (person,) = reading.people
    assert (person.nip, person.name, reading.year) == (ANITA, "Anita Linda", 2026)
    main, additional = person.results
    assert (main.kind, main.text, main.leader_text) == (ResultClass.MAIN, "Hasil saya", "Hasil pimpinan")
    assert [(i.aspect, i.target_number, i.target_text, i.unit) for i in main.indicators] == [
        (Aspect.QUANTITY, 12, "12 surat", "surat"),
        (Aspect.TIME, 95, "95% (Persentase)", "% (Persentase)"),
    ]
    assert (additional.kind, additional.text, additional.leader_text) == (
        ResultClass.ADDITIONAL,
        "Tugas lain",
        "",
    )


def test_a_leaders_form_has_perspectives():
    (person,) = read_skp(
        [
            sheet(
                ["NIP", "Rencana Hasil Kerja", "Indikator Kinerja Individu", "Target", "Perspektif"],
                [ANITA, "Hasil", "Indeks", "80 poin", "Penerima Layanan"],
            )
        ]
    ).people
    (indicator,) = person.results[0].indicators
    assert (indicator.aspect, indicator.perspective) == (None, Perspective.RECIPIENTS)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["1", ANITA, "Hasil", "Rasa", "Jumlah", 1], "aspect"),
        (["1", "12", "Hasil", "Waktu", "Jumlah", 1], "nip"),
        (["1", None, "Hasil", "Waktu", "Jumlah", 1], "person"),
        (["1", ANITA, None, "Waktu", "Jumlah", 1], "result"),
        (["1", ANITA, "Hasil", "Waktu", None, 1], "indicator"),
    ],
)
def test_rows_that_cannot_be_taken(row, kind):
    heading = ["No", "NIP", "Rencana Hasil Kerja", "Aspek", "Indikator", "Target"]
    reading = read_skp([sheet(heading, row, ["Jumlah", None, None, None, None, 1])])
    assert [rejected.kind for rejected in reading.rejected] == [kind]
    assert reading.people == ()


def test_realised_columns_know_their_period_and_drop_superfluous_sums():
    texts = [
        "Target",
        "Realisasi s.d. Juli",
        "Realisasi Agustus",
        "Realisasi s.d. Agustus",
        "Realisasi TW III",
    ]
    found = realised_columns(texts, 2026)
    assert {index: (period.code, total) for index, (period, total) in found.items()} == {
        1: ("2026-07", True),
        2: ("2026-08", False),
        4: ("2026-Q3", False),
    }


def test_realisation_alone_is_a_plan_too():
    reading = read_skp(
        [
            sheet(
                ["REALISASI TAHUN 2026"],
                [
                    "NIP",
                    "Kode RHK",
                    "Rencana Hasil Kerja",
                    "Aspek",
                    "Indikator",
                    "Target",
                    "Realisasi Januari",
                ],
                [ANITA, "RHK-01", "Hasil", "Kuantitas", "Jumlah", 12, "1,5"],
            )
        ]
    )
    (_person, result, indicator) = next(reading.indicators())
    assert (result.code, indicator.realised[0].period, indicator.realised[0].number) == (
        "RHK-01",
        "2026-01",
        1.5,
    )


def test_another_table_is_refused():
    with pytest.raises(NoSuchTable):
        read_skp([sheet(["Nama", "Golongan"], ["Anita", "III/a"])])


def test_ratings_by_token_and_by_label():
    reading = read_ratings(
        read_text(
            "nip,results,behaviour,note\n"
            f"{ANITA},above,meets,Baik sekali\n"
            f"{NENI},Sesuai Ekspektasi,DIATAS EKSPEKTASI,\n"
            f"{NENI},below,below,\n"
            f"123,below,below,\n"
            "198805092024211742,good,below,\n"
        )
    )
    assert [(row.nip, row.results, row.behaviour, row.note) for row in reading.rows] == [
        (ANITA, Rating.ABOVE, Rating.MEETS, "Baik sekali"),
        (NENI, Rating.MEETS, Rating.ABOVE, ""),
    ]
    assert [(r.row, r.kind, r.value) for r in reading.rejected] == [
        (4, "twice", NENI),
        (5, "nip", "123"),
        (6, "rating", "good"),
    ]


@pytest.mark.parametrize("kind", list(LeaveKind))
def test_every_leave_kind_by_label_and_token(kind):
    assert leave_kind(LEAVE_LABELS[kind]) is kind
    assert leave_kind(kind.value) is kind
    assert leave_kind(LEAVE_LABELS[kind].upper()) is kind


def test_leave_with_both_days_in_one_cell_and_rows_that_fail():
    reading = read_register(
        [
            sheet(
                ["REKAP CUTI TAHUN 2026"],
                ["No", "Nama", "NIP", "Jenis Cuti", "Tanggal", "Keterangan"],
                [1, "Anita", ANITA, "Tahunan", "11 s.d. 12 Agustus 2026", "Keluarga"],
                [2, "Neni", NENI, "Sakit", "30 Juni s/d 2 Juli 2026", None],
                [3, "Neni", NENI, "Piknik", "1 Juli 2026", None],
                [4, "Neni", NENI, "Sakit", "besok", None],
                [5, "Neni", NENI, "Sakit", None, None],
                ["Jumlah", None, None, None, 5, None],
            )
        ]
    )
    assert [(leave.kind, str(leave.first), str(leave.last)) for leave in reading.leaves] == [
        (LeaveKind.ANNUAL, "2026-08-11", "2026-08-12"),
        (LeaveKind.SICK, "2026-06-30", "2026-07-02"),
    ]
    assert [(r.row, r.kind) for r in reading.rejected] == [(5, "leave_kind"), (6, "date"), (7, "no_date")]


def test_a_register_without_known_tables_is_refused():
    with pytest.raises(NoSuchTable):
        read_register([sheet(["Barang", "Jumlah"], ["Kursi", 3])])
