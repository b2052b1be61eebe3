"""One fictional record grown to any size: the same story, with years of measures, notes and appointments behind it."""

import itertools
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from cordee.access import Actor
from cordee.fhir import decode, encode
from cordee.fhir.r4 import CareTeam, Resource
from cordee.kernel.ids import new_id
from cordee.territories import load
from cordee.territories.people import population

TERRITORY = "nord-saone-et-loire"
SEED = 1
TODAY = date(2026, 11, 20)
STORY = 1  # which of the territory's people: 85 resources, a stroke and the return home
GROWING = frozenset({"Observation", "DocumentReference", "Appointment", "Task", "Communication"})
_YEAR = re.compile(rb"(?<=\")(\d{4})(-\d\d(?:-\d\d)?)(?=[\"T])")
_LEAP_DAY = b"-02-29"


def directory() -> Iterator[Resource]:
    """Yield the structures and professionals the record refers to."""
    for resources in population(load(TERRITORY), 0, SEED, TODAY):
        yield from resources


def story() -> list[Resource]:
    """Return the record as the generator tells it."""
    lists = [found for found in population(load(TERRITORY), STORY + 1, SEED, TODAY) if _is_record(found)]
    return lists[STORY]


def member_of(record: list[Resource]) -> Actor:
    """Return an ordinary member of the circle: the first professional in it who is no coordinator."""
    team = next(resource for resource in record if isinstance(resource, CareTeam))
    references = [one.member.reference for one in team.participant or () if one.member is not None]
    who = next(
        reference for reference in references if reference and reference.startswith("PractitionerRole/")
    )
    return Actor(
        id="bench-member",
        login="bench-member",
        name="Membre du cercle",
        kind="professional",
        role="gp",
        role_label="Médecin généraliste",
        who=who,
        keys=(who,),
        organization="",
        organization_name="",
    )


def grown(record: list[Resource], size: int) -> tuple[str, list[Resource]]:
    """Return the id of a new person with the same story, and exactly `size` resources of theirs.

    What is added are copies of what a record accumulates, each some years before its model.
    """
    texts = [encode(resource) for resource in record]
    ids = {resource.id.encode(): new_id().encode() for resource in record if resource.id}
    anywhere = re.compile(b"|".join(map(re.escape, ids)))
    copied = [decode(anywhere.sub(lambda match: ids[match[0]], text)) for text in texts]
    models = [encode(resource) for resource in copied if resource.resourceType in GROWING]
    older = (_older(model, years) for years in itertools.count(1) for model in models)
    copied += itertools.islice(older, size - len(copied))
    patient_id = next(resource.id for resource in copied if resource.resourceType == "Patient")
    assert patient_id is not None
    return patient_id, copied


def _older(model: bytes, years: int) -> Resource:
    """Return a copy of a resource with an id of its own, every date that many years earlier (at most eight)."""
    back = 1 + years % 8

    def earlier(match: re.Match[bytes]) -> bytes:
        return b"%04d" % (int(match[1]) - back) + match[2].replace(_LEAP_DAY, b"-02-28")

    resource: Any = decode(_YEAR.sub(earlier, model))
    resource.id = new_id()
    return resource  # type: ignore[no-any-return]


def _is_record(resources: list[Resource]) -> bool:
    return any(isinstance(resource, CareTeam) for resource in resources)
