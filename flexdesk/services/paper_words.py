"""What was found out about a paper, in sentences for the command line and the desktop."""

from flexdesk.documents.signatures import FoundSignature
from flexdesk.i18n import N_, _
from flexdesk.services.verifying import KnownBy, PaperState, Verified
from flexdesk.store.store import Row, Store

_STATES = {
    PaperState.CURRENT: N_("this is the version on file."),
    PaperState.SUPERSEDED: N_("a newer version was issued."),
    PaperState.UNKNOWN: N_("this paper is not on file here."),
    PaperState.ALTERED: N_("made with FlexDesk, but it is not what is on file."),
}
_HOW = {
    KnownBy.WORDS: N_("Its words and its code fit; its bytes were written anew."),
    KnownBy.CODE: N_("The code says so; compare the words of the paper with a new print."),
}


def verdict_line(found: Verified, name: str) -> str:
    line = f"{name}: {_(_STATES[found.state])}"
    if found.known_by in _HOW and found.state is not PaperState.ALTERED:
        line += " " + _(_HOW[found.known_by])
    if found.changed_since:
        newest = max(entry.at for entry in found.changed_since)
        line += " " + _("{count} values were changed since, last on {day}.").format(
            count=len(found.changed_since), day=f"{newest:%d-%m-%Y}"
        )
    return line


def document_line(store: Store, row: Row, kinds: dict[str, str]) -> str:
    """Which paper it is; `kinds` are the names of kinds as the caller shows them."""
    kind = str(row["kind"])
    parts = [kinds.get(kind, kind), str(row["period"])]
    if row["entities"]:
        parts.append(_name(store, str(row["entities"])))
    if row["number"]:
        parts.append(_("number {number}").format(number=row["number"]))
    parts.append(_("issued on {day}").format(day=str(row["issued_at"])[:10]))
    return ", ".join(parts)


def signature_line(one: FoundSignature) -> str:
    if not one.intact:
        return _("Signature in {field}: broken, the paper was changed after it.").format(field=one.field)
    text = (
        _("Signed by {signer}, certificate of {issuer}: intact.")
        if one.trusted
        else _("Signed by {signer}, certificate of {issuer}: intact; the issuer is not known to this unit.")
    )
    return text.format(signer=one.signer, issuer=one.issuer)


def _name(store: Store, nip: str) -> str:
    """Whoever left the roster is named by the number alone."""
    found = store.select("person", nip=nip)
    return str(found[0]["name"]) if found else nip
