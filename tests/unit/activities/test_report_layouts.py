"""Daily reports in other layouts than the two samples."""

from datetime import date, time

import pytest

from flexdesk.domain.performance import ReviewState
from flexdesk.exchange.activity_tables import NoSuchTable
from flexdesk.exchange.report_files import read_reports, state_of
from flexdesk.exchange.tables import read_text

from .files import sheet

ANITA = "197712092004032865"
NENI = "198103172014032795"


def test_a_text_file_with_the_fewest_columns():
    reading = read_reports(
        read_text(
            "nip;tanggal;kegiatan;volume\n"
            f"'{ANITA};01/09/2026;Menyusun laporan;3 dokumen\n"
            f"1981 0317 2014 03 2795;2-9-26;Rapat;1\n"
        )
    )
    assert [(row.nip, row.day, row.amount, row.unit) for row in reading.rows] == [
        (ANITA, date(2026, 9, 1), 3, "dokumen"),
        (NENI, date(2026, 9, 2), 1, ""),
    ]
    assert reading.months == ("2026-09",)


def test_headings_over_two_rows_an_index_row_and_a_total():
    reading = read_reports(
        [
            sheet(
                ["LAPORAN HARIAN BULAN SEPTEMBER 2026"],
                ["No", "Nama / NIP", "Tanggal", "Uraian Kegiatan", "Waktu", None, "Output", None, "Ket"],
                [None, None, None, None, "Mulai", "Selesai", "Volume", "Satuan", None],
                ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
                [
                    1,
                    f"Anita Linda / NIP. {ANITA}",
                    1,
                    "Memimpin rapat",
                    "07.30",
                    "09.00 WIB",
                    2,
                    "notulen",
                    None,
                ],
                [2, None, None, "Menelaah surat", 0.5, time(13, 0), 5, "surat", "selesai"],
                [3, f"Neni\n{NENI}", 2, "Membaca", None, None, "1.200", "halaman", None],
                ["Jumlah", None, None, None, None, None, 1207, None, None],
            )
        ]
    )
    assert reading.rejected == ()
    first, second, third = reading.rows
    assert (first.name, first.nip, first.day) == ("Anita Linda", ANITA, date(2026, 9, 1))
    assert (first.starts, first.ends) == (time(7, 30), time(9, 0))
    assert (second.nip, second.day, second.starts, second.ends) == (
        ANITA,
        date(2026, 9, 1),
        time(12, 0),
        time(13, 0),
    )
    assert (third.name, third.day, third.amount, third.unit) == ("Neni", date(2026, 9, 2), 1200, "halaman")


def test_forms_of_two_people_below_each_other_in_one_sheet():
    def form(name: str, nip: str, activity: str) -> list[list]:
        return [
            ["LAPORAN KINERJA HARIAN BULAN SEPTEMBER 2026"],
            ["Nama", f": {name}"],
            ["NIP :", nip],
            [None],
            ["No", "Hari/Tanggal", "Uraian Kegiatan", "Volume", "Satuan", "Bukti"],
            [1, "Selasa, 1 September 2026", activity, 1, "kegiatan", "Foto"],
            [None, None, "Apel", 1, "kegiatan", "-"],
            [2, "Sabtu, 5 September 2026", "Libur", None, None, None],
            [None, "Mengetahui,", None, None, "Yang melaporkan,"],
            [None, "Camat", None, None, name],
            [None, "NIP. 1", None, None, f"NIP. {nip}"],
            [None],
        ]

    reading = read_reports([sheet(*form("Anita", ANITA, "Rapat"), *form("Neni", f"'{NENI}", "Surat"))])
    assert [(row.nip, row.name, row.activity) for row in reading.rows] == [
        (ANITA, "Anita", "Rapat"),
        (ANITA, "Anita", "Apel"),
        (NENI, "Neni", "Surat"),
        (NENI, "Neni", "Apel"),
    ]
    assert {row.day for row in reading.rows} == {date(2026, 9, 1)}
    assert reading.rejected == ()


def test_the_form_of_one_day_has_its_date_above_the_table():
    reading = read_reports(
        [
            sheet(
                ["LAPORAN HARIAN WFA"],
                ["Nama : Anita"],
                [f"NIP : {ANITA}"],
                ["Hari/Tanggal : Jumat, 27 November 2026"],
                ["No", "Kegiatan", "Hasil", "Bukti dukung"],
                [1, "Menyusun rekap", "2 dokumen", "rekap.xlsx"],
            )
        ]
    )
    (row,) = reading.rows
    assert (row.nip, row.day, row.amount, row.unit) == (ANITA, date(2026, 11, 27), 2, "dokumen")


def test_the_columns_of_the_ekinerja_form():
    heading = [
        "NIP", "Rencana Aksi", "Tanggal Kegiatan", "Jam Mulai Kegiatan", "Jam Selesai Kegiatan",
        "Kegiatan Harian", "Realisasi", "Satuan", "Bukti Dukung",
    ]  # fmt: skip
    row = [ANITA, "Rencana A", "2026-09-01", "08:00", "07:00", "Rapat", 4, "data", "tautan"]
    (read,) = read_reports([sheet(heading, row)]).rows
    assert (read.plan, read.activity, read.amount) == ("Rencana A", "Rapat", 4)
    assert read.doubts == ("end_before_start",)


def test_an_activity_that_begins_like_a_total_and_a_date_of_signing():
    reading = read_reports(
        [
            sheet(
                ["NIP", "Tanggal", "Kegiatan", "Volume", "Satuan"],
                [ANITA, "30 September 2026", "Rapat", 1, "kali"],
                [None, None, "Rekap data stunting", 1, "dokumen"],
                [None, None, "Catatan hasil rapat", 1, None],
                [None, None, "JUMLAH", 3, None],
                [None, None, "Tirtawening, 30 September 2026"],
                [None, None, "Camat Tirtawening"],
            )
        ]
    )
    assert [row.row for row in reading.rows] == [2, 3, 4]
    assert reading.rejected == ()


def test_names_only_and_hidden_sheets():
    heading = ["Nama", "Tanggal", "Kegiatan", "Volume"]
    shown = sheet(heading, ["Anita", "1 Sept 2026", "Rapat", "banyak"])
    hidden = sheet(heading, ["Budi", "1 Sept 2026", "Rapat", 1], hidden=True)
    (row,) = read_reports([hidden, shown]).rows
    assert (row.nip, row.name, row.amount, row.amount_text) == ("", "Anita", None, "banyak")


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["123", "Anita", "1 September 2026", "Rapat", 1], "nip"),
        ([1.97712092004033e17, "Anita", "1 September 2026", "Rapat", 1], "nip"),
        ([197712092004032865, "Anita", "1 September 2026", "Rapat", 1], "nip"),
        ([ANITA, "Anita", "31 September 2026", "Rapat", 1], "date"),
        ([ANITA, "Anita", None, "Rapat", 1], "no_date"),
        ([None, None, "1 September 2026", "Rapat", 1], "person"),
        ([ANITA, "Anita", "1 September 2026", None, 1], "activity"),
    ],
)
def test_what_cannot_be_taken_is_rejected_with_its_reason(row, kind):
    reading = read_reports([sheet(["NIP", "Nama", "Tanggal", "Kegiatan", "Volume"], row)])
    (rejected,) = reading.rejected
    assert (rejected.kind, rejected.row) == (kind, 2)
    assert rejected.message
    assert reading.rows == ()


def test_a_bad_date_is_not_replaced_by_the_one_above():
    reading = read_reports(
        [
            sheet(
                ["NIP", "Tanggal", "Kegiatan", "Volume"],
                [ANITA, "1 September 2026", "Rapat", 1],
                [None, "40 September 2026", "Apel", 1],
                [None, None, "Surat", 1],
                [NENI, None, "Telaah", 1],
            )
        ]
    )
    assert [row.activity for row in reading.rows] == ["Rapat"]
    assert [(r.row, r.kind) for r in reading.rejected] == [(3, "date"), (4, "no_date"), (5, "no_date")]


def test_the_same_file_twice_brings_nothing_new():
    rows = sheet(
        ["NIP", "Tanggal", "Kegiatan", "Volume"], [ANITA, "1 September 2026", "Rapat  koordinasi.", 1]
    )
    again = sheet(
        ["NIP", "Tanggal", "Kegiatan", "Volume"], [ANITA, "01/09/26", "rapat koordinasi", 1.0], name="B"
    )
    reading = read_reports([rows, again])
    assert len(reading.rows) == 1
    assert [double.row.sheet for double in reading.duplicates] == ["B"]


def test_another_table_is_refused_in_words():
    with pytest.raises(NoSuchTable) as caught:
        read_reports([sheet(["Nama Barang", "Merek", "Tahun"], ["Kursi", "X", 2020])])
    assert "Uraian Kegiatan" in caught.value.message


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Disetujui", ReviewState.ACCEPTED),
        ("belum disetujui", ReviewState.WAITING),
        ("Tidak disetujui", ReviewState.RETURNED),
        ("Dikembalikan", ReviewState.RETURNED),
        ("", ReviewState.WAITING),
        ("Terverifikasi", ReviewState.ACCEPTED),
    ],
)
def test_states_in_other_words(text, state):
    assert state_of(text) is state
