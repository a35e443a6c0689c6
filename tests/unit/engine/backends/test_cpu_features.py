from pathlib import Path

import pytest

from desktop_llm.engine.backends.cpu_features import built_features, processor_features

_SYSTEM_INFO = "CPU : SSE3 = 1 | AVX2 = 1 | AVX512 = 0 | AMX_INT8 = 1 | LLAMAFILE = 1 | OPENMP = 1 | REPACK = 1"
_GENERIC_SYSTEM_INFO = "CPU : LLAMAFILE = 1 | OPENMP = 1 | REPACK = 1 | "

# Of an Intel Core of 2013, of a Raspberry Pi 5, and of a machine whose kernel tells nothing.
_HASWELL = """processor\t: 0
model name\t: Intel(R) Core(TM) i5-4590 CPU @ 3.30GHz
flags\t\t: fpu vme pni pclmulqdq ssse3 fma cx16 sse4_1 sse4_2 avx f16c rdrand bmi1 avx2 bmi2 erms
bugs\t\t: cpu_meltdown spectre_v1

processor\t: 1
flags\t\t: fpu
"""
_RASPBERRY = "processor\t: 0\nBogoMIPS\t: 108.00\nFeatures\t: fp asimd evtstrm aes crc32 atomics fphp asimdhp asimddp\n"


def test_what_llama_cpp_was_built_for_is_read_from_what_it_prints() -> None:
    assert built_features(_SYSTEM_INFO) == ("SSE3", "AVX2", "AMX_INT8")
    assert built_features(_GENERIC_SYSTEM_INFO) == ()


@pytest.mark.parametrize(
    ("text", "features"),
    [
        (_HASWELL, ("SSE3", "SSSE3", "AVX", "AVX2", "F16C", "FMA", "BMI2")),
        (_RASPBERRY, ("NEON", "FP16_VA", "DOTPROD")),
        ("processor\t: 0\n", ()),
    ],
)
def test_what_the_processor_has_is_read_from_the_kernel(tmp_path: Path, text: str, features: tuple[str, ...]) -> None:
    (tmp_path / "cpuinfo").write_text(text)
    assert processor_features(tmp_path / "cpuinfo") == features


def test_without_a_kernel_that_tells_numpy_is_asked(tmp_path: Path) -> None:
    by_numpy = processor_features(tmp_path / "missing")
    assert by_numpy
    assert set(by_numpy) <= set(processor_features()) or not Path("/proc/cpuinfo").exists()
