"""What each JSON type and FHIR format is called, in French and English, when an input has the wrong one."""

TYPE_WORDS: dict[str, tuple[str, str]] = {
    "str": ("un texte", "a string"),
    "int": ("un nombre entier", "an integer"),
    "float": ("un nombre décimal", "a decimal number"),
    "decimal": ("un nombre, sans guillemets", "a number, without quotes"),
    "bool": ("vrai ou faux (true, false)", "true or false"),
    "array": ("une liste", "an array"),
    "object": ("un objet", "an object"),
    "null": ("rien (null)", "null"),
}

FORMAT_WORDS: dict[str, tuple[str, str]] = {
    "code": ("un code, sans espace au bord", "a code without surrounding spaces"),
    "id": (
        "un identifiant de 64 caractères au plus : lettres, chiffres, « - » et « . »",
        "an id of at most 64 letters, digits, '-' and '.'",
    ),
    "uri": ("une adresse (URI), sans espace", "a URI without spaces"),
    "oid": ("un OID comme urn:oid:1.2.3", "an OID such as urn:oid:1.2.3"),
    "uuid": ("un UUID comme urn:uuid:…", "a UUID such as urn:uuid:…"),
    "base64Binary": ("un contenu en base64", "base64 content"),
    "xhtml": ("un texte XHTML qui commence par <div", "XHTML starting with <div"),
    "date": (
        "une date qui existe : AAAA, AAAA-MM ou AAAA-MM-JJ",
        "an existing date: YYYY, YYYY-MM or YYYY-MM-DD",
    ),
    "dateTime": (
        "une date qui existe, avec le fuseau si l’heure est donnée : 2024-03-01T18:00:00+01:00",
        "an existing date, with a zone when a time is given: 2024-03-01T18:00:00+01:00",
    ),
    "instant": (
        "une date, une heure et un fuseau : 2024-03-01T18:00:00+01:00",
        "a date, a time and a zone: 2024-03-01T18:00:00+01:00",
    ),
    "time": ("une heure : 18:00:00", "a time: 18:00:00"),
}


def type_words(names: str) -> tuple[str, str]:
    """Return the French and English words for a msgspec type such as `str` or `str | null`."""
    words = [TYPE_WORDS.get(name, (name, name)) for name in names.split(" | ")]
    return " ou ".join(word[0] for word in words), " or ".join(word[1] for word in words)
