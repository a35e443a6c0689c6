import zipfile
from pathlib import Path

from desktop_llm.documents.editing.zip_file import rewritten
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.readers.zip_parts import Archive
from desktop_llm.documents.source_file import SourceFile


def test_other_parts_keep_their_bytes_order_date_and_packing(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(zipfile.ZipInfo("mimetype", (1999, 1, 2, 3, 4, 6)), "stored")
        file.writestr("b.xml", "packed" * 50, zipfile.ZIP_DEFLATED)
        file.writestr("c.xml", "old", zipfile.ZIP_DEFLATED)
    source = SourceFile(path, ReadLimits(), lambda _done, _total: None)
    with Archive(source) as archive:
        data = rewritten(source, archive, {"c.xml": b"new"})
    output = tmp_path / "b.zip"
    output.write_bytes(data)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(output) as new:
        facts = [
            [(each.filename, each.date_time, each.compress_type) for each in file.infolist()] for file in (old, new)
        ]
        assert facts[0] == facts[1]
        assert [new.read(name) for name in new.namelist()] == [b"stored", b"packed" * 50, b"new"]
