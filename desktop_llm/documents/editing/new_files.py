"""Files without a text, into which the editor's text is written where there is no original. Reading process."""

from html import escape

from desktop_llm.documents.file_kinds import FileKind
from desktop_llm.documents.rich_text import ParagraphKind, RichText
from desktop_llm.documents.word_file import word_file


def blank_file(media_type: str, text: RichText) -> bytes:
    """Of a kind that can be written. The text's language and title are told in it."""
    match media_type:
        case FileKind.DOCX:
            return word_file(title_of(text), text.language, ())
        case FileKind.HTML:
            return _blank_page(title_of(text), text.language).encode()
        case _:
            return b""


def title_of(text: RichText) -> str:
    """Its first heading, if it begins with one."""
    first = next((each for each in text.paragraphs if each.text.strip()), None)
    return " ".join(first.text.split()) if first is not None and first.kind is ParagraphKind.HEADING else ""


def _blank_page(title: str, language: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n</head>\n<body>\n</body>\n</html>\n"
    )
