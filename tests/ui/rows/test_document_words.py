import pytest

from desktop_llm.documents.document import (
    Document,
    DocumentWarning,
    Place,
    Unread,
    UnreadReason,
    WarningKind,
)
from desktop_llm.ui.rows.document_words import place_text, remark_sentences, remark_text

FACTS = {
    WarningKind.KIND_DIFFERS: {"suffix": ".doc", "media_type": "text/html"},
    WarningKind.ENCODING_GUESSED: {"encoding": "cp1252"},
    WarningKind.TEXT_FROM_PICTURES: {"n_pages": 1200},
    WarningKind.TRACKED_CHANGES: {"n_inserted": 1, "n_deleted": 2},
    WarningKind.TABLE_DESCRIBED: {"label": "Costs", "n_rows": 9000},
    WarningKind.HIDDEN_LEFT_OUT: {"n_parts": 3},
    WarningKind.NAMES_KEPT: {"n_texts": 2},
    WarningKind.MARKUP_KEPT: {"n_texts": 2},
}


def document(*unread: Unread, warnings: tuple[DocumentWarning, ...] = ()) -> Document:
    return Document(name="a.pdf", path="", sha256="", media_type="", unread=unread, warnings=warnings)


def page(number: int, reason: UnreadReason = UnreadReason.NO_TEXT) -> Unread:
    return Unread(place=Place(page=number), reason=reason)


def test_a_document_without_a_flaw_has_no_remark() -> None:
    assert remark_text(document()) == ""
    assert remark_sentences(document()) == ()


def test_what_was_not_read_comes_before_what_is_to_be_known() -> None:
    warning = DocumentWarning(kind=WarningKind.MACROS_IGNORED)
    assert remark_text(document(page(3), warnings=(warning,))) == "1 part not read"
    assert remark_text(document(page(3), page(4))) == "2 parts not read"
    assert remark_text(document(warnings=(warning,))) == "see the note"


def test_places_are_gathered_by_their_reason() -> None:
    unread = (page(1), page(2), page(9, UnreadReason.DAMAGED), *(page(number) for number in range(10, 20)))
    pictures, damaged = remark_sentences(document(*unread))
    assert pictures.startswith("Not read: page 1, page 2, page 10, page 11, 8 more. It is a picture of text")
    assert damaged == "Not read: page 9. The file is damaged there."


@pytest.mark.parametrize("kind", WarningKind)
def test_every_warning_has_its_sentence(kind: WarningKind) -> None:
    (sentence,) = remark_sentences(document(warnings=(DocumentWarning(kind=kind, facts=FACTS.get(kind, {})),)))
    assert sentence.endswith(".")
    assert "{" not in sentence


@pytest.mark.parametrize("reason", UnreadReason)
def test_every_reason_has_its_sentence(reason: UnreadReason) -> None:
    (sentence,) = remark_sentences(document(page(3, reason)))
    assert "page 3" in sentence
    assert sentence.endswith(".")


def test_a_place_is_a_page_or_the_files_own_word() -> None:
    assert place_text(Place(page=1200)) == "page 1,200"
    assert place_text(Place(label="slide 3")) == "slide 3"
    assert place_text(Place()) == "a part"
