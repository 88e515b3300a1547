"""Reads the codes on a page of a PDF, without a picture file in between."""

from flexdesk.documents.preview import page_image


def scanned_page(data: bytes, page: int, *, scale: float) -> list[str]:
    """The texts of all QR codes on the page; raises UnreadablePdf, NoSuchPage."""
    import zxingcpp
    from PIL import Image

    seen = page_image(data, page, scale=scale)
    grey = Image.frombytes("RGB", (seen.width, seen.height), seen.rgb).convert("L")
    kind = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    return [found.text for found in zxingcpp.read_barcodes(grey, formats=kind)]
