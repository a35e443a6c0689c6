"""A text as its file has it, with its own line ends, and as the rest of the program wants it. Pure; any thread.

Both have the same characters at the same places, so that a change found in one can be made in the other.
"""

import codecs
import re
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.writing.text_change import TextChange

_LINE_END: Final = re.compile("\r\n|\r")


class FileText(Struct, frozen=True):
    """`original` without the mark that tells its encoding; has_mark: it began with one."""

    original: str
    has_mark: bool = False

    @property
    def text(self) -> str:
        """Lines end in LF; a space stands for the other character where there were two."""
        return _LINE_END.sub(lambda match: " \n" if len(match[0]) > 1 else "\n", self.original)

    def own(self, change: TextChange) -> TextChange:
        """A change of `text` as one of `original`."""
        before = self.original[change.start : change.end]
        after = change.after
        if "\r\n" in before:
            after = after.replace(" \n", "\r\n")
        elif "\r" in before:
            after = after.replace("\n", "\r")
        return replace(change, before=before, after=after)

    def encoded(self, text: str) -> bytes:
        """As the file had it."""
        return (codecs.BOM_UTF8 if self.has_mark else b"") + text.encode("utf-8")


def file_text(data: bytes) -> FileText:
    """Raises UnicodeDecodeError: it is not UTF-8."""
    has_mark = data.startswith(codecs.BOM_UTF8)
    return FileText(data.decode("utf-8-sig"), has_mark)
