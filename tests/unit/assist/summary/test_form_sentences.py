import pytest

from desktop_llm.assist.checks.passages import PassageShelf
from desktop_llm.assist.summary.form_sentences import form_sentences, is_about_some
from desktop_llm.assist.summary.summary_request import SummaryForm
from tests.fakes.written_documents import written_document

MINUTES = written_document(
    "# Meeting of 3 May 2026",
    "On 3 May 2026 the council sold the old mill to a company.",
    "The treasurer must send the contract to the bank by Friday.",
    "The weather was mild and everybody was in a good mood.",
)


def chosen(form: SummaryForm) -> list[str]:
    passages = PassageShelf((MINUTES,)).of_blocks(0, [block.id for block in MINUTES.blocks])
    return [passage.text for passage in form_sentences(form, passages, 9)]


def test_a_timeline_is_about_dates() -> None:
    assert chosen(SummaryForm.TIMELINE) == ["On 3 May 2026 the council sold the old mill to a company."]


def test_actions_are_about_duties() -> None:
    assert chosen(SummaryForm.ACTIONS) == ["The treasurer must send the contract to the bank by Friday."]


@pytest.mark.parametrize("form", [form for form in SummaryForm if not is_about_some(form)])
def test_other_forms_are_about_everything(form: SummaryForm) -> None:
    assert len(chosen(form)) == 3
