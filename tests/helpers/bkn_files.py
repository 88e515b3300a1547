"""Fictional recaps as e-Kinerja gives them; run it to make those in tests/data/ekinerja again.

python -m tests.helpers.bkn_files
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.helpers.desks import DATA

# More columns than are read, in the order and with the names of the real files.
PLAN_HEADS = (
    "id", "pns_id", "nip", "nama", "is_plt_plh", "periode_awal", "periode_akhir", "skp_unor_induk",
    "skp_status", "skp_jabatan", "skp_unor", "pendekatan", "penilai_nip", "penilai_nama", "created_at",
)  # fmt: skip
RESULT_HEADS = (
    "id",
    "nip",
    "nama",
    "periode",
    "capaian_organisasi",
    "hasil_kerja",
    "perilaku",
    "hasil_akhir",
)

PEOPLE = (  # NIP, name, acting, first day, last day, status, jabatan
    ("196808121994032003", "Anita Linda Susanti", 0, "2026-01-01", "2026-12-31", "persetujuan", "Camat"),
    ("197904022002121005", "Bagus Prakoso", 0, "2026-01-01", "2026-03-31", "persetujuan", "Pranata Muda"),
    ("197904022002121005", "Bagus Prakoso", 0, "2026-04-01", "2026-12-31", "persetujuan", "Analis Ahli Muda"),
    ("197904022002121005", "Bagus Prakoso", 1, "2026-05-01", "2027-01-31", "draft", "Plt. Sekretaris"),
    ("198506152010012008", "Citra Maharani", 0, "2026-01-01", "2026-12-31", "diajukan", "Pengelola"),
    ("199001012019031002", "Dodi Firmansyah", 0, "2026-01-01", "2026-12-31", "persetujuan", "Arsiparis"),
)


def plan_recap(
    file: Path,
    rows: Sequence[Sequence[Any]] = PEOPLE,
    *,
    title: str = "LAPORAN SKP TAHUN 2026",
    heads: Sequence[str] = PLAN_HEADS,
) -> Path:
    """Rows of NIP, name, acting, first and last day, status, jabatan; ids are counted from 1."""
    made = [
        {
            "id": f"skp-{number}",
            "nip": nip,
            "nama": name,
            "is_plt_plh": acting,
            "periode_awal": first,
            "periode_akhir": last,
            "skp_status": status,
            "skp_jabatan": jabatan,
            "skp_unor": "Kecamatan Contoh",
        }
        for number, (nip, name, acting, first, last, status, jabatan) in enumerate(rows, 1)
    ]
    return _written(file, title, heads, made)


def result_recap(
    file: Path,
    results: Sequence[tuple[str, str]],
    *,
    title: str = "LAPORAN PENILAIAN SKP TAHUNAN 2026",
    heads: Sequence[str] = ("id", "hasil_akhir"),
) -> Path:
    """Rows of id and hasil akhir."""
    return _written(file, title, heads, [{"id": key, "hasil_akhir": said} for key, said in results])


def _written(file: Path, title: str, heads: Sequence[str], rows: Sequence[dict[str, Any]]) -> Path:
    book = xlsxwriter.Workbook(str(file))
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a fixed mark, not a moment
    sheet = book.add_worksheet("Laporan")
    sheet.write_string(0, 0, title)
    sheet.write_string(1, 0, "Instansi Pemerintah Kabupaten Contoh")
    sheet.write_string(5, 0, "Dicetak 21-11-2026 08:15")
    for column, head in enumerate(heads):
        sheet.write_string(7, column, head)
    for at, row in enumerate(rows, 8):
        for column, head in enumerate(heads):
            value = row.get(head, "")
            if isinstance(value, int | float):
                sheet.write_number(at, column, value)
            else:
                sheet.write_string(at, column, value)
    book.close()
    return file


if __name__ == "__main__":
    plan_recap(DATA / "ekinerja" / "laporan-skp-2026.xlsx")
    results = [("skp-1", "Baik"), ("skp-2", "Butuh Perbaikan"), ("skp-3", "Sangat Baik"), ("skp-6", "-")]
    result_recap(DATA / "ekinerja" / "laporan-penilaian-skp-2026.xlsx", results)
