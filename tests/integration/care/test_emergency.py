"""Breaking the glass: who may, what is told before, what opens, for how long, and who is told."""

from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from cordee.access import Actor, Door, Gate
from cordee.access.policy import policy_of
from cordee.care.chart import open_chart
from cordee.care.consent.shape import Evidence, Recipient, refusal
from cordee.care.emergency import (
    ask_whether_it_exists,
    emergency_in_force,
    open_in_emergency,
)
from cordee.care.emergency_telling import tell_of_emergency
from cordee.care.errors import EmergencyWordsError, UnknownChoiceError
from cordee.care.note_writing import add_note
from cordee.care.strict_traits import StrictTraits
from cordee.fhir.r4 import Communication
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Repository, system_asker
from cordee.store.emergencies import QUESTIONS_MAX
from cordee.store.errors import TooManyAsksError
from tests.integration.care.village import (
    COORDINATOR,
    DAUGHTER,
    GP,
    JEANNE,
    OTHER_NURSE,
    SOCIAL,
    door,
)

TRAITS = StrictTraits(family="Lambert", given="Jeanne", born_on=date(1942, 3, 12), gender="female")
OTHERS = StrictTraits(family="Lambert", given="Jeanne", born_on=date(1942, 3, 13), gender="female")
STRANGER = Actor(
    id="stranger", login="stranger", name="Stranger", kind="professional", role="nurse", role_label="",
    who="PractitionerRole/stranger", keys=("PractitionerRole/stranger",), organization="", organization_name="",
)  # fmt: skip
WHY = "Retrouvée confuse, traitement inconnu"


def platform(store: Repository) -> Door:
    return Door(store, system_asker("test"), None)


async def ask(
    store: Repository, who: str = OTHER_NURSE, traits: StrictTraits = TRAITS
) -> tuple[Door, str, bool]:
    nurse, id_ = door(store, who), new_id()
    found = await ask_whether_it_exists(nurse, platform(store), traits, form_id=id_)
    return nurse, id_, found.is_found


async def opened(store: Repository, who: str = OTHER_NURSE) -> Door:
    nurse, id_, _ = await ask(store, who)
    await open_in_emergency(nurse, id_, reason="life", words=WHY)
    return nurse


@pytest.mark.parametrize("who", [SOCIAL, COORDINATOR, DAUGHTER, f"Patient/{JEANNE}"])
async def test_a_class_the_pack_does_not_name_may_not_ask(store: Repository, who: str) -> None:
    with pytest.raises(ForbiddenError):
        await ask(store, who)


async def test_asking_opens_nothing_and_tells_that_a_record_exists(store: Repository) -> None:
    nurse, _, is_found = await ask(store)
    assert is_found
    with pytest.raises(NotFoundError):
        await nurse.read("Patient", JEANNE)
    assert not (await ask(store, traits=OTHERS))[2]


async def test_a_reason_opens_the_record_on_every_path(store: Repository) -> None:
    nurse = await opened(store)
    assert (await nurse.read("Patient", JEANNE)).id == JEANNE
    assert (await nurse.search(parse_query("Condition", [("patient", JEANNE)]))).rows
    chart = await open_chart(nurse, JEANNE)
    standing = await emergency_in_force(nurse, chart)
    assert standing is not None
    assert standing.ends_at - standing.opened_at == timedelta(hours=3)


async def test_it_lets_add_a_contribution_and_never_the_circle(store: Repository) -> None:
    nurse = await opened(store)
    chart = await open_chart(nurse, JEANNE)
    assert chart.team is not None
    with pytest.raises(NotFoundError):
        async with nurse.writing() as unit:
            unit.update(chart.team)
    await add_note(
        nurse,
        JEANNE,
        type_code="OBS",
        text="Glycémie à 0,6",
        is_urgent=False,
        audience_code="circle",
        form_id=new_id(),
    )


async def test_it_ends_by_itself(store: Repository) -> None:
    nurse = await opened(store)
    async with await psycopg.AsyncConnection.connect(store.database.url, autocommit=True) as owner:
        await owner.execute("UPDATE circle SET ends_at = now() - interval '1 s' WHERE origin = 'emergency'")
    with pytest.raises(NotFoundError):
        await nurse.read("Patient", JEANNE)


async def test_it_ends_when_it_is_closed(store: Repository) -> None:
    nurse = await opened(store)
    await nurse.emergency.close(JEANNE)
    with pytest.raises(NotFoundError):
        await nurse.read("Patient", JEANNE)
    assert await nurse.emergency.standing(JEANNE) is None


async def test_a_question_is_of_who_asked_and_opens_once(store: Repository) -> None:
    nurse, id_, _ = await ask(store)
    gp = door(store, GP)
    with pytest.raises(NotFoundError):
        await open_in_emergency(gp, id_, reason="life", words=WHY)
    for _ in range(2):
        await open_in_emergency(nurse, id_, reason="life", words=WHY)
    async with store.database.connection(system_asker("test")) as connection:
        found = await connection.execute("SELECT count(*) FROM circle WHERE origin = 'emergency'")
        assert await found.fetchone() == (1,)


async def test_a_reason_is_coded_and_said(store: Repository) -> None:
    nurse, id_, _ = await ask(store)
    with pytest.raises(UnknownChoiceError):
        await open_in_emergency(nurse, id_, reason="curious", words=WHY)
    with pytest.raises(EmergencyWordsError):
        await open_in_emergency(nurse, id_, reason="life", words="  vite  ")


async def test_whom_the_person_refused_finds_nothing(store: Repository) -> None:
    evidence = Evidence(
        agreed_by=f"Patient/{JEANNE}", collected_by=COORDINATOR, at=now(), how="oral", notice="urn:notice:1"
    )
    async with store.writing(system_asker("test")) as unit:
        unit.create(refusal(JEANNE, [Recipient(reference=OTHER_NURSE)], evidence))
    nurse, id_, is_found = await ask(store)
    assert not is_found
    with pytest.raises(NotFoundError):
        await open_in_emergency(nurse, id_, reason="life", words=WHY)


async def test_a_refusal_closes_what_an_emergency_opened(store: Repository) -> None:
    nurse = await opened(store)
    evidence = Evidence(
        agreed_by=f"Patient/{JEANNE}", collected_by=COORDINATOR, at=now(), how="oral", notice="urn:notice:1"
    )
    async with store.writing(system_asker("test")) as unit:
        unit.create(refusal(JEANNE, [Recipient(reader_class="nursing")], evidence))
    with pytest.raises(NotFoundError):
        await nurse.read("Patient", JEANNE)


async def test_who_is_in_the_circle_is_led_to_the_record(store: Repository) -> None:
    found = await ask_whether_it_exists(door(store, GP), platform(store), TRAITS, form_id=new_id())
    assert found.own_patient_id == JEANNE


async def test_questions_are_counted(store: Repository) -> None:
    for _ in range(QUESTIONS_MAX):
        await ask(store, traits=OTHERS)
    with pytest.raises(TooManyAsksError):
        await ask(store)


async def test_the_person_the_referent_and_the_officer_are_told_once(store: Repository) -> None:
    nurse, id_, _ = await ask(store)
    await open_in_emergency(nurse, id_, reason="life", words=WHY)
    gate = Gate(store, Settings(data_dir=Path("unused")))
    for _ in range(2):
        await tell_of_emergency(gate.emergencies, gate.reviews, platform(store), id_)
    query = parse_query(
        "Communication", [("patient", JEANNE), ("category", "urn:cordee:notice|emergency-access")]
    )
    notices: list[Communication] = [row.resource for row in (await platform(store).search(query)).rows]
    told = {one.recipient[0].reference for one in notices if one.recipient}
    assert told == {f"Patient/{JEANNE}", COORDINATOR}
    assert len(notices) == 2
    officer = Actor(
        id="officer", login="officer", name="Officer", kind="officer", role="", role_label="", who="officer",
        keys=(), organization="", organization_name="",
    )  # fmt: skip
    (review,) = await gate.reviews.page(officer)
    assert (review.kind, review.who, review.patient_id) == ("break-glass", OTHER_NURSE, JEANNE)
    assert WHY in review.note


async def test_question_and_opening_stand_in_the_trace_of_the_person(store: Repository) -> None:
    await opened(store)
    rows = await store.trace_of(system_asker("test"), JEANNE)
    done = [(row.action, row.outcome) for row in rows if row.who == OTHER_NURSE]
    assert ("existence", "done") in done
    assert ("break-glass", "done") in done


async def test_openings_are_shown_to_the_circle_only(store: Repository) -> None:
    await opened(store)
    since = now() - timedelta(days=1)
    assert [
        one.words for one in await door(store, f"Patient/{JEANNE}").emergency.of_record(JEANNE, since)
    ] == [WHY]
    await door(store, OTHER_NURSE).emergency.close(JEANNE)
    assert await door(store, OTHER_NURSE).emergency.of_record(JEANNE, since) == []


async def test_one_question_is_asked_once_whatever_is_sent_by_it(store: Repository) -> None:
    """Its id buys no second answer: neither to its asker with other traits, nor to somebody else."""
    nurse, id_, is_found = await ask(store, traits=OTHERS)
    assert not is_found
    again = await ask_whether_it_exists(nurse, platform(store), TRAITS, form_id=id_)
    assert not again.is_found
    _, found_id, _ = await ask(store)
    stranger = Door(store, policy_of(STRANGER, "care"), STRANGER)
    assert not (await ask_whether_it_exists(stranger, platform(store), TRAITS, form_id=found_id)).is_found


async def test_closing_what_is_not_open_leaves_no_line(store: Repository) -> None:
    await door(store, DAUGHTER).emergency.close(JEANNE)
    await door(store, OTHER_NURSE).emergency.close(JEANNE)
    rows = await store.trace_of(system_asker("test"), JEANNE)
    assert [row for row in rows if row.action == "break-glass-end"] == []
    nurse = await opened(store)
    await nurse.emergency.close(JEANNE)
    rows = await store.trace_of(system_asker("test"), JEANNE)
    assert len([row for row in rows if row.action == "break-glass-end"]) == 1
