"""What is said when a search cannot be read; the value sent is never repeated."""

from cordee.kernel.errors import InvalidRequestError


def unknown_parameter(resource_type: str, name: str) -> InvalidRequestError:
    """Return the refusal of a parameter this type does not have."""
    return InvalidRequestError(
        f"Le paramètre de recherche « {name} » n’existe pas pour {resource_type}. Rien n’a été cherché.",
        f"There is no search parameter '{name}' for {resource_type}. Nothing was searched.",
    )


def unknown_modifier(name: str, modifier: str) -> InvalidRequestError:
    """Return the refusal of a modifier the parameter does not support."""
    return InvalidRequestError(
        f"Le modificateur « :{modifier} » n’est pas pris en charge pour « {name} ». Rien n’a été cherché.",
        f"The modifier ':{modifier}' is not supported for '{name}'. Nothing was searched.",
    )


def invalid_value(name: str, expected_fr: str, expected_en: str) -> InvalidRequestError:
    """Return the refusal of a value that has not the form its parameter wants."""
    return InvalidRequestError(
        f"La valeur de « {name} » n’est pas lisible ; attendu : {expected_fr}. Rien n’a été cherché.",
        f"The value of '{name}' cannot be read; expected {expected_en}. Nothing was searched.",
    )
