"""Values of composite parameters: `part$part`. Source: https://hl7.org/fhir/R4/search.html#composite"""

from cordee.fhir.search.grammar.escapes import split_escaped
from cordee.fhir.search.grammar.plain import read_plain
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import FilterValue
from cordee.fhir.search.refusals import invalid_value


def read_composite(parameter: SearchParameter, text: str, base_url: str) -> FilterValue:
    """Return one value for each component, in their order."""
    parts = split_escaped(text, "$")
    if len(parts) != len(parameter.components) or not all(parts):
        kinds = "$".join(part.kind for part in parameter.components)
        raise invalid_value(parameter.code, kinds, kinds)
    values = [
        read_plain(part, written, base_url) for part, written in zip(parameter.components, parts, strict=True)
    ]
    return FilterValue(value=text, values=tuple(values))
