"""Turns what a person types, a NIP or a key, into a row of the roster."""

from flexdesk.errors import NotFound
from flexdesk.i18n import N_, _
from flexdesk.store.store import Row, Store


def person_row(store: Store, text: str) -> Row:
    """The person with that NIP (spaces, dots and dashes allowed), with it once, or with that key.

    Somebody who is in the roster comes before somebody who left it. Raises NotFound.
    """
    plain = "".join(character for character in text if character not in " .-'")
    found = store.select("person", nip=plain) or store.select("person", key=text)
    if not found and plain.isdigit():
        found = store.once_called(plain)
    if not found:
        raise NotFound(what=_(N_("Employee")), key=text)
    return min(found, key=lambda row: bool(row["archived"]))


def nips(store: Store) -> dict[str, str]:
    """NIP -> key of everybody, by earlier numbers too; a number in use comes before one given up."""
    people = sorted(store.select("person"), key=lambda row: not row["archived"])
    once = {nip: str(row["key"]) for row in people if row["former_nip"] for nip in former_nips(row)}
    return {**once, **{str(row["nip"]): str(row["key"]) for row in people if row["nip"]}}


def former_nips(row: Row) -> list[str]:
    """Numbers that a person had before, the latest first."""
    return [nip for nip in str(row.get("former_nip") or "").split(",") if nip]
