"""What an author says in words of what they join to a note, for who does not see or hear it."""

import msgspec

from cordee.care.files import TITLE_LENGTH

WORDS_LENGTH = TITLE_LENGTH
"""Letters a description holds, which is kept as the title of its file: what is heard in one breath."""


class InWords(msgspec.Struct, frozen=True, kw_only=True):
    """The description of each photo and each other file, in their order; what is missing or empty has none.

    `is_transcript` when the text of the note says what its voice message says.
    """

    photos: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    is_transcript: bool = False

    def of_photo(self, number: int) -> str:
        """Return the description of a photo, by its place among them."""
        return self.photos[number] if number < len(self.photos) else ""

    def of_file(self, number: int) -> str:
        """Return the description of another file, by its place among them."""
        return self.files[number] if number < len(self.files) else ""


UNSAID = InWords()
