from datetime import UTC, datetime

import pytest

from cordee.store.arrays import array


@pytest.mark.parametrize(
    ("values", "literal"),
    [
        ([], "{}"),
        ([1, -2], "{1,-2}"),
        ([True, False, None], "{true,false,null}"),
        (["null", "", "a,b{}"], '{"null","","a,b{}"}'),
        (['say "no"', "back\\slash"], r'{"say \"no\"","back\\slash"}'),
        (["two\nlines\tand\x01"], '{"two\nlines\tand\x01"}'),
        (["\\n is two characters", "\\u0041"], r'{"\\n is two characters","\\u0041"}'),
        (["Éloïse 🏔"], '{"Éloïse 🏔"}'),
        ([datetime(2026, 11, 20, 7, 30, tzinfo=UTC)], '{"2026-11-20T07:30:00Z"}'),
    ],
)
def test_values_become_an_array_literal(values: list[object], literal: str) -> None:
    assert array(values) == literal  # type: ignore[arg-type]
