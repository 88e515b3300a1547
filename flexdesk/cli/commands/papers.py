"""`verify`, `sign`: whether a paper is the one on file, and a person's certified signature on it."""

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Result, folder
from flexdesk.cli.session import Session
from flexdesk.documents.signatures import FoundSignature
from flexdesk.errors import EnvironmentTrouble, UsageError, reason_of
from flexdesk.i18n import _
from flexdesk.services.paper_words import signature_line, verdict_line
from flexdesk.services.signing import SignedFile
from flexdesk.services.verifying import PaperState, verify, verify_code


def add(root: Group) -> None:
    check = root.add("verify", run_verify, _("whether a paper is the version on file"))
    check.add_argument("file", type=Path, nargs="?", metavar="FILE", help=_("a PDF, or a picture of a paper"))
    check.add_argument("--code", default="", help=_("the text of the code on the paper, or its ten signs"))
    sign = root.add("sign", run_sign, _("sign papers with a certificate file"), tries=True)
    sign.add_argument("files", type=Path, nargs="+", metavar="FILE.pdf")
    sign.add_argument("--certificate", type=Path, required=True, metavar="FILE.p12")
    sign.add_argument(
        "--certificate-passphrase-file", type=Path, help=_("file that holds the certificate's passphrase")
    )
    sign.add_argument(
        "--field",
        default="",
        metavar="penilai|pejabat|pegawai",
        help=_("whose place; else the first free one"),
    )
    sign.add_argument("--out", type=folder, help=_("folder for the signed files; else beside each file"))


def run_verify(session: Session, arguments: argparse.Namespace) -> Result:
    if (arguments.file is None) is not bool(arguments.code):
        raise UsageError(detail=_("verify takes a file or --code"))
    desk = session.desk
    if arguments.code:
        found, name = verify_code(desk.store, arguments.code), _("The code")
    else:
        trusted = tuple(desk.signing.authorities().values())
        found, name = verify(desk.store, arguments.file, trusted), arguments.file.name
    changed = [
        {"at": e.at.isoformat(), "table": e.table, "row": e.row, "field": e.field, "after": e.after}
        for e in found.changed_since
    ]
    document = {name: value for name, value in (found.document or {}).items() if name != "key"}
    data = {
        "state": str(found.state),
        "document": document or None,
        "changed_since": changed,
        "known_by": str(found.known_by),
        "signatures": [_signature(one) for one in found.signatures],
    }
    good = found.state is PaperState.CURRENT and not changed and all(s.intact for s in found.signatures)
    return Result(data, 0 if good else 1, [verdict_line(found, name), *map(signature_line, found.signatures)])


def _signature(one: FoundSignature) -> dict[str, Any]:
    return {
        "field": one.field,
        "signer": one.signer,
        "issuer": one.issuer,
        "at": one.at.isoformat() if one.at else None,
        "intact": one.intact,
        "trusted": one.trusted,
    }


def run_sign(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.signing
    certificate = service.certificate(arguments.certificate, _passphrase(session, arguments))
    signed = service.sign_files(
        arguments.files,
        certificate,
        field=arguments.field,
        out=arguments.out,
        file_them=not arguments.dry_run,
    )
    data = {
        "files": [_file(one) for one in signed],
        "signer": certificate.name,
        "issuer": certificate.issuer,
        "authority": service.authority_of(certificate) or None,
    }
    return Result(data, 0, [str(one.path) for one in signed])


def _file(one: SignedFile) -> dict[str, Any]:
    return {
        "source": one.source,
        "path": str(one.path),
        "kind": one.document or None,
        "sha256": one.sha256,
        "bytes": one.bytes,
        "added": one.added,
    }


def _passphrase(session: Session, arguments: argparse.Namespace) -> str:
    """From the file that was named, else typed; raises UsageError, EnvironmentTrouble."""
    file = arguments.certificate_passphrase_file
    if file is not None:
        try:
            return str(file.read_text(encoding="utf-8")).rstrip("\r\n")
        except OSError as error:
            raise EnvironmentTrouble(detail=reason_of(error)) from error
        except UnicodeDecodeError as error:
            raise UsageError(detail=_("the file {name} is not UTF-8 text").format(name=file.name)) from error
    if session.as_json or not sys.stdin.isatty():
        raise UsageError(detail=_("--certificate-passphrase-file is needed where nobody can type"))
    return getpass.getpass(_("Passphrase of the certificate: "))
