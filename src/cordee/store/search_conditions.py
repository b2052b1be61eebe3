"""One search criterion as one SQL condition, a function for each kind of value."""

from collections.abc import Callable
from typing import Any

from cordee.fhir.search import Filter, FilterValue, normalize
from cordee.store.errors import UnsupportedSearchError
from cordee.store.indexable import indexable, indexable_text


class Parameters:
    """Names the values of a statement as they are added: p0, p1, …"""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values
        self._count = 0

    def add(self, value: Any) -> str:
        """Keep a value and return the placeholder that stands for it."""
        name = f"p{self._count}"
        self._count += 1
        self.values[name] = value
        return f"%({name})s"


def condition(type_name: str, criterion: Filter, parameters: Parameters) -> str:
    """Return the SQL condition on a row `r` for one criterion; its values are alternatives.

    When the modifier is not done yet for that kind of parameter, raises UnsupportedSearchError.
    """
    code, modifier = criterion.parameter.code, criterion.modifier
    if code == "_id":
        return f"r.id = ANY({parameters.add([value.value for value in criterion.values])}::text[])"
    if code == "_lastUpdated":
        return _any(_last_updated(value, parameters) for value in criterion.values)
    if modifier == "missing":
        return _missing(type_name, criterion, parameters)
    build = _BUILDERS.get(criterion.parameter.kind)
    if build is None:
        raise _unsupported(code, criterion.parameter.kind)
    text = build(type_name, criterion, parameters)
    return f"NOT ({text})" if modifier == "not" else text


def _token(type_name: str, criterion: Filter, parameters: Parameters) -> str:
    if criterion.modifier not in (None, "not"):
        raise _unsupported(criterion.parameter.code, f":{criterion.modifier}")
    param = parameters.add(f"{type_name}.{criterion.parameter.code}")
    tests = []
    for value in criterion.values:
        parts = []
        if value.value:
            parts.append(f"i.code = {parameters.add(indexable(value.value))}")
        if value.system is not None:
            parts.append(f"i.system = {parameters.add(indexable(value.system))}")
        tests.append("(" + " AND ".join(parts or ["false"]) + ")")
    return _exists("index_token", param, " OR ".join(tests))


def _reference(type_name: str, criterion: Filter, parameters: Parameters) -> str:
    code = criterion.parameter.code
    param = parameters.add(f"{type_name}.{code}")
    tests, patients = [], []
    for value in criterion.values:
        target_type, _, target_id = value.value.rpartition("/")
        target_type = target_type or criterion.modifier or ""  # a foreign server stays part of its type
        if code in ("patient", "subject") and target_type in ("", "Patient"):
            patients.append(target_id)  # the compartment column answers for the record's own patient
            continue
        typed = f" AND i.target_type = {parameters.add(indexable(target_type))}" if target_type else ""
        tests.append(f"(i.target_id = {parameters.add(indexable(target_id))}{typed})")
    found = [f"r.patient_id = ANY({parameters.add(patients)}::text[])"] if patients else []
    if tests:
        found.append(_exists("index_reference", param, " OR ".join(tests)))
    return "(" + " OR ".join(found) + ")" if found else "false"


def _date(type_name: str, criterion: Filter, parameters: Parameters) -> str:
    param = parameters.add(f"{type_name}.{criterion.parameter.code}")
    tests = [_range("i.starts_at", "i.ends_at", value, parameters) for value in criterion.values]
    return _exists("index_date", param, " OR ".join(tests))


def _string(type_name: str, criterion: Filter, parameters: Parameters) -> str:
    param = parameters.add(f"{type_name}.{criterion.parameter.code}")
    tests = []
    for value in criterion.values:
        text = indexable_text(normalize(value.value))
        if criterion.modifier == "exact":
            tests.append(f"i.value = {parameters.add(text)}")
            continue
        escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        pattern = f"%{escaped}%" if criterion.modifier == "contains" else f"{escaped}%"
        tests.append(f"i.value LIKE {parameters.add(pattern)}")
    return _exists("index_string", param, " OR ".join(tests))


def _range(start: str, end: str, value: FilterValue, parameters: Parameters) -> str:
    low, high = parameters.add(value.start), parameters.add(value.end)
    prefix = value.prefix or "eq"
    template = _RANGE_TESTS.get(prefix)
    if template is None:
        raise _unsupported("date", prefix)
    return "(" + template.format(start=start, end=end, low=low, high=high) + ")"


def _last_updated(value: FilterValue, parameters: Parameters) -> str:
    return _range("r.updated_at", "r.updated_at", value, parameters)


def _missing(type_name: str, criterion: Filter, parameters: Parameters) -> str:
    table = _TABLES.get(criterion.parameter.kind)
    if table is None:
        raise _unsupported(criterion.parameter.code, ":missing")
    code = criterion.parameter.code
    is_missing = all(value.value == "true" for value in criterion.values)
    if code in ("patient", "subject"):
        return "r.patient_id IS NULL" if is_missing else "r.patient_id IS NOT NULL"
    present = _exists(table, parameters.add(f"{type_name}.{code}"), "true")
    return f"NOT ({present})" if is_missing else present


def _exists(table: str, param: str, test: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} i WHERE i.key = r.key AND i.param = {param} AND ({test}))"


def _any(tests: Any) -> str:
    return "(" + " OR ".join(tests) + ")"


def _unsupported(code: str, what: str) -> UnsupportedSearchError:
    return UnsupportedSearchError(
        f"La recherche par « {code} » avec « {what} » n’est pas encore prise en charge. Rien n’a été cherché.",
        f"Searching by '{code}' with '{what}' is not supported yet. Nothing was searched.",
    )


# A stored range [start, end) against the range [low, high) the value means. Source: R4 search, section 3.1.1.4.4.
_RANGE_TESTS = {
    "eq": "{start} >= {low} AND {end} <= {high}",
    "ne": "NOT ({start} >= {low} AND {end} <= {high})",
    "gt": "{end} > {high}",
    "lt": "{start} < {low}",
    "ge": "{start} >= {low} OR {end} > {high}",
    "le": "{end} <= {high} OR {start} < {low}",
    "sa": "{start} >= {high}",
    "eb": "{end} <= {low}",
}
_TABLES = {
    "token": "index_token",
    "uri": "index_token",
    "reference": "index_reference",
    "date": "index_date",
    "string": "index_string",
}
_BUILDERS: dict[str, Callable[[str, Filter, Parameters], str]] = {
    "token": _token, "uri": _token, "reference": _reference, "date": _date, "string": _string,
}  # fmt: skip
