"""The same name: a professional opened the record of somebody who bears their family name."""

from cordee.access.patterns.identity import Identity


def bears_the_same_name(reader: Identity, person: Identity) -> bool:
    """Return whether one of their family names, of birth or of use, is the same; accents and case aside."""
    return bool(reader.families & person.families)
