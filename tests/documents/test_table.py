"""Tables of any shape print each word once, in place, and never beyond the page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.documents.checks import check_layout
from flexdesk.documents.flow import Flow
from flexdesk.documents.fonts import SANS, Style
from flexdesk.documents.paper import Margins, Paper, sheet
from flexdesk.documents.sheet import Frames
from flexdesk.documents.table import Band, Table, set_table, text_cell

STYLE = Style(SANS, 9, 11)
COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 150))


def words(label: str, count: int) -> str:
    return " ".join(f"{label}{number}" for number in range(count))


@st.composite
def bands(draw):
    made = []
    for band in range(draw(st.integers(1, 8))):
        lead = words(f"b{band}lead", draw(COUNTS))
        rows = tuple(
            tuple(text_cell(words(f"b{band}r{row}c{column}w", draw(COUNTS)), STYLE) for column in range(2))
            for row in range(draw(st.integers(1, 4)))
        )
        keep = draw(st.booleans())
        made.append(
            Band(rows, (text_cell(f"nomor{band}", STYLE), text_cell(lead, STYLE)), keep_with_next=keep)
        )
    return tuple(made)


def laid_out(body, start):
    flow = Flow(sheet(Paper.A4, Margins(20, 20, 20, 20)))
    flow.gap(start)
    head = Band((tuple(text_cell(f"kepala{column}", STYLE) for column in range(4)),))
    set_table(Table((50, 120, 150, 150), (head,), body), flow)
    return flow.pages


@settings(max_examples=50, deadline=None)
@given(bands(), st.floats(0, 700))
def test_each_word_is_printed_once(body, start):
    pages = laid_out(body, start)
    assert check_layout(pages).clean
    printed = [word for page in pages for text in page.texts for word in text.text.split()]
    wanted = [
        word
        for band in body
        for cell in (band.lead[1], *(cell for row in band.rows for cell in row))
        for word in cell.paragraphs[0][0].split()
    ]
    assert sorted(word for word in printed if not word.startswith(("nomor", "kepala"))) == sorted(wanted)
    for column in range(4):
        assert printed.count(f"kepala{column}") <= len(pages)
    for page in pages:
        bottom = max(
            (box.bottom for item in page.graphics if isinstance(item, Frames) for box in item.boxes),
            default=0,
        )
        assert bottom <= page.sheet.body.bottom + 0.1


@settings(max_examples=30, deadline=None)
@given(bands(), st.floats(0, 700))
def test_words_of_one_cell_keep_their_order(body, start):
    pages = laid_out(body, start)
    printed = [word for page in pages for text in page.texts for word in text.text.split()]
    for band in body:
        for row in band.rows:
            for cell in row:
                wanted = cell.paragraphs[0][0].split()
                mine = set(wanted)
                assert [word for word in printed if word in mine] == wanted


def test_the_number_is_repeated_where_a_band_goes_on():
    body = (
        Band(((text_cell(words("a", 900), STYLE),),), tuple(text_cell(t, STYLE) for t in ("7", "x", "y"))),
    )
    pages = laid_out(body, 300)
    assert len(pages) > 1
    for page in pages:
        assert "7" in [text.text for text in page.texts]


def test_a_heading_taller_than_a_page_is_printed_once_and_ends():
    flow = Flow(sheet(Paper.A4, Margins(20, 20, 20, 20)))
    head = Band((tuple(text_cell(words(f"kepala{column}w", 900), STYLE) for column in range(2)),))
    body = tuple(Band(((text_cell(f"isi{row}", STYLE), text_cell("x", STYLE)),)) for row in range(9))
    set_table(Table((flow.body.width / 2,) * 2, (head,), body), flow)
    printed = " ".join(text.text for page in flow.pages for text in page.texts)
    assert printed.count("kepala0w899") == 1
    assert printed.count("isi8") == 1
    assert check_layout(flow.pages).clean


@pytest.mark.parametrize(("start", "begun"), [(530, True), (600, False)], ids=["much room", "little room"])
def test_a_table_does_not_leave_a_quarter_of_a_page_empty(start, begun):
    """The heading of a section and the first rows of a short band come where the table begins."""
    title = Band(((text_cell("judul", STYLE, span=4),),), keep_with_next=True)
    rows = tuple((text_cell(words(f"r{row}w", 30), STYLE), text_cell("x", STYLE)) for row in range(3))
    first, *others = laid_out((title, Band(rows, (text_cell("1", STYLE), text_cell("tugas", STYLE)))), start)
    on_first = " ".join(text.text for text in first.texts)
    assert ("judul" in on_first) is begun
    assert ("r0w29" in on_first) is begun
    assert "r2w29" in " ".join(text.text for page in others for text in page.texts)
