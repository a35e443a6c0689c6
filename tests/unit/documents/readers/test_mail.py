from email.message import EmailMessage
from pathlib import Path

import pytest

from desktop_llm.documents.document import UnreadReason
from tests.fakes.reading import read_here, shape


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.eml"


def mail(subject: str = "Größe der Wohnung", text: str = "It ends in May.\n\nÜber alles.\n") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Ann Müller <ann@example.org>"
    message["To"] = "bob@example.org"
    message.set_content(text)
    return message


def test_a_mail_has_its_subject_people_and_text(path: Path) -> None:
    message = mail()
    message.add_alternative("<p>The same in colour</p>", subtype="html")
    path.write_bytes(bytes(message))
    document = read_here(path)
    assert shape(document) == [
        ("heading", "Größe der Wohnung"),
        ("paragraph", "From: Ann Müller <ann@example.org>\nTo: bob@example.org"),
        ("paragraph", "It ends in May."),
        ("paragraph", "Über alles."),
    ]
    assert document.title == "Größe der Wohnung"
    assert document.unread == ()


def test_a_mail_of_html_alone_is_read_as_that(path: Path) -> None:
    message = mail()
    message.set_content("<h2>Hello</h2><script>x()</script><p>In May.</p>", subtype="html")
    path.write_bytes(bytes(message))
    assert shape(read_here(path))[2:] == [("heading", "Hello"), ("paragraph", "In May.")]


def test_attached_mails_and_texts_are_read_and_files_are_named(path: Path) -> None:
    message = mail("Outer", "See below.")
    message.add_attachment(mail("Inner", "Within."))
    message.add_attachment("Attached text.", filename="notes.txt")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="lease.pdf")
    path.write_bytes(bytes(message))
    document = read_here(path)
    texts = [block.text for block in document.blocks]
    assert [text for text in texts if not text.startswith("From")] == [
        "Outer",
        "See below.",
        "Inner",
        "Within.",
        "Attached text.",
    ]
    assert [(unread.place.label, unread.reason) for unread in document.unread] == [("lease.pdf", UnreadReason.ATTACHED)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no header at all",
        b"Subject: x\nContent-Type: text/plain; charset=nonsense\n\nText \xff\n",
        b"Subject: x\nContent-Type: text/plain; charset=undefined\n\nText\n",
        b"Subject: x\nContent-Type: text/plain; charset=rot13\n\nText \xff\n",
        b"Subject: =?utf-8?q?=ff\nTo: <<<>>>,;\nContent-Type: multipart/mixed\n\nText",
        b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!!",
    ],
)
def test_a_broken_mail_is_read_as_far_as_it_goes(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    read_here(path)
