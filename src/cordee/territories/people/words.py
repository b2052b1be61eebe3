"""The words a line may name: how this person and those around her are called, with their agreements."""

from cordee.territories.people.identity import Identity
from cordee.territories.people.professionals import DOCTORS, Professional
from cordee.territories.people.prose import at, capital, of
from cordee.territories.people.subject import Companion

RETIREMENT_AGE = 63
"""From this age on, a person has the word « retraite » and not « actif »: lines that begin so fit their age."""

NAMED_ROLES = {
    "gp": "medecin",
    "nurse": "infirmiere",
    "physiotherapist": "kine",
    "social-worker": "social",
    "pharmacist": "pharmacien",
    "hospital-doctor": "hospitalier",
    "specialist": "specialiste",
    "home-help": "aide_domicile",
    "psychologist": "psychologue",
    "occupational-therapist": "ergo",
    "dietitian": "dieteticienne",
}


def words_of(
    who: Identity,
    age: int,
    team: dict[str, Professional],
    manager: Professional,
    companions: tuple[Companion, ...],
    doctor: Professional | None,
) -> dict[str, str]:
    """Return every word a line may name about this person; what she does not have is absent."""
    f = who.is_female
    personne = f"{who.title} {who.used_name}"
    words = {
        "personne": personne,
        "prenom": who.given[0],
        "de_prenom": of(who.given[0]),
        "il": "elle" if f else "il",
        "Il": "Elle" if f else "Il",
        "e": "e" if f else "",
        "ne": "ne" if f else "",
        "le": "la" if f else "le",
        "lui": "elle" if f else "lui",
        "seul": "seule" if f else "seul",
        "age": str(age),
        "ville": who.commune.name,
        "a_ville": at(who.commune.name),
        "de_ville": of(who.commune.name),
        "referent": manager.called,
    }
    words["actif" if age < RETIREMENT_AGE else "retraite"] = ""
    words |= {NAMED_ROLES[role]: _short(one) for role, one in team.items() if role in NAMED_ROLES}
    if doctor is not None:
        words |= {"hospitalier": _short(doctor), "hopital": doctor.organisation.name}
    return words | _companion_words(companions)


def _short(one: Professional) -> str:
    return f"Dr {one.family}" if one.role.code in DOCTORS else one.called


def _companion_words(companions: tuple[Companion, ...]) -> dict[str, str]:
    if not companions:
        return {}
    nearest = companions[0]
    f = nearest.is_female
    return {
        "aidant": nearest.given,
        "de_aidant": of(nearest.given),
        "lien": nearest.relation,
        "Lien": capital(nearest.relation),
        "aidant_il": "elle" if f else "il",
        "Aidant_il": "Elle" if f else "Il",
        "aidant_e": "e" if f else "",
        "aidant_seul": "seule" if f else "seul",
    }
