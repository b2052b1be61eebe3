"""What a filled grid gives: its scores with their meaning in words, kept in the response as they were signed.

Kept in the response itself, so that a list, the synthesis and another system read them without the questionnaire.
"""

from collections.abc import Container, Iterable
from decimal import Decimal

import msgspec

from cordee.care.assessments.grid import TONES, Grid, Question
from cordee.fhir import systems
from cordee.fhir.json_value import Json
from cordee.fhir.sdc import Sheet, address_of, value_in
from cordee.fhir.sdc.extensions import extensions, value_of

RESULTS_MAX = 12


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One score: `label` names it, `unit` follows the value (`/6`, `s`), `words` say what it means."""

    link_id: str
    label: str
    value: Decimal
    unit: str = ""
    words: str = ""
    tone: str = ""

    @property
    def said(self) -> str:
        """Return the score as people say it: `5/6`, `12,4 s`, `GIR 4`."""
        number = plain_number(self.value)
        if not self.unit:
            return f"{self.label} {number}"
        return f"{number}{self.unit}" if self.unit.startswith("/") else f"{number}\u00a0{self.unit}"


def plain_number(value: Decimal) -> str:
    """Return a number in French without needless zeros."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def results_of(grid: Grid, sheet: Sheet, asked: Container[str]) -> tuple[Result, ...]:
    """Return the scores that could be computed and are asked, the one that is followed first."""
    found = ((one, _number(sheet, one) if _address(one) in asked else None) for one in grid.scores)
    return tuple(_result(one, value) for one, value in found if value is not None)


def results_in(response: Json) -> tuple[Result, ...]:
    """Return the scores a response carries, as they were when it was signed."""
    found = (_read(one) for one in extensions(response, systems.ASSESSMENT_RESULT))
    return tuple(one for one, _ in zip((r for r in found if r is not None), range(RESULTS_MAX), strict=False))


def as_extensions(results: Iterable[Result]) -> list[Json]:
    """Return the extensions that keep results in a response."""
    return [{"url": systems.ASSESSMENT_RESULT, "extension": _parts(one)} for one in results]


def _result(score: Question, value: Decimal) -> Result:
    band = score.band(value)
    return Result(
        link_id=score.link_id,
        label=score.text,
        value=value,
        unit=score.unit,
        words=band.words if band else "",
        tone=band.tone if band else "",
    )


def _number(sheet: Sheet, score: Question) -> Decimal | None:
    answers = sheet.answers.get(_address(score), ())
    value = value_in(answers[0]) if answers else None
    if isinstance(value, dict):
        value = value.get("value")
    return None if value is None or isinstance(value, bool | str) else Decimal(str(value))


def _address(score: Question) -> str:
    return address_of("", {"linkId": score.link_id})


def _parts(one: Result) -> list[Json]:
    parts: list[Json] = [
        {"url": "item", "valueString": one.link_id},
        {"url": "label", "valueString": one.label},
        {"url": "value", "valueDecimal": one.value},
    ]
    said = {"unit": one.unit, "words": one.words}
    parts += [{"url": name, "valueString": text} for name, text in said.items() if text]
    return [*parts, {"url": "tone", "valueCode": one.tone}] if one.tone else parts


def _read(extension: Json) -> Result | None:
    value = value_of(extension, "value")
    if value is None or isinstance(value, bool | str | dict):
        return None
    link_id, label, unit, words, tone = (
        str(value_of(extension, name) or "") for name in ("item", "label", "unit", "words", "tone")
    )
    return Result(
        link_id=link_id, label=label, value=Decimal(str(value)), unit=unit, words=words,
        tone=tone if tone in TONES else "",
    )  # fmt: skip
