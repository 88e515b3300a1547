from datetime import date

import pytest

from flexdesk.domain.policy import (
    BadSettingError,
    SettingFixedError,
    SettingOutOfBoundsError,
    UnknownSettingError,
    differences,
)
from tests.unit.rules.office import POLICY

TODAY = date(2026, 11, 23)
NAMED = """location.max_days_per_week location.max_share location.min_share_on_site location.fixed_day
location.fixed_day_counts location.excluded_categories location.direct_service person.new_posting_months
hours.start hours.flex_minutes ramadan.from ramadan.to planner.wanted_days_per_week report.due
review.due_working_days publish.letter_required"""


def test_every_setting_of_the_command_line_is_there_with_source_and_grade():
    sentences = {sentence.key: sentence for sentence in POLICY.sentences(TODAY)}
    assert set(NAMED.split()) <= set(sentences)
    assert all(one.source and one.grade and one.text for one in sentences.values())
    assert not any("{" in one.text for one in sentences.values())


def test_an_edit_holds_from_its_day_on():
    later = date(2026, 12, 1)
    policy = POLICY.with_edit("location.max_share", "25%", from_day=later, source="SK Camat 4")
    assert policy.terms(TODAY).max_share == 0.5
    assert policy.terms(later).max_share == 0.25
    assert policy.sentence("location.max_share", later).source == "SK Camat 4"
    assert "25 %" in policy.sentence("location.max_share", later).text
    assert [edit.value for edit in policy.history("location.max_share")] == ["25%"]


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        ("location.max_days_per_week", "3", SettingOutOfBoundsError),
        ("location.max_days_per_week", "two", BadSettingError),
        ("location.max_share", "1.5", SettingOutOfBoundsError),
        ("location.max_share", "nan", SettingOutOfBoundsError),
        ("location.fixed_day", "sun", BadSettingError),
        ("location.excluded_categories", "camat,raja", BadSettingError),
        ("location.fixed_day_counts", "perhaps", BadSettingError),
        ("ramadan.from", "soon", BadSettingError),
        ("hours.week_minutes", "100", SettingFixedError),
        ("location.moon", "1", UnknownSettingError),
    ],
)
def test_edits_that_are_refused(key: str, value: str, error: type[Exception]):
    with pytest.raises(error):
        POLICY.with_edit(key, value)


def test_a_limit_may_be_lowered_and_a_length_set_and_unset():
    assert POLICY.with_edit("location.max_days_per_week", "0").terms(TODAY).max_days_per_week == 0
    policy = POLICY.with_edit("person.new_posting_months", "6")
    assert policy.terms(TODAY).new_posting_months == 6
    assert policy.with_edit("person.new_posting_months", "").terms(TODAY).new_posting_months is None
    assert POLICY.with_edit("location.excluded_categories", "").terms(TODAY).excluded_categories == ()


def test_differences_are_told_in_sentences():
    new = POLICY.with_edit("location.max_share", "0.3")
    (pair,) = differences(POLICY, new, TODAY)
    assert pair[0] is not None
    assert pair[1] is not None
    assert "50 %" in pair[0].text
    assert "30 %" in pair[1].text
