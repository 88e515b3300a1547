"""The checks must find faults that are put in on purpose, and the rest of the programs around the papers."""

import io
import re
from dataclasses import replace
from importlib.resources import files

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from flexdesk.documents import combine, draw, draw_each, lay_out
from flexdesk.documents.checks import LayoutReport, check_layout
from flexdesk.documents.curves import draw_curve
from flexdesk.documents.file_checks import check_file
from flexdesk.documents.fonts import SANS, Style
from flexdesk.documents.paper import Box, Margins, Paper, sheet
from flexdesk.documents.preview import page_count, page_image, page_png
from flexdesk.documents.sheet import Curve, Page, Reserved
from flexdesk.documents.trouble import NoSuchPage, NothingToPrint, UnreadableEmblem, UnreadablePdf
from flexdesk.domain.performance import OrganisationLevel, Predicate, label
from flexdesk.errors import CancelledError
from flexdesk.progress import Progress
from tests.documents import office_samples, samples

STYLE = Style(SANS, 10, 12)


def page() -> Page:
    return Page(sheet(Paper.A4, Margins(10, 10, 10, 10)))


def test_a_text_wider_than_its_field_is_found():
    sheet_ = page()
    sheet_.write("terlalu panjang untuk kolom ini", Box(50, 50, 90, 62), 60, STYLE)
    assert check_layout([sheet_]).clipped == ("terlalu panjang untuk kolom ini",)


def test_a_text_below_its_field_is_found():
    sheet_ = page()
    sheet_.write("baris", Box(50, 50, 200, 62), 75, STYLE)
    assert check_layout([sheet_]).clipped == ("baris",)


def test_a_block_over_two_pages_is_found():
    first, second = page(), page()
    first.reserved.append(Reserved(Box(60, 60, 200, 120), 1))
    first.write("Camat,", Box(50, 40, 200, 52), 50, STYLE, block=1)
    second.write("Nama", Box(50, 40, 200, 52), 50, STYLE, block=1)
    assert check_layout([first, second]).split_signatures == ("Nama",)


def test_something_in_the_free_space_is_found():
    sheet_ = page()
    sheet_.reserved.append(Reserved(Box(60, 60, 200, 120), 1))
    sheet_.write("catatan", Box(70, 80, 200, 92), 90, STYLE)
    assert check_layout([sheet_]).split_signatures == ("1",)


def test_a_missing_character_is_named():
    person = replace(samples.PERSON, name="Kartika 漢 Sari")
    assert draw(replace(samples.EVALUATION, person=person)).report.missing_glyphs == ("漢",)


def test_a_font_that_is_not_embedded_is_found():
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(100, 400, "pinjaman")
    canvas.drawString(-20, 300, "keluar")
    canvas.save()
    report = check_file(stream.getvalue())
    assert report.loose_fonts == ("Helvetica",)
    assert "k" in report.outside


def test_all_in_one_file_is_small_and_counts_pages_for_each():
    forms = [
        replace(samples.EVALUATION, person=replace(samples.PERSON, name=f"Pegawai {number}"))
        for number in range(40)
    ]
    each = draw_each(forms)
    together = combine(forms, "Evaluasi triwulan III")
    assert max(len(paper.data) for paper in each) <= 80_000
    assert len(together.data) <= 2_000_000
    assert together.report == sum((paper.report for paper in each), LayoutReport(0))
    assert page_count(together.data) == together.report.pages == 120
    assert together.sha256 == combine(forms, "Evaluasi triwulan III").sha256


def test_a_long_job_tells_how_far_it_is_and_stops():
    seen: list[tuple[int, int]] = []
    progress = Progress(lambda done, total: seen.append((done, total)), every_ms=0)
    combine([samples.DOCUMENT] * 3, "tiga", progress)
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]
    progress.cancel()
    with pytest.raises(CancelledError):
        draw_each([samples.DOCUMENT], progress)


def test_nothing_chosen_is_refused():
    with pytest.raises(NothingToPrint):
        combine([], "kosong")


def test_preview_is_a_picture_of_the_paper():
    data = draw(samples.DOCUMENT).data
    image = page_image(data, 0, scale=1)
    assert (image.width, image.height) == (596, 842)
    assert len(image.rgb) == 596 * 842 * 3
    assert image.rgb[:3] == b"\xff\xff\xff"
    assert Image.open(io.BytesIO(page_png(data, 0, scale=0.5))).size == (298, 421)


def test_colours_of_the_preview_are_not_swapped():
    data = draw(samples.EVALUATION).data
    image = page_image(data, 0, scale=2)
    pixels = {image.rgb[i : i + 3] for i in range(0, len(image.rgb), 3)}
    assert bytes.fromhex("B7D6F6") in pixels


def test_saving_ink_leaves_shaded_rows_white_and_every_word():
    plain, saving = draw(samples.EVALUATION), draw(samples.EVALUATION, save_ink=True)
    image = page_image(saving.data, 0, scale=2)
    pixels = {image.rgb[i : i + 3] for i in range(0, len(image.rgb), 3)}
    assert bytes.fromhex("B7D6F6") not in pixels
    assert check_file(saving.data).texts == check_file(plain.data).texts


def test_pages_and_files_that_do_not_exist():
    with pytest.raises(NoSuchPage):
        page_image(draw(samples.DOCUMENT).data, 5, scale=1)
    with pytest.raises(UnreadablePdf):
        page_count(b"bukan pdf")


def test_the_units_own_emblem_is_printed_and_a_broken_one_refused():
    stream = io.BytesIO()
    Image.new("RGB", (60, 70), (200, 30, 30)).save(stream, "PNG")
    with_emblem = draw(replace(samples.DOCUMENT, emblem=stream.getvalue()))
    image = page_image(with_emblem.data, 0, scale=1)
    middle = (80 * image.width + image.width // 2) * 3
    assert image.rgb[middle : middle + 3] == bytes((200, 30, 30))
    with pytest.raises(UnreadableEmblem):
        draw(replace(samples.DOCUMENT, emblem=b"bukan gambar"))


@pytest.mark.parametrize(
    ("level", "tick"),
    list(zip(OrganisationLevel, (4, 3, 2, 1, 0), strict=True)),
)
def test_each_curve_is_highest_at_its_own_predicate(level, tick):
    sheet_ = page()
    draw_curve(sheet_, Box(50, 50, 500, 200), level)
    line = next(item for item in sheet_.graphics if isinstance(item, Curve) and item.stroke)
    points = [line.start, *((piece[4], piece[5]) for piece in line.pieces)]
    highest = min(points, key=lambda point: point[1])[0]
    names = [
        text
        for text in sheet_.texts
        if text.text in map(label, Predicate) or text.text in ("Kurang/", "Butuh")
    ]
    middles = sorted((text.room.left + text.room.right) / 2 for text in names)
    nearest = min(range(5), key=lambda index: abs(middles[index] - highest))
    assert nearest == tick
    assert any(label(level).upper() in text.text for text in sheet_.texts)


def test_signature_blocks_keep_six_by_two_and_a_half_centimetres():
    for form in (
        samples.EVALUATION,
        samples.SKP,
        samples.DOCUMENT,
        office_samples.letter(30),
        office_samples.recap(),
    ):
        for reserved in (space for sheet_ in lay_out(form) for space in sheet_.reserved):
            assert reserved.box.width >= 60 * 72 / 25.4 - 0.01
            assert reserved.box.height >= 25 * 72 / 25.4 - 0.01


def test_every_sentence_of_this_part_is_translated():
    source = files("flexdesk") / "documents"
    folder = files("resources") / "i18n" / "id"
    catalogue = "".join((folder / f"{name}.po").read_text(encoding="utf-8") for name in ("documents", "seal"))
    marked: set[str] = set()
    for entry in source.iterdir():
        if entry.name.endswith(".py"):
            marked |= set(re.findall(r'\bN?_\(\s*"([^"]+)"', entry.read_text(encoding="utf-8")))
    assert len(marked) >= 8
    for sentence in marked:
        assert f'msgid "{sentence}"\nmsgstr "' in catalogue, sentence
    assert 'msgstr ""\n\n' not in catalogue
