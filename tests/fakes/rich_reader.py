"""Opens files for the editor, and writes them, without a process of its own."""

from pathlib import Path

from msgspec.structs import replace

from desktop_llm.documents.editing.rich_tasks import open_rich_text, written_new_file, written_rich_text
from desktop_llm.documents.file_kinds import kind_by_name
from desktop_llm.documents.reader_messages import OpenRichText, WriteNewFile, WriteRichText
from desktop_llm.documents.rich_text import Paragraph, RichText, RichTextFile, Tracking
from desktop_llm.errors import DocumentError, ErrorCode


class RichHere:
    """Opens and writes files in this process."""

    def open_rich_text(self, path: Path) -> RichTextFile:
        paragraphs: list[Paragraph] = []
        try:
            file = open_rich_text(OpenRichText(path=str(path)), _no_progress, paragraphs.extend)
        except OSError as error:
            raise DocumentError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=str(error)) from error
        return replace(file, text=replace(file.text, paragraphs=tuple(paragraphs)))

    def written_rich_text(
        self, original: RichTextFile, text: RichText, *, copy: Path | None = None, tracking: Tracking | None = None
    ) -> bytes:
        command = WriteRichText(
            path=str(copy or original.path),
            sha256=original.sha256,
            media_type=original.media_type,
            text=text,
            tracking=tracking,
        )
        return b"".join(written_rich_text(command, _no_progress))

    def written_new_file(self, path: Path, text: RichText) -> bytes:
        command = WriteNewFile(path=str(path), media_type=kind_by_name(path.name) or "", text=text)
        return b"".join(written_new_file(command, _no_progress))

    def close(self) -> None:
        """Nothing to end."""


def _no_progress(_done: int, _total: int) -> None:
    """Nobody looks."""
