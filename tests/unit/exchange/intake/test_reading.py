"""A message is read whatever it is made of: its words, who wrote, what it answers, and whether a person wrote it."""

from email.message import EmailMessage

import pytest

from cordee.care.requests.mail import UNREAD, Mail
from cordee.exchange.intake.address import address_of, is_plain
from cordee.exchange.intake.folder_name import folder_name
from cordee.exchange.intake.reading import mail_of
from cordee.exchange.mime.body import FILES_MAX, TEXT_LENGTH_MAX, read_body
from cordee.exchange.mime.html_text import text_of_html
from cordee.kernel.settings import SettingError, Settings

PLAIN = (
    b"From: =?utf-8?q?Mme_H=C3=A9l=C3=A8ne_Petit?= <petit@ville.example>\r\nTo: appui@dac.example\r\n"
    b"Subject: =?iso-8859-1?q?Ma_m=E8re_est_seule?=\r\nDate: Thu, 26 Nov 2026 08:00:00 +0100\r\n"
    b"Message-ID: <1@ville.example>\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
    b"Content-Transfer-Encoding: 8bit\r\n\r\nElle est tomb\xe9e hier.\r\nMerci.\r\n"
)


def read(content: bytes, *, own: str = "") -> Mail:
    """Return a message, its body read here instead of apart."""
    try:
        body = read_body(content)
    except ValueError:
        return mail_of(content, None, own=own)
    return mail_of(content, body, own=own)


def mail(**headers: str) -> EmailMessage:
    """Return a message with these headers, underscores for hyphens."""
    message = EmailMessage()
    for name, value in ({"From": "petit@ville.example", "Message_ID": "<2@ville.example>"} | headers).items():
        message[name.replace("_", "-")] = value
    message.set_content("Bonjour")
    return message


def test_words_sender_and_subject_are_read_in_their_charset() -> None:
    found = read(PLAIN)
    assert (found.sender_name, found.sender_email) == ("Mme Hélène Petit", "petit@ville.example")
    assert found.subject == "Ma mère est seule"
    assert found.text == "Elle est tombée hier.\nMerci."
    assert not found.is_automatic
    assert not found.is_cut


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe" * 50,
        b"no header at all",
        b"From: \xff\xfe\r\nSubject: =?x-unknown?b?/////?=\r\n\r\n\xff\x00caf\xe9",
        b"Content-Type: text/plain; charset=no-such\r\n\r\ncaf\xe9 \xc3\xa9",
        b'Content-Type: multipart/mixed; boundary="\r\n\r\n--\r\n',
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: image/png\r\n\r\n@@@@\r\n",
        b"From: a@b@c <<x>\r\nMessage-ID: <<>>\r\nDate: never\r\n\r\nx",
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1500)
        ),
    ],
)
def test_broken_message_is_read_all_the_same(content: bytes) -> None:
    found = read(content)
    assert found.id == read(content).id
    assert "\x00" not in f"{found.text}{found.subject}{found.sender}"
    found.text.encode("utf-8")


def test_html_is_read_as_words_when_there_is_no_plain_text() -> None:
    message = mail()
    message.set_content(
        "<html><head><style>p{}</style></head><body><p>Bonjour,</p><p>Elle&nbsp;tombe<br>souvent."
        "<script>alert(1)</script></p></body></html>",
        subtype="html",
    )
    assert read(message.as_bytes()).text == "Bonjour,\n\nElle tombe\nsouvent."
    assert "Fin" in text_of_html("<![broken]><p>Fin")


def test_files_are_bounded_and_those_beyond_are_named() -> None:
    message = mail()
    for number in range(FILES_MAX + 2):
        message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename=f"{number}.pdf")
    found = read(message.as_bytes())
    assert [one.name for one in found.files] == [f"{number}.pdf" for number in range(FILES_MAX)]
    assert found.left_out == ("10.pdf", "11.pdf")
    assert found.text == "Bonjour"


def test_too_long_a_text_is_cut_and_says_so() -> None:
    message = mail()
    message.set_content("mot " * TEXT_LENGTH_MAX)
    found = read(message.as_bytes())
    assert len(found.text) == TEXT_LENGTH_MAX
    assert found.is_cut


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; x=y"},
        {"Precedence": "Bulk"},
        {"Return_Path": "<>"},
        {"From": "MAILER-DAEMON@ville.example"},
        {"From": "Cordée <appui@dac.example>"},
    ],
)
def test_automatic_message_is_told_from_a_person_s(headers: dict[str, str]) -> None:
    assert read(mail(**headers).as_bytes(), own="Appui@dac.example").is_automatic
    for said in (
        {"Auto_Submitted": "no"},
        {"Return_Path": "<petit@ville.example>"},
        {"From": "noreply@chu.example"},
    ):
        assert not read(mail(**said).as_bytes(), own="appui@dac.example").is_automatic


def test_one_message_has_one_id_and_another_s_message_id_is_not_taken_over() -> None:
    first, again = read(mail().as_bytes()), read(mail(Received="by another way").as_bytes())
    forged = read(mail(From="other@ville.example").as_bytes())
    assert first.id == again.id
    assert forged.id != first.id
    assert len(first.id) == 36


def test_numbers_it_answers_come_from_subject_and_threading() -> None:
    found = read(
        mail(
            Subject="Re: Votre demande D-7K3M-92QX", References="<a@b> <1.2.D-AAAA-BBBB@dac.example>"
        ).as_bytes()
    )
    assert found.numbers == ("D-7K3M-92QX", "D-AAAA-BBBB")


def test_message_that_cannot_be_taken_apart_is_its_head_and_its_beginning_as_it_came() -> None:
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(5000)
    )
    found = read(b"From: Mme Petit <petit@ville.example>\r\nSubject: Profond\r\n" + deep)
    assert (found.subject, found.sender_email) == ("Profond", "petit@ville.example")
    assert (found.is_raw, found.is_cut, found.words) == (True, True, UNREAD)
    assert found.text.startswith("--b0\nContent-Type: multipart/mixed")


def test_address_that_a_link_would_read_otherwise_is_none() -> None:
    for written in ("a@b.example?bcc=c", "a&b@c.example", "a@b@c.example", "x" * 65 + "@b.example"):
        assert read(mail(From=written).as_bytes()).sender_email == ""
    assert read(mail(From="<o'neil+x@b.example>").as_bytes()).sender_email == "o'neil+x@b.example"


def test_folder_is_named_as_the_protocol_writes_it() -> None:
    assert folder_name("Traités") == '"Trait&AOk-s"'
    assert folder_name('A&B "x"') == '"A&-B \\"x\\""'
    assert folder_name("台北") == '"&U,BTFw-"'


def test_mailbox_address_is_read_from_the_settings() -> None:
    settings = Settings.from_environment(
        {
            "CORDEE_INTAKE_IMAP_URL": "imaps://appui%40dac.example@imap.dac.example/Demandes%20re%C3%A7ues",
            "CORDEE_INTAKE_IMAP_PASSWORD": "s",
        }
    )
    found = address_of(settings)
    assert found is not None
    assert (found.account, found.port, found.folder) == ("appui@dac.example", 993, "Demandes reçues")
    assert not is_plain(found)
    assert address_of(Settings.from_environment({})) is None
    for wrong in ("imap.dac.example", "http://a@b/", "imaps://host/INBOX", "imaps://a@b:port/"):
        with pytest.raises(SettingError):
            Settings.from_environment({"CORDEE_INTAKE_IMAP_URL": wrong})
