import pytest

from desktop_llm.hub.hub_records import RemoteFile
from desktop_llm.hub.remote_models import is_safe_path, models_of, quantization_of


def _files(*paths: str, size_bytes: int = 10) -> list[RemoteFile]:
    return [RemoteFile(repository="a/b", revision="main", path=path, size_bytes=size_bytes) for path in paths]


@pytest.mark.parametrize(
    ("path", "quantization"),
    [
        ("granite-4.1-3b-Q4_K_M.gguf", "Q4_K_M"),
        ("Qwen3-4B-Instruct-2507-UD-Q4_K_XL.gguf", "UD-Q4_K_XL"),
        ("model.q4_0.gguf", "Q4_0"),
        ("Llama-3.2-1B-Instruct-IQ4_XS.gguf", "IQ4_XS"),
        ("x-IQ2_XXS.gguf", "IQ2_XXS"),
        ("x-IQ4_NL.gguf", "IQ4_NL"),
        ("x-Q3_K_XL.gguf", "Q3_K_XL"),
        ("x-Q6_K.gguf", "Q6_K"),
        ("x-Q2_K_L.gguf", "Q2_K_L"),
        ("x-Q4_0_4_4.gguf", "Q4_0_4_4"),
        ("x-Q8_0.gguf", "Q8_0"),
        ("gpt-oss-20b-mxfp4.gguf", "MXFP4"),
        ("x-MXFP4_MOE.gguf", "MXFP4_MOE"),
        ("x-TQ1_0.gguf", "TQ1_0"),
        ("x-fp16.gguf", "F16"),
        ("x.BF16.gguf", "BF16"),
        ("Q8_0/x-00001-of-00002.gguf", "Q8_0"),
        ("gemma-3-270m-it-qat-q4_0.gguf", "Q4_0"),
        ("q4-is-not-a-type.gguf", ""),
        ("model.gguf", ""),
    ],
)
def test_a_quantization_is_read_from_the_name(path: str, quantization: str) -> None:
    assert quantization_of(path) == quantization


def test_parts_are_joined_in_their_order() -> None:
    parts = [f"Q8_0/big-Q8_0-{number:05d}-of-00003.gguf" for number in (3, 1, 2)]
    (model,) = models_of(_files(*parts))
    assert [file.path for file in model.files] == sorted(parts)
    assert (model.name, model.quantization, model.size_bytes) == ("big-Q8_0", "Q8_0", 30)


def test_parts_of_different_models_stay_apart() -> None:
    paths = [f"{name}-{number:05d}-of-00002.gguf" for name in ("a-Q4_0", "b-Q4_0", "x/a-Q4_0") for number in (1, 2)]
    assert sorted(model.files[0].path for model in models_of(_files(*paths))) == [paths[0], paths[2], paths[4]]


def test_a_set_with_a_missing_part_is_not_offered() -> None:
    assert models_of(_files("a-00001-of-00003.gguf", "a-00003-of-00003.gguf")) == ()


def test_what_is_no_model_is_left_out() -> None:
    paths = [
        "README.md", "config.json", "model.safetensors", "mmproj-model-f16.gguf", "x-mmproj-BF16.gguf",
        "imatrix_unsloth.gguf", "x.imatrix", "x-lora-F16.gguf", "ggml-vocab-llama.gguf", "MTP/mtp-x-Q8_0.gguf",
    ]  # fmt: skip
    assert [model.name for model in models_of(_files(*paths, "explora-Q4_0.gguf"))] == ["explora-Q4_0"]


def test_the_smallest_model_comes_first() -> None:
    files = [*_files("b-Q8_0.gguf", size_bytes=8), *_files("b-Q4_0.gguf", size_bytes=4)]
    assert [model.quantization for model in models_of(files)] == ["Q4_0", "Q8_0"]


@pytest.mark.parametrize(
    "path",
    [
        "", "/etc/x.gguf", "../x.gguf", "a/../x.gguf", "a//x.gguf", "C:x.gguf", "a\\x.gguf", "a/x\n.gguf", "./x.gguf",
        "x.gguf.", "a /x.gguf", "a" * 201, "CON?.gguf", "\u202exgguf.exe",
    ],
)  # fmt: skip
def test_a_path_that_could_lead_elsewhere_is_not_offered(path: str) -> None:
    assert not is_safe_path(path)
    assert models_of(_files(path)) == ()


def test_a_path_within_folders_is_safe() -> None:
    assert is_safe_path("Q4 K M/größe-Q4_K_M.gguf")
