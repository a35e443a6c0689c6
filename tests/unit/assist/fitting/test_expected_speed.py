import pytest
from msgspec.structs import replace

from desktop_llm.assist.fitting.expected_speed import CAREFUL_BYTES_PER_S, bytes_per_token, expected_tokens_per_s
from desktop_llm.engine.gguf_header import GgufHeader
from desktop_llm.engine.load_plan import plan_load
from desktop_llm.engine.messages import Device
from desktop_llm.params import LoadParams
from tests.fakes.headers import GB_PER_S, GIB, HEADER, MIB, ROOMY, gpu


def speed(header: GgufHeader, bandwidth: int, *devices: Device) -> float:
    plan = plan_load(header, LoadParams(), ROOMY, devices)
    return expected_tokens_per_s(header, plan.n_gpu_layers, devices, bandwidth)


def test_a_token_reads_all_weights_but_the_table_of_embeddings() -> None:
    assert bytes_per_token(HEADER) == HEADER.weights_bytes - HEADER.embedding_bytes


def test_a_table_of_embeddings_that_is_the_output_too_is_read() -> None:
    tied = replace(HEADER, output_bytes=4096, weights_bytes=HEADER.weights_bytes - HEADER.output_bytes + 4096)
    assert bytes_per_token(tied) == tied.weights_bytes


def test_of_a_mixture_only_the_chosen_experts_are_read() -> None:
    mixture = replace(HEADER, n_experts=128, n_used_experts=8, expert_bytes=4 * GIB)
    assert bytes_per_token(mixture) == bytes_per_token(HEADER) - 4 * GIB * 120 // 128


def test_twice_the_bandwidth_is_almost_twice_the_speed() -> None:
    slow, quick = speed(HEADER, 20 * GB_PER_S), speed(HEADER, 40 * GB_PER_S)
    assert 1.9 < quick / slow < 2


def test_the_speed_is_of_the_measured_size() -> None:
    """SmolLM2 in Q4_1, on two cores that read 43 to 63 GB/s: 140 to 180 tokens/s."""
    smollm2 = replace(
        HEADER,
        layers=HEADER.layers[:30],
        embedding_bytes=29 * MIB,
        output_bytes=2304,
        weights_bytes=92 * MIB,
    )
    assert speed(smollm2, 50 * GB_PER_S) == pytest.approx(200, rel=0.15)
    assert speed(HEADER, 40 * GB_PER_S) == pytest.approx(5.9, rel=0.05)


def test_an_unknown_bandwidth_is_a_careful_one() -> None:
    assert speed(HEADER, 0) == speed(HEADER, CAREFUL_BYTES_PER_S)


def test_a_card_is_quicker_and_half_a_card_is_not_half_as_quick() -> None:
    memory, part, card = (speed(HEADER, 40 * GB_PER_S, *device) for device in ((), (gpu(3 * GIB),), (gpu(24 * GIB),)))
    assert card > 4 * memory
    assert memory < part < card / 2


def test_a_chip_that_shares_the_memory_reads_as_fast_as_it() -> None:
    assert speed(HEADER, 40 * GB_PER_S, gpu(24 * GIB, "igpu")) == speed(HEADER, 40 * GB_PER_S)


def test_a_header_without_sizes_has_no_speed() -> None:
    assert speed(replace(HEADER, weights_bytes=0, embedding_bytes=0), GB_PER_S) == 0
