from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexdesk.documents import fonts

LETTERS = st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=200)


@given(LETTERS, st.floats(20, 300))
def test_no_line_is_wider_than_its_column(text, width):
    for line in fonts.wrapped(text, fonts.SANS, 8.5, width):
        assert fonts.text_width(line, fonts.SANS, 8.5) <= width + 0.01


@given(LETTERS, st.floats(20, 300))
def test_wrapping_loses_no_letter(text, width):
    lines = fonts.wrapped(text, fonts.SANS, 8.5, width)
    assert "".join("".join(lines).split()) == "".join(fonts.cleaned(text).split())


def test_over_long_words_break_after_a_sign_first():
    lines = fonts.wrapped("https://contoh.id/berkas/bukti-dukung-triwulan", fonts.SANS, 9, 90)
    assert lines[0].endswith("/")
    assert len(lines) > 1


def test_combining_marks_and_invisible_characters():
    assert fonts.cleaned("Re\u0301sume\u0301\u200b\u00ad") == "Résumé"


def test_shortened_text_fits_and_says_so():
    shown = fonts.shortened("Pengelola Administrasi Kependudukan", fonts.CONDENSED, 9, 60)
    assert shown.endswith("…")
    assert fonts.text_width(shown, fonts.CONDENSED, 9) <= 60


@pytest.mark.parametrize("face", [fonts.SANS, fonts.SANS_BOLD, fonts.SANS_ITALIC, fonts.CONDENSED])
def test_every_face_draws_indonesian(face):
    assert fonts.missing(set("ABCXYZabcxyz0123456789 .,;:()/-–“”‘’≥≤×•%é"), face) == set()


def test_a_foreign_letter_is_missing():
    assert fonts.missing(set("A漢"), fonts.SANS) == {"漢"}


def test_every_font_file_comes_with_a_licence():
    folder = files("resources") / "fonts"
    names = {entry.name for entry in folder.iterdir()}
    assert {"OFL-Arimo.txt", "OFL-IBM-Plex.txt"} <= names
    for weight in ("Regular", "Medium", "SemiBold"):
        for family in ("IBMPlexSans", "IBMPlexSansCondensed"):
            assert (folder / f"{family}-{weight}.ttf").read_bytes()[:4] == b"\0\1\0\0"
