"""Who may work away from the office at all: EMP-01 to EMP-04, LOC-09, LOC-13, LOC-14, LOC-19."""

from datetime import date

from flexdesk.domain.calendar import long_date, months_later
from flexdesk.domain.criteria import answers, is_own
from flexdesk.domain.people import CATEGORY_LABELS, Category, Posting
from flexdesk.domain.policy import SentenceClass
from flexdesk.domain.rules.case import Case, Ruling, State
from flexdesk.domain.rules.findings import Level
from flexdesk.domain.rules.registry import Scope, rule
from flexdesk.domain.schedule import Organisation, Region
from flexdesk.i18n import N_, _

UNDECIDED_MONTHS = 12  # how long a new posting is looked at while the agency has set no length
# Posts named by SE Mendagri 800.1.5/3349/SJ for each kind of region. Where the region is not recorded, only
# the posts that no reading of the circular leaves out.
_NAMED_POSTS: dict[str, frozenset[str]] = {
    Region.PROVINCE: frozenset({Category.JPT_MADYA, Category.JPT_PRATAMA}),
    Region.REGENCY: frozenset({Category.JPT_PRATAMA, Category.ADMINISTRATOR, Category.CAMAT, Category.LURAH}),
    Region.CENTRAL: frozenset(),
    "": frozenset({Category.JPT_MADYA, Category.JPT_PRATAMA, Category.CAMAT, Category.LURAH}),
}

# One regent also left echelon IV out, others did not; where the region is not recorded the unit decides.
_WHERE_ECHELON_FOUR_IS_IN_DOUBT = frozenset({Region.REGENCY.value, ""})
# Pasal 38 leaves these out.
OUTSIDE_THE_REGULATION = frozenset({Organisation.TNI, Organisation.POLRI, Organisation.MISSION})
PREDICATES = ("sangat_kurang", "kurang", "butuh_perbaikan", "baik", "sangat_baik")  # worst first


@rule(
    "EMP-01",
    Level.HARD,
    article="Pasal 25 PermenPANRB 4/2025",
    evidence="A",
    scope=Scope.BAR,
    text=N_("Nobody under a disciplinary sanction or its process works away from the office."),
)
def no_discipline(case: Case) -> Ruling:
    running = [record for record in case.dossier.disciplines if record.covers(case.day)]
    if running:
        record = max(running, key=lambda one: (one.to or date.max, one.kind == "process", one.from_))
        facts = {"since": long_date(record.from_)}
        if record.to is not None:
            facts["until"] = long_date(record.to)
        kind = "process" if record.kind == "process" else "sanction"
        return Ruling("EMP-01", State.BARRED, _DISCIPLINE[kind, record.to is not None], facts)
    return Ruling(
        "EMP-01",
        State.CLEAR,
        N_("No disciplinary sanction or process on {day}."),
        {"day": long_date(case.day)},
    )


_DISCIPLINE = {
    ("process", False): N_("A disciplinary process is running since {since}."),
    ("process", True): N_("A disciplinary process runs from {since} until {until}."),
    ("sanction", False): N_("A disciplinary sanction is being served since {since}."),
    ("sanction", True): N_("A disciplinary sanction is being served from {since} until {until}."),
}


@rule(
    "EMP-02",
    Level.HARD,
    article="Pasal 25 PermenPANRB 4/2025",
    evidence="A",
    scope=Scope.BAR,
    text=N_("New employees do not work away from the office; the agency sets how long."),
)
def not_new_in_post(case: Case) -> Ruling:
    posting, months = case.dossier.posting(case.day), case.terms.new_posting_months
    if posting is None or not posting.is_new or case.day < posting.from_:
        return _settled(case, posting)
    facts = {"reason": _(_REASONS.get(posting.reason, posting.reason)), "since": long_date(posting.from_)}
    ends = months_later(posting.from_, UNDECIDED_MONTHS if months is None else months)
    if case.day >= ends:
        return _settled(case, posting)
    if months is None:
        text = N_(
            "New in the post ({reason} on {since}), and how long that counts is not set. Decide and note why."
        )
        return Ruling("EMP-02", State.OPEN, text, facts)
    text = N_("New in the post ({reason} on {since}). Not away from the office before {until}.")
    return Ruling("EMP-02", State.BARRED, text, {**facts, "until": long_date(ends)})


def _settled(case: Case, posting: Posting | None) -> Ruling:
    if posting is None:
        return Ruling("EMP-02", State.CLEAR, N_("No new posting is recorded."))
    facts = {"since": _since(posting, case.day)}
    return Ruling("EMP-02", State.CLEAR, N_("Not new in the post: held since {since}."), facts)


def _since(posting: Posting, day: date) -> str:
    return long_date(min(posting.from_, day))


def spoken_predicate(predicate: str) -> str:
    return predicate.replace("_", " ")


_REASONS = {
    "recruitment": N_("recruited"),
    "promotion": N_("promoted"),
    "mutation": N_("transferred"),
    "rotation": N_("rotated"),
}


@rule(
    "EMP-04",
    Level.SOFT,
    article="Pasal 2 PermenPANRB 4/2025",
    evidence="A",
    scope=Scope.BAR,
    text=N_("The regulation covers PNS and PPPK alike, and nobody else."),
    nature=SentenceClass.HARD,
)
def is_asn(case: Case) -> Ruling:
    if case.person.is_asn:
        return Ruling("EMP-04", State.CLEAR, N_("Covered by the regulation as ASN."))
    text = N_("Not an ASN: the regulation does not cover this person. Note who allowed it.")
    return Ruling("EMP-04", State.OPEN, text)


@rule(
    "EMP-03",
    Level.HARD,
    article="Aturan instansi: predikat kinerja",
    evidence="C",
    scope=Scope.BAR,
    text=N_("An agency may ask for a least predicate of performance; none is asked for at first."),
    nature=SentenceClass.SETTING,
    settings=("person.least_predicate",),
)
def predicate_is_enough(case: Case) -> Ruling:
    wanted, held = case.terms.least_predicate, case.dossier.predicate(case.day)
    if wanted not in PREDICATES:
        return Ruling("EMP-03", State.CLEAR, N_("No least predicate of performance is asked for."))
    if held is None or held.predicate not in PREDICATES:
        return Ruling(
            "EMP-03", State.CLEAR, N_("No evaluation is locked yet, so no predicate speaks against.")
        )
    facts = {
        "held": spoken_predicate(held.predicate),
        "wanted": spoken_predicate(wanted),
        "since": long_date(held.since),
    }
    if PREDICATES.index(held.predicate) < PREDICATES.index(wanted):
        text = N_("The last predicate, of {since}, is “{held}”; the agency asks for “{wanted}”.")
        return Ruling("EMP-03", State.BARRED, text, facts)
    text = N_("The last predicate, of {since}, is “{held}”: the agency asks for “{wanted}” at least.")
    return Ruling("EMP-03", State.CLEAR, text, facts)


@rule(
    "LOC-09",
    Level.HARD,
    article="Pasal 23 PermenPANRB 4/2025",
    evidence="A",
    scope=Scope.BAR,
    text=N_("The task meets all five criteria for work away from the office."),
)
def task_criteria(case: Case) -> Ruling:
    own = is_own(case.criteria)
    basis = ", ".join(dict.fromkeys(one.source for one in case.criteria)) if own else ""
    given = answers(case.dossier.task_criteria(case.day))
    met = [given.get(one.key) for one in case.criteria]
    count = {"count": len(case.criteria)}
    if False in met:
        failed = "; ".join(one.words for one, yes in zip(case.criteria, met, strict=True) if yes is False)
        text = N_("The task does not meet these criteria: {criteria}.")
        return Ruling("LOC-09", State.BARRED, text, {"criteria": failed}, basis)
    if None not in met:
        text = (
            N_("The task meets all {count} criteria of the agency.")
            if own
            else N_("The task meets all five criteria.")
        )
        return Ruling("LOC-09", State.CLEAR, text, count, basis)
    if own or any(met):
        open_ = "; ".join(one.words for one, yes in zip(case.criteria, met, strict=True) if yes is None)
        text = N_("These task criteria wait for an answer: {criteria}.")
        return Ruling("LOC-09", State.OPEN, text, {"criteria": open_}, basis)
    # An unanswered list must not stop a unit that has just imported its roster; it is told once.
    return Ruling("LOC-09", State.CLEAR, N_("The five task criteria have not been answered yet."))


@rule(
    "LOC-13",
    Level.HARD,
    article="SE MenPANRB dan SE Mendagri 800.1.5/3349/SJ",
    evidence="A",
    scope=Scope.BAR,
    text=N_("Staff of a direct public service are at the office every day."),
)
def not_direct_service(case: Case) -> Ruling:
    posting, branch = case.dossier.posting(case.day), case.branch
    if posting is not None and posting.excluded:
        text = N_("The PPK has taken this post out of flexible work: {reason}.")
        reason = posting.excluded.rstrip(". ")
        return Ruling("LOC-13", State.BARRED, text, {"reason": reason}, "Pasal 8 Perpres 21/2023")
    if branch is not None and branch.direct_service:
        text = N_("{section} gives direct public service: its staff do not work away from the office.")
        return Ruling("LOC-13", State.BARRED, text, {"section": branch.direct_service})
    if not case.terms.direct_service:
        return Ruling("LOC-13", State.CLEAR, N_("The unit is not marked as direct public service."))
    if case.dossier.serves:
        text = N_("Serves {points}: staff of a direct service do not work away from the office.")
        return Ruling("LOC-13", State.BARRED, text, {"points": ", ".join(case.dossier.serves)})
    if not case.has_service_points:
        return Ruling(
            "LOC-13",
            State.BARRED,
            N_("The unit gives direct public service: nobody works away from the office."),
        )
    return Ruling("LOC-13", State.CLEAR, N_("Serves no service point of this direct service unit."))


@rule(
    "LOC-14",
    Level.HARD,
    article="SE Mendagri 800.1.5/3349/SJ",
    evidence="A",
    scope=Scope.BAR,
    text=N_("Certain leading posts never work away from the office."),
    nature=SentenceClass.SETTING,
    settings=("location.excluded_categories", "location.exclude_echelon_four"),
)
def not_an_excluded_post(case: Case) -> Ruling:
    chosen = excluded_posts(case)
    for level in case.dossier.levels(case.day):
        if level in chosen:
            text = N_("The post of {post} does not work away from the office.")
            return Ruling("LOC-14", State.BARRED, text, {"post": CATEGORY_LABELS.get(level, level)})
    return Ruling("LOC-14", State.CLEAR, N_("The post is not among the excluded ones."))


def excluded_posts(case: Case) -> frozenset[str]:
    """Categories that stay at the office: those the unit names, and those of the circular for its region."""
    chosen = frozenset(case.terms.excluded_categories)
    if "by_region" not in chosen:
        return chosen
    region = case.unit.region
    if case.terms.exclude_echelon_four and region in _WHERE_ECHELON_FOUR_IS_IN_DOUBT:
        chosen |= {Category.PENGAWAS}
    return chosen | _NAMED_POSTS.get(region, frozenset())


@rule(
    "LOC-19",
    Level.HARD,
    article="Pasal 38 PermenPANRB 4/2025",
    evidence="A",
    scope=Scope.BAR,
    text=N_("The armed forces, the police and missions abroad are outside the regulation on flexible work."),
)
def not_outside_the_regulation(case: Case) -> Ruling:
    if case.unit.organisation in OUTSIDE_THE_REGULATION:
        text = N_("The regulation does not hold for this kind of organisation: nobody works away.")
        return Ruling("LOC-19", State.BARRED, text)
    return Ruling("LOC-19", State.CLEAR, N_("The organisation is one that the regulation covers."))
