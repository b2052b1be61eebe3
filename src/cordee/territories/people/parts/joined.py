"""What is joined to a note in the demonstration: a picture drawn, a voice hummed; small, and always the same."""

import io
import math
import struct
import wave
from base64 import b64encode
from functools import cache

from PIL import Image, ImageDraw, ImageFilter

from cordee.fhir.r4 import Attachment, Binary, DocumentReferenceContent
from cordee.territories.people.subject import Subject

PHOTO, VOICE = "photo", "voice"
SIZE_PIXELS = (640, 480)
HERTZ = 8000
SECONDS = 2.0
NOTES_HERTZ = (196.0, 220.0, 246.9, 220.0)
LOUDNESS = 40
_KINDS = {PHOTO: "image/jpeg", VOICE: "audio/wav"}


def join(subject: Subject, name: str, form: str, when: str) -> tuple[DocumentReferenceContent, Binary]:
    """Return the content of a note that leads to a photo or a voice, and the Binary it leads to."""
    data, kind, id_ = _bytes(form), _KINDS[form], subject.ids(f"{name}/{form}")
    attachment = Attachment(contentType=kind, url=f"Binary/{id_}", size=len(data), creation=when)
    binary = Binary(id=id_, contentType=kind, securityContext=subject.patient, data=b64encode(data).decode())
    return DocumentReferenceContent(attachment=attachment), binary


def _bytes(form: str) -> bytes:
    return _photo() if form == PHOTO else _voice()


@cache
def _photo() -> bytes:
    """Return ankles on a cushion, as far as ellipses can say it."""
    picture = Image.new("RGB", SIZE_PIXELS, "#cfd8d2")
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((40, 300, 600, 470), 60, fill="#8fa7b3")
    for left in (150, 340):
        draw.rounded_rectangle((left, -40, left + 110, 330), 50, fill="#e2b999")
        draw.ellipse((left - 25, 250, left + 135, 390), fill="#dba98a")
        draw.arc((left - 5, 285, left + 115, 330), 10, 170, fill="#b9805f", width=4)
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(1.2)).save(out, "JPEG", quality=70)
    return out.getvalue()


@cache
def _voice() -> bytes:
    """Return two seconds somebody hums."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(HERTZ)
        frames = int(SECONDS * HERTZ)
        each = frames // len(NOTES_HERTZ)
        sound.writeframes(
            b"".join(struct.pack("B", 128 + _wave(number, each)) for number in range(each * len(NOTES_HERTZ)))
        )
    return out.getvalue()


def _wave(number: int, each: int) -> int:
    rank, place = divmod(number, each)
    swell = math.sin(math.pi * place / each)
    return round(LOUDNESS * swell * math.sin(2 * math.pi * NOTES_HERTZ[rank] * number / HERTZ))
