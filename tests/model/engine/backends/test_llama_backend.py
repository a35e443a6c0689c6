from pathlib import Path

import psutil
import pytest
from gguf import GGUFWriter
from msgspec.structs import replace

from desktop_llm.engine.backends import llama_backend
from desktop_llm.engine.backends.llama_backend import LlamaBackend
from desktop_llm.engine.load_plan import Machine
from desktop_llm.engine.messages import LoadModel, LoadNote
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import LoadParams
from tests.fakes.failing_card import FailingCard, Step
from tests.fakes.tiny_models import write_tiny_gemma

_MEGABYTE = 1024**2
_UNMAPPED = LoadParams(n_ctx_tokens=512, n_threads=1, is_memory_mapped=False)


def _command(path: Path, params: LoadParams = _UNMAPPED) -> LoadModel:
    return LoadModel(path=str(path), params=params)


def test_a_loaded_model_says_what_it_is(starter_path: Path) -> None:
    model = LlamaBackend().load(_command(starter_path), lambda _: True)
    description = model.description
    assert (description.architecture, description.quantization, description.n_layers) == ("llama", "Q4_1", 30)
    assert (description.n_ctx_tokens, description.n_sequences, description.n_gpu_layers) == (512, 16, 0)
    assert description.has_chat_template
    assert description.devices == ("CPU",)
    assert description.sampling.temperature == 0.8
    assert description.load_ms > 0
    assert model.template.eos_text == "<|im_end|>"
    model.close()


def test_loading_reports_progress(starter_path: Path) -> None:
    fractions: list[float] = []
    LlamaBackend().load(_command(starter_path), lambda fraction: not fractions.append(fraction)).close()
    assert fractions == sorted(fractions)
    assert len(fractions) > 10
    assert fractions[-1] == pytest.approx(1)


def test_a_cancelled_load_gives_its_memory_back(starter_path: Path) -> None:
    process = psutil.Process()
    LlamaBackend().load(_command(starter_path), lambda _: True).close()
    before = process.memory_info().rss
    with pytest.raises(RequestFailedError) as caught:
        LlamaBackend().load(_command(starter_path), lambda fraction: fraction < 0.9)
    assert caught.value.code is ErrorCode.LOAD_CANCELLED
    assert process.memory_info().rss - before < 40 * _MEGABYTE


def test_a_context_that_cannot_be_made_fails_with_llama_cpps_reason(tmp_path: Path) -> None:
    write_tiny_gemma(tmp_path / "tiny.gguf")  # its heads have 16 values, a quantized cache has blocks of 32
    with pytest.raises(RequestFailedError) as caught:
        LlamaBackend().load(_command(tmp_path / "tiny.gguf", LoadParams(cache_type="q4_0")), lambda _: True)
    assert caught.value.code is ErrorCode.MODEL_LOAD_FAILED
    assert "block size" in str(caught.value.facts["reason"])


def test_an_architecture_llama_cpp_does_not_know_is_named(tmp_path: Path) -> None:
    writer = GGUFWriter(tmp_path / "model.gguf", "telepathy")
    writer.add_context_length(128)
    writer.add_embedding_length(64)
    writer.add_block_count(1)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with pytest.raises(RequestFailedError) as caught:
        LlamaBackend().load(_command(tmp_path / "model.gguf"), lambda _: True)
    assert caught.value.code in (ErrorCode.MODEL_UNSUPPORTED, ErrorCode.MODEL_FILE_BROKEN)


def test_a_model_in_several_parts_loads_by_its_first(tmp_path: Path) -> None:
    write_tiny_gemma(tmp_path / "tiny.gguf", n_tensors_per_file=30)
    first, *others = sorted(tmp_path.glob("*.gguf"))
    assert len(others) >= 2
    model = LlamaBackend().load(_command(first), lambda _: True)
    assert model.description.n_layers == 6
    model.close()


def test_the_fingerprint_is_of_the_weights_and_of_what_shapes_a_saved_state(tmp_path: Path) -> None:
    write_tiny_gemma(tmp_path / "a.gguf")
    write_tiny_gemma(tmp_path / "b.gguf")
    data = bytearray((tmp_path / "b.gguf").read_bytes())
    data[-1] ^= 1
    (tmp_path / "c.gguf").write_bytes(data)
    prints: list[str] = []
    for name, params in (
        ("a", LoadParams(n_ctx_tokens=512)),
        ("b", LoadParams(n_ctx_tokens=1024)),
        ("c", LoadParams(n_ctx_tokens=512)),
        ("a", LoadParams(n_ctx_tokens=512, is_flash_attention_allowed=False)),
    ):
        model = LlamaBackend().load(_command(tmp_path / f"{name}.gguf", params), lambda _: True)
        prints.append(model.fingerprint)
        model.close()
    assert prints[0] == prints[1]
    assert len(set(prints)) == 3


@pytest.mark.parametrize("step", ["weights", "context", "first token"])
def test_a_card_that_refuses_gets_fewer_layers_and_the_model_says_so(starter_path: Path, step: Step) -> None:
    card = FailingCard(16, step)
    model = LlamaBackend(card).load(_command(starter_path), lambda _: True)
    assert card.api.tried == [31, 23, 15]
    assert (model.description.n_gpu_layers, model.description.notes) == (15, (LoadNote.FEWER_GPU_LAYERS,))
    assert model.description.devices == ("CPU", "CUDA0")
    model.close()
    assert card.api.n_held == 0


@pytest.mark.parametrize("step", ["weights", "context", "first token"])
def test_a_card_that_refuses_everything_is_left_alone_and_the_model_says_so(starter_path: Path, step: Step) -> None:
    card = FailingCard(0, step)
    model = LlamaBackend(card).load(_command(starter_path), lambda _: True)
    assert card.api.tried == [31, 23, 15, 7, 0]
    assert (model.description.n_gpu_layers, model.description.notes) == (0, (LoadNote.NO_GPU_LAYERS,))
    assert model.description.devices == ("CPU",)
    model.close()
    assert card.api.n_held == 0


def test_a_card_that_takes_everything_is_not_worth_a_note(starter_path: Path) -> None:
    card = FailingCard(31)
    model = LlamaBackend(card).load(_command(starter_path), lambda _: True)
    assert (model.description.n_gpu_layers, model.description.notes) == (31, ())
    model.close()


def test_who_wants_no_layer_on_a_card_gets_none_and_no_note(starter_path: Path) -> None:
    card = FailingCard(0)
    model = LlamaBackend(card).load(_command(starter_path, replace(_UNMAPPED, n_gpu_layers=0)), lambda _: True)
    assert card.api.tried == [0]
    assert model.description.notes == ()
    model.close()


def test_what_the_card_refuses_must_fit_into_main_memory(starter_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading it all the same would push everything else out of memory, or end the engine."""
    small = Machine(free_bytes=64 * _MEGABYTE, total_bytes=128 * _MEGABYTE, n_cores=1)
    monkeypatch.setattr(llama_backend, "this_machine", lambda: small)
    card = FailingCard(0)
    with pytest.raises(RequestFailedError) as caught:
        LlamaBackend(card).load(_command(starter_path), lambda _: True)
    assert caught.value.code is ErrorCode.MODEL_DOES_NOT_FIT
    assert card.api.tried[0] == 31
    assert card.api.n_held == 0


def test_a_load_that_is_cancelled_is_not_tried_with_fewer_layers(starter_path: Path) -> None:
    card = FailingCard(31)
    with pytest.raises(RequestFailedError) as caught:
        LlamaBackend(card).load(_command(starter_path), lambda _: False)
    assert caught.value.code is ErrorCode.LOAD_CANCELLED
    assert card.api.tried == [31]
