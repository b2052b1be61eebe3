"""What terminology refuses to answer, and why."""

from cordee.kernel.errors import Category, CordeeError, Issue


class UnknownValueSetError(CordeeError):
    """No value set of this address is in force here."""

    code = "unknown-value-set"
    category = Category.NOT_FOUND

    def __init__(self, url: str) -> None:
        super().__init__(
            f"Aucun jeu de valeurs n’a ici l’adresse {url}. Installez le guide qui le définit.",
            f"No value set has the address {url} here. Install the guide that defines it.",
        )


class UnknownCodeSystemError(CordeeError):
    """No code system of this address is in force here, or only its name is: its codes are not known."""

    code = "unknown-code-system"
    category = Category.NOT_FOUND

    def __init__(self, url: str) -> None:
        super().__init__(
            f"Les codes de {url} ne sont pas connus ici. Installez le guide qui les contient.",
            f"The codes of {url} are not known here. Install the guide that holds them.",
        )


class UnknownCodeError(CordeeError):
    """The code system is known, and this code is not among what is known of it."""

    code = "unknown-code"
    category = Category.NOT_FOUND

    def __init__(self, system: str, code: str, *, is_complete: bool = True) -> None:
        if is_complete:
            super().__init__(
                f"Le code {code} n’existe pas dans {system}.", f"The code {code} does not exist in {system}."
            )
        else:
            super().__init__(
                f"Le code {code} n’est pas dans ce qui est connu ici de {system}.",
                f"The code {code} is not in what is known here of {system}.",
            )


class CannotTellError(CordeeError):
    """The answer depends on codes that are not known here; no answer is better than a wrong one."""

    code = "cannot-tell"
    category = Category.RULE_VIOLATED

    def __init__(self, systems: tuple[str, ...]) -> None:
        named = ", ".join(systems) or "—"
        super().__init__(
            f"Impossible à dire : les codes de {named} ne sont pas connus ici.",
            f"This cannot be told: the codes of {named} are not known here.",
            (
                Issue(
                    message_fr=f"Codes inconnus ici : {named}.",
                    message_en=f"Codes not known here: {named}.",
                    code="not-supported",
                ),
            ),
        )
        self.systems = systems


class TooCostlyError(CordeeError):
    """The value set or code system is larger than what is opened at once."""

    code = "too-costly"
    category = Category.RULE_VIOLATED

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"Plus de {limit} codes : restreignez par un filtre, ou demandez une page (count).",
            f"More than {limit} codes: narrow with a filter, or ask for a page (count).",
        )


class TooMuchWorkError(CordeeError):
    """Telling the codes would take more steps than one answer may: many sets in one another, long lists excluded."""

    code = "too-much-work"
    category = Category.RULE_VIOLATED

    def __init__(self, steps_max: int) -> None:
        super().__init__(
            f"Plus de {steps_max} codes à examiner : demandez un jeu de valeurs plus court, avec moins d’inclusions, "
            "d’exclusions et de filtres.",
            f"More than {steps_max} codes to look at: ask for a shorter value set, with fewer includes, excludes and "
            "filters.",
        )


class UnusableValueSetError(CordeeError):
    """The value set is written in a way that cannot be followed: circular, too deep, or an unsafe expression."""

    code = "unusable-value-set"
    category = Category.RULE_VIOLATED

    def __init__(self, reason_fr: str, reason_en: str) -> None:
        super().__init__(
            f"Ce jeu de valeurs ne peut pas être développé : {reason_fr}",
            f"This value set cannot be expanded: {reason_en}",
        )
