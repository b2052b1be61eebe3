"""The extensions of the SDC guide that are read, and how."""

from collections.abc import Iterator
from typing import Any

from cordee.fhir.json_value import Json

_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
_CORE = "http://hl7.org/fhir/StructureDefinition/"

LAUNCH_CONTEXT = f"{_SDC}launchContext"
INITIAL_EXPRESSION = f"{_SDC}initialExpression"
CALCULATED_EXPRESSION = f"{_SDC}calculatedExpression"
ENABLE_WHEN_EXPRESSION = f"{_SDC}enableWhenExpression"
POPULATION_CONTEXT = f"{_SDC}itemPopulationContext"
LINK_PERIOD = f"{_SDC}observationLinkPeriod"
OBSERVATION_EXTRACT = f"{_SDC}observationExtract"
OBSERVATION_CATEGORY = f"{_SDC}observation-extract-category"
EXTRACTION_CONTEXT = f"{_SDC}itemExtractionContext"
VARIABLE = f"{_CORE}variable"
UNIT = f"{_CORE}questionnaire-unit"
UNIT_OPTION = f"{_CORE}questionnaire-unitOption"
ITEM_CONTROL = f"{_CORE}questionnaire-itemControl"
HIDDEN = f"{_CORE}questionnaire-hidden"
MIN_VALUE = f"{_CORE}minValue"
MAX_VALUE = f"{_CORE}maxValue"
ORDINAL_VALUE = f"{_CORE}ordinalValue"
POINTS = (
    ORDINAL_VALUE,
    f"{_CORE}itemWeight",
    f"{_CORE}valueset-ordinalValue",
    f"{_CORE}codesystem-ordinalValue",
)
"""What points are written as: on an option, a Coding, a concept of a value set or of a code system."""

OPTION_EXCLUSIVE = f"{_CORE}questionnaire-optionExclusive"

QUERY_LANGUAGE = "application/x-fhir-query"
DEPTH_MAX = 30


def extensions(holder: Json, url: str) -> Iterator[Json]:
    """Yield the extensions of an element with that url."""
    for one in holder.get("extension", ()):
        if isinstance(one, dict) and one.get("url") == url:
            yield one


def value_of(holder: Json, url: str) -> Any:
    """Return the value of the first extension with that url, whatever its type, or None."""
    for one in extensions(holder, url):
        return next((value for name, value in one.items() if name.startswith("value")), None)
    return None


def items_of(holder: Json, depth: int = 0) -> Iterator[Json]:
    """Yield the items of a questionnaire or response and those inside them, in order."""
    for item in holder.get("item", ()) if depth < DEPTH_MAX else ():
        yield item
        yield from items_of(item, depth + 1)
