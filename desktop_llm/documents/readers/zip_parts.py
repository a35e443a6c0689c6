"""Parts of an archive (Office, OpenDocument, EPUB), unpacked in memory and within bounds. Reading process."""

import posixpath
import zipfile
import zlib
from types import TracebackType
from typing import Final, Self

from desktop_llm.documents.source_file import SourceFile

_MOST_PARTS: Final = 50_000
_ENCRYPTED_FLAG: Final = 1


class Archive:
    """Counts what is unpacked, over all parts: a few thousand bytes can unpack to as many gigabytes."""

    def __init__(self, source: SourceFile) -> None:
        """Raises DocumentError: no archive, or one of too many parts."""
        self._source = source
        self._left_bytes = source.limits.unpacked_bytes
        try:
            self._file = zipfile.ZipFile(source.stream)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise source.damaged("it is not a whole archive") from error
        self._infos = {info.filename: info for info in self._file.infolist()}
        if len(self._infos) > _MOST_PARTS:
            self.close()
            raise source.damaged("it has too many parts")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    @property
    def names(self) -> list[str]:
        return list(self._infos)

    def has(self, name: str) -> bool:
        return name in self._infos

    def size_bytes(self, name: str) -> int:
        """Unpacked; 0 if there is no such part. Python unpacks no more than this of it."""
        return self._infos[name].file_size if name in self._infos else 0

    def check_size(self) -> None:
        """For libraries that unpack for themselves. Raises DocumentError: all parts together are too large."""
        if sum(info.file_size for info in self._infos.values()) > self._source.limits.unpacked_bytes:
            raise self._source.too_large(self._source.limits.unpacked_bytes)

    def read(self, name: str) -> bytes:
        """Raises DocumentError: no such part, a damaged one, or more than may be unpacked in all."""
        info = self._infos.get(name)
        if info is None:
            raise self._source.damaged(f"it has no part {name}")
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise self._source.damaged(f"its part {name} is locked")
        if info.file_size > self._left_bytes:
            raise self._source.too_large(self._source.limits.unpacked_bytes)
        try:
            data = self._file.read(info)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError) as error:
            raise self._source.damaged(f"its part {name} is broken") from error
        self._left_bytes -= len(data)
        return data


def part_beside(part: str, target: str) -> str:
    """The name of a part to which another one refers by a relative name."""
    if target.startswith("/"):
        return posixpath.normpath(target[1:])
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
