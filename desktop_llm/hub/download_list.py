"""The downloads that outlive the program, in one file of the data folder. Any thread, and more than one program."""

from pathlib import Path

from msgspec import Struct

from desktop_llm.hub.download_records import DownloadRecord
from desktop_llm.hub.shared_file import SharedFile


class _Downloads(Struct, frozen=True):
    downloads: tuple[DownloadRecord, ...] = ()


class DownloadList:
    """In the order in which they were asked for. Changing it raises ModelStoreError as `SharedFile.locked` does."""

    def __init__(self, path: Path) -> None:
        self._file = SharedFile(path, _Downloads)

    def records(self) -> tuple[DownloadRecord, ...]:
        return self._file.as_far_as_readable().downloads

    def put(self, record: DownloadRecord) -> None:
        """Add it, or put it in the place of the one with its id."""
        with self._file.locked():
            records = self._file.read().downloads
            if any(each.id == record.id for each in records):
                records = tuple(record if each.id == record.id else each for each in records)
            else:
                records = (*records, record)
            self._file.write(_Downloads(records))

    def remove(self, download_id: str) -> None:
        with self._file.locked():
            records = self._file.read().downloads
            rest = tuple(each for each in records if each.id != download_id)
            if rest != records:
                self._file.write(_Downloads(rest))
