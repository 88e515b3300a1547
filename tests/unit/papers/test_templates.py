"""Templates: an agency's own words on its papers, and a plain refusal of everything that is official."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.desk.desk import Desk
from flexdesk.documents import draw
from flexdesk.documents.labels import FormLabels
from flexdesk.documents.templates import KINDS, TemplateRefused, read_template, usual, usual_source
from tests.documents import office_samples, samples
from tests.unit.papers.rated import QUARTER, WEEK, rated_desk

OWN = usual_source("evaluation").replace('version = "1"', 'version = "2026-1"')
FORMS = {
    "skp": samples.SKP,
    "evaluation": samples.EVALUATION,
    "assignment-letter": office_samples.letter(3),
    "agreement": office_samples.agreement(),
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with rated_desk(tmp_path / "unit") as made:
        yield made


@pytest.mark.parametrize("kind", KINDS)
def test_the_usual_template_is_what_the_form_says_without_one(kind: str) -> None:
    usual_form = FORMS[kind]
    assert draw(usual(kind).dress(usual_form)).data == draw(usual_form).data
    assert read_template(usual_source(kind), kind) == usual(kind)


def test_the_usual_words_are_those_of_the_code() -> None:
    for name, text in usual("evaluation").texts.items():
        assert getattr(FormLabels(), name) == text


def words_of(desk: Desk, kind: str) -> str:
    nips = [desk.people.roster()[4].nip] if kind == "evaluation" else []
    period = QUARTER if kind == "evaluation" else WEEK
    (drawn,) = desk.printing.draw([kind], period, nips=nips)
    assert drawn.issued.report.clean
    from flexdesk.documents.reading_back import read_back

    desk.printing.file([drawn], period)
    return "".join(read_back(drawn.issued.data).pages)


def test_own_words_are_printed_filed_and_taken_back(desk: Desk) -> None:
    before = words_of(desk, "evaluation")
    source = OWN.replace('"EVALUASI KINERJA PEGAWAI"', '"HASIL EVALUASI KINERJA PEGAWAI"')
    desk.templates.set("evaluation", source.replace('signed_by = "rater"', 'signed_by = "both"'), "kab.toml")
    after = words_of(desk, "evaluation")
    assert "HASILEVALUASIKINERJAPEGAWAI" in after
    assert "PegawaiyangDinilai," in after
    assert "PegawaiyangDinilai," not in before
    filed = [row["template"] for row in desk.store.select("issued_document")]
    assert filed == ["1", "unit/2026-1"]
    desk.templates.reset("evaluation")
    assert words_of(desk, "evaluation") == before
    assert desk.templates.reset("evaluation") is None


def test_a_letter_gets_its_copies(desk: Desk) -> None:
    source = usual_source("assignment-letter").replace("copies = []", 'copies = ["Bupati Contoh", "Arsip"]')
    desk.templates.set("assignment-letter", source)
    said = words_of(desk, "assignment-letter")
    assert "Tembusan:1.BupatiContoh;2.Arsip." in said


def test_a_key_left_out_keeps_its_usual_words() -> None:
    made = read_template('kind = "skp"\nversion = "2"\n[texts]\nmain = "A. TUGAS UTAMA"\n', "skp")
    assert made.texts == {**usual("skp").texts, "main": "A. TUGAS UTAMA"}


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("bukan = [", "TOML"),
        ('kind = "skp"\nversion = "2"', "evaluation"),
        ('kind = "evaluation"', "version"),
        ('kind = "evaluation"\nversion = "' + "9" * 30 + '"', "20"),
        (OWN.replace("main =", "results_column ="), "results_column"),
        (OWN + '[columns]\nfirst = "NO"\n', "columns"),
        (OWN.replace('"A. UTAMA"', '""'), "main"),
        (OWN.replace('"A. UTAMA"', '"A\\nB"'), "main"),
        (OWN.replace('"A. UTAMA"', f'"{"A" * 161}"'), "160"),
        (OWN.replace('"A. UTAMA"', "7"), "main"),
        (OWN.replace('"A. UTAMA"', '"主"'), "主"),
        (OWN.replace('signed_by = "rater"', 'signed_by = "nobody"'), "rater, both"),
        (OWN.replace("[choices]", "[choices.more]"), "more"),
        ("x" * 20_001, "20000"),
    ],
)
def test_what_cannot_be_used_says_why_and_changes_nothing(desk: Desk, source: str, told: str) -> None:
    with pytest.raises(TemplateRefused) as refused:
        desk.templates.set("evaluation", source)
    assert told in refused.value.message
    assert desk.store.select("form_template") == []


def test_kinds_without_a_template_are_refused(desk: Desk) -> None:
    with pytest.raises(TemplateRefused):
        desk.templates.source("schedule")


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_template_or_refused(text: str) -> None:
    try:
        made = read_template(text, "skp")
    except TemplateRefused:
        return
    assert tomllib.loads(text)["kind"] == made.kind
