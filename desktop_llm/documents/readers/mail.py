"""Mails (RFC 5322, MIME): who wrote what to whom, with the mails that are attached. Reading process.

Other attachments are files of their own, and are named.
"""

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Final, cast

from desktop_llm.documents.document import Place, UnreadReason
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.readers.html_blocks import add_html
from desktop_llm.documents.readers.plain_text import add_plain_text, decoded
from desktop_llm.documents.readers.xml_tree import parse_html
from desktop_llm.documents.source_file import SourceFile

_HEADERS: Final = ("From", "To", "Cc", "Date")
_MOST_MAILS_WITHIN: Final = 10


def read_mail(source: SourceFile, builder: DocumentBuilder) -> None:
    with source.path.open("rb") as file:
        mail = BytesParser(policy=policy.default).parse(file)
    builder.title = _header(mail, "Subject")
    _add_mail(mail, 1, source, builder)


def _add_mail(mail: EmailMessage, level: int, source: SourceFile, builder: DocumentBuilder) -> None:
    builder.add_heading(_header(mail, "Subject"), level)
    lines = [f"{name}: {value}" for name in _HEADERS if (value := _header(mail, name))]
    builder.add_paragraph("\n".join(lines))
    body = mail.get_body(("plain", "html"))
    if body is not None:
        _add_text(cast("EmailMessage", body), source, builder)
    for part in _attachments(mail, body):
        _add_attachment(part, level, source, builder)


def _header(mail: EmailMessage, name: str) -> str:
    """Empty if there is none, or if it is so broken that it cannot be read."""
    try:
        return " ".join(str(mail.get(name, "")).split())
    except (ValueError, LookupError, IndexError, AttributeError):  # slips of the standard library's parser
        return ""


def _attachments(mail: EmailMessage, body: object) -> Iterator[EmailMessage]:
    """What is not text in another form, and not a picture that belongs to the text."""
    if not mail.is_multipart():
        if mail is not body:
            yield mail
        return
    for part in mail.iter_attachments():
        if part.get_content_maintype() != "image" or part.get_content_disposition() == "attachment":
            yield part


def _add_attachment(part: EmailMessage, level: int, source: SourceFile, builder: DocumentBuilder) -> None:
    name = part.get_filename() or part.get_content_type()
    if part.get_content_type() == "message/rfc822" and level <= _MOST_MAILS_WITHIN:
        for mail in part.iter_parts():
            _add_mail(cast("EmailMessage", mail), level + 1, source, builder)
    elif part.get_content_type() in ("text/plain", "text/html"):
        _add_text(part, source, builder)
    else:
        builder.add_unread(Place(label=name), UnreadReason.ATTACHED)


def _add_text(part: EmailMessage, source: SourceFile, builder: DocumentBuilder) -> None:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return
    text = _text(payload, part.get_content_charset() or "", builder)
    if part.get_content_subtype() != "html":
        add_plain_text(text, builder)
    elif (root := parse_html(text, source)) is not None:
        add_html(root, builder)


def _text(payload: bytes, charset: str, builder: DocumentBuilder) -> str:
    try:
        return payload.decode(charset or "utf-8").replace("\r\n", "\n")
    except (ValueError, LookupError):  # other bytes, or no encoding of texts
        return decoded(payload, builder)
