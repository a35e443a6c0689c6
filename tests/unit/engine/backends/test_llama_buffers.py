import pytest

from desktop_llm.engine.backends.llama_buffers import Buffer, buffer_in, taken_memory
from desktop_llm.engine.messages import Device

MIB = 1024**2
CPU = Device("CPU", "", "cpu", 0, 0)
CARD = Device("CUDA0", "", "gpu", 0, 0)


@pytest.mark.parametrize(
    ("line", "buffer"),
    [
        ("load_tensors:   CPU_Mapped model buffer size =    92.50 MiB", Buffer("CPU_Mapped", "model", 185 * MIB // 2)),
        ("llama_context:        CPU  output buffer size =     3.00 MiB", Buffer("CPU", "output", 3 * MIB)),
        ("llama_kv_cache:      CUDA0 KV buffer size =   180.00 MiB", Buffer("CUDA0", "KV", 180 * MIB)),
        ("sched_reserve:        CPU compute buffer size =    21.50 MiB", Buffer("CPU", "compute", 43 * MIB // 2)),
        ("llama_memory_recurrent:        CPU RS buffer size =     4.00 MiB", Buffer("CPU", "RS", 4 * MIB)),
        ("llama_kv_cache: size =   45.00 MiB (  2048 cells,  30 layers, 16/1 seqs)", None),
        ("print_info: file size   = 92.10 MiB (5.74 BPW)", None),
    ],
)
def test_a_line_that_tells_of_a_buffer_is_understood(line: str, buffer: Buffer | None) -> None:
    assert buffer_in(line) == buffer


def test_each_kind_of_buffer_counts_where_it_is() -> None:
    buffers = [
        Buffer("CPU_Mapped", "model", 100),
        Buffer("CUDA0", "model", 1000),
        Buffer("CUDA0", "KV", 200),
        Buffer("CUDA_Host", "output", 7),
        Buffer("CPU", "compute", 5),
    ]
    assert taken_memory(buffers, (CARD, CPU)) == (112, 1200)
    assert taken_memory(buffers, (CPU,)) == (1212, 0)


def test_a_weight_that_was_copied_out_of_a_mapped_file_counts_once() -> None:
    mapped = [Buffer("CPU_Mapped", "model", 85), Buffer("CPU_REPACK", "model", 57), Buffer("CPU", "KV", 45)]
    assert taken_memory(mapped, (CPU,)).host_bytes == 85 + 45
    copied = [Buffer("CPU", "model", 28), Buffer("CPU_REPACK", "model", 57), Buffer("CPU", "KV", 45)]
    assert taken_memory(copied, (CPU,)).host_bytes == 85 + 45


def test_what_a_card_maps_is_the_cards() -> None:
    metal = Device("MTL0", "", "gpu", 0, 0)
    assert taken_memory([Buffer("MTL0_Mapped", "model", 85), Buffer("MTL0", "KV", 5)], (metal, CPU)) == (0, 90)
