"""« Qui voit quoi »: the matrix in force as a table anyone may read, and what each member of a circle sees."""

import re

from cordee.access import habilitation
from cordee.access.matrix_making import make_matrix
from cordee.access.usual_rights import RIGHTS
from tests.http.web.conftest import Client, SignIn
from tests.integration.care import village

CLASSES, PARTS = 9, 13


async def test_whole_matrix_is_a_table_in_words_with_ones_own_class_marked(
    sign_in: SignIn, nobody: Client
) -> None:
    assert (await nobody.get("/droits")).status_code == 303
    page = (await (await sign_in(village.SOCIAL)).get("/droits")).text
    table = page[page.index('<table class="rights">') : page.index("</table>")]

    assert len(re.findall(r'<th scope="row">', table)) == PARTS
    assert len(re.findall(r'<th scope="col"', table)) == CLASSES
    assert len(re.findall(r"<td class=", table)) == CLASSES * PARTS
    assert re.search(r'<th scope="col" class="is-mine">Travailleurs sociaux', table)
    medical = table[table.index("Partie médicale") :].partition("</tr>")[0]
    assert re.findall(r"</svg><span>([^<]+)</span>", medical) == [
        "lit et écrit", "lit et écrit", "lit et écrit", "ne voit pas", "ne voit pas", "lit et écrit",
        "lit", "lit", "lit",
    ]  # fmt: skip
    for words in ("N’est pas montré à la personne", "Très restreint", "L1110-4", "seul son auteur"):
        assert words in page
    assert "peut aussi corriger" not in page


async def test_one_class_at_a_time_on_a_phone_at_first_ones_own(sign_in: SignIn) -> None:
    client = await sign_in(f"Patient/{village.JEANNE}")
    for address, caption in (
        ("/droits", "La personne"),
        ("/droits?classe=nursing", "Infirmiers"),
        ("/droits?classe=nobody", "La personne"),
    ):
        page = (await client.get(address)).text
        assert f"<caption>{caption} " in page
    assert 'aria-current="true">La personne (vous)<' in page


async def test_another_matrix_is_shown_as_it_is_in_force(sign_in: SignIn) -> None:
    client = await sign_in(village.NURSE)
    rights = RIGHTS.replace("social        rw        rw      -  ", "social        rw        rw      r  ")
    habilitation.put_in_force(make_matrix(rights=rights, corrects_others=("coordination", "medical")))

    page = (await client.get("/droits")).text
    circle = (await client.get(f"/dossiers/{village.JEANNE}/cercle")).text

    assert "<strong>les médecins et la coordination</strong>" in page
    assert "sauf les mesures et les pièces diverses" in circle
    assert "<dt>Lit seulement</dt><dd>la partie médicale</dd>" in circle


async def test_record_offers_only_the_parts_ones_class_reads(sign_in: SignIn) -> None:
    for who, is_offered in ((village.SOCIAL, False), (village.NURSE, True)):
        page = (await (await sign_in(who)).get(f"/dossiers/{village.JEANNE}")).text
        assert (f'href="/dossiers/{village.JEANNE}/mesures"' in page) is is_offered
        assert f'href="/dossiers/{village.JEANNE}/cahier"' in page
