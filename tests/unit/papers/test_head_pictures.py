"""The picture of the letterhead: shrunk until it travels, on letters and recaps, never on official forms."""

import random
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from flexdesk.desk.desk import Desk
from flexdesk.documents import Form, draw, lay_out
from flexdesk.documents.head_pictures import LIMIT, NoHeadPicture, read_picture, take_picture
from flexdesk.documents.sheet import Picture
from flexdesk.domain.periods import parse_period
from flexdesk.server.validation import MAX_TEXT
from tests.unit.papers.rated import QUARTER, WEEK, rated_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with rated_desk(tmp_path / "unit") as made:
        yield made


def picture(width: int, height: int, *, kind: str = "PNG", mode: str = "RGB", noise: bool = False) -> bytes:
    made = Image.new(mode, (width, height), "white")
    if noise:
        made.putdata([(v, v // 2, 255 - v) for v in random.Random(1).choices(range(256), k=width * height)])
    else:
        ImageDraw.Draw(made).rectangle((10, 10, width - 10, height - 10), outline="navy", width=6)
    stream = BytesIO()
    made.save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize("noise", [False, True])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("size", [(1800, 300), (400, 400), (300, 500)])
def test_pictures_are_made_small_enough_to_travel(size: tuple[int, int], kind: str, noise: bool) -> None:
    data = picture(*size, kind=kind, noise=noise)
    try:
        made = take_picture(data)
    except NoHeadPicture:
        assert noise  # what compresses in no way at all is no letterhead
        return
    assert len(made.data) <= LIMIT
    assert len(made.text) <= MAX_TEXT
    assert made.width / made.height == pytest.approx(size[0] / size[1], rel=0.02)
    assert made.is_whole is (size[0] > 2 * size[1])
    assert read_picture(made.text) == made


def test_a_transparent_emblem_stays_transparent() -> None:
    made = take_picture(picture(500, 500, mode="RGBA"))
    assert Image.open(BytesIO(made.data)).has_transparency_data


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n rusak", b"<svg/>"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NoHeadPicture):
        take_picture(data, "kop.png")


@pytest.mark.parametrize("text", [None, "", "bukan base64!", "AAAA"])
def test_a_damaged_text_is_no_picture(text: str | None) -> None:
    assert read_picture(text) is None


def test_the_unit_takes_only_pictures(desk: Desk) -> None:
    with pytest.raises(NoHeadPicture):
        desk.unit.set({"letterhead_image": "AAAA"})
    desk.unit.set({"letterhead_image": take_picture(picture(300, 300)).text})
    desk.unit.set({"letterhead_image": ""})


def forms(desk: Desk) -> dict[str, Form]:
    nips = [desk.people.roster()[4].nip]
    kinds = {"assignment-letter": WEEK, "wfa-report": parse_period("2026-10"), "monthly-recap": WEEK}
    kinds |= {"skp": parse_period("2026"), "evaluation": QUARTER, "evaluation-document": QUARTER}
    return {kind: desk.printing.sheets(kind, span, nips=nips)[0].form for kind, span in kinds.items()}


@pytest.mark.parametrize("size", [(1500, 260), (400, 460)])
def test_letters_and_recaps_carry_it_and_official_forms_never(desk: Desk, size: tuple[int, int]) -> None:
    taken = take_picture(picture(*size))
    desk.unit.set({"letterhead_image": taken.text})
    for kind, form in forms(desk).items():
        pages = lay_out(form)
        found = [one for page in pages for one in page.graphics if isinstance(one, Picture)]
        carries = kind in ("assignment-letter", "wfa-report", "monthly-recap")
        assert [one.data for one in found] == ([taken.data] if carries else []), kind
        assert draw(form).report.clean
        words = [text.text for text in pages[0].texts]
        if carries:
            (box,) = [one.box for one in found]
            assert box.width / box.height == pytest.approx(size[0] / size[1], rel=0.02) or not taken.is_whole
            assert ("KECAMATAN TIRTAWENING" in words) is not taken.is_whole
