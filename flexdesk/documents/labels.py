"""Official words of the forms: codes to printed labels, and the few labels an agency may set otherwise.

The words are Indonesian in every language of the program, because the forms are. Sources: PermenPANRB 6/2022
and SE MenPANRB 3/2023; prints differ in the labels of `FormLabels`, so those are settings of the template.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LEVELS = {
    "istimewa": "Istimewa",
    "baik": "Baik",
    "butuh_perbaikan": "Butuh Perbaikan",
    "kurang": "Kurang",
    "sangat_kurang": "Sangat Kurang",
}

PREDICATES = {
    "sangat_kurang": "Sangat Kurang",
    "kurang": "Kurang/Misconduct",
    "butuh_perbaikan": "Butuh Perbaikan",
    "baik": "Baik",
    "sangat_baik": "Sangat Baik",
}

RATINGS = {
    "bawah": "Di Bawah Ekspektasi",
    "sesuai": "Sesuai Ekspektasi",
    "atas": "Di Atas Ekspektasi",
}

ASPECTS = {"kuantitas": "Kuantitas", "kualitas": "Kualitas", "waktu": "Waktu", "biaya": "Biaya"}

APPROACHES = {
    "kuantitatif": "PENDEKATAN HASIL KERJA KUANTITATIF",
    "kualitatif": "PENDEKATAN HASIL KERJA KUALITATIF",
}


@dataclass(frozen=True, slots=True)
class FormLabels:
    """Labels on which real prints differ, with the usual wording."""

    evaluation_title: str = "EVALUASI KINERJA PEGAWAI"
    intervened: str = "RENCANA HASIL KERJA PIMPINAN YANG DIINTERVENSI"
    main: str = "A. UTAMA"
    additional: str = "B. TAMBAHAN"
    behaviour_rating: str = "RATING PERILAKU"
    addressees: str = "BAGI PEJABAT ADMINISTRASI DAN PEJABAT FUNGSIONAL"
    predicates: tuple[tuple[str, str], ...] = ()  # (code, wording) pairs that replace PREDICATES

    def predicate(self, code: str) -> str:
        return dict(self.predicates).get(code, PREDICATES[code])


USUAL_LABELS = FormLabels()


@dataclass(frozen=True, slots=True)
class CoreValue:
    """One BerAKHLAK value with its three panduan perilaku, in the official order."""

    code: str
    name: str
    guides: tuple[str, ...]


@cache
def core_values() -> tuple[CoreValue, ...]:
    """The seven values as shipped; an agency's edited wording comes with the form instead."""
    text = (files("resources") / "documents" / "perilaku.json").read_text(encoding="utf-8")
    return tuple(CoreValue(row["code"], row["name"], tuple(row["guides"])) for row in json.loads(text))
