"""Plain text, whatever its encoding: paragraphs between blank lines. Reading process."""

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from desktop_llm.documents.document import Place, UnreadReason, WarningKind
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.source_file import SourceFile

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_BYTES: Final = 64 * 1024
_LINE_END: Final = "\n"
_UNDERLINED: Final = 2
_UNDERLINE: Final = re.compile(r"(=|-|~)\1{2,}\s*")
# A line by itself that begins with the number of a section or the word for one, and does not end as a sentence does.
_HEADING: Final = re.compile(
    r"(?:(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?|(?:chapter|part|section|book|kapitel|teil|abschnitt|chapitre|partie"
    r"|cap[ií]tulo|parte|hoofdstuk|kapittel|rozdział|глава|часть)\s+[\w.]{1,12})"
    r"(?:\s*+(?:[:.–—-]\s++|(?<=\s))\S.{0,70})?(?<![.!?,;])\.?",  # nothing is given back: spaces may have no end
    re.IGNORECASE,
)
_BLANK_LINES: Final = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_MOST_AT_ONCE: Final = 1_000_000
# Four bytes are the most that a character takes in the encodings that are met.
_MOST_BYTES_PER_CHARACTER: Final = 4


def read_plain_text(source: SourceFile, builder: DocumentBuilder) -> None:
    add_plain_text(text_of(source, builder), builder)


def add_plain_text(text: str, builder: DocumentBuilder) -> None:
    """Blocks are what stands between blank lines; each one's place is its first line."""
    line, start = 1, 0
    for gap in _BLANK_LINES.finditer(text):
        _add(builder, text[start : gap.start()], line)
        line += text.count("\n", start, gap.end())
        start = gap.end()
    _add(builder, text[start:], line)


def _add(builder: DocumentBuilder, text: str, line: int) -> None:
    place = Place(label=f"line {line}")
    lines = text.strip("\n").split("\n")
    if len(lines) == _UNDERLINED and (underline := _UNDERLINE.fullmatch(lines[1])):
        builder.add_heading(lines[0], 1 if underline[0][0] == "=" else 2, place)
    elif len(lines) == 1 and (heading := _HEADING.fullmatch(lines[0].strip())):
        builder.add_heading(heading[0], 1 + heading["number"].count(".") if heading["number"] else 1, place)
    else:
        for part in _parts(text):
            builder.add_paragraph(part, place)


def _parts(text: str) -> Iterator[str]:
    """Nearly always one. To clean 80 MB without a blank line at once would take twenty times as much memory."""
    start = 0
    while len(text) - start > _MOST_AT_ONCE:
        end = max(text.rfind(" ", start, start + _MOST_AT_ONCE), text.rfind("\n", start, start + _MOST_AT_ONCE))
        end = end if end > start else start + _MOST_AT_ONCE
        yield text[start:end]
        start = end
    yield text[start:]


def text_of(source: SourceFile, builder: DocumentBuilder, encoding: str = "") -> str:
    """The text, decoded, its line ends made one kind. What is far beyond the limit of characters is named as unread.

    `encoding` is what the file says about itself; it counts where the bytes do not tell.
    """
    limit_bytes = source.limits.n_characters * _MOST_BYTES_PER_CHARACTER
    size_bytes = source.path.stat().st_size
    is_cut = size_bytes > limit_bytes
    with source.path.open("rb") as file:
        text = decoded(file.read(limit_bytes), builder, encoding, is_cut=is_cut)
    if is_cut:
        place = Place(label=f"line {text.count(_LINE_END) + 1}")
        builder.add_unread(place, UnreadReason.TOO_LARGE, size_bytes - limit_bytes)
    return text


def decoded(data: bytes, builder: DocumentBuilder, encoding: str = "", *, is_cut: bool = False) -> str:
    """What a byte order mark says, UTF-8, what the file says; else the likeliest, which is said in a warning.

    is_cut: more bytes follow in the file, and the last character may be there by half.
    """
    for mark, marked_encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _unified(data.decode(marked_encoding, "replace"))
    try:
        return _unified(codecs.getincrementaldecoder("utf-8")().decode(data, final=not is_cut))
    except UnicodeDecodeError:
        pass
    if encoding:
        with suppress(LookupError, ValueError):  # `hex` is none of texts, and `undefined` puts up with nothing
            return _unified(data.decode(encoding, "replace"))
    encoding = likeliest_encoding(data)
    builder.warn(WarningKind.ENCODING_GUESSED, encoding=encoding)
    return _unified(data.decode(encoding, "replace"))


def likeliest_encoding(data: bytes) -> str:
    """Of text that is not UTF-8. Windows-1252 where nothing is likelier: it gives every byte a meaning."""
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE_BYTES]
    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
