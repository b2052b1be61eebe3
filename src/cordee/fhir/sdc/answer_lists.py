"""The options of a question from the value set it names: `answerValueSet` read as `answerOption`.

Done before anything else reads the questionnaire, so that all the rest knows options only. A list is a ValueSet the
questionnaire contains (`#id`), or one of the definitions in force: R4's own, those of installed guides.
Source: http://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.answerValueSet
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cordee.fhir.json_value import Json
from cordee.fhir.sdc.extensions import DEPTH_MAX, items_of
from cordee.fhir.sdc.points import points_of_concept, with_points
from cordee.fhir.terminology import (
    Concept,
    Expansion,
    TooMuchWorkError,
    UnknownValueSetError,
    Wanted,
    Work,
    terminology,
)
from cordee.kernel.errors import CordeeError

OPTIONS_MAX = 400  # of one question
LISTS_MAX = 100  # of one questionnaire
CODES_MAX = 500_000
"""Looks at a code, for all lists of one questionnaire together: those excluded, filtered away or refused count."""
URL_LENGTH_SHOWN = 200
CHOICES = frozenset({"choice", "open-choice"})
_CONTAINED = frozenset({"ValueSet", "CodeSystem"})


class Lacking(NamedTuple):
    """A list that cannot be offered, and why, in French and in English."""

    url: str
    reason_fr: str
    reason_en: str

    @property
    def said_fr(self) -> str:
        """Return the whole of it as a person reads it, in French."""
        return f"La liste de choix « {self.url} » ne peut pas être proposée. {self.reason_fr}"

    @property
    def said_en(self) -> str:
        """Return the whole of it as a person reads it, in English."""
        return f"The list of answers '{self.url}' cannot be offered. {self.reason_en}"


class Listed(NamedTuple):
    """A questionnaire with its lists as options; `lacking` are those that could not be, by what names them.

    An item whose list is lacking keeps its `answerValueSet`, without options.
    """

    questionnaire: Json
    lacking: Mapping[str, Lacking]


def with_answer_lists(questionnaire: Json, language: str) -> Listed:
    """Return a questionnaire whose choices have options; the one given, valid R4, stays as it is. Never raises.

    Options carry the words of a language where the list has them, and their points where it gives some
    (`ordinalValue`, `itemWeight`). Codes that are not used any more are not offered.
    Cost: opening and expanding each list once, until `LISTS_MAX` lists were or `CODES_MAX` is used up: about half
    a second at most, whoever wrote it; one where it is full of regular expressions.
    """
    if not any(lists_named(questionnaire)):
        return Listed(questionnaire, {})
    listing = _Listing(questionnaire, language)
    return Listed(listing.holder(questionnaire), listing.lacking)


def lists_named(questionnaire: Json) -> Iterator[str]:
    """Yield what each choice that has no options of its own names as its list."""
    for item in items_of(questionnaire):
        if _names_list(item):
            yield str(item["answerValueSet"])


def _names_list(item: Json) -> bool:
    return item.get("type") in CHOICES and bool(item.get("answerValueSet")) and not item.get("answerOption")


class _Listing:
    def __init__(self, questionnaire: Json, language: str) -> None:
        self.lacking: dict[str, Lacking] = {}
        self._language = language
        self._own = terminology().for_given(_contained_in(questionnaire))
        self._options: dict[str, list[Json]] = {}
        self._work = Work(CODES_MAX)

    def holder(self, holder: Json, depth: int = 0) -> Json:
        """Return a questionnaire or an item with options, and all items inside."""
        if depth >= DEPTH_MAX or "item" not in holder:
            return holder
        return {**holder, "item": [self._item(one, depth) for one in holder["item"]]}

    def _item(self, item: Json, depth: int) -> Json:
        found = self.holder(item, depth + 1)
        if not _names_list(item):
            return found
        options = self._options_of(str(item["answerValueSet"]))
        kept = {name: value for name, value in found.items() if name != "answerValueSet"}
        return {**kept, "answerOption": options} if options else found

    def _options_of(self, url: str) -> list[Json]:
        if url not in self._options:
            may_open = len(self._options) < LISTS_MAX and not self._work.is_used_up
            self._options[url] = self._opened(url) if may_open else []
            if not self._options[url]:
                self.lacking.setdefault(url, _too_many_lists(url))
        return self._options[url]

    def _opened(self, url: str) -> list[Json]:
        """Return the options of a list; none when it cannot be offered, and the reason is noted."""
        try:
            found = self._expanded(url)
        except TooMuchWorkError:
            return []
        except CordeeError as error:
            self.lacking[url] = Lacking(_shown(url), *_reason(url, error))
            return []
        except RecursionError:
            self.lacking[url] = Lacking(
                _shown(url), "Elle est emboîtée trop profondément.", "It is nested too deeply."
            )
            return []
        if not 0 < found.total <= OPTIONS_MAX:
            self.lacking[url] = Lacking(_shown(url), *_size(found.total))
            return []
        return [{"valueCoding": self._coding(one)} for one in found.concepts]

    def _expanded(self, url: str) -> Expansion:
        known = self._own if url.startswith("#") else terminology()
        return known.expand(url, Wanted(count=OPTIONS_MAX, active_only=True), self._work)

    def _coding(self, concept: Concept) -> Json:
        coding: Json = {"system": concept.system} if concept.system else {}
        said = concept.display_in(self._language) or concept.code
        return with_points({**coding, "code": concept.code, "display": said}, points_of_concept(concept))


def _contained_in(questionnaire: Json) -> Iterator[Json]:
    """Yield the value sets and code systems inside, each under its own address, then value sets under `#id` too."""
    contained = [one for one in questionnaire.get("contained", ()) if one.get("resourceType") in _CONTAINED]
    yield from contained
    yield from (
        {**one, "url": f"#{one['id']}"}
        for one in contained
        if one["resourceType"] == "ValueSet" and one.get("id")
    )


def _reason(url: str, error: CordeeError) -> tuple[str, str]:
    if not isinstance(error, UnknownValueSetError):
        return error.message_fr, error.message_en
    if url.startswith("#"):
        return "Le questionnaire ne la contient pas.", "The questionnaire does not contain it."
    return "Aucun guide installé ne la définit.", "No installed guide defines it."


def _size(total: int) -> tuple[str, str]:
    if total == 0:
        return "Elle est vide.", "It is empty."
    return (
        f"Elle a {total} choix ; {OPTIONS_MAX} au plus peuvent être proposés.",
        f"It has {total} options; {OPTIONS_MAX} at most can be offered.",
    )


def _too_many_lists(url: str) -> Lacking:
    return Lacking(
        _shown(url),
        f"Ce questionnaire nomme plus de {LISTS_MAX} listes, ou fait examiner plus de {CODES_MAX} codes en tout.",
        f"This questionnaire names more than {LISTS_MAX} lists, or takes a look at more than {CODES_MAX} codes in all.",
    )


def _shown(url: str) -> str:
    return url if len(url) <= URL_LENGTH_SHOWN else f"{url[:URL_LENGTH_SHOWN]}…"
