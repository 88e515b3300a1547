"""Certificates made for a test: an issuer, and PKCS#12 files of people who never lived."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

PASSPHRASE = "kunci-sertifikat"
FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Issuer:
    key: Any
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


@cache
def issuer(name: str = "Penerbit Contoh") -> Issuer:
    key = ec.generate_private_key(ec.SECP256R1())
    usage = _usage(sign=False, cipher=False, authority=True)
    return Issuer(key, _certificate(name, name, key.public_key(), key, FIRST, LAST, usage, authority=True))


@cache
def key_of(kind: str) -> Any:
    match kind:
        case "rsa":
            return rsa.generate_private_key(65537, 2048)
        case "rsa-1024":
            return rsa.generate_private_key(65537, 1024)
        case "ed25519":
            return ed25519.Ed25519PrivateKey.generate()
        case _:
            return ec.generate_private_key(ec.SECP256R1())


def pkcs12(
    name: str = "Siti Contoh",
    *,
    kind: str = "ec",
    last: datetime = LAST,
    signs: bool = True,
    by: Issuer | None = None,
    passphrase: str = PASSPHRASE,
) -> bytes:
    by, key = by or issuer(), key_of(kind)
    usage = _usage(sign=signs, cipher=not signs, authority=False)
    issued = _certificate(
        name,
        by.certificate.subject.rfc4514_string().removeprefix("CN="),
        key.public_key(),
        by.key,
        FIRST,
        last,
        usage,
        authority=False,
    )
    locked = BestAvailableEncryption(passphrase.encode())
    return serialize_key_and_certificates(name.encode(), key, issued, [by.certificate], locked)


def _usage(*, sign: bool, cipher: bool, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sign,
        content_commitment=sign,
        key_encipherment=cipher,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _certificate(
    name: str,
    issuer_name: str,
    public: Any,
    key: Any,
    first: datetime,
    last: datetime,
    usage: x509.KeyUsage,
    *,
    authority: bool,
) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer_name)]))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
