"""How to load a model, how to sample from it and where it runs: values that settings, storage and engine share."""

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

CacheType = Literal["f16", "q8_0", "q4_0"]

Probability = Annotated[float, Meta(ge=0.0, le=1.0)]
Count = Annotated[int, Meta(ge=0)]


class SamplingParams(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the next token is chosen. None means: what the model's header recommends, else llama.cpp's default.

    temperature 0 is greedy. top_k 0 and min_p 0 switch the filter off, as top_p 1 and repeat_penalty 1 do.
    """

    temperature: Annotated[float, Meta(ge=0.0, le=10.0)] | None = None
    top_k: Count | None = None
    top_p: Probability | None = None
    min_p: Probability | None = None
    repeat_penalty: Annotated[float, Meta(ge=0.0, le=10.0)] | None = None
    repeat_last_n_tokens: Count | None = None
    presence_penalty: Annotated[float, Meta(ge=-10.0, le=10.0)] | None = None
    frequency_penalty: Annotated[float, Meta(ge=-10.0, le=10.0)] | None = None
    seed: Annotated[int, Meta(ge=0, lt=2**32 - 1)] | None = None

    def over(self, base: "SamplingParams") -> "SamplingParams":
        """These values where they are set, `base` where they are not."""
        names = self.__struct_fields__
        merged = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        return SamplingParams(**{name: getattr(base, name) for name in names} | merged)


class LoadParams(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a model is put into memory. None means: chosen from the file's header and this machine."""

    n_ctx_tokens: Annotated[int, Meta(ge=64)] | None = None
    n_gpu_layers: Count | None = None
    n_threads: Annotated[int, Meta(ge=1)] | None = None
    cache_type: CacheType = "f16"
    is_memory_mapped: bool = True
    is_flash_attention_allowed: bool = True


class EngineChoice(Struct, frozen=True):
    """Who answers a conversation: a model of a server that the person named, or, without one, this computer."""

    server_id: str = ""
    model_id: str = ""

    @property
    def is_local(self) -> bool:
        return not self.server_id


LOCAL_ENGINE: Final = EngineChoice()
