from pathlib import Path

import pytest

from desktop_llm.assist.translation.translation_draft import (
    TranslationChoices,
    TranslationDraft,
    load_draft,
    save_draft,
)
from desktop_llm.assist.translation.translation_result import SentencePair, Translation
from desktop_llm.errors import ErrorCode, StorageError

DRAFT = TranslationDraft(
    text="Hello.",
    choices=TranslationChoices(target="de", glossary="/terms.csv"),
    language="en",
    translations=(
        Translation(
            source="Hello.",
            target="Hallo.",
            sentences=(SentencePair(source_start=0, source_end=6, start=0, end=6, confidence=0.5),),
        ),
    ),
)


def test_a_draft_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "translation.json"
    save_draft(path, DRAFT)
    assert load_draft(path) == DRAFT


def test_without_one_or_with_a_broken_one_it_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "translation.json"
    assert load_draft(path) == TranslationDraft()
    path.write_text('{"text": 3}', encoding="utf-8")
    assert load_draft(path) == TranslationDraft()


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StorageError) as caught:
        save_draft(tmp_path / "file" / "translation.json", DRAFT)
    assert caught.value.code is ErrorCode.DATA_FOLDER_FAILED
