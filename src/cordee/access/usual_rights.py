"""The rights in force where a territory says nothing else: the one place they are written.

Why each is so: docs/rights.md. Source: L1110-4, L1110-12, R1110-2 and L1111-5 CSP; cahier de liaison 3.0 (only the
author changes a note).
"""

RIGHTS = """\
class         identity  social  medical  plan  notebook  measures  documents  agenda  messages  circle  request  consent  other
medical       rw        rw      rw       rw    rw        rw        rw         rw      rw        rw      rw       rw       rw
nursing       rw        rw      rw       rw    rw        rw        rw         rw      rw        rw      rw       rw       rw
health        rw        rw      rw       rw    rw        rw        rw         rw      rw        rw      rw       rw       rw
social        rw        rw      -        rw    rw        -         rw         rw      rw        rw      rw       rw       -
home_help     r         r       -        rw    rw        rw        rw         rw      rw        r       rw       r        -
coordination  rw        rw      rw       rw    rw        rw        rw         rw      rw        rw      rw       rw       rw
carer         r         r       r        r     rw        rw        rw         r       rw        r       r        -        r
guardian      r         r       r        r     rw        rw        rw         r       rw        r       r        rw       r
person        r         r       r        r     rw        rw        rw         r       rw        r       r        rw       r
"""  # noqa: E501 - a table is read by its columns

RESTRICTED_READERS = ("medical", "nursing", "health", "coordination", "guardian", "person")
VERY_RESTRICTED_READERS = ("medical", "person")

HIDES_FROM: dict[str, tuple[str, ...]] = {
    "INVISIBLE_PATIENT": ("person",),
    "INVISIBLE_REPRESENTANTS_LEGAUX": ("guardian",),
    "MASQUE_PS": ("medical", "nursing", "health", "coordination"),
    "MASQUE_PSOCIAL": ("social", "home_help"),
    "MASQUE_PT": ("carer",),
}

CLASS_OF_ROLE: dict[str, str] = {
    "coordinator": "coordination",
    "gp": "medical",
    "specialist": "medical",
    "hospital-doctor": "medical",
    "nurse": "nursing",
    "pharmacist": "health",
    "physiotherapist": "health",
    "occupational-therapist": "health",
    "dietitian": "health",
    "psychologist": "health",
    "dentist": "medical",
    "midwife": "medical",
    "podiatrist": "health",
    "speech-therapist": "health",
    "orthoptist": "health",
    "psychomotor-therapist": "health",
    "care-assistant": "nursing",
    "social-worker": "social",
    "home-help": "home_help",
}

EMERGENCY_OPENERS = ("medical", "nursing")
"""Who may open a record outside their circles, in an emergency."""
EMERGENCY_HOURS = 3
