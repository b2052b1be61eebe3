"""Tasks that send the letters about somebody's access, and the hourly tidying of what signing in left behind."""

from datetime import datetime

from procrastinate import App

from cordee.access import EMERGENCY_TASK, INVITE_TASK, TAMPERING_TASK, WARN_TASK, Gate, first_name
from cordee.exchange.letters import LetterRefusedError, Post
from cordee.jobs.patience import Patience
from cordee.kernel.log import get_logger

_log = get_logger(__name__)


def add_letter_tasks(app: App, gate: Gate, post: Post) -> None:
    """Add the sending of invitations and warnings, and the tidying of credentials, every hour."""

    @app.task(name=INVITE_TASK, retry=Patience())
    async def invite(invitation_id: str) -> None:
        """Send an invitation with a link made now; one that is not open, or that no mailbox takes, ends the job."""
        if not post.is_open:  # a link handed over on paper goes on working
            _log.warning("invitation not sent: no mail server", invitation=invitation_id)
            return
        letter = await gate.credentials.links.letter(invitation_id)
        if letter is None:
            return
        try:
            await post.invite(letter)
        except LetterRefusedError:
            _log.warning("invitation not sent", invitation=invitation_id)
            return
        await gate.credentials.links.note_sent(invitation_id)

    @app.task(name=WARN_TASK, retry=Patience())
    async def warn(identity_id: str, event: str, at: str) -> None:
        """Tell somebody what was changed about their access; without a mailbox, or when it is refused, the job ends."""
        identity = await gate.identities.find(identity_id)
        if identity is None or not identity.email:
            return
        try:
            await post.warn(identity.email, first_name(identity.name), event, datetime.fromisoformat(at))
        except LetterRefusedError:
            _log.warning("warning not sent", identity=identity_id)

    @app.task(name=EMERGENCY_TASK, retry=Patience())
    async def tell(identity_id: str, at: str) -> None:
        """Tell somebody of a record opened in an emergency; without a mailbox, or when it is refused, the job ends."""
        identity = await gate.identities.find(identity_id)
        if identity is None or not identity.email:
            return
        try:
            await post.tell_of_emergency(
                identity.email, first_name(identity.name), datetime.fromisoformat(at)
            )
        except LetterRefusedError:
            _log.warning("letter not sent", identity=identity_id)

    @app.task(name=TAMPERING_TASK, retry=Patience())
    async def tell_officer(identity_id: str, at: str) -> None:
        """Tell a privacy officer of a trace found altered; without a mailbox, or when it is refused, the job ends."""
        identity = await gate.identities.find(identity_id)
        if identity is None or not identity.email:
            return
        try:
            await post.tell_of_tampering(
                identity.email, first_name(identity.name), datetime.fromisoformat(at)
            )
        except LetterRefusedError:
            _log.warning("letter not sent", identity=identity_id)

    @app.periodic(cron="37 * * * *")
    @app.task(name="tidy-credentials", queueing_lock="tidy-credentials", pass_context=False)
    async def tidy(timestamp: int) -> None:
        """Forget steps that are over, and counts and devices not seen for long."""
        await gate.credentials.tidy()
