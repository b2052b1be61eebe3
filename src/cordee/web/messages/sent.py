"""What a message's form sends besides words: files, looked at before anything is stored."""

import asyncio

from cordee.care.errors import CareError, NotAPictureError
from cordee.care.files import TITLE_LENGTH, kind_of_file
from cordee.care.files.photos import clean_photo
from cordee.care.messages.files import FILES_MAX, File
from cordee.web.forms import Form
from cordee.web.record.acts import bytes_of

TEXT_MAX = 4000


async def sent_files(form: Form) -> list[File]:
    """Return the files chosen, pictures cleaned and titled by what their sender says they show.

    What cannot be taken is an error of the field.
    """
    names = [(file.filename or "")[:100] for file in form.files("file")]
    shown = [form.text(f"file-words-{number}", length_max=TITLE_LENGTH) for number in range(len(names))]
    contents = await bytes_of(form, "file")
    if len(contents) > FILES_MAX:
        form.errors["file"] = f"{FILES_MAX} fichiers au plus par message."
        return []
    try:
        return [await _file(*one) for one in zip(names, shown, contents, strict=True)]
    except CareError as error:
        form.errors["file"] = error.message_fr
        return []


async def _file(name: str, shown: str, content: bytes) -> File:
    if kind_of_file(content) == "application/pdf":
        return File(title=name or "Document.pdf", content_type="application/pdf", content=content)
    try:
        picture = await asyncio.to_thread(clean_photo, content)
    except NotAPictureError as error:
        raise CareError(
            "Une photo ou un PDF est attendu. Rien n’est parti, votre texte est gardé.",
            "A picture or a PDF is expected. Nothing left, your text is kept.",
            field="file",
        ) from error
    return File(title=" ".join(shown.split()) or name or "Photo", content_type="image/jpeg", content=picture)
