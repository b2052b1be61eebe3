"""Files as they come: bare, compressed, in archives, damaged, misnamed; what is read and what is told."""

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zipfile
from collections.abc import Callable

import pytest

from cordee.exchange.files import texts as texts_module
from cordee.exchange.files.errors import DamagedFileError, TooDeepError, TooLargeError
from cordee.exchange.files.parts import Refused, Skipped, Text
from cordee.exchange.files.unpacking import unpack

ONE, TWO = b'{"resourceType":"Patient","id":"1"}', b'{"resourceType":"Patient","id":"2"}'


def found(name: str, content: bytes, only: str | None = None, **more: bool) -> list[Text | Refused | Skipped]:
    """Return what a file of that name and content gives."""
    return list(unpack(name, io.BytesIO(content), only, **more))


def tar(members: dict[str, bytes], mode: str = "w") -> bytes:
    """Return a tar archive."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize("compress", [gzip.compress, lzma.compress, bz2.compress, bytes])
def test_a_document_is_read_whatever_its_compression(compress: Callable[[bytes], bytes]) -> None:
    assert found("a.json", compress(ONE)) == [Text("a.json", ONE)]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz", "w:bz2"])
def test_the_members_of_an_archive_are_read_in_order(mode: str) -> None:
    content = tar({"b.json": ONE, "a/c.ndjson": TWO + b"\n\n" + ONE}, mode)

    assert found("x.tgz", content) == [
        Text("x.tgz!b.json", ONE),
        Text("x.tgz!a/c.ndjson", TWO + b"\n", 1),
        Text("x.tgz!a/c.ndjson", ONE, 3),
    ]


def test_a_zip_is_read_like_any_archive() -> None:
    assert found("x.zip", zipped({"a.json": ONE})) == [Text("x.zip!a.json", ONE)]


def test_compressed_members_and_archives_in_archives_are_read() -> None:
    content = tar({"a.ndjson.gz": gzip.compress(ONE), "b.tar": tar({"c.json": TWO})})

    assert found("x.tar", content) == [Text("x.tar!a.ndjson", ONE, 1), Text("x.tar!b.tar!c.json", TWO)]


def test_archives_inside_one_another_beyond_the_limit_are_refused() -> None:
    content = ONE
    for _ in range(6):
        content = tar({"a.tar": content})

    (refused,) = found("x.tar", content)

    assert isinstance(refused, Refused)
    assert isinstance(refused.error, TooDeepError)


def test_a_compressed_bomb_of_layers_is_refused() -> None:
    content = ONE
    for _ in range(6):
        content = gzip.compress(content)

    (refused,) = found("x.gz", content)

    assert isinstance(refused, Refused)
    assert isinstance(refused.error, TooDeepError)


def test_members_that_are_not_json_or_not_asked_for_are_passed_over() -> None:
    content = tar({"p/a.json": ONE, "q/b.json": TWO, "p/c.xml": b"<a/>", "p/.index.json": b"{}"})

    assert found("x.tar", content, "p/*") == [
        Text("x.tar!p/a.json", ONE),
        Skipped("x.tar!q/b.json"),
        Skipped("x.tar!p/c.xml"),
        Skipped("x.tar!p/.index.json"),
    ]


def test_a_file_that_was_not_chosen_is_read_only_when_its_name_says_so() -> None:
    assert found("notes.txt", ONE, is_chosen=False) == [Skipped("notes.txt")]
    assert found("notes.txt", ONE, is_chosen=True) == [Text("notes.txt", ONE, 1)]


def test_without_a_telling_name_the_first_line_decides() -> None:
    assert found("-", ONE + b"\n" + TWO) == [Text("-", ONE + b"\n", 1), Text("-", TWO, 2)]
    assert found("-", b'{\n"resourceType":\n"Patient"}') == [Text("-", b'{\n"resourceType":\n"Patient"}')]


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    assert found("a.json", b"\xef\xbb\xbf" + ONE) == [Text("a.json", ONE)]


@pytest.mark.parametrize("compress", [gzip.compress, lzma.compress])
def test_a_truncated_archive_gives_what_came_before_and_says_so(compress: Callable[[bytes], bytes]) -> None:
    noise = random.Random(0).randbytes(1_000_000)
    content = compress(tar({"a.json": ONE, "noise.bin": noise}))

    first, *_, last = found("x.tar", content[: len(content) // 2])

    assert first == Text("x.tar!a.json", ONE)
    assert isinstance(last, Refused)
    assert isinstance(last.error, DamagedFileError)


def test_a_damaged_member_costs_no_other() -> None:
    content = tar({"a.json.gz": gzip.compress(ONE)[:-9], "b.json": TWO})

    refused, text = found("x.tar", content)

    assert isinstance(refused, Refused)
    assert refused.place.file == "x.tar!a.json.gz"
    assert text == Text("x.tar!b.json", TWO)


def test_a_line_too_long_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts_module, "LINE_MAX_BYTES", 50)

    first, refused, last = found("a.ndjson", ONE + b"\n" + b"x" * 500 + b"\n" + TWO)

    assert (first, last) == (Text("a.ndjson", ONE + b"\n", 1), Text("a.ndjson", TWO, 3))
    assert isinstance(refused, Refused)
    assert isinstance(refused.error, TooLargeError)
    assert refused.place.line == 2


def test_a_document_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts_module, "DOCUMENT_MAX_BYTES", 20)

    (refused,) = found("a.json", ONE)

    assert isinstance(refused, Refused)
    assert isinstance(refused.error, TooLargeError)


def test_an_empty_file_gives_one_empty_text_to_be_refused_by_its_content() -> None:
    assert found("a.json", b"") == [Text("a.json", b"")]
    assert found("a.ndjson", b"\n\n") == []
