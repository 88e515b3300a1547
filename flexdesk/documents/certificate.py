"""A person's signing certificate out of a PKCS#12 file; the passphrase is used once and kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from cryptography.x509.oid import NameOID

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_

_LEAST_RSA = 2048


class NoCertificateFile(FlexDeskError):
    code = "sign.no_certificate_file"
    ticket = "FD-TTD-01"
    text = N_("The file {file} is no certificate file (.p12 or .pfx) with a key in it.")
    next = N_("Choose the file that was given out together with your certificate.")


class WrongCertificatePassphrase(FlexDeskError):
    code = "sign.passphrase"
    ticket = "FD-TTD-02"
    text = N_("The passphrase does not open the certificate file {file}.")
    next = N_("Type the passphrase of the certificate, not that of the unit's data; mind capital letters.")


class CertificateOutOfDate(FlexDeskError):
    code = "sign.out_of_date"
    ticket = "FD-TTD-03"
    text = N_("The certificate of {name} is valid from {first} to {last} only.")
    next = N_("Ask its issuer for a new one; papers that it signed before stay signed.")


class CertificateNotForSigning(FlexDeskError):
    code = "sign.not_for_signing"
    ticket = "FD-TTD-04"
    text = N_("The certificate of {name} is not meant for signatures.")
    next = N_("Choose your certificate for electronic signatures; one for encryption cannot sign.")


class KeyNotSupported(FlexDeskError):
    code = "sign.key"
    ticket = "FD-TTD-05"
    text = N_("The key of this certificate cannot sign papers: {kind}.")
    next = N_("A certificate with an RSA key of 2048 bits or more, or with an EC key, is needed.")


@dataclass(frozen=True, slots=True)
class Certificate:
    """`pkcs12` and `passphrase` go to the signing library and are dropped with this value."""

    name: str
    issuer: str
    serial: str
    last: datetime
    pkcs12: bytes
    passphrase: bytes
    x509: x509.Certificate

    def __repr__(self) -> str:
        return f"Certificate({self.name!r}, {self.issuer!r})"


def load_certificate(data: bytes, passphrase: str, *, now: datetime, file: str = "") -> Certificate:
    """Raises NoCertificateFile, WrongCertificatePassphrase, CertificateOutOfDate, CertificateNotForSigning,
    KeyNotSupported.
    """
    key, found = _opened(data, passphrase, file)
    if key is None or found is None:
        raise NoCertificateFile(file=file)
    name = common_name(found.subject)
    _check_key(key)
    if not _may_sign(found):
        raise CertificateNotForSigning(name=name)
    first, last = found.not_valid_before_utc, found.not_valid_after_utc
    if not first <= now <= last:
        raise CertificateOutOfDate(name=name, first=f"{first:%Y-%m-%d}", last=f"{last:%Y-%m-%d}")
    return Certificate(
        name,
        common_name(found.issuer),
        f"{found.serial_number:x}",
        last,
        data,
        passphrase.encode(),
        found,
    )


def common_name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def read_authorities(files: Sequence[bytes]) -> list[x509.Certificate]:
    """Certificates of issuers, PEM or DER; what is neither is left out."""
    found = []
    for data in files:
        try:
            found += (
                x509.load_pem_x509_certificates(data)
                if b"-----BEGIN" in data
                else [x509.load_der_x509_certificate(data)]
            )
        except ValueError:
            continue
    return found


def issued_by(certificate: x509.Certificate, authorities: Sequence[x509.Certificate]) -> str:
    """The name of the authority whose key signed the certificate; empty where none of them did."""
    for authority in authorities:
        try:
            certificate.verify_directly_issued_by(authority)
        except (ValueError, TypeError, InvalidSignature):
            continue
        return common_name(authority.subject)
    return ""


def _opened(data: bytes, passphrase: str, file: str) -> tuple[Any, x509.Certificate | None]:
    try:
        key, found, _others = load_key_and_certificates(data, passphrase.encode())
    except ValueError as error:
        if _looks_like_pkcs12(data):
            raise WrongCertificatePassphrase(file=file) from error
        raise NoCertificateFile(file=file) from error
    return key, found


def _looks_like_pkcs12(data: bytes) -> bool:
    """A DER sequence that begins with version 3, as RFC 7292 has it."""
    return data[:1] == b"\x30" and b"\x02\x01\x03" in data[:16]


def _check_key(key: object) -> None:
    if isinstance(key, EllipticCurvePrivateKey):
        return
    if not isinstance(key, RSAPrivateKey):
        raise KeyNotSupported(kind=type(key).__name__.removesuffix("PrivateKey").lstrip("_"))
    if key.key_size < _LEAST_RSA:
        raise KeyNotSupported(kind=f"RSA {key.key_size}")


def _may_sign(certificate: x509.Certificate) -> bool:
    """A certificate without the field may do everything."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment
