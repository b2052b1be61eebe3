"""What was typed or ticked, as answers: each text read by the type of its question, or refused in words."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from cordee.care.assessments.grid import Question
from cordee.fhir.json_value import Json

TEXT_LENGTH_MAX = 4000
STRING_LENGTH_MAX = 400
ANSWERS_MAX = 30  # of one question that repeats
OTHER = "autre:"
"""Starts what is written beside the options of an open choice."""

_DIGITS_MAX = 12
_URL = re.compile(r"[a-z][a-z0-9+.-]{1,20}:\S{1,500}", re.IGNORECASE)


class UnreadableAnswerError(ValueError):
    """What was written is no answer of the question; the message says so to the person who wrote it."""


def answers_from(question: Question, texts: Sequence[str], zone: tzinfo) -> list[Json]:
    """Return the answers of a question from the texts of its fields, empty ones left out.

    Raises: UnreadableAnswerError.
    """
    given = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    given = [text for text in given if text != OTHER]
    if not question.repeats:
        given = given[-1:]
    answers = [_answer(question, text, zone) for text in given[:ANSWERS_MAX]]
    return _without_excluded(question, answers)


def _without_excluded(question: Question, answers: list[Json]) -> list[Json]:
    """Return the answers, the one that excludes the others alone when it is among them."""
    alone = [one.answer for one in question.options if one.excludes_others and one.answer in answers]
    return alone[:1] if alone and len(answers) > 1 else answers


def _answer(question: Question, text: str, zone: tzinfo) -> Json:
    if question.options or question.type in ("choice", "open-choice"):
        return _chosen(question, text)
    if question.type == "quantity":
        return {"valueQuantity": _quantity(question, text)}
    read, name = _READERS[question.type]
    return {name: read(question, text, zone)}


def _chosen(question: Question, text: str) -> Json:
    option = next((one for one in question.options if one.key == text), None)
    if option is not None:
        return option.answer
    if question.type == "open-choice":
        return {"valueString": _bounded(question, text.removeprefix(OTHER).strip(), STRING_LENGTH_MAX)}
    raise UnreadableAnswerError("Ce choix n’existe pas dans cette grille.")


def _quantity(question: Question, text: str) -> Json:
    number, _, key = text.partition("|")
    value = _decimal(question, number)
    unit = next((one for one in question.units if one.get("code") == key), None)
    if unit is None and question.units:
        unit = question.units[0]
    if unit is None:
        return {"value": value}
    said: Json = {"unit": unit.get("display") or unit.get("code")}
    coded: Json = {name: unit[name] for name in ("system", "code") if name in unit}
    return {"value": value, **said, **coded}


def _bounded(question: Question, text: str, most: int) -> str:
    most = min(question.length_max or most, most)
    if len(text) > most:
        raise UnreadableAnswerError(f"Trop long : {len(text)} caractères, {most} au plus.")
    return text


def _string(question: Question, text: str, _zone: tzinfo) -> str:
    return _bounded(question, text, STRING_LENGTH_MAX)


def _text(question: Question, text: str, _zone: tzinfo) -> str:
    return _bounded(question, text.replace("\r\n", "\n"), TEXT_LENGTH_MAX)


def _url(_question: Question, text: str, _zone: tzinfo) -> str:
    if not _URL.fullmatch(text):
        raise UnreadableAnswerError("Une adresse complète est attendue, comme https://exemple.fr.")
    return text


def _boolean(_question: Question, text: str, _zone: tzinfo) -> bool:
    if text not in ("oui", "non"):
        raise UnreadableAnswerError("Répondez par oui ou par non.")
    return text == "oui"


def _integer(question: Question, text: str, _zone: tzinfo) -> int:
    number = _decimal(question, text)
    if number != number.to_integral_value():
        raise UnreadableAnswerError("Un nombre entier est attendu.")
    return int(number)


def _number(question: Question, text: str, _zone: tzinfo) -> Decimal:
    return _decimal(question, text)


def _decimal(question: Question, text: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", ".").replace("\u202f", "").replace("\u00a0", "").replace(" ", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number.adjusted() > _DIGITS_MAX:
        raise UnreadableAnswerError("Un nombre est attendu.")
    low, high = (None if one is None else Decimal(str(one)) for one in (question.lowest, question.highest))
    if (low is not None and number < low) or (high is not None and number > high):
        raise UnreadableAnswerError(_range(low, high))
    return number


def _range(low: Decimal | None, high: Decimal | None) -> str:
    words = [f"{one:f}".replace(".", ",") for one in (low, high) if one is not None]
    if len(words) == 2:
        return f"Un nombre de {words[0]} à {words[1]} est attendu."
    return f"Un nombre d’au {'moins' if low is not None else 'plus'} {words[0]} est attendu."


def _date(question: Question, text: str, _zone: tzinfo) -> str:
    try:
        found = date.fromisoformat(_iso_day(text)).isoformat()
    except ValueError:
        raise UnreadableAnswerError("Cette date n’existe pas. Écrivez-la ainsi : 12/03/1942.") from None
    low, high = question.lowest, question.highest
    if (isinstance(low, str) and found < low[:10]) or (isinstance(high, str) and found > high[:10]):
        raise UnreadableAnswerError("Cette date n’est pas dans la période attendue.")
    return found


def _moment(_question: Question, text: str, zone: tzinfo) -> str:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableAnswerError("Ce jour ou cette heure n’existe pas.") from None
    return (found if found.tzinfo else found.replace(tzinfo=zone)).isoformat(timespec="seconds")


def _time(_question: Question, text: str, _zone: tzinfo) -> str:
    try:
        return time.fromisoformat(text.lower().replace("h", ":")).isoformat()
    except ValueError:
        raise UnreadableAnswerError("Cette heure n’existe pas. Écrivez-la ainsi : 14:30.") from None


def _iso_day(text: str) -> str:
    french = re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", text)
    return f"{french[3]}-{int(french[2]):02}-{int(french[1]):02}" if french else text


_READERS: dict[str, tuple[Callable[[Question, str, tzinfo], Any], str]] = {
    "boolean": (_boolean, "valueBoolean"),
    "decimal": (_number, "valueDecimal"),
    "integer": (_integer, "valueInteger"),
    "date": (_date, "valueDate"),
    "dateTime": (_moment, "valueDateTime"),
    "time": (_time, "valueTime"),
    "string": (_string, "valueString"),
    "text": (_text, "valueString"),
    "url": (_url, "valueUri"),
}
