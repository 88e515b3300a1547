"""Turns what a person types, a NIP or a key, into a row of the roster."""

from flexdesk.errors import NotFound
from flexdesk.i18n import N_, _
from flexdesk.store.store import Row, Store


def person_row(store: Store, text: str) -> Row:
    """The person with that NIP (spaces, dots and dashes allowed) or key; raises NotFound."""
    plain = "".join(character for character in text if character not in " .-'")
    found = store.select("person", nip=plain) or store.select("person", key=text)
    if not found:
        raise NotFound(what=_(N_("Employee")), key=text)
    return found[0]


def nips(store: Store) -> dict[str, str]:
    """NIP -> key of everybody in the roster."""
    return {str(row["nip"]): str(row["key"]) for row in store.select("person") if row["nip"]}
