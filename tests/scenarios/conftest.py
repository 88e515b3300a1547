"""What several scenarios need."""

from collections.abc import Iterator

import pytest

from flexdesk.i18n import language, set_language


@pytest.fixture
def english() -> Iterator[None]:
    """Sentences are compared in the language of the code."""
    before = language()
    set_language("en")
    yield
    set_language(before)
