"""How well two family names, or two lists of given names, agree: from 0 to 1."""

from itertools import product

from cordee.fhir.matching.spelling import closeness
from cordee.fhir.matching.traits import Traits

SPELLING_MIN = 0.75  # likeness under which two words are two names
_PARTICLES = frozenset("de d du des la le les l van von den der da do dos di del saint st sainte ste".split())
_ABBREVIATED = {"st": "saint", "ste": "sainte"}

_JOINED, _PARTICLE, _PART, _SWAPPED, _LISTED, _INITIAL = 0.98, 0.92, 0.85, 0.9, 0.9, 0.6


def family_agreement(one: Traits, other: Traits) -> float:
    """Return how well the best pair of family names agrees, whichever is the birth name and whichever the used one."""
    return max((_family(a, b) for a, b in product(one.families, other.families)), default=0.0)


def given_agreement(one: Traits, other: Traits) -> float:
    """Return how well the best pair of lists of given names agrees; the first given name weighs most."""
    return max((_given(a, b) for a, b in product(one.givens, other.givens)), default=0.0)


def swapped_agreement(one: Traits, other: Traits) -> float:
    """Return how well both agree when one of them has family and given name exchanged, a little less than straight."""
    return _SWAPPED * min(
        max((_family(" ".join(a), b) for a, b in product(one.givens, other.families)), default=0.0),
        max((_family(a, " ".join(b)) for a, b in product(one.families, other.givens)), default=0.0),
    )


def _family(one: str, other: str) -> float:
    a, b = _words(one), _words(other)
    if a == b:
        return 1.0
    if "".join(a) == "".join(b):
        return _JOINED
    core_a, core_b = _core(a), _core(b)
    if core_a == core_b:
        return _PARTICLE
    if set(core_a) < set(core_b) or set(core_b) < set(core_a):
        return _PART  # one half of a double name
    return _spelled("".join(core_a), "".join(core_b))


def _given(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    a, b = " ".join(one), " ".join(other)
    if a == b or one[0] == other[0]:
        return 1.0
    first_a, first_b = one[0].replace(" ", ""), other[0].replace(" ", "")
    if first_a == first_b or a.replace(" ", "") == b.replace(" ", ""):
        return _JOINED
    if one[0] in other or other[0] in one:
        return _LISTED  # the usual given name is not the first one of the birth certificate
    if f"{a} ".startswith(f"{one[0]} ") and (f"{a} ".startswith(f"{b} ") or f"{b} ".startswith(f"{a} ")):
        return _PART  # `Marie` and `Marie-Claude`
    if 1 in (len(first_a), len(first_b)):
        return _INITIAL if first_a[:1] == first_b[:1] else 0.0
    return _spelled(first_a, first_b)


def _spelled(one: str, other: str) -> float:
    likeness = closeness(one, other)
    return likeness if likeness >= SPELLING_MIN else 0.0


def _words(name: str) -> list[str]:
    return [_ABBREVIATED.get(word, word) for word in name.split()]


def _core(words: list[str]) -> list[str]:
    """Return the words without particles; a name made of particles only stays whole."""
    return [word for word in words if word not in _PARTICLES] or words
