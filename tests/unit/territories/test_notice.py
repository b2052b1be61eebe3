"""The information notice: said in the territory's words, whole, under a version."""

import msgspec

from cordee import territories
from cordee.care.consent.notice import version_in
from cordee.territories.notice import notice_of


def test_notice_says_what_the_decree_asks_in_the_territorys_words() -> None:
    notice = notice_of(territories.load("nord-saone-et-loire"))
    text = " ".join(f"{one.title} {one.text}" for one in notice.sections)
    for asked in (
        "partagé",
        "Avec qui",
        "hébergeur certifié",
        "vous opposer",
        "retirer",
        "CNIL",
        "cercle de soins",
    ):
        assert asked in text
    assert "{" not in text
    assert notice.uri == "urn:cordee:information-notice:nord-saone-et-loire:2026-1"
    assert version_in(notice.uri) == "2026-1"
    assert version_in("https://elsewhere.example/notice:3") == ""


def test_territory_that_says_little_still_tells_whom_to_call() -> None:
    territory = territories.load("nord-saone-et-loire")
    bare = msgspec.structs.replace(
        territory, wording=msgspec.structs.replace(territory.wording, notice=type(territory.wording.notice)())
    )
    notice = notice_of(bare)
    assert notice.controller == territory.dac.name
    assert notice.contact == territory.wording.help
