"""Validation of one Observation: base R4 alone, with a profile of R4, with one of fr-core when the guide is there.

The limit of the same run: msgspec decoding the same bytes to the typed Observation, which is what a write always pays.
"""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.paths import OBSERVATION
from bench.report import Figure, compared
from bench.rounds import in_turn
from cordee.fhir.codec import decode
from cordee.fhir.definitions import Registry, base_artefact, base_registry
from cordee.fhir.definitions.compiling import compile_package
from cordee.fhir.json_value import Json, read_json, write_json
from cordee.fhir.validation import check_profiles, structural_faults, validate

DATASET = "an Observation (blood pressure) of 1.4 kB: 2 components, 8 codings, 4 references"
SECONDS = 0.5
FR_CORE = Path(__file__).parents[2] / "shared" / "data" / "ig" / "hl7.fhir.fr.core-2.2.0.tgz"
VITAL_SIGNS = "http://hl7.org/fhir/StructureDefinition/vitalsigns"
FR_BLOOD_PRESSURE = "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-observation-bp"


def run() -> list[Figure]:
    """Return what each kind of validation costs beside the typed decode."""
    base, plain = base_registry(), _declaring()
    figures = [
        _figure("structure and required codes", plain, structural_faults),
        _figure("base R4: structure, codes, rules", plain, lambda one: validate(one, (), base)),
        _figure(
            "a write's check of vitalsigns",
            _declaring(VITAL_SIGNS),
            lambda one: check_profiles("Observation", one, base),
        ),
        _figure("base R4 and vitalsigns", _declaring(VITAL_SIGNS), lambda one: validate(one, (), base)),
    ]
    if FR_CORE.is_file():
        guide = Registry(base_artefact(), (compile_package(FR_CORE.read_bytes()).artefact,))
        french = _declaring(FR_BLOOD_PRESSURE)
        figures += [
            _figure(
                "a write's check of fr-core's blood pressure",
                french,
                lambda one: check_profiles("Observation", one, guide),
            ),
            _figure("base R4 and fr-core's blood pressure", french, lambda one: validate(one, (), guide)),
        ]
    return figures


def _declaring(*profiles: str) -> Json:
    meta = {"lastUpdated": "2024-09-17T09:00:00Z"} | ({"profile": list(profiles)} if profiles else {})
    return OBSERVATION | {"meta": meta}


def _figure(name: str, content: Json, act: Callable[[Json], object]) -> Figure:
    data = write_json(content)
    resource = read_json(data)
    measured = in_turn(
        partial(_microseconds, partial(act, resource)), partial(_microseconds, partial(decode, data))
    )
    return compared(name, *measured, unit="µs", dataset=DATASET)


def _microseconds(act: Callable[[], object]) -> float:
    """Return what one call takes, over `SECONDS` of them."""
    act()
    count, started = 0, time.perf_counter()
    while (spent := time.perf_counter() - started) < SECONDS:
        act()
        count += 1
    return spent / count * 1_000_000
