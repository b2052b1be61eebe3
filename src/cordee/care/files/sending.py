"""A file somebody sends, made ready to be kept: what it is, bounded, pictures drawn again without what they told."""

import asyncio
from collections.abc import Collection

import msgspec

from cordee.care.errors import FileTooLargeError, NotADocumentError
from cordee.care.files.kinds import DOCUMENT_KINDS, PICTURES, kind_of_file
from cordee.care.files.photos import UPLOAD_BYTES_MAX, clean_photo, thumbnail_of

TITLE_LENGTH = 200


class SentFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file ready to be kept: its bytes, what they are, its title, and for a picture a small one to show in lists."""

    content: bytes
    kind: str
    title: str = ""
    thumbnail: bytes = b""

    @property
    def is_picture(self) -> bool:
        """Return whether it is shown as a picture."""
        return self.kind in PICTURES


async def sent_file(
    content: bytes, kinds: Collection[str] = DOCUMENT_KINDS, *, title: str = "", field: str = "file"
) -> SentFile:
    """Return a file ready to be kept, whatever its name said it was.

    A picture becomes an upright JPEG without metadata; everything else is kept to the byte. When it is of none of the
    kinds, raises NotADocumentError; when it is too large, FileTooLargeError; a broken picture raises as `clean_photo`.
    Nothing is stored. Cost: tens of milliseconds in a thread for a picture.
    """
    if len(content) > UPLOAD_BYTES_MAX:
        raise FileTooLargeError(field)
    kind = kind_of_file(content)
    if kind not in kinds:
        raise NotADocumentError(field)
    title = one_line(title)
    if kind not in PICTURES:
        return SentFile(content=content, kind=kind, title=title)
    return await asyncio.to_thread(_picture, content, title)


async def sent_photo(content: bytes, title: str = "") -> SentFile:
    """Return a file that must be a picture, ready to be kept; raises as `clean_photo`.

    `title` is what it shows, in words.
    """
    return await asyncio.to_thread(_picture, content, one_line(title))


def one_line(title: str) -> str:
    """Return a title, or what a picture shows, on one line of TITLE_LENGTH letters at most."""
    return " ".join(title.split())[:TITLE_LENGTH]


def _picture(content: bytes, title: str) -> SentFile:
    clean = clean_photo(content)
    return SentFile(content=clean, kind="image/jpeg", title=title, thumbnail=thumbnail_of(clean))
