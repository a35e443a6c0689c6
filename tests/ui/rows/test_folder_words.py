from desktop_llm.assist.questions.document_collections import CollectionState, FailedFile
from desktop_llm.errors import ErrorCode
from desktop_llm.storage.collection_store import Collection
from desktop_llm.ui.rows.folder_words import folder_choice, folder_sentences, folder_text
from desktop_llm.ui.widgets.prompt.prompt_draft import FolderChoice


def state(*failed: FailedFile, n_read: int = 500, n_more: int = 0) -> CollectionState:
    return CollectionState(n_read=n_read, n_changed=0, failed=failed, is_complete=True, n_more=n_more)


def test_a_folder_says_how_many_documents_it_has_and_how_many_could_not_be_read() -> None:
    assert folder_text(state(n_read=1)) == "1 document"
    assert folder_text(state(FailedFile("a.pdf", ErrorCode.DOCUMENT_EMPTY))) == "500 documents · 1 not read"
    assert folder_choice(Collection(id=1, path="/a/papers", n_read=3)) == FolderChoice(
        "/a/papers", "papers · 3 documents"
    )


def test_bad_files_are_named_up_to_a_number() -> None:
    failed = [FailedFile(f"{number}.pdf", ErrorCode.DOCUMENT_EMPTY, {"path": f"{number}.pdf"}) for number in range(10)]
    *named, more, beyond = folder_sentences(state(*failed, n_more=7))
    assert len(named) == 8
    assert all(f"{number}.pdf" in sentence for number, sentence in enumerate(named))
    assert more == "And 2 more."
    assert beyond == "7 files are beyond the limit and were not read."


def test_a_failure_of_another_version_is_passed_over() -> None:
    assert folder_sentences(state(FailedFile("a.pdf", "unheard_of"))) == ()


def test_a_folder_that_is_paused_says_so() -> None:
    state = CollectionState(n_read=2, n_changed=0, failed=(), is_complete=False, is_paused=True)
    assert folder_text(state) == "2 documents · paused"
    assert folder_sentences(state) == ("Reading this folder is paused. What is new in it since then is not known.",)
    choice = folder_choice(Collection(id=1, path="/a/papers", n_read=2, is_paused=True))
    assert (choice.text, choice.is_paused) == ("papers · 2 documents · paused", True)
