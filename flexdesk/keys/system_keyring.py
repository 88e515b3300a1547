"""The operating system's keyring, where it is one that keeps secrets and does not ask on the terminal."""

import secrets
from typing import Protocol

SERVICE = "FlexDesk"
# Backends that keep nothing, keep it in the open, or ask on the terminal.
_REFUSED = ("keyring.backends.fail", "keyring.backends.null", "keyring.backends.chainer", "keyrings.")


class SecretStore(Protocol):
    """The three calls that every keyring backend has."""

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def get_password(self, service: str, username: str) -> str | None: ...

    def delete_password(self, service: str, username: str) -> None: ...


def no_keyring() -> SecretStore | None:
    """For computers and tests that shall not use one."""
    return None


def system_keyring() -> SecretStore | None:
    """The keyring in force if it is fit; None otherwise. Importing `keyring` takes 0.15 s, so only here."""
    import keyring

    backend = keyring.get_keyring()
    inner = list(getattr(backend, "backends", ()))  # a chainer holds several; take the first fit one itself
    fit: list[SecretStore] = [one for one in [backend, *inner] if is_fit(one)]
    return fit[0] if fit else None


def is_fit(backend: object) -> bool:
    return not type(backend).__module__.startswith(_REFUSED)


def answers(store: SecretStore) -> bool:
    """Whether a secret that was set is given back and can be deleted."""
    name, secret = f"probe-{secrets.token_hex(8)}", secrets.token_hex(22)
    try:
        store.set_password(SERVICE, name, secret)
        kept = store.get_password(SERVICE, name) == secret
        store.delete_password(SERVICE, name)
        return kept and store.get_password(SERVICE, name) is None
    except Exception:  # backends raise what they like: D-Bus, COM and their own errors
        return False


def ask(store: SecretStore, name: str) -> str | None:
    """The secret of that name, or None where the store does not have it or does not answer."""
    try:
        return store.get_password(SERVICE, name)
    except Exception:  # as above
        return None
