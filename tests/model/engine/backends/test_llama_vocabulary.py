from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_llm.engine.backends.llama_model import LlamaModel
from tests.fakes.tiny_models import write_tiny_gemma
from tests.model.conftest import load_model

_PIECES = [
    "Größe ",
    "שלום",
    "السلام",
    "漢字",
    "Привет, ",
    "👩🏽‍🚀",
    "\n\n",
    "\t",
    "  x",
    "1.5e-3",
    "<|im_start|>",
    "a" * 40,
]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(pieces=st.lists(st.sampled_from(_PIECES), max_size=12))
def test_text_comes_back_from_its_tokens(starter_model: LlamaModel, pieces: list[str]) -> None:
    vocabulary, text = starter_model.vocabulary, "".join(pieces)
    tokens = vocabulary.tokenize(text, is_beginning=True)
    assert b"".join(vocabulary.token_bytes(token) for token in tokens).decode() == text


def test_marks_of_turns_are_control_tokens(starter_model: LlamaModel) -> None:
    vocabulary = starter_model.vocabulary
    start, word, end = vocabulary.tokenize("<|im_start|>user<|im_end|>", is_beginning=False)
    assert [vocabulary.is_control(token) for token in (start, word, end)] == [True, False, True]
    assert [vocabulary.is_end_of_generation(token) for token in (start, word, end)] == [False, False, True]
    assert vocabulary.token_bytes(end) == b"<|im_end|>"


def test_the_beginning_token_comes_once(tmp_path: Path) -> None:
    write_tiny_gemma(tmp_path / "tiny.gguf")
    model = load_model(tmp_path / "tiny.gguf", 512)
    counts = [
        model.vocabulary.tokenize(text, is_beginning=is_beginning).count(1)
        for text, is_beginning in (("hi", True), ("<s>hi", True), ("hi", False), ("", True))
    ]
    model.close()
    assert counts == [1, 1, 0, 1]


def test_a_megabyte_is_tokenized(starter_model: LlamaModel) -> None:
    tokens = starter_model.vocabulary.tokenize("All work and no play. " * 48_000, is_beginning=True)
    assert len(tokens) == 6 * 48_000 + 1
