"""Times 40 evaluations against a bare ReportLab canvas that only writes what was laid out before.

Budget (DESIGN, section 10): at most 1.6 times the bare canvas; at most 80 kB each and 2 MB together.
"""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from statistics import median
from time import perf_counter

from reportlab.pdfgen.canvas import Canvas

from flexdesk.documents import combine, draw_each, fonts, lay_out
from flexdesk.documents.evaluation import EvaluationForm
from flexdesk.documents.sheet import Fill, Frames, Page
from tests.documents import samples

FORMS = 40
ROUNDS = 5


def forms() -> list[EvaluationForm]:
    """Forty different people with three results each, as a unit of that size prints them."""
    return [
        replace(
            samples.EVALUATION,
            person=replace(samples.PERSON, name=f"Pegawai {number}, S.IP."),
            main=samples.many_results(3, 3, number % 7),
        )
        for number in range(FORMS)
    ]


def bare(pages: list[Page]) -> bytes:
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
    started = perf_counter()
    work()
    return perf_counter() - started


def main() -> None:
    papers = forms()
    laid_out = [lay_out(form) for form in papers]
    draw_each(papers[:2])  # fonts are read once, not forty times
    ours: list[float] = []
    theirs: list[float] = []
    for _round in range(ROUNDS):
        fonts.wrapped.cache_clear()
        theirs.append(seconds(lambda: [bare(pages) for pages in laid_out]))
        ours.append(seconds(lambda: draw_each(papers)))
    issued = draw_each(papers)
    together = combine(papers, "Evaluasi")
    pages = sum(paper.report.pages for paper in issued)
    print(f"{FORMS} evaluations, {pages} pages")
    print(f"bare canvas, laid out before  {median(theirs) * 1000:7.0f} ms   1.00 x")
    print(
        f"FlexDesk, layout and checks   {median(ours) * 1000:7.0f} ms   {median(ours) / median(theirs):.2f} x"
    )
    print(f"largest file                  {max(len(paper.data) for paper in issued) / 1000:7.1f} kB")
    print(f"all in one                    {len(together.data) / 1000:7.1f} kB")


if __name__ == "__main__":
    main()
