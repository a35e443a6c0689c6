"""Which models write so slowly that whoever waits for many answers should get the first ones before the others begin.

Several answers at once take less time together, but all their prompts are read before the first word of any (decision
32). Sixteen prompts of 400 tokens take a model of 135 million parameters a quarter of a minute on two cores, and one of
four billion several minutes.
"""

from typing import Final

from desktop_llm.engine.messages import ModelDescription

_QUICK_PARAMETERS: Final = 1_000_000_000


def is_slow(model: ModelDescription) -> bool:
    """Not where a graphics card computes, nor on a server that does not tell its size."""
    return model.n_parameters >= _QUICK_PARAMETERS and not model.n_gpu_layers
