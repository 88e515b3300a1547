"""Reads the signatures of a PDF: whose they are, whether the words under them are still the same."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding

from flexdesk.documents.certificate import read_authorities


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """`trusted` when the certificate comes from an issuer the unit knows; `intact` when nothing was changed
    under the signature, nor behind it except further signatures.
    """

    field: str
    signer: str
    issuer: str
    at: datetime | None
    intact: bool
    trusted: bool


def signatures_in(data: bytes, trusted: Sequence[bytes] = ()) -> tuple[FoundSignature, ...]:
    """In the order they were set; nothing is fetched from anywhere."""
    if b"/ByteRange" not in data:
        return ()
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        signatures = list(PdfFileReader(BytesIO(data), strict=False).embedded_regular_signatures)
    except (PdfError, ValueError):
        return ()
    return tuple(_found(one, trusted) for one in signatures)


def _found(signature: Any, trusted: Sequence[bytes]) -> FoundSignature:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import CMSExtractionError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    either = KeyUsageConstraints(
        key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
    )
    try:
        status = validate_pdf_signature(signature, _context(trusted), key_usage_settings=either)
        subject, issuer = status.signing_cert.subject.native, status.signing_cert.issuer.native
    except (SignatureValidationError, CMSExtractionError, PdfError, ValueError):
        return FoundSignature(str(signature.field_name), "", "", None, intact=False, trusted=False)
    return FoundSignature(
        str(signature.field_name),
        str(subject.get("common_name") or ""),
        str(issuer.get("common_name") or ""),
        status.signer_reported_dt,
        intact=bool(status.intact and status.valid and status.docmdp_ok),
        trusted=bool(status.trusted),
    )


def _context(trusted: Sequence[bytes]) -> Any:
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko_certvalidator import ValidationContext

    ders = [one.public_bytes(Encoding.DER) for one in read_authorities(trusted)]
    roots = [one for der in ders for one in load_certs_from_pemder_data(der)]
    return ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")
