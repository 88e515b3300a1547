"""Pages as a telephone photographs them, and how many of their letters can still be told apart."""

from io import BytesIO
from pathlib import Path
from random import Random
from statistics import NormalDist

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageStat

FONT = Path(__file__).parents[3] / "resources" / "fonts" / "Arimo-Regular.ttf"
LETTERS = "abdefghjkmnqrtABDEFGHKLMNPRSTUY23456789"  # without twins such as c and C, l and 1
DPI = 300
SIZE = round(10 / 72 * DPI)  # 10 point
A4 = (2480, 3508)
_STEP, _LINE = 40, 66  # dots between letters and between lines; each letter has a cell of its own


def font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), SIZE)


def page(seed: int = 1) -> tuple[Image.Image, list[tuple[str, int, int]]]:
    """A page full of letters of 10 point, and where each of them stands."""
    chance, drawn = Random(seed), font()
    sheet = Image.new("L", A4, 255)
    pen = ImageDraw.Draw(sheet)
    spots = []
    for y in range(240, A4[1] - 240, _LINE):
        for x in range(200, A4[0] - 240, _STEP):
            if chance.random() < 0.85:
                letter = chance.choice(LETTERS)
                pen.text((x, y), letter, font=drawn, fill=20)
                spots.append((letter, x, y))
    return sheet, spots


def photographed(sheet: Image.Image) -> Image.Image:
    """With the light of a room, the grain of a sensor and a slightly soft lens."""
    light = Image.linear_gradient("L").resize(sheet.size).point(lambda level: 205 + level // 6)
    # Pillow's own noise differs from run to run.
    spread = bytes(round(NormalDist(128, 12).inv_cdf((byte + 0.5) / 256)) for byte in range(256))
    grain = Image.frombytes(
        "L", sheet.size, Random(2).randbytes(sheet.width * sheet.height).translate(spread)
    )
    shot = ImageChops.multiply(sheet.filter(ImageFilter.GaussianBlur(1.2)), light)
    shot = Image.blend(shot, ImageChops.add(shot, grain, 1, -128), 1.0)
    return Image.merge(
        "RGB", (shot, shot.point(lambda v: v * 98 // 100), shot.point(lambda v: v * 94 // 100))
    )


def as_bytes(picture: Image.Image, kind: str = "JPEG", **more: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def letters_told(small: bytes, spots: list[tuple[str, int, int]], *, every: int = 9) -> float:
    """The share of letters that look most like themselves among all letters, in the picture made small."""
    with Image.open(BytesIO(small)) as read:
        grown = read.convert("L").resize(A4, Image.Resampling.BICUBIC)
    masks = {letter: _mask(letter) for letter in LETTERS}
    checked = spots[::every]
    right = sum(_nearest(grown.crop((x, y, x + _STEP, y + 54)), masks) == letter for letter, x, y in checked)
    return right / len(checked)


def _mask(letter: str) -> Image.Image:
    cell = Image.new("L", (_STEP, 54), 255)
    ImageDraw.Draw(cell).text((0, 0), letter, font=font(), fill=20)
    return cell.filter(ImageFilter.GaussianBlur(2.5))


def _nearest(cell: Image.Image, masks: dict[str, Image.Image]) -> str:
    level = cell.point(_stretch(cell))
    return min(masks, key=lambda letter: ImageStat.Stat(ImageChops.difference(level, masks[letter])).sum2[0])


def _stretch(cell: Image.Image) -> list[int]:
    low, high = cell.getextrema()
    span = max(1, high - low)
    return [min(255, max(0, (level - low) * 255 // span)) for level in range(256)]
