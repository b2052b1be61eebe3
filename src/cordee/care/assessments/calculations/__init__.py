"""The functions a questionnaire may name where an expression would be unreadable: one name each. See ADR 0028."""

from collections.abc import Mapping

from cordee.care.assessments.calculations import aggir
from cordee.fhir.sdc import Function

FUNCTIONS: Mapping[str, Function] = {
    "aggir-gir": aggir.gir,
    "aggir-rang": aggir.rank,
    "aggir-profil": aggir.profile,
}

__all__ = ["FUNCTIONS"]
