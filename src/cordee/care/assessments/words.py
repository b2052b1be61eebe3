"""Answers in words, as a reader of a page or of a paper meets them."""

from datetime import datetime, tzinfo
from decimal import Decimal

from cordee.care.assessments.grid import Question
from cordee.fhir.json_value import Json
from cordee.fhir.sdc import value_in


def words_of_answer(question: Question, answer: Json, zone: tzinfo) -> str:
    """Return an answer as a reader meets it."""
    value = value_in(answer)
    if value is None:
        return ""
    option = question.option_for(value)
    if option is not None:
        return option.words
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, dict):
        return _words_of_object(value)
    said = _words_of_text(question, value, zone) if isinstance(value, str) else french_number(value)
    return f"{said} {question.unit}".strip()


def french_number(value: object) -> str:
    """Return a number with its own digits and a comma."""
    return f"{Decimal(str(value)):f}".replace(".", ",")


def local_moment(text: str, zone: tzinfo) -> datetime:
    """Return an instant written in FHIR as the clock of a zone shows it."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(zone) if moment.tzinfo else moment


def _words_of_object(value: Json) -> str:
    if "value" in value:
        return f"{french_number(value['value'])} {value.get('unit', '')}".strip()
    return next(
        (str(value[name]) for name in ("display", "code", "title", "reference") if value.get(name)), ""
    )


def _words_of_text(question: Question, text: str, zone: tzinfo) -> str:
    if question.type == "date":
        return "/".join(reversed(text.split("-")))
    return local_moment(text, zone).strftime("%d/%m/%Y %H:%M") if question.type == "dateTime" else text
