"""Values without a modifier, by kind of parameter."""

from collections.abc import Callable

from cordee.fhir.search.grammar.date import read_date
from cordee.fhir.search.grammar.near import read_near
from cordee.fhir.search.grammar.number import read_number
from cordee.fhir.search.grammar.quantity import read_quantity
from cordee.fhir.search.grammar.reference import read_reference
from cordee.fhir.search.grammar.string import read_string
from cordee.fhir.search.grammar.token import read_token
from cordee.fhir.search.grammar.uri import read_uri
from cordee.fhir.search.kinds import Kind
from cordee.fhir.search.parameters import SearchParameter
from cordee.fhir.search.query import FilterValue

_READERS: dict[Kind, Callable[[SearchParameter, str], FilterValue]] = {
    "number": read_number,
    "date": read_date,
    "string": read_string,
    "token": read_token,
    "quantity": read_quantity,
    "uri": read_uri,
    "special": read_near,
}


def read_plain(parameter: SearchParameter, text: str, base_url: str) -> FilterValue:
    """Return one value of any kind but composite.

    Raises: InvalidRequestError when it has not the form of its kind.
    """
    if parameter.kind == "reference":
        found = read_reference(parameter, text, None, base_url)
        assert found is not None
        return found
    return _READERS[parameter.kind](parameter, text)
