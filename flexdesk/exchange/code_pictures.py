"""What the QR codes in a photograph or a screenshot say."""

import io

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_

_MOST_PIXELS = 40_000_000  # of a photograph; more is no picture of a sheet of paper
_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF")


class NoCodeInPicture(FlexDeskError):
    code = "weekcode.no_code"
    ticket = "FD-TRB-06"
    text = N_("No QR code was found in the picture {file}.")
    next = N_("Photograph the whole code from the front and in good light, then try again.")


class PictureUnreadable(FlexDeskError):
    code = "weekcode.picture"
    ticket = "FD-TRB-07"
    text = N_("The file {file} is no picture that can be read.")
    next = N_("Choose a PNG or JPEG, or paste the text of the code.")


def is_picture(data: bytes) -> bool:
    return data.startswith(_MAGIC)


def scanned(data: bytes, name: str) -> list[str]:
    """The texts of all codes; raises PictureUnreadable."""
    import zxingcpp
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise PictureUnreadable(file=name)
            grey = opened.convert("L")
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise PictureUnreadable(file=name) from error
    return [found.text for found in zxingcpp.read_barcodes(grey)]
