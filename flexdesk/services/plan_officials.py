"""Whom the papers of a plan name, and which of the four layouts it takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from flexdesk.documents.parties import Official
from flexdesk.domain.performance import Approach, FormKind
from flexdesk.domain.skp import outsider
from flexdesk.services.skp_rows import span_of
from flexdesk.services.targets import Skp

if TYPE_CHECKING:
    from flexdesk.services.papers import Papers

Token = TypeVar("Token", bound=StrEnum)


def approach_of(skp: Skp) -> Approach:
    return known(Approach, skp.row["approach"]) or Approach.QUANTITATIVE


def kind_of(skp: Skp) -> FormKind:
    return known(FormKind, skp.row["form"]) or FormKind.STAFF


def known(family: type[Token], value: object) -> Token | None:
    """The token that a column holds; None for nothing, and for what a newer program wrote."""
    return family(str(value)) if value in set(family) else None


def spanned(skp: Skp) -> tuple[date, date]:
    return span_of(skp.row)


def rated_person(papers: Papers, skp: Skp, day: date) -> Official:
    """In the post of that day, which may be past but never to come; an acting head's plan names that post."""
    key, jabatan = str(skp.person["key"]), str(skp.row["jabatan"] or "")
    day = min(day, spanned(skp)[1], papers.today)
    official = papers.official(key, jabatan, day)
    post = papers.acting_post(key, day) if skp.row["acting"] else ""
    return replace(official, position=post) if post else official


def rater(papers: Papers, skp: Skp, day: date) -> Official:
    """Who acts for the head rates as `Plt.` or `Plh.`."""
    key = str(skp.row["rater"] or "")
    return _outside(skp, "rater_text") or (papers.signatory(key, day) if key else papers.official(""))


def rater_on_form(papers: Papers, skp: Skp, day: date) -> Official:
    """As the head of SKP and evaluation names the rater: on the leaders' form with the agency."""
    official = rater(papers, skp, day)
    if kind_of(skp) is FormKind.LEADER:
        return replace(official, unit=papers.agency, unit_label="INSTANSI")
    return official


def raters_superior(papers: Papers, skp: Skp, day: date) -> Official:
    return _outside(skp, "superior_text") or papers.official(str(skp.row["rater_superior"] or ""), day=day)


def _outside(skp: Skp, column: str) -> Official | None:
    """An official who is not in the roster, as the plan names them."""
    found = outsider(str(skp.row[column] or ""))
    return Official(found.name, found.number, found.rank, found.position, found.unit) if found else None


def set_on(papers: Papers, skp: Skp) -> date:
    """The day on the plan itself; today while it was not set."""
    stored = skp.row["set_on"]
    return date.fromisoformat(str(stored)) if stored else papers.today


def place_of(papers: Papers, skp: Skp) -> str:
    return str(skp.row["place"] or "") or papers.place
