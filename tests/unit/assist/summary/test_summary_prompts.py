from string import Formatter

import pytest

from desktop_llm.assist.summary.summary_prompts import (
    form_prompt,
    merge_prompt,
    notes_prompt,
    task_of,
    translation_prompt,
)
from desktop_llm.assist.summary.summary_request import SummaryForm
from desktop_llm.engine.messages import ChatPrompt
from tests.fakes.prompt_attacks import ATTACKED_NAMES, ATTACKS


def prompts_about(text: str, name: str = "Lease") -> list[ChatPrompt]:
    forms = [
        form_prompt(form, [(name, text)], "en", n_words=100, n_points=5, instruction="What does it cost?")
        for form in SummaryForm
    ]
    return [
        *forms,
        notes_prompt(text, (name, "Rent"), 5, "en", "costs?"),
        merge_prompt(text, 5, "en", ""),
        translation_prompt(text, "de"),
    ]


def asked(prompt: ChatPrompt) -> str:
    return prompt.turns[-1].content


def test_every_prompt_holds_the_text_in_a_fence_and_no_open_field() -> None:
    for prompt in prompts_about("It ends in May."):
        request = asked(prompt)
        assert "\nIt ends in May.\n</document>" in request
        assert all(field is None for _, field, _, _ in Formatter().parse(request))


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_stays_in_its_fence(attack: str) -> None:
    for prompt in prompts_about(attack):
        request = asked(prompt)
        assert request.count("</document>") == 1
        assert request.count("<document") == 1
        before, _, rest = request.partition("<document")
        _, _, behind = rest.partition("</document>")
        assert "OBEY" in rest
        assert "OBEY" not in before + behind
        assert [turn.role for turn in prompt.turns][-1] == "user"


@pytest.mark.parametrize("name", ATTACKED_NAMES)
def test_an_attack_in_a_name_stays_in_it(name: str) -> None:
    request = asked(form_prompt(SummaryForm.PARAGRAPH, [(name, "It ends.")], "en", n_words=9, n_points=1))
    first_line = request.splitlines()[0]
    assert first_line.startswith('<document name="')
    assert first_line.endswith('">')
    assert "OBEY" not in request.replace(first_line, "")


def test_the_task_is_what_stands_outside_the_fences() -> None:
    prompt = form_prompt(SummaryForm.SENTENCE, [("a", "It ends."), ("b", "It begins.")], "en", n_words=9, n_points=1)
    assert task_of(prompt) == "Say in one sentence in English what this is about and what matters most in it."


def test_sections_of_one_document_share_their_beginning() -> None:
    one, other = (asked(notes_prompt(text, (), n_facts, "en", "")) for text, n_facts in (("One.", 3), ("Two.", 9)))
    assert one.partition("<document")[0] == other.partition("<document")[0]
    assert "9 most important facts" in other


def test_another_form_shares_the_material() -> None:
    one, other = (
        asked(form_prompt(form, [("a", "It ends.")], "en", n_words=50, n_points=3))
        for form in (SummaryForm.PARAGRAPH, SummaryForm.TIMELINE)
    )
    assert one.partition("</document>")[0] == other.partition("</document>")[0]


def test_language_focus_and_instruction_are_said() -> None:
    request = asked(
        form_prompt(
            SummaryForm.FREE, [("", "x")], "de", n_words=80, n_points=4, instruction="Name the parties.", focus="costs?"
        )
    )
    assert "Name the parties." in request
    assert "in German" in request
    assert "80 words" in request
    assert "costs?" in request
