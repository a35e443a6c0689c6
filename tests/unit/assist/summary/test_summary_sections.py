from collections.abc import Sequence

import pytest

from desktop_llm.assist.summary.summary_budget import SummaryBudget
from desktop_llm.assist.summary.summary_request import SummaryParts, SummaryRequest
from desktop_llm.assist.summary.summary_sections import summary_plan
from tests.fakes.written_documents import long_document, written_document

BUDGET = SummaryBudget(section_tokens=300, material_tokens=600, one_pass_tokens=500, n_at_once=4)
SHORT = written_document("The mill was sold.", name="mill.md")
LONG = long_document()


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def test_a_document_that_fits_is_one_section_of_all_its_text() -> None:
    plan = summary_plan(SummaryRequest(documents=(SHORT,)), count_words, BUDGET)
    (section,) = plan.sections
    assert section.text == SHORT.text
    assert [part.is_one_pass for part in plan.parts] == [True]
    assert plan.noted_sections == ()


def test_sections_are_counted_over_all_documents_and_none_is_too_long() -> None:
    plan = summary_plan(SummaryRequest(documents=(LONG, SHORT, LONG)), count_words, BUDGET)
    assert [section.index for section in plan.sections] == list(range(len(plan.sections)))
    assert all(section.n_tokens <= 300 for section in plan.sections)
    assert [section.document_index for section in plan.sections] == sorted(
        section.document_index for section in plan.sections
    )


@pytest.mark.parametrize(
    ("parts", "document_indexes"),
    [
        (SummaryParts.EACH_AND_TOGETHER, [0, 1, -1]),
        (SummaryParts.EACH, [0, 1]),
        (SummaryParts.TOGETHER, [-1]),
    ],
)
def test_parts_are_those_that_were_asked_for(parts: SummaryParts, document_indexes: list[int]) -> None:
    plan = summary_plan(SummaryRequest(documents=(LONG, SHORT), parts=parts), count_words, BUDGET)
    assert [part.document_index for part in plan.parts] == document_indexes


@pytest.mark.parametrize("parts", list(SummaryParts))
def test_a_single_document_has_one_part(parts: SummaryParts) -> None:
    plan = summary_plan(SummaryRequest(documents=(SHORT,), parts=parts), count_words, BUDGET)
    assert [part.document_index for part in plan.parts] == [0]


def test_only_what_is_not_done_in_one_pass_is_noted() -> None:
    plan = summary_plan(SummaryRequest(documents=(SHORT, LONG), parts=SummaryParts.EACH), count_words, BUDGET)
    assert {section.document_index for section in plan.noted_sections} == {1}
    together = summary_plan(SummaryRequest(documents=(SHORT, LONG)), count_words, BUDGET)
    assert together.noted_sections == together.sections
