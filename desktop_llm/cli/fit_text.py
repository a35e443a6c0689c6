"""How a model fits, in a line for the terminal. The window says it in words a second, and translated."""

from collections.abc import Mapping
from typing import Final

from desktop_llm.assist.fitting.model_fit import FitVerdict, ModelFit
from desktop_llm.cli.text import file_size

_PLACES: Final[Mapping[FitVerdict, str]] = {
    FitVerdict.GPU: "runs on the graphics card",
    FitVerdict.PARTLY_GPU: "partly on the graphics card",
    FitVerdict.MEMORY: "fits in memory",
    FitVerdict.UNKNOWN: "cannot be judged: its header could not be read",
}
_WHOLE_RATE: Final = 9.95


def fit_line(fit: ModelFit) -> str:
    """Such as "fits in memory: 2.4 GB of 12.1 GB free, context 8192, about 9.1 tokens/s"."""
    if fit.verdict is FitVerdict.DOES_NOT_FIT:
        return f"does not fit: {file_size(fit.needed_bytes)} needed, {file_size(fit.free_bytes)} free"
    return _PLACES[fit.verdict] + _details(fit)


def _details(fit: ModelFit) -> str:
    if fit.verdict is FitVerdict.UNKNOWN:
        return ""
    host_bytes = fit.needed_bytes - fit.gpu_bytes
    card = f"{file_size(fit.gpu_bytes)} on the card, " if fit.gpu_bytes else ""
    memory = f"{card}{file_size(host_bytes)} of {file_size(fit.free_bytes)} free"
    about = "" if fit.is_measured else "about "
    speed = f", {about}{_rate_text(fit.tokens_per_s)} tokens/s" if fit.tokens_per_s else ""
    return f": {memory}, context {fit.n_ctx_tokens}{speed}"


def _rate_text(rate: float) -> str:
    """Two digits at most are told of slow ones: no estimate and no measurement is better."""
    return f"{rate:.1f}" if rate < _WHOLE_RATE else f"{rate:.0f}"
