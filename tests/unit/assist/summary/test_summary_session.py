from pathlib import Path

import pytest

from desktop_llm.assist.summary.summary_request import SummaryChoices, SummaryForm, SummaryLength
from desktop_llm.assist.summary.summary_result import Coverage, ItemKind, Summary, SummaryItem, SummaryPart
from desktop_llm.assist.summary.summary_session import (
    KeptSummary,
    SummarizedFile,
    SummarySession,
    forget_pasted_texts,
    keep_pasted_text,
    load_session,
    save_session,
)
from desktop_llm.paths import DataFolder
from desktop_llm.storage.data_folder_copy import copy_data_folder


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


def test_what_stood_on_the_pane_comes_back(folder: DataFolder) -> None:
    item = SummaryItem(text="The rent is due.", kind=ItemKind.POINT, line=0)
    summary = Summary(
        parts=(SummaryPart(document="a.pdf", items=(item,)),),
        coverage=Coverage(n_blocks=2, n_read_blocks=1),
        n_chunks=1,
    )
    choices = SummaryChoices(form=SummaryForm.TIMELINE, length=SummaryLength(share=0.1), focus="costs?")
    kept = KeptSummary(choices=choices, files=(SummarizedFile("/a.pdf", "00"),), summary=summary)
    session = SummarySession(paths=("/a.pdf", "/b.pdf"), choices=choices, kept=kept)
    save_session(folder, session)
    assert load_session(folder) == session


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"paths": 7}', b"\xff\xfe"])
def test_without_one_that_can_be_read_it_begins_empty(folder: DataFolder, content: bytes | None) -> None:
    if content is not None:
        folder.summary_session.write_bytes(content)
    assert load_session(folder) == SummarySession()


def test_one_that_cannot_be_read_is_set_aside_and_pasted_texts_are_on_the_list(folder: DataFolder) -> None:
    pasted = keep_pasted_text(folder, "It rained.")
    folder.summary_session.write_bytes(b"{")
    session = load_session(folder)
    assert session == SummarySession(paths=(str(pasted),))
    save_session(folder, session)
    forget_pasted_texts(folder, session.paths)
    assert pasted.read_text("utf-8") == "It rained."
    assert [path.read_bytes() for path in folder.root.glob("*.broken-*")] == [b"{"]


def test_a_pasted_text_is_a_file_until_it_is_off_the_list(folder: DataFolder) -> None:
    first = keep_pasted_text(folder, "\n  Minutes: 3/12 <draft>\nIt rained.")
    second = keep_pasted_text(folder, "Minutes 3 12 draft")
    assert (first.name, second.name) == ("Minutes 3 12 draft.txt", "Minutes 3 12 draft 2.txt")
    assert first.read_text("utf-8").endswith("It rained.")
    assert keep_pasted_text(folder, "???").name == "text.txt"
    forget_pasted_texts(folder, [str(second)])
    assert [path.name for path in folder.pasted_texts.iterdir()] == [second.name]
    forget_pasted_texts(DataFolder(folder.root / "none"), [])


def test_pasted_texts_come_along_with_a_data_folder_that_moves(folder: DataFolder, tmp_path: Path) -> None:
    pasted = keep_pasted_text(folder, "It rained.")
    own = tmp_path / "pasted-texts" / "own.txt"  # of the person, in a folder that is called so
    summary = Summary(parts=(), coverage=Coverage(n_blocks=0, n_read_blocks=0), n_chunks=0)
    files = (SummarizedFile(str(pasted), "00"), SummarizedFile("/a.pdf", "11"))
    kept = KeptSummary(choices=SummaryChoices(), files=files, summary=summary)
    save_session(folder, SummarySession(paths=(str(pasted), "/a.pdf", str(own)), kept=kept))
    moved = DataFolder(tmp_path / "moved")
    copy_data_folder(folder, moved)
    pasted.unlink()
    session = load_session(moved)
    forget_pasted_texts(moved, session.paths)
    assert session.paths == (str(moved.pasted_texts / pasted.name), "/a.pdf", str(own))
    assert session.kept is not None
    assert [file.path for file in session.kept.files] == list(session.paths[:2])
    assert Path(session.paths[0]).read_text("utf-8") == "It rained."
