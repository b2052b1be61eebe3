"""The two parts of a record that have sections, and what each is made of, in the order of their pages."""

from cordee.care.sections.aides import AIDES
from cordee.care.sections.allergies import ALLERGIES
from cordee.care.sections.directives import DIRECTIVES
from cordee.care.sections.equipment import EQUIPMENT
from cordee.care.sections.kind import Kind
from cordee.care.sections.past_care import ACTS, VACCINES
from cordee.care.sections.problems import PROBLEMS
from cordee.care.sections.protection import PROTECTION
from cordee.care.sections.rights import COVERAGE
from cordee.care.sections.situation import SITUATION
from cordee.care.sections.treatments import TREATMENTS
from cordee.kernel.errors import NotFoundError

MEDICAL_PART, SOCIAL_PART = "sante", "social"
PARTS: dict[str, tuple[Kind, ...]] = {
    MEDICAL_PART: (PROBLEMS, TREATMENTS, ALLERGIES, EQUIPMENT, DIRECTIVES, ACTS, VACCINES),
    SOCIAL_PART: (*SITUATION, AIDES, COVERAGE, PROTECTION),
}
SHELVES: dict[str, dict[str, int]] = {
    MEDICAL_PART: {
        "Condition": 100,
        "MedicationStatement": 100,
        "AllergyIntolerance": 50,
        "DeviceUseStatement": 50,
        "Procedure": 100,
        "Immunization": 100,
    },
    SOCIAL_PART: {"Coverage": 50, "Flag": 50},
}


def kind_named(part: str, slug: str) -> Kind:
    """Return a kind of a part by its slug; raises NotFoundError when the part has none."""
    found = next((one for one in PARTS.get(part, ()) if one.slug == slug), None)
    if found is None:
        raise NotFoundError
    return found
