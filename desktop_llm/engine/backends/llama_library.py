"""llama.cpp as a library: its log, its devices, quantizing a file. One instance serves the engine process.

Home of everything in llama_cpp that belongs to no single model. The bindings carry no types, hence `Any` in here.
"""

import ctypes
import functools
import importlib
import logging
import os
import sys
from collections import deque
from pathlib import Path
from typing import Any, ClassVar, Final, Literal

import psutil

from desktop_llm.engine.backends.built_backends import built_backends, processor_build
from desktop_llm.engine.backends.llama_buffers import Buffer, buffer_in
from desktop_llm.engine.messages import Device

_log = logging.getLogger(__name__)

# What llama.cpp calls an error may be meant, like a batch that was broken off: who asked for it decides.
_LOG_LEVELS: Final = {3: logging.INFO, 4: logging.WARNING}
_ERROR_LEVEL: Final = 4
_CONTINUED_LEVEL: Final = 5
_KEPT_ERRORS: Final = 4
_DEVICE_KINDS: Final[dict[int, Literal["cpu", "gpu", "igpu", "accelerator"]]] = {
    0: "cpu",
    1: "gpu",
    2: "igpu",
    3: "accelerator",
}

QuantizationName = Literal["q4_0", "q4_1", "q8_0"]


class LlamaLibrary:
    """The loaded bindings. `api` has llama.h's functions under their own names.

    device_complaint is what went wrong while the devices were looked for, in the words of the driver.
    """

    def __init__(self) -> None:
        # Read by GNU's OpenMP when it is loaded. Its threads spin at every one of a thousand barriers a token; for
        # milliseconds by default, which starves the very thread they wait for when other programs are at work
        # (2 cores, load 4, SmolLM2: 36 ms a token with 1,000 turns, 13 to 240 with the default).
        os.environ.setdefault("GOMP_SPINCOUNT", "2000")
        self.api: Any = importlib.import_module("llama_cpp.llama_cpp")
        self._errors: deque[str] = deque(maxlen=_KEPT_ERRORS)
        self._buffers: list[Buffer] = []
        self._level = logging.DEBUG
        # llama.cpp keeps the pointer: it must live as long as the library.
        self._log_callback = self.api.llama_log_callback(self._hear_log)
        self.api.llama_log_set(self._log_callback, ctypes.c_void_p(0))
        # First of all: where there is no backend yet, llama.cpp itself takes what it finds in the current folder.
        self._ggml = _GgmlDevices()
        self.api.llama_backend_init()
        self.device_complaint = self.last_errors()

    @property
    def version(self) -> str:
        return str(importlib.import_module("llama_cpp").__version__)

    @property
    def system_info(self) -> str:
        text: bytes = self.api.llama_print_system_info()
        return text.decode("utf-8", "replace").strip(" |")

    def devices(self) -> tuple[Device, ...]:
        return self._ggml.list()

    def backends(self) -> tuple[str, ...]:
        """The backends that were built, whether they work here or not: "CPU", "CUDA", "Vulkan"."""
        return self._ggml.backends()

    def processor_build(self) -> str:
        """Which of several builds for kinds of processors computes here ("haswell"); empty if there is one for all."""
        return processor_build(_loaded_files())

    def forget_errors(self) -> None:
        self._errors.clear()

    def last_errors(self) -> str:
        """What llama.cpp complained of since `forget_errors`, on one line."""
        return "; ".join(self._errors)

    def forget_buffers(self) -> None:
        self._buffers.clear()

    def buffers(self) -> tuple[Buffer, ...]:
        """What llama.cpp has allocated since `forget_buffers`."""
        return tuple(self._buffers)

    def _hear_log(self, level: int, text: bytes, _user_data: object) -> None:
        line = text.decode("utf-8", "replace").strip()
        if level != _CONTINUED_LEVEL:
            self._level = _LOG_LEVELS.get(level, logging.DEBUG)
        if level == _ERROR_LEVEL and line:
            self._errors.append(line)
        if buffer := buffer_in(line):
            self._buffers.append(buffer)
        if line.strip("."):
            _log.log(self._level, "%s", line)


class _DeviceProperties(ctypes.Structure):
    """struct ggml_backend_dev_props of ggml-backend.h; what follows `device_id` is not read."""

    _fields_: ClassVar = [
        ("name", ctypes.c_char_p),
        ("description", ctypes.c_char_p),
        ("memory_free", ctypes.c_size_t),
        ("memory_total", ctypes.c_size_t),
        ("type", ctypes.c_int),
        ("device_id", ctypes.c_char_p),
        ("capabilities", ctypes.c_uint8 * 64),
    ]


class _GgmlDevices:
    """ggml's lists of devices and backends, which the bindings do not wrap."""

    def __init__(self) -> None:
        extensions: Any = importlib.import_module("llama_cpp._ctypes_extensions")
        self._folder = folder = Path(str(importlib.import_module("llama_cpp").__file__)).parent / "lib"
        self._ggml: Any = extensions.load_shared_library("ggml", folder)
        self._base: Any = extensions.load_shared_library("ggml-base", folder)
        self._declare()
        if not self._ggml.ggml_backend_reg_count():  # built with GGML_BACKEND_DL: the backends are files beside it
            self._ggml.ggml_backend_load_all_from_path(encoded_path(folder))
        if not self._ggml.ggml_backend_reg_count():
            raise OSError(f"there is no backend of llama.cpp for this computer in {folder}")

    def list(self) -> tuple[Device, ...]:
        count: int = self._ggml.ggml_backend_dev_count()
        return tuple(self._describe(self._ggml.ggml_backend_dev_get(i)) for i in range(count))

    def backends(self) -> tuple[str, ...]:
        count: int = self._ggml.ggml_backend_reg_count()
        names = [_text(self._base.ggml_backend_reg_name(self._ggml.ggml_backend_reg_get(i))) for i in range(count)]
        return tuple(dict.fromkeys([*names, *built_backends(self._folder)]))

    def _describe(self, device: int) -> Device:
        properties = _DeviceProperties()
        self._base.ggml_backend_dev_get_props(device, ctypes.byref(properties))
        return Device(
            name=_text(properties.name),
            description=_text(properties.description),
            kind=_DEVICE_KINDS.get(properties.type, "accelerator"),
            free_bytes=properties.memory_free,
            total_bytes=properties.memory_total,
            backend=_text(self._base.ggml_backend_reg_name(self._base.ggml_backend_dev_backend_reg(device))),
            pci_address=_text(properties.device_id),
        )

    def _declare(self) -> None:
        for function, result, arguments in (
            (self._ggml.ggml_backend_reg_count, ctypes.c_size_t, []),
            (self._ggml.ggml_backend_load_all_from_path, None, [ctypes.c_char_p]),
            (self._ggml.ggml_backend_dev_count, ctypes.c_size_t, []),
            (self._ggml.ggml_backend_dev_get, ctypes.c_void_p, [ctypes.c_size_t]),
            (self._ggml.ggml_backend_reg_get, ctypes.c_void_p, [ctypes.c_size_t]),
            (self._base.ggml_backend_reg_name, ctypes.c_char_p, [ctypes.c_void_p]),
            (self._base.ggml_backend_dev_backend_reg, ctypes.c_void_p, [ctypes.c_void_p]),
            (self._base.ggml_backend_dev_get_props, None, [ctypes.c_void_p, ctypes.POINTER(_DeviceProperties)]),
        ):
            function.restype, function.argtypes = result, arguments


def _loaded_files() -> list[Path]:
    """What is mapped into this process; nothing where the system does not tell, as macOS."""
    mapped: Any = getattr(psutil.Process(), "memory_maps", tuple)
    try:
        return [Path(entry.path) for entry in mapped()]
    except psutil.Error:
        return []


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")


class InterruptFlag:
    """A byte that llama.cpp reads before every node of a computation, and that any thread may set.

    The callback is C's own strlen on that byte: 0 for an empty text, 1 (true) for one character. A callback in Python
    would take the interpreter's lock about a thousand times a token.
    """

    def __init__(self, library: LlamaLibrary) -> None:
        c_library: Any = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
        self.callback: Any = ctypes.cast(c_library.strlen, library.api.ggml_abort_callback)
        self._text = ctypes.create_string_buffer(2)
        self.data = ctypes.cast(self._text, ctypes.c_void_p)

    def set(self) -> None:
        self._text[0] = b"!"

    def clear(self) -> None:
        self._text[0] = b"\0"


@functools.cache
def llama_library() -> LlamaLibrary:
    """The library, loaded at the first call (0.2 s)."""
    return LlamaLibrary()


def quantize_model(source: Path, target: Path, quantization: QuantizationName) -> None:
    """Write `source` with its weights in another quantization. Raises OSError.

    The batch figures depend on it: only some types are repacked for the matrix instructions of a CPU.
    """
    library = llama_library()
    params = library.api.llama_model_quantize_default_params()
    params.ftype = getattr(library.api, f"LLAMA_FTYPE_MOSTLY_{quantization.upper()}")
    params.allow_requantize = True
    library.forget_errors()
    if library.api.llama_model_quantize(encoded_path(source), encoded_path(target), ctypes.byref(params)):
        raise OSError(f"{source} could not be quantized: {library.last_errors()}")


def encoded_path(path: Path) -> bytes:
    """llama.cpp takes UTF-8 on all systems."""
    return str(path).encode("utf-8", "surrogateescape")
