"""Which parts of a record each kind of reader may read and write, and which labels hide an entry from them.

First form: a table in code; the territory's own matrix comes with its pack. Health professionals read everything in
their circles. Social workers and home helps do not read the medical part. The person and their carers read what the
circle shares and write notes, measures, documents and messages.
Source: L1110-4 and L1110-12 CSP; TRE_A07 for the labels.
"""

from cordee.store import categories as cat
from cordee.store import visibility as vis

SOCIAL_ROLES = frozenset({"social-worker", "home-help"})

_CLASS_OF_ROLE = {
    "gp": "medical",
    "specialist": "medical",
    "hospital-doctor": "medical",
    "nurse": "nursing",
    "social-worker": "social",
    "home-help": "home_help",
    "coordinator": "coordination",
}
_CLASS_OF_KIND = {"patient": "person", "carer": "carer"}

_CONTRIBUTIONS = cat.NOTEBOOK | cat.MEASURES | cat.DOCUMENTS | cat.MESSAGES
# What has no category of its own may be of care (a dispensation, a family history, a claim): not theirs either.
_NOT_MEDICAL = cat.ALL & ~(cat.MEDICAL | cat.OTHER)


def reads_of(kind: str, role: str) -> int:
    """Return the mask of categories this kind and role may read."""
    if kind == "professional":
        return _NOT_MEDICAL if role in SOCIAL_ROLES else cat.ALL
    return cat.ALL if kind in ("patient", "carer") else 0


def writes_of(kind: str, role: str) -> int:
    """Return the mask of categories this kind and role may write."""
    if kind == "professional":
        return _NOT_MEDICAL if role in SOCIAL_ROLES else cat.ALL
    if kind == "patient":
        return _CONTRIBUTIONS | cat.CONSENT
    return _CONTRIBUTIONS if kind == "carer" else 0


def reader_of(kind: str, role: str) -> int:
    """Return the label bits that hide an entry from this kind and role."""
    if kind == "patient":
        return vis.INVISIBLE_PATIENT
    if kind == "carer":
        return vis.MASQUE_PT | vis.INVISIBLE_REPRESENTANTS_LEGAUX
    return vis.MASQUE_PSOCIAL if role in SOCIAL_ROLES else vis.MASQUE_PS


def reader_class_of(kind: str, role: str) -> str:
    """Return the class of readers a consent may name this kind and role by; empty for those of no class."""
    if kind == "professional":
        return _CLASS_OF_ROLE.get(role, "health")
    return _CLASS_OF_KIND.get(kind, "")
