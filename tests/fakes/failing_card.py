"""The real llama.cpp, except that it seems to have a graphics card, which refuses more than some layers."""

from typing import Any, Literal

from desktop_llm.engine.backends.llama_library import llama_library
from desktop_llm.engine.messages import Device

_GIGABYTE = 1024**3

Step = Literal["weights", "context", "first token"]


class FailingCard:
    """LlamaLibrary. `tried` are the numbers of layers it was asked for, `n_held` the models and contexts not freed."""

    def __init__(self, n_layers: int, step: Step = "weights") -> None:
        self._library = llama_library()
        self.api = _FailingApi(self._library.api, n_layers, step)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)

    def devices(self) -> tuple[Device, ...]:
        card = Device("CUDA0", "A card that fails", "gpu", 8 * _GIGABYTE, 8 * _GIGABYTE, "CUDA")
        return (*self._library.devices(), card)


class _FailingApi:
    """llama.h's functions. A build without a card takes any number of layers, and leaves them where they are."""

    def __init__(self, api: Any, n_layers: int, step: Step) -> None:
        self._api, self._n_layers, self._step = api, n_layers, step
        self.tried: list[int] = []
        self.n_held = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._api, name)

    def llama_model_load_from_file(self, path: bytes, params: Any) -> Any:
        self.tried.append(params.n_gpu_layers)
        return None if self._refuses("weights") else self._held(self._api.llama_model_load_from_file(path, params))

    def llama_init_from_model(self, model: Any, params: Any) -> Any:
        return None if self._refuses("context") else self._held(self._api.llama_init_from_model(model, params))

    def llama_decode(self, context: Any, batch: Any) -> Any:
        return -3 if self._refuses("first token") else self._api.llama_decode(context, batch)

    def llama_free(self, context: Any) -> None:
        self.n_held -= 1
        self._api.llama_free(context)

    def llama_model_free(self, model: Any) -> None:
        self.n_held -= 1
        self._api.llama_model_free(model)

    def _refuses(self, step: Step) -> bool:
        return step == self._step and self.tried[-1] > self._n_layers

    def _held(self, pointer: Any) -> Any:
        self.n_held += 1
        return pointer
