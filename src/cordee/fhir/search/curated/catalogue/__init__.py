"""The search parameters of slice 1, as tables: `code kind path|path ->TargetType`.

Paths use attribute names of the typed model. `telecom?system=email` keeps only the items whose `system` is `email`.
Codes and kinds are those of R4; a conformance test compares them with the published SearchParameters.
"""

from cordee.fhir.search.curated.catalogue import (
    agenda,
    circle,
    clinical,
    definitions,
    directory,
    documents,
    requests,
)

TABLES: dict[str, str] = {
    **directory.TABLES,
    **circle.TABLES,
    **requests.TABLES,
    **clinical.TABLES,
    **documents.TABLES,
    **agenda.TABLES,
    **definitions.TABLES,
}
