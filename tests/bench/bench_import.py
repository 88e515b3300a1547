"""Import of a province's roster, 62,000 rows of 24 columns, against reading the same file with calamine.

Every measurement is a process of its own; the unit lies on a real encrypted store in a folder of the run.
"""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time

import xlsxwriter
from python_calamine import CalamineWorkbook

from flexdesk.bootstrap import open_desk
from flexdesk.exchange.rosters import read_roster
from flexdesk.exchange.tables import read_tables
from tests.helpers.desks import PASSPHRASE, small_desk

PEOPLE = 62_000
ROUNDS = 3
LIMIT = 2.5
LIMIT_MEMORY_MB = 400
HEADINGS = (
    "NO", "NIP BARU", "NIP LAMA", "NAMA", "GELAR DEPAN", "GELAR BELAKANG", "TEMPAT LAHIR NAMA",
    "TANGGAL LAHIR", "JENIS KELAMIN", "AGAMA NAMA", "JENIS KAWIN NAMA", "NIK", "NOMOR HP", "EMAIL", "ALAMAT",
    "JENIS PEGAWAI NAMA", "STATUS CPNS PNS", "TMT PNS", "GOL AKHIR NAMA", "TMT GOLONGAN",
    "JENIS JABATAN NAMA", "JABATAN NAMA", "PENDIDIKAN NAMA", "UNOR NAMA",
)  # fmt: skip
_FIRST = ("ANDI", "BUDI", "CITRA", "DEWI", "EKA", "FAJAR", "GITA", "HADI", "INDAH", "JOKO", "LINA", "NURUL")
_LAST = ("SAPUTRA", "WIJAYA", "LESTARI", "NUGROHO", "HIDAYAT", "SUSANTI", "PERMANA", "RAHAYU", "UTAMI")
_BACK = ("S.E.", "S.Sos., M.Si.", "S.T., M.T.", "A.Md.Kep.", "S.Pd., M.Pd.", "S.K.M.", "", "", "")
_FRONT = ("", "", "", "", "", "dr.", "Drs.", "Ir.", "Hj.")
_GOLONGAN = ("II/c", "II/d", "III/a", "III/b", "III/c", "III/d", "IV/a", "IV/b")


def make_file(path: Path) -> None:
    """One sheet as a personnel database writes it: all cells text, one NIP in two hundred spoiled."""
    chance = Random(62)
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("DATA ASN")
    sheet.write_row(0, 0, HEADINGS)
    for number in range(1, PEOPLE + 1):
        for column, text in enumerate(_cells(number, chance)):
            if text:
                sheet.write_string(number, column, text)
    book.close()


def _cells(number: int, chance: Random) -> list[str]:
    year, month, day = 1966 + number % 36, 1 + number // 36 % 12, 1 + number // 432 % 28
    appointed = f"{year + 23}{1 + number % 12:02}"
    nip = f"{year}{month:02}{day:02}{appointed}{1 + number % 2}{1 + number // 12_096:03}"
    name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {chance.choice(_FIRST)}"
    office = number % 1_500
    return [
        str(number),
        nip[:17] if number % 200 == 0 else nip,
        f"{310_000_000 + number}",
        name,
        chance.choice(_FRONT),
        chance.choice(_BACK),
        chance.choice(("SAGARAMUKTI", "GUNUNGLARAS", "RANCAMANAH", "TIRTAWENING")),
        f"{day:02}-{month:02}-{year}",
        "M" if number % 2 == 0 else "F",
        "Islam" if number % 9 else "Kristen",
        "Menikah" if number % 5 else "Belum Menikah",
        f"99{10**13 + number * 7919:014}",
        f"08{chance.randrange(10**9, 10**10)}",
        f"{name.split()[0].lower()}{number}@contoh.go.id",
        f"JL. MELATI NO. {number % 180}; RT {number % 12:02}/RW {number % 9:02}",
        "PNS Daerah",
        "C" if number % 60 == 0 else "P",
        f"01-{1 + number % 12:02}-{year + 24}",
        chance.choice(_GOLONGAN),
        f"01-04-20{10 + number % 15}",
        "Jabatan Fungsional" if number % 3 else "Jabatan Pelaksana",
        f"PENATA LAYANAN BIDANG {office % 240}",
        chance.choice(("S-1 EKONOMI", "D-III KEPERAWATAN", "S-1 PENDIDIKAN", "S-2 MANAJEMEN", "SLTA")),
        f"SEKSI {office % 7} - DINAS {office}",
    ]


def read_alone(file: Path, _folder: Path) -> int:
    return sum(1 for _row in CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).iter_rows()) - 1


def read_and_validate(file: Path, _folder: Path) -> int:
    reading = read_roster(read_tables(file))
    return len(reading.accepted) + len(reading.rejected)


def read_validate_and_store(file: Path, folder: Path) -> int:
    with open_desk(folder, passphrase=PASSPHRASE) as desk:
        result = desk.people.import_file(file)
    return result.new + len(result.reading.rejected)


MEASURED: dict[str, Callable[[Path, Path], int]] = {
    "calamine alone": read_alone,
    "read, validated": read_and_validate,
    "and stored": read_validate_and_store,
}


def measure(what: str, file: Path, folder: Path) -> None:
    """In the child: seconds on the clock, seconds of the processor, most megabytes, rows."""
    import_module("flexdesk.services.people")  # as in a program that runs already
    began, busy = perf_counter(), process_time()
    rows = MEASURED[what](file, folder)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(perf_counter() - began, process_time() - busy, megabytes, rows)


def run(what: str, file: Path, folder: Path) -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory(dir=folder) as made:
        small_desk(Path(made) / "unit").close()
        command = [sys.executable, "-m", "tests.bench.bench_import", what, str(file), made + "/unit"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, busy, megabytes, rows = map(float, done.stdout.split())
    if rows != PEOPLE:
        raise SystemExit(f"{what}: {rows:.0f} rows instead of {PEOPLE}")
    return seconds, busy, megabytes


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        make_file(folder / "roster.xlsx")
        rounds = [
            {what: run(what, folder / "roster.xlsx", folder) for what in MEASURED} for _round in range(ROUNDS)
        ]
    print(f"{'':16} {'clock s':>8} {'ratio':>6} {'busy s':>8} {'ratio':>6} {'peak MB':>8}")
    for what in MEASURED:
        seconds, busy, megabytes = (median(done[what][at] for done in rounds) for at in range(3))
        ratios = [median(done[what][at] / done["calamine alone"][at] for done in rounds) for at in range(2)]
        print(f"{what:16} {seconds:8.2f} {ratios[0]:6.2f} {busy:8.2f} {ratios[1]:6.2f} {megabytes:8.0f}")
    print(f"budget: stored in {LIMIT} x calamine alone, {LIMIT_MEMORY_MB} MB")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
