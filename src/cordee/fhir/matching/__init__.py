"""How much two descriptions of a person are the same person: names, birth date, sex, identifiers, address. Pure.

Owns what French identity needs: birth name and used name, compound names, particles, accents, inversions. Must not know
where candidates come from, nor who asks.
"""

from cordee.fhir.matching.scoring import Match, score
from cordee.fhir.matching.traits import Traits, traits_of

__all__ = ["Match", "Traits", "score", "traits_of"]
