import pytest

from desktop_llm.engine.server.request_body import Lack
from desktop_llm.engine.server.server_kind import ServerKind, abilities_of, server_kind
from desktop_llm.params import SamplingParams


@pytest.mark.parametrize(
    ("owner", "kind"),
    [
        ("vllm", ServerKind.VLLM),
        ("llamacpp", ServerKind.LLAMA_CPP),
        ("me", ServerKind.LLAMA_CPP_PYTHON),
        ("library", ServerKind.OLLAMA),
        ("organization_owner", ServerKind.LM_STUDIO),
        ("somebody", ServerKind.UNKNOWN),
        ("", ServerKind.UNKNOWN),
    ],
)
def test_a_program_is_known_by_whom_it_says_its_models_belong_to(owner: str, kind: ServerKind) -> None:
    assert server_kind("gpu-box:8000", owner) is kind


def test_openai_itself_is_known_by_its_address_alone() -> None:
    assert server_kind("api.openai.com", "system") is ServerKind.OPENAI
    assert server_kind("api.openai.com.example", "system") is ServerKind.UNKNOWN


@pytest.mark.parametrize("kind", ServerKind)
def test_what_a_server_takes_are_parameters_that_we_have(kind: ServerKind) -> None:
    assert set(abilities_of(kind).sampling) <= set(SamplingParams.__struct_fields__)


def test_every_parameter_beyond_the_protocol_can_be_refused_by_name() -> None:
    standard = {"temperature", "top_p", "presence_penalty", "frequency_penalty", "seed"}
    assert set(SamplingParams.__struct_fields__) - standard <= {lack.value for lack in Lack}
