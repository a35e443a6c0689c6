import logging
from pathlib import Path

import pytest

from desktop_llm.engine.backends.llama_library import InterruptFlag, llama_library, quantize_model
from desktop_llm.engine.gguf_header import read_model


def test_the_processor_is_among_the_devices() -> None:
    (processor,) = [device for device in llama_library().devices() if device.kind == "cpu"]
    assert processor.total_bytes > 0


def test_the_version_is_that_of_the_bindings() -> None:
    assert llama_library().version.count(".") == 2
    assert "CPU" in llama_library().system_info


def test_a_model_can_be_quantized(starter_q4_0_path: Path, starter_path: Path) -> None:
    assert read_model(starter_q4_0_path).quantization == "Q4_0"
    assert starter_q4_0_path.stat().st_size < starter_path.stat().st_size


def test_a_file_that_is_no_model_cannot_be_quantized(tmp_path: Path) -> None:
    (tmp_path / "no.gguf").write_bytes(b"nothing")
    with pytest.raises(OSError, match="could not be quantized"):
        quantize_model(tmp_path / "no.gguf", tmp_path / "out.gguf", "q4_0")


def test_the_last_complaints_are_kept_until_forgotten(caplog: pytest.LogCaptureFixture) -> None:
    library = llama_library()
    library.forget_errors()
    with caplog.at_level(logging.DEBUG):
        for level, text in ((2, b"chatter\n"), (4, b"bad "), (5, b"luck\n"), (4, b"worse\n"), (1, b"....")):
            library._hear_log(level, text, None)
    assert library.last_errors() == "bad; worse"
    assert [record.levelno for record in caplog.records] == [10, 30, 30, 30]
    library.forget_errors()
    assert library.last_errors() == ""


def test_the_interrupt_is_seen_by_c() -> None:
    flag = InterruptFlag(llama_library())
    seen = [flag.callback(flag.data)]
    flag.set()
    seen.append(flag.callback(flag.data))
    flag.clear()
    seen.append(flag.callback(flag.data))
    assert seen == [False, True, False]
