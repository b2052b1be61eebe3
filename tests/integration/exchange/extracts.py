"""Lines of national extracts about fictional people."""

from collections.abc import Iterable
from pathlib import Path

PS_COLUMNS = (
    "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d'exercice|"
    "Libellé civilité d'exercice|Code civilité|Libellé civilité|Nom d'exercice|Prénom d'exercice|Code profession|"
    "Libellé profession|Code catégorie professionnelle|Libellé catégorie professionnelle|Code type savoir-faire|"
    "Libellé type savoir-faire|Code savoir-faire|Libellé savoir-faire|Code mode exercice|Libellé mode exercice|"
    "Numéro SIRET site|Numéro SIREN site|Numéro FINESS site|Numéro FINESS établissement juridique|"
    "Identifiant technique de la structure|Raison sociale site|Enseigne commerciale site|"
    "Complément destinataire (coord. structure)|Complément point géographique (coord. structure)|"
    "Numéro Voie (coord. structure)|Indice répétition voie (coord. structure)|Code type de voie (coord. structure)|"
    "Libellé type de voie (coord. structure)|Libellé Voie (coord. structure)|Mention distribution (coord. structure)|"
    "Bureau cedex (coord. structure)|Code postal (coord. structure)|Code commune (coord. structure)|"
    "Libellé commune (coord. structure)|Code pays (coord. structure)|Libellé pays (coord. structure)|"
    "Téléphone (coord. structure)|Téléphone 2 (coord. structure)|Télécopie (coord. structure)|"
    "Adresse e-mail (coord. structure)|Code Département (structure)|Libellé Département (structure)|"
    "Ancien identifiant de la structure|Autorité d'enregistrement|Code secteur d'activité|Libellé secteur d'activité|"
    "Code section tableau pharmaciens|Libellé section tableau pharmaciens|Code rôle|Libellé rôle|Code genre activité|"
    "Libellé genre activité"
).split("|")


def ps_line(**values: str) -> str:
    """Return a line of the Annuaire Santé extract."""
    row = {"Type d'identifiant PP": "8", "Code profession": "60", "Libellé profession": "Infirmier",
           "Numéro FINESS site": "719900300", "Raison sociale site": "CABINET DE LA BRESSE",
           "Code commune (coord. structure)": "71419", "Libellé commune (coord. structure)": "Saint-Germain-du-Plain",
           "Code postal (coord. structure)": "71370", "Téléphone (coord. structure)": "0353010203"}  # fmt: skip
    row |= {name.replace("_", " "): value for name, value in values.items()}
    return "|".join(row.get(column, "") for column in PS_COLUMNS) + "|"


def nurse(number: int, family: str, **more: str) -> str:
    """Return the line of a nurse, by default at one practice of Saint-Germain-du-Plain."""
    return ps_line(
        **{"Identifiant_PP": f"99{number:09}", "Nom d'exercice": family, "Prénom d'exercice": "Lucie", **more}
    )


def finess_line(number: str, name: str, category: str = "500") -> str:
    """Return the line of an establishment of Autun."""
    values = ["structureet", number, "719900000", name[:10], name, "", "", "3", "R", "DU LAC", "", "", "014", "71",
              "SAONE-ET-LOIRE", "71400 AUTUN CEDEX", "0353019999", "", category, "EHPAD", "", "", "", "", "", "", "",
              "", "", "", "", ""]  # fmt: skip
    return ";".join(values)


def write_ps(file: Path, lines: Iterable[str], encoding: str = "utf-8") -> None:
    """Write an extract of the Annuaire Santé: its header, then lines."""
    file.write_text("\n".join(["|".join(PS_COLUMNS), *lines]) + "\n", encoding=encoding)
