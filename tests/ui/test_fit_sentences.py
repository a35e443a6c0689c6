import pytest

from desktop_llm.assist.model_fit import FitVerdict, ModelFit
from desktop_llm.ui.fit_sentences import fit_sentence


@pytest.mark.parametrize(
    ("fit", "sentence"),
    [
        (ModelFit(verdict=FitVerdict.GPU, tokens_per_s=40), "Runs on the graphics card, about 30 words a second"),
        (
            ModelFit(verdict=FitVerdict.PARTLY_GPU, tokens_per_s=12),
            "Partly on the graphics card, about 9 words a second",
        ),
        (ModelFit(verdict=FitVerdict.MEMORY, tokens_per_s=12), "Fits in memory, about 9 words a second"),
        (ModelFit(verdict=FitVerdict.MEMORY, tokens_per_s=4), "Fits in memory, slow: about 3 words a second"),
        (
            ModelFit(verdict=FitVerdict.MEMORY, tokens_per_s=0.9),
            "Fits in memory, very slow: about a word a second or less",
        ),
        (
            ModelFit(verdict=FitVerdict.MEMORY, tokens_per_s=12, is_measured=True),
            "Fits in memory, 9 words a second",
        ),
        (ModelFit(verdict=FitVerdict.MEMORY), "Fits in memory"),
        (
            ModelFit(verdict=FitVerdict.DOES_NOT_FIT, needed_bytes=5_100_000_000, free_bytes=3_900_000_000),
            "Does not fit: 5.1 GB needed, 3.9 GB free",
        ),
        (ModelFit(verdict=FitVerdict.UNKNOWN), "Whether it fits is not known"),
    ],
)
def test_a_verdict_is_one_line(fit: ModelFit, sentence: str) -> None:
    assert fit_sentence(fit) == sentence


def test_every_verdict_has_a_line_of_its_own() -> None:
    lines = {fit_sentence(ModelFit(verdict=verdict)) for verdict in FitVerdict}
    assert len(lines) == len(FitVerdict)
