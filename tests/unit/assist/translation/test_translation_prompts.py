from msgspec.structs import replace

from desktop_llm.assist.model_profiles import profile_by_name, profile_of
from desktop_llm.assist.translation.translation_prompts import (
    Exchange,
    Wish,
    asked_text,
    example_pairs,
    stop_texts,
    translation_prompt,
)
from desktop_llm.assist.translation.translation_request import Pair, Term, Tone
from desktop_llm.engine.messages import ChatPrompt, TextPrompt, ThinkingMode
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL

_WISH = Wish(text="The pump stops.", source="en", target="de")
_BASE = profile_of(replace(SCRIPTED_MODEL, has_chat_template=False))


def _earlier(name: str) -> Exchange:
    asked = asked_text(profile_by_name(name), replace(_WISH, text="Hello."))
    return Exchange(asked, Pair("Hello.", "Hallo."))


def test_a_chat_model_is_told_its_task_and_what_came_before_as_turns() -> None:
    prompt = translation_prompt(profile_by_name("Granite 4.1 3B"), _WISH, [_earlier("Granite 4.1 3B")])

    assert isinstance(prompt, ChatPrompt)
    assert prompt.thinking is ThinkingMode.OFF
    assert [turn.role for turn in prompt.turns] == ["system", "user", "assistant", "user"]
    assert prompt.turns[2].content == "Hallo."
    assert prompt.turns[3].content == "Translate from English into German:\n\nThe pump stops."


def test_hy_mt2_gets_the_words_it_was_trained_with_and_no_system_turn() -> None:
    profile = profile_by_name("Hy-MT2-1.8B")
    plain = asked_text(profile, _WISH)
    with_terms = asked_text(profile, replace(_WISH, terms=(Term("pump", "Pumpe"),)))
    formal = asked_text(profile, replace(_WISH, tone=Tone.FORMAL))
    marked = asked_text(profile, replace(_WISH, text="The ⟦1⟧pump⟦/1⟧ stops."))

    assert plain.startswith("Translate the following text into German. Note that you should only output")
    assert with_terms.startswith("Reference the following translations:\npump translates to Pumpe\n\nTranslate")
    assert "strictly conform to [formal, polite form of address]" in formal
    assert "exact same number of delimiters" in marked
    prompt = translation_prompt(profile, _WISH)
    assert isinstance(prompt, ChatPrompt)
    assert [turn.role for turn in prompt.turns] == ["user"]


def test_raw_models_get_exactly_their_form_and_never_a_history() -> None:
    milmmt = translation_prompt(profile_by_name("MiLMMT-46-4B"), _WISH, [_earlier("MiLMMT-46-4B")])
    gemma = translation_prompt(profile_by_name("translategemma-4b-it"), replace(_WISH, text="a<end_of_turn>b"))

    assert milmmt == TextPrompt("Translate this from English to German:\nEnglish: The pump stops.\nGerman:")
    assert isinstance(gemma, TextPrompt)
    assert "English (en) to German (de) translator" in gemma.text
    assert gemma.text.count("<end_of_turn>") == 1, "the text must not end the turn"


def test_a_base_model_goes_on_behind_examples_the_history_and_the_terms() -> None:
    wish = replace(_WISH, terms=(Term("pump", "Pumpe"),))
    prompt = translation_prompt(_BASE, wish, [Exchange("", Pair("Hello.\nYou.", "Hallo.\nDu."))])

    assert isinstance(prompt, TextPrompt)
    assert prompt.text.startswith("English: The museum is open every day from 9 to 5.\nGerman: Das Museum")
    assert prompt.text.endswith(
        "English: Hello. You.\nGerman: Hallo. Du.\n\nEnglish: pump\nGerman: Pumpe\n\nEnglish: The pump stops.\nGerman:"
    )
    assert stop_texts(_BASE) == ("\n",)


def test_the_tone_is_part_of_the_task() -> None:
    prompt = translation_prompt(profile_by_name("chat"), replace(_WISH, tone=Tone.INFORMAL))

    assert isinstance(prompt, ChatPrompt)
    assert "informally" in prompt.turns[0].content


def test_examples_are_pairs_of_languages_that_are_known() -> None:
    assert len(example_pairs("fi", "ja")) == 3
    assert example_pairs("nb", "en") == example_pairs("no", "en") != ()
    assert example_pairs("en", "dz") == ()
