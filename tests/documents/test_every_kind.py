"""A thousand papers of every kind: nothing is cut off, no signature block splits, no letter is lost."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flexdesk.documents import lay_out
from flexdesk.documents.checks import check_layout
from flexdesk.documents.combine import Form, draw
from flexdesk.documents.file_checks import check_file
from tests.documents.variants import EVERY_KIND

EVERY_DAY = 8  # of each kind
LONG = 1000  # of all kinds together
_HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large]


def whole(form: Form) -> None:
    report = check_layout(lay_out(form))
    assert report.clean, report
    assert report.signatures >= 1


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_few_of_each_kind_are_whole(kind: str) -> None:
    @settings(max_examples=EVERY_DAY, deadline=None, suppress_health_check=_HEALTH)
    @given(EVERY_KIND[kind])
    def each(form: Form) -> None:
        whole(form)

    each()


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("SOAK"), reason="a thousand papers take minutes; make soak")
@settings(max_examples=LONG, deadline=None, suppress_health_check=_HEALTH)
@given(st.one_of(list(EVERY_KIND.values())))
def test_a_thousand_of_all_kinds_are_whole(form: Form) -> None:
    """The finished file is read again by another library, as the printer's driver would."""
    whole(form)
    seen = check_file(draw(form).data)
    assert seen.clean, seen
