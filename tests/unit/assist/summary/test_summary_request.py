from desktop_llm.assist.summary.summary_request import SummaryChoices, SummaryForm, SummaryLength
from tests.fakes.summaries import block, document_of


def test_what_was_chosen_becomes_a_request_and_an_instruction_counts_only_in_the_free_form() -> None:
    documents = (document_of(block(1, "x")),)
    free = SummaryChoices(form=SummaryForm.FREE, instruction="a letter", length=SummaryLength(n_words=90), focus="rent")
    request = free.request(documents)
    assert (request.documents, request.instruction, request.focus) == (documents, "a letter", "rent")
    points = SummaryChoices(instruction="a letter")
    assert points.request(documents) == SummaryChoices().request(documents)
