from pathlib import Path

import pytest

from desktop_llm.engine.backends.built_backends import built_backends, processor_build


@pytest.mark.parametrize(
    ("files", "backends"),
    [
        (["libggml-base.so", "libggml-cpu.so", "libggml-cpu.so.0", "libggml.so", "libllama.so"], ("CPU",)),
        (["libggml-cpu.so", "libggml-vulkan.so", "libggml-vulkan.so.0.25.3"], ("CPU", "Vulkan")),
        (["libggml-cpu-haswell.so", "libggml-cpu-sandybridge.so", "libggml-cuda.so"], ("CPU", "CUDA")),
        (["libggml-blas.dylib", "libggml-cpu.dylib", "libggml-metal.dylib"], ("BLAS", "CPU", "MTL")),
        (["ggml-base.dll", "ggml-cpu.dll", "ggml-hip.dll"], ("CPU", "ROCm")),
        ([], ()),
    ],
)
def test_backends_are_told_by_their_files(tmp_path: Path, files: list[str], backends: tuple[str, ...]) -> None:
    for name in files:
        (tmp_path / name).touch()
    assert built_backends(tmp_path) == backends


@pytest.mark.parametrize(
    ("loaded", "build"),
    [
        (["/a/libggml-base.so", "/a/libggml-cpu-haswell.so", "/a/libggml-cpu-haswell.so", "/a/libc.so.6"], "haswell"),
        (["C:/a/ggml-base.dll", "C:/a/ggml-cpu-zen4.dll", "C:/a/ggml-vulkan.dll"], "zen4"),
        (["/a/libggml-cpu.so.0.25.3", "/a/libggml-cpu.so"], ""),
        (["/a/libggml-cpu-haswell.so", "/a/libggml-cpu-zen4.so"], ""),
        ([], ""),
    ],
)
def test_which_of_several_builds_for_processors_is_used_is_told_by_what_is_loaded(
    loaded: list[str], build: str
) -> None:
    assert processor_build(map(Path, loaded)) == build
