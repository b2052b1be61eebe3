"""The e-mail channel: a short message that something waits on the platform, without a word about whom or what.

An e-mail travels in the clear and is kept for ever: it names no person, no resource, no criterion.
"""

from email.message import EmailMessage

import aiosmtplib

from cordee.exchange import smtp
from cordee.exchange.subscriptions.errors import NotDeliveredError, UndeliverableError
from cordee.fhir.subscription import Channel, mailbox
from cordee.kernel.settings import Settings

SUBJECT = "Cordée : du nouveau vous attend"


class Mail:
    """Sends notifications by the SMTP server of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.smtp_url
        self._sender = settings.smtp_from
        self._public_url = settings.public_url

    async def tell(self, channel: Channel, marks: dict[str, str], name: str) -> None:
        """Return once the SMTP server has taken the message; `name` makes it the same message when sent again.

        Raises UndeliverableError when no server is set or it refuses the mailbox for ever, NotDeliveredError otherwise.
        """
        if not self._url:
            raise UndeliverableError(
                "Aucun serveur d’envoi : CORDEE_SMTP_URL n’est pas réglé.",
                "No mail server: CORDEE_SMTP_URL is not set.",
            )
        try:
            await smtp.send(self._url, self._message(channel, marks, name))
        except aiosmtplib.SMTPRecipientsRefused as error:
            if smtp.is_final(error):
                raise UndeliverableError("La boîte est refusée.", "The mailbox is refused.") from error
            raise NotDeliveredError("La boîte n’est pas acceptée.", "The mailbox is not accepted.") from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise NotDeliveredError(
                "Le serveur d’envoi n’accepte pas le message.", "The mail server does not accept the message."
            ) from error

    def _message(self, channel: Channel, marks: dict[str, str], name: str) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = mailbox(channel.endpoint)
        message["Subject"] = SUBJECT
        message["Message-ID"] = f"<{name}@{self._sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        for key, value in marks.items():
            message[key] = value
        where = f"\n{self._public_url}\n" if self._public_url else ""
        message.set_content(
            "Bonjour,\n\nDu nouveau vous attend dans Cordée. Connectez-vous pour le lire.\n"
            f"{where}\nPour votre sécurité, ce message ne dit rien de plus.\n\n--\n"
            "Something new awaits you in Cordée. Sign in to read it. This message says nothing more on purpose.\n"
        )
        return message
