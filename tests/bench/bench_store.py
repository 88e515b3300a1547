"""What one edit costs against a bare commit, and an import of 62,000 people against reading the file alone.

Run with `python -m tests.bench.bench_store [edits] [people]` on a quiet machine. Budgets: one edit with rules
and log takes at most 2 ms at the median and 12 ms at the 99th hundredth; the import at most 2.5 times as long
as calamine needs to read the file, and 400 MB.
"""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from flexdesk.domain.places import Place
from tests.helpers.desks import kecamatan_desk, small_desk

EDITS = 600
PEOPLE = 62_000
MONDAY = date(2026, 11, 30)
EDIT_MS, EDIT_P99_MS = 2.0, 12.0
IMPORT_TIMES, IMPORT_MB = 2.5, 400

_HEADINGS = (
    "No", "NIP", "Nama", "Gelar Depan", "Gelar Belakang", "Status Pegawai", "Golongan", "TMT Golongan",
    "Jabatan", "Eselon", "TMT Jabatan", "Unit Kerja", "Unit Induk", "Instansi", "Tempat Lahir",
    "Tanggal Lahir", "Jenis Kelamin", "Agama", "Pendidikan", "Tahun Lulus", "No HP", "Email", "Alamat",
    "Keterangan",
)  # fmt: skip
_FIRST = ("Ahmad", "Siti", "Budi", "Dewi", "Eko", "Fitri", "Gede", "Hesti", "Iwan", "Joko")
_LAST = ("Contohwan", "Contohwati", "Contohman", "Contohsari", "Contohnya", "Contohdewi", "Contohputra")


def p99(times: list[float]) -> float:
    return quantiles(times, n=100)[98]


def one_edit(folder: Path, edits: int) -> dict[str, float]:
    """Milliseconds of set_places with every rule, and of a bare commit on the same file, turn by turn."""
    with kecamatan_desk(folder) as desk:
        people = [person.key for person in desk.people.roster()]
        connection = desk.store.connection
        connection.execute("CREATE TABLE bare (number INTEGER PRIMARY KEY, text TEXT)")
        whole: dict[str, list[float]] = {"edit": [], "checked": [], "bare": []}
        for number in range(edits):
            day = MONDAY + timedelta(days=number // len(people) % 5)
            places = [(people[number % len(people)], day, (Place.HOME, Place.OFFICE)[number // 175 % 2])]
            began = perf_counter()
            desk.schedule.set_places(places)
            whole["edit"].append(perf_counter() - began)
            other = [(people[number % len(people)], day, Place.TRAINING)]
            began = perf_counter()
            desk.schedule.set_places(other, draft=False, reason="uji")
            whole["checked"].append(perf_counter() - began)
            began = perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO bare (text) VALUES (?)", (f"edit {number}",))
            connection.execute("COMMIT")
            whole["bare"].append(perf_counter() - began)
    shown = {}
    for name, times in whole.items():
        shown[f"{name}_median_ms"] = round(median(times) * 1000, 2)
        shown[f"{name}_p99_ms"] = round(p99(times) * 1000, 2)
    return shown


def write_roster(path: Path, people: int) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("DUK")
        sheet.write_row(0, 0, _HEADINGS)
        for number in range(people):
            sheet.write_row(number + 1, 0, _row(number))


def _row(number: int) -> list[object]:
    born = date(1968, 1, 1) + timedelta(days=number % 12_000)
    since = date(2006, 1, 1) + timedelta(days=31 * (number % 120))
    sex = 1 + number % 2
    nip = f"{born:%Y%m%d}{since:%Y%m}{sex}{number // 12_000 + 1:03}"
    name = f"{_FIRST[number % 10]} {_LAST[number // 10 % 7]} {_FIRST[number // 70 % 10]}"
    return [
        number + 1, nip, name, "Drs." if number % 9 == 0 else "", "S.Sos." if number % 3 == 0 else "",
        "PNS", f"III/{'abcd'[number % 4]}", "01-04-2022", "Analis Kebijakan Ahli Muda", "-", "01-01-2021",
        f"Seksi {number % 400}", f"Dinas {number % 40}", "Pemerintah Kota Contoh", "Contoh",
        f"{born:%d-%m-%Y}", "LP"[number % 2], "-", "S1", 2001 + number % 20, f"0812{number:08}",
        f"pegawai{number}@contoh.go.id", f"Jalan Contoh {number % 300}", "",
    ]  # fmt: skip


def import_roster(file: Path) -> dict[str, float]:
    """Seconds and peak memory of an import; run in a process of its own."""
    with tempfile.TemporaryDirectory() as folder, small_desk(Path(folder) / "unit") as desk:
        began = perf_counter()
        reading = desk.people.read(file)
        read = perf_counter() - began
        taken = desk.people.take(reading)
        seconds = perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "read": read, "peak_mb": peak, "new": taken.new}


def read_alone(file: Path) -> dict[str, float]:
    """Seconds that calamine needs for every cell as a Python value."""
    from python_calamine import CalamineWorkbook

    began = perf_counter()
    book = CalamineWorkbook.from_path(str(file))
    cells = sum(len(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    seconds = perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cells": cells, "peak_mb": peak}


def _apart(task: str, file: Path) -> dict[str, float]:
    """The best of three in fresh processes, so that memory is counted for itself."""
    words = [sys.executable, "-m", "tests.bench.bench_store", task, str(file)]
    tries: list[dict[str, float]] = [
        json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout) for _ in range(3)
    ]
    return min(tries, key=lambda one: one["seconds"])


def main(edits: int, people: int) -> int:
    folder = Path(tempfile.mkdtemp(prefix="flexdesk-bench-"))
    try:
        edit = one_edit(folder / "unit", edits)
        print(json.dumps(edit))
        roster = folder / "roster.xlsx"
        write_roster(roster, people)
        alone, imported = _apart("read", roster), _apart("import", roster)
    finally:
        shutil.rmtree(folder)
    times = imported["seconds"] / alone["seconds"]
    print(
        f"calamine alone {alone['seconds']:.2f} s, {alone['peak_mb']:.0f} MB;"
        f" import of {imported['new']} people {imported['seconds']:.2f} s"
        f" ({imported['read']:.2f} s of it reading), {imported['peak_mb']:.0f} MB: {times:.2f} times"
    )
    kept = {
        "edit median": edit["edit_median_ms"] <= EDIT_MS,
        "edit p99": edit["edit_p99_ms"] <= EDIT_P99_MS,
        "import time": times <= IMPORT_TIMES,
        "import memory": imported["peak_mb"] <= IMPORT_MB,
    }
    for name, good in kept.items():
        print(f"{name}: {'within' if good else 'OVER'} budget")
    return 0 if all(kept.values()) else 1


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["read"]:
        print(json.dumps(read_alone(Path(arguments[1]))))
    elif arguments[:1] == ["import"]:
        print(json.dumps(import_roster(Path(arguments[1]))))
    else:
        numbers = [int(word) for word in arguments]
        sys.exit(main(*(numbers + [EDITS, PEOPLE][len(numbers) :])))
