"""What a form reads, and how a name becomes a face."""

from datetime import date
from decimal import Decimal

import pytest

from cordee.web.faces import TINTS, initials, tint
from cordee.web.forms import Form
from cordee.web.notice import is_own_path


def test_missing_text_is_an_error_under_its_field() -> None:
    form = Form(values={"reason": "  "})
    assert form.text("reason", missing="Dites pourquoi.") == ""
    assert form.errors == {"reason": "Dites pourquoi."}


def test_text_too_long_is_refused_and_still_there() -> None:
    form = Form(values={"reason": "x" * 11})
    form.text("reason", length_max=10)
    assert "11 caractères" in form.errors["reason"]
    assert form.value("reason") == "x" * 11


@pytest.mark.parametrize(
    ("text", "day"), [("12/03/1942", date(1942, 3, 12)), ("1942-03-12", date(1942, 3, 12))]
)
def test_day_written_the_french_or_the_browser_way_is_read(text: str, day: date) -> None:
    assert Form(values={"on": text}).day("on") == day


@pytest.mark.parametrize("text", ["31/02/1950", "12/13/1950", "demain"])
def test_day_that_does_not_exist_is_an_error(text: str) -> None:
    form = Form(values={"on": text})
    assert form.day("on") is None
    assert "n’existe pas" in form.errors["on"]


def test_number_with_a_comma_keeps_its_decimals() -> None:
    assert str(Form(values={"kg": "62,10"}).number("kg", Decimal(1), Decimal(400))) == "62.10"


@pytest.mark.parametrize("text", ["0", "401", "abc", "NaN", "Infinity"])
def test_number_outside_its_bounds_is_an_error(text: str) -> None:
    form = Form(values={"kg": text})
    assert form.number("kg", Decimal(1), Decimal(400)) is None
    assert form.errors


def test_form_key_that_is_not_ours_is_replaced() -> None:
    assert Form(values={"form_id": "../../etc"}).form_id != "../../etc"
    key = "01920000-0000-7000-8000-000000000001"
    assert Form(values={"form_id": key}).form_id == key


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Dr Paul Girard", "PG"), ("Mme Jeanne MOREAU-LAMBERT", "JL"), ("Madonna", "M"), ("", "?"), ("M.", "?")],
)
def test_name_becomes_its_initials_without_title(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_tint_is_stable_and_in_range() -> None:
    assert tint("Paul Girard") == tint("PAUL GIRARD")
    assert all(1 <= tint(str(number)) <= TINTS for number in range(100))


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "/a\nb"]
)
def test_path_that_leads_elsewhere_is_not_ours(path: str) -> None:
    assert not is_own_path(path)
