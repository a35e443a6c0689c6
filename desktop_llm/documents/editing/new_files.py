"""Files without a text, into which the editor's text is written where there is no original. Reading process."""

import io
import zipfile
from html import escape
from typing import Final

from desktop_llm.documents.file_kinds import FileKind
from desktop_llm.documents.rich_text import ParagraphKind, RichText
from desktop_llm.documents.word_file import word_file
from desktop_llm.documents.xml_text import xml_text

_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMES: Final = " ".join(
    [
        *(f'xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "text", "table", "style", "meta", "manifest")),
        f'xmlns:fo="{_ODF}xsl-fo-compatible:1.0"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
    ]
)
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_A4: Final = (
    'fo:page-width="210mm" fo:page-height="297mm" '
    'fo:margin-top="25mm" fo:margin-bottom="25mm" fo:margin-left="25mm" fo:margin-right="25mm"'
)


def blank_file(media_type: str, text: RichText) -> bytes:
    """Of a kind that can be written. The text's language and title are told in it."""
    match media_type:
        case FileKind.DOCX:
            return word_file(title_of(text), text.language, ())
        case FileKind.HTML:
            return _blank_page(title_of(text), text.language).encode()
        case FileKind.ODT:
            return _blank_odt(title_of(text), text.language)
        case _:
            return b""


def title_of(text: RichText) -> str:
    """Its first heading, if it begins with one."""
    first = next((each for each in text.paragraphs if each.text.strip()), None)
    return " ".join(xml_text(first.text).split()) if first is not None and first.kind is ParagraphKind.HEADING else ""


def _blank_page(title: str, language: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n</head>\n<body>\n</body>\n</html>\n"
    )


def _blank_odt(title: str, language: str) -> bytes:
    """The least that other programs take (part 2, 3.1): the media type comes first and is not packed."""
    parts = {
        "content.xml": (
            f'<office:document-content {_NAMES} office:version="1.3"><office:automatic-styles/>'
            "<office:body><office:text/></office:body></office:document-content>"
        ),
        "styles.xml": (
            f'<office:document-styles {_NAMES} office:version="1.3"><office:styles>'
            '<style:default-style style:family="paragraph"><style:text-properties '
            f'fo:language="{escape(language or "none")}" fo:font-size="11pt"/></style:default-style>'
            '<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties '
            'fo:margin-bottom="2mm"/></style:style></office:styles><office:automatic-styles>'
            f'<style:page-layout style:name="A4"><style:page-layout-properties {_A4}/></style:page-layout>'
            '</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" '
            'style:page-layout-name="A4"/></office:master-styles></office:document-styles>'
        ),
        "meta.xml": (
            f'<office:document-meta {_NAMES} office:version="1.3"><office:meta><dc:title>{escape(title)}</dc:title>'
            "</office:meta></office:document-meta>"
        ),
    }
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in parts
    )
    manifest = (
        f'<manifest:manifest {_NAMES} manifest:version="1.3"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{FileKind.ODT}"/>{entries}</manifest:manifest>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", FileKind.ODT.value, zipfile.ZIP_STORED)
        for name, xml in {**parts, "META-INF/manifest.xml": manifest}.items():
            archive.writestr(name, _DECLARATION + xml)
    return file.getvalue()
