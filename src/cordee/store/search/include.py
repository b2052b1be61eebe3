"""`_include` and `_revinclude`, iterated or not: what comes with a page, each resource as far as the asker may see it.

The levels are unrolled into the statement of the page, and every level stops at a bound, so that a storm costs no more.
Source: https://hl7.org/fhir/R4/search.html#include
"""

from cordee.fhir.search.catalogue import parameters_of
from cordee.fhir.search.query import Include
from cordee.store.asker import Asker
from cordee.store.predicate import visible
from cordee.store.search.own_patient import own_numbers
from cordee.store.search.rows import of_parameter, target_of

INCLUDED_MAX = 1000  # resources that come with one page
DEPTH_MAX = 4  # references followed one after another from a match


def levels(asker: Asker, includes: list[Include], page: str) -> list[tuple[str, str]]:
    """Return the tables of each level, `include1`…, with the columns key, type, id and patient_id.

    The first follows every include from the rows of `page`, a table of the same columns; the others follow those that
    iterate.
    """
    if not includes:
        return []
    tables = [("include1", _level(asker, includes, page))]
    iterated = [include for include in includes if include.iterate]
    for depth in range(2, DEPTH_MAX + 1 if iterated else 2):
        tables.append((f"include{depth}", _level(asker, iterated, f"include{depth - 1}")))
    return tables


def _level(asker: Asker, includes: list[Include], above: str) -> str:
    every = " UNION ALL ".join(part for include in includes for part in _parts(asker, include, above))
    return (
        f"SELECT DISTINCT key, type, id, patient_id FROM (SELECT * FROM ({every}) f"
        f" LIMIT {INCLUDED_MAX + 1}) f"
    )


def _parts(asker: Asker, include: Include, above: str) -> list[str]:
    if include.is_reverse:
        return _reverse(asker, include, above)
    return _forward(asker, include, above)


def _forward(asker: Asker, include: Include, above: str) -> list[str]:
    """Return what the rows above refer to."""
    is_source = _is_type("a", include.source_type)
    numbers = f"AND {of_parameter(include.numbers)}" if include.numbers else ""
    types = _types("i.target_type", include.target_types)
    literal = f"SELECT i.target_type, i.target_id FROM index_reference i WHERE i.key = a.key {numbers}{types} OFFSET 0"
    found = [_joined(asker, above, is_source, literal, target_of("i", "r"), None)]
    if _follows_own(include) and (not include.target_types or "Patient" in include.target_types):
        found.append(
            _joined(asker, above, is_source, None, "r.type = 'Patient' AND r.id = a.patient_id", "Patient")
        )
    return found


def _reverse(asker: Asker, include: Include, above: str) -> list[str]:
    """Return what refers to the rows above."""
    is_target = "true" if not include.target_types else f"true{_types('a.type', include.target_types)}"
    source = include.source_type
    literal = (
        f"SELECT i.key FROM index_reference i WHERE i.target_id = a.id AND i.target_type = a.type"
        f" AND {of_parameter(include.numbers or _every_reference(source))} LIMIT {INCLUDED_MAX} OFFSET 0"
    )
    found = [_joined(asker, above, is_target, literal, f"r.key = i.key AND {_is_type('r', source)}", source)]
    if _follows_own(include):
        of_patient = f"a.type = 'Patient' AND r.patient_id = a.id AND {_is_type('r', source)}"
        found.append(_joined(asker, above, is_target, None, of_patient, source))
    return found


def _joined(
    asker: Asker, above: str, where: str, links: str | None, match: str, type_name: str | None
) -> str:
    through = "" if links is None else f" CROSS JOIN LATERAL ({links}) i"
    named = None if type_name in (None, "*") else type_name
    return (
        f"(SELECT r.key, r.type, r.id, r.patient_id FROM {above} a{through} CROSS JOIN LATERAL (SELECT r.key, r.type,"
        f" r.id, r.patient_id FROM resource r WHERE {match} AND NOT r.deleted AND {visible(asker, named)}"
        f" LIMIT {INCLUDED_MAX} OFFSET 0) r WHERE {where} LIMIT {INCLUDED_MAX + 1})"
    )


def _follows_own(include: Include) -> bool:
    """Return whether an include goes through the reference to the record's own patient."""
    if include.source_type == "*":
        return include.code == "*"
    own = own_numbers(include.source_type)
    return bool(own) and (not include.numbers or not own.isdisjoint(include.numbers))


def _every_reference(source_type: str) -> tuple[int, ...]:
    known = parameters_of(source_type) if source_type != "*" else {}
    numbers = (number for one in known.values() if one.kind == "reference" for number in one.numbers)
    return tuple(dict.fromkeys(numbers))


def _is_type(row: str, type_name: str) -> str:
    return "true" if type_name == "*" else f"{row}.type = '{type_name}'"


def _types(column: str, types: tuple[str, ...]) -> str:
    return f" AND {column} IN ({', '.join(repr(name) for name in types)})" if types else ""
