"""The closed lists a pack chooses from: what the rest of the house knows how to handle."""

ORGANISATION_TYPES: dict[str, str] = {
    "dac": "Dispositif d’appui à la coordination",
    "hospital": "Établissement de santé",
    "practice": "Cabinet ou maison de santé",
    "nursing-practice": "Cabinet infirmier",
    "ssiad": "Service de soins infirmiers à domicile",
    "pharmacy": "Pharmacie",
    "clic": "Centre local d’information et de coordination",
    "home-help": "Service d’aide à domicile",
}

ROLE_CODES: frozenset[str] = frozenset(
    {
        "coordinator",
        "gp",
        "specialist",
        "nurse",
        "pharmacist",
        "physiotherapist",
        "social-worker",
        "home-help",
        "occupational-therapist",
        "psychologist",
        "hospital-doctor",
        "dietitian",
        "dentist",
        "midwife",
        "podiatrist",
        "speech-therapist",
        "orthoptist",
        "psychomotor-therapist",
        "care-assistant",
    }
)

ACTION_KINDS: dict[str, str] = {"prevent": "Prévenir", "resolve": "Résoudre", "attenuate": "Atténuer"}

PLAN_DOMAINS: dict[str, str] = {
    "medical": "Santé",
    "social": "Vie sociale et droits",
    "autonomy": "Autonomie",
    "psychological": "Bien-être psychique",
    "carer": "Proches aidants",
    "environment": "Logement et cadre de vie",
}
