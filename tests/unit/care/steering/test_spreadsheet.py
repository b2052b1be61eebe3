"""A file for a spreadsheet: nothing it would run, only the columns one reads."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.care.steering.spreadsheet import MARK, Column, columns_of, harmless, written
from cordee.store import categories as cat
from cordee.web.filters import criteria_of
from tests.integration.care import village


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+33",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "  =cmd|'/c calc'!A0",
        "\r=1",
        "\n@x",
        "\ufeff=1",
        "\u00a0=1",
        "＝1",
    ],
)
def test_formula_is_made_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Moreau", "12/03/1942", "l’Étang = la mare", "03 85"])
def test_plain_text_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=6))
def test_what_is_written_is_read_back_and_runs_nowhere(lines: list[list[str]]) -> None:
    text = written(lines)
    assert text.startswith(MARK)
    read = list(csv.reader(io.StringIO(text.removeprefix(MARK), newline=""), delimiter=";"))
    assert read == [[harmless(cell) for cell in line] for line in lines]
    assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@")) for line in read for cell in line)


def test_column_of_what_one_may_not_read_is_left_out() -> None:
    columns = [Column[str]("Nom", cat.IDENTITY, str), Column[str]("Soin", cat.MEDICAL, str)]
    assert [one.head for one in columns_of(village.actor(village.SOCIAL), columns)] == ["Nom"]
    assert [one.head for one in columns_of(village.actor(village.GP), columns)] == ["Nom", "Soin"]


def test_filter_keeps_the_codes_of_its_list_and_nothing_typed() -> None:
    query = "vue=miennes&nature=orientation&who=Moreau&theme=Je%20suis&suite=abc"
    assert criteria_of("requests", query) == "nature=orientation&vue=miennes"
    assert criteria_of("tasks", query) == "vue=miennes"
    assert criteria_of("records", "referent=PractitionerRole%2Fx") == ""
