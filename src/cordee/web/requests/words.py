"""How the codes of a request are shown: pairs for a form, words for a term."""

from starlette.requests import Request

from cordee.care.requests import CONSENTS, KINDS, ORIGINS, TAKEN_DOWN
from cordee.web.site import site_of

Options = list[tuple[str, str]]
URGENCIES = (
    ("routine", "Dans les délais habituels", "calendar"),
    ("urgent", "Urgent, situation de crise", "urgent"),
)
GENDERS = (("female", "Femme"), ("male", "Homme"), ("unknown", "Non précisé"))
KIND_OPTIONS: Options = list(KINDS.items())
CONSENT_OPTIONS: Options = list(CONSENTS.items())
_ICONS = {"phone": "phone", "e-mail": "message", "visit": "users", "service": "building-community"}
TAKEN_DOWN_OPTIONS = [(code, ORIGINS[code], _ICONS[code]) for code in TAKEN_DOWN]


def themes_of(request: Request) -> dict[str, str]:
    """Return the themes of the territory, by code."""
    return {theme.code: theme.label for theme in site_of(request).territory.themes}
