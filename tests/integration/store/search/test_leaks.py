"""Nothing a member may not see shows through a search: not by chains, `_has`, includes, lists, totals or orders."""

import pytest

from cordee.store import Asker, Repository, system_asker
from tests.integration.store.people import OUTSIDER, asker
from tests.integration.store.search.asking import found, names
from tests.integration.store.search.triples import TABLE

HIDDEN = ("Patient/hidden", "Observation/of-hidden")


@pytest.mark.parametrize(
    "url",
    [
        "Patient",
        "Patient?family=lambert",
        "Patient?_id=hidden",
        "Observation?patient=hidden",
        "Observation?patient.family=lambert&patient.given=rose",
        "Observation?code=29463-7",
        "Patient?_has:Observation:patient:code=29463-7",
        "Observation?_list=bag",
        "Patient?_sort=given",
        "?_type=Patient,Observation",
        "?_id=hidden",
    ],
)
async def test_what_is_hidden_is_in_no_answer(world: Repository, member: Asker, url: str) -> None:
    seen = await found(world, system_asker("test"), url)
    assert set(names(seen)) & set(HIDDEN) or url == "Observation?_list=bag"
    page = await found(world, member, f"{url}{'&' if '?' in url else '?'}_total=accurate")
    assert not set(names(page)) & set(HIDDEN)
    assert page.total == len(page.rows)


async def test_includes_bring_only_what_may_be_seen(world: Repository, member: Asker) -> None:
    page = await found(
        world,
        member,
        "Practitioner?_id=house&_revinclude=Patient:general-practitioner"
        "&_revinclude:iterate=Observation:patient",
    )
    included = {one.reference for one in page.included}
    assert "Patient/jeanne" in included
    assert "Observation/weight" in included
    assert not included & set(HIDDEN)


async def test_an_outsider_gets_the_directory_and_nothing_else(world: Repository) -> None:
    outsider = asker(OUTSIDER)
    for triples in TABLE.values():
        for triple in triples:
            page = await found(world, outsider, triple.url)
            allowed = {"Organization", "Practitioner", "PractitionerRole", "Location", "ValueSet"}
            assert {row.type for row in page.rows} <= allowed, triple.url
    assert (
        names(await found(world, outsider, "Practitioner?_has:Patient:general-practitioner:family=lambert"))
        == []
    )
    page = await found(world, outsider, "Practitioner?_revinclude=Patient:general-practitioner")
    assert page.included == []


async def test_every_way_to_the_rows_shows_the_same(
    world: Repository, member: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether by records, by keys or recent first, a search gives the same: its bounds only decide what it costs."""
    urls = [triple.url for triples in TABLE.values() for triple in triples]
    by_few_keys = [sorted(names(await found(world, member, url))) for url in urls]
    monkeypatch.setattr("cordee.store.search.source.KEYS_FEW", 0)
    by_records = [sorted(names(await found(world, member, url))) for url in urls]
    monkeypatch.setattr("cordee.store.search.source.RECORDS_FEW", 0)
    by_keys = [sorted(names(await found(world, member, url))) for url in urls]
    monkeypatch.setattr("cordee.store.search.source.KEYS_MAX", 0)
    monkeypatch.setattr("cordee.store.search.source.RECORDS_MAX", 0)
    recent = [sorted(names(await found(world, member, url))) for url in urls]
    assert by_few_keys == by_records == by_keys == recent
