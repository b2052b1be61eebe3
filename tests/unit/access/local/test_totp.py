"""Codes of an authenticator application."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from cordee.access.local import totp

# RFC 6238 appendix B, SHA-1: the last six of its eight digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_CODES = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}


@pytest.mark.parametrize(("second", "code"), RFC_CODES.items())
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    at = datetime.fromtimestamp(second, UTC)
    assert totp.step_of(RFC_SECRET, code, at) == second // 30


@pytest.mark.parametrize("steps", range(-3, 4))
def test_a_code_passes_one_step_around_its_own_and_no_further(steps: int) -> None:
    at = datetime.fromtimestamp(1111111109, UTC) + timedelta(seconds=30 * steps)
    found = totp.step_of(RFC_SECRET, "081804", at)
    assert found == (1111111109 // 30 if abs(steps) <= 1 else None)


@pytest.mark.parametrize("code", ["", "08180", "0818040", "081805", "abcdef", "０８１８０４", "-81804"])
def test_what_is_no_code_does_not_pass(code: str) -> None:
    assert totp.step_of(RFC_SECRET, code, datetime.fromtimestamp(1111111109, UTC)) is None


def test_spaces_as_applications_show_them_make_no_difference() -> None:
    assert totp.step_of(RFC_SECRET, " 081 804 ", datetime.fromtimestamp(1111111109, UTC)) is not None


def test_picture_is_plain_svg_that_a_strict_policy_draws() -> None:
    drawn = totp.picture_of(totp.new_secret(), "a.b@exemple.fr")
    root = ElementTree.fromstring(drawn)
    assert root.tag.endswith("svg")
    assert "style" not in drawn
    assert "script" not in drawn
    assert "data:" not in drawn


def test_secrets_have_the_length_of_the_standard_and_differ() -> None:
    assert {len(totp.new_secret()) for _ in range(5)} == {32}
    assert len({totp.new_secret() for _ in range(50)}) == 50
