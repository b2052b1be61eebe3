"""The search box of the directory: what finds an entry, and how entries follow what they are made of."""

from collections.abc import AsyncIterator

import pytest

from cordee.care.elements import concept
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Address,
    Coding,
    Extension,
    HealthcareService,
    HumanName,
    Organization,
    Practitioner,
    PractitionerRole,
    Reference,
)
from cordee.store import Asker, Database, Repository, system_asker
from cordee.store.directory import FoundPage, Wanted, rebuild

SOMEBODY = Asker(who="PractitionerRole/x", role="nurse", keys=(), reads=0, writes=0, reader=0)
AUTUN, CHALON = "71014", "71076"


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Repository]:
    opened = Repository(database)
    async with opened.writing(system_asker("test")) as unit:
        unit.create(_structure("ch", "Centre hospitalier d’Autun", AUTUN, "Autun"))
        unit.create(_structure("ms", "Maison de santé", CHALON, "Chalon-sur-Saône"))
        for id_, given, family, at, role in (
            ("r1", "Élodie", "Lefèvre-Martin", "ch", "nurse"),
            ("r2", "Paul", "Martin", "ms", "gp"),
            ("r3", "Martine", "Durand", "ch", "gp"),
        ):
            unit.create(
                Practitioner(id=f"p{id_}", active=True, name=[HumanName(family=family, given=[given])])
            )
            unit.create(
                PractitionerRole(
                    id=id_,
                    practitioner=Reference(reference=f"Practitioner/p{id_}"),
                    organization=Reference(reference=f"Organization/{at}"),
                    code=[
                        concept(
                            systems.ROLE, role, {"nurse": "Infirmière", "gp": "Médecin généraliste"}[role]
                        )
                    ],
                )
            )
        unit.create(
            HealthcareService(
                id="o1",
                name="Accueil de jour Les Tilleuls",
                providedBy=Reference(reference="Organization/ms"),
                type=[concept(systems.NEED, "respite", "Répit des aidants")],
            )
        )
    yield opened
    await opened.close()


def _structure(id_: str, name: str, insee: str, town: str) -> Organization:
    code = Extension(url=systems.FR_INSEE_CODE, valueCoding=Coding(system=systems.INSEE_COMMUNE, code=insee))
    return Organization(
        id=id_,
        active=True,
        name=name,
        address=[Address(city=town, postalCode=f"{insee[:2]}400", extension=[code])],
    )


async def _found(store: Repository, text: str = "", **wanted: object) -> list[str]:
    return [one.id for one in (await _page(store, text, **wanted)).rows]


async def _page(store: Repository, text: str = "", **wanted: object) -> FoundPage:
    return await store.directory(SOMEBODY, Wanted(text=text, **wanted))  # type: ignore[arg-type]


async def test_one_box_finds_by_name_profession_need_place_order_accents_and_slips(store: Repository) -> None:
    assert await _found(store, "martin") == ["r1", "r2", "r3"]  # the whole word before its beginning
    assert await _found(store, "MARTIN paul") == ["r2"]
    assert await _found(store, "lefevre elodie") == ["r1"]
    assert await _found(store, "le Fèvre") == []
    assert await _found(store, "infirmiere a autun") == ["r1"]
    assert await _found(store, "médecin chalon") == ["r2"]
    assert await _found(store, "repit") == ["o1"]
    assert await _found(store, "toilette") == []
    assert await _found(store, "71400", facets={"kind": ("structure",)}) == ["ch", "ms"]
    page = await _page(store, "Lefevrre")
    assert ([one.id for one in page.rows], page.corrected) == (["r1"], {"lefevrre": "lefevre"})
    assert await _found(store, "matrin paul") == ["r2"]
    assert await _found(store, "zzzzzz") == []
    assert await _found(store, "' | zz \\ :* & !") == []


async def test_facets_distance_and_counts(store: Repository) -> None:
    km = {AUTUN: 0.0, CHALON: 41.5}
    page = await _page(store, "martin", communes=km, by_distance=True)
    assert [(one.id, one.km) for one in page.rows] == [("r1", 0.0), ("r3", 0.0), ("r2", 41.5)]
    assert (page.total, page.by_commune, page.by_kind) == (3, {AUTUN: 2, CHALON: 1}, {"professional": 3})
    assert await _found(store, communes={AUTUN: 0.0}, only_near=True, facets={"role": ("gp", "nurse")}) == [
        "r3",
        "r1",
    ]
    assert sorted(await _found(store, facets={"of": ("Organization/ms",)})) == ["o1", "r2"]
    first = await _page(store, "martin", limit=2)
    assert (first.following, await _found(store, "martin", limit=2, offset=2)) == (2, ["r3"])


async def test_entries_follow_what_they_are_made_of(store: Repository, database: Database) -> None:
    async with store.writing(system_asker("test")) as unit:
        unit.update(Practitioner(id="pr2", active=True, name=[HumanName(family="Renaud", given=["Paul"])]))
        unit.update(_structure("ch", "Hôpital d’Autun", CHALON, "Chalon"))
    assert await _found(store, "martin paul") == []
    assert (await _page(store, "renaud")).rows[0].structure == "Maison de santé"
    moved = (await _page(store, "elodie")).rows[0]
    assert (moved.structure, moved.commune) == ("Hôpital d’Autun", CHALON)
    async with store.writing(system_asker("test")) as unit:
        unit.update(Practitioner(id="pr3", active=False, name=[HumanName(family="Durand")]))
        unit.delete("HealthcareService", "o1")
    assert await _found(store, "durand") == []
    assert await _found(store, "repit") == []
    before = [await _found(store, text) for text in ("renaud", "hopital autun", "elodie")]
    async with database.connection(system_asker("test")) as connection:
        await connection.execute("DELETE FROM directory_entry WHERE name LIKE '%Renaud'")
        await connection.execute("INSERT INTO directory_word VALUES ('personne')")
    await rebuild(database)
    assert [await _found(store, text) for text in ("renaud", "hopital autun", "elodie")] == before
    async with database.connection() as connection:
        words = await (await connection.execute("SELECT word FROM directory_word")).fetchall()
    assert ("personne",) not in words
    assert ("renaud",) in words
