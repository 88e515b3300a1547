"""Laws of periods, predikat, distribution and content hashes that hold for any input."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from flexdesk.domain.distribution import Demand, check_distribution
from flexdesk.domain.outputs import Output, Question, content_hash, duplicate, no_report, overlap
from flexdesk.domain.performance import OrganisationLevel, Predicate, Rating, predicate_of
from flexdesk.domain.periods import PeriodKind, parse_period, period_of
from flexdesk.exchange.activity_cells import amount_of, day_of, number_of, span_of, time_of, times_of
from flexdesk.exchange.cells import Row, Sheet
from flexdesk.exchange.report_files import read_reports
from flexdesk.exchange.schedule_files import place_of

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
BETTER = list(Rating)
CELLS = st.one_of(
    st.none(), st.text(max_size=20), st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6), DAYS, st.times()
)


@given(st.sampled_from(list(PeriodKind)), DAYS)
def test_a_period_holds_its_day_and_comes_back_from_its_code(kind, day):
    period = period_of(kind, day)
    assert day in period
    assert parse_period(period.code) == period
    assert period.next().previous() == period
    assert (period.next().first - period.last).days == 1
    assert next(period.days()) == period.first


@given(st.sampled_from(BETTER), st.sampled_from(BETTER), st.sampled_from(BETTER))
def test_better_results_never_worsen_the_predikat_unless_behaviour_is_below(one, other, behaviour):
    low, high = sorted((one, other), key=BETTER.index)
    worst_to_best = list(Predicate)
    lower, higher = (worst_to_best.index(predicate_of(rating, behaviour)) for rating in (low, high))
    assert lower <= higher


@given(
    st.dictionaries(st.sampled_from(list(Predicate)), st.integers(0, 40)),
    st.sampled_from(list(OrganisationLevel)),
)
def test_a_warning_is_true_and_rounding_means_less_than_one_person(counts, level):
    for warning in check_distribution(counts, level):
        share = 100 * warning.count / warning.total
        if warning.demand is Demand.AT_MOST:
            assert share > warning.percent
            assert warning.rounding == (warning.count - warning.percent * warning.total / 100 < 1)
        if warning.demand is Demand.AT_LEAST:
            assert share < warning.percent
            assert warning.rounding == (warning.percent * warning.total / 100 - warning.count < 1)
        assert str(warning.total) in warning.sentence


@given(st.text(), st.floats(0, 1e6) | st.none())
def test_a_hash_is_short_and_safe_in_a_key(text, amount):
    found = content_hash(text, amount=amount)
    assert len(found) == 8
    assert found.isalnum()
    assert found == content_hash(f" {text}\n", amount=amount)


@given(st.lists(st.tuples(DAYS, st.sampled_from("abc"), st.times(), st.times()), max_size=12))
def test_overlaps_do_not_depend_on_order_and_duplicates_add_none(rows):
    outputs = [
        Output(str(n), "p", day, text, starts, ends) for n, (day, text, starts, ends) in enumerate(rows)
    ]
    forward = {frozenset(finding.outputs) for finding in overlap("p", outputs)}
    backward = {frozenset(finding.outputs) for finding in overlap("p", outputs[::-1])}
    assert forward == backward
    for finding in duplicate("p", outputs):
        same = [output for output in outputs if output.key in finding.outputs]
        assert len({(output.day, output.content) for output in same}) == 1
        assert finding.question is Question.DUPLICATE


@given(st.sets(DAYS, max_size=8), st.sets(DAYS, max_size=8))
def test_missing_and_reported_days_make_up_the_working_days(reported, working):
    outputs = [Output(str(day), "p", day, "x") for day in reported]
    missing = {finding.day for finding in no_report("p", outputs, (), sorted(working))}
    assert missing == working - reported


@given(CELLS)
def test_no_cell_breaks_a_reader(cell):
    for read in (day_of, span_of, time_of, times_of, amount_of, place_of):
        read(cell)


@given(st.integers(0, 10**9))
def test_grouped_thousands_are_read_back(number):
    assert number_of(f"{number:,}".replace(",", ".")) == number


@given(st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=6))
def test_every_row_of_a_table_is_taken_once_or_refused_once_or_holds_nothing(rows):
    heading = ["NIP", "Nama", "Tanggal", "Kegiatan", "Volume"]
    numbered = [Row(number, cells) for number, cells in enumerate([heading, *rows], start=1)]
    reading = read_reports([Sheet("A", numbered)])
    seen = [row.row for row in reading.rows]
    seen += [double.row.row for double in reading.duplicates]
    seen += [rejected.row for rejected in reading.rejected]
    assert len(seen) == len(set(seen))
    assert set(seen) <= set(range(2, len(numbered) + 1))
