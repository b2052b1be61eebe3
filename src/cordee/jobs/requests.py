"""Tasks about requests for support: those near or past their term, and the word to who asked by e-mail."""

from procrastinate import App

from cordee.access import Gate
from cordee.access.refusals import ThrottledError
from cordee.access.throttle import ALL_MAILBOXES, MAILBOX, Attempt, key_of
from cordee.care.requests.answered import email_to_acknowledge, email_to_tell
from cordee.care.requests.mailed import ACKNOWLEDGE_TASK
from cordee.care.requests.refusing import TELL_TASK
from cordee.care.requests.reminding import remind
from cordee.exchange.letters import LetterRefusedError, Post
from cordee.jobs.patience import Patience
from cordee.kernel.log import get_logger

PURPOSE = "jobs"

_log = get_logger(__name__)


def add_request_tasks(app: App, gate: Gate, post: Post, help_words: str) -> None:
    """Add the reminders, every ten minutes, and the letters that say a request came, and that an answer waits."""

    @app.periodic(cron="*/10 * * * *")
    @app.task(name="remind-requests", queueing_lock="remind-requests", retry=Patience(), pass_context=False)
    async def remind_requests(timestamp: int) -> None:
        """Remind who answers and escalate to the team, each level once."""
        count = await remind(gate.system_door(PURPOSE))
        if count:
            _log.info("requests recalled", count=count)

    @app.task(name=TELL_TASK, retry=Patience())
    async def tell(request_id: str) -> None:
        """Tell who asked that an answer waits; one taken back meanwhile, or a mailbox that is refused, ends the job."""
        found = await email_to_tell(gate.system_door(PURPOSE), request_id)
        if found is None or not post.is_open:
            return
        try:
            await post.tell_of_answer(found.email, found.number, help_words)
        except LetterRefusedError:
            _log.warning("requester not told", request=request_id)

    @app.task(name=ACKNOWLEDGE_TASK, retry=Patience())
    async def acknowledge(request_id: str) -> None:
        """Tell who wrote the number of their request; so many letters to one mailbox, and to all, or it may loop."""
        found = await email_to_acknowledge(gate.system_door(PURPOSE), request_id)
        if found is None or not post.is_open:
            return
        try:
            await gate.credentials.throttle.start(_letters_to(found.email))
            await post.acknowledge(found.email, found.number, help_words)
        except (LetterRefusedError, ThrottledError):
            _log.warning("request not acknowledged", request=request_id)


def _letters_to(email: str) -> list[Attempt]:
    """Return what an acknowledgement counts on: its mailbox, `a+1@b` being `a@b`, and all mailboxes together."""
    name, _, host = email.casefold().rpartition("@")
    mailbox = f"{name.partition('+')[0]}@{host}"
    return [
        Attempt(key_of(ACKNOWLEDGE_TASK, mailbox), MAILBOX),
        Attempt(key_of(ACKNOWLEDGE_TASK), ALL_MAILBOXES),
    ]
