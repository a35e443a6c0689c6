"""Archives in which some parts change or are added, and every other keeps its bytes, its place and its way of packing.

Reading process.
"""

import io
import zipfile
from collections.abc import Mapping

from desktop_llm.documents.readers.zip_parts import Archive
from desktop_llm.documents.source_file import SourceFile


def rewritten(source: SourceFile, archive: Archive, changes: Mapping[str, bytes]) -> bytes:
    """The archive with these parts in place of those of their names, new ones at its end.

    Raises DocumentError as `archive.read` does.
    """
    output = io.BytesIO()
    with zipfile.ZipFile(source.stream) as old, zipfile.ZipFile(output, "w") as new:
        for info in old.infolist():
            data = changes.get(info.filename)
            copied = zipfile.ZipInfo(info.filename, info.date_time)
            copied.compress_type = info.compress_type
            copied.external_attr = info.external_attr
            copied.create_system = info.create_system
            copied.comment = info.comment
            new.writestr(copied, archive.read(info.filename) if data is None else data)
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name], zipfile.ZIP_DEFLATED)
        new.comment = old.comment
    return output.getvalue()
