"""Files chosen in a form about a request, made ready to be kept; what is wrong with one is said under the field."""

from pathlib import PurePath

from cordee.care.errors import CareError
from cordee.care.files import DOCUMENT_KINDS, SentFile, sent_file
from cordee.web.forms import Form
from cordee.web.record.acts import bytes_of

FIELD = "file"
FILES_AT_ONCE = 10


async def files_sent(form: Form) -> list[SentFile]:
    """Return the files of a form; none, and the error noted, when one is of a kind that is not kept, or too large.

    Raises: PayloadTooLargeError.
    """
    names = [one.filename or "" for one in form.files(FIELD)]
    contents = await bytes_of(form, FIELD)
    if len(contents) > FILES_AT_ONCE:
        form.errors[FIELD] = f"{FILES_AT_ONCE} fichiers au plus à la fois."
        return []
    found: list[SentFile] = []
    for name, content in zip(names, contents, strict=True):
        try:
            found.append(await sent_file(content, DOCUMENT_KINDS, title=_title(name)))
        except CareError as refusal:
            form.errors[FIELD] = f"{name} : {refusal.message_fr}"
            return []
    return found


def _title(name: str) -> str:
    """Return the name of a file without the folder some browsers send with it."""
    return PurePath(name.replace("\\", "/")).name
