"""Photos: redrawn small, upright and without metadata; everything else refused."""

from io import BytesIO

import pytest
from PIL import Image

from cordee.care.errors import NotAPictureError, PictureTooLargeError
from cordee.care.files.photos import SIDE_PIXELS_MAX, UPLOAD_BYTES_MAX, clean_photo

ORIENTATION = 0x0112
GPS = 0x8825


def encoded(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """Return a picture as a file."""
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def reopened(content: bytes) -> Image.Image:
    """Return the picture of a file."""
    return Image.open(BytesIO(content))


def test_place_and_device_are_erased_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "A camera"
    exif.get_ifd(GPS)[2] = (46.0, 57.0, 1.0)

    cleaned = reopened(clean_photo(encoded(Image.new("RGB", (60, 30), "red"), exif=exif)))

    assert cleaned.size == (30, 60)
    assert not cleaned.getexif()
    assert "exif" not in cleaned.info


def test_large_photo_is_made_small() -> None:
    cleaned = reopened(clean_photo(encoded(Image.new("RGB", (4000, 1000), "red"))))
    assert cleaned.size == (SIDE_PIXELS_MAX, 400)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "TIFF", "BMP"])
def test_other_formats_become_jpeg(kind: str) -> None:
    assert reopened(clean_photo(encoded(Image.new("RGB", (20, 20), "red"), kind))).format == "JPEG"


def test_transparency_becomes_white() -> None:
    cleaned = reopened(clean_photo(encoded(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")))
    assert cleaned.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\xff\xd8\xff\xe0 not really",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPictureError):
        clean_photo(content)


def test_picture_cut_short_is_refused() -> None:
    whole = encoded(Image.effect_noise((300, 300), 80).convert("RGB"))
    with pytest.raises(NotAPictureError):
        clean_photo(whole[: len(whole) // 2])


def test_picture_of_too_many_pixels_is_not_decoded() -> None:
    bomb = encoded(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(bomb) < 200_000
    with pytest.raises(PictureTooLargeError):
        clean_photo(bomb)


def test_too_many_bytes_are_not_read() -> None:
    with pytest.raises(PictureTooLargeError):
        clean_photo(b"\xff\xd8\xff" + b"0" * UPLOAD_BYTES_MAX)


def test_small_file_that_would_fill_the_memory_is_refused() -> None:
    bomb = encoded(Image.new("1", (9000, 9000)), "PNG")
    assert len(bomb) < 20_000
    with pytest.raises(PictureTooLargeError):
        clean_photo(bomb)


def test_large_photo_of_a_telephone_is_decoded_small() -> None:
    cleaned = reopened(clean_photo(encoded(Image.new("L", (9000, 9000)))))
    assert cleaned.size == (SIDE_PIXELS_MAX, SIDE_PIXELS_MAX)
