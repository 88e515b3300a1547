"""What becomes of a file that is handed in: photographs small and readable, hostile ones refused in words."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from flexdesk.errors import FlexDeskError
from flexdesk.exchange.evidence_files import (
    FileTooLarge,
    KindNotKept,
    OtherContent,
    evidence_of,
    read_evidence,
)
from flexdesk.exchange.evidence_pictures import MAX_BYTES, PictureDamaged, PictureTooLarge, shrunk
from flexdesk.exchange.unreadable import EmptyFile, FileMissing
from tests.unit.review import photographs as made

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def opened(content: bytes) -> Image.Image:
    with Image.open(BytesIO(content)) as picture:
        picture.load()
        return picture.copy()


def test_a_photographed_page_of_10_points_stays_readable() -> None:
    sheet, spots = made.page()
    raw = made.as_bytes(made.photographed(sheet), quality=92)
    small = shrunk(raw, "surat.jpg")
    assert len(raw) > 20 * len(small)
    assert len(small) <= MAX_BYTES
    before, after = made.letters_told(raw, spots), made.letters_told(small, spots)
    assert after >= 0.9 * before
    blurred = made.as_bytes(opened(raw).resize((453, 640)))
    assert made.letters_told(blurred, spots) < 0.8 * before  # the measure does tell a page that is lost


def test_a_picture_is_turned_upright_and_tells_no_place() -> None:
    picture = Image.new("RGB", (900, 600), "white")
    picture.paste("red", (0, 0, 300, 600))  # left in the file, above once it is upright
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Kamera Contoh"
    exif[GPS] = {1: "S", 2: (7.0, 15.0, 33.0), 3: "E", 4: (108.0, 12.0, 1.0)}
    raw = made.as_bytes(picture, exif=exif, comment=b"rumah Bu Nunung")
    assert b"Kamera" in raw
    small = shrunk(raw, "foto.jpg")
    found = opened(small)
    assert found.size == (600, 900)
    red, _green, blue = found.getpixel((300, 60))
    assert red > 200 > 80 > blue
    assert not found.getexif()
    assert b"Kamera" not in small
    assert b"Nunung" not in small


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "BMP", "GIF", "TIFF"])
def test_pictures_of_other_kinds_become_jpeg(kind: str) -> None:
    raw = made.as_bytes(Image.effect_noise((1200, 1200), 90), kind)
    kept = evidence_of(f"Layar.{kind.casefold()}", raw)
    assert (kept.name, kept.media, kept.original_bytes) == ("Layar.jpg", "image/jpeg", len(raw))
    assert len(kept.content) <= MAX_BYTES
    assert opened(kept.content).format is None


def test_what_is_transparent_becomes_white() -> None:
    clear = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    assert opened(shrunk(made.as_bytes(clear, "PNG"), "a.png")).convert("L").getpixel((25, 25)) > 250


def test_the_noisiest_picture_still_fits() -> None:
    noise = Image.merge("RGB", [Image.effect_noise((2000, 2000), 200) for _ in range(3)])
    assert len(shrunk(made.as_bytes(noise, "PNG"), "a.png")) <= MAX_BYTES


def bomb(side: int) -> bytes:
    """A PNG of a few hundred bytes that says that it has `side` x `side` dots."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def test_a_picture_that_would_fill_the_memory_is_not_opened() -> None:
    for side in (9_000, 60_000):
        with pytest.raises(PictureTooLarge) as told:
            evidence_of("bom.png", bomb(side))
        assert "bom.png" in told.value.message


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("foto.jpg", b"", EmptyFile),
        ("foto.jpg", b"MZ\x90\0 program", PictureDamaged),
        ("foto.jpg", b"%PDF-1.7 something", PictureDamaged),
        ("foto.jpg", b"\xff\xd8\xff\xe0 cut off", PictureDamaged),
        ("foto.png", bomb(40), PictureDamaged),
        ("surat.pdf", b"MZ\x90\0 program", OtherContent),
        ("surat.pdf", made.as_bytes(Image.new("RGB", (9, 9))), OtherContent),
        ("data.csv", b"PK\x03\x04 zipped", OtherContent),
        ("data.txt", b"text\0with zeros", OtherContent),
        ("rekap.xlsx", b"nip;nama", OtherContent),
        ("surat.pdf", b"%PDF-1.7" + b" " * 2_000_000, FileTooLarge),
        ("program.exe", b"MZ", KindNotKept),
        ("foto.jpg.lnk", b"L", KindNotKept),
        ("foto.heic", b"\0\0\0\x18ftypheic", KindNotKept),
        ("tanpa-akhiran", b"abc", KindNotKept),
        ("makro.html", b"<script>", KindNotKept),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(
    name: str, content: bytes, error: type[FlexDeskError]
) -> None:
    with pytest.raises(error) as told:
        evidence_of(name, content)
    assert name in told.value.message
    assert told.value.what_to_do


def test_a_cut_off_photograph_is_refused() -> None:
    whole = made.as_bytes(Image.effect_noise((800, 800), 60))
    with pytest.raises(PictureDamaged):
        shrunk(whole[: len(whole) // 2], "foto.jpg")


def test_a_file_that_fits_is_kept_as_it_is() -> None:
    content = b"%PDF-1.7\n" + bytes(range(256)) * 40
    kept = evidence_of("Surat tugas.pdf", content)
    assert (kept.name, kept.content, kept.media) == ("Surat tugas.pdf", content, "application/pdf")


def test_a_missing_file_says_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileMissing) as told:
        read_evidence(tmp_path / "tidak-ada.jpg")
    assert "tidak-ada.jpg" in told.value.message


@given(st.binary(max_size=300), st.sampled_from([".jpg", ".png", ".gif", ".tif", ".pdf", ".xlsx", ".txt"]))
def test_any_bytes_are_kept_or_refused(content: bytes, ending: str) -> None:
    try:
        kept = evidence_of(f"berkas{ending}", content)
    except FlexDeskError:
        return
    assert kept.content
