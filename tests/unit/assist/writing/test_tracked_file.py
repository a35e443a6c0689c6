import re
import zipfile
from pathlib import Path

import pytest

from desktop_llm.assist.writing.stored_text import written_text
from desktop_llm.assist.writing.tracked_file import TrackedText, author_name, save_tracked
from desktop_llm.assist.writing.written_file import open_file
from desktop_llm.documents.rich_text import Paragraph, RichText, TextFormat, TextRun
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.paths import DataFolder
from desktop_llm.storage.opening import open_storage
from tests.fakes.rich_reader import RichHere


def text(*words: str) -> RichText:
    return RichText(paragraphs=tuple(Paragraph(runs=(TextRun(text=each),)) for each in words))


def changes_in(path: Path) -> tuple[list[str], list[str]]:
    xml = zipfile.ZipFile(path).read("word/document.xml").decode()
    gone = ["".join(re.findall(r"<w:delText[^>]*>([^<]*)", part)) for part in re.findall(r"<w:del .*?</w:del>", xml)]
    new = ["".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", part)) for part in re.findall(r"<w:ins .*?</w:ins>", xml)]
    return gone, new


def test_a_text_that_was_written_here_has_its_changes_tracked(data_folder_of_test: Path, tmp_path: Path) -> None:
    folder = DataFolder(data_folder_of_test)
    storage = open_storage(folder)
    before = text("Dear Sir,", "we recieved it.")
    document = storage.documents.create(written_text(before))
    tracked = TrackedText(before, text("Dear Sir,", "we received it."))
    path = save_tracked(RichHere(), folder, document, tracked, tmp_path / "a.docx")
    gone, new = changes_in(path)
    assert ("".join(gone), "".join(new)) == ("recieved", "received")
    xml = zipfile.ZipFile(path).read("word/document.xml").decode()
    assert f'w:author="{author_name()}"' in xml
    storage.close()


def test_in_a_word_file_all_that_differs_from_it_is_tracked_and_formats_stay(
    data_folder_of_test: Path, tmp_path: Path
) -> None:
    folder = DataFolder(data_folder_of_test)
    storage = open_storage(folder)
    runs = (TextRun(text="We "), TextRun(text="recieved", format=TextFormat(bold=True)), TextRun(text=" it."))
    original = tmp_path / "letter.docx"
    original.write_bytes(RichHere().written_new_file(original, RichText(paragraphs=(Paragraph(runs=runs),))))
    opened = open_file(RichHere(), storage.documents, folder, original)
    assert opened.text is not None
    (paragraph,) = opened.text.paragraphs
    changed = Paragraph(
        runs=(paragraph.runs[0], TextRun(text="received", format=TextFormat(bold=True)), paragraph.runs[2]),
        origin=paragraph.origin,
    )
    after = RichText(paragraphs=(changed,))
    save_tracked(RichHere(), folder, opened.document, TrackedText(opened.text, after), tmp_path / "b.docx")
    assert changes_in(tmp_path / "b.docx") == (["recieved"], ["received"])
    assert changes_in(original) == ([], [])
    with pytest.raises(DocumentError) as failed:
        save_tracked(RichHere(), folder, opened.document, TrackedText(opened.text, after), original)
    assert failed.value.code is ErrorCode.FILE_NOT_WRITTEN
    assert changes_in(original) == ([], [])
    storage.close()


def test_where_nothing_may_be_written_one_is_told(data_folder_of_test: Path, tmp_path: Path) -> None:
    folder = DataFolder(data_folder_of_test)
    storage = open_storage(folder)
    document = storage.documents.create(written_text(text("a")))
    with pytest.raises(DocumentError) as failed:
        save_tracked(RichHere(), folder, document, TrackedText(text("a"), text("b")), tmp_path / "no" / "a.docx")
    assert failed.value.code is ErrorCode.FILE_NOT_WRITTEN
    storage.close()
