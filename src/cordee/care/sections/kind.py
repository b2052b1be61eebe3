"""What a kind of line is: its fields, its R4 resource, how it is said, how it ends."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from cordee.care.people import Person
from cordee.fhir.r4 import Reference

TEXT_MAX = 200
NOTE_MAX = 1000

Given = dict[str, str]
"""What a form gives, by the name of its fields; days and months as they were written."""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a kind's form. `shape`: text, area, since (a year, a month or a day), choice, select, member.

    `missing` is what is said when it is empty; none when it may be.
    """

    name: str
    label: str
    shape: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    missing: str = ""
    length_max: int = TEXT_MAX


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """In which a line is written: about whom, by whom, when; `named` is who a member field may name."""

    patient_id: str
    me: Reference
    at: datetime
    named: dict[str, str] = {}


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a resource says as a line: its words, what follows them, from when to when, and whether it still holds."""

    text: str
    detail: str = ""
    since: str = ""
    until: str = ""
    is_current: bool = True
    is_grave: bool = False


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of line. `thing` completes « ajouter … »; `ends` are the reasons it may end for, none when it cannot.

    `fill` writes what a form gives into a new resource or an existing one; `given` reads it back. `said` is None for
    what is not of this kind, or was entered in error. `replaces`: a change is a new resource, the old one its history.
    """

    slug: str
    type: str
    title: str
    thing: str
    icon: str
    category: int
    fields: tuple[Field, ...]
    fill: Callable[[Any | None, Given, Scene], Any]
    given: Callable[[Any], Given]
    said: Callable[[Any], Said | None]
    withdraw: Callable[[Any], None]
    end: Callable[[Any, str, Scene], None] | None = None
    end_word: str = "Arrêter"
    ends: tuple[tuple[str, str], ...] = ()
    replaces: bool = False
    chain: Callable[[Any], str] | None = None
    """Which earlier words a new one stands in place of, where a kind replaces."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line as its page shows it, with who last wrote it and when."""

    kind: str
    id: str
    version: int
    said: Said
    who: Person
    at: datetime
    has_history: bool = False
    is_recent: bool = False
