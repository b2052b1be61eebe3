"""A record hangs together: dates in order, people near, words finished, nothing that reaches a real person."""

import base64
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from cordee.care.elements import has_code
from cordee.fhir import encode, systems
from cordee.fhir.r4 import (
    Appointment,
    CarePlan,
    CareTeam,
    DocumentReference,
    EpisodeOfCare,
    Goal,
    Observation,
    Patient,
    Practitioner,
    RelatedPerson,
    Resource,
    ServiceRequest,
    Task,
)
from cordee.territories import Territory
from cordee.territories.people import demo_cast, population
from tests.unit.territories.people.conftest import SEED, TODAY

PHONES = re.compile(r"(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d")
UNFINISHED = re.compile(r"[\[\]{}|<>]|\s{2}|\.\.|\s[.,]|,\.|[a-z]\.[A-ZÉ]")


def test_no_sentence_is_left_unfinished(resources: list[Resource]) -> None:
    texts = Counter(text for resource in resources for text in _sentences(resource))
    assert [text for text in texts if UNFINISHED.search(text)] == []
    assert [text for text in texts if not text[0].isupper() and text[0] not in "«(0123456789À"] == []
    assert [text for text in texts if " :" in text or " ?" in text or "'" in text] == [], "French spacing"


def test_three_hundred_records_do_not_read_alike(records: list[list[Resource]]) -> None:
    notebooks = {tuple(sorted(_notes(record))) for record in records}
    assert len(notebooks) == len(records)
    said = Counter(note for record in records for note in _notes(record))
    assert len(said) > 0.45 * said.total()
    assert said.most_common(1)[0][1] < len(records) / 10


def test_all_themes_are_lived(records: list[list[Resource]]) -> None:
    themes = Counter(
        one.type[0].coding[0].code
        for record in records
        for one in record
        if isinstance(one, EpisodeOfCare) and one.type and one.type[0].coding
    )
    assert len(themes) >= 9
    assert min(themes.values()) >= 5


def test_every_record_is_whole(records: list[list[Resource]]) -> None:
    for record in records:
        kinds = Counter(type(one) for one in record)
        assert kinds[Patient] == kinds[CareTeam] == kinds[EpisodeOfCare] == kinds[CarePlan] == 1
        assert kinds[Goal] >= 2
        assert kinds[Observation] >= 10
        assert kinds[DocumentReference] >= 5
        assert kinds[Appointment] >= 2


def test_notes_are_behind_and_some_are_recent(records: list[list[Resource]]) -> None:
    recent = 0
    for record in records:
        days = [(one.date or "")[:10] for one in record if isinstance(one, DocumentReference)]
        assert max(days) < TODAY.isoformat()
        recent += max(days) >= date(2026, 11, 20).isoformat()
    assert recent > len(records) / 2


def test_replies_come_after_what_they_answer(records: list[list[Resource]]) -> None:
    replies = 0
    for record in records:
        notes = {f"DocumentReference/{one.id}": one for one in record if isinstance(one, DocumentReference)}
        for note in notes.values():
            for relation in note.relatesTo or ():
                assert (notes[relation.target.reference or ""].date or "") < (note.date or "")
                replies += 1
    assert replies > len(records)


def test_appointments_are_behind_and_ahead(resources: list[Resource]) -> None:
    appointments = [one for one in resources if isinstance(one, Appointment)]
    for one in appointments:
        assert one.start is not None
        assert one.end is not None
        assert one.start < one.end
        assert one.status == ("fulfilled" if one.start[:10] < TODAY.isoformat() else "booked")
    statuses = Counter(one.status for one in appointments)
    assert min(statuses.values()) > 300


def test_some_actions_are_done_some_late_and_all_have_an_owner(resources: list[Resource]) -> None:
    actions = [one for one in resources if isinstance(one, Task) and one.intent == "plan"]
    assert all(one.owner and one.restriction and one.restriction.period for one in actions)
    late = done = 0
    for one in actions:
        assert one.restriction is not None
        assert one.restriction.period is not None
        due = one.restriction.period.end or ""
        late += one.status != "completed" and due < TODAY.isoformat()
        done += one.status == "completed"
    assert late > len(actions) / 20
    assert done > len(actions) / 5


def test_the_circle_is_dated_and_holds_its_doctor_near(
    records: list[list[Resource]], territory: Territory
) -> None:
    left = 0
    for record in records:
        team = next(one for one in record if isinstance(one, CareTeam))
        assert team.participant is not None
        members = [one.member.reference for one in team.participant if one.member and one.period]
        assert len(members) == len(team.participant) == len(set(members))
        left += sum(bool(one.period and one.period.end) for one in team.participant)
        for one in team.participant:
            assert one.period is not None
            assert (one.period.start or "") < (one.period.end or TODAY.isoformat())
    assert left > len(records) / 4


def test_a_few_notes_are_hidden_and_a_few_urgent(resources: list[Resource]) -> None:
    notes = [one for one in resources if isinstance(one, DocumentReference) and one.description]
    labels = Counter(
        label.coding[0].code for note in notes for label in note.securityLabel or () if label.coding
    )
    assert labels["MASQUE_PT"] > 20
    assert labels["INVISIBLE_PATIENT"] > 20
    urgent = sum(bool(note.extension) for note in notes)
    assert 50 < urgent < len(notes) / 5


def test_no_number_nor_address_reaches_anybody(resources: list[Resource]) -> None:
    for resource in resources:
        if isinstance(resource, Patient | RelatedPerson | Practitioner):
            for point in resource.telecom or ():
                value = point.value or ""
                assert PHONES.fullmatch(value) or value.endswith(("@example.org", "@example.net"))
        assert systems.INS_NIR.encode() + b'"' not in encode(resource)


def test_requests_wait_with_different_ages_and_urgencies(resources: list[Resource]) -> None:
    waiting = [
        one
        for one in resources
        if isinstance(one, ServiceRequest)
        and one.intent == "order"
        and one.status == "active"
        and has_code(one.category, systems.REQUEST_CATEGORY, "support")
    ]
    assert 3 <= len(waiting) <= 6
    assert {one.priority for one in waiting} == {"routine", "urgent"}
    assert len({(one.authoredOn or "")[:10] for one in waiting}) >= 3


def test_the_cast_has_its_names_its_circle_and_its_outsider(
    territory: Territory, records: list[list[Resource]]
) -> None:
    cast = demo_cast(territory, SEED)
    assert len({member.name for member in cast}) == len({member.login for member in cast}) == len(cast) == 9
    assert all(member.login.isascii() and " " not in member.login for member in cast)
    team = next(one for one in records[0] if isinstance(one, CareTeam))
    now = {
        one.member.reference
        for one in team.participant or ()
        if one.member and one.period and not one.period.end
    }
    by_login = {member.login: member for member in cast}
    for login in (
        "helene.charbonnier",
        "etienne.rousselot",
        "leila.mansouri",
        "bastien.colas",
        "isabelle.pernot",
    ):
        assert by_login[login].who in now
    assert by_login["etienne.rousselot"].structure != by_login["leila.mansouri"].structure
    outsider = by_login["julien.morizot"]
    assert outsider.is_outside_first_circle
    assert outsider.who.encode() not in b"".join(encode(one) for one in records[0])
    assert sum(outsider.who.encode() in b"".join(encode(one) for one in record) for record in records) > 3
    past = {
        one.member.reference for one in team.participant or () if one.member and one.period and one.period.end
    }
    assert by_login["aude.lacombe"].who in past


@pytest.mark.parametrize("seed", range(2, 12))
def test_whatever_the_seed_the_cast_stands_in_the_first_circle(territory: Territory, seed: int) -> None:
    *_, first = population(territory, 1, seed, TODAY)
    team = next(one for one in first if isinstance(one, CareTeam))
    members = {one.member.reference for one in team.participant or () if one.member}
    cast = demo_cast(territory, seed)
    assert {
        one.who for one in cast if one.kind not in ("patient", "officer") and not one.is_outside_first_circle
    } <= members
    assert not {one.who for one in cast if one.is_outside_first_circle} & members
    assert f"Patient/{first[0].id}" in {one.who for one in cast}


def test_nobody_else_bears_a_name_of_the_cast(records: list[list[Resource]]) -> None:
    families = {
        name.family
        for record in records[1:]
        for one in record
        if isinstance(one, Patient)
        for name in one.name or ()
    }
    assert not families & {
        "Pernot",
        "Gauthey",
        "Charbonnier",
        "Rousselot",
        "Mansouri",
        "Colas",
        "Morizot",
        "Lacombe",
    }


def _notes(record: list[Resource]) -> Iterator[str]:
    for one in record:
        if isinstance(one, DocumentReference):
            data = one.content[0].attachment.data
            if data:
                yield base64.b64decode(data).decode()


def _sentences(resource: Resource) -> Iterator[str]:
    yield from _notes([resource])
    if isinstance(resource, Task) and resource.description:
        yield resource.description
    elif isinstance(resource, Goal):
        yield resource.description.text or ""
    elif isinstance(resource, ServiceRequest):
        yield resource.code.text or "" if resource.code else ""
        yield from (note.text for note in resource.note or () if note.text)
    elif isinstance(resource, CarePlan):
        yield from (note.text for note in resource.note or () if note.text)
    elif isinstance(resource, Appointment):
        yield resource.description or ""
    elif isinstance(resource, Observation) and resource.valueString:
        yield resource.valueString
