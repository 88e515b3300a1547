"""Compares a page with a stored picture block by block: a moved line fails, a hair of rounding does not."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from flexdesk.documents.preview import page_png

GOLDEN = Path(__file__).parent.parent / "data" / "golden"
SCALE = 0.7
BLOCK = 12
TOLERANCE = 14  # mean difference of a block, of 255


def grey_page(data: bytes, page: int) -> Image.Image:
    return Image.open(BytesIO(page_png(data, page, scale=SCALE))).convert("L")


def different_blocks(one: Image.Image, other: Image.Image) -> list[tuple[int, int]]:
    """Left upper corners of the blocks that differ; a different size is one block."""
    if one.size != other.size:
        return [(0, 0)]
    difference = ImageChops.difference(one, other)
    width, height = one.size
    corners = [(x, y) for y in range(0, height, BLOCK) for x in range(0, width, BLOCK)]
    return [
        (x, y)
        for x, y in corners
        if _mean(difference, (x, y, min(x + BLOCK, width), min(y + BLOCK, height))) > TOLERANCE
    ]


def _mean(image: Image.Image, box: tuple[int, int, int, int]) -> float:
    return ImageStat.Stat(image.crop(box)).mean[0]
