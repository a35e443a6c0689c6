"""Text files that are written back in the encoding they came in. Reading process."""

import codecs
from dataclasses import dataclass
from typing import Final

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.editing.editor import SegmentList
from desktop_llm.documents.readers.plain_text import likeliest_encoding
from desktop_llm.documents.source_file import SourceFile

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
UTF8: Final = "utf-8"
_EVERY_BYTE: Final = "latin-1"  # gives each a character, and that character the byte


@dataclass(frozen=True, slots=True)
class TextFile:
    """`mark` is the mark of byte order with which the file began."""

    text: str
    encoding: str = UTF8
    mark: bytes = b""

    def can_hold(self, text: str) -> bool:
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def encoded(self, text: str) -> bytes:
        """As UTF-8 where the file's own encoding lacks a letter."""
        encoding = self.encoding if self.can_hold(text) else UTF8
        return self.mark + text.encode(encoding)


def read_text_file(source: SourceFile, segments: SegmentList, encoding: str = "") -> TextFile:
    """Raises DocumentError: larger than may be read. `encoding` is what the file says of itself."""
    return decoded_file(source.read(), segments, encoding)


def decoded_file(data: bytes, segments: SegmentList, encoding: str = "") -> TextFile:
    """What a byte order mark says, UTF-8, what the file says; else the likeliest, which is said in a warning."""
    for mark, marked in _MARKS:
        if data.startswith(mark) and (text := _strict(data[len(mark) :], marked)) is not None:
            return TextFile(text, marked, mark)
    for each in (UTF8, encoding):
        if each and (text := _strict(data, each)) is not None:
            return TextFile(text, each)
    guessed = likeliest_encoding(data)
    segments.warn(WarningKind.ENCODING_GUESSED, encoding=guessed)
    text = _strict(data, guessed)
    return TextFile(text, guessed) if text is not None else TextFile(data.decode(_EVERY_BYTE), _EVERY_BYTE)


def _strict(data: bytes, encoding: str) -> str | None:
    """None where bytes would not come back as they were."""
    try:
        text = data.decode(encoding)
        return text if text.encode(encoding) == data else None
    except (UnicodeError, LookupError):
        return None
