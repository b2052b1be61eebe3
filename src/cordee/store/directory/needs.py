"""What people need, in the words they say it in: how an offer is coded, and what finds it."""

import msgspec


class Need(msgspec.Struct, frozen=True):
    """One need: what it is called, and the words that mean it, normalized."""

    label: str
    words: str


NEEDS: dict[str, Need] = {
    "bath": Need("Toilette et hygiène", "toilette hygiene bain douche habillage lever coucher nursing"),
    "nursing": Need("Soins infirmiers", "soins infirmiers pansement injection perfusion prelevement"),
    "housework": Need("Ménage et linge", "menage linge entretien repassage"),
    "meals": Need("Repas et courses", "repas portage courses cuisine"),
    "night": Need("Garde de jour ou de nuit", "garde nuit presence surveillance"),
    "respite": Need("Répit des aidants", "repit relais aidant aidants suppleance relayage baluchonnage"),
    "transport": Need(
        "Transport et sorties", "transport taxi vsl ambulance accompagnement sortie vehicule deplacement"
    ),
    "day-care": Need("Accueil de jour", "accueil jour journee"),
    "short-stay": Need("Hébergement temporaire", "hebergement temporaire sejour urgence"),
    "residence": Need(
        "Hébergement permanent", "hebergement permanent ehpad residence autonomie maison retraite"
    ),
    "rehabilitation": Need("Rééducation", "reeducation readaptation marche ssr smr kine"),
    "housing": Need("Logement à aménager", "logement amenagement adaptation barre douche ergotherapie"),
    "equipment": Need("Matériel médical", "materiel lit fauteuil oxygene location dispositif"),
    "alarm": Need("Téléassistance", "teleassistance alarme bracelet chute"),
    "rights": Need("Droits et aides", "droits aides apa pch mdph cmi dossier financement retraite social"),
    "isolation": Need("Lien social", "isolement lien social visite benevole benevolat convivialite"),
    "mental-health": Need(
        "Soutien psychologique", "psychologue psychologique ecoute depression cmp psychiatrie"
    ),
    "memory": Need("Mémoire et cognition", "memoire cognition alzheimer esa consultation"),
    "nutrition": Need("Nutrition", "nutrition denutrition dietetique poids"),
    "palliative": Need("Soins palliatifs et douleur", "palliatif palliatifs douleur fin vie emsp"),
    "home-hospital": Need("Hospitalisation à domicile", "had hospitalisation domicile"),
    "addiction": Need("Addictions", "addiction addictions alcool tabac csapa"),
    "coordination": Need("Coordination du parcours", "coordination parcours appui dac situation complexe"),
}
"""By code, of the system `urn:cordee:need`."""

SYNONYMS: dict[str, str] = {
    "gp": "medecin medecins generaliste docteur traitant",
    "specialist": "medecin specialiste docteur",
    "hospital-doctor": "medecin hospitalier docteur",
    "nurse": "infirmier infirmiere infirmiers idel ide soins",
    "pharmacist": "pharmacien pharmacienne",
    "physiotherapist": "masseur kinesitherapeute kine kines masseuse",
    "occupational-therapist": "ergotherapeute ergo",
    "dietitian": "dieteticien dieteticienne nutrition",
    "psychologist": "psychologue psy",
    "dentist": "dentiste chirurgien dentaire",
    "midwife": "sage femme maieuticien",
    "podiatrist": "pedicure podologue",
    "speech-therapist": "orthophoniste",
    "orthoptist": "orthoptiste",
    "psychomotor-therapist": "psychomotricien psychomotricienne",
    "care-assistant": "aide soignant soignante",
    "social-worker": "assistant assistante social sociale as",
    "home-help": "aide domicile auxiliaire",
    "coordinator": "coordinateur coordinatrice parcours dac",
    "dac": "dac coordination appui",
    "hospital": "hopital clinique centre hospitalier ch chu",
    "practice": "cabinet maison sante msp pole",
    "nursing-practice": "cabinet infirmier infirmiere soins",
    "ssiad": "ssiad soins infirmiers domicile",
    "pharmacy": "pharmacie officine",
    "clic": "clic information coordination",
    "home-help-service": "aide domicile saad",
    "ehpad": "ehpad maison retraite hebergement",
    "had": "had hospitalisation domicile",
}
"""What else a profession or a kind of structure is called, by its code."""
