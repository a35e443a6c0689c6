from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop_llm.assist.translation.kept_translations import (
    KeptTranslation,
    forget_kept,
    keep_word_file,
    load_kept,
    save_kept,
)
from desktop_llm.assist.translation.translation_draft import TranslationChoices
from desktop_llm.assist.translation.translation_result import TranslationFault, TranslationWarning
from desktop_llm.documents.segments import InlineEnd, InlineStart
from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.data_folder_copy import copy_data_folder
from tests.fakes.reviews import made, review_of


def kept(key: str, number: int) -> KeptTranslation:
    review = review_of("The pump.", ("A ", InlineStart(1), "bold", InlineEnd(1), " word."))
    review.take(0, made(review, 0, "Die Pumpe.", TranslationWarning(TranslationFault.TOO_SHORT)))
    review.edit(1, "Ein ⟦1⟧fettes⟦/1⟧ Wort.")
    return KeptTranslation(
        key=key,
        number=number,
        path="/home/anna/manual.docx",
        choices=TranslationChoices(target="de"),
        file=review.file,
        results=dict(review.results),
        edited=tuple(review.edited),
    )


def test_what_was_kept_comes_back_as_it_was_in_the_order_of_the_list(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    assert load_kept(folder) == []
    for each in (kept("b", 1), kept("a", 2)):
        save_kept(folder, each)
    assert load_kept(folder) == [kept("b", 1), kept("a", 2)]


def test_one_that_cannot_be_read_does_not_cost_the_others(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    save_kept(folder, kept("a", 1))
    (folder.document_translations / "b.translation").write_bytes(b"\x81\xa3key")
    assert [each.key for each in load_kept(folder)] == ["a"]


def test_the_word_file_of_a_pdf_comes_along_with_a_data_folder_that_moves(tmp_path: Path) -> None:
    folder, moved = DataFolder(tmp_path / "data"), DataFolder(tmp_path / "moved")
    of_pdf, of_word = kept("a", 1), kept("b", 2)
    assert of_pdf.file is not None
    word = keep_word_file(folder, "a", b"PK")
    save_kept(folder, replace(of_pdf, file=replace(of_pdf.file, path=str(word))))
    save_kept(folder, of_word)
    copy_data_folder(folder, moved)
    first, second = load_kept(moved)
    assert first.file is not None
    assert Path(first.file.path) == moved.document_translations / word.name
    assert second == of_word


def test_what_is_forgotten_is_gone_with_its_word_file(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    save_kept(folder, kept("a", 1))
    word = keep_word_file(folder, "a", b"PK")
    assert word.read_bytes() == b"PK"
    forget_kept(folder, "a")
    forget_kept(folder, "never there")
    assert list(folder.document_translations.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "document-translations").write_text("in the way")
    for act in (
        lambda: save_kept(DataFolder(tmp_path), kept("a", 1)),
        lambda: keep_word_file(DataFolder(tmp_path), "a", b""),
    ):
        with pytest.raises(StorageError) as caught:
            act()
        assert caught.value.code is ErrorCode.DATA_FOLDER_FAILED
