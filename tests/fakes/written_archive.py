"""Files that are archives of XML, written part by part."""

import zipfile
from pathlib import Path


def write_archive(path: Path, parts: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return path


def write_docx(path: Path, body: str, **parts: str | bytes) -> Path:
    """A Word file of this body. Other parts are those of the folder `word`; they are related by their names."""
    names = {name: f"{name}.bin" if isinstance(data, bytes) else f"{name}.xml" for name, data in parts.items()}
    namespace = 'xmlns:w="w" xmlns:mc="mc"'
    relations = "".join(
        f'<Relationship Id="r{name}" Type="http://example.org/{name}" Target="{file}"/>' for name, file in names.items()
    )
    return write_archive(
        path,
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {namespace}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
            **{f"word/{names[name]}": _wrapped(data, namespace) for name, data in parts.items()},
        },
    )


def _wrapped(data: str | bytes, namespace: str) -> str | bytes:
    return data if isinstance(data, bytes) else f"<w:root {namespace}>{data}</w:root>"


def same_but(path: Path, other: Path, parts: dict[str, str | bytes]) -> Path:
    """A copy of an archive with some parts put in, or put in another's place."""
    with zipfile.ZipFile(path) as file:
        return write_archive(other, {name: file.read(name) for name in file.namelist()} | parts)


def part_of(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as file:
        return file.read(name)


_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_NAMES = " ".join(
    [
        *(f'xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "text", "table", "style")),
        f'xmlns:draw="{_ODF}drawing:1.0"',
        f'xmlns:fo="{_ODF}xsl-fo-compatible:1.0"',
        f'xmlns:svg="{_ODF}svg-compatible:1.0"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
    ]
)
_ODT_LOOKS = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/></style:style>'
    for name, look in (
        ("T1", 'fo:font-weight="bold"'),
        ("T2", 'fo:font-weight="bold" fo:language="en"'),
        ("T3", 'fo:language="en"'),
    )
)
_ODT_STYLES = (
    '<office:styles><style:default-style style:family="paragraph"><style:text-properties fo:language="en" '
    'fo:country="US" style:language-asian="zh" style:country-asian="CN"/></style:default-style></office:styles>'
    '<office:automatic-styles><style:page-layout><style:page-layout-properties style:writing-mode="lr-tb"/>'
    "</style:page-layout></office:automatic-styles>"
)


def write_odt(path: Path, body: str, header: str = "") -> Path:
    """An OpenDocument text of this body; T1 and T2 are bold, T3 looks like nothing."""
    content = (
        f"<office:document-content {_ODF_NAMES}><office:automatic-styles>{_ODT_LOOKS}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    styles = (
        f"<office:document-styles {_ODF_NAMES}>{_ODT_STYLES}<office:master-styles><style:master-page>{header}"
        "</style:master-page></office:master-styles></office:document-styles>"
    )
    mimetype = "application/vnd.oasis.opendocument.text"
    return write_archive(path, {"mimetype": mimetype, "content.xml": content, "styles.xml": styles})
