import pytest
from msgspec.structs import replace

from desktop_llm.engine.gguf_header import GgufHeader, Layer
from desktop_llm.engine.load_plan import (
    DEFAULT_CTX_TOKENS,
    LoadPlan,
    Machine,
    plan_beside,
    plan_load,
    this_machine,
    vocabulary_bytes,
)
from desktop_llm.engine.messages import Device
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import LoadParams
from tests.fakes.headers import GIB, HEADER, LAYER, MIB, ROOMY, gpu, with_free

# What llama.cpp reserves for working memory with 8,192 tokens: "compute" and "output buffer size" of its log, in MiB.
RESERVED = {
    "Llama 3 8B": (replace(HEADER, n_vocab_tokens=128_256), 131.8),
    "Qwen 3 4B": (
        replace(HEADER, n_vocab_tokens=151_936, n_embedding=2560, n_feed_forward=9728),
        97.3,
    ),
    "Gemma 3 4B": (
        replace(
            HEADER,
            n_vocab_tokens=262_208,
            n_embedding=2560,
            n_feed_forward=10_240,
            n_heads=8,
            sliding_window_tokens=1024,
            layers=(Layer(MIB, 1024, 1024, is_sliding=True), LAYER),
        ),
        111.0,
    ),
    "Qwen 3 30B-A3B": (
        replace(
            HEADER,
            n_vocab_tokens=151_936,
            n_embedding=2048,
            n_feed_forward=6144,
            n_experts=128,
            n_used_experts=8,
            n_expert_feed_forward=768,
        ),
        105.3,
    ),
    "Jamba, small": (
        replace(
            HEADER,
            n_vocab_tokens=262,
            n_embedding=1024,
            n_feed_forward=2048,
            n_recurrent=2048,
            layers=(Layer(MIB, state_bytes=MIB // 64), LAYER),
        ),
        36.8,
    ),
}


def refusal(header: GgufHeader, machine: Machine, params: LoadParams | None = None) -> RequestFailedError:
    with pytest.raises(RequestFailedError) as caught:
        plan_load(header, params or LoadParams(), machine)
    return caught.value


def test_the_context_is_sensible_unless_a_longer_one_is_asked_for() -> None:
    assert plan_load(HEADER, LoadParams(), ROOMY).n_ctx_tokens == DEFAULT_CTX_TOKENS
    assert plan_load(HEADER, LoadParams(n_ctx_tokens=32_768), ROOMY).n_ctx_tokens == 32_768


def test_the_context_is_never_longer_than_the_training() -> None:
    short = replace(HEADER, n_ctx_train_tokens=2048)
    assert plan_load(short, LoadParams(), ROOMY).n_ctx_tokens == 2048
    assert plan_load(short, LoadParams(n_ctx_tokens=100_000), ROOMY).n_ctx_tokens == 2048


def test_the_context_is_padded_as_llama_cpp_does() -> None:
    assert plan_load(HEADER, LoadParams(n_ctx_tokens=1000), ROOMY).n_ctx_tokens == 1024


def test_a_header_without_a_training_length_gets_a_careful_one() -> None:
    assert plan_load(replace(HEADER, n_ctx_train_tokens=0), LoadParams(), ROOMY).n_ctx_tokens == 4096


def test_little_memory_shortens_the_context() -> None:
    whole = plan_load(HEADER, LoadParams(), ROOMY)
    plan = plan_load(HEADER, LoadParams(), with_free(whole.needed_bytes - 1))
    assert plan.n_ctx_tokens == DEFAULT_CTX_TOKENS // 2
    assert plan.needed_bytes < whole.needed_bytes


def test_a_model_that_does_not_fit_at_all_is_refused_with_the_numbers() -> None:
    error = refusal(HEADER, with_free(2 * GIB))
    assert error.code is ErrorCode.MODEL_DOES_NOT_FIT
    assert error.facts["free_bytes"] == 2 * GIB
    needed = error.facts["needed_bytes"]
    assert isinstance(needed, int)
    assert 4 * GIB < needed < 6 * GIB
    assert plan_load(HEADER, LoadParams(), with_free(needed)).n_ctx_tokens == 1024


def test_a_claim_beyond_all_numbers_still_fits_a_message() -> None:
    boundless = replace(HEADER, n_ctx_train_tokens=2**32, layers=(Layer(0, 2**48, 2**48),) * 512)
    error = refusal(boundless, ROOMY, LoadParams(n_ctx_tokens=2**32))
    assert error.facts["needed_bytes"] == 2**63 - 1


def test_a_context_that_was_asked_for_is_not_shortened() -> None:
    machine = with_free(10 * GIB)
    assert refusal(HEADER, machine, LoadParams(n_ctx_tokens=131_072)).code is ErrorCode.MODEL_DOES_NOT_FIT
    assert plan_load(HEADER, LoadParams(), machine).n_ctx_tokens == DEFAULT_CTX_TOKENS


def test_the_cache_is_counted_per_layer_and_type() -> None:
    def cache_bytes(params: LoadParams) -> int:
        return plan_load(HEADER, params, ROOMY).cache_bytes

    assert cache_bytes(LoadParams()) == 8192 * 128 * 1024
    assert cache_bytes(LoadParams(cache_type="q8_0")) == 8192 * 128 * 1024 * 34 // 64
    assert cache_bytes(LoadParams(cache_type="q4_0")) == 8192 * 128 * 1024 * 18 // 64
    mixed = replace(HEADER, layers=(LAYER, Layer(128 * MIB)) * 16)
    assert plan_load(mixed, LoadParams(), ROOMY).cache_bytes == 8192 * 64 * 1024


def test_values_stay_exact_without_flash_attention() -> None:
    params = LoadParams(cache_type="q8_0", is_flash_attention_allowed=False)
    plan = plan_load(HEADER, params, ROOMY)
    assert (plan.key_cache_type, plan.value_cache_type) == ("q8_0", "f16")
    assert plan.compute_bytes > plan_load(HEADER, LoadParams(), ROOMY).compute_bytes + 400 * MIB


@pytest.mark.parametrize("name", RESERVED)
def test_working_memory_is_what_llama_cpp_reserves(name: str) -> None:
    header, reserved_mib = RESERVED[name]
    plan = plan_load(header, LoadParams(n_ctx_tokens=8192), ROOMY)
    eight_bit_rows = 512 * max(header.n_embedding, header.n_feed_forward) * 34 // 32
    assert plan.compute_bytes - eight_bit_rows == pytest.approx(reserved_mib * MIB, rel=0.05)


def test_without_flash_attention_all_heads_scores_are_kept() -> None:
    params = LoadParams(n_ctx_tokens=8192, is_flash_attention_allowed=False)
    assert plan_load(HEADER, params, ROOMY).compute_bytes == pytest.approx(579.8 * MIB, rel=0.05)
    recurrent = replace(HEADER, layers=(Layer(MIB, state_bytes=1024),) * 4)
    assert plan_load(recurrent, params, ROOMY).compute_bytes < 150 * MIB


def test_large_vocabularies_get_fewer_rows_of_logits() -> None:
    def n_rows(n_vocab_tokens: int) -> int:
        return plan_load(replace(HEADER, n_vocab_tokens=n_vocab_tokens), LoadParams(), ROOMY).n_output_rows

    assert [n_rows(size) for size in (0, 49_152, 128_000, 262_144, 10**6)] == [64, 64, 32, 16, 16]


def test_the_vocabulary_counts_with_its_merges() -> None:
    assert vocabulary_bytes(replace(HEADER, n_vocab_tokens=49_152, n_merges=48_900)) == pytest.approx(
        17.2 * MIB, rel=0.02
    )
    assert vocabulary_bytes(replace(HEADER, n_vocab_tokens=262_144)) == pytest.approx(42.1 * MIB, rel=0.02)


def test_sliding_layers_cache_a_window_for_every_sequence() -> None:
    sliding = replace(HEADER, sliding_window_tokens=1024, layers=(replace(LAYER, is_sliding=True),) * 32)
    plan = plan_load(sliding, LoadParams(n_ctx_tokens=65_536), ROOMY)
    assert plan.cache_bytes == (16 * 1024 + 512) * 128 * 1024
    short = plan_load(sliding, LoadParams(), ROOMY)
    assert short.cache_bytes == 8192 * 128 * 1024


def test_recurrent_models_get_as_many_sequences_as_their_states_allow() -> None:
    recurrent = replace(HEADER, layers=(Layer(128 * MIB, state_bytes=8 * MIB),) * 32)
    plan = plan_load(recurrent, LoadParams(), ROOMY)
    assert plan.n_sequences == 4
    assert plan.state_bytes == 4 * 256 * MIB
    assert plan_load(recurrent, LoadParams(), with_free(7 * GIB)).n_sequences == 3
    tiny = replace(HEADER, layers=(Layer(MIB, state_bytes=1024),) * 2)
    assert plan_load(tiny, LoadParams(), ROOMY).n_sequences == 16
    huge = replace(HEADER, layers=(Layer(MIB, state_bytes=2 * GIB),))
    assert plan_load(huge, LoadParams(), ROOMY).n_sequences == 1


def test_without_a_gpu_nothing_is_offloaded() -> None:
    plan = plan_load(HEADER, LoadParams(n_gpu_layers=10), ROOMY, [Device("CPU", "", "cpu", GIB, GIB)])
    assert (plan.n_gpu_layers, plan.gpu_bytes, plan.n_batch_tokens) == (0, 0, 512)


def test_a_large_card_takes_everything() -> None:
    plan = plan_load(HEADER, LoadParams(), ROOMY, [gpu(24 * GIB)])
    assert plan.n_gpu_layers == 33
    assert plan.n_batch_tokens == 2048
    assert plan.gpu_bytes > 32 * 128 * MIB


def offloaded(free_bytes: int, **options: str) -> LoadPlan:
    return plan_load(HEADER, LoadParams(), ROOMY, [gpu(free_bytes, **options)])


def test_a_smaller_card_takes_what_fits_with_the_layers_own_cache() -> None:
    plan = offloaded(4 * GIB)
    assert 10 < plan.n_gpu_layers < 32
    assert plan.gpu_bytes < 4 * GIB
    assert offloaded(5 * GIB).n_gpu_layers > plan.n_gpu_layers
    assert offloaded(500 * MIB).n_gpu_layers == 0


def test_memory_on_the_card_is_not_needed_in_the_machine() -> None:
    plan = plan_load(HEADER, LoadParams(), with_free(3 * GIB), [gpu(24 * GIB)])
    assert plan.n_gpu_layers == 33


def test_a_number_of_layers_that_was_asked_for_is_tried() -> None:
    plan = plan_load(HEADER, LoadParams(n_gpu_layers=20), ROOMY, [gpu(GIB)])
    assert plan.n_gpu_layers == 20
    assert plan_load(HEADER, LoadParams(n_gpu_layers=0), ROOMY, [gpu(24 * GIB)]).n_gpu_layers == 0
    assert plan_load(HEADER, LoadParams(n_gpu_layers=99), ROOMY, [gpu(24 * GIB)]).n_gpu_layers == 33


def test_a_shared_chip_counts_only_without_a_card() -> None:
    shared, card = gpu(24 * GIB, "igpu"), gpu(2 * GIB)
    assert plan_load(HEADER, LoadParams(), ROOMY, [shared]).n_gpu_layers == 33
    assert plan_load(HEADER, LoadParams(), ROOMY, [shared, card]).n_gpu_layers < 33


def test_threads_are_the_cores_unless_told() -> None:
    assert plan_load(HEADER, LoadParams(), ROOMY).n_threads == 6
    assert plan_load(HEADER, LoadParams(n_threads=2), ROOMY).n_threads == 2


def test_this_machine_has_memory_and_cores() -> None:
    machine = this_machine()
    assert 0 < machine.free_bytes <= machine.total_bytes
    assert machine.n_cores >= 1


def test_the_memory_beside_gives_sixteen_sequences_a_share_of_the_context_and_room_for_instructions() -> None:
    plan = plan_load(HEADER, LoadParams(), ROOMY)
    beside = plan_beside(HEADER, plan, ROOMY)
    assert beside is not None
    assert (beside.n_sequences, beside.n_ctx_tokens) == (16, 16 * (8192 // 16 + 768))
    assert (beside.is_apart, plan.is_apart) == (True, False)
    assert (plan.key_cache_type, beside.key_cache_type, beside.value_cache_type) == ("f16", "q8_0", "f16")
    assert beside.cache_bytes == plan.cache_bytes * 20 // 8 * (16 + 17 / 2) / 32
    assert beside.weights_bytes == 0
    assert not beside.is_flash_attention_allowed


def test_each_answer_beside_may_have_a_guess_also_where_logits_are_large() -> None:
    for header in (HEADER, replace(HEADER, n_vocab_tokens=262_144)):
        beside = plan_beside(header, plan_load(header, LoadParams(), ROOMY), ROOMY)
        assert beside is not None
        assert beside.n_output_rows >= 2 * beside.n_sequences


def test_the_memory_beside_has_eight_sequences_where_memory_is_short_and_leaves_half_of_it() -> None:
    plan = plan_load(HEADER, LoadParams(), ROOMY)
    sixteen = plan_beside(HEADER, plan, ROOMY)
    assert sixteen is not None
    assert plan_beside(HEADER, plan, with_free(4 * sixteen.needed_bytes)) == sixteen
    eight = plan_beside(HEADER, plan, with_free(4 * sixteen.needed_bytes - 1))
    assert eight is not None
    assert (eight.n_sequences, eight.n_ctx_tokens) == (8, 8 * (8192 // 8 + 768))
    assert plan_beside(HEADER, plan, with_free(2 * eight.needed_bytes)) == eight
    assert plan_beside(HEADER, plan, with_free(2 * eight.needed_bytes - 1)) is None


def test_recurrent_models_have_no_memory_beside() -> None:
    header = replace(HEADER, layers=(LAYER, Layer(MIB, state_bytes=MIB)))
    assert plan_beside(header, plan_load(header, LoadParams(), ROOMY), ROOMY) is None


def test_layers_with_windows_keep_everything_beside() -> None:
    sliding = Layer(MIB, 1024, 1024, is_sliding=True)
    whole = replace(HEADER, layers=(LAYER, Layer(MIB, 1024, 1024)))
    header = replace(HEADER, layers=(LAYER, sliding), sliding_window_tokens=512)
    beside = plan_beside(header, plan_load(header, LoadParams(), ROOMY), ROOMY)
    other = plan_beside(whole, plan_load(whole, LoadParams(), ROOMY), ROOMY)
    assert beside is not None
    assert other is not None
    assert beside.cache_bytes == other.cache_bytes > 0


def test_on_a_graphics_card_there_is_no_memory_beside() -> None:
    plan = plan_load(HEADER, LoadParams(), ROOMY, [gpu(64 * GIB)])
    assert plan_beside(HEADER, plan, ROOMY) is None


def test_a_cache_that_needs_flash_attention_keeps_it_beside() -> None:
    plan = plan_load(HEADER, LoadParams(cache_type="q8_0"), ROOMY)
    beside = plan_beside(HEADER, plan, ROOMY)
    assert beside is not None
    assert beside.is_flash_attention_allowed
    assert beside.value_cache_type == "q8_0"
