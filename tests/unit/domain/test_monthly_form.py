"""The form of SE Mendagri 3349: its fourteen aspects, and what counts as an answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.domain.monthly_form import (
    ASPECTS,
    FIELDS,
    LONGEST,
    SAVINGS,
    BadAnswer,
    FieldCounted,
    FieldKind,
    UnknownField,
    answer,
    entry,
    printed,
    rupiah,
    total,
)


def test_the_form_has_the_fourteen_aspects_in_their_order() -> None:
    assert [aspect.number for aspect in ASPECTS] == list(range(1, 15))
    assert [aspect.title for aspect in ASPECTS][:4] == [
        "Penyesuaian tugas",
        "Layanan digital",
        "Pengendalian dan pengawasan",
        "Unit layanan publik",
    ]
    assert ASPECTS[12].title == "Kendala"
    assert ASPECTS[13].title == "Tindak lanjut"
    assert len(FIELDS) == sum(len(aspect.fields) for aspect in ASPECTS)
    assert (
        tuple(
            f"saving.{name}" for name in ("electricity", "fuel", "water", "telephone", "operations", "other")
        )
        == SAVINGS
    )


@settings(deadline=None)
@given(st.integers(0, 10**14), st.sampled_from(["{}", "Rp {}", "Rp{},-", "{},00", " {} ", "rp. {}"]))
def test_an_amount_is_taken_however_it_is_written(amount: int, form: str) -> None:
    for written in (str(amount), rupiah(amount)):
        assert answer("saving.fuel", form.format(written)) == str(amount)
    assert printed(FIELDS["saving.fuel"], str(amount)) == rupiah(amount)


@pytest.mark.parametrize(
    "text", ["-5", "1.24.000", "1,5 juta", "sedikit", "1.240,5", "٣", "Rp", "1e6", "1.2"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadAnswer):
        answer("saving.fuel", text)


@settings(deadline=None)
@given(st.floats(0, 100))
def test_a_share_is_taken_with_comma_or_sign(share: float) -> None:
    text = f"{share:.2f}".replace(".", ",")
    stored = answer("vehicle.reached", f"{text} %")
    assert float(stored) == pytest.approx(share, abs=0.006)
    assert printed(FIELDS["vehicle.reached"], stored).endswith(" %")


@pytest.mark.parametrize("text", ["101", "-1", "nan", "inf", "separuh"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(BadAnswer):
        answer("vehicle.reached", text)


def test_choices_are_taken_by_token_and_by_the_printed_words() -> None:
    assert answer("digital.infrastructure", "limited") == "limited"
    assert answer("digital.infrastructure", " Terbatas ") == "limited"
    with pytest.raises(BadAnswer, match="lumayan"):
        answer("digital.infrastructure", "lumayan")


def test_counted_and_unknown_fields_are_refused() -> None:
    for field in FIELDS.values():
        if field.kind is FieldKind.COUNTED:
            with pytest.raises(FieldCounted):
                answer(field.key, "1")
    with pytest.raises(UnknownField):
        answer("saving.gold", "1")


def test_a_text_stands_on_one_line_and_is_not_endless() -> None:
    assert answer("obstacles", "  listrik\n padam ") == "listrik padam"
    assert answer("obstacles", "   ") == ""
    assert len(answer("obstacles", "x" * LONGEST)) == LONGEST
    with pytest.raises(BadAnswer):
        answer("obstacles", "x" * (LONGEST + 1))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(SAVINGS), st.integers(0, 10**9)))
def test_the_total_is_that_of_what_is_answered(amounts: dict[str, int]) -> None:
    stored = {key: str(amount) for key, amount in amounts.items()}
    assert total(stored, SAVINGS) == (sum(amounts.values()) if amounts else None)


def test_an_aspect_prints_what_is_answered_and_nothing_else() -> None:
    digital = ASPECTS[1]
    assert entry(digital, {}) == ""
    given_answers = {"digital.spbe": "yes", "digital.infrastructure": "limited"}
    assert entry(digital, given_answers) == "SPBE: ya; Infrastruktur: terbatas."
    assert entry(ASPECTS[12], {"obstacles": "Listrik padam."}) == "Listrik padam."
