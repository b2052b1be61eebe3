"""Questions to others: does a code belong to a value set, does an element conform to a profile.

Source: https://hl7.org/fhir/R4/fhirpath.html#functions
"""

from cordee.fhir.path.functions.registry import function
from cordee.fhir.path.node import Nodes, boolean
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import CallSite
from cordee.fhir.path.strings import text_of_node

_CORE_PROFILE = "http://hl7.org/fhir/StructureDefinition/"


@function("memberOf", 1)
def member_of(site: CallSite) -> Run:
    """Return whether the one code, Coding or CodeableConcept belongs to a value set; nothing when nobody knows."""

    def run(scope: Scope) -> Nodes:
        node = site.one(site.source(scope))
        value_set = text_of_node(site, site.arguments[0](scope))
        asked = scope.evaluation.environment.member_of
        if node is None or value_set is None or asked is None:
            return []
        if not isinstance(node.value, str | dict):
            raise site.error("« memberOf » attend un code.", "“memberOf” expects a code.")
        return boolean(asked(node.value, value_set))

    return run


@function("conformsTo", 1)
def conforms_to(site: CallSite) -> Run:
    """Return whether the one item conforms to a profile: by its type for R4's own types, else as the environment says.

    Raises, when evaluated: PathEvaluationError for a profile nobody knows.
    """

    def run(scope: Scope) -> Nodes:
        node = site.one(site.source(scope))
        profile = text_of_node(site, site.arguments[0](scope))
        if node is None or profile is None:
            return []
        core_type = profile.removeprefix(_CORE_PROFILE)
        if profile.startswith(_CORE_PROFILE) and site.shapes.is_known(core_type):
            return boolean(site.shapes.is_a(node.type, core_type))
        asked = scope.evaluation.environment.conforms_to
        answer = asked(node.value, profile) if asked is not None and isinstance(node.value, dict) else None
        if answer is None:
            raise site.error("Ce profil est inconnu.", "This profile is unknown.")
        return boolean(answer)

    return run


def _refused(name: str, arguments: int) -> None:
    @function(name, arguments)
    def build(site: CallSite) -> Run:
        raise site.syntax_error(f"« {name} » n’est pas pris en charge.", f"“{name}” is not supported.")


_refused("elementDefinition", 0)
_refused("slice", 2)
_refused("checkModifiers", 1)
_refused("subsumes", 1)
_refused("subsumedBy", 1)
