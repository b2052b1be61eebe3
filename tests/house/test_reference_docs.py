"""Every error code and every setting is documented, and the pages match the code."""

import re
from collections import Counter
from pathlib import Path

from build_support.reference_docs import error_classes, errors_page, settings_page


def test_errors_page_matches_the_code(root: Path) -> None:
    assert (root / "docs" / "errors.md").read_text() == errors_page(), "run `make reference`"


def test_settings_page_matches_the_code(root: Path) -> None:
    assert (root / "docs" / "settings.md").read_text() == settings_page(), "run `make reference`"


def test_every_variable_read_is_a_documented_setting(root: Path) -> None:
    documented = set(re.findall(r"CORDEE_[A-Z_]+", settings_page()))
    files = [file for part in ("src", "build_support", "tests") for file in (root / part).rglob("*.py")]
    used = {name for file in files for name in re.findall(r"CORDEE_[A-Z][A-Z_]*[A-Z]", file.read_text())}
    assert used - documented == set()


def test_no_two_errors_share_a_code() -> None:
    counted = Counter(error.code for error in error_classes())
    assert [code for code, times in counted.items() if times > 1] == []


def test_every_error_says_what_it_means() -> None:
    assert [error.__name__ for error in error_classes() if not (error.__doc__ or "").strip()] == []
