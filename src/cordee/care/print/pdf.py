"""One PDF from one template: tagged, dated, in fonts that come with the package, the same bytes for the same words."""

import asyncio
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import typst

DOTS_AN_INCH = 110.0  # of a picture of a page


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """What is printed: a template `package/name.typ`, its title, its day, and the data it reads.

    Data are values, never markup: what a person wrote is printed as it is.
    """

    package: str
    template: str
    title: str
    on: date
    data: dict[str, Any]


async def make_pdf(paper: Paper) -> bytes:
    """Return the PDF of a paper. Cost: some 20 ms in a thread."""
    return await asyncio.to_thread(_pdf, paper)


async def make_picture(paper: Paper) -> bytes:
    """Return the first page of a paper as a PNG, for those who check how it looks."""
    return await asyncio.to_thread(_picture, paper)


def _pdf(paper: Paper) -> bytes:
    return typst.compile(
        _source(paper), ignore_system_fonts=True, sys_inputs=_data(paper), pdf_standards=["a-2a", "ua-1"]
    )


def _picture(paper: Paper) -> bytes:
    made: Any = typst.compile(
        _source(paper), ignore_system_fonts=True, sys_inputs=_data(paper), format="png", ppi=DOTS_AN_INCH
    )
    return bytes(made[0] if isinstance(made, list) else made)


def _source(paper: Paper) -> bytes:
    return _text(__package__, "layout") + _text(paper.package, paper.template)


def _data(paper: Paper) -> dict[str, str]:
    data = {"title": paper.title, "on": paper.on.isoformat(), **paper.data}
    return {"data": msgspec.json.encode(data).decode()}


@cache
def _text(package: str, name: str) -> bytes:
    return files(package).joinpath(f"{name}.typ").read_bytes()
