"""What a Questionnaire must be to be filled here, beyond R4: named, sourced, answerable, with expressions that run."""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from cordee.care.assessments.calculations import FUNCTIONS
from cordee.care.assessments.grid import ASKED_TYPES, CATEGORIES
from cordee.fhir import systems
from cordee.fhir.json_value import Json
from cordee.fhir.path import PathError, compile_path
from cordee.fhir.sdc import CHOICES
from cordee.fhir.sdc.extensions import (
    CALCULATED_EXPRESSION,
    ENABLE_WHEN_EXPRESSION,
    INITIAL_EXPRESSION,
    extensions,
    items_of,
    value_of,
)
from cordee.kernel.ids import is_id
from cordee.territories.findings import Findings, did_you_mean
from cordee.territories.grid_lists import check_lists

NEEDED = ("id", "url", "version", "title", "copyright")
_TYPES = ASKED_TYPES | {"group", "display"}
_EXPRESSIONS = (CALCULATED_EXPRESSION, ENABLE_WHEN_EXPRESSION, INITIAL_EXPRESSION)


def check_grid(questionnaire: Json, text: str, findings: Findings, stood: Collection[str] = ()) -> None:
    """Note in `findings` every rule a grid breaks; `text` is the file, to tell lines.

    `stood` are lists of answers that grids on the shelf were given once: their absence is no fault of the file.
    """
    _Check(questionnaire, text, findings).run(stood)


class _Check:
    def __init__(self, questionnaire: Json, text: str, findings: Findings) -> None:
        self._questionnaire = questionnaire
        self._lines = text.split("\n")
        self._findings = findings
        self._items = list(items_of(questionnaire))
        self._links = [str(item.get("linkId")) for item in self._items]

    def run(self, stood: Collection[str]) -> None:
        self._head()
        self._category()
        for link, count in Counter(self._links).items():
            if count > 1:
                self._tell(
                    link,
                    f"Le linkId « {link} » est donné {count} fois.",
                    f"linkId '{link}' is given {count} times.",
                    (
                        "Donnez à chaque question son propre linkId.",
                        "Give each question a linkId of its own.",
                    ),
                )
        for item in self._items:
            self._item(item)
        check_lists(self._questionnaire, self._tell, stood)

    def _head(self) -> None:
        for name in NEEDED:
            if not self._questionnaire.get(name):
                self._add(
                    1,
                    name,
                    f"Il manque « {name} ».",
                    f"'{name}' is missing.",
                    (
                        "Une grille dit son nom, sa version, sa source et sa licence (copyright).",
                        "A grid says its name, its version, its source and its licence (copyright).",
                    ),
                )
        if self._questionnaire.get("id") and not is_id(self._questionnaire["id"]):
            self._add(
                self._line("id"),
                "id",
                "Cet id n’est pas un id FHIR.",
                "This is no FHIR id.",
                (
                    "Lettres, chiffres, tirets et points, 64 au plus.",
                    "Letters, digits, hyphens and dots, 64 at most.",
                ),
            )

    def _category(self) -> None:
        tags = self._questionnaire.get("meta", {}).get("tag", ())
        codes = [str(one.get("code")) for one in tags if one.get("system") == systems.CATEGORY]
        for code in codes:
            if code not in CATEGORIES:
                self._add(
                    self._line("tag"),
                    "meta.tag",
                    f"La partie du dossier « {code} » n’est pas connue.",
                    f"Category '{code}' is not known.",
                    did_you_mean(code, CATEGORIES),
                )

    def _item(self, item: Json) -> None:
        link = str(item.get("linkId"))
        type_ = item.get("type")
        if type_ not in _TYPES:
            self._tell(
                link,
                f"Une question de type « {type_} » ne peut pas être remplie ici.",
                f"A question of type '{type_}' cannot be filled here.",
                did_you_mean(str(type_), _TYPES),
            )
        if type_ in CHOICES and not (item.get("answerOption") or item.get("answerValueSet")):
            self._tell(
                link,
                "Cette question n’a pas de choix.",
                "This question has no option.",
                (
                    "Écrivez ses choix dans answerOption, ou nommez leur liste dans answerValueSet.",
                    "Write its options as answerOption, or name their list as answerValueSet.",
                ),
            )
        if (
            type_ not in ("group", "display")
            and item.get("repeats")
            and any(one.get("type") != "display" for one in item.get("item", ()))
        ):
            self._tell(
                link,
                "Une question à plusieurs réponses ne peut pas en contenir d’autres.",
                "A question with several answers cannot hold others.",
                ("Mettez-les dans un groupe.", "Put them into a group."),
            )
        for condition in item.get("enableWhen", ()):
            if condition.get("question") not in self._links:
                self._tell(
                    link,
                    "Une condition (enableWhen) nomme une question qui n’existe pas.",
                    "enableWhen names a question that does not exist.",
                    did_you_mean(str(condition.get("question")), self._links),
                )
        self._calculation(item, link)

    def _calculation(self, item: Json, link: str) -> None:
        for one in extensions(item, systems.CALCULATION):
            if one.get("valueCode") not in FUNCTIONS:
                self._tell(
                    link,
                    "Ce calcul n’existe pas.",
                    "This calculation does not exist.",
                    did_you_mean(str(one.get("valueCode")), FUNCTIONS),
                )
        for text in self._expressions(item):
            try:
                compile_path(text, "QuestionnaireResponse")
            except PathError as error:
                self._tell(
                    link,
                    error.message_fr,
                    error.message_en,
                    ("Corrigez cette expression FHIRPath.", "Correct this FHIRPath expression."),
                )

    def _expressions(self, item: Json) -> Iterator[str]:
        for url in _EXPRESSIONS:
            expression: Any = value_of(item, url)
            if isinstance(expression, dict) and expression.get("language") == "text/fhirpath":
                yield str(expression.get("expression", ""))

    def _tell(self, link: str, french: str, english: str, remedy: tuple[str, str]) -> None:
        self._add(self._line(link), f"item {link}", french, english, remedy)

    def _add(self, line: int, path: str, french: str, english: str, remedy: tuple[str, str]) -> None:
        self._findings.add(line, path, (french, english), remedy)

    def _line(self, word: str) -> int:
        """Return the last line that names a linkId or an element: where a repeated one was repeated."""
        found = [number for number, line in enumerate(self._lines, 1) if f'"{word}"' in line]
        named = [number for number in found if '"linkId"' in self._lines[number - 1]]
        return (named or found or [1])[-1 if named else 0]
