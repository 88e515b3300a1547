"""What a seal costs a print, and what a certified signature costs: seconds, and bytes added to the file.

Measured before on such a machine, bare pyHanko: RSA-2048 188 ms and 6.6 KiB, P-256 79 ms and 5.6 KiB.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median
from time import perf_counter

from flexdesk.documents import draw, draw_each
from flexdesk.documents.certificate import load_certificate
from flexdesk.documents.parties import Seal, SigningMode
from flexdesk.documents.sealing import seal_of
from flexdesk.documents.signatures import signatures_in
from flexdesk.documents.signing import Visible, sign
from flexdesk.services.issuing import prepared
from tests.bench.bench_documents import ROUNDS, forms
from tests.documents import samples
from tests.helpers.certificates import PASSPHRASE, issuer, pkcs12

FORMS = 40
NOW = datetime(2026, 11, 22, 6, 45, tzinfo=UTC)


def seal(content: str) -> Seal:
    return seal_of(content, title="EVALUASI 2026-Q3", number="", chain="9f8e7d6c")


def timed(call: Callable[[], object]) -> float:
    """Seconds, the middle of several rounds."""
    found = []
    for _round in range(ROUNDS):
        start = perf_counter()
        call()
        found.append(perf_counter() - start)
    return median(found)


def sealing() -> None:
    plain = forms(samples.EVALUATION, FORMS)
    ready = [prepared(form, SigningMode.WET) for form in plain]
    makers = [seal] * len(ready)
    draw_each(ready[:1], seals=makers[:1])
    without, with_seal = timed(lambda: draw_each(plain)), timed(lambda: draw_each(ready, seals=makers))
    more = len(draw(ready[0], seal=seal).data) - len(draw(plain[0]).data)
    ratio = with_seal / without
    print(f"{FORMS} evaluations {without:.2f} s, sealed {with_seal:.2f} s, {ratio:.2f} x, +{more} B")


def signing(kind: str) -> None:
    paper = draw(replace(samples.DOCUMENT, signing=SigningMode.CERTIFIED)).data
    data = pkcs12(kind=kind)
    opening = timed(lambda: load_certificate(data, PASSPHRASE, now=NOW))
    certificate = load_certificate(data, PASSPHRASE, now=NOW)
    visible = Visible(certificate.name, "Camat Sukamaju", NOW)
    once = sign(paper, certificate, visible)
    signing_s = timed(lambda: sign(paper, certificate, visible))
    judging = timed(lambda: signatures_in(once, [issuer().pem]))
    added = (len(once) - len(paper)) / 1024
    print(
        f"{kind}: open {opening * 1000:.0f} ms, sign {signing_s * 1000:.0f} ms, +{added:.1f} KiB,"
        f" validate {judging * 1000:.0f} ms"
    )


def main() -> None:
    sealing()
    for kind in ("rsa", "ec"):
        signing(kind)


if __name__ == "__main__":
    main()
