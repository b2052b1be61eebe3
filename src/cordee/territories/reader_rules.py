"""Checks whom the labels and the confidentiality of a pack name, who corrects, and the class of each role."""

from collections.abc import Iterable

from cordee.access.matrix import CLASSES, CLOSE_CLASSES, PROFESSIONAL_CLASSES
from cordee.territories.document import Mapping, Scalar
from cordee.territories.findings import Findings, did_you_mean

MUST_HIDE_FROM = {
    "INVISIBLE_PATIENT": "person",
    "INVISIBLE_REPRESENTANTS_LEGAUX": "guardian",
    "MASQUE_PS": "medical",
    "MASQUE_PSOCIAL": "social",
    "MASQUE_PT": "carer",
}
"""Whom each label names: hiding an entry from everyone but them would betray who chose it."""


def check_readers(root: Mapping, habilitation: Mapping | None, findings: Findings) -> None:
    """Note every class that is not known or stands where it makes no sense."""
    _roles(root, findings)
    if habilitation is not None:
        _labels(habilitation, findings)
        _confidentiality(habilitation, findings)
        for name in ("corrects_others", "writes_for_others", "opens_in_emergency"):
            _only_professionals(habilitation, name, findings)


def _roles(root: Mapping, findings: Findings) -> None:
    for i, role in root.mappings("roles"):
        written, path = role.text("class"), f"roles[{i}].class"
        if written is None:
            continue
        _known([written], path, PROFESSIONAL_CLASSES, findings)
        coordinates = role.text("is_coordination")
        is_coordination = coordinates is not None and coordinates.text == "true"
        if is_coordination and written.text in PROFESSIONAL_CLASSES and written.text != "coordination":
            findings.add(
                written.line,
                path,
                (
                    f"Ce rôle de coordination est de la classe « {written.text} » : il ne répondrait à rien.",
                    f"This coordination role is of class “{written.text}”: it could not answer requests.",
                ),
                ("Écrivez class: coordination.", "Write class: coordination."),
            )


def _labels(habilitation: Mapping, findings: Findings) -> None:
    labels = habilitation.values.get("labels")
    if not isinstance(labels, Mapping):
        return
    for label, named in MUST_HIDE_FROM.items():
        path, classes = f"habilitation.labels.{label}", list(labels.texts(label))
        _known(classes, path, CLASSES, findings)
        if classes and named not in {one.text for one in classes}:
            findings.add(
                labels.key_lines[label],
                path,
                (f"{label} ne masquerait pas à « {named} ».", f"{label} would not hide from “{named}”."),
                (
                    f"Ajoutez {named} : qui choisit ce masque compte dessus.",
                    f"Add {named}: who chooses this label relies on it.",
                ),
            )
        for one in classes:
            if one.text == "person" and named != "person":
                findings.add(
                    one.line,
                    path,
                    (f"{label} masquerait à la personne.", f"{label} would hide from the person."),
                    (
                        "Ôtez person : seul INVISIBLE_PATIENT masque à la personne.",
                        "Remove person: only INVISIBLE_PATIENT hides from them.",
                    ),
                )


def _confidentiality(habilitation: Mapping, findings: Findings) -> None:
    levels = habilitation.values.get("confidentiality")
    if not isinstance(levels, Mapping):
        return
    path = "habilitation.confidentiality"
    restricted, very = list(levels.texts("restricted")), list(levels.texts("very_restricted"))
    _known(restricted, f"{path}.restricted", CLASSES, findings)
    _known(very, f"{path}.very_restricted", CLASSES, findings)
    if not restricted:
        return
    names = {one.text for one in restricted}
    for one in very:
        if one.text in CLASSES and one.text not in names:
            findings.add(
                one.line,
                f"{path}.very_restricted",
                (
                    f"« {one.text} » lirait le très restreint (V) sans lire le restreint (R).",
                    f"“{one.text}” would read the very restricted (V) without the restricted (R).",
                ),
                (
                    "Ajoutez cette classe à restricted, ou ôtez-la ici.",
                    "Add it to restricted, or remove it here.",
                ),
            )


def _only_professionals(habilitation: Mapping, name: str, findings: Findings) -> None:
    for one in habilitation.texts(name):
        if one.text in CLOSE_CLASSES:
            findings.add(
                one.line,
                f"habilitation.{name}",
                (
                    f"« {one.text} » n’est pas une classe de professionnels.",
                    f"“{one.text}” is not a class of professionals.",
                ),
                ("Ne nommez ici que des professionnels.", "Name professionals only."),
            )
        else:
            _known([one], f"habilitation.{name}", PROFESSIONAL_CLASSES, findings)


def _known(written: Iterable[Scalar], path: str, known: Iterable[str], findings: Findings) -> None:
    allowed = tuple(known)
    for one in written:
        if one.text not in allowed:
            findings.add(
                one.line,
                path,
                (f"« {one.text} » : classe inconnue ici.", f"“{one.text}”: class not known here."),
                did_you_mean(one.text, allowed),
            )
