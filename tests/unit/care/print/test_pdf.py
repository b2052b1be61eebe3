"""Papers: what typst accepts as PDF/A-2a and PDF/UA-1 together is what is printed; data are never markup."""

from datetime import date

import pytest
import typst

from cordee import territories
from cordee.care.consent.papers import notice_paper
from cordee.care.print import Paper, make_pdf
from cordee.care.print.pdf import make_picture
from cordee.territories.notice import notice_of

TODAY = date(2026, 11, 1)


def paper(**facts: str) -> Paper:
    entries = [
        {"title": title, "facts": [{"label": "Décision", "value": value}]} for title, value in facts.items()
    ]
    data = {"service": "Cordée", "version": "1", "contact": "", "person": [], "entries": entries}
    return Paper(package="cordee.care.consent", template="attestation", title="Essai", on=TODAY, data=data)


async def test_notice_is_tagged_dated_titled_and_in_french() -> None:
    notice = notice_of(territories.load("nord-saone-et-loire"))
    pdf = await make_pdf(notice_paper(notice, TODAY))
    for mark in (
        b"%PDF-1.7", b"/StructTreeRoot", b"/Lang(fr-FR)", b"<pdfuaid:part>1", b"<pdfaid:part>2",
        b"<pdfaid:conformance>A", "Votre dossier partagé".encode(),
    ):  # fmt: skip
        assert mark in pdf, mark


async def test_same_words_make_the_same_bytes() -> None:
    assert await make_pdf(paper(a="b")) == await make_pdf(paper(a="b"))


async def test_what_people_write_is_no_markup() -> None:
    hostile = '#panic("x") *gras* $x$ \\ " ] #read("/etc/passwd")'
    assert await make_pdf(paper(title=hostile)) != await make_pdf(paper(title="x"))


async def test_picture_is_a_page() -> None:
    assert (await make_picture(paper(a="b"))).startswith(b"\x89PNG")


async def test_template_that_lacks_its_data_fails_and_prints_nothing() -> None:
    empty = Paper(package="cordee.care.consent", template="notice", title="Essai", on=TODAY, data={})
    with pytest.raises(typst.TypstError):
        await make_pdf(empty)
