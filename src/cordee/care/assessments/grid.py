"""A grid as it is filled: the questions of a Questionnaire with what a person meets of them.

Liberal: what the engine does not know of a questionnaire is left out, never an error; packs check their own files.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from cordee.care.assessments.options import PILLS_MAX, Option, option_for, options_of
from cordee.care.questionnaires import LANGUAGE
from cordee.fhir import systems
from cordee.fhir.definitions import Registry, registry
from cordee.fhir.json_value import Json, read_json
from cordee.fhir.sdc import Lacking, is_calculated, with_answer_lists
from cordee.fhir.sdc.extensions import (
    HIDDEN,
    ITEM_CONTROL,
    MAX_VALUE,
    MIN_VALUE,
    UNIT,
    UNIT_OPTION,
    extensions,
    value_of,
)

PARSED_MAX = 256  # grids kept parsed by a process
CATEGORIES = frozenset({"social", "medical", "measures"})
USUAL_CATEGORY = "medical"
TONES = frozenset({"ok", "watch", "alert", ""})
ASKED_TYPES = frozenset(
    {
        "boolean", "decimal", "integer", "date", "dateTime", "time", "string", "text", "url", "choice", "open-choice",
        "quantity",
    }
)  # fmt: skip
"""What a person can answer here; `attachment` and `reference` are shown when they are answered, not asked."""


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """What a score means between two values, both included; an open side is None. Tones: ok, watch, alert or none."""

    low: Decimal | None
    high: Decimal | None
    words: str
    tone: str = ""

    def holds(self, value: Decimal) -> bool:
        """Return whether a value lies in the band."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One item: a question, a group or a text; `items` are those inside.

    `lacks` says why its list of choices cannot be offered; its answers are shown and kept, not asked.
    """

    link_id: str
    type: str
    text: str = ""
    hint: str = ""
    is_required: bool = False
    repeats: bool = False
    is_hidden: bool = False
    is_calculated: bool = False
    is_score: bool = False
    options: tuple[Option, ...] = ()
    is_drop_down: bool = False
    lacks: str = ""
    units: tuple[Json, ...] = ()
    lowest: Any = None
    highest: Any = None
    length_max: int | None = None
    bands: tuple[Band, ...] = ()
    items: tuple["Question", ...] = ()

    @property
    def is_asked(self) -> bool:
        """Return whether a person answers it, on these pages."""
        return self.type in ASKED_TYPES and not (self.is_calculated or self.is_hidden)

    @property
    def is_open(self) -> bool:
        """Return whether it can be answered now: it is asked, and its choices are here."""
        return self.is_asked and not self.lacks

    def option_for(self, value: Any) -> Option | None:
        """Return the choice that stands for a value, or None."""
        return option_for(self.options, value)

    @property
    def unit(self) -> str:
        """Return the word of the one unit, or nothing."""
        return _unit_word(self.units[0]) if len(self.units) == 1 else ""

    def band(self, value: Decimal) -> Band | None:
        """Return what a score means, or None when the grid does not say."""
        return next((one for one in self.bands if one.holds(value)), None)


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A grid: what it is called, whose it is to read (`category`), when to do it again, its questions."""

    id: str
    url: str
    version: str
    title: str
    category: str
    purpose: str
    source: str
    again_after_months: int | None
    questions: tuple[Question, ...]
    questionnaire: Json

    @property
    def canonical(self) -> str:
        """Return the address a response names the grid by, its version included."""
        return f"{self.url}|{self.version}" if self.version else self.url

    @property
    def all_questions(self) -> Iterator[Question]:
        """Yield every item, in order."""
        return _every(self.questions)

    @property
    def scores(self) -> tuple[Question, ...]:
        """Return the items that hold a score, the one that is followed over time first."""
        return tuple(one for one in self.all_questions if one.is_score)


def parse_grid(content: bytes) -> Grid:
    """Return the grid a stored Questionnaire describes; parsed once as long as the same definitions are in force."""
    return registry().memo("grids", _parsing)(content)


def _parsing(_registry: Registry) -> Callable[[bytes], Grid]:
    return lru_cache(PARSED_MAX)(lambda content: grid_of(read_json(content)))


def grid_of(questionnaire: Json) -> Grid:
    """Return the grid a Questionnaire describes; its `questionnaire` has its lists of answers as options."""
    questionnaire, lacking = with_answer_lists(questionnaire, LANGUAGE)
    months = value_of(questionnaire, systems.REASSESS_AFTER)
    return Grid(
        id=str(questionnaire.get("id", "")),
        url=str(questionnaire.get("url") or f"Questionnaire/{questionnaire.get('id', '')}"),
        version=str(questionnaire.get("version", "")),
        title=str(questionnaire.get("title") or questionnaire.get("name") or "Questionnaire"),
        category=category_of(questionnaire),
        purpose=str(questionnaire.get("description") or questionnaire.get("purpose") or ""),
        source=str(questionnaire.get("copyright", "")),
        again_after_months=months if isinstance(months, int) else None,
        questions=tuple(_question(item, lacking) for item in questionnaire.get("item", ())),
        questionnaire=questionnaire,
    )


def category_of(resource: Json) -> str:
    """Return whose a grid or a response is to read: its tag, `medical` when it has none, or not exactly one we know."""
    tags = resource.get("meta", {}).get("tag", ())
    found = {one.get("code") for one in tags if one.get("system") == systems.CATEGORY} & CATEGORIES
    return str(found.pop()) if len(found) == 1 else USUAL_CATEGORY


def _every(questions: tuple[Question, ...]) -> Iterator[Question]:
    for one in questions:
        yield one
        yield from _every(one.items)


def _question(item: Json, lacking: Mapping[str, Lacking]) -> Question:
    inner = item.get("item", ())
    hints = [one.get("text", "") for one in inner if _is_help(one)]
    kinds = tuple(_question(one, lacking) for one in inner if not _is_help(one))
    options = options_of(item)
    lack = lacking.get(str(item.get("answerValueSet")))
    units = [value_of(item, UNIT), *(one.get("valueCoding") for one in extensions(item, UNIT_OPTION))]
    return Question(
        link_id=str(item.get("linkId", "")),
        type=str(item.get("type", "")),
        text=str(item.get("text", "")),
        hint=" ".join(hints),
        is_required=bool(item.get("required")),
        repeats=bool(item.get("repeats")),
        is_hidden=value_of(item, HIDDEN) is True,
        is_calculated=is_calculated(item) or bool(item.get("readOnly")),
        is_score=value_of(item, systems.SCORE) is True,
        options=options,
        is_drop_down=_control(item) == "drop-down" or len(options) > PILLS_MAX,
        lacks="" if options or lack is None else lack.said_fr,
        units=tuple(one for one in units if isinstance(one, dict)),
        lowest=value_of(item, MIN_VALUE),
        highest=value_of(item, MAX_VALUE),
        length_max=item.get("maxLength"),
        bands=tuple(_band(one) for one in extensions(item, systems.SCORE_RANGE)),
        items=kinds,
    )


def _band(extension: Json) -> Band:
    low, high, words, tone = (value_of(extension, name) for name in ("low", "high", "words", "tone"))
    bounds = [None if one is None else Decimal(str(one)) for one in (low, high)]
    said = str(tone or "")
    return Band(low=bounds[0], high=bounds[1], words=str(words or ""), tone=said if said in TONES else "")


def _control(item: Json) -> str:
    control = value_of(item, ITEM_CONTROL)
    codings = control.get("coding", ()) if isinstance(control, dict) else ()
    return next((str(one.get("code")) for one in codings if one.get("code")), "")


def _is_help(item: Json) -> bool:
    return item.get("type") == "display" and _control(item) in ("help", "flyover")


def _unit_word(unit: Json) -> str:
    return str(unit.get("display") or unit.get("code") or "")
