"""What an evaluation lacks before it is signed or printed, each with the place where it is mended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flexdesk.domain.performance import OrganisationLevel
from flexdesk.domain.posts import ACTING
from flexdesk.i18n import N_, _
from flexdesk.services.evaluation import Evaluation
from flexdesk.services.facts import FactReader
from flexdesk.store.store import Store


class Lack(StrEnum):
    NO_RATER = "no_rater"
    NO_SUPERIOR = "no_superior"
    NO_RANK = "no_rank"
    NO_LETTER = "no_letter"
    SKP_DRAFT = "skp_draft"
    NO_LEVEL = "no_level"


_SENTENCES = {
    Lack.NO_RATER: N_("{name}: the SKP names no rater."),
    Lack.NO_SUPERIOR: N_("{name}: the SKP names no superior of the rater."),
    Lack.NO_RANK: N_("{name} has no rank (pangkat, golongan)."),
    Lack.NO_LETTER: N_("{name} acts as {acting} without the number of the letter."),
    Lack.SKP_DRAFT: N_("{name}: the SKP is not approved, so the evaluation stays a draft."),
    Lack.NO_LEVEL: N_("The organisation's result is not chosen."),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """`page` and `item` open the field; `skp` is the evaluation that it is about, empty for the unit."""

    lack: Lack
    name: str
    page: str
    item: str
    skp: str = ""
    acting: str = ""

    @property
    def sentence(self) -> str:
        return _(_SENTENCES[self.lack]).format(name=self.name, acting=self.acting)


def missing_of(
    store: Store, evaluations: Sequence[Evaluation], level: OrganisationLevel | None, day: date
) -> list[Missing]:
    """What is missing for these, the unit's own first; each thing once."""
    people = _People(store, day)
    found = [Missing(Lack.NO_LEVEL, "", "evaluation", "")] if level is None and evaluations else []
    for one in evaluations:
        found += people.lacks(one)
    seen: dict[tuple[Lack, str], Missing] = {}
    for lack in found:
        seen.setdefault((lack.lack, lack.item), lack)
    return list(seen.values())


class _People:
    def __init__(self, store: Store, day: date) -> None:
        reader = FactReader(store)
        self._day = day
        self._people = {person.key: person for person in reader.people(archived=True)}
        self._acting = {post.person: post for post in reader.postings() if post.acting and post.covers(day)}

    def lacks(self, one: Evaluation) -> Iterator[Missing]:
        plan, key = one.skp.row, one.skp.key
        name, person = str(one.skp.person["name"]), str(one.skp.person["key"])
        if one.is_draft_only:
            yield Missing(Lack.SKP_DRAFT, name, "targets", person, key)
        if not plan["rater"]:
            yield Missing(Lack.NO_RATER, name, "targets", person, key)
        if not plan["rater_superior"]:
            yield Missing(Lack.NO_SUPERIOR, name, "targets", person, key)
        for party in (person, str(plan["rater"] or ""), str(plan["rater_superior"] or "")):
            yield from self._party(party, key)

    def _party(self, key: str, skp: str) -> Iterator[Missing]:
        person = self._people.get(key)
        if person is None:
            return
        if person.is_asn and not person.golongan:
            yield Missing(Lack.NO_RANK, person.name, "people", key, skp)
        post = self._acting.get(key)
        if post is not None and post.acting in ACTING and not post.letter.strip():
            yield Missing(Lack.NO_LETTER, person.name, "people", key, skp, post.acting)
