"""Who may work away from the office at all: EMP-01, EMP-02, EMP-04, LOC-09, LOC-13, LOC-14, LOC-19."""

from datetime import date

from flexdesk.domain.calendar import long_date, months_later
from flexdesk.domain.people import CATEGORY_LABELS, Category, Posting
from flexdesk.domain.policy import SentenceClass
from flexdesk.domain.rules.case import Case, Ruling, State
from flexdesk.domain.rules.findings import Level
from flexdesk.domain.rules.registry import Scope, rule
from flexdesk.domain.schedule import Region
from flexdesk.i18n import N_, _

UNDECIDED_MONTHS = 12  # how long a new posting is looked at while the agency has set no length
CRITERIA = (
    N_("can be done outside the office"),
    N_("needs no special room or equipment"),
    N_("can be done with information technology"),
    N_("needs little face-to-face contact"),
    N_("needs no continuous supervision"),
)
# Posts named by SE Mendagri 800.1.5/3349/SJ for each kind of region. Where the region is not recorded, only
# the posts that no reading of the circular leaves out.
_NAMED_POSTS: dict[str, frozenset[str]] = {
    Region.PROVINCE: frozenset({Category.JPT_MADYA, Category.JPT_PRATAMA}),
    Region.REGENCY: frozenset({Category.JPT_PRATAMA, Category.ADMINISTRATOR, Category.CAMAT, Category.LURAH}),
    Region.CENTRAL: frozenset(),
    "": frozenset({Category.JPT_MADYA, Category.JPT_PRATAMA, Category.CAMAT, Category.LURAH}),
}


@rule(
    "EMP-01",
    Level.HARD,
    article="Pasal 25 PermenPANRB 4/2025",
    evidence="A",
    scope=Scope.BAR,
    text=N_("Nobody under a disciplinary sanction or its process works away from the office."),
)
def no_discipline(case: Case) -> Ruling:
    for record in case.dossier.disciplines:
        if record.covers(case.day):
            text = (
                N_("A disciplinary process is running since {since}.")
                if record.kind == "process"
                else N_("A disciplinary sanction is being served since {since}.")
            )
            return Ruling("EMP-01", State.BARRED, text, {"since": long_date(record.from_)})
    return Ruling(
        "EMP-01",
        State.CLEAR,
        N_("No disciplinary sanction or process on {day}."),
        {"day": long_date(case.day)},
    )


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
    "LOC-09",
    Level.HARD,
    article="Pasal 23 PermenPANRB 4/2025",
    evidence="A",
    scope=Scope.BAR,
    text=N_("The task meets all five criteria for work away from the office."),
)
def task_criteria(case: Case) -> Ruling:
    answers = case.person.task_criteria
    if not answers:
        # An unanswered list must not stop a unit that has just imported its roster; it is told once.
        return Ruling("LOC-09", State.CLEAR, N_("The five task criteria have not been answered yet."))
    failed = [_(text) for text, answer in zip(CRITERIA, answers, strict=False) if answer != "1"]
    if not failed and len(answers) >= len(CRITERIA):
        return Ruling("LOC-09", State.CLEAR, N_("The task meets all five criteria."))
    facts = {"criteria": "; ".join(failed) or "–"}
    return Ruling("LOC-09", State.BARRED, N_("The task does not meet these criteria: {criteria}."), facts)


@rule(
    "LOC-13",
    Level.HARD,
    article="SE MenPANRB dan SE Mendagri 800.1.5/3349/SJ",
    evidence="A",
    scope=Scope.BAR,
    text=N_("Staff of a direct public service are at the office every day."),
)
def not_direct_service(case: Case) -> Ruling:
    serves = ", ".join(case.dossier.serves)
    if not case.terms.direct_service:
        return Ruling("LOC-13", State.CLEAR, N_("The unit is not marked as direct public service."))
    if serves:
        text = N_("Serves {points}: staff of a direct service do not work away from the office.")
        return Ruling("LOC-13", State.BARRED, text, {"points": serves})
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
)
def not_an_excluded_post(case: Case) -> Ruling:
    chosen = frozenset(case.terms.excluded_categories)
    if "by_region" in chosen:
        chosen |= _NAMED_POSTS.get(case.unit.region, frozenset())
    for level in case.dossier.levels(case.day):
        if level in chosen:
            text = N_("The post of {post} does not work away from the office.")
            return Ruling("LOC-14", State.BARRED, text, {"post": CATEGORY_LABELS.get(level, level)})
    return Ruling("LOC-14", State.CLEAR, N_("The post is not among the excluded ones."))


# Kinds of organisation that Pasal 38 leaves out, as `unit.kind` would name them.
OUTSIDE_THE_REGULATION = frozenset({"military", "police", "mission_abroad"})


@rule(
    "LOC-19",
    Level.HARD,
    article="Pasal 38 PermenPANRB 4/2025",
    evidence="A",
    scope=Scope.BAR,
    text=N_("The armed forces, the police and missions abroad are outside the regulation on flexible work."),
)
def not_outside_the_regulation(case: Case) -> Ruling:
    if case.unit.kind in OUTSIDE_THE_REGULATION:
        text = N_("The regulation does not hold for this kind of organisation: nobody works away.")
        return Ruling("LOC-19", State.BARRED, text)
    return Ruling("LOC-19", State.CLEAR, N_("The organisation is one that the regulation covers."))
