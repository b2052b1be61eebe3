"""A reply to what we wrote joins its request, while it waits: its words in the history, its files among the request's.

It joins by the number in its subject or threading, and only from the address the request came from: a number is said on
the telephone, and whoever overheard one adds nothing. Once answered, or when its thread would pass NOTES_MAX or
FILES_MAX, a reply is a request anew.
"""

from cordee.access import Door
from cordee.care.elements import fhir_instant, version_of
from cordee.care.requests.files import has_room, stage_files
from cordee.care.requests.filing import owner_of, tell_of_more
from cordee.care.requests.mail import Mail
from cordee.care.requests.mail_files import Carried
from cordee.care.requests.number import number_of
from cordee.care.requests.pending import WAITING, task_of
from cordee.care.requests.structure import structure_of_the_territory
from cordee.care.requests.view import view_of
from cordee.fhir import systems
from cordee.fhir.r4 import Annotation, Reference, ServiceRequest, Task
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now

WORDS_LENGTH = 2000
NOTES_MAX = 50
NAMESAKES_MAX = 50  # requests looked at for one number


async def join_reply(platform: Door, mail: Mail, carried: Carried) -> bool:
    """Join a message to the waiting request it answers; return False when there is none.

    Done twice, it is there once, whatever became of the request in between; nor does one join that became a request.
    Raises the store's conflict when somebody works on the request at that moment: the next reading joins it.
    """
    if not mail.numbers or await platform.read_many([f"ServiceRequest/{mail.id}"]):
        return False
    structure = await structure_of_the_territory(platform)
    for number in mail.numbers:
        found = await _numbered(platform, number, structure)
        if found is None:
            continue
        request, task = found
        if any(one.id == mail.id for one in task.note or ()):
            return True
        if _may_join(request, task, mail) and await has_room(
            platform, request.id or "", carried.files, key=mail.id
        ):
            await _join(platform, request, task, mail, carried)
            return True
    return False


async def _numbered(platform: Door, number: str, structure: Reference) -> tuple[ServiceRequest, Task] | None:
    """Return the request of a number, sent to the coordination, with its task.

    Others may write a number on a request of theirs: only the request it is drawn from is meant.
    """
    pairs = [
        ("identifier", f"{systems.REQUEST_NUMBER}|{number}"),
        ("performer", structure.reference or ""),
        ("_count", str(NAMESAKES_MAX)),
    ]
    page = await platform.search(parse_query("ServiceRequest", pairs))
    request = next((one.resource for one in page.rows if number_of(one.id) == number), None)
    task = await task_of(platform, request) if request is not None else None
    return (request, task) if request is not None and task is not None else None


def _may_join(request: ServiceRequest, task: Task, mail: Mail) -> bool:
    """Return whether a request waits, for the address a message came from, with notes to spare."""
    if request.status not in WAITING or len(task.note or ()) >= NOTES_MAX:
        return False
    theirs = view_of(request, None, task, now()).caller_email
    return bool(theirs) and theirs.casefold() == mail.sender_email.casefold()


async def _join(platform: Door, request: ServiceRequest, task: Task, mail: Mail, carried: Carried) -> None:
    at = fhir_instant(now())
    words = "\n\n".join(one for one in (_unquoted(mail.words)[:WORDS_LENGTH], carried.said) if one)
    note = Annotation(id=mail.id, authorString=mail.signature, time=at, text=words or mail.subject or "…")
    task.note, task.lastModified = [*(task.note or ()), note], at

    async with platform.writing() as unit:
        stage_files(unit, request, carried.files, by=Reference(display=mail.signature), at=at, key=mail.id)
        unit.update(task, expected_version=version_of(task.meta))
        tell_of_more(unit, request, owner_of(task), mail.id)


def _unquoted(text: str) -> str:
    """Return the words of a reply without the lines it quotes; all of them when nothing else is left."""
    lines = [line for line in text.split("\n") if not line.startswith(">")]
    return "\n".join(lines).strip() or text
