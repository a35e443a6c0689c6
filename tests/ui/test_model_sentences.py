from msgspec.structs import replace

from desktop_llm.engine.messages import LoadNote
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL
from desktop_llm.ui.model_sentences import model_sentences


def test_a_model_that_is_as_it_should_be_needs_no_words() -> None:
    assert model_sentences(SCRIPTED_MODEL) == ()


def test_every_note_has_its_sentence() -> None:
    sentences = model_sentences(replace(SCRIPTED_MODEL, notes=tuple(LoadNote)))

    assert len(set(sentences)) == len(LoadNote)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_a_completion_model_is_told_apart() -> None:
    (sentence,) = model_sentences(replace(SCRIPTED_MODEL, has_chat_template=False))

    assert "continues text" in sentence
