"""What speaks for two records being one person, and who stands for whom after merges."""

from hypothesis import given
from hypothesis import strategies as st

from flexdesk.domain.duplicates import Sign, pairs, plain_name, suspects
from flexdesk.domain.merged import merged_of
from flexdesk.domain.people import Person
from flexdesk.domain.schema import BY_NAME

PNS, OTHER_PNS = "198505122009012905", "198505122010012901"
FIRST_CONTRACT, SECOND_CONTRACT = "199407092022211005", "199407092022221005"


def person(key: str, nip: str, name: str, **more: str) -> Person:
    return Person(key, nip, name, **more)


def signs(*people: Person) -> list[tuple[Sign, ...]]:
    return [pair.signs for pair in pairs(people)]


def test_the_same_nip_and_a_nip_given_up_are_sure_signs():
    same = person("a", PNS, "Dewi"), person("b", PNS, "Dewi A.")
    assert signs(*same) == [(Sign.SAME_NIP,)]
    once = person("a", PNS, "Dewi", former_nip=f"{OTHER_PNS},x"), person("b", OTHER_PNS, "Dewi Lain")
    assert signs(*once) == [(Sign.FORMER_NIP,)]
    assert pairs(same)[0].is_sure
    assert pairs(once)[0].is_sure


def test_a_contract_that_was_renewed_changes_the_number_of_the_same_person():
    found = pairs([person("a", FIRST_CONTRACT, "Joko Susanto"), person("b", SECOND_CONTRACT, "JOKO SUSANTO")])
    assert [(pair.signs, pair.is_sure) for pair in found] == [((Sign.CONTRACT,), True)]


def test_the_same_name_and_birth_date_is_a_sign_but_the_name_alone_is_none():
    same = person("a", PNS, "Dewi Anggraini"), person("b", OTHER_PNS, "dewi anggraini")
    assert signs(*same) == [(Sign.NAME_AND_BIRTH,)]
    assert not pairs(same)[0].is_sure
    assert signs(person("a", PNS, "Dewi"), person("b", FIRST_CONTRACT, "Dewi")) == []
    assert signs(person("a", PNS, "Dewi"), person("b", "", "Dewi")) == [(Sign.NAME_WITHOUT_NIP,)]


def test_spellings_of_one_name_are_one():
    assert plain_name("Moh. Yusuf") == plain_name("MUHAMMAD YUSUF") == plain_name("Muh Yusuf")
    assert plain_name("Mohan Yusuf") != plain_name("Muhammad Yusuf")
    assert plain_name("I Made  Arta") == "i made arta"


def test_somebody_new_is_held_against_everybody_known():
    known = [person("a", PNS, "Dewi Anggraini"), person("b", FIRST_CONTRACT, "Joko Susanto")]
    asked = [person("?", SECOND_CONTRACT, "Joko Susanto"), person("?", "197203151997031901", "Bambang")]
    found = suspects(asked, known)
    assert {nip: [pair.second for pair in held] for nip, held in found.items()} == {SECOND_CONTRACT: ["b"]}


def test_rows_of_a_merged_record_are_looked_for_under_every_key():
    merged = merged_of([("b", "a"), ("c", "b")])
    assert merged.survivor == {"b": "a", "c": "a"}
    assert merged.all_of("c") == ("a", "b", "c")
    assert merged.row_keys(BY_NAME["assignment"], "a|2026-11-23") == (
        "a|2026-11-23",
        "b|2026-11-23",
        "c|2026-11-23",
    )
    assert merged.row_keys(BY_NAME["service_duty"], "s|c") == ("s|a", "s|b", "s|c")
    assert merged.row_keys(BY_NAME["person"], "c") == ("a",)
    assert merged.row_keys(BY_NAME["leave_entry"], "x-1") == ("x-1",)


links = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=10)


@given(links)
def test_whoever_stands_for_somebody_is_nobodys_double_whatever_rings_were_made(made: list[tuple[str, str]]):
    merged = merged_of(made)
    assert merged == merged_of(sorted(dict(made).items()))
    for key, end in merged.survivor.items():
        assert end not in merged.survivor
        assert merged.of(key) == end
        assert key in merged.all_of(end)
    for key, into in dict(made).items():
        assert merged.of(key) == merged.of(into)
