"""How the person lives: with whom, where, with what help, how autonomous, on what resources."""

from cordee.fhir import systems
from cordee.fhir.r4 import Observation
from cordee.territories.people.fhir_words import concept
from cordee.territories.people.prose import can_tell
from cordee.territories.people.subject import Subject

LABELS = {
    "living": "Mode de vie",
    "housing": "Logement",
    "autonomy": "Autonomie",
    "help": "Aides en place",
    "resources": "Ressources et droits",
}


def social(subject: Subject) -> list[Observation]:
    """Return one observation a side of life, told by the social worker when there is one."""
    rng = subject.rng("social")
    story = subject.story
    lines = {
        "living": story.living_together if any(one.lives_in for one in subject.companions) else story.living,
        "housing": story.housing,
        "autonomy": story.autonomy,
        "help": story.help,
        "resources": story.resources,
    }
    observations = []
    for code, choices in lines.items():
        tellable = [line for line in choices if can_tell(line, subject.words)]
        if tellable:
            text = subject.tell(rng.choice(tellable), rng)
            observations.append(
                _situation(subject, code, text, max(subject.since + rng.randint(0, 9), subject.since))
            )
    return observations


def _situation(subject: Subject, code: str, text: str, day: int) -> Observation:
    return Observation(
        id=subject.ids(f"situation/{code}"),
        status="final",
        category=[concept(systems.OBSERVATION_CATEGORY, "social-history")],
        code=concept(systems.SITUATION, code, LABELS[code]),
        subject=subject.patient,
        effectiveDateTime=subject.days.date(min(day, -1)),
        performer=[subject.member("social-worker")],
        valueString=text,
    )
