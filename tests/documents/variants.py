"""Contents of every kind for generated papers: long words, empty fields, PPPK, acting raters, officers."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from flexdesk.documents.combine import Form
from flexdesk.documents.decision_sheet import SheetReason, SheetVerdict
from flexdesk.documents.dialogue_card import SIDES, Promise
from flexdesk.documents.evaluation_document import Objection
from flexdesk.documents.paper import Paper
from flexdesk.documents.parties import Official, SigningMode
from flexdesk.documents.report import Column, Part, Report, ReportSigner
from flexdesk.documents.results import BehaviourNote, Indicator, PlannedResult
from flexdesk.documents.role_matrix import RoleRow
from flexdesk.domain.core_values import CoreValue
from flexdesk.domain.performance import (
    Approach,
    Aspect,
    FormKind,
    OrganisationLevel,
    Perspective,
    Predicate,
    Rating,
)
from tests.documents import office_samples, samples

WORDS = st.one_of(
    st.just(""),
    st.text(st.sampled_from("abcdefghijklmnoprstuwy ABCDEKLMNPRSTU.,-/0123456789"), max_size=160),
    st.integers(1, 120).map(lambda length: "Pertanggungjawabanpelaksanaanprogram" * (length // 30 + 1)),
    st.integers(1, 90).map(lambda count: "bukti dukung tersimpan " * count),
)
NAMES = st.one_of(
    st.sampled_from(
        [
            "Kartika Sari, S.IP.",
            "Ni",
            "Prof. Dr. Ir. H. " + "Raden Mas Suryadiningrat " * 3 + ", M.Si., Ph.D.",
        ]
    ),
    st.text(st.sampled_from("abcdefghij KLMN.,"), min_size=1, max_size=90),
)
OFFICIALS = st.builds(
    Official,
    name=NAMES,
    number=st.sampled_from(["198301252008012912", "199410102021211911", "", "11990012345"]),
    rank=st.sampled_from(["Penata Tingkat I (III/d)", "IX", "", "Kolonel Laut (P)"]),
    position=WORDS.map(lambda text: text[:1200]),  # a block taller than a page cannot stay whole
    unit=WORDS,
    acting=st.sampled_from(["", "Plt.", "Plh."]),
    number_label=st.sampled_from(["NIP", "NI PPPK", "NRP"]),
    rank_label=st.sampled_from(["PANGKAT/GOL RUANG", "PANGKAT/KORPS"]),
)
INDICATORS = st.builds(
    Indicator,
    WORDS,
    WORDS,
    st.sampled_from([None, Aspect.QUANTITY, Aspect.COST]),
    WORDS,
    WORDS,
    st.sampled_from([None, *Perspective]),
)
RESULTS = st.builds(
    PlannedResult,
    WORDS,
    st.lists(INDICATORS, max_size=4).map(tuple),
    WORDS,
    st.sampled_from(["", "Camat"]),
    WORDS,
)
NOTES = st.builds(BehaviourNote, st.sampled_from([CoreValue.LOYAL, CoreValue.ADAPTIF]), WORDS, WORDS)
EVALUATIONS = st.builds(
    replace,
    st.just(samples.EVALUATION),
    agency=st.sampled_from(["Pemerintah Kabupaten Cendana Raya", "Pemerintah " + "Kabupaten Kepulauan " * 9]),
    person=OFFICIALS,
    rater=OFFICIALS,
    main=st.lists(RESULTS, max_size=6).map(tuple),
    additional=st.lists(RESULTS, max_size=2).map(tuple),
    behaviours=st.lists(NOTES, max_size=2).map(tuple),
    organisation=st.sampled_from(list(OrganisationLevel)),
    results_rating=st.sampled_from(list(Rating)),
    behaviour_rating=st.sampled_from(list(Rating)),
    predicate=st.sampled_from(list(Predicate)),
    approach=st.sampled_from(list(Approach)),
    kind=st.sampled_from(list(FormKind)),
    signed_by=st.sampled_from(["rater", "both"]),
    signing=st.sampled_from(list(SigningMode)),
    paper=st.sampled_from(list(Paper)),
    seal=st.sampled_from([None, samples.SEAL]),
)

# 1 to 40 results: long texts where they are few, short ones where they are many.
MANY = st.one_of(
    st.lists(RESULTS, min_size=1, max_size=6).map(tuple),
    st.builds(office_samples.many_results, st.integers(1, 40), st.integers(0, 4), st.integers(0, 12)),
)
LISTS = st.lists(WORDS, max_size=8).map(tuple)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
PLAN = {
    "person": OFFICIALS,
    "rater": OFFICIALS,
    "paper": st.sampled_from(list(Paper)),
    "signing": st.sampled_from(list(SigningMode)),
    "seal": st.sampled_from([None, samples.SEAL]),
}
RESULTS_OF_PLAN = {
    **PLAN,
    "main": MANY,
    "additional": st.lists(RESULTS, max_size=2).map(tuple),
    "behaviours": st.lists(NOTES, max_size=2).map(tuple),
    "approach": st.sampled_from(list(Approach)),
    "kind": st.sampled_from(list(FormKind)),
}
SKPS = st.builds(replace, st.just(samples.SKP), **RESULTS_OF_PLAN)
FEEDBACKS = st.builds(replace, st.just(samples.FEEDBACK), **RESULTS_OF_PLAN)
MANY_EVALUATIONS = st.builds(replace, EVALUATIONS, main=MANY)
ANNEXES = st.builds(
    replace, st.just(office_samples.ANNEX), **PLAN, support=LISTS, accountability=LISTS, consequences=LISTS
)
DOCUMENTS = st.builds(
    replace,
    st.just(samples.DOCUMENT),
    **PLAN,
    raters_superior=OFFICIALS,
    note=WORDS,
    objection=st.one_of(st.none(), st.builds(Objection, WORDS, WORDS, WORDS)),
    received_on=st.one_of(st.none(), DAYS),
    predicate=st.sampled_from(list(Predicate)),
    organisation=st.sampled_from(list(OrganisationLevel)),
)
CARDS = st.builds(
    replace,
    st.just(samples.CARD),
    **PLAN,
    facts=st.lists(WORDS, max_size=3).map(tuple),
    questions=st.lists(WORDS, max_size=2).map(tuple),
    promises=st.lists(
        st.builds(Promise, st.sampled_from(list(SIDES)), WORDS, st.one_of(st.none(), DAYS)), max_size=4
    ).map(tuple),
)


@st.composite
def matrices(draw: st.DrawFn) -> Form:
    columns = draw(st.lists(WORDS, max_size=12))
    cells = st.lists(WORDS, min_size=len(columns), max_size=len(columns)).map(tuple)
    short = st.lists(st.sampled_from(["", "Laporan"]), min_size=len(columns), max_size=len(columns)).map(
        tuple
    )
    rows = st.builds(RoleRow, NAMES, WORDS, cells)
    many = st.builds(RoleRow, NAMES, st.just("Penelaah"), short)
    return replace(
        samples.role_matrix(),
        leader=draw(OFFICIALS),
        columns=tuple(columns),
        rows=tuple(draw(st.one_of(st.lists(rows, max_size=3), st.lists(many, max_size=40)))),
        paper=draw(st.sampled_from(list(Paper))),
        signing=draw(st.sampled_from(list(SigningMode))),
        seal=draw(st.sampled_from([None, samples.SEAL])),
    )


SIGNERS = st.builds(
    ReportSigner, OFFICIALS, st.sampled_from([("Camat,",), ("Sukamaju, 1 Mei 2026", "Camat,")])
)
PARTS = st.builds(
    Part,
    st.sampled_from(["", "2. Keadaan data"]),
    st.lists(WORDS, max_size=2).map(tuple),
    st.lists(st.tuples(st.just("Pihak"), WORDS), max_size=3).map(tuple),
    st.just((Column("No", 1, "right"), Column("Uraian", 5), Column("Tenggat", 2))),
    st.lists(st.tuples(st.just("1"), WORDS, st.just("30 November 2026")), max_size=12).map(tuple),
    curve=st.sampled_from([None, *OrganisationLevel]),
)
REPORTS = st.builds(
    Report,
    titles=st.just(("BERITA ACARA SERAH TERIMA",)),
    parts=st.lists(PARTS, max_size=4).map(tuple),
    signers=st.lists(SIGNERS, min_size=1, max_size=2).map(tuple),
    witness=st.one_of(st.none(), SIGNERS),
    closing=st.sampled_from(["", "Demikian berita acara ini dibuat dengan sebenarnya. " * 3]),
    head=st.sampled_from([None, office_samples.HEAD]),
    paper=st.sampled_from(list(Paper)),
    signing=st.sampled_from(list(SigningMode)),
    seal=st.sampled_from([None, samples.SEAL]),
)
DECISIONS = st.builds(
    replace,
    st.just(office_samples.DECISION),
    person=OFFICIALS,
    signer=OFFICIALS,
    objection=WORDS,
    verdicts=st.lists(
        st.builds(SheetReason, WORDS, WORDS, st.sampled_from([True, False, None])), min_size=1, max_size=9
    ).map(lambda told: (SheetVerdict("FLEKSIBEL MENURUT LOKASI", "TIDAK LAYAK", tuple(told)),)),
    paper=st.sampled_from(list(Paper)),
)
LETTERS = st.builds(
    lambda people, signer, paper: replace(office_samples.letter(people), signer=signer, paper=paper),
    st.integers(1, 60),
    OFFICIALS,
    st.sampled_from(list(Paper)),
)
AGREEMENTS = st.builds(
    lambda duties, first, second, paper: replace(
        office_samples.agreement(duties), first_party=first, second_party=second, paper=paper
    ),
    st.integers(5, 20),
    OFFICIALS,
    OFFICIALS,
    st.sampled_from(list(Paper)),
)
WEEKS = st.builds(
    lambda sizes, paper: replace(office_samples.week(*sizes), paper=paper),
    st.lists(st.integers(1, 18), min_size=1, max_size=6),
    st.sampled_from(list(Paper)),
)
EVERY_KIND: dict[str, st.SearchStrategy[Form]] = {
    "skp": SKPS,
    "annex": ANNEXES,
    "evaluation": MANY_EVALUATIONS,
    "document": DOCUMENTS,
    "feedback": FEEDBACKS,
    "card": CARDS,
    "matrix": matrices(),
    "report": REPORTS,
    "decision": DECISIONS,
    "letter": LETTERS,
    "agreement": AGREEMENTS,
    "week": WEEKS,
}
