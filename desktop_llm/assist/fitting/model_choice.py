"""Which of a repository's files to offer: small, balanced or best instead of twenty quantizations. Pure; any thread."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.fitting.model_fit import FitVerdict, ModelFit
from desktop_llm.hub.hub_records import RemoteModel


class Size(StrEnum):
    """What a person chooses between."""

    SMALL = "small"
    BALANCED = "balanced"
    BEST = "best"


class ModelChoice(Struct, frozen=True, kw_only=True):
    """One file for each size, where there is one; the same file may be there under one size only.

    recommended is the one to take on this machine; None if nothing fits it.
    """

    small: RemoteModel | None = None
    balanced: RemoteModel | None = None
    best: RemoteModel | None = None
    recommended: Size | None = None

    def model(self, size: Size) -> RemoteModel | None:
        return {Size.SMALL: self.small, Size.BALANCED: self.balanced, Size.BEST: self.best}[size]


# In the order of preference. Without a card, a prompt is read fastest in the types that llama.cpp repacks for the
# processor's matrix instructions (SmolLM2, tokens/s: Q4_0 1175, Q4_K_M 862, Q8_0 832, Q4_1 462).
_BALANCED_ON_CARD: Final = ("Q4_K_M", "Q4_K_XL", "Q4_K_S", "Q4_K_L", "IQ4_NL", "Q4_0", "MXFP4", "MXFP4_MOE", "IQ4_XS")
_BALANCED_ON_PROCESSOR: Final = ("Q4_0", "IQ4_NL", "Q4_K_M", "Q4_K_S", "Q4_K_XL", "MXFP4", "MXFP4_MOE", "Q4_1")
_SMALL_ON_CARD: Final = ("IQ4_XS", "Q3_K_M", "Q3_K_XL", "IQ3_M", "Q3_K_L", "Q3_K_S", "IQ3_S", "IQ3_XS")
_SMALL_ON_PROCESSOR: Final = ("Q3_K_M", "Q3_K_XL", "Q3_K_L", "Q3_K_S", "IQ4_XS", "IQ3_M", "IQ3_S", "IQ3_XS")
_BEST: Final = ("Q8_0", "Q6_K", "Q6_K_XL", "Q6_K_L", "Q5_K_M", "Q5_K_XL", "Q5_K_L", "Q5_K_S", "Q5_1", "Q5_0")
_MIXED: Final = "UD-"  # Unsloth's mixtures of the type behind it


def choose_models(models: Sequence[RemoteModel], fits: Mapping[str, ModelFit]) -> ModelChoice:
    """Small, balanced and best of a repository's models; `fits` by the models' names, one that is missing may fit.

    A size gets the first type in its order that fits. Where nothing fits, small is the smallest file and nothing is
    recommended; where no type is known, balanced is the smallest that fits.
    """
    if not models:
        return ModelChoice()
    by_size = sorted(models, key=lambda model: model.size_bytes)
    fitting = [model for model in by_size if _verdict(model, fits) is not FitVerdict.DOES_NOT_FIT]
    if not fitting:
        return ModelChoice(small=by_size[0])
    has_card = any(_verdict(model, fits) in (FitVerdict.GPU, FitVerdict.PARTLY_GPU) for model in fitting)
    choice = ModelChoice(
        small=_first(fitting, _SMALL_ON_CARD if has_card else _SMALL_ON_PROCESSOR),
        balanced=_first(fitting, _BALANCED_ON_CARD if has_card else _BALANCED_ON_PROCESSOR),
        best=_first(fitting, _BEST),
    )
    if not any(choice.model(size) for size in Size):
        choice = ModelChoice(balanced=fitting[0])
    return replace(choice, recommended=_recommended(choice, fits))


def equal_model(models: Sequence[RemoteModel], file: str, quantization: str, *, is_on_card: bool) -> RemoteModel | None:
    """The model whose file a list names, or what took its place.

    On a processor it is one of the same class that reads prompts faster, where the repository has one that is no
    larger. None if there are no models.
    """
    named = [each for each in models if each.files[0].path == file]
    named += [each for each in models if each.quantization == quantization]
    if not named:
        choice = choose_models(models, {})
        return choice.model(choice.recommended) if choice.recommended else None
    if is_on_card or named[0].quantization.removeprefix(_MIXED) not in _BALANCED_ON_PROCESSOR:
        return named[0]
    quickest = _first([each for each in models if each.size_bytes <= named[0].size_bytes], _BALANCED_ON_PROCESSOR)
    return quickest or named[0]


def _recommended(choice: ModelChoice, fits: Mapping[str, ModelFit]) -> Size:
    """Balanced, unless only small fits the card whole: a model that is spread over card and memory is several times
    slower.
    """
    offered = [size for size in (Size.BALANCED, Size.SMALL, Size.BEST) if choice.model(size)]
    on_card = [size for size in offered if _verdict(choice.model(size), fits) is FitVerdict.GPU]
    return (on_card or offered)[0]


def _verdict(model: RemoteModel | None, fits: Mapping[str, ModelFit]) -> FitVerdict:
    fit = fits.get(model.name) if model else None
    return fit.verdict if fit else FitVerdict.UNKNOWN


def _first(models: Sequence[RemoteModel], order: Sequence[str]) -> RemoteModel | None:
    for name in order:
        for model in models:
            if model.quantization.removeprefix(_MIXED) == name:
                return model
    return None
