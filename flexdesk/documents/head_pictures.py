"""The picture of a letterhead: out of any office file, made small enough to travel with the unit's data."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_

LIMIT = 49_152  # bytes; as text it is the longest value that the server takes
_WIDE = 2.5  # times as wide as high: it is the whole letterhead; anything else is the emblem
_MOST_BYTES, _MOST_PIXELS = 20_000_000, 40_000_000
_WIDTHS = (1600, 1200, 900, 700)
_QUALITIES = (88, 78, 66)


class NoHeadPicture(FlexDeskError):
    code = "letterhead.no_picture"
    ticket = "FD-KOP-01"
    text = N_("{file} is no picture that can be printed as a letterhead.")
    next = N_("Choose a PNG or JPEG of at most 20 MB.")


@dataclass(frozen=True, slots=True)
class HeadPicture:
    """`is_whole` when it replaces the lines; else it is the emblem at their left."""

    data: bytes
    width: int
    height: int

    @property
    def is_whole(self) -> bool:
        return self.width >= _WIDE * self.height

    @property
    def text(self) -> str:
        return b64encode(self.data).decode()


def take_picture(data: bytes, file: str = "") -> HeadPicture:
    """A picture of at most LIMIT bytes with the same look; raises NoHeadPicture."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(data) > _MOST_BYTES:
        raise NoHeadPicture(file=file)
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise NoHeadPicture(file=file)
            upright = ImageOps.exif_transpose(opened)
            clear = upright.has_transparency_data
            whole = upright.convert("RGBA" if clear else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise NoHeadPicture(file=file) from error
    for made in _attempts(whole):
        if len(made.data) <= LIMIT:
            return made
    raise NoHeadPicture(file=file)


def read_picture(text: str | None) -> HeadPicture | None:
    """As the unit keeps it; None for none, and for a text that is no picture."""
    from PIL import Image, UnidentifiedImageError

    if not text:
        return None
    try:
        data = b64decode(text, validate=True)
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as opened:
            return HeadPicture(data, opened.width, opened.height)
    except (NotBase64, UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return None


def _attempts(picture: Any) -> Iterator[HeadPicture]:
    """From the best look to the smallest file: sharp lines, few colours, then a photograph's way."""
    from PIL import Image

    for width in _WIDTHS:
        size = (width, max(round(picture.height * width / picture.width), 1))
        small = picture if picture.width <= width else picture.resize(size, Image.Resampling.LANCZOS)
        yield _written(small, "PNG", optimize=True)
        yield _written(small.quantize(64, method=Image.Quantize.FASTOCTREE), "PNG", optimize=True)
        if small.mode == "RGB":
            for quality in _QUALITIES:
                yield _written(small, "JPEG", quality=quality, optimize=True)


def _written(picture: Any, kind: str, **options: Any) -> HeadPicture:
    stream = BytesIO()
    picture.save(stream, kind, **options)
    return HeadPicture(stream.getvalue(), picture.width, picture.height)
