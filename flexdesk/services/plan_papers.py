"""Fills the papers beside the SKP: its annex, and the sheet of feedback."""

from flexdesk.documents.feedback_sheet import FeedbackSheet
from flexdesk.documents.parties import Period as PrintedPeriod
from flexdesk.documents.skp_annex import SkpAnnex
from flexdesk.domain.performance import Annex
from flexdesk.domain.periods import Period
from flexdesk.services.evaluation import Evaluation
from flexdesk.services.papers import Papers, results_of
from flexdesk.services.plan_officials import (
    approach_of,
    kind_of,
    place_of,
    rated_person,
    rater_on_form,
    set_on,
    spanned,
)
from flexdesk.store.store import Store


def annex_lists(store: Store, skp: str) -> dict[Annex, tuple[str, ...]]:
    """The sentences of the three blocks in their order; an empty block has none."""
    found: dict[Annex, list[str]] = {kind: [] for kind in Annex}
    for row in store.select("skp_annex", order='"order", key', skp=skp):
        if row["kind"] in set(Annex) and str(row["text"] or "").strip():
            found[Annex(str(row["kind"]))].append(str(row["text"]).strip())
    return {kind: tuple(texts) for kind, texts in found.items()}


def annex(papers: Papers, store: Store, evaluation: Evaluation, _period: Period) -> SkpAnnex:
    skp = evaluation.skp
    lists, day = annex_lists(store, skp.key), set_on(papers, skp)
    return SkpAnnex(
        agency=papers.agency.upper(),
        person=rated_person(papers, skp, day),
        rater=rater_on_form(papers, skp, day),
        period=PrintedPeriod("", *spanned(skp)),
        support=lists[Annex.SUPPORT],
        accountability=lists[Annex.ACCOUNTABILITY],
        consequences=lists[Annex.CONSEQUENCES],
        place=place_of(papers, skp),
        signed_on=day,
        approach=approach_of(skp),
        paper=papers.paper,
    )


def feedback_sheet(papers: Papers, _store: Store, evaluation: Evaluation, period: Period) -> FeedbackSheet:
    """What was reached and said by the end of the period, or until today while it runs."""
    skp = evaluation.skp
    told = papers.feedback(skp, period)
    main, additional = results_of(skp, period, told)
    day = max(period.first, min(period.last, papers.today))
    return FeedbackSheet(
        agency=papers.agency.upper(),
        person=rated_person(papers, skp, day),
        rater=rater_on_form(papers, skp, day),
        period=PrintedPeriod(period.form_label, period.first, period.last),
        main=main,
        additional=additional,
        behaviours=papers.behaviours(skp, told),
        place=place_of(papers, skp),
        signed_on=day,
        approach=approach_of(skp),
        kind=kind_of(skp),
        paper=papers.paper,
    )
