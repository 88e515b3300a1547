"""Work plans (SKP) and their realisation from spreadsheets, put together by person, result and indicator.

A plan sheet and a realisation sheet name the same indicators; both are read as lines of one shape and
merged, so that either may come alone or first.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from flexdesk.domain.performance import Aspect, Perspective, ResultClass
from flexdesk.domain.periods import Period, PeriodKind
from flexdesk.exchange.activity_cells import MONTHS, Amount, Hint, amount_of
from flexdesk.exchange.activity_people import Person, nip_fault, nip_text, split_name_nip
from flexdesk.exchange.activity_tables import (
    Heading,
    NoSuchTable,
    Rejection,
    begins_signatures,
    find_heading,
    is_index_row,
    is_total,
    label_of,
    normal_heading,
    sheet_name,
    title_hint,
    visible,
    vocabulary,
)
from flexdesk.exchange.cells import Row, Sheet, is_blank, one_line

SKP_WORDS = vocabulary(
    "result indicator target/aspect/perspective",
    number=r"^(no|nomor|no urut)$",
    name_nip=r"\bnama\b.*\bnip\b|\bnip\b.*\bnama\b",
    nip=r"\bnip\b",
    name=r"^nama( pegawai| lengkap)?$|^pegawai( yang dinilai)?$",
    jabatan=r"^jabatan",
    code=r"\bkode\b|^(no )?rhk$",
    kind=r"^(jenis|klasifikasi)",
    leader_text=r"(pimpinan|atasan).*(intervensi|diintervensi)|rhk (pimpinan|atasan)|penugasan dari",
    evidence=r"bukti",
    feedback=r"umpan balik|feedback",
    realised=r"realisasi|^capaian",
    result=r"rencana hasil kerja|^hasil kerja|^rhk\b|rencana kinerja",
    aspect=r"^aspek",
    perspective=r"^perspektif",
    indicator=r"indikator|^iki$|ukuran keberhasilan",
    target=r"^target",
    unit=r"satuan",
)
_ASPECTS = {
    "kuantitas": Aspect.QUANTITY,
    "kuantitatif": Aspect.QUANTITY,
    "kualitas": Aspect.QUALITY,
    "mutu": Aspect.QUALITY,
    "waktu": Aspect.TIME,
    "ketepatan waktu": Aspect.TIME,
    "biaya": Aspect.COST,
}
_PERSPECTIVES = {
    "penerima layanan": Perspective.RECIPIENTS,
    "proses bisnis": Perspective.PROCESS,
    "penguatan internal": Perspective.STRENGTHENING,
    "anggaran": Perspective.BUDGET,
}
_SECTION = re.compile(r"^(a|b)? ?(kinerja )?(utama|tambahan)$")
_NEXT_PART = re.compile(r"^(perilaku kerja|rating|predikat|lampiran|dukungan sumber daya|ekspektasi)\b")
_QUARTER = re.compile(r"\b(?:tw|triwulan) (iv|iii|ii|i|[1-4])\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class Realised:
    """What was achieved in a period (`2026-08`), or from January to its end when `cumulative`."""

    period: str
    cumulative: bool
    number: int | float | None
    text: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """`aspect` or `perspective` is empty where the form has no such column."""

    order: int
    aspect: Aspect | None
    perspective: Perspective | None
    text: str
    target_text: str
    target_number: int | float | None
    unit: str
    realised: tuple[Realised, ...]
    evidence: str
    feedback: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class WorkResult:
    order: int
    code: str
    kind: ResultClass
    text: str
    leader_text: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class PersonSkp:
    nip: str
    name: str
    jabatan: str
    results: tuple[WorkResult, ...]


@dataclass(frozen=True, slots=True)
class SkpReading:
    """`year` is None when no title says it."""

    year: int | None
    people: tuple[PersonSkp, ...]
    rejected: tuple[Rejection, ...]
    lines: dict[str, int]  # accepted lines of each sheet

    def indicators(self) -> Iterator[tuple[PersonSkp, WorkResult, Indicator]]:
        for person in self.people:
            for result in person.results:
                for indicator in result.indicators:
                    yield person, result, indicator


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of a plan or realisation sheet with everything above it carried down."""

    person: Person
    code: str
    kind: ResultClass
    result: str
    leader_text: str
    indicator: Indicator


def read_skp(sheets: Sequence[Sheet], year: int | None = None) -> SkpReading:
    """The plans of the visible sheets; `year` overrides the titles. Raises NoSuchTable when there is none."""
    scans = [_Scan(sheet_name(sheet), sheet.rows, year) for sheet in visible(sheets)]
    scans = [scan for scan in scans if scan.read()]
    if not scans:
        raise NoSuchTable(columns="Rencana Hasil Kerja, Aspek, Indikator Kinerja Individu, Target")
    found = next((scan.year for scan in scans if scan.year), None)
    return SkpReading(
        year or found,
        _put_together([line for scan in scans for line in scan.lines]),
        tuple(rejection for scan in scans for rejection in scan.rejected),
        {scan.name: len(scan.lines) for scan in scans},
    )


@dataclass(slots=True)
class _Scan:
    """One sheet read from top to bottom; blank cells of a merged column mean the row above."""

    name: str
    source: list[Row]
    asked_year: int | None
    year: int | None = None
    lines: list[_Line] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    labels: Person = field(default_factory=Person)
    person: Person = field(default_factory=Person)
    code: str = ""
    result: str = ""
    leader_text: str = ""
    kind: ResultClass = ResultClass.MAIN
    heading: Heading | None = None
    periods: dict[int, tuple[Period, bool]] = field(default_factory=dict)

    def read(self) -> bool:
        skip, seen, title_from = 0, False, 0
        for index, row in enumerate(self.source):
            if skip:
                skip -= 1
            elif heading := find_heading(self.source, index, SKP_WORDS):
                self._open(heading, self.source[title_from:index])
                skip, seen = heading.height - 1, True
            elif labelled := label_of(row):
                if self.heading is not None:
                    self._close()
                    title_from = index
                self._label(*labelled)
            elif self.heading is not None and not is_blank(row.cells):
                self._record(self.heading, row)
        return seen

    def _label(self, what: str, value: str) -> None:
        match what:
            case "name":
                self.labels = replace(self.labels, name=value)
            case "nip":
                self.labels = replace(self.labels, nip=nip_text(value))
            case "jabatan":
                self.labels = replace(self.labels, jabatan=value)

    def _open(self, heading: Heading, above: Sequence[Row]) -> None:
        self.heading = heading
        self.person = self.labels if self.labels.known else self.person
        self.year = self.asked_year or title_hint(above).year or self.year
        self.periods = realised_columns(heading.texts, self.year)

    def _close(self) -> None:
        self.heading, self.labels, self.person = None, Person(), Person()
        self.code = self.result = self.leader_text = ""
        self.kind = ResultClass.MAIN

    def _record(self, heading: Heading, row: Row) -> None:
        filled = [normal_heading(one_line(cell)) for cell in row.cells if one_line(cell)]
        if begins_signatures(row) or (len(filled) <= 3 and any(_NEXT_PART.match(text) for text in filled)):
            self._close()
        elif len(filled) <= 3 and any(_SECTION.match(text) for text in filled):
            self.kind = ResultClass.ADDITIONAL if "tambahan" in " ".join(filled) else ResultClass.MAIN
        elif not is_index_row(row) and not is_total(row):
            self._follow(heading, row)
            self._take(heading, row)

    def _follow(self, heading: Heading, row: Row) -> None:
        name, nip = heading.text(row, "name"), nip_text(heading.cell(row, "nip"))
        if joined := heading.text(row, "name_nip"):
            name, nip = split_name_nip(joined)
        if (name or nip) and (nip or name) != (self.person.nip or self.person.name):
            self.person = Person(nip, name, heading.text(row, "jabatan"))
            self.code = self.result = self.leader_text = ""
        code, result = heading.text(row, "code").upper(), _dashless(heading.text(row, "result"))
        if (code and code != self.code) or (result and result != self.result):
            self.code, self.result = code, result
            self.leader_text = ""
        self.leader_text = _dashless(heading.text(row, "leader_text")) or self.leader_text
        if kind := heading.text(row, "kind"):
            self.kind = _class_of(kind)

    def _reject(self, row: Row, kind: str, value: str = "") -> None:
        self.rejected.append(Rejection(self.name, row.number, kind, value))

    def _take(self, heading: Heading, row: Row) -> None:
        text, aspect_text = heading.text(row, "indicator"), heading.text(row, "aspect")
        aspect = _ASPECTS.get(normal_heading(aspect_text))
        if not _dashless(text):
            if aspect_text or _dashless(heading.text(row, "target")):
                self._reject(row, "indicator")
        elif not self.person.known:
            self._reject(row, "person")
        elif self.person.nip and nip_fault(self.person.nip):
            self._reject(row, "nip", self.person.nip)
        elif not self.result:
            self._reject(row, "result")
        elif aspect_text and aspect is None:
            self._reject(row, "aspect", aspect_text)
        else:
            kind = self.kind if heading.columns.get("kind") is not None else _of_code(self.code, self.kind)
            indicator = self._indicator(heading, row, aspect)
            self.lines.append(_Line(self.person, self.code, kind, self.result, self.leader_text, indicator))

    def _indicator(self, heading: Heading, row: Row, aspect: Aspect | None) -> Indicator:
        target = amount_of(heading.cell(row, "target"))
        return Indicator(
            0,
            aspect,
            _PERSPECTIVES.get(normal_heading(heading.text(row, "perspective"))),
            heading.text(row, "indicator"),
            target.text or _written(target),
            target.number,
            heading.text(row, "unit") or target.unit,
            self._realised(row),
            _dashless(heading.text(row, "evidence")),
            _dashless(heading.text(row, "feedback")),
            self.name,
            row.number,
        )

    def _realised(self, row: Row) -> tuple[Realised, ...]:
        found = []
        for index, (period, cumulative) in self.periods.items():
            cell = row.cells[index] if index < len(row.cells) else None
            amount = amount_of(cell)
            if amount != Amount():
                found.append(
                    Realised(period.code, cumulative, amount.number, amount.text or _written(amount))
                )
        return tuple(found)


def realised_columns(texts: Sequence[str], year: int | None) -> dict[int, tuple[Period, bool]]:
    """Columns of realisation in order of time; a sum that its own month makes superfluous is left out."""
    found: dict[int, tuple[Period, bool]] = {}
    for index, text in enumerate(texts):
        plain = normal_heading(text)
        if year is None or "realisasi" not in plain:
            continue
        if (period := _period_of(plain, Hint(year))) is not None:
            found[index] = (period, bool(re.search(r"\bs d\b|sampai|kumulatif", plain)))
    single = {period for period, cumulative in found.values() if not cumulative}
    kept = [(i, pair) for i, pair in found.items() if not pair[1] or pair[0] not in single]
    return dict(sorted(kept, key=lambda item: (item[1][0].last, not item[1][1])))


def _period_of(plain: str, hint: Hint) -> Period | None:
    assert hint.year is not None
    if quarter := _QUARTER.search(plain):
        number = _ROMAN.get(quarter[1]) or int(quarter[1])
        return Period(PeriodKind.QUARTER, hint.year, number)
    months = [MONTHS[word] for word in plain.split() if word in MONTHS]
    return Period(PeriodKind.MONTH, hint.year, months[-1]) if months else None


def _put_together(lines: Sequence[_Line]) -> tuple[PersonSkp, ...]:
    """People, results and indicators in the order in which they first appear."""
    people: dict[str, list[_Line]] = {}
    for line in lines:
        people.setdefault(line.person.nip or normal_heading(line.person.name), []).append(line)
    return tuple(_person(found) for found in people.values())


def _person(lines: Sequence[_Line]) -> PersonSkp:
    results: dict[str, list[_Line]] = {}
    for line in lines:
        results.setdefault(line.code or normal_heading(line.result), []).append(line)
    first = lines[0].person
    jabatan = next((line.person.jabatan for line in lines if line.person.jabatan), "")
    made = tuple(_result(order, found) for order, found in enumerate(results.values(), start=1))
    return PersonSkp(first.nip, first.name, jabatan, made)


def _result(order: int, lines: Sequence[_Line]) -> WorkResult:
    indicators: dict[tuple[str, str], Indicator] = {}
    for line in lines:
        key = (line.indicator.aspect or "", normal_heading(line.indicator.text))
        known = indicators.get(key)
        indicators[key] = _united(known, line.indicator) if known else line.indicator
    numbered = (replace(found, order=place) for place, found in enumerate(indicators.values(), start=1))
    leader_text = next((line.leader_text for line in lines if line.leader_text), "")
    additional = any(line.kind is ResultClass.ADDITIONAL for line in lines)
    kind = ResultClass.ADDITIONAL if additional else ResultClass.MAIN
    return WorkResult(order, lines[0].code, kind, lines[0].result, leader_text, tuple(numbered))


def _united(known: Indicator, later: Indicator) -> Indicator:
    """The first sheet's words, completed by what only the later one says."""
    have = {(entry.period, entry.cumulative) for entry in known.realised}
    fresh = tuple(e for e in later.realised if (e.period, e.cumulative) not in have)
    said = known.target_text != ""
    return replace(
        known,
        target_text=known.target_text if said else later.target_text,
        target_number=known.target_number if said else later.target_number,
        unit=known.unit or later.unit,
        realised=known.realised + fresh,
        evidence=known.evidence or later.evidence,
        feedback=known.feedback or later.feedback,
    )


def _class_of(text: str) -> ResultClass:
    return ResultClass.ADDITIONAL if "tambahan" in text.casefold() else ResultClass.MAIN


def _of_code(code: str, section: ResultClass) -> ResultClass:
    return ResultClass.ADDITIONAL if "TAMBAHAN" in code else section


def _dashless(text: str) -> str:
    return "" if text in ("-", "–", "—") else text


def _written(amount: Amount) -> str:
    """A number as people write it: decimal comma."""
    return "" if amount.number is None else f"{amount.number:.10g}".replace(".", ",")
