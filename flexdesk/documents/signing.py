"""Sets a certified signature (PAdES B-B) into the free space of a paper, without a line to anywhere.

Each signature is added behind the bytes that are there, so that earlier ones stay valid. pyHanko does the
cryptography and is loaded only when somebody signs.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from flexdesk.documents.certificate import Certificate
from flexdesk.documents.flow import baseline_of
from flexdesk.documents.fonts import SANS, SANS_BOLD, Style, text_width, wrapped
from flexdesk.documents.paint import Binder
from flexdesk.documents.palette import PRINT
from flexdesk.documents.paper import Box, Margins, Sheet
from flexdesk.documents.sheet import Fill, Page
from flexdesk.documents.signing_places import HEIGHT, WIDTH, Place, find_places, first_field
from flexdesk.documents.wording import long_date
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_

_SMALL = Style(SANS, 6.5, 8, PRINT.muted)
_BODY = Style(SANS, 7.5, 9.2)
_NAME = Style(SANS_BOLD, 8.5, 10.4)
_FOOT = Style(SANS, 5.5, 6.6)
_LEAST = 5.0  # points; a longer name is set smaller down to this
_PADDING = 5.0
_MOST_PLACES = 2  # of one hand on one paper: under the letter and under its annex


class NoPlaceToSign(FlexDeskError):
    code = "sign.no_place"
    ticket = "FD-TTD-06"
    text = N_("{file} has no free place for this signature.")
    next = N_("Print the paper again as ready for an electronic signature, then sign that file.")


class SeveralPlaces(FlexDeskError):
    code = "sign.several_places"
    ticket = "FD-TTD-07"
    text = N_("{file} holds several papers with the same place for a signature.")
    next = N_("Print one file for each paper and sign those.")


class AlreadySigned(FlexDeskError):
    code = "sign.already"
    ticket = "FD-TTD-08"
    text = N_("{file} is signed in this place already.")
    next = N_("Choose the other place, or sign the paper without a signature.")


class NotSigned(FlexDeskError):
    code = "sign.refused"
    ticket = "FD-TTD-09"
    text = N_("{file} takes no more signatures: {detail}.")
    next = N_("Print the paper again and sign the new file.")


@dataclass(frozen=True, slots=True)
class Visible:
    """What the place shows; `authority` is the certified issuer, and only with it the footer is printed."""

    name: str
    post: str
    at: datetime
    authority: str = ""


# In use on certified papers; it belongs to a signature and stands on no paper that has none.
_CERTIFIED = (
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan"
    " {authority}."
)


def sign(
    data: bytes, certificate: Certificate, visible: Visible, *, field: str = "", file: str = ""
) -> bytes:
    """The same bytes and a signature behind them. An empty `field` takes the first that is free.

    A letter that keeps a second place for the same hand in its annex gets a signature in both.
    Raises UnreadablePdf, NoPlaceToSign, SeveralPlaces, AlreadySigned, NotSigned.
    """
    for place in _chosen(data, field, file):
        data = _signed(data, certificate, visible, place, file)
    return data


def _signed(data: bytes, certificate: Certificate, visible: Visible, place: Place, file: str) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import fields, signers
    from pyhanko.sign.general import SigningError

    signer = signers.SimpleSigner.load_pkcs12_data(
        certificate.pkcs12, other_certs=[], passphrase=certificate.passphrase
    )
    name = place.name
    spec = fields.SigFieldSpec(name, on_page=place.page, box=place.corners)
    metadata = signers.PdfSignatureMetadata(
        field_name=name,
        md_algorithm="sha256",
        name=visible.name,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    try:
        writer = IncrementalPdfFileWriter(BytesIO(data))
        style = _stamp(writer, appearance(visible))
        made = signers.PdfSigner(metadata, signer, stamp_style=style, new_field_spec=spec).sign_pdf(writer)
    except (SigningError, PdfError) as error:
        raise NotSigned(file=file, detail=str(error).rstrip(".")) from error
    return bytes(made.getvalue())


def _stamp(writer: Any, picture: bytes) -> Any:
    """The picture of the place as the signing library wants it, in its own size."""
    from pyhanko.pdf_utils.content import PdfResources, RawContent
    from pyhanko.pdf_utils.layout import AxisAlignment as Axis
    from pyhanko.pdf_utils.layout import BoxConstraints, Margins, SimpleBoxLayoutRule
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.stamp import StaticStampStyle

    resources = PdfResources()  # type: ignore[no-untyped-call]
    resources.xobject["/Seen"] = writer.import_page_as_xobject(PdfFileReader(BytesIO(picture)))
    content = RawContent(b"/Seen Do", resources, BoxConstraints(width=WIDTH, height=HEIGHT))
    middle = SimpleBoxLayoutRule(Axis.ALIGN_MID, Axis.ALIGN_MID, Margins(0, 0, 0, 0))
    return StaticStampStyle(
        border_width=0, background=content, background_layout=middle, background_opacity=1.0
    )


def _chosen(data: bytes, field: str, file: str) -> list[Place]:
    places = [place for place in find_places(data) if field in ("", place.field)]
    if not places:
        raise NoPlaceToSign(file=file)
    taken = _signed_fields(data)
    free = [place for place in places if place.name not in taken]
    if not free:
        raise AlreadySigned(file=file)
    first = first_field(free)
    chosen = [place for place in free if place.field == first]
    if len(chosen) > _MOST_PLACES:
        raise SeveralPlaces(file=file)
    return chosen


def _signed_fields(data: bytes) -> set[str]:
    if b"/ByteRange" not in data:
        return set()
    from flexdesk.documents.signatures import signatures_in

    return {found.field for found in signatures_in(data)}


def appearance(visible: Visible) -> bytes:
    """What stands in the free space, as a PDF of its size: no code, so that nobody takes it for a proof."""
    sheet = Sheet(WIDTH, HEIGHT, Margins(0, 0, 0, 0))
    page = Page(sheet)
    page.draw(Fill(Box(0.4, 0.4, WIDTH - 0.4, HEIGHT - 0.4), PRINT.white, outline=PRINT.border_strong))
    room = Box(_PADDING, _PADDING, WIDTH - _PADDING, HEIGHT - _PADDING)
    y = room.top
    lines = [("Ditandatangani secara elektronik oleh:", _SMALL), (visible.post, _BODY), (visible.name, _NAME)]
    moment = f"{long_date(visible.at.date())}, pukul {visible.at:%H.%M}"
    for text, style in (*lines, (moment, _SMALL)):
        if text:
            y = _line(page, text, style, room, y)
    if visible.authority:
        words = _CERTIFIED.format(authority=visible.authority)
        foot = wrapped(words, _FOOT.face, _FOOT.size, room.width)
        y = room.bottom - len(foot) * _FOOT.leading
        for text in foot:
            y = _line(page, text, _FOOT, room, y)
    binder = Binder("")
    binder.add([page])
    return binder.finish()


def _line(page: Page, text: str, style: Style, room: Box, y: float) -> float:
    """In one line, smaller where it is long."""
    wide = text_width(text, style.face, style.size)
    fitted = style._replace(size=max(style.size * min(room.width / wide, 1), _LEAST)) if wide else style
    page.write(text, room, baseline_of(y, style), fitted)
    return y + style.leading
