"""A few lines as a small picture for a chat, in the program's own letters."""

import io
from importlib.resources import as_file, files

from flexdesk.documents.fonts import SANS, file_name

_SIZE, _LEADING, _MARGIN = 26, 38, 28


def text_picture(text: str) -> bytes:
    """PNG, black on white; the first line is what it is about."""
    from PIL import Image, ImageDraw, ImageFont

    with as_file(files("resources") / "fonts" / file_name(SANS)) as path:
        font = ImageFont.truetype(str(path), _SIZE)
    lines = text.strip().split("\n")
    width = max(int(font.getlength(line)) for line in lines) + 2 * _MARGIN
    picture = Image.new("L", (width, len(lines) * _LEADING + 2 * _MARGIN), 255)
    pen = ImageDraw.Draw(picture)
    for at, line in enumerate(lines):
        pen.text((_MARGIN, _MARGIN + at * _LEADING), line, fill=0, font=font)
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()
