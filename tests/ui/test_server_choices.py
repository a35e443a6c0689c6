from msgspec.structs import replace

from desktop_llm.params import LOCAL_ENGINE, EngineChoice
from desktop_llm.ui.server_choices import engine_of_choice, server_choice_id, server_choices
from tests.fakes.scripted_servers import GPU_BOX, NEAR, ON_GPU_BOX


def test_an_entry_leads_back_to_its_engine() -> None:
    for engine in (ON_GPU_BOX, EngineChoice("near", "llama3.2:3b"), EngineChoice("near", "")):
        assert engine_of_choice(server_choice_id(engine)) == engine
    assert engine_of_choice("starter") == LOCAL_ENGINE


def test_models_of_servers_name_their_host_below_one_heading() -> None:
    choices = server_choices([GPU_BOX, NEAR], LOCAL_ENGINE)
    assert [choice.name for choice in choices] == ["granite", "llama", "qwen"]
    assert [choice.heading for choice in choices] == ["On a server", "", ""]
    assert choices[0].note == "GPU box · gpu-box.example"
    assert choices[1].note == "Ollama · localhost:11434"
    assert all(choice.is_elsewhere for choice in choices)


def test_a_server_named_after_its_host_says_it_once() -> None:
    (choice,) = server_choices([replace(GPU_BOX, name="gpu-box.example")], LOCAL_ENGINE)
    assert choice.note == "gpu-box.example"


def test_the_first_model_comes_first_and_the_list_ends_somewhere() -> None:
    many = replace(GPU_BOX, model="m7", models=tuple(f"m{number}" for number in range(100)))
    names = [choice.name for choice in server_choices([many], LOCAL_ENGINE)]
    assert names[:2] == ["m7", "m0"]
    assert len(names) == 12


def test_the_model_that_answers_is_in_the_list_whatever_the_server_offers_now() -> None:
    shown = EngineChoice("gpu-box", "retired")
    assert [choice.name for choice in server_choices([GPU_BOX], shown)] == ["granite", "retired"]


def test_without_servers_there_is_no_group() -> None:
    assert server_choices([], LOCAL_ENGINE) == ()


def test_a_server_whose_models_are_not_known_is_there_all_the_same() -> None:
    (choice,) = server_choices([replace(GPU_BOX, model="", models=())], LOCAL_ENGINE)
    assert choice.name == "GPU box"
    assert engine_of_choice(choice.id) == EngineChoice("gpu-box", "")
