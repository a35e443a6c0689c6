from desktop_llm.assist.checks.passages import PassageShelf
from desktop_llm.assist.questions.near_passages import NearPassages
from desktop_llm.documents.document import Document
from desktop_llm.errors import ErrorCode
from tests.fakes.money_embedder import MoneyEmbedder
from tests.fakes.written_documents import long_document, written_document

LEASE = written_document(
    "# Lease",
    "The tenant is Anna Meyer. The rent is 1,250 euros. A cat is allowed.",
    "The roof is repaired by the town. The garden is shared.",
)
ALL = frozenset((0, block.id) for block in LEASE.blocks)
QUESTION = "Living there is expensive."


def near(*documents: Document, embedder: MoneyEmbedder) -> NearPassages:
    return NearPassages(documents, PassageShelf(documents), None, embedder)


def test_the_sentence_that_means_it_is_near_and_the_others_are_not() -> None:
    (found,) = near(LEASE, embedder=MoneyEmbedder()).nearest(QUESTION, ALL)
    assert found.text == "The rent is 1,250 euros."


def test_where_no_sentence_stands_out_none_is_near() -> None:
    assert near(LEASE, embedder=MoneyEmbedder()).nearest("Dogs bark.", ALL) == ()


def test_other_blocks_are_left_alone() -> None:
    own = frozenset(((0, LEASE.blocks[-1].id),))
    assert near(LEASE, embedder=MoneyEmbedder()).nearest(QUESTION, own) == ()


def test_it_is_found_in_a_long_document_too() -> None:
    both = (long_document(), LEASE)
    blocks = frozenset((index, block.id) for index, document in enumerate(both) for block in document.blocks)
    (found,) = near(*both, embedder=MoneyEmbedder()).nearest(QUESTION, blocks)
    assert (found.document_index, found.text) == (1, "The rent is 1,250 euros.")


def test_a_model_that_failed_is_asked_no_more() -> None:
    model = MoneyEmbedder(ErrorCode.ENGINE_DIED)
    passages = near(LEASE, embedder=model)
    assert passages.nearest(QUESTION, ALL) == ()
    n_asked = model.n_asked
    assert passages.nearest(QUESTION, ALL) == ()
    assert model.n_asked == n_asked
