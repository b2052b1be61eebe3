"""The index of agendas written anew says what its trigger said."""

from cordee.fhir.r4 import Appointment, AppointmentParticipant, HealthcareService, Reference
from cordee.store import Database, Repository, system_asker
from cordee.store.agenda import rebuild
from cordee.store.rebuilding import BATCH_RESOURCES

PLATFORM = system_asker("test")
GP = "PractitionerRole/gp"


def _visit(number: int, status: str = "booked", answer: str = "accepted") -> Appointment:
    """Return a visit of the doctor, with the structure that provides it, at an hour of its own."""
    day, hour = 1 + number // 24 % 28, number % 24
    return Appointment(
        id=f"v{number}",
        status=status,
        start=f"2027-02-{day:02}T{hour:02}:00:00Z",
        end=f"2027-02-{day:02}T{hour:02}:30:00Z",
        contained=[HealthcareService(id="service", providedBy=Reference(reference="Organization/dac"))],
        participant=[
            AppointmentParticipant(actor=Reference(reference=GP), status=answer),
            AppointmentParticipant(actor=Reference(reference="#service"), status="accepted"),
        ],
    )


async def _rows(database: Database) -> list[tuple[object, ...]]:
    async with database.connection(PLATFORM) as connection:
        found = await connection.execute("SELECT * FROM agenda_entry ORDER BY participant, starts_at, key")
        return await found.fetchall()


async def test_rebuilding_an_emptied_index_gives_the_same_rows(database: Database) -> None:
    store = Repository(database)
    async with store.writing(PLATFORM) as unit:
        for number in range(BATCH_RESOURCES + 2):
            unit.create(_visit(number))
        unit.create(_visit(600, "cancelled"))
        unit.create(_visit(601, answer="declined"))
        unit.create(_visit(602, "entered-in-error"))
        unit.create(_visit(603))
    async with store.writing(PLATFORM) as unit:
        unit.delete("Appointment", "v603")
    before = await _rows(database)
    assert len(before) == (BATCH_RESOURCES + 2 + 2) * 2
    assert sum(not row[4] for row in before) == 3

    async with database.connection(PLATFORM) as connection:
        await connection.execute("DELETE FROM agenda_entry")
        await connection.execute("INSERT INTO agenda_entry VALUES ('Patient/x', now(), now(), 0, true)")
    told: list[tuple[int, int]] = []
    assert await rebuild(database, lambda done, total: told.append((done, total))) == BATCH_RESOURCES + 6
    assert await _rows(database) == before
    assert told[-1] == (BATCH_RESOURCES + 6, BATCH_RESOURCES + 6)
    assert await rebuild(database) == BATCH_RESOURCES + 6
    assert await _rows(database) == before
    await store.close()
