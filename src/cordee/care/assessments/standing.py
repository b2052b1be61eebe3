"""How a person stands by their newest scores: for the synthesis, and for the alerts."""

from cordee.care.assessments.history import SHELVES, Assessment, assessments_of
from cordee.care.chart import Chart
from cordee.care.elements import has_code, words_of
from cordee.fhir import systems
from cordee.fhir.r4 import Observation

GIR = "https://cordee.example/Questionnaire/aggir"
CARER_BURDEN = "https://cordee.example/Questionnaire/charge-aidant"
GIR_CODE = "gir"
HIGH = "alert"


def newest_scores(chart: Chart) -> dict[str, Assessment]:
    """Return the newest signed assessment that has a score, by the address of its grid, for a chart with `SHELVES`.

    Its `result` holds the value and what it means in words. No statement.
    """
    found: dict[str, Assessment] = {}
    for one in assessments_of(chart):
        if one.is_signed and one.result is not None:
            found.setdefault(one.url, one)
    return found


def newest_gir(chart: Chart) -> Assessment | None:
    """Return the newest signed AGGIR, or None."""
    return newest_scores(chart).get(GIR)


def gir_words(observation: Observation) -> str:
    """Return what the observation of a GIR says, as a signed AGGIR leaves it; nothing for any other."""
    value = observation.valueInteger
    if observation.status == "entered-in-error" or value is None:
        return ""
    if not has_code([observation.code], systems.SCORE_CODE, GIR_CODE):
        return ""
    return words_of(observation.interpretation[0]) if observation.interpretation else f"GIR {value}"


def carer_burden_high(chart: Chart) -> Assessment | None:
    """Return the newest carer-burden assessment when it says the burden is high; None when it is not, or unknown."""
    newest = newest_scores(chart).get(CARER_BURDEN)
    return newest if newest is not None and newest.result is not None and newest.result.tone == HIGH else None


__all__ = ["CARER_BURDEN", "GIR", "SHELVES", "carer_burden_high", "gir_words", "newest_gir", "newest_scores"]
