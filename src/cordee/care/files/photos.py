"""Photos as the record keeps them: checked, upright, without what the camera says of the place, of a bounded size."""

import warnings
from io import BytesIO
from threading import BoundedSemaphore

from PIL import Image, ImageOps, UnidentifiedImageError

from cordee.care.errors import NotAPictureError, PictureTooLargeError

UPLOAD_BYTES_MAX = 15 * 1024 * 1024
PIXELS_MAX = 100_000_000
DECODED_PIXELS_MAX = 40_000_000  # 160 MB in memory; a JPEG is decoded smaller, other formats whole
DECODED_AT_ONCE = 2
SIDE_PIXELS_MAX = 1600
THUMBNAIL_PIXELS_MAX = 360
JPEG_QUALITY = 84
THUMBNAIL_QUALITY = 72
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")
_WHITE = (255, 255, 255)
_decoding = BoundedSemaphore(DECODED_AT_ONCE)


def clean_photo(content: bytes) -> bytes:
    """Return the picture as a JPEG of at most 1600 pixels a side, upright, with no metadata at all.

    When the bytes are not a picture of a known format, or stop short, raises NotAPictureError. When there are too many
    bytes or pixels, raises PictureTooLargeError before anything is decoded.
    Cost: tens of milliseconds of processor for a phone's photo; call it off the event loop. Memory: pictures made to be
    small as files and huge once decoded are refused, and two are decoded at a time.
    """
    if len(content) > UPLOAD_BYTES_MAX:
        raise PictureTooLargeError
    return _drawn(content, SIDE_PIXELS_MAX, JPEG_QUALITY)


def thumbnail_of(content: bytes) -> bytes:
    """Return the picture as a JPEG of at most 360 pixels a side, some fifteen kilobytes; raises as `clean_photo`."""
    return _drawn(content, THUMBNAIL_PIXELS_MAX, THUMBNAIL_QUALITY)


def _drawn(content: bytes, side_pixels: int, quality: int) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(content), formats=FORMATS) as picture:
                if picture.width * picture.height > PIXELS_MAX:
                    raise PictureTooLargeError
                picture.draft("RGB", (side_pixels, side_pixels))
                if picture.width * picture.height > DECODED_PIXELS_MAX:
                    raise PictureTooLargeError
                with _decoding:
                    return _redrawn(picture, side_pixels, quality)
    except PictureTooLargeError:
        raise
    except Image.DecompressionBombError as problem:
        raise PictureTooLargeError from problem
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, ArithmeticError) as problem:
        raise NotAPictureError from problem


def _redrawn(picture: Image.Image, side_pixels: int, quality: int) -> bytes:
    picture.thumbnail((side_pixels, side_pixels))
    upright = ImageOps.exif_transpose(picture)
    flat = Image.new("RGB", upright.size, _WHITE)
    layered = upright.convert("RGBA")
    flat.paste(layered, mask=layered.getchannel("A"))
    out = BytesIO()
    flat.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
