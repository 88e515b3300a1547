"""The X25519 key that files are encrypted to, in the text forms of the age format."""


class ReceivingKey:
    """`identity` is the secret text (AGE-SECRET-KEY-1…), `recipient` the public one (age1…)."""

    __slots__ = ("identity", "recipient")

    def __init__(self, identity: str) -> None:
        """Raises ValueError for a text that is no age identity."""
        import pyrage

        try:
            key = pyrage.x25519.Identity.from_str(identity)
        except pyrage.IdentityError as error:
            raise ValueError("identity") from error
        self.identity = identity
        self.recipient = str(key.to_public())

    @classmethod
    def generate(cls) -> "ReceivingKey":
        import pyrage

        return cls(str(pyrage.x25519.Identity.generate()))

    def __repr__(self) -> str:
        return f"ReceivingKey({self.recipient})"
