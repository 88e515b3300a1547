"""Times papers against a bare ReportLab canvas that only writes what was laid out before, and a preview.

Budget (DESIGN, section 10): at most 1.6 times the bare canvas; at most 80 kB each and 2 MB for forty in one
file; a page is seen within 200 ms after it was asked for. Times are processor time, so that other programs
on the machine do not count.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from time import process_time

from reportlab.pdfgen.canvas import Canvas

from flexdesk.desk.desk import Desk
from flexdesk.documents import Form, combine, draw_each, fonts, lay_out
from flexdesk.documents.preview import page_image
from flexdesk.documents.sheet import Fill, Frames, Page
from flexdesk.domain.performance import Rating
from flexdesk.domain.periods import parse_period
from tests.documents import office_samples, samples
from tests.helpers.desks import kecamatan_desk

TEAM, MANY = 40, 1000
ROUNDS = 5
FACTOR, EACH_KB, TOGETHER_KB, PREVIEW_MS = 1.6, 80.0, 2000.0, 200.0
SCREEN = 96 / 72
_CLEARED = (fonts.wrapped, fonts._thousandths)


def forms(paper: Form, count: int) -> list[Form]:
    """Different people with three results each, as a unit of that size prints them."""
    return [
        replace(
            paper,
            person=replace(samples.PERSON, name=f"Pegawai {number}, S.IP."),
            main=office_samples.many_results(3, 3, number % 7),
        )
        for number in range(count)
    ]


def bare(pages: Sequence[Page]) -> bytes:
    """The same texts, fields and fills, one plain call each."""
    stream = BytesIO()
    canvas = Canvas(stream, pageCompression=1)
    for page in pages:
        height = page.sheet.height
        canvas.setPageSize((page.sheet.width, height))
        for graphic in page.graphics:
            if isinstance(graphic, Fill):
                canvas.setFillColor(graphic.colour)
                box = graphic.box
                canvas.rect(box.left, height - box.bottom, box.width, box.height, stroke=0, fill=1)
            elif isinstance(graphic, Frames):
                for box in graphic.boxes:
                    canvas.rect(box.left, height - box.bottom, box.width, box.height)
        for text in page.texts:
            canvas.setFont(text.style.face, text.style.size)
            canvas.setFillColor(text.style.colour)
            canvas.drawString(text.x, height - text.y, text.text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def seconds(work: Callable[[], object]) -> float:
    for known in _CLEARED:
        known.cache_clear()
    started = process_time()
    work()
    return process_time() - started


def kept(value: float, limit: float) -> str:
    return "kept" if value <= limit else "BROKEN"


def compare(what: str, papers: Sequence[Form], *, together: bool, rounds: int = ROUNDS) -> None:
    """One line: the bare canvas, FlexDesk with layout and checks, and how many times as long it took."""
    laid_out = [lay_out(form) for form in papers]
    every = [page for pages in laid_out for page in pages]
    ours, theirs = [], []
    for _round in range(rounds):
        if together:
            theirs.append(seconds(partial(bare, every)))
            ours.append(seconds(partial(combine, papers, "Evaluasi")))
        else:
            theirs.append(seconds(lambda: [bare(pages) for pages in laid_out]))
            ours.append(seconds(partial(draw_each, papers)))
    factor = median(ours) / median(theirs)
    print(
        f"  {what:34} {len(every):5} pages  bare {median(theirs) * 1000:7.0f} ms"
        f"  FlexDesk {median(ours) * 1000:7.0f} ms  {factor:5.2f} of {FACTOR} {kept(factor, FACTOR)}",
        flush=True,
    )


def sizes(papers: Sequence[Form]) -> None:
    largest = max(len(issued.data) for issued in draw_each(papers)) / 1000
    whole = len(combine(papers, "Evaluasi").data) / 1000
    for what, size, limit in (("largest file", largest, EACH_KB), ("all in one", whole, TOGETHER_KB)):
        print(f"  {what:34} {size:7.1f} kB of {limit:.0f} {kept(size, limit)}", flush=True)


def preview(desk: Desk, what: str, kinds: Sequence[str], nips: Sequence[str]) -> None:
    """From the call of the service to the pixels of the first page."""
    period = parse_period("2026-Q3")
    times = []
    for _round in range(ROUNDS * 4):
        started = process_time()
        (drawn,) = desk.printing.draw(kinds, period, nips=nips)
        page_image(drawn.issued.data, 0, scale=SCREEN)
        times.append((process_time() - started) * 1000)
    worst = sorted(times)[-2]
    print(
        f"  {what:34} first {times[0]:6.0f} ms  median {median(times):6.0f} ms  p95 {worst:6.0f} ms"
        f" of {PREVIEW_MS:.0f} {kept(worst, PREVIEW_MS)}",
        flush=True,
    )


def previews(folder: Path) -> None:
    period = parse_period("2026-Q3")
    with kecamatan_desk(folder / "unit") as desk:
        plans = desk.evaluation.evaluations(period)
        ratings = {one.skp.key: (Rating.MEETS, Rating.MEETS, None) for one in plans}
        desk.evaluation.rate_many(ratings, period)
        desk.evaluation.set_organisation(period, "baik")
        nip = str(plans[3].skp.person["nip"])
        for kind in ("evaluation", "skp", "dialogue-card", "feedback"):
            preview(desk, f"preview of one {kind}", (kind,), (nip,))
        for kind in ("predicate-recap", "handover"):
            preview(desk, f"preview of the {kind}", (kind,), ())


def main() -> None:
    evaluations, plans = forms(samples.EVALUATION, TEAM), forms(samples.SKP, TEAM)
    draw_each([evaluations[0], plans[0]])  # fonts are read once, not forty times
    compare(f"{TEAM} evaluations, a file each", evaluations, together=False)
    compare(f"{TEAM} evaluations, one file", evaluations, together=True)
    compare(f"{TEAM} SKP, a file each", plans, together=False)
    compare(f"{TEAM} SKP, one file", plans, together=True)
    compare(f"{MANY} evaluations, one file", forms(samples.EVALUATION, MANY), together=True, rounds=1)
    sizes(evaluations)
    with tempfile.TemporaryDirectory() as folder:
        previews(Path(folder))


if __name__ == "__main__":
    main()
