"""Whom a Communication names, for the lists of messages and notices."""

from datetime import UTC, datetime

from cordee.care.elements import concept
from cordee.fhir import systems
from cordee.fhir.r4 import Communication, Reference
from cordee.store.addressees import addressees_of
from cordee.store.columns import columns_of

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
NURSE, GP = "PractitionerRole/nurse", "PractitionerRole/gp"


def names(category: str, code: str) -> list[tuple[str, bool]]:
    said = Communication(
        id="said",
        status="completed",
        category=[concept(category, code, "…")],
        subject=Reference(reference="Patient/jeanne"),
        sender=Reference(reference=NURSE),
        recipient=[Reference(reference=GP)],
    )
    found = addressees_of(said, "Communication", columns_of(said, "Communication"), AT)
    return [(one.who, one.is_notice) for one in found]


def test_message_names_who_writes_and_who_reads_it() -> None:
    assert sorted(names("urn:example", "message")) == [(GP, False), (NURSE, False)]


def test_notice_names_its_reader_alone() -> None:
    assert names(systems.NOTICE, "urgent-note") == [(GP, True)]


def test_having_read_a_note_is_no_message() -> None:
    assert names(systems.NOTE_READING, "read") == []
