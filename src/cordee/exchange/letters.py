"""The letters about somebody's access. An e-mail travels in the clear: it names nobody but, at most, its reader."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import make_msgid
from zoneinfo import ZoneInfo

import aiosmtplib

from cordee.access import EVENTS, Letter
from cordee.exchange import smtp
from cordee.kernel.errors import Category, CordeeError
from cordee.kernel.settings import Settings

SUBJECTS = {
    "join": "Votre invitation à Cordée",
    "renew": "Votre nouvel accès à Cordée",
    "forgotten": "Choisir un autre mot de passe pour Cordée",
}
_WHY = {
    "join": "Vous êtes attendu·e dans Cordée, le dossier de coordination partagé du territoire. Ce lien vous fait "
    "choisir comment vous connecter ; comptez cinq minutes, votre téléphone à la main :",
    "renew": "Un nouvel accès à Cordée vous est donné, comme vous l’avez demandé à votre référent. Ce lien vous fait "
    "choisir de nouveaux moyens de vous connecter ; les anciens ne marcheront plus :",
    "forgotten": "Ce lien vous fait choisir un autre mot de passe. Ayez votre téléphone, ou vos codes de secours :",
}
_NOT_YOU = {
    "join": "Vous n’attendiez rien ? Ne faites rien : sans vous, ce lien s’éteint.",
    "renew": "Vous n’avez rien demandé ? N’ouvrez pas ce lien et prévenez votre structure.",
    "forgotten": "Vous n’avez rien demandé ? Ne faites rien : votre mot de passe reste le même.",
}


_WHO_KNOWS = (
    "L’invitation jointe s’ajoute à votre agenda. Pour qui et pourquoi : connectez-vous à Cordée, ou appelez qui vous "
    "invite. Un courriel ne le dit jamais."
)


class LetterNotSentError(CordeeError):
    """The mail server does not take the message for now; it is tried again."""

    code = "letter-not-sent"
    category = Category.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            "Le serveur d’envoi n’accepte pas le message pour le moment : un nouvel essai suivra.",
            "The mail server does not take the message for now; it is tried again.",
        )


class LetterRefusedError(CordeeError):
    """No mail server is set, or it refuses the mailbox for ever; nothing was sent."""

    code = "letter-refused"
    category = Category.INVALID

    def __init__(self) -> None:
        super().__init__(
            "La boîte est refusée, ou aucun serveur d’envoi n’est réglé (CORDEE_SMTP_URL). Rien n’est parti.",
            "The mailbox is refused, or no mail server is set (CORDEE_SMTP_URL). Nothing was sent.",
        )


class Post:
    """Writes letters and hands them to the mail server of the settings."""

    def __init__(self, settings: Settings, zone: str) -> None:
        self._url = settings.smtp_url
        self._sender = settings.smtp_from
        self._public_url = settings.public_url
        self._zone = ZoneInfo(zone)

    @property
    def is_open(self) -> bool:
        """Return whether a mail server is set."""
        return bool(self._url)

    async def invite(self, letter: Letter) -> None:
        """Send somebody their link; raises LetterNotSentError, LetterRefusedError."""
        hours = f"{letter.hours} heures" if letter.hours > 1 else "une heure"
        await self._send(
            letter.email,
            SUBJECTS[letter.purpose],
            f"{_hello(letter.first_name)}\n\n{_WHY[letter.purpose]}\n\n{letter.link}\n\n"
            f"Il marche une seule fois, pendant {hours}. Ne le transmettez à personne.\n\n{_NOT_YOU[letter.purpose]}\n",
        )

    async def warn(self, email: str, name: str, event: str, at: datetime) -> None:
        """Tell somebody what was changed about their access; raises LetterNotSentError, LetterRefusedError."""
        moment = at.astimezone(self._zone)
        await self._send(
            email,
            "Votre accès à Cordée a changé",
            f"{_hello(name)}\n\nLe {moment:%d/%m/%Y} à {moment:%H h %M} : {EVENTS[event]}.\n\n"
            "C’était vous ? Il n’y a rien à faire.\n"
            "Ce n’était pas vous ? Connectez-vous à Cordée, page « Mon compte », fermez tout ce qui est ouvert, et "
            "prévenez votre structure tout de suite.\n",
        )

    async def tell_of_answer(self, email: str, number: str, help_words: str) -> None:
        """Tell who asked for support that an answer waits; neither for whom nor what. Raises as `warn`."""
        await self._send(
            email,
            f"Votre demande {number}",
            f"Bonjour,\n\nVotre demande d’appui n° {number} a reçu une réponse.\n\n"
            "Pour protéger la personne concernée, elle n’est pas écrite dans ce message : la coordination vous la "
            f"donne par courrier ou par téléphone.\n\n{help_words}\n",
        )

    async def acknowledge(self, email: str, number: str, help_words: str) -> None:
        """Tell who wrote to the mailbox that their request came, with its number and nothing else. Raises as `warn`."""
        message = self._message(
            email,
            f"Votre demande {number}",
            f"Bonjour,\n\nVotre demande d’appui est arrivée à la coordination. Son numéro, à rappeler si vous "
            f"téléphonez : {number}.\n\nPour ajouter quelque chose, répondez à ce message. La situation s’aggrave ? "
            f"N’attendez pas notre réponse : appelez votre médecin, ou le 15.\n\n{help_words}\n",
        )
        message.replace_header("Auto-Submitted", "auto-replied")
        message.replace_header("Message-ID", make_msgid(number, self._sender.rpartition("@")[2]))
        message["X-Auto-Response-Suppress"] = "All"
        await self._hand_over(message)

    async def tell_of_emergency(self, email: str, name: str, at: datetime) -> None:
        """Tell somebody that a record they follow was opened in an emergency; raises as `warn`."""
        moment = at.astimezone(self._zone)
        await self._send(
            email,
            "Un dossier a été ouvert en urgence",
            f"{_hello(name)}\n\nLe {moment:%d/%m/%Y} à {moment:%H h %M}, un dossier qui vous concerne a été ouvert en "
            "urgence par un professionnel hors du cercle de soins.\n\n"
            "Connectez-vous à Cordée pour voir qui, et pourquoi. Le ou la référent·e vie privée relira cet accès.\n",
        )

    async def tell_of_tampering(self, email: str, name: str, at: datetime) -> None:
        """Tell a privacy officer that the trace was found altered; raises as `warn`."""
        moment = at.astimezone(self._zone)
        await self._send(
            email,
            "La trace des accès a été altérée",
            f"{_hello(name)}\n\nLe {moment:%d/%m/%Y} à {moment:%H h %M}, la vérification de la trace a trouvé des "
            "lignes ou des scellés qui ne sont plus ce qu’ils étaient.\n\n"
            "Connectez-vous à Cordée, page « Vie privée », et prévenez tout de suite qui exploite la plateforme : "
            "rien ne doit être effacé avant son examen.\n",
        )

    async def send_invitation(self, email: str, ics: bytes, method: str, start: datetime) -> None:
        """Send the invitation to an appointment, or its cancellation, for the reader's calendar; raises as `warn`."""
        moment = start.astimezone(self._zone)
        is_off = method == "CANCEL"
        subject = (
            f"{'Annulé : rendez-vous' if is_off else 'Rendez-vous'} du {moment:%d/%m/%Y} à {moment:%H h %M}"
        )
        said = (
            f"Le rendez-vous du {moment:%d/%m/%Y} à {moment:%H h %M} est annulé."
            if is_off
            else f"Vous êtes attendu·e le {moment:%d/%m/%Y} à {moment:%H h %M}."
        )
        message = self._message(email, subject, f"Bonjour,\n\n{said}\n\n{_WHO_KNOWS}\n")
        message.add_alternative(ics.decode(), subtype="calendar", params={"method": method}, cte="base64")
        await self._hand_over(message)

    async def tell_of_elements(self, email: str, name: str, count: int) -> None:
        """Tell somebody that things wait for them, and nothing of what they are; raises as `warn`."""
        what = "Un nouvel élément vous attend" if count == 1 else f"{count} nouveaux éléments vous attendent"
        where = f"\n\n{self._public_url}/avis" if self._public_url else " Connectez-vous pour le voir."
        await self._send(
            email,
            f"{what} dans Cordée",
            f"{_hello(name)}\n\n{what} dans Cordée.{where}\n\n"
            "Ce message ne dit rien de plus, pour protéger les personnes accompagnées. Vous choisissez ce qui vous "
            "avertit, et quand, dans Cordée : « Mon compte », puis « Ce qui m’avertit ».\n",
        )

    async def _send(self, email: str, subject: str, text: str) -> None:
        await self._hand_over(self._message(email, subject, text))

    def _message(self, email: str, subject: str, text: str) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = email
        message["Subject"] = subject
        message["Message-ID"] = make_msgid(domain=self._sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text, cte="quoted-printable")
        return message

    async def _hand_over(self, message: EmailMessage) -> None:
        if not self._url:
            raise LetterRefusedError
        try:
            await smtp.send(self._url, message)
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise (LetterRefusedError if smtp.is_final(error) else LetterNotSentError) from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise LetterNotSentError from error


def _hello(name: str) -> str:
    return f"Bonjour {name}," if name else "Bonjour,"
