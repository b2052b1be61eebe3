"""The written summary of a closed record: a Composition, of the medical part; its words are what its author wrote.

Source: https://hl7.org/fhir/R4/composition.html; LOINC 34133-9, summary of an episode.
"""

import re
from datetime import datetime
from html import escape, unescape

from cordee.care.elements import fhir_instant
from cordee.care.episode_marks import closing_of
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import (
    CodeableConcept,
    Coding,
    Composition,
    CompositionEvent,
    CompositionSection,
    EpisodeOfCare,
    Narrative,
    Reference,
)

TITLE = "Bilan de clôture"
SUMMARY_CODE = "34133-9"
SUMMARY_LENGTH_MAX = 4000
_DIV = '<div xmlns="http://www.w3.org/1999/xhtml">'
_TAG = re.compile(r"<[^>]+>")
_BREAK = re.compile(r"<br\s*/>|</p>\s*<p>")


def new_summary(
    id_: str, patient_id: str, episode: EpisodeOfCare, words: str, author: Reference, at: datetime
) -> Composition:
    """Return the Composition that says what was done during an episode, in these words."""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in words.split("\n") if line.strip())
    return Composition(
        id=id_,
        status="final",
        type=CodeableConcept(
            coding=[Coding(system=systems.LOINC, code=SUMMARY_CODE, display="Summary of episode note")],
            text=TITLE,
        ),
        subject=about(patient_id),
        date=fhir_instant(at),
        author=[author],
        title=TITLE,
        event=[
            CompositionEvent(
                period=episode.period, detail=[Reference(reference=f"EpisodeOfCare/{episode.id}")]
            )
        ],
        section=[
            CompositionSection(
                title=TITLE, text=Narrative(status="additional", div=f"{_DIV}{paragraphs}</div>")
            )
        ],
    )


def words_of_summary(summary: Composition) -> str:
    """Return the words of a summary as they were written, without markup."""
    div = next((one.text.div for one in summary.section or () if one.text is not None), "") or ""
    return unescape(_TAG.sub("", _BREAK.sub("\n", div))).strip()


def summary_of(episode: EpisodeOfCare, compositions: list[Composition]) -> Composition | None:
    """Return the summary an episode was closed with, None when the reader may not see it or there is none."""
    closing = closing_of(episode)
    wanted = closing.summary if closing else ""
    return next((one for one in compositions if wanted and f"Composition/{one.id}" == wanted), None)
