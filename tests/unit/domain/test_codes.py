"""Codes that only a newer program knows: kept as they are, shown as new, and in no listing."""

import copy
import pickle

import pytest

from flexdesk.cli.places import place_of
from flexdesk.documents.palette import chip_colours
from flexdesk.domain.codes import NEW_LABEL, ByCode
from flexdesk.domain.distribution import check_distribution
from flexdesk.domain.halves import code, frozen, thawed, token
from flexdesk.domain.performance import OrganisationLevel, Predicate, Rating, label, predicate_of
from flexdesk.domain.places import LETTERS, Place
from flexdesk.errors import UsageError

NEW = "ruang_baru"


def test_a_new_code_keeps_its_token_and_stands_in_no_list() -> None:
    found = Place(NEW)
    assert (str(found), f"{found}", found == NEW, found.is_new) == (NEW, NEW, True, True)
    assert Place(NEW) is found
    assert copy.deepcopy(found) is found
    assert pickle.loads(pickle.dumps(found)) is found
    assert found not in list(Place)
    assert NEW not in set(Place)
    assert not any(place.is_new for place in Place)
    assert Rating(NEW) is not found


@pytest.mark.parametrize("text", ["", "No such", "x" * 41, "9a", "a-b", "A"])
def test_what_no_program_writes_is_no_code(text: str) -> None:
    with pytest.raises(ValueError, match="is not a valid Place"):
        Place(text)


def test_a_new_place_is_shown_as_new_and_goes_on_as_it_is() -> None:
    found = Place(NEW)
    assert (code(found), token(found), LETTERS[found].label) == ("?", NEW, NEW_LABEL)
    assert thawed(frozen(found)) == (found, None)
    assert chip_colours(found) == chip_colours(Place.OFF)


def test_a_person_cannot_type_a_code_that_this_program_lacks() -> None:
    with pytest.raises(UsageError):
        place_of(NEW)
    assert place_of("home") is Place.HOME


def test_a_new_rating_leads_to_no_known_predicate() -> None:
    for results, behaviour in ((Rating(NEW), Rating.MEETS), (Rating.MEETS, Rating(NEW))):
        predicate = predicate_of(results, behaviour)
        assert predicate.is_new
        assert label(predicate) == NEW_LABEL
    assert check_distribution({Predicate.BAIK: 3}, OrganisationLevel(NEW)) == []


def test_words_by_code_know_new_ones_and_no_other_mistake() -> None:
    words = ByCode({Place.HOME: "rumah"}, NEW_LABEL)
    assert (words[Place.HOME], words[Place(NEW)]) == ("rumah", NEW_LABEL)
    with pytest.raises(KeyError):
        words[Place.OFFICE]
