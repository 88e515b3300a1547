"""The seal: it says what the paper says, in a code a phone reads, and shifts nothing that has none."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexdesk.documents import Form, combine, draw, lay_out
from flexdesk.documents.parties import SEAL_TO_COME, Seal, SigningMode
from flexdesk.documents.preview import page_count
from flexdesk.documents.reading_back import read_back
from flexdesk.documents.sealing import (
    code_of,
    fingerprint,
    has_words,
    read_code,
    seal_in,
    seal_of,
    short_code,
    texts_of,
    without_words,
)
from flexdesk.documents.sheet import Tiles
from flexdesk.documents.signing_places import HEIGHT, WIDTH, find_places
from flexdesk.services.issuing import prepared
from flexdesk.services.page_codes import scanned_page
from tests.documents import samples
from tests.documents.goldens import FORMS

CHAIN = "9f8e7d6c5b4a39281706"
SEALED = [name for name, form in FORMS.items() if prepared(form, SigningMode.WET) is not form]
OFFICIAL = "094/211/KEC.SKM/2026"


def made(content: str) -> Seal:
    return seal_of(content, title="EVALUASI 2026-Q3", number=OFFICIAL, chain=CHAIN)


def ready(name: str, signing: SigningMode = SigningMode.WET) -> Form:
    return prepared(FORMS[name], signing)


def codes_on(data: bytes) -> list[str]:
    return [text for page in range(page_count(data)) for text in scanned_page(data, page, scale=2.5)]


def test_the_seal_of_a_paper_reads_as_plain_text() -> None:
    issued = draw(ready("evaluation-a4"), seal=made)
    (text,) = codes_on(issued.data)
    code = code_of(issued.content)
    assert text.splitlines() == [
        "EVALUASI 2026-Q3",
        f"Nomor {OFFICIAL}",
        f"FD2 {code[:5]}-{code[5:10]}-{code[10:]} 9F8E7D6C",
    ]


@pytest.mark.parametrize("name", SEALED)
def test_every_form_carries_its_seal_whole_and_is_read_back(name: str) -> None:
    issued = draw(ready(name), seal=made)
    assert issued.report.clean, issued.report
    (text,) = codes_on(issued.data)
    seal, code = seal_in(text), read_code(text)
    assert seal is not None
    assert code is not None
    assert code.is_of(issued.content)
    bare = [without_words(page, seal) if has_words(page) else page for page in read_back(issued.data).pages]
    assert None not in bare
    assert fingerprint([page or "" for page in bare]) == issued.content


@pytest.mark.parametrize("name", SEALED)
def test_the_seal_touches_no_other_word(name: str) -> None:
    """Judged by the boxes of the ink, not by who drew it."""
    from flexdesk.documents.checks import extent

    pages = lay_out(ready(name))
    (spot,) = [spot for page in pages for spot in page.seals]
    (page,) = [page for page in pages if page.seals]
    words = spot.words._replace(bottom=spot.words.top + 30)  # four lines and a half
    for text in page.texts:
        assert not extent(text).meets(spot.code), text.text
        assert not extent(text).meets(words), text.text
    for reserved in page.reserved:
        assert not reserved.box.meets(spot.code)


@pytest.mark.parametrize("name", FORMS)
def test_without_a_seal_nothing_changes(name: str) -> None:
    assert draw(FORMS[name]).data == draw(FORMS[name], seal=made).data


def test_room_for_a_seal_stays_empty_until_it_is_made() -> None:
    pages = lay_out(replace(samples.EVALUATION, seal=SEAL_TO_COME))
    assert sum(isinstance(graphic, Tiles) for page in pages for graphic in page.graphics) == 0
    assert len([spot for page in pages for spot in page.seals]) == 1


def test_one_word_makes_another_fingerprint_and_a_blank_does_not() -> None:
    first = texts_of(lay_out(samples.EVALUATION))
    assert fingerprint(first) != fingerprint([first[0] + "x", *first[1:]])
    assert fingerprint(["ab", "c"]) != fingerprint(["a", "bc"])
    assert code_of(fingerprint(first)).startswith(short_code(fingerprint(first)).replace("-", ""))


def test_papers_in_one_file_have_a_seal_each() -> None:
    forms = [ready("evaluation-a4"), ready("skp-a4"), ready("week-f4")]
    issued = combine(forms, "semua", seals=[made, made, made])
    assert [draw(form, seal=made).content for form in forms] == list(issued.parts)
    ours = [text for text in codes_on(issued.data) if seal_in(text)]
    assert len(ours) == 2
    assert len({*issued.parts, issued.content}) == 4


@given(st.binary(min_size=32, max_size=32), st.text("0123456789abcdef", min_size=8, max_size=64))
def test_codes_are_read_as_they_were_written(content: bytes, chain: str) -> None:
    digest = content.hex()
    seal = seal_of(digest, title="SKP 2026", number="", chain=chain)
    whole, typed = read_code(seal.payload), read_code(short_code(digest).lower())
    assert whole is not None
    assert typed is not None
    assert whole.is_of(digest)
    assert typed.is_of(digest)
    assert whole.chain == chain[:8]
    assert seal_in(seal.payload) == seal


@given(st.text(max_size=60))
def test_no_text_makes_reading_fail(text: str) -> None:
    code = read_code(text)
    assert code is None or len(code.code) in (10, 16)
    assert seal_in(text) is None or text.splitlines()[-1].startswith("FD2 ")


def test_misread_signs_are_forgiven() -> None:
    digest = "00" * 32
    assert short_code(digest) == "00000-00000"
    code = read_code("Sidik OOOOO-ooooo")
    assert code is not None
    assert code.is_of(digest)


@pytest.mark.parametrize("name", SEALED)
def test_papers_for_a_signing_program_keep_their_foot_and_their_places_free(name: str) -> None:
    form = ready(name, SigningMode.CERTIFIED)
    pages = lay_out(form)
    issued = draw(form, seal=made)
    assert issued.report.clean, issued.report
    for page in pages:
        foot = page.sheet.height - 20 * 72 / 25.4
        assert all(text.y <= foot for text in page.texts), [t.text for t in page.texts if t.y > foot]
    reserved = [box for page in pages for box, _block in page.reserved]
    places = find_places(issued.data)
    assert len(places) == len(reserved)
    heights = {number: page.sheet.height for number, page in enumerate(pages)}
    for place in places:
        left, bottom, right, top = place.box
        near = [
            box
            for number, page in enumerate(pages)
            for box, _block in page.reserved
            if number == place.page
            and abs(box.left - left) < 2
            and abs(heights[number] - box.bottom - bottom) < 2
        ]
        assert near, place
        assert (right - left, top - bottom) == (pytest.approx(WIDTH), pytest.approx(HEIGHT))


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("signing", SigningMode)
def test_no_unsigned_paper_claims_a_certified_signature(name: str, signing: SigningMode) -> None:
    said = "".join(read_back(draw(prepared(FORMS[name], signing), seal=made).data).pages).casefold()
    for words in ("ditandatanganisecaraelektronik", "sertifikatelektronik", "bsre", "uuite"):
        assert words not in said
