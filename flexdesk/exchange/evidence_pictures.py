"""Photographs as evidence: upright, without what a camera writes beside them, and small enough for a bundle.

The picture is drawn anew from its dots alone, so that places, names of cameras and previews of other
pictures stay behind. The size is chosen before the quality: letters of a page that was photographed are
lost by too few dots long before they are lost by a coarser JPEG.
"""

import warnings
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_

MAX_BYTES = 80_000
MOST_DOTS = 64_000_000  # 8,000 x 8,000; a telephone's best camera stays below it
LONG_SIDES = (1600, 1440, 1280, 1120, 960, 800, 640)
LOWEST, LEAST, BEST = 8, 20, 85  # qualities: the very last resort, the worst that reads well, and enough
_LOOK, _COLOURED, _FEW = 200, 64, 0.005  # dots looked at, saturation of 255, and their share
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")


class PictureDamaged(FlexDeskError):
    code = "evidence.picture_damaged"
    ticket = "FD-TIN-31"
    text = N_("“{name}” is no picture that can be opened, or it is cut off.")
    next = N_("Ask for the picture once more, as JPEG or PNG.")


class PictureTooLarge(FlexDeskError):
    """More dots than the memory of a small laptop can hold, whatever the size of the file."""

    code = "evidence.picture_too_large"
    ticket = "FD-TIN-32"
    text = N_("“{name}” has more dots than can be opened safely.")
    next = N_("Ask for a photograph as the telephone takes it, or for a PDF.")


def shrunk(content: bytes, name: str) -> bytes:
    """The picture as a JPEG of at most 80 kB; raises PictureDamaged, PictureTooLarge."""
    try:
        picture = _opened(content, name)
    except Image.DecompressionBombError:
        raise PictureTooLarge(name=name) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError):
        raise PictureDamaged(name=name) from None
    smallest = picture = picture.convert("L") if _is_grey(picture) else picture
    for smallest in _sizes(picture):
        if (made := _fitting(smallest, LEAST)) is not None:
            return made
    return _fitting(smallest, LOWEST) or _jpeg(smallest, 1)


def _opened(content: bytes, name: str) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own warning of large pictures; ours is an error
        with Image.open(BytesIO(content), formats=_FORMATS) as found:
            wide, tall = found.size
            if wide * tall > MOST_DOTS:
                raise PictureTooLarge(name=name)
            found.draft("RGB", (LONG_SIDES[0], LONG_SIDES[0]))  # a JPEG is read no larger than needed
            found.load()
            picture = _plain(ImageOps.exif_transpose(found)).copy()
            picture.info = {}  # comments and profiles would be written along
            return picture


def _is_grey(picture: Image.Image) -> bool:
    """Whether it is a page without colours, but for the light that it was taken in.

    What its colours would cost is spent on dots: at 80 kB a page of letters is read a little better.
    """
    small = picture.copy()
    small.thumbnail((_LOOK, _LOOK))
    saturations = small.convert("HSV").getchannel("S").histogram()
    return sum(saturations[_COLOURED:]) < _FEW * small.width * small.height


def _plain(picture: Image.Image) -> Image.Image:
    """Dots only, on white where they were transparent."""
    if picture.mode in ("RGB", "L"):
        return picture
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        ground = Image.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _sizes(picture: Image.Image) -> Iterator[Image.Image]:
    """The picture, ever smaller, beginning with its own size where that is small enough."""
    longest = max(picture.size)
    if longest <= LONG_SIDES[0]:
        yield picture
    for side in LONG_SIDES:
        if side < longest:
            wide, tall = (max(1, round(one * side / longest)) for one in picture.size)
            yield picture.resize((wide, tall), Image.Resampling.LANCZOS)


def _fitting(picture: Image.Image, worst: int) -> bytes | None:
    """The best quality that fits; None when even `worst` does not."""
    found = _jpeg(picture, worst)
    if len(found) > MAX_BYTES:
        return None
    low, high = worst + 1, BEST
    while low <= high:
        middle = (low + high) // 2
        made = _jpeg(picture, middle)
        if len(made) <= MAX_BYTES:
            found, low = made, middle + 1
        else:
            high = middle - 1
    return found


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True, subsampling="4:2:0")
    return out.getvalue()
