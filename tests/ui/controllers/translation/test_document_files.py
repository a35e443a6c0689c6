from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from desktop_llm.assist.translation.kept_translations import KeptTranslation
from desktop_llm.assist.translation.translation_draft import TranslationChoices
from desktop_llm.documents.segments import Layout, SegmentTarget
from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.translation.document_files import DocumentFiles, OpenedFile, SaveWish
from desktop_llm.ui.controllers.translation.translated_document import TranslatedDocument
from desktop_llm.ui.event_bridge import EventBridge
from tests.fakes.translating_window import EditingHere
from tests.fakes.written_pdf import Page, PdfWriter, lines


class Heard:
    """What came of it."""

    def __init__(self) -> None:
        self.results: list[object] = []
        self.errors: list[DesktopLlmError] = []


class Bench:
    def __init__(self, qtbot: QtBot, folder: DataFolder) -> None:
        self.qtbot = qtbot
        self.bridge = EventBridge()
        self.files = DocumentFiles(folder, EditingHere, self.bridge)

    def opened(self, path: Path) -> OpenedFile:
        heard = Heard()
        self.files.open("k", path, heard.results.append, heard.errors.append)
        self.qtbot.waitUntil(lambda: bool(heard.results or heard.errors))
        (opened,) = heard.results
        assert isinstance(opened, OpenedFile)
        return opened

    def save(self, wish: SaveWish) -> Heard:
        heard = Heard()
        self.files.save(wish, heard.results.append, heard.errors.append)
        self.qtbot.waitUntil(lambda: bool(heard.results or heard.errors))
        return heard


@pytest.fixture
def bench(qtbot: QtBot, folder: DataFolder) -> Iterator[Bench]:
    bench = Bench(qtbot, folder)
    yield bench
    bench.files.stop([])
    bench.bridge.stop()


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("The pump.\n", encoding="utf-8")
    return path


def wish_for(opened: OpenedFile, source: Path, path: Path) -> SaveWish:
    targets = tuple(SegmentTarget(id=each.id, content=("Die Pumpe.",)) for each in opened.file.segments)
    return SaveWish(path=path, source=source, file=opened.file, targets=targets, language="de", layout=Layout.REPLACED)


def test_what_was_opened_is_written_elsewhere(bench: Bench, text_file: Path, tmp_path: Path) -> None:
    wish = wish_for(bench.opened(text_file), text_file, tmp_path / "b.txt")
    assert bench.save(wish).results == [tmp_path / "b.txt"]
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "Die Pumpe.\n"
    bench.save(replace(wish, path=tmp_path / "c.txt", layout=Layout.BELOW))
    assert (tmp_path / "c.txt").read_text(encoding="utf-8").split("\n")[0] == "The pump."


def test_the_original_is_refused_unless_it_may_be_replaced(bench: Bench, text_file: Path) -> None:
    wish = wish_for(bench.opened(text_file), text_file, text_file)
    assert [error.code for error in bench.save(wish).errors] == [ErrorCode.FILE_NOT_WRITTEN]
    assert bench.save(replace(wish, may_replace_source=True)).results == [text_file]


def test_a_file_that_changed_meanwhile_is_told(bench: Bench, text_file: Path, tmp_path: Path) -> None:
    opened = bench.opened(text_file)
    text_file.write_text("Another pump.\n", encoding="utf-8")
    heard = bench.save(wish_for(opened, text_file, tmp_path / "b.txt"))
    assert [error.code for error in heard.errors] == [ErrorCode.DOCUMENT_CHANGED]
    assert not (tmp_path / "b.txt").exists()


def test_a_pdf_is_opened_as_the_word_file_that_was_made_of_it(bench: Bench, tmp_path: Path, folder: DataFolder) -> None:
    path = PdfWriter([Page(lines(["The pump must not run dry."]))]).write(tmp_path / "a.pdf")
    opened = bench.opened(path)
    assert opened.file.name == "a.pdf"
    assert Path(opened.file.path).parent == folder.document_translations
    assert bench.save(wish_for(opened, path, tmp_path / "a.de.docx")).errors == []
    assert (tmp_path / "a.de.docx").read_bytes().startswith(b"PK")


def test_what_is_kept_is_loaded_and_forgotten(bench: Bench) -> None:
    heard = Heard()
    kept = KeptTranslation(key="k", number=1, path="/a.txt", choices=TranslationChoices(target="de"))
    bench.files.keep(kept, heard.errors.append)
    bench.files.load_kept(heard.results.append, heard.errors.append)
    bench.files.forget("k", heard.errors.append)
    bench.files.load_kept(heard.results.append, heard.errors.append)
    bench.qtbot.waitUntil(lambda: len(heard.results) == 2)
    loaded, left = heard.results
    assert isinstance(loaded, list)
    assert isinstance(loaded[0], TranslatedDocument)
    assert loaded[0].kept() == kept
    assert left == []


def test_what_waits_to_be_kept_is_written_before_the_end(bench: Bench, folder: DataFolder) -> None:
    """The program ends while the disk still has other things to do."""
    heard = Heard()
    keys = [f"k{number}" for number in range(50)]
    for key in keys:
        kept = KeptTranslation(key=key, number=1, path="/a.txt", choices=TranslationChoices(target="de"))
        bench.files.keep(kept, heard.errors.append)
    bench.files.stop([])
    assert sorted(path.stem for path in folder.document_translations.iterdir()) == sorted(keys)


def test_a_file_that_is_being_saved_is_whole_at_the_end(bench: Bench, text_file: Path, tmp_path: Path) -> None:
    wish = wish_for(bench.opened(text_file), text_file, tmp_path / "b.txt")
    heard = Heard()
    for number in range(20):
        path = tmp_path / f"{number}.txt"
        bench.files.save(replace(wish, path=path), heard.results.append, heard.errors.append)
    bench.files.stop([])
    assert (tmp_path / "19.txt").read_text(encoding="utf-8") == "Die Pumpe.\n"


def test_a_disk_that_takes_nothing_does_not_keep_the_rest_from_ending(bench: Bench, folder: DataFolder) -> None:
    folder.root.mkdir()
    folder.document_translations.write_text("a file where a folder should be", encoding="utf-8")
    kept = KeptTranslation(key="k", number=1, path="/a.txt", choices=TranslationChoices(target="de"))
    bench.files.stop([kept])


def test_what_is_still_to_be_kept_is_written_at_the_end(bench: Bench, folder: DataFolder) -> None:
    kept = KeptTranslation(key="k", number=1, path="/a.txt", choices=TranslationChoices(target="de"))
    bench.files.stop([kept])
    assert [path.name for path in folder.document_translations.iterdir()] == ["k.translation"]
