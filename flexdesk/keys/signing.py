"""Ed25519 signatures, and the device id that follows from a public key."""

import hashlib
import os


def device_id(public: bytes) -> str:
    """First 16 hexadecimal digits of SHA-256 over the 32-byte public key: a device's name in every log."""
    return hashlib.sha256(public).hexdigest()[:16]


class SigningKey:
    """A device's or server's own key. `public` is 32 bytes, `device` the id that follows from it."""

    __slots__ = ("_key", "device", "public", "seed")

    def __init__(self, seed: bytes) -> None:
        """`seed` is 32 bytes; raises ValueError for another length."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self.seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()
        self.device = device_id(self.public)

    @classmethod
    def generate(cls) -> "SigningKey":
        return cls(os.urandom(32))

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(message)

    def __repr__(self) -> str:
        return f"SigningKey({self.device})"


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether `signature` over `message` was made with the key of `public`; False for a malformed key too."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
