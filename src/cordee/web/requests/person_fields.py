"""The fields that say who somebody is, in the form of professionals as in the public one."""

from starlette.requests import Request

from cordee.care.requests import Identity
from cordee.fhir.search import normalize
from cordee.web.forms import Form
from cordee.web.requests.words import GENDERS
from cordee.web.site import site_of, today_of

PHONE_LENGTH = 30
NAME_LENGTH = 80


def identity_of(request: Request, form: Form) -> Identity:
    """Return who the person is as the form says it; what is missing is noted under its field."""
    town, postal_code = _town(request, form.text("town"))
    return Identity(
        family=form.text(
            "family",
            missing="Le nom de famille est nécessaire pour rappeler la bonne personne.",
            length_max=NAME_LENGTH,
        ),
        given=form.text("given", missing="Le prénom est nécessaire.", length_max=NAME_LENGTH),
        gender=form.choice("gender", {code for code, _ in GENDERS}) or "unknown",
        born_on=form.day("born_on", latest=today_of(request)),
        town=town,
        postal_code=postal_code,
        phone=form.text("phone", length_max=PHONE_LENGTH),
    )


def named_so_far(request: Request, form: Form) -> Identity:
    """Return who is being named, complete or not; nothing is noted as an error while somebody types."""
    errors = dict(form.errors)
    found = identity_of(request, form)
    form.errors.clear()
    form.errors.update(errors)
    return found


def _town(request: Request, written: str) -> tuple[str, str]:
    """Return the commune as the territory spells it, with its postcode; as written when it is elsewhere."""
    wanted = normalize(written)
    for commune in site_of(request).territory.communes:
        if wanted and normalize(commune.name) == wanted:
            return commune.name, commune.postcode
    return written, ""
