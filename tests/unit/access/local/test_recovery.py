"""Recovery codes on paper."""

from cordee.access.local import recovery


def test_ten_codes_that_differ_and_are_never_read_for_another_letter() -> None:
    codes = recovery.new_codes()
    assert len(set(codes)) == recovery.CODES
    assert not set("".join(codes)) & set("IO01")
    assert all(recovery.looks_like_one(code) for code in codes)


def test_a_code_typed_loosely_is_the_same_code() -> None:
    code = recovery.new_codes()[0]
    loose = f"  {code.lower().replace('-', ' ')} "
    assert recovery.digest_of(loose) == recovery.digest_of(code)


def test_a_code_of_six_digits_is_not_taken_for_one() -> None:
    assert not recovery.looks_like_one("234 567")
