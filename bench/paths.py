"""FHIRPath: all search values of an Observation, and all its invariants.

Limits of the same run: the same elements picked out by hand-written Python, and msgspec reading the resource's bytes.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from bench.report import Figure, compared
from bench.rounds import in_turn
from cordee.fhir.definitions import base_registry
from cordee.fhir.json_value import Json, read_json, write_json
from cordee.fhir.path import Path, compile_path

DATASET = "an Observation of R4's examples (blood pressure): 2 components, 8 codings, 4 references, 1.4 kB"
SECONDS = 0.5
EXTRACTION_MICROSECONDS_MAX = 60.0

_SYSTEMS = ("http://loinc.org", "http://snomed.info/sct")


def _concept(*codes: str) -> Json:
    return {
        "coding": [{"system": _SYSTEMS[at % 2], "code": code} for at, code in enumerate(codes)],
        "text": codes[0],
    }


def _component(code: str, value: int) -> Json:
    quantity = {"value": value, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}
    return {"code": _concept(code), "valueQuantity": quantity, "interpretation": [_concept("N")]}


OBSERVATION: Json = {
    "resourceType": "Observation",
    "id": "blood-pressure",
    "meta": {
        "profile": ["http://hl7.org/fhir/StructureDefinition/vitalsigns"],
        "lastUpdated": "2024-09-17T09:00:00Z",
    },
    "identifier": [{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:187e0c12-8dd2-67e2-99b2-bf273c878281"}],
    "basedOn": [{"reference": "ServiceRequest/1"}],
    "status": "final",
    "category": [_concept("vital-signs")],
    "code": _concept("85354-9", "75367002"),
    "subject": {"reference": "Patient/example"},
    "encounter": {"reference": "Encounter/example"},
    "effectiveDateTime": "2024-09-17T09:00:00+02:00",
    "performer": [{"reference": "Practitioner/example"}],
    "interpretation": [_concept("L")],
    "component": [_component("8480-6", 107), _component("8462-4", 60)],
}


def run() -> list[Figure]:
    """Return what extraction and invariants cost beside their limits."""
    content = _bytes()
    observation = read_json(content)
    paths = search_paths()
    extraction = partial(_extract, paths, observation)
    decoding = partial(read_json, content)
    return [
        _figure(f"{len(paths)} search expressions vs {EXTRACTION_MICROSECONDS_MAX:.0f} µs", extraction, None),
        _figure("the same vs hand-written Python", extraction, partial(by_hand, observation)),
        _figure("the same vs msgspec reading the bytes", extraction, decoding),
        _figure(
            "invariants vs msgspec reading the bytes", partial(_check, invariants(), observation), decoding
        ),
    ]


def _bytes() -> bytes:
    return write_json(OBSERVATION)


def search_paths() -> list[Path]:
    """Return every search expression of R4 that applies to an Observation."""
    wanted = {"Observation", "Resource", "DomainResource"}
    return [
        compile_path(parameter["expression"], "Observation")
        for parameter in base_registry().all("SearchParameter")
        if "expression" in parameter and wanted & set(parameter["base"])
    ]


def invariants() -> list[Path]:
    """Return the invariants of the resource itself."""
    structure = base_registry().type_structure("Observation") or {}
    rules = structure["snapshot"]["element"][0]["constraint"]
    return [compile_path(rule["expression"], "Observation") for rule in rules if "expression" in rule]


def _extract(paths: list[Path], observation: Json) -> None:
    for path in paths:
        path.pairs(observation)


def _check(paths: list[Path], observation: Json) -> None:
    for path in paths:
        path(observation)


def by_hand(observation: Json) -> list[Any]:
    """Return what the search expressions name, as one would write it for this resource alone."""
    get = observation.get
    meta = get("meta", {})
    components = get("component", [])
    found = [
        get("id"),
        meta.get("lastUpdated"),
        meta.get("source"),
        get("status"),
        get("code"),
        get("method"),
    ]
    found += [get("subject"), get("encounter"), get("device"), get("specimen"), get("dataAbsentReason")]
    found += [
        get("effectiveDateTime"),
        get("effectivePeriod"),
        get("effectiveInstant"),
        get("effectiveTiming"),
    ]
    found += [get("valueQuantity"), get("valueSampledData"), get("valueCodeableConcept"), get("valueString")]
    found += [get("valueDateTime"), get("valuePeriod")]
    for name in (
        "identifier",
        "category",
        "performer",
        "basedOn",
        "partOf",
        "focus",
        "hasMember",
        "derivedFrom",
    ):
        found += get(name, ())
    for name in ("profile", "tag", "security"):
        found += meta.get(name, ())
    for component in components:
        found += [component.get("code"), component.get("dataAbsentReason"), component.get("valueQuantity")]
        found += [component.get("valueCodeableConcept"), component.get("valueSampledData")]
    reference = (get("subject") or {}).get("reference", "")
    found.append(reference if reference.startswith("Patient/") else None)
    return [value for value in found if value is not None]


def _figure(name: str, act: Callable[[], object], limit: Callable[[], object] | None) -> Figure:
    values, limits = in_turn(
        partial(_microseconds, act),
        (lambda: EXTRACTION_MICROSECONDS_MAX) if limit is None else partial(_microseconds, limit),
    )
    figure = compared(name, values, limits, unit="µs", dataset=DATASET, expected=None if limit else 1.0)
    figure.is_ceiling = True
    return figure


def _microseconds(act: Callable[[], object]) -> float:
    """Return the best time of one call, over rounds of at least `SECONDS` in all."""
    best, end = float("inf"), time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        start = time.perf_counter()
        for _ in range(50):
            act()
        best = min(best, (time.perf_counter() - start) / 50)
    return best * 1e6
