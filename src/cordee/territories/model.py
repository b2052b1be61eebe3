"""What a territory is, once its file has been read and found sound."""

from datetime import tzinfo
from functools import cached_property
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from cordee.access.matrix import Matrix
from cordee.access.usual_rights import CLASS_OF_ROLE
from cordee.territories.alerts import AlertRules
from cordee.territories.episode import EpisodeLists
from cordee.territories.habilitation import Habilitation
from cordee.territories.notice_text import SECTIONS
from cordee.territories.offers import Offer
from cordee.territories.targets import Targets


def _text(pattern: str, fr: str, en: str) -> Meta:
    return Meta(pattern=pattern, extra={"fr": fr, "en": en})


def _range(fr: str, en: str, *, lowest: float, highest: float | None = None) -> Meta:
    return Meta(ge=lowest, le=highest, extra={"fr": fr, "en": en})


Code = Annotated[
    str,
    _text(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        "Écrivez des minuscules sans accent, des chiffres et des tirets, comme « autunois-morvan ».",
        "Write lowercase unaccented letters, digits and hyphens, such as “autunois-morvan”.",
    ),
]
Text = Annotated[str, _text(r"\S", "Écrivez un texte.", "Write some text.")]
InseeCode = Annotated[
    str,
    _text(
        r"^(\d{2}|2[AB])\d{3}$",
        "Un code de commune a 5 caractères, comme « 71014 » ou « 2A004 » ; ce n’est pas le code postal.",
        "A commune's INSEE code has 5 characters, such as “71014” or “2A004” (it is not the postcode).",
    ),
]
Postcode = Annotated[
    str,
    _text(
        r"^\d{5}$", "Un code postal a 5 chiffres, comme « 71400 ».", "A postcode has 5 digits, as “71400”."
    ),
]
Finess = Annotated[
    str,
    _text(
        r"^\d[0-9AB]\d{7}$",
        "Un numéro FINESS a 9 caractères, comme « 719900014 ».",
        "A FINESS number has 9 characters, such as “719900014”.",
    ),
]
Population = Annotated[
    int,
    _range(
        "Écrivez un nombre d’habitants, 0 ou plus.", "Write a number of inhabitants, 0 or more.", lowest=0
    ),
]
Latitude = Annotated[
    float,
    _range("Une latitude va de -90 à 90.", "A latitude goes from -90 to 90.", lowest=-90, highest=90),
]
Longitude = Annotated[
    float,
    _range("Une longitude va de -180 à 180.", "A longitude goes from -180 to 180.", lowest=-180, highest=180),
]
Positive = Annotated[
    int, _range("Écrivez un nombre entier, 1 ou plus.", "Write a whole number, 1 or more.", lowest=1)
]


class Sector(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the territory people name when they say where they work."""

    code: Code
    name: Text


class Commune(msgspec.Struct, frozen=True, kw_only=True):
    """A commune, with the sector it belongs to and where its centre is."""

    insee: InseeCode
    name: Text
    postcode: Postcode
    population: Population
    sector: Text
    at: tuple[Latitude, Longitude]


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """A structure of the territory; `sectors` is where it works, by default the sector of its commune."""

    code: Code
    type: Text
    name: Text
    commune: Text
    finess: Finess
    address: str = ""
    sectors: tuple[Text, ...] = ()


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """A professional role: how it is called, what kind of role it is, and as which class it reads.

    `reader_class` is `class` in the file; empty, it is the usual one of the role.
    """

    code: Text
    label: Text
    feminine: Text
    plural: Text
    works_in: tuple[Text, ...]
    is_coordination: bool = False
    is_health: bool = True
    has_rpps: bool = True
    reader_class: str = msgspec.field(name="class", default="")


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """An action a plan may propose, and the role that usually does it.

    `kind` is what the action is to do: prevent, resolve or attenuate; empty when the territory does not say.
    """

    text: Text
    role: Text
    kind: str = ""


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A need, the goal that answers it and the actions that reach it, proposed when a plan is written."""

    need: Text
    domain: Text
    goal: Text
    actions: tuple[Action, ...]


class Theme(msgspec.Struct, frozen=True, kw_only=True):
    """Why a record is opened; `plan` is the vocabulary proposed first for it."""

    code: Code
    label: Text
    plan: tuple[Proposal, ...] = ()


class NoticeSection(msgspec.Struct, frozen=True, kw_only=True):
    """One heading of the information notice and what it says."""

    title: Text
    text: Text


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is told before anything is shared; a new wording is a new version."""

    version: Text = "2026-1"
    controller: str = ""
    contact: str = ""
    sections: tuple[NoticeSection, ...] = tuple(
        NoticeSection(title=title, text=text) for title, text in SECTIONS
    )


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """How the territory names itself and its things on the pages."""

    service: Text = "Cordée"
    record: Text = "dossier de coordination"
    circle: Text = "cercle de soins"
    person: Text = "personne accompagnée"
    welcome: str = ""
    help: str = ""
    notice: Notice = Notice()


class Territory(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One territory, whole: the only description of it anywhere."""

    format: Positive
    code: Code
    name: Text
    region: Text
    departement: Text
    time_zone: Text
    sectors: tuple[Sector, ...]
    communes: tuple[Commune, ...]
    organisations: tuple[Organisation, ...]
    roles: tuple[Role, ...]
    themes: tuple[Theme, ...]
    offers: tuple[Offer, ...] = ()
    targets: Targets = Targets()
    wording: Wording = Wording()
    habilitation: Habilitation = Habilitation()
    episode: EpisodeLists = EpisodeLists()
    alerts: AlertRules = AlertRules()

    @cached_property
    def matrix(self) -> Matrix:
        """Return who reads and writes what in this territory."""
        named = {role.code: role.reader_class or CLASS_OF_ROLE.get(role.code, "") for role in self.roles}
        return self.habilitation.matrix(CLASS_OF_ROLE | named)

    @cached_property
    def zone(self) -> tzinfo:
        """Return the time zone every hour of this territory is shown in."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def population(self) -> int:
        """Return the number of inhabitants of the territory."""
        return sum(commune.population for commune in self.communes)

    @cached_property
    def dac(self) -> Organisation:
        """Return the DAC of the territory, the first declared when there are several."""
        return next(organisation for organisation in self.organisations if organisation.type == "dac")

    def sector(self, code: str) -> Sector | None:
        """Return the sector of that code, None when the territory has no such sector."""
        return self._sectors.get(code)

    def commune(self, insee: str) -> Commune | None:
        """Return the commune of that INSEE code, None when it is not in the territory."""
        return self._communes.get(insee)

    def organisation(self, code: str) -> Organisation | None:
        """Return the organisation of that code, None when the territory has no such organisation."""
        return self._organisations.get(code)

    def role(self, code: str) -> Role | None:
        """Return the role of that code, None when the territory has no such role."""
        return self._roles.get(code)

    def theme(self, code: str) -> Theme | None:
        """Return the theme of that code, None when the territory has no such theme."""
        return self._themes.get(code)

    def role_label(self, code: str, *, feminine: bool = False) -> str:
        """Return how a role is called, its code when the territory does not name it."""
        role = self.role(code)
        if role is None:
            return code
        return role.feminine if feminine else role.label

    def theme_label(self, code: str) -> str:
        """Return how a theme is called, its code when the territory does not name it."""
        theme = self.theme(code)
        return code if theme is None else theme.label

    @cached_property
    def _sectors(self) -> dict[str, Sector]:
        return {sector.code: sector for sector in self.sectors}

    @cached_property
    def _communes(self) -> dict[str, Commune]:
        return {commune.insee: commune for commune in self.communes}

    @cached_property
    def _organisations(self) -> dict[str, Organisation]:
        return {organisation.code: organisation for organisation in self.organisations}

    @cached_property
    def _roles(self) -> dict[str, Role]:
        return {role.code: role for role in self.roles}

    @cached_property
    def _themes(self) -> dict[str, Theme]:
        return {theme.code: theme for theme in self.themes}
