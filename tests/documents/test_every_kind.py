"""A thousand papers of every kind: nothing is cut off, no signature block splits, no letter is lost."""

import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flexdesk.documents import lay_out
from flexdesk.documents.checks import check_layout
from flexdesk.documents.combine import Form, draw
from flexdesk.documents.evaluation_document import Objection
from flexdesk.documents.file_checks import check_file
from flexdesk.documents.paper import Paper
from flexdesk.documents.parties import SigningMode
from flexdesk.documents.sheet import Page
from tests.documents import office_samples, samples
from tests.documents.variants import EVERY_KIND

EVERY_DAY = 8  # of each kind
LONG = 1000  # of all kinds together
_HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large]


def whole(form: Form) -> None:
    report = check_layout(lay_out(form))
    assert report.clean, report
    assert report.signatures >= 1


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_few_of_each_kind_are_whole(kind: str) -> None:
    @settings(max_examples=EVERY_DAY, deadline=None, suppress_health_check=_HEALTH)
    @given(EVERY_KIND[kind])
    def each(form: Form) -> None:
        whole(form)

    each()


def alone(pages: list[Page]) -> list[int]:
    """Pages with a signature block and nothing else in their body."""
    return [
        at
        for at, page in enumerate(pages)
        if page.reserved
        and all(text.block or text.room.top > page.sheet.body.bottom - 12 for text in page.texts)
    ]


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("signing", list(SigningMode))
def test_no_signature_stands_on_an_otherwise_empty_page(paper: Paper, signing: SigningMode) -> None:
    """Wherever the form ends: from one result to thirty, each a little longer."""
    common = {"paper": paper, "signing": signing}
    for count in range(1, 31):
        main = office_samples.many_results(count, 2, count)
        for form in (samples.SKP, samples.EVALUATION, samples.FEEDBACK):
            pages = lay_out(replace(form, main=main, **common))
            assert alone(pages) == [], (count, form.title)
            if form is samples.EVALUATION:
                signed = {text.text for page in pages if page.reserved for text in page.texts}
                assert {"RATING PERILAKU", "PREDIKAT KINERJA PEGAWAI"} <= signed, count
        note = "Catatan pimpinan. " * (count * 6)
        objection = Objection(note, note, "Tetap") if count % 2 else None
        document = replace(samples.DOCUMENT, note=note, objection=objection, **common)
        assert alone(lay_out(document)) == [], count
        assert alone(lay_out(replace(samples.role_matrix(3, count * 2), **common))) == [], count
        lists = {"support": (note,) * 3, "accountability": (note,), "consequences": (note,) * 2}
        assert alone(lay_out(replace(office_samples.ANNEX, **lists, **common))) == [], count


def test_long_sentences_of_a_leader_leave_room_for_the_people() -> None:
    """A heading that fills the page would leave none: fewer columns stand on a sheet then."""
    columns = tuple(f"Sasaran ke-{n}: " + "meningkatnya mutu pelayanan " * 40 for n in range(1, 6))
    pages = lay_out(replace(samples.role_matrix(5, 2), columns=columns))
    assert check_layout(pages).clean
    assert len(pages) > 1
    for page in pages:
        below = [text for text in page.texts if text.text == "OUTCOME ANTARA / OUTPUT / LAYANAN"]
        assert all(text.y < page.sheet.height * 0.65 for text in below)


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("SOAK"), reason="a thousand papers take minutes; make soak")
@settings(max_examples=LONG, deadline=None, suppress_health_check=_HEALTH)
@given(st.one_of(list(EVERY_KIND.values())))
def test_a_thousand_of_all_kinds_are_whole(form: Form) -> None:
    """The finished file is read again by another library, as the printer's driver would."""
    whole(form)
    seen = check_file(draw(form).data)
    assert seen.clean, seen
