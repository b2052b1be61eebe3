"""What is said when a search cannot be read; the value sent is never repeated."""

from cordee.fhir.errors import UnsupportedSearchError
from cordee.kernel.errors import InvalidRequestError

NAME_MAX_CHARS = 100
"""How much of a parameter's name a message repeats."""


def unknown_parameter(resource_type: str, name: str) -> InvalidRequestError:
    """Return the refusal of a parameter this type does not have."""
    of_fr = f"pour {resource_type}" if resource_type else "pour plusieurs types à la fois"
    of_en = f"for {resource_type}" if resource_type else "for several types at once"
    return InvalidRequestError(
        f"Le paramètre de recherche « {_short(name)} » n’existe pas {of_fr}. Rien n’a été cherché.",
        f"There is no search parameter '{_short(name)}' {of_en}. Nothing was searched.",
    )


def unknown_modifier(name: str, modifier: str) -> InvalidRequestError:
    """Return the refusal of a modifier the parameter does not support."""
    return InvalidRequestError(
        f"Le modificateur « :{_short(modifier)} » n’est pas pris en charge pour « {_short(name)} ». "
        "Rien n’a été cherché.",
        f"The modifier ':{_short(modifier)}' is not supported for '{_short(name)}'. Nothing was searched.",
    )


def invalid_value(name: str, expected_fr: str, expected_en: str) -> InvalidRequestError:
    """Return the refusal of a value that has not the form its parameter wants."""
    return InvalidRequestError(
        f"La valeur de « {_short(name)} » n’est pas lisible ; attendu : {expected_fr}. Rien n’a été cherché.",
        f"The value of '{_short(name)}' cannot be read; expected {expected_en}. Nothing was searched.",
    )


def too_many(name: str, limit: int, things_fr: str, things_en: str) -> InvalidRequestError:
    """Return the refusal of a search that asks for more than a server should do at once."""
    return InvalidRequestError(
        f"« {_short(name)} » : {limit} {things_fr} au plus. Rien n’a été cherché.",
        f"'{_short(name)}': at most {limit} {things_en}. Nothing was searched.",
    )


def unsupported(name: str) -> UnsupportedSearchError:
    """Return the refusal of something R4 describes and this server does not do."""
    return UnsupportedSearchError(
        f"La recherche par « {_short(name)} » n’est pas prise en charge. Rien n’a été cherché.",
        f"Searching by '{_short(name)}' is not supported. Nothing was searched.",
    )


def _short(name: str) -> str:
    return name if len(name) <= NAME_MAX_CHARS else f"{name[:NAME_MAX_CHARS]}…"
