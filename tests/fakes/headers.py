"""Headers and machines to judge models by, without files."""

from msgspec.structs import replace

from desktop_llm.assist.fitting.model_fit import MachineFacts
from desktop_llm.engine.gguf_header import GgufHeader, Layer
from desktop_llm.engine.load_plan import Machine
from desktop_llm.engine.messages import Device
from desktop_llm.params import SamplingParams

GIB = 1024**3
MIB = 1024**2
GB_PER_S = 1_000_000_000

# As an 8B model with grouped heads in 4 bits: 32 layers of 128 MiB, 128 KiB of cache per token.
LAYER = Layer(128 * MIB, 1024, 1024)
HEADER = GgufHeader(
    version=3,
    kind="model",
    architecture="llama",
    name="Eight",
    quantization="Q4_K_M",
    size_label="8B",
    license="",
    languages=(),
    tags=(),
    tokenizer="gpt2",
    n_vocab_tokens=128_000,
    n_merges=0,
    n_ctx_train_tokens=131_072,
    n_embedding=4096,
    n_feed_forward=14_336,
    n_recurrent=0,
    n_heads=32,
    n_experts=0,
    n_used_experts=0,
    n_expert_feed_forward=0,
    sliding_window_tokens=0,
    layers=(LAYER,) * 32,
    chat_template="",
    sampling=SamplingParams(),
    n_parameters=8_000_000_000,
    embedding_bytes=300 * MIB,
    output_bytes=400 * MIB,
    expert_bytes=0,
    weights_bytes=32 * 128 * MIB + 700 * MIB,
    size_bytes=5 * GIB,
    expected_bytes=5 * GIB,
    part_number=1,
    n_parts=1,
)

ROOMY = Machine(free_bytes=64 * GIB, total_bytes=64 * GIB, n_cores=6)


def gpu(free_bytes: int, kind: str = "gpu") -> Device:
    assert kind in ("gpu", "igpu")
    return Device("G0", "A card", kind, free_bytes, free_bytes)


def with_free(free_bytes: int) -> Machine:
    return replace(ROOMY, free_bytes=free_bytes)


def facts(free_bytes: int, *devices: Device, bandwidth_bytes_per_s: int = 40 * GB_PER_S) -> MachineFacts:
    return MachineFacts(machine=with_free(free_bytes), devices=devices, bandwidth_bytes_per_s=bandwidth_bytes_per_s)
