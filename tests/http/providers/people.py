"""Who can be chosen at the providers: invented people, in the real shape of each provider's claims."""

from typing import Any

CABINET = "719900101"
DAC = "719900014"
HOSPITAL = "719900202"
NADIA_RPPS = "10009900001"


def activity(
    *, finess: str = "", siret: str = "", technical: str = "", name: str = "", **others: str
) -> dict[str, str]:
    """Return one activity as Pro Santé Connect writes it: every field, empty when it says nothing."""
    return {
        "codeModeExercice": "L",
        "codeSecteurDactivite": "SA07",
        "codeSectionPharmacien": "",
        "codeRole": "",
        "codeGenreActivite": "GENR01",
        "numeroSiretSite": siret,
        "numeroSirenSite": "",
        "numeroFinessSite": finess,
        "numeroFinessetablissementJuridique": "",
        "identifiantTechniqueDeLaStructure": technical,
        "raisonSocialeSite": name,
        "enseigneCommercialeSite": "",
        "codePostal": "71400",
        "telephone": "",
        "autoriteDenregistrement": "",
    } | others


def exercise(profession: str, *activities: dict[str, str], **others: str) -> dict[str, Any]:
    """Return one profession exercised, with where it is."""
    return {
        "codeProfession": profession,
        "codeCategorieProfessionnelle": "C",
        "codeCiviliteDexercice": "",
        "nomDexercice": "",
        "prenomDexercice": "",
        "codeTypeSavoirFaire": "",
        "codeSavoirFaire": "",
        "activities": list(activities),
    } | others


def userinfo(number: str, given: str, family: str, *exercises: dict[str, Any]) -> dict[str, Any]:
    """Return the userinfo of a professional."""
    found: dict[str, Any] = {
        "SubjectNameID": number,
        "given_name": given,
        "family_name": family,
        "preferred_username": number,
        "codeCivilite": "MME" if given in {"NADIA", "Lise", "Odile"} else "M",
        "PSI_Locale": "1.2.250.1.213.1.3.1.1",
        "UITVersion": "1.0",
        "Palier_Authentification": "APPPRIP3^1.2.250.1.213.1.5.1.1.1",
        "otherIds": [{"identifiant": number, "origine": "RPPS", "qualite": 1}],
    }
    if exercises:
        found["SubjectRefPro"] = {"codeCivilite": "M", "exercices": list(exercises)}
    return found


NURSE_AT_HOME = activity(finess=CABINET, name="CABINET INFIRMIER DES REMPARTS")
NURSE_AT_HOSPITAL = activity(
    finess=HOSPITAL, name="CENTRE HOSPITALIER D AUTUN", codeSecteurDactivite="SA01", codeModeExercice="S"
)

PROFESSIONALS: dict[str, Any] = {
    "nadia": {
        "claims": userinfo(
            f"8{NADIA_RPPS}", "NADIA", "IDRISSI", exercise("60", NURSE_AT_HOME, NURSE_AT_HOSPITAL)
        )
    },
    "paul": {
        "claims": userinfo(
            "810009900002",
            "Paul",
            "Girard",
            exercise(
                "10",
                activity(technical="R719001", name="CABINET DU DR GIRARD"),
                codeCiviliteDexercice="DR",
                codeTypeSavoirFaire="S",
                codeSavoirFaire="SM26",
                nomDexercice="GIRARD",
                prenomDexercice="PAUL",
            ),
        )
    },
    "secretaire": {"claims": userinfo(f"3{CABINET}/S00001", "Odile", "Renard")},
    "etudiant": {
        "claims": userinfo(
            "810009900003",
            "Théo",
            "Blanc",
            exercise("10", activity(finess=HOSPITAL, name="CH"), codeCategorieProfessionnelle="E"),
        )
    },
    "opticien": {
        "claims": userinfo(
            "810009900004", "Lise", "Petit", exercise("28", activity(siret="90000000100011", name="OPTIQUE"))
        )
    },
    "faible": {
        "acr": "weak",
        "claims": userinfo("810009900005", "Jo", "Faible", exercise("60", NURSE_AT_HOME)),
    },
}

JEANNE = {
    "given_name": "Jeanne Marie",
    "family_name": "LAMBERT",
    "birthdate": "1942-03-12",
    "gender": "female",
    "birthplace": "71014",
    "birthcountry": "99100",
}
PERSONS: dict[str, Any] = {
    "jeanne": {"claims": JEANNE},
    "inconnue": {"claims": JEANNE | {"family_name": "PERSONNE"}},
    "faible": {"acr": "weak", "claims": JEANNE},
}
