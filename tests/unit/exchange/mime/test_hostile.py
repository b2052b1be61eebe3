"""No message takes the square of its length: what is made to, is read in a time that follows it, or refused at once."""

import time

import pytest

from cordee.exchange.mime import beginning_of, head_of, is_automatic
from cordee.exchange.mime.body import FILES_MAX, SOURCE_BYTES_MAX, TooDeepError, read_body
from cordee.exchange.mime.html_text import text_of_html
from cordee.exchange.mime.words import words_of

SECONDS_MAX = 2.0  # each takes some tenths; before it was bounded, five to hundreds of seconds
SIZE = 400_000
FROM = b"From: Mme Petit <petit@ville.example>\r\nSubject: Ma mere\r\n"


def repeated(one: bytes) -> bytes:
    """Return one thing again and again."""
    return one * (SIZE // len(one))


def typed(content_type: bytes, body: bytes = b"x") -> bytes:
    """Return a message of Mme Petit of a type."""
    return FROM + b"Content-Type: " + content_type + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    "head",
    [
        FROM + b"Date: " + repeated(b"=?utf-8?q?a?= "),
        b"Subject: " + repeated(b"=?utf-8?q?=C3=A9?= ") + b"\r\n" + FROM,
        b"From: " + repeated(b"a@b.example, "),
        b"From: " + repeated(b"("),
        b"Subject: a" + repeated(b"\r\n "),
        repeated(b"a:\n"),
        repeated(b"\r"),
    ],
    ids=["date", "subject", "addresses", "comments", "folded", "headers", "returns"],
)
def test_long_head_is_read_in_a_time_that_follows_its_length(head: bytes) -> None:
    started = time.process_time()
    found = head_of(head)
    said = [found.words(name) for name in found.values]
    assert all(len(one) <= 500 for one in [*said, *found.sender()])
    is_automatic(found)
    beginning_of(head)
    assert time.process_time() - started < SECONDS_MAX


def test_subject_of_half_a_megabyte_hides_no_sender() -> None:
    found = head_of(b"Subject: " + repeated(b"=?utf-8?q?a?= ") + b"\r\n" + FROM)
    assert found.sender() == ("Mme Petit", "petit@ville.example")
    assert found.words("subject").startswith("aaaa")


@pytest.mark.parametrize(
    "content",
    [
        typed(b"text/plain; " + repeated(b"a=b; ")),
        typed(b"application/pdf\r\nContent-Disposition: attachment; " + repeated(b"filename*0=a; ")),
        typed(b"text/plain; charset=punycode", repeated(b"a") + b"-" + repeated(b"b9")),
        typed(b"text/html", repeated(b"<a ")),
        typed(
            b"multipart/mixed; boundary=q", repeated(b"--q\r\nContent-Type: text/html\r\n\r\n<a <a <a\r\n")
        ),
    ],
    ids=["parameters", "file name", "punycode", "html", "many html parts"],
)
def test_hostile_body_is_read_in_a_time_that_follows_its_length(content: bytes) -> None:
    started = time.process_time()
    read_body(content)
    assert time.process_time() - started < SECONDS_MAX


@pytest.mark.parametrize(
    "one",
    [
        "<!--",
        "<a ",
        "</a",
        "<![",
        "<script>",
        "<script></script",
        '<a b="',
        '<a b=">',
        "<title",
        "&#",
        "&a",
        "<",
    ],
)
def test_html_that_is_never_closed_is_read_in_a_time_that_follows_its_length(one: str) -> None:
    started = time.process_time()
    text_of_html(one * (SIZE // len(one)))
    assert time.process_time() - started < SECONDS_MAX


def test_html_is_read_as_people_see_it() -> None:
    for html, said in {
        "<p>Bonjour,<br>elle&nbsp;tombe &lt;souvent&gt;</p>": "Bonjour,\nelle tombe <souvent>",
        '<img alt="a > b" src=x>Oui': "Oui",
        "<!-- [if mso]><p>non</p><![endif] -->Oui": "Oui",
        "<STYLE>p > a{}</STYLE><head><title>non</title></head>Oui": "Oui",
        "3 < 4, et 5 > 4": "3 < 4, et 5 > 4",
        "Oui <!-- non": "Oui <!-- non",
        "<script>non": "non",
        "&#" + "9" * 5000 + ";": "&#" + "9" * 5000 + ";",
    }.items():
        assert text_of_html(html) == said


@pytest.mark.parametrize(
    "content",
    [
        b"".join(
            b"Content-Type: multipart/mixed; boundary*=utf-8''b%d\r\n\r\n--b%d\r\n" % (n, n)
            for n in range(300)
        ),
        b"".join(
            b"Content-Type: multipart/mixed; boundary*0*=b;\r\n boundary*1=%d\r\n\r\n--b%d\r\n" % (n, n)
            for n in range(300)
        ),
        b"Content-Type: message/rfc822\n\n" * 3000 + b"x",
        b"Content-Type:\n message/rfc822\n\n" * 3000 + b"x",
    ],
    ids=["encoded boundaries", "continued boundaries", "messages", "folded"],
)
def test_parts_within_parts_without_end_are_not_parsed(content: bytes) -> None:
    with pytest.raises(TooDeepError):
        read_body(FROM + content)


def test_message_within_a_message_is_read_with_its_words_and_files() -> None:
    inner = typed(
        b"multipart/mixed; boundary=i",
        b"--i\r\nContent-Type: text/plain\r\n\r\nElle est tombee.\r\n"
        b"--i\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF\r\n--i--\r\n",
    )
    outer = typed(
        b"multipart/mixed; boundary=o", b"--o\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--o--"
    )
    found = read_body(outer)
    assert (found.text, [one.name for one in found.files]) == ("Elle est tombee.", ["a.pdf"])


def test_what_claims_parts_and_has_none_is_read_as_it_is() -> None:
    assert read_body(typed(b"multipart/mixed", b"Bonjour")).text == "Bonjour"


def test_charset_that_is_not_of_text_is_not_used() -> None:
    for charset in ("punycode", "idna", "rot13", "zlib", "unicode_escape", "no-such", "a\x00b", "undefined"):
        assert words_of(b"caf\xc3\xa9 \\u0041", charset) == "café \\u0041"
    assert words_of("café".encode("utf-16"), "utf-16") == "café"
    assert words_of("é".encode()[:1], is_cut=True) == ""


def test_html_of_all_parts_together_is_bounded_and_says_so() -> None:
    part = b"--q\r\nContent-Type: text/html\r\n\r\n" + b"<b>" * (SOURCE_BYTES_MAX // 9) + b"Oui\r\n"
    found = read_body(typed(b"multipart/mixed; boundary=q", part * (FILES_MAX + 1) + b"--q--"))
    assert found.is_cut
    assert found.text.count("Oui") == 2


def test_name_is_shown_in_the_order_it_is_written() -> None:
    assert head_of("From: \u202eDr Paul\u202c <a@b.example>\r\n\r\n".encode()).sender()[0] == "Dr Paul"
