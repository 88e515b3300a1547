"""What files of papers are called: the period, the kind, whose it is; never two alike."""

import re
from collections import Counter
from collections.abc import Sequence

from flexdesk.domain.periods import Period

# The papers are Indonesian in every language of the program, and so are the names of their files.
WORDS = {
    "schedule": "JADWAL",
    "assignment-letter": "SPT",
    "withdrawal-letter": "PENCABUTAN",
    "slip": "SLIP",
    "eligibility": "KELAYAKAN",
    "eligibility-sheet": "KEPUTUSAN-KELAYAKAN",
    "role-matrix": "MATRIKS-PERAN",
    "monthly-recap": "REKAP-BULAN",
    "predicate-recap": "REKAP-PREDIKAT",
    "wfa-report": "LAPORAN-WFA",
    "ledger": "BUKU-ADIL",
    "skp": "SKP",
    "skp-annex": "LAMPIRAN-SKP",
    "feedback": "UMPAN-BALIK",
    "dialogue-card": "KARTU-DIALOG",
    "handover": "SERAH-TERIMA",
    "evaluation": "EVALUASI",
    "evaluation-document": "DOKUMEN-EVALUASI",
    "agreement": "PERJANJIAN",
    "daily-report": "LAPORAN-HARIAN",
}

# What each kind is called on screen: the names printed on the forms.
TITLES = {
    "schedule": "Jadwal mingguan",
    "assignment-letter": "SPT dan lampiran",
    "slip": "Slip per orang",
    "skp": "SKP",
    "skp-annex": "Lampiran SKP",
    "role-matrix": "Matriks peran dan hasil",
    "daily-report": "Laporan kerja harian",
    "feedback": "Umpan balik",
    "evaluation": "Evaluasi kinerja",
    "evaluation-document": "Dokumen evaluasi",
    "dialogue-card": "Kartu dialog kinerja",
    "predicate-recap": "Rekap predikat",
    "wfa-report": "Laporan WFA bulanan",
    "monthly-recap": "Rekap bulanan",
    "ledger": "Buku adil",
    "agreement": "Perjanjian kerja fleksibel",
    "eligibility": "Daftar kelayakan",
    "eligibility-sheet": "Keputusan kelayakan",
    "handover": "Berita acara serah terima",
    "withdrawal-letter": "Surat pencabutan jadwal",
}


def file_name(kind: str, name: str, nip: str, period: Period) -> str:
    """Of one paper; of the unit's own without a name and NIP."""
    whose = "".join(f"_{part}" for part in (_plain(name), nip) if part)
    return f"{period.code}_{_word(kind)}{whose}.pdf"


def combined_name(kinds: Sequence[str], period: Period) -> str:
    return f"{period.code}_{'_'.join(map(_word, kinds))}_gabungan.pdf"


def distinct(names: Sequence[str]) -> list[str]:
    """A second paper of the same name gets a number: a person may have two SKP in a year."""
    seen: Counter[str] = Counter()
    made = []
    for name in names:
        seen[name] += 1
        stem, dot, ending = name.rpartition(".")
        made.append(name if seen[name] == 1 else f"{stem}_{seen[name]}{dot}{ending}")
    return made


def _word(kind: str) -> str:
    return WORDS.get(kind, _plain(kind).upper())


def _plain(text: str) -> str:
    """For a file name that every office computer and stick can hold."""
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")
