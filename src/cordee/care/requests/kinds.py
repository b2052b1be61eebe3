"""The words of a request: what is asked for, by which way it came, and what the person is told to think of it."""

KINDS: dict[str, str] = {
    "information": "Information",
    "orientation": "Orientation",
    "coordination": "Coordination complexe",
}
"""What a request turns out to be once it is qualified, or what the one who asks expects."""

ORIGINS: dict[str, str] = {
    "phone": "Téléphone",
    "e-mail": "Courriel",
    "professional-form": "Formulaire professionnel",
    "public-form": "Formulaire public",
    "contextual-call": "Appel d’un logiciel",
    "service": "Autre service",
    "visit": "Accueil",
}
TAKEN_DOWN = ("phone", "e-mail", "visit", "service")
"""The ways a coordinator takes down a request for somebody else."""

CONSENTS: dict[str, str] = {
    "agrees": "La personne est d’accord",
    "not-asked": "Elle ne le sait pas encore",
    "cannot-say": "Elle ne peut pas l’exprimer",
    "declines": "Elle ne le souhaite pas",
}
"""What is said of the person's own agreement when the request is made; the real consent is taken on opening."""
