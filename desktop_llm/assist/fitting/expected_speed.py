"""How fast a model will answer, from what it has to read for each token and how fast memory is read.

Decoding is bound by memory: every token needs all the weights once, of a mixture of experts those that it chose.
Pure functions; any thread.
"""

from collections.abc import Sequence
from typing import Final

from desktop_llm.engine.gguf_header import GgufHeader
from desktop_llm.engine.messages import Device

# Until the memory of this machine was measured: two modules of the slowest kind that is still sold.
CAREFUL_BYTES_PER_S: Final = 20_000_000_000
# Cards are not measured; entry-level ones read 190 to 290 GB/s, large ones five times that.
_CARD_BYTES_PER_S: Final = 200_000_000_000
# Measured on two cores that read 43 to 63 GB/s: models of 0.1 to 1.1 GB in Q4_0, Q4_K, Q6_K and Q8_0 were read at 0.5
# to 0.9 of that, plus 0.05 to 0.1 ms a layer in which the threads wait for each other.
_SHARE_OF_BANDWIDTH: Final = 0.7
_LAYER_S: Final = 0.00007


def expected_tokens_per_s(
    header: GgufHeader, n_gpu_layers: int, devices: Sequence[Device], bandwidth_bytes_per_s: int
) -> float:
    """Tokens per second of one answer with a short prompt; 0 if the header does not tell the sizes.

    n_gpu_layers as a LoadPlan has them. bandwidth_bytes_per_s is that of main memory; 0 means that it is not known.
    """
    n_layers = len(header.layers)
    on_card = min(1.0, n_gpu_layers / (n_layers + 1))
    return speed_of_reading(bytes_per_token(header), devices, bandwidth_bytes_per_s, on_card=on_card, n_layers=n_layers)


def speed_of_reading(
    read_bytes: int, devices: Sequence[Device], bandwidth_bytes_per_s: int, *, on_card: float, n_layers: int = 32
) -> float:
    """Tokens per second where each needs `read_bytes`, the share `on_card` (0 to 1) of them from a graphics card."""
    if not read_bytes:
        return 0.0
    memory_bytes_per_s = bandwidth_bytes_per_s or CAREFUL_BYTES_PER_S
    card_bytes_per_s = _CARD_BYTES_PER_S if any(each.kind == "gpu" for each in devices) else memory_bytes_per_s
    slowness = on_card / card_bytes_per_s + (1 - on_card) / memory_bytes_per_s
    return 1 / (read_bytes * slowness / _SHARE_OF_BANDWIDTH + _LAYER_S * n_layers)


def bytes_per_token(header: GgufHeader) -> int:
    """How many bytes of weights a token needs."""
    # Where there is no output matrix, the table of token embeddings is used as one; else only a row of it is read.
    has_output_matrix = header.output_bytes > header.embedding_bytes // 2
    spared_bytes = header.embedding_bytes if has_output_matrix else 0
    if header.n_experts:
        spared_bytes += header.expert_bytes * (header.n_experts - header.n_used_experts) // header.n_experts
    return header.weights_bytes - spared_bytes
