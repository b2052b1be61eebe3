"""The account somebody of the directory will have once invited."""

from cordee.access import Door, Draft
from cordee.care.elements import words_of
from cordee.fhir import systems
from cordee.fhir.r4 import PractitionerRole
from cordee.kernel.errors import NotFoundError, RuleViolatedError


class NoRoleToGiveError(RuleViolatedError):
    """The directory does not say which role of the territory they hold; nobody was invited."""

    code = "no-role-to-give"

    def __init__(self) -> None:
        super().__init__(
            "L’annuaire ne dit pas quel rôle cette personne tient dans le territoire. Rien n’a été envoyé : faites "
            "compléter sa fiche.",
            "The directory does not say which role of the territory they hold. Nothing was sent.",
        )


async def professional_draft(door: Door, reference: str) -> Draft:
    """Return the account of a PractitionerRole of the directory.

    Raises: NotFoundError when there is none in use; NoRoleToGiveError without a role of the territory.
    """
    type_, _, id_ = reference.partition("/")
    if type_ != "PractitionerRole":
        raise NotFoundError
    role: PractitionerRole = (await door.read(type_, id_)).resource
    if role.active is False:
        raise NotFoundError
    found = [
        (concept, coding.code)
        for concept in role.code or ()
        for coding in concept.coding or ()
        if coding.system == systems.ROLE and coding.code
    ]
    if not found or role.practitioner is None or not role.practitioner.display:
        raise NoRoleToGiveError
    concept, code = found[0]
    place = role.organization
    return Draft(
        name=role.practitioner.display,
        kind="professional",
        role=code,
        role_label=words_of(concept),
        who=reference,
        keys=(reference,),
        organization=(place.reference if place else None) or "",
        organization_name=(place.display if place else None) or "",
    )
