import os
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_llm.hub.found_models import find_models
from desktop_llm.hub.programs.found_model import Program
from tests.fakes.user_homes import told, user, write_model

_PLACES = (
    ".lmstudio/settings.json",
    ".lmstudio-home-pointer",
    ".ollama/models/manifests/registry.ollama.ai/library/m/latest",
    ".local/share/Jan/settings.json",
    ".local/share/Jan/data/llamacpp/models/m/model.yml",
    ".config/nomic.ai/GPT4All.ini",
    ".cache/huggingface/hub/models--a--b",
    ".cache/llama.cpp",
)


def test_a_computer_without_other_programs_has_no_models(tmp_path: Path) -> None:
    assert find_models(user(tmp_path)) == ()


def test_models_of_all_programs_are_told_by_name(tmp_path: Path) -> None:
    write_model(tmp_path / ".lmstudio/models/p/m/B.gguf")
    write_model(tmp_path / ".cache/llama.cpp/a.gguf")
    write_model(tmp_path / ".local/share/nomic.ai/GPT4All/C.gguf")
    found = find_models(user(tmp_path))
    assert [(model.name, model.program) for model in found] == [
        ("a", Program.LLAMA_CPP),
        ("B", Program.LM_STUDIO),
        ("C", Program.GPT4ALL),
    ]


def test_a_file_that_two_programs_share_is_told_once(tmp_path: Path) -> None:
    path = write_model(tmp_path / ".lmstudio/models/p/m/B.gguf")
    shared = tmp_path / ".cache/llama.cpp/b.gguf"
    shared.parent.mkdir(parents=True)
    os.link(path, shared)
    assert told(find_models(user(tmp_path))) == {"B": str(path)}


def test_what_is_in_the_list_already_is_not_offered_again(tmp_path: Path) -> None:
    known = write_model(tmp_path / ".lmstudio/models/p/m/known.gguf")
    new = write_model(tmp_path / ".lmstudio/models/p/m/new.gguf")
    (tmp_path / "link.gguf").symlink_to(known)
    assert told(find_models(user(tmp_path), [str(tmp_path / "link.gguf"), "/gone.gguf"])) == {"new": str(new)}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(_PLACES), st.binary(max_size=80), max_size=4))
def test_whatever_other_programs_left_behind_nothing_is_raised(tmp_path: Path, contents: dict[str, bytes]) -> None:
    home = tmp_path / os.urandom(8).hex()
    good = write_model(home / ".local/share/nomic.ai/GPT4All/good.gguf")
    for place, content in contents.items():
        write_model(home / place, content)
    assert str(good) in [model.path for model in find_models(user(home))]
