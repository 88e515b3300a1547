"""Words of `policy` for who publishes packs, and for the unit that checks who did."""

import argparse
from pathlib import Path

from flexdesk.cli.parsing import Group, Result, page, paging
from flexdesk.cli.session import Session
from flexdesk.errors import EnvironmentTrouble, UsageError, reason_of
from flexdesk.exchange import pack_signatures
from flexdesk.exchange.packs import PackUnreadableError, read_policy_pack
from flexdesk.exchange.unreadable import FileMissing
from flexdesk.i18n import _
from flexdesk.keys.signing import SigningKey
from flexdesk.system.durable import write_durably


def add(policy: Group) -> None:
    made = policy.add("keygen", run_keygen, _("a key to sign policy packs with"), tries=True)
    made.add_argument("--out", type=Path, required=True)
    _passphrase(made)
    signed = policy.add("sign", run_sign, _("sign a policy pack for units"), tries=True)
    signed.add_argument("file", type=Path)
    signed.add_argument("--key", type=Path, required=True)
    signed.add_argument("--out", type=Path)
    _passphrase(signed)
    seen = policy.add("fingerprint", run_fingerprint, _("who signed a pack, and the digits to compare"))
    seen.add_argument("file", type=Path)
    trusted = policy.add("trust", run_trust, _("accept the key of a publisher"), writes=True)
    trusted.add_argument("file", type=Path)
    trusted.add_argument("--fingerprint", required=True)
    trusted.add_argument("--note", default="")
    dropped = policy.add("distrust", run_distrust, _("accept a publisher no longer"), writes=True)
    dropped.add_argument("id", metavar="ID")
    paging(policy.add("signers", run_signers, _("publishers whose keys are accepted")))


def _passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--key-passphrase-file", type=Path, help=_("file that holds the passphrase of the publisher's key")
    )


def run_keygen(_session: Session, arguments: argparse.Namespace) -> Result:
    """A new key in a file that only its owner reads; an old file is never replaced."""
    out: Path = arguments.out
    if out.exists():
        raise UsageError(detail=_("the file {name} is there already").format(name=out.name))
    key = SigningKey.generate()
    data = pack_signatures.key_file(key, _secret(arguments))
    if not arguments.dry_run:
        _write(out, data, 0o600)
    told = pack_signatures.fingerprint(key.public.hex())
    return Result(
        {
            "file": str(out),
            "public": key.public.hex(),
            "fingerprint": told,
            "encrypted": bool(_secret(arguments)),
        },
        lines=[str(out), _("Fingerprint: {digits}").format(digits=told)],
    )


def run_sign(_session: Session, arguments: argparse.Namespace) -> Result:
    """The pack is read first, so that nothing is signed that no unit could take."""
    text = _read(arguments.file).decode("utf-8", "replace")
    key = pack_signatures.read_key(_read(arguments.key), _secret(arguments), arguments.key.name)
    pack = read_policy_pack(pack_signatures.canonical(text))
    if not pack.publisher:
        raise PackUnreadableError(detail="extends")
    out: Path = arguments.out or arguments.file
    if not arguments.dry_run:
        _write(out, pack_signatures.sign(text, key).encode(), 0o644)
    told = pack_signatures.fingerprint(key.public.hex())
    data = {"file": str(out), "name": pack.name, "version": pack.version, "fingerprint": told}
    return Result(data, lines=[str(out), _("Fingerprint: {digits}").format(digits=told)])


def run_fingerprint(_session: Session, arguments: argparse.Namespace) -> Result:
    text = _read(arguments.file).decode("utf-8", "replace")
    pack = read_policy_pack(pack_signatures.canonical(text))
    signer = pack_signatures.opened(text, arguments.file.name).signer
    told = pack_signatures.fingerprint(signer)
    return Result(
        {"publisher": pack.publisher or pack.name, "public": signer, "fingerprint": told},
        lines=[pack.publisher or pack.name, _("Fingerprint: {digits}").format(digits=told)],
    )


def run_trust(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.packs.accept(arguments.file, arguments.fingerprint, arguments.note)
    return run_signers(session, arguments)


def run_distrust(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.packs.drop(arguments.id)
    return run_signers(session, arguments)


def run_signers(session: Session, arguments: argparse.Namespace) -> Result:
    found = [
        {
            "id": one.key,
            "publisher": one.publisher,
            "fingerprint": one.fingerprint,
            "accepted_on": one.accepted_on,
            "note": one.note or None,
        }
        for one in session.desk.packs.signers()
    ]
    return Result({"signers": page(found, arguments) if hasattr(arguments, "limit") else found})


def _secret(arguments: argparse.Namespace) -> str:
    file: Path | None = arguments.key_passphrase_file
    return _read(file).decode("utf-8", "replace").strip() if file else ""


def _read(file: Path) -> bytes:
    """Raises FileMissing, EnvironmentTrouble."""
    try:
        return file.read_bytes()
    except FileNotFoundError as fault:
        raise FileMissing(file=file.name) from fault
    except OSError as fault:
        raise EnvironmentTrouble(detail=reason_of(fault)) from fault


def _write(file: Path, data: bytes, mode: int) -> None:
    try:
        write_durably(file, data, mode=mode)
    except OSError as fault:
        raise EnvironmentTrouble(detail=reason_of(fault)) from fault
