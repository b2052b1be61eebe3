"""Requests for support nobody has answered yet: what a coordinator finds in the morning."""

from datetime import date
from random import Random

from cordee.fhir import systems
from cordee.fhir.r4 import Address, Annotation, Reference, Resource, ServiceRequest
from cordee.territories.people.days import Days
from cordee.territories.people.directory import Directory
from cordee.territories.people.fhir_words import concept, reference, words
from cordee.territories.people.names import LOCAL, family_name, given_names
from cordee.territories.people.parts.request import qualify_task
from cordee.territories.people.patient import insee_code, provisional
from cordee.territories.people.places import Places, street_line
from cordee.territories.people.prose import at, tell
from cordee.territories.people.stable_ids import StableIds
from cordee.territories.people.stories.waiting import WAITING, Waiting
from cordee.territories.people.subject import role_reference
from cordee.territories.people.telecom import landline

MOMENT = -1_000
"""Their ids come after the directory's and before those of the people followed."""


def open_requests(directory: Directory, today: date) -> list[list[Resource]]:
    """Return one list a request: a person known by hearsay, the request, the task of answering it."""
    return [
        _request(directory, Days(today, directory.territory.zone), rank, one)
        for rank, one in enumerate(WAITING)
    ]


def _request(directory: Directory, days: Days, rank: int, told: Waiting) -> list[Resource]:
    territory = directory.territory
    key = f"{territory.code}/{directory.seed}"
    rng, ids = Random(f"{key}/waiting/{rank}"), StableIds(key, MOMENT + rank)
    commune = Places(territory).home(rng)
    year = days.today.year - told.age
    family = family_name(rng, LOCAL)
    given = given_names(rng, LOCAL, is_female=told.is_female, birth_year=year)[0]
    title = "Mme" if told.is_female else "M."
    patient = reference("Patient", ids("patient"), f"{title} {given} {family}")
    asked_at = days.at(-told.days_ago, told.hour, rng.randint(0, 59))
    dac = directory.organization(territory.dac)
    lines = {"personne": f"{title} {family}", "prenom": given, "a_ville": at(commune.name)}
    caller = directory.crew(0).near(told.asked_by, commune, rng) if told.asked_by else None
    delay_days = -(-territory.targets.qualify_request_hours // 24)
    return [
        provisional(
            ids("patient"),
            family=family,
            given=given,
            is_female=told.is_female,
            born_on=date(year, rng.randint(1, 12), rng.randint(1, 28)) if told.has_birth_date else None,
            address=Address(
                use="home",
                line=[street_line(rng, commune)],
                city=commune.name,
                postalCode=commune.postcode,
                country="FR",
                extension=[insee_code(commune.insee)],
            ),
            phone=landline(rng, commune.postcode),
            seen_on=days.date(-told.days_ago),
        ),
        ServiceRequest(
            id=ids("request"),
            status="active",
            intent="order",
            category=[concept(systems.REQUEST_CATEGORY, "support", "Demande d’appui")],
            priority="urgent" if told.is_urgent else "routine",
            code=words(tell(told.why, rng, lines)),
            subject=patient,
            authoredOn=asked_at,
            requester=role_reference(caller) if caller else Reference(display=told.caller),
            performer=[dac],
            note=[Annotation(text=tell(told.text, rng, lines))],
        ),
        qualify_task(
            ids("qualify"),
            request_id=ids("request"),
            patient=patient,
            dac=dac,
            status="requested",
            asked_at=asked_at,
            done_at=asked_at,
            due_on=days.date(delay_days - told.days_ago),
        ),
    ]
