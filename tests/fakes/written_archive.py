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
