"""A pack says who reads and writes what: every mistake is told at its line, and a sound one changes the outcome."""
# ruff: noqa: E501 - a mistake stands on one line, a table is read by its columns

from pathlib import Path

import pytest

from cordee.access import habilitation
from cordee.access.matrix import CLASSES
from cordee.access.matrix_making import make_matrix
from cordee.access.usual_rights import CLASS_OF_ROLE, RIGHTS
from cordee.store import categories as cat
from cordee.store import visibility as vis
from cordee.territories import Territory, examine, load, put_in_force
from tests.unit.territories.packs import TINY, line_of

FILE = "val.yaml"
TABLE = "".join(f"    {line}\n" for line in RIGHTS.splitlines())
PACK = f"""\
{TINY}habilitation:
  rights: |
{TABLE}  confidentiality:
    restricted: [medical, nursing, person]
    very_restricted: [medical]
  labels:
    INVISIBLE_PATIENT: [person]
    MASQUE_PT: [carer, guardian]
  corrects_others: [coordination]
"""

MISTAKES = {
    "missing class": ("    guardian      r", "    # guardian    r", "person        r", "Il manque la classe « guardian »"),
    "unknown class": ("    nursing   ", "    nursin    ", "nursin    ", "« nursin » : classe inconnue"),
    "class twice": ("    health    ", "    medical   ", "medical       rw        rw      rw", "« medical » est écrite deux fois"),
    "unknown category": ("  measures  ", "  measure   ", "class  ", "« measure » : catégorie inconnue"),
    "missing category": ("  measures  ", "  measure   ", "class  ", "Il manque la catégorie « measures »"),
    "category twice": ("  measures  ", "  plan      ", "class  ", "« plan » est écrite deux fois"),
    "right too few": ("other\n    medical       rw        rw", "other\n    medical       rw          ", "medical  ", "12 droits pour 13"),
    "unknown right": ("social        rw        rw ", "social        rw        rx ", "social        rw", "« rx » n’est pas un droit"),
    "no table": (TABLE, "    class identity\n", "rights: |", "n’a pas de ligne de classe"),
    "write without read": ("social        rw        rw      - ", "social        rw        rw      w ", "social        rw", "« social » écrirait « medical » sans le lire"),
    "person without identity": ("person        r ", "person        - ", "person        -", "La personne ne lirait pas sa propre identité"),
    "class without identity": ("home_help     r ", "home_help     - ", "home_help     -", "n’ouvrirait aucun dossier"),
    "identity only written": ("home_help     r ", "home_help     w ", "home_help     w", "n’ouvrirait aucun dossier"),
    "person without consent": ("r        rw       r\n  conf", "r        r        r\n  conf", "person        r", "ni donner ni retirer son consentement"),
    "coordination without circle": ("coordination  rw        rw      rw       rw    rw        rw        rw         rw      rw        rw ", "coordination  rw        rw      rw       rw    rw        rw        rw         rw      rw        r  ", "coordination  rw", "Sans lire et écrire « circle »"),
    "V without R": ("very_restricted: [medical]", "very_restricted: [medical, health]", "very_restricted", "« health » lirait le très restreint"),
    "unknown reader of R": ("restricted: [medical, nursing", "restricted: [medical, nurse", "restricted: [medical, nurse", "« nurse » : classe inconnue ici"),
    "unknown level": ("very_restricted:", "most_restricted:", "most_restricted", "« most_restricted » n’est pas connu"),
    "label that betrays": ("INVISIBLE_PATIENT: [person]", "INVISIBLE_PATIENT: [carer]", "INVISIBLE_PATIENT", "INVISIBLE_PATIENT ne masquerait pas à « person »"),
    "label from the person": ("MASQUE_PT: [carer, guardian]", "MASQUE_PT: [carer, person]", "MASQUE_PT", "MASQUE_PT masquerait à la personne"),
    "unknown label": ("MASQUE_PT:", "MASQUE_TP:", "MASQUE_TP", "« MASQUE_TP » n’est pas connu"),
    "unknown class of a label": ("MASQUE_PT: [carer, guardian]", "MASQUE_PT: [carer, cousin]", "MASQUE_PT", "« cousin » : classe inconnue ici"),
    "carer who corrects": ("corrects_others: [coordination]", "corrects_others: [carer]", "corrects_others", "« carer » n’est pas une classe de professionnels"),
    "unknown corrector": ("corrects_others: [coordination]", "corrects_others: [boss]", "corrects_others", "« boss » : classe inconnue ici"),
    "unknown class of a role": ("{code: gp,", "{code: gp, class: doctor,", "code: gp", "« doctor » : classe inconnue ici"),
    "role of those close": ("{code: gp,", "{code: gp, class: carer,", "code: gp", "« carer » : classe inconnue ici"),
    "coordination of another class": ("{code: coordinator,", "{code: coordinator, class: nursing,", "code: coordinator", "ce rôle de coordination"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_at_its_line_with_a_remedy(mistake: str) -> None:
    old, new, passage, said = MISTAKES[mistake]
    assert old in PACK
    text = PACK.replace(old, new, 1)
    territory, problems = examine(text, FILE)
    assert territory is None
    found = [one for one in problems if said.lower() in one.message_fr.lower()]
    assert len(found) == 1, [one.in_french() for one in problems]
    lines = [number for number, line in enumerate(text.splitlines(), 1) if passage in line]
    assert found[0].line in lines
    assert found[0].remedy_fr
    assert found[0].message_en != found[0].message_fr
    assert found[0].remedy_en


def test_lines_of_a_table_are_those_of_the_file() -> None:
    text = PACK.replace("    nursing   ", "    nursin    ", 1)
    _, problems = examine(text, FILE)
    assert line_of(text, "nursin  ") in {one.line for one in problems}


def test_a_pack_without_rights_has_the_usual_ones() -> None:
    territory, problems = examine(TINY, FILE)
    assert problems == ()
    assert territory is not None
    assert territory.matrix == make_matrix()


def test_columns_and_lines_come_in_any_order() -> None:
    head, *rows = RIGHTS.splitlines()
    turned = "".join(
        f"    {' '.join([words[0], *reversed(words[1:])])}\n"
        for words in (line.split() for line in (head, *reversed(rows)))
    )
    territory, problems = examine(PACK.replace(TABLE, turned), FILE)
    assert problems == ()
    assert territory is not None
    assert {one: territory.matrix.of(one).reads for one in CLASSES} == {
        one: make_matrix().of(one).reads for one in CLASSES
    }


def test_a_pack_decides_classes_labels_and_confidentiality() -> None:
    matrix = _territory(PACK.replace("{code: gp,", "{code: gp, class: health,", 1)).matrix
    assert matrix.class_of_role["gp"] == "health"
    assert matrix.class_of_role["nurse"] == CLASS_OF_ROLE["nurse"]
    assert matrix.of("guardian").hidden & vis.MASQUE_PT
    assert matrix.of("guardian").hidden & vis.INVISIBLE_REPRESENTANTS_LEGAUX
    assert not matrix.of("nursing").hidden & vis.RESTRICTED
    assert matrix.of("person").hidden == vis.INVISIBLE_PATIENT | vis.VERY_RESTRICTED
    assert matrix.of("coordination").corrects_others
    assert not matrix.of("medical").corrects_others
    assert not any(matrix.of(one).writes_for_others for one in CLASSES)


def test_a_territory_put_in_force_gives_its_rights_to_everyone_of_the_process() -> None:
    before = habilitation.in_force()
    try:
        put_in_force(
            _territory(
                PACK.replace("social        rw        rw      - ", "social        rw        rw      r ")
            )
        )
        assert habilitation.reads_of("social") & cat.MEDICAL
        assert not habilitation.writes_of("social") & cat.MEDICAL
        assert habilitation.corrects_others("coordination")
        assert habilitation.reader_class_of("professional", "gp") == "medical"
    finally:
        habilitation.put_in_force(before)
    assert not habilitation.reads_of("social") & cat.MEDICAL


@pytest.mark.parametrize(
    ("kind", "role", "reader_class"),
    [
        ("professional", "nurse", "nursing"),
        ("professional", "wizard", ""),
        ("carer", "", "carer"),
        ("carer", "guardian", "guardian"),
        ("patient", "", "person"),
        ("operator", "", ""),
        ("officer", "", ""),
        ("system", "nurse", ""),
    ],
)
def test_everyone_reads_as_one_class_or_as_none(kind: str, role: str, reader_class: str) -> None:
    assert habilitation.reader_class_of(kind, role) == reader_class


def test_who_has_no_class_has_no_right() -> None:
    assert habilitation.reads_of("") == habilitation.writes_of("") == habilitation.reads_of("boss") == 0
    assert habilitation.reader_of("") == vis.ALL_LABELS
    assert not habilitation.corrects_others("")
    assert not habilitation.writes_for_others("")


def test_the_pilot_says_its_rights_whole_and_they_are_the_usual_ones() -> None:
    pilot = load("nord-saone-et-loire")
    assert all(role.reader_class for role in pilot.roles)
    assert pilot.matrix == make_matrix(corrects_others=("coordination",))
    assert pilot.habilitation.rights == RIGHTS


def test_documents_show_the_table_in_force() -> None:
    text = (Path(__file__).parents[3] / "docs" / "rights.md").read_text(encoding="utf-8")
    assert RIGHTS in text


def _territory(text: str) -> Territory:
    territory, problems = examine(text, FILE)
    assert territory is not None, [one.in_french() for one in problems]
    return territory
