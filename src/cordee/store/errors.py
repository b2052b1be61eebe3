"""Refusals of the store that are not the kernel's."""

from cordee.fhir.errors import UnsupportedSearchError
from cordee.kernel.errors import Category, CordeeError, ForbiddenError, Issue


class AlreadyExistsError(CordeeError):
    """A resource with this type and id exists already; nothing was stored again."""

    code = "already-exists"
    category = Category.CONFLICT

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"{reference} existe déjà. Rien n’a été enregistré une seconde fois.",
            f"{reference} exists already. Nothing was stored a second time.",
        )
        self.reference = reference


class ReservedIdError(CordeeError):
    """The id chosen for a new resource is of those the platform draws from another's; nothing was stored."""

    code = "reserved-id"
    category = Category.RULE_VIOLATED

    def __init__(self) -> None:
        super().__init__(
            "Cet identifiant a la forme de ceux que la plateforme tire elle-même d’autres ressources. Rien n’a été "
            "enregistré : créez la ressource par POST, ou sous un autre identifiant.",
            "This id has the form of those the platform draws from other resources. Nothing was stored: create the "
            "resource by POST, or under another id.",
        )


class SecondCircleError(CordeeError):
    """The person has an active circle already, and stands in one at a time; nothing was stored."""

    code = "second-circle"
    category = Category.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            "Cette personne a déjà un cercle de soins en cours, et n’en a qu’un à la fois. Rien n’a été enregistré : "
            "complétez celui qui existe.",
            "This person has an active circle of care already, and one at a time. Nothing was stored: look for it "
            "(CareTeam?patient=…&status=active) and update it.",
        )


class ProfileRefusedError(CordeeError):
    """The resource breaks a profile it declares, or a check digit of a qualified identity; nothing was stored."""

    code = "profile-refused"
    category = Category.RULE_VIOLATED

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        super().__init__(
            "La ressource ne respecte pas ce qu’elle déclare. Rien n’a été enregistré : corrigez ce qui est dit ici.",
            "The resource does not conform to what it declares. Nothing was stored: correct what is told here.",
            issues,
        )


class ContendedError(CordeeError):
    """Others kept writing the same resources, and the attempts at it are used up; nothing was stored."""

    code = "contended"
    category = Category.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            "D’autres écrivent la même chose en ce moment. Rien n’a été enregistré : réessayez dans un instant.",
            "Others are writing the same thing at this moment. Nothing was stored: try again shortly.",
        )


__all__ = ["AlreadyExistsError", "ContendedError", "UnsupportedSearchError"]


class TooManyExportsError(CordeeError):
    """The account has as many bulk exports as it may; nothing was started."""

    code = "too-many-exports"
    category = Category.BUSY

    def __init__(self, running_max: int, kept_max: int) -> None:
        super().__init__(
            f"Ce compte a déjà {running_max} exports en cours, ou {kept_max} gardés. Rien n’a été lancé : attendez, "
            "ou supprimez-en un.",
            f"This account has {running_max} exports under way already, or {kept_max} kept. Nothing was started: wait, "
            "or delete one.",
        )


class TooManySubscriptionsError(CordeeError):
    """The account watches as much as it may; nothing was stored."""

    code = "too-many-subscriptions"
    category = Category.RULE_VIOLATED

    def __init__(self, most: int) -> None:
        super().__init__(
            f"Ce compte a déjà {most} abonnements en cours. Rien n’a été enregistré : arrêtez-en un (status off).",
            f"This account has {most} subscriptions under way already. Nothing was stored: turn one off.",
        )


class RoleMissingError(CordeeError):
    """The account of the database address may not act as the application's role; nothing was started."""

    code = "role-missing"
    category = Category.UNAVAILABLE

    def __init__(self, role: str, login: str) -> None:
        super().__init__(
            f"Le compte {login} de la base ne peut pas agir comme {role}. Rien n’a été démarré : lancez d’abord "
            f'`cordee migrate`, puis, en administrateur de PostgreSQL, `GRANT {role} TO "{login}"`.',
            f"The database account {login} may not act as {role}. Nothing was started: run `cordee migrate` first, "
            f'then, as an administrator of PostgreSQL, `GRANT {role} TO "{login}"`.',
        )


class OwnerNeededError(CordeeError):
    """The account that migrates may not do so; nothing was changed."""

    code = "owner-needed"
    category = Category.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            "Ce compte de la base ne peut pas appliquer les migrations. Rien n’a été modifié : donnez l’adresse du "
            "compte propriétaire par CORDEE_MIGRATION_URL ou `cordee migrate --url`. S’il ne peut pas créer de rôle, "
            "un administrateur de PostgreSQL lance avant `CREATE ROLE cordee_app NOLOGIN` (docs/administration.md).",
            "This database account may not apply the migrations. Nothing was changed: give the address of the owner's "
            "account by CORDEE_MIGRATION_URL or `cordee migrate --url`. Where it may not create roles, an "
            "administrator of PostgreSQL first runs `CREATE ROLE cordee_app NOLOGIN` (docs/administration.md).",
        )


class TooManyAsksError(CordeeError):
    """Somebody asks to join more circles in a day than anyone does; nothing was sent."""

    code = "too-many-asks"
    category = Category.BUSY

    def __init__(self, most: int) -> None:
        super().__init__(
            f"Vous avez envoyé {most} demandes en un jour. Rien n’a été envoyé : appelez la coordination du "
            "territoire, ou réessayez demain.",
            f"You have sent {most} requests in a day. Nothing was sent: call the coordination of the territory, or try "
            "again tomorrow.",
        )


class NotItsAuthorError(ForbiddenError):
    """A contribution is changed or removed by its author only; nothing was stored."""

    code = "not-its-author"

    def __init__(self) -> None:
        super().__init__(
            "Ce qu’un autre a écrit ne se modifie ni ne se retire à sa place. Rien n’a été enregistré : ajoutez une "
            "note, ou demandez à son auteur.",
            "What somebody else wrote is neither changed nor removed in their place. Nothing was stored: add a note, "
            "or ask its author.",
        )


class ForeignAuthorError(ForbiddenError):
    """A resource is signed by somebody else than who sends it; nothing was stored."""

    code = "foreign-author"

    def __init__(self, element: str) -> None:
        super().__init__(
            f"{element} nomme quelqu’un d’autre que vous. Rien n’a été enregistré : signez de votre référence ou de "
            "celle de votre structure, ou laissez cet élément vide.",
            f"{element} names somebody else than you. Nothing was stored: sign with your own reference or your "
            "structure's, or leave that element out.",
        )
        self.element = element


class KeptAsMadeError(ForbiddenError):
    """A version of a plan, or an agreement with one, is not changed once made; nothing was stored."""

    code = "kept-as-made"

    def __init__(self) -> None:
        super().__init__(
            "Une version du plan, et les accords donnés, restent tels quels. Rien n’a été enregistré : changez le "
            "plan, puis arrêtez une nouvelle version.",
            "A version of a plan, and what was agreed with it, stay as they are. Nothing was stored: change the plan, "
            "then make a new version.",
        )


class ForeignConversationError(ForbiddenError):
    """A letter of no record says it is part of a conversation its writer is not in; nothing was stored."""

    code = "foreign-conversation"

    def __init__(self) -> None:
        super().__init__(
            "Cette conversation n’est pas la vôtre. Rien n’a été enregistré : commencez-en une autre, ou demandez à "
            "l’un de ses membres de vous ajouter.",
            "This conversation is not yours. Nothing was stored: begin another one, or ask one of its members to add "
            "you.",
        )


class FileWithoutMessageError(ForbiddenError):
    """A file of no record comes without the message of no record it is joined to, or is changed; nothing was stored."""

    code = "file-without-message"

    def __init__(self) -> None:
        super().__init__(
            "Un fichier qui n’est d’aucun dossier part une seule fois, avec le message entre professionnels auquel il "
            "est joint. Rien n’a été enregistré : envoyez-le avec son message, ou dans le dossier d’une personne.",
            "A file of no record is sent once, with the message between professionals it is joined to. Nothing was "
            "stored: send it in one transaction with its message, or in a person's record.",
        )


class MessageOfRecordError(ForbiddenError):
    """A message that is of a record, or was when it was deleted, would become one of none; nothing was stored."""

    code = "message-of-record"

    def __init__(self) -> None:
        super().__init__(
            "Ce message est dans un dossier et n’en sort plus. Rien n’a été enregistré : retirez-le, et écrivez-en un "
            "autre à ceux à qui il est destiné.",
            "This message is in a person's record and does not leave it. Nothing was stored: withdraw it, and write "
            "another one to those it is for.",
        )


class NotItsBeginnerError(ForbiddenError):
    """Somebody is removed from a conversation of no record by another than who began it; nothing was stored."""

    code = "not-its-beginner"

    def __init__(self) -> None:
        super().__init__(
            "Seule la personne qui a commencé une conversation peut en retirer quelqu’un. Rien n’a été enregistré : "
            "demandez-le-lui, ou commencez une autre conversation.",
            "Only whoever began a conversation may remove somebody from it. Nothing was stored: ask them, or begin "
            "another conversation.",
        )


class OwnRefusalError(ForbiddenError):
    """A refusal is lifted by one of those it keeps out; nothing was stored."""

    code = "own-refusal"

    def __init__(self) -> None:
        super().__init__(
            "Ce refus vous concerne : ce n’est pas à vous de le lever. Rien n’a été enregistré : la personne le fait "
            "elle-même, ou un autre membre du cercle recueille sa décision.",
            "This refusal is about you: it is not yours to lift. Nothing was stored: the person does, or another "
            "member of the circle records that they do.",
        )


class ForeignMeetingError(ForbiddenError):
    """An appointment says it is part of a meeting its writer could not change; nothing was stored."""

    code = "foreign-meeting"

    def __init__(self) -> None:
        super().__init__(
            "Ce rendez-vous nomme une concertation que vous ne pouvez pas modifier. Rien n’a été enregistré : retirez "
            "cet identifiant, ou demandez à un membre de la concertation d’y inscrire la personne.",
            "This appointment names a meeting you may not change. Nothing was stored: leave that identifier out, or "
            "ask a member of the meeting to add the person.",
        )
