"""Which model of the catalogue to recommend for a computer, before any header is read. Pure; any thread."""

from collections.abc import Iterable
from typing import Final

from desktop_llm.assist.fitting.expected_speed import speed_of_reading
from desktop_llm.assist.fitting.model_fit import FitVerdict, MachineFacts, ModelFit
from desktop_llm.engine.load_plan import offload_devices
from desktop_llm.hub.catalogue import CatalogueModel, Purpose

_LEAST_TOKENS_PER_S: Final = 8.0  # six words a second: nobody likes to wait for less
_BESIDE_WEIGHTS_BYTES: Final = 1024**3  # cache and working memory of the usual context
_TIER_BYTES: Final = 1024**3
_RESERVED_SHARE: Final = 8  # of memory that the tier counts, 1/8 is taken by firmware, graphics and rounding


def recommended(
    models: Iterable[CatalogueModel], facts: MachineFacts, purpose: Purpose = Purpose.CHAT
) -> CatalogueModel | None:
    """The best that fits this computer and answers at a pleasant pace, else the smallest that fits; None: none does.

    `models` come from small to large, as in the catalogue.
    """
    fitting = [model for model in models if purpose in model.purposes and _fits(model, facts)]
    pleasant = [model for model in fitting if catalogue_speed(model, facts) >= _LEAST_TOKENS_PER_S]
    if pleasant:
        return pleasant[-1]
    return fitting[0] if fitting else None


def catalogue_fit(model: CatalogueModel, facts: MachineFacts) -> ModelFit:
    """How it fits, roughly: the header tells better once it is there."""
    if _fits_card(model, facts):
        verdict = FitVerdict.GPU
    else:
        verdict = FitVerdict.MEMORY if _fits(model, facts) else FitVerdict.DOES_NOT_FIT
    return ModelFit(
        verdict=verdict,
        needed_bytes=model.size_bytes + _BESIDE_WEIGHTS_BYTES,
        free_bytes=facts.machine.free_bytes,
        tokens_per_s=0.0 if verdict is FitVerdict.DOES_NOT_FIT else catalogue_speed(model, facts),
    )


def catalogue_speed(model: CatalogueModel, facts: MachineFacts) -> float:
    """Tokens per second, roughly: the header tells better once it is there."""
    read_bytes = model.size_bytes * model.n_active_parameters // model.n_parameters
    return speed_of_reading(
        read_bytes, facts.devices, facts.bandwidth_bytes_per_s, on_card=float(_fits_card(model, facts))
    )


def _fits(model: CatalogueModel, facts: MachineFacts) -> bool:
    machine = facts.machine
    usual_bytes = model.memory_gb * _TIER_BYTES
    is_of_tier = machine.total_bytes >= usual_bytes - usual_bytes // _RESERVED_SHARE
    return _fits_card(model, facts) or (is_of_tier and model.size_bytes + _BESIDE_WEIGHTS_BYTES <= machine.free_bytes)


def _fits_card(model: CatalogueModel, facts: MachineFacts) -> bool:
    card_bytes = sum(card.free_bytes for card in offload_devices(facts.devices))
    return model.size_bytes + _BESIDE_WEIGHTS_BYTES <= card_bytes
