"""Receipt codes: forgiving of how they are read out, not of wrong ones."""

from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from flexdesk.sync.receipts import ALPHABET, CodeGate, TooManyCodes, match_code, normalised, receipt_code

KEY = b"k" * 32
DEVICE = "56475aa75463474c"
CHAIN = bytes(range(32))
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_the_code_never_changes_for_the_same_receipt() -> None:
    assert receipt_code(KEY, "u", DEVICE, 20, CHAIN) == "4QTW-DZVK"


@given(st.integers(0, 10**9), st.data())
def test_a_code_read_out_carelessly_is_found_again(seq: int, data: st.DataObject) -> None:
    code = receipt_code(KEY, "u", DEVICE, seq, CHAIN)
    sounds = {"0": "0oO", "1": "1iIlL"}
    typed = "".join(data.draw(st.sampled_from(sounds.get(c, c + c.lower()))) for c in code)
    typed = typed.replace("-", data.draw(st.sampled_from(("", " ", "-", " - "))))
    assert match_code(typed, KEY, "u", DEVICE, dict.fromkeys((seq - 1, seq, seq + 1), CHAIN)) == seq


def test_it_fits_no_other_unit_device_number_key_or_content() -> None:
    code = receipt_code(KEY, "u", DEVICE, 20, CHAIN)
    assert match_code(code, KEY, "u", DEVICE, dict.fromkeys(range(20), CHAIN)) is None
    assert match_code(code, KEY, "v", DEVICE, {20: CHAIN}) is None
    assert match_code(code, KEY, "u", "0" * 16, {20: CHAIN}) is None
    assert match_code(code, b"x" * 32, "u", DEVICE, {20: CHAIN}) is None
    assert match_code(code, KEY, "u", DEVICE, {20: CHAIN[::-1]}) is None
    assert match_code(code, KEY, "u", DEVICE, {20: CHAIN}) == 20


@pytest.mark.parametrize("typed", ["", "RY3E", "RY3E-96RV-1", "RY3E-96RU", "éY3E-96RV", "12345678\n9"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert normalised(typed) is None
    assert match_code(typed, KEY, "u", DEVICE, {20: CHAIN}) is None


def test_the_alphabet_is_crockfords() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


def test_three_wrong_codes_wait_a_minute() -> None:
    gate = CodeGate().after_wrong(NOW).after_wrong(NOW)
    gate.check(NOW)
    gate = gate.after_wrong(NOW)
    with pytest.raises(TooManyCodes) as caught:
        gate.check(NOW + timedelta(seconds=19.5))
    assert caught.value.facts == {"seconds": 41}
    gate.check(NOW + timedelta(seconds=60))
    assert gate.after_wrong(NOW + timedelta(seconds=60)).wrong == 1


def test_a_right_code_forgets_the_wrong_ones() -> None:
    assert CodeGate().after_wrong(NOW).after_wrong(NOW).after_right() == CodeGate()


def test_a_clock_that_was_set_back_does_not_lock_for_ever() -> None:
    gate = CodeGate(0, NOW + timedelta(minutes=1))
    gate.check(NOW - timedelta(days=3))
