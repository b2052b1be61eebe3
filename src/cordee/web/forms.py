"""A form as the page needs it: values that come back, errors under their field, a key that makes twice once."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from cordee.kernel.errors import CordeeError, InvalidRequestError
from cordee.kernel.ids import is_part_id, new_id
from cordee.kernel.whole_number import whole_number

FIELDS_MAX = 100
FILES_MAX = 10
PART_BYTES_MAX = 64 * 1024
VERSION_MAX = 10**9
TEXT_LENGTH = 200
_FORM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Form:
    """What was sent, or a blank form. Reading a field checks it and notes its error; nothing is raised on the way.

    `form_id` names this showing of the form: the use case derives its ids from it, so that a form posted twice
    creates once. It is whatever was sent, but none that the platform draws for parts of other entries.
    """

    def __init__(self, data: FormData | None = None, values: Mapping[str, str] | None = None) -> None:
        self._data = data or FormData()
        self._values = dict(values or {})
        self._ticked: dict[str, tuple[str, ...]] = {}
        self.errors: dict[str, str] = {}
        self.message = ""
        self.has_conflict = False  # somebody else changed the same thing while this form was being filled in
        sent = self.value("form_id")
        self.form_id = sent if _FORM_ID.fullmatch(sent) and not is_part_id(sent) else new_id()

    def value(self, name: str) -> str:
        """Return the text as it was sent, for showing it again; empty when there is none."""
        sent = self._data.get(name)
        return sent if isinstance(sent, str) else self._values.get(name, "")

    def several(self, name: str) -> list[str]:
        """Return every text sent or ticked under a name, such as the boxes of one list."""
        sent = [item for item in self._data.getlist(name) if isinstance(item, str) and item]
        return sent or list(self._ticked.get(name, ()))

    def tick(self, name: str, *values: str) -> None:
        """Tick boxes of one list before the form is first shown."""
        self._ticked[name] = values

    def text(self, name: str, *, missing: str = "", length_max: int = TEXT_LENGTH) -> str:
        """Return the text without its outer spaces; `missing` is the error when it is empty, none when optional."""
        text = _CONTROL.sub("", self.value(name).replace("\r\n", "\n")).strip()
        if not text and missing:
            self.errors[name] = missing
        elif len(text) > length_max:
            self.errors[name] = f"Trop long : {len(text)} caractères, {length_max} au plus."
        return text

    def choice(self, name: str, allowed: Collection[str], *, missing: str = "") -> str:
        """Return one of the allowed values; anything else counts as missing."""
        value = self.value(name)
        if value in allowed and value:
            return value
        if missing or value:
            self.errors[name] = missing or "Ce choix n’existe pas."
        return ""

    def day(self, name: str, *, missing: str = "", latest: date | None = None) -> date | None:
        """Return the day, or None with an error when the date does not exist or lies after `latest`."""
        text = self.text(name, missing=missing)
        if not text:
            return None
        try:
            day = _day(text)
        except ValueError:
            self.errors[name] = "Cette date n’existe pas. Écrivez-la ainsi : 12/03/1942."
            return None
        if latest is not None and day > latest:
            self.errors[name] = "Cette date est dans le futur."
        return day

    def version(self) -> int | None:
        """Return the version the form was shown with, None when it says none."""
        return whole_number(self.value("version"), VERSION_MAX) or None

    def number(self, name: str, lowest: Decimal, highest: Decimal, *, missing: str = "") -> Decimal | None:
        """Return the number, with the decimals written; comma or point; None with an error outside the bounds."""
        text = self.text(name, missing=missing)
        if not text:
            return None
        try:
            number = Decimal(text.replace(",", ".").replace(" ", ""))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or not lowest <= number <= highest:
            bounds = f"{lowest} à {highest}".replace(".", ",")
            self.errors[name] = f"Un nombre de {bounds} est attendu."
            return None
        return number

    def files(self, name: str) -> list[UploadFile]:
        """Return the files that were really chosen."""
        return [item for item in self._data.getlist(name) if isinstance(item, UploadFile) and item.filename]

    async def close(self) -> None:
        """Give back the temporary files of what was sent; its texts stay."""
        await self._data.close()

    def ticked(self, name: str) -> bool:
        """Return whether a box was ticked."""
        return self.value(name) == "yes"

    def refuse(self, error: CordeeError) -> None:
        """Show a refusal of the use case at the head of the form, with everything that was written kept."""
        self.message = error.message_fr
        self.errors.setdefault("", error.message_fr)

    @property
    def is_valid(self) -> bool:
        """Return whether every field read so far is right."""
        return not self.errors


def _day(text: str) -> date:
    french = re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", text)
    if french:
        return date(int(french[3]), int(french[2]), int(french[1]))
    return date.fromisoformat(text)


async def read_form(request: Request, *, fields_max: int = FIELDS_MAX) -> Form:
    """Return the form that was sent.

    When it has more fields or files than any page sends, or cannot be read, raises InvalidRequestError.
    """
    try:
        data = await request.form(max_files=FILES_MAX, max_fields=fields_max, max_part_size=PART_BYTES_MAX)
        if any("\x00" in one for pair in data.multi_items() for one in pair if isinstance(one, str)):
            raise ValueError("no keyboard writes it, and no text of the database holds it")
    except CordeeError:
        raise
    except Exception as problem:
        raise InvalidRequestError(
            "Le formulaire reçu est incomplet ou illisible. Rien n’a été enregistré : revenez en arrière, renvoyez-le.",
            "The form received is incomplete or unreadable. Nothing was stored.",
        ) from problem
    return Form(data)
