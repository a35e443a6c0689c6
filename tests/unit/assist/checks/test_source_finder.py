from desktop_llm.assist.checks.passages import PassageShelf
from desktop_llm.assist.checks.source_finder import MIN_SUPPORT, SourceFinder
from desktop_llm.assist.questions.near_passages import NearPassages
from desktop_llm.assist.questions.text_embedding import TextEmbedder
from desktop_llm.assist.summary.summary_sections import Section
from tests.fakes.money_embedder import MoneyEmbedder
from tests.fakes.written_documents import long_document, written_document

DOCUMENT = long_document()


def finder() -> SourceFinder:
    """Each block is a section of its own."""
    sections = [
        Section(index=index, document_index=0, block_ids=(block.id,), heading_path=(), text=block.text, n_tokens=20)
        for index, block in enumerate(DOCUMENT.blocks)
    ]
    return SourceFinder((DOCUMENT,), sections, PassageShelf((DOCUMENT,)))


def test_the_passage_is_found_among_many_sections() -> None:
    finding = finder().find("The family number 503 built a bridge in 1903.", range(len(DOCUMENT.blocks)))
    assert "503" in finding.support.passages[0].text
    assert len(finding.section_indexes) == 4


def test_only_the_sections_that_are_named_are_searched() -> None:
    finding = finder().find("The family number 503 built a bridge in 1903.", [1, 2])
    assert finding.section_indexes == (1, 2)
    assert "503" not in finding.support.passages[0].text


def test_facts_are_those_of_the_sections() -> None:
    facts = finder().facts((1,))
    assert "1800" in facts.numbers
    assert "1801" not in facts.numbers


class TestByMeaning:
    """Where a model for meaning is installed."""

    LEASE = written_document(
        "The tenant is Anna Meyer. The rent is 1,250 euros. A cat is allowed.", "The roof is repaired by the town."
    )
    DOCUMENTS = (long_document(), LEASE)

    def finder(self, embedder: TextEmbedder | None) -> SourceFinder:
        """Each block is a section of its own."""
        blocks = [(index, block) for index, document in enumerate(self.DOCUMENTS) for block in document.blocks]
        self.indexes = range(len(blocks))
        sections = [
            Section(index=n, document_index=index, block_ids=(block.id,), heading_path=(), text=block.text, n_tokens=9)
            for n, (index, block) in enumerate(blocks)
        ]
        shelf = PassageShelf(self.DOCUMENTS)
        near = NearPassages(self.DOCUMENTS, shelf, None, embedder) if embedder else None
        return SourceFinder(self.DOCUMENTS, sections, shelf, near)

    def test_a_sentence_in_other_words_leads_to_what_means_the_same(self) -> None:
        finder = self.finder(MoneyEmbedder())
        finding = finder.find("Living there is expensive.", self.indexes)
        assert [passage.text for passage in finding.sources] == ["The rent is 1,250 euros."]
        assert "1250" in finder.facts(finding.section_indexes).numbers

    def test_without_such_a_model_it_leads_nowhere(self) -> None:
        assert self.finder(None).find("Living there is expensive.", self.indexes).sources == ()

    def test_a_passage_that_only_means_the_same_does_not_make_a_sentence_said(self) -> None:
        assert self.finder(MoneyEmbedder()).find("Living there is expensive.", self.indexes).support.share < MIN_SUPPORT

    def test_what_words_say_asks_no_model(self) -> None:
        model = MoneyEmbedder()
        finding = self.finder(model).find("The tenant is Anna Meyer.", self.indexes)
        assert [passage.text for passage in finding.sources] == ["The tenant is Anna Meyer."]
        assert model.n_asked == 0

    def test_notes_are_held_against_words_alone(self) -> None:
        model = MoneyEmbedder()
        assert self.finder(model).find_by_words("Living there is expensive.", self.indexes).sources == ()
        assert model.n_asked == 0
