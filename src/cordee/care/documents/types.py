"""What a document is: the national types one deposits here, the usual ones first, found by any word of their name.

Source: ANS, JDV_J07-XdsTypeCode-CISIS (codes of LOINC), as far as a coordination needs them.
"""

from cordee.fhir.normalized import normalize

TYPES = {
    "11490-0": "Lettre de liaison à la sortie",
    "11488-4": "Compte rendu de consultation",
    "57833-6": "Ordonnance",
    "11502-2": "Résultats de biologie",
    "18748-4": "Compte rendu d’imagerie",
    "28653-4": "Document du secteur social ou médico-social",
    "60591-5": "Synthèse médicale",
    "34133-9": "Synthèse d’épisode de soins",
    "96349-6": "Lettre d’adressage",
    "34842-5": "Évaluation médico-sociale",
    "18776-5": "Plan personnalisé de soins",
    "80788-3": "Projet personnalisé d’accompagnement",
    "83869-8": "Plan personnalisé de prévention",
    "77604-7": "Planification thérapeutique",
    "74207-2": "Document de liaison d’urgence",
    "83981-1": "Lettre de liaison à la sortie d’un établissement médico-social",
    "88348-8": "Lettre de liaison à l’entrée d’un établissement médico-social",
    "34112-3": "Compte rendu d’hospitalisation",
    "11504-8": "Compte rendu opératoire",
    "85208-7": "Compte rendu de télémédecine",
    "11369-6": "Historique des vaccinations",
    "29274-8": "Mesures de signes vitaux",
    "74465-6": "Questionnaire rempli par la personne",
    "56446-8": "Notification de rendez-vous",
    "59284-0": "Attestation de consentement",
}
USUAL = ("11490-0", "11488-4", "57833-6", "11502-2", "18748-4", "28653-4")
_CODES = {normalize(label): code for code, label in TYPES.items()}


def type_said(text: str) -> str:
    """Return the code of a type said by its code, its name, or words that only one name holds; nothing otherwise."""
    if text in TYPES:
        return text
    said = normalize(text)
    if not said:
        return ""
    if said in _CODES:
        return _CODES[said]
    words = said.split()
    found = [code for name, code in _CODES.items() if all(word in name for word in words)]
    return found[0] if len(found) == 1 else ""
