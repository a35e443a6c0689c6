import pytest
from msgspec.structs import replace

from desktop_llm.assist.language_names import language_names
from desktop_llm.assist.model_profiles import (
    PromptForm,
    capable_models,
    model_profiles,
    profile_by_name,
    profile_of,
)
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL


@pytest.mark.parametrize(
    ("architecture", "name", "file", "expected"),
    [
        ("hunyuan-dense", "Hy-MT2 1.8B", "Hy-MT2-1.8B-Q8_0.gguf", "hy-mt2"),
        ("hunyuan-dense", "HY-MT1.5-1.8B", "HY-MT1.5-1.8B-Q8_0.gguf", "hy-mt1.5"),
        ("gemma3", "MiLMMT 46 4B", "milmmt.gguf", "milmmt-46"),
        ("gemma3", "Model", "translategemma-4b-it.Q8_0.gguf", "translategemma"),
        ("gemma3", "Gemma 3 4B", "gemma-3-4b-it.gguf", "gemma-3"),
        ("gemma4", "Gemma 4 E4B", "gemma-4-E4B-it.gguf", "gemma-4"),
        ("qwen3", "Qwen3 4B", "qwen3-4b.gguf", "qwen-3"),
        ("qwen35", "Qwen3.5 4B", "q.gguf", "qwen-3.5"),
        ("granite", "Granite 4.1 3B", "granite-4.1-3b.gguf", "granite"),
        ("llama", "EuroLLM 9B Instruct", "EuroLLM.gguf", "eurollm"),
        ("llama", "Smollm2 135M 8k Lc100K Mix1 Ep2", "SmolLM2-135M-Instruct.Q4_1.gguf", "smollm2"),
        ("llama", "Something", "something.gguf", "chat"),
        ("", "qwen3.5:4b", "", "qwen-3.5"),
        ("", "some gemma_4b of a server", "", "chat"),
    ],
)
def test_a_model_is_recognised_by_header_and_name(architecture: str, name: str, file: str, expected: str) -> None:
    model = replace(SCRIPTED_MODEL, architecture=architecture, name=name, path=f"/models/{file}")

    assert profile_of(model).id == expected


def test_a_model_without_a_template_is_a_base_model_unless_it_was_trained_to_translate() -> None:
    base = replace(SCRIPTED_MODEL, architecture="gemma3", name="Gemma 3 270m", has_chat_template=False)
    trained = replace(base, name="MiLMMT-46-1B")

    assert profile_of(base).form is PromptForm.EXAMPLES
    assert profile_of(trained).form is PromptForm.RAW
    assert not profile_of(base).follows_instructions
    assert not profile_of(trained).follows_instructions


def test_a_language_that_a_model_was_not_made_for_is_told_and_one_that_nobody_knows_of_is_not() -> None:
    assert profile_by_name("Hy-MT2 7B").unsupported("en", "da") == ("da",)
    assert profile_by_name("Hy-MT2 7B").unsupported("", "de") == ()
    assert profile_by_name("Gemma 4 12B").unsupported("en", "da") == ()


def test_models_that_can_translate_a_pair_are_found_with_the_specialists_first() -> None:
    names = ["Gemma 4 E4B", "Hy-MT2 1.8B", "MiLMMT-46 4B", "Granite 4.1 3B"]

    assert capable_models("en", "da", names) == ["MiLMMT-46 4B", "Gemma 4 E4B"]
    assert capable_models("en", "de", names)[:2] == ["Hy-MT2 1.8B", "MiLMMT-46 4B"]


def test_what_the_profiles_say_can_be_used() -> None:
    fields = {"source": "English", "target": "German", "source_code": "en", "target_code": "de", "text": "Hello"}
    ids = [profile.id for profile in model_profiles()]

    assert len(set(ids)) == len(ids)
    for profile in model_profiles():
        assert set(profile.languages) <= set(language_names()), profile.id
        assert set(profile.tones) <= {"formal", "informal"}
        if profile.form is not PromptForm.EXAMPLES:
            assert "Hello" in profile.instruction.format(**fields)
            assert "German" in profile.instruction.format(**fields) or profile.id == "seed-x"
