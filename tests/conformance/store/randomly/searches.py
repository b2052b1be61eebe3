"""Random searches whose values often meet what the random worlds hold."""

from hypothesis import strategies as st

from tests.conformance.store.randomly.asked import Chain, Criterion, Has, Plain, Search
from tests.conformance.store.randomly.comparing import UCUM
from tests.conformance.store.randomly.worlds import (
    CODES,
    ELSEWHERE,
    FAMILIES,
    GIVEN,
    MEMBERS,
    MOMENTS,
    NUMBERS,
    PATIENTS,
    PLACES,
    PROFILES,
    SHARES,
    SYSTEMS,
    TEXTS,
)

PREFIXES = ("", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap")
MISSING = ("true", "false")


def _one(
    code: str, modifiers: tuple[str, ...], values: st.SearchStrategy[str]
) -> st.SearchStrategy[Criterion]:
    several = st.lists(values, min_size=1, max_size=2, unique=True).map(tuple)
    return st.builds(Plain, st.just(code), st.sampled_from(modifiers), several)


def _missing(*codes: str) -> st.SearchStrategy[Criterion]:
    return st.builds(Plain, st.sampled_from(codes), st.just("missing"), st.tuples(st.sampled_from(MISSING)))


def _string(code: str, texts: tuple[str, ...]) -> st.SearchStrategy[Criterion]:
    part = st.sampled_from(texts).flatmap(
        lambda text: st.one_of(
            st.sampled_from((text, text.upper(), text.lower())),
            st.integers(1, len(text)).map(lambda end: text[:end]),
        )
    )
    return _one(code, ("", "", "exact", "contains"), part)


_PREFIX = st.sampled_from(PREFIXES)
_CODED = st.builds(
    lambda system, code: f"{system}|{code}" if system or code else "8867-4",
    st.sampled_from(SYSTEMS),
    st.sampled_from((*CODES, "")),
)
_CODE = st.one_of(st.sampled_from(CODES), _CODED)
_DATE = st.builds(str.__add__, _PREFIX, st.sampled_from((*MOMENTS, "2024-03-01T10:15+01:00")))
_UNIT = st.sampled_from(
    ("", f"|{UCUM}|kg", f"|{UCUM}|g", f"|{UCUM}|mg", "|http://example.org/units|pt", "||kg", "||pt")
)
_AMOUNT = st.builds(
    lambda prefix, number, unit: f"{prefix}{number}{unit}", _PREFIX, st.sampled_from(NUMBERS), _UNIT
)
_SHARE = st.builds(str.__add__, _PREFIX, st.sampled_from(SHARES))
_SUBJECT = st.sampled_from(
    (*(f"Patient/{id_}" for id_ in PATIENTS), *PATIENTS, "Group/p0", ELSEWHERE, "Patient/gone")
)
_OWN = st.sampled_from((*(f"Patient/{id_}" for id_ in PATIENTS), *PATIENTS, ELSEWHERE))
_TEXT = _one("code", ("text",), st.sampled_from(("freq", "Fréquence", "poids", "cardiaque")))
_PAIR = st.builds(
    lambda code, value: f"{code}${value}", _CODE.filter(lambda one: not one.endswith("|")), _AMOUNT
)
_PAIR_OF_CODES = st.builds(
    lambda code, value: f"{code}${value}", *(_CODE.filter(lambda one: not one.endswith("|")),) * 2
)

_COMMON = (
    _one("_id", ("", "not"), st.sampled_from((*PATIENTS, "v0", "v1", "e0", "o0", "l0", "none"))),
    _one("_lastUpdated", ("",), st.sampled_from(("gt2020", "lt2020"))),
    _one("_profile", ("", "below"), st.sampled_from((*PROFILES, "http://example.org/StructureDefinition"))),
    _one("_tag", ("", "not"), _CODE),
    _missing("_tag", "_profile"),
)
_OF_SUBJECT = (
    _one("subject", ("",), _SUBJECT),
    _one("subject", ("Patient",), st.sampled_from(PATIENTS)),
    _one("subject", ("identifier",), st.sampled_from(("urn:oid:1.2.3|1", "2", "urn:oid:9|1"))),
    _one("patient", ("",), _OWN),
    _missing("subject", "patient"),
)

PLAIN: dict[str, tuple[st.SearchStrategy[Criterion], ...]] = {
    "Organization": (
        _string("name", PLACES),
        _one("partof", ("",), st.sampled_from(("Organization/o0", "o1"))),
        _one("identifier", ("", "not"), st.sampled_from(("1", "urn:oid:1.2.3|1", "|2", "urn:oid:1.2.3|"))),
        _missing("name", "partof", "identifier"),
        *_COMMON,
    ),
    "Location": (
        _string("name", PLACES),
        _one(
            "near",
            ("",),
            st.sampled_from(("48.85|2.35|1|km", "48.85|2.35|5|km", "-17.5|180|10|km", "0|0|30|km")),
        ),
        _one("organization", ("",), st.sampled_from(("Organization/o0", "o1"))),
        _missing("name", "organization"),
        *_COMMON,
    ),
    "Practitioner": (_string("family", FAMILIES), *_COMMON),
    "Patient": (
        _string("family", FAMILIES),
        _string("given", GIVEN),
        _string("name", (*FAMILIES, *GIVEN)),
        _one("birthdate", ("",), _DATE),
        _one("gender", ("", "not"), st.sampled_from(("male", "female"))),
        _one(
            "identifier",
            ("", "not"),
            st.sampled_from(("1", "urn:oid:1.2.3|1", "|2", "http://example.org/ids|")),
        ),
        _one(
            "identifier",
            ("of-type",),
            st.sampled_from(("http://example.org/kinds|MR|1", "http://example.org/kinds|NI|2")),
        ),
        _one("phone", ("",), st.sampled_from(("01", "02"))),
        _one("deceased", ("",), st.sampled_from(("true", "false"))),
        _one("organization", ("",), st.sampled_from(("Organization/o0", "o1"))),
        _one("general-practitioner", ("", "Practitioner"), st.sampled_from(("m0", "m1"))),
        _missing("family", "birthdate", "gender", "identifier", "organization", "telecom"),
        *_COMMON,
    ),
    "CareTeam": (
        _one("participant", ("",), st.sampled_from((*MEMBERS, "m0"))),
        _one("status", ("", "not"), st.sampled_from(("active", "inactive"))),
        _one("date", ("",), _DATE),
        _one("patient", ("",), _OWN),
        *_COMMON,
    ),
    "Encounter": (
        _one("status", ("", "not"), st.sampled_from(("planned", "finished"))),
        _one(
            "class", ("", "not"), st.sampled_from(("AMB", "IMP", "http://loinc.org|AMB", "http://loinc.org|"))
        ),
        _one("date", ("",), _DATE),
        _one("location", ("",), st.sampled_from(("Location/l0", "l1"))),
        _one("service-provider", ("",), st.sampled_from(("Organization/o0", "o1"))),
        _missing("date", "location", "service-provider"),
        *_OF_SUBJECT,
        *_COMMON,
    ),
    "Observation": (
        _one("code", ("", "not"), _CODE),
        _TEXT,
        _one("combo-code", ("",), _CODE),
        _one("component-code", ("", "not"), _CODE),
        _one("category", ("", "not"), st.sampled_from(("vital-signs", "exam"))),
        _one("status", ("", "not"), st.sampled_from(("final", "preliminary"))),
        _one("date", ("",), _DATE),
        _one("value-quantity", ("",), _AMOUNT),
        _one("component-value-quantity", ("",), _AMOUNT),
        _one("combo-value-quantity", ("",), _AMOUNT),
        _one("value-concept", ("", "not", "text"), st.sampled_from((*CODES, "freq"))),
        _string("value-string", TEXTS),
        _one("code-value-quantity", ("",), _PAIR),
        _one("code-value-concept", ("",), _PAIR_OF_CODES),
        _one("combo-code-value-quantity", ("",), _PAIR),
        _one("component-code-value-quantity", ("",), _PAIR),
        _one("combo-code-value-concept", ("",), _PAIR_OF_CODES),
        _one("encounter", ("",), st.sampled_from(("Encounter/e0", "e1"))),
        _one("performer", ("", "Practitioner"), st.sampled_from(("m0", "m1"))),
        _missing(
            "date", "category", "value-quantity", "component-code", "encounter", "performer", "value-concept"
        ),
        *_OF_SUBJECT,
        *_COMMON,
    ),
    "RiskAssessment": (_one("probability", ("",), _SHARE), _missing("probability"), *_OF_SUBJECT, *_COMMON),
}
REFERENCES = {
    "Organization": (("partof", "Organization"),),
    "Location": (("organization", "Organization"),),
    "Patient": (("organization", "Organization"), ("general-practitioner", "Practitioner")),
    "CareTeam": (("patient", "Patient"), ("participant", "Practitioner")),
    "Encounter": (
        ("subject", "Patient"), ("patient", "Patient"), ("location", "Location"), ("service-provider", "Organization"),
    ),
    "Observation": (
        ("subject", "Patient"), ("patient", "Patient"), ("encounter", "Encounter"), ("performer", "Practitioner"),
    ),
    "RiskAssessment": (("subject", "Patient"), ("patient", "Patient")),
}  # fmt: skip
"""The references of each type that are followed, and to what."""

SORTS = {
    "Organization": ("name", "_id"),
    "Location": ("name", "_id"),
    "Practitioner": ("family", "_id"),
    "Patient": ("family", "given", "birthdate", "gender", "_id"),
    "CareTeam": ("date", "status"),
    "Encounter": ("date", "status", "_id"),
    "Observation": ("date", "code", "status", "_id", "category"),
    "RiskAssessment": ("_id",),
}


def _criteria(type_name: str, depth: int) -> st.SearchStrategy[Criterion]:
    plain = st.one_of(*PLAIN[type_name])
    if depth == 0:
        return plain
    ways = [
        st.builds(
            Chain,
            st.just(code),
            st.just(target),
            st.deferred(lambda target=target: _criteria(target, depth - 1)),
        )
        for code, target in REFERENCES.get(type_name, ())
    ]
    ways += [
        st.builds(
            Has,
            st.just(source),
            st.just(code),
            st.deferred(lambda source=source: _criteria(source, depth - 1)),
        )
        for source, references in REFERENCES.items()
        for code, target in references
        if target == type_name
    ]
    return st.one_of(plain, plain, *ways) if ways else plain


def _includes(type_name: str) -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    ways = [("_include", f"{type_name}:{code}") for code, _ in REFERENCES.get(type_name, ())]
    ways += [
        ("_revinclude", f"{source}:{code}")
        for source, references in REFERENCES.items()
        for code, target in references
        if target == type_name
    ]
    return st.lists(st.sampled_from(ways), max_size=2, unique=True).map(tuple) if ways else st.just(())


@st.composite
def searches(draw: st.DrawFn) -> Search:
    """Return a search of one type."""
    type_name = draw(st.sampled_from(("Observation", "Observation", "Patient", "Patient", *PLAIN)))
    criteria = draw(
        st.lists(
            _criteria(type_name, draw(st.sampled_from((0, 0, 1, 2)))),
            min_size=1,
            max_size=draw(st.sampled_from((1, 1, 2))),
        )
    )
    codes = draw(st.lists(st.sampled_from(SORTS[type_name]), max_size=2, unique=True))
    sort = tuple(draw(st.sampled_from(("", "-"))) + code for code in codes)
    inside = draw(st.sampled_from(("", "", "", "e0"))) if type_name == "Observation" else ""
    count = draw(st.sampled_from((1, 2, 3, 50)))
    includes = draw(_includes(type_name)) if count == 50 else ()
    return Search(type_name, tuple(criteria), sort, count, inside, includes)
