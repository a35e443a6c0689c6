import pytest

from desktop_llm.assist.fitting.model_fit import FitVerdict, ModelFit
from desktop_llm.ui.model_rows import RowLevel
from desktop_llm.ui.rows.fit_sentences import FitText, fit_sentence, fit_text, words_speed


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


@pytest.mark.parametrize(
    ("fit", "level"),
    [
        (ModelFit(verdict=FitVerdict.GPU, tokens_per_s=40), RowLevel.GOOD),
        (ModelFit(verdict=FitVerdict.MEMORY), RowLevel.GOOD),
        (ModelFit(verdict=FitVerdict.MEMORY, tokens_per_s=4), RowLevel.WARNING),
        (ModelFit(verdict=FitVerdict.DOES_NOT_FIT), RowLevel.ERROR),
        (ModelFit(verdict=FitVerdict.UNKNOWN), RowLevel.PLAIN),
    ],
)
def test_what_is_slow_is_a_warning_and_what_does_not_fit_an_error(fit: ModelFit, level: RowLevel) -> None:
    assert fit_text(fit).level is level
    assert fit_text(fit).sentence == fit_sentence(fit)


def test_nothing_is_said_before_it_is_known() -> None:
    assert fit_text(None) == FitText()


def test_an_estimated_speed_stands_alone_too() -> None:
    assert words_speed(12) == "about 9 words a second"
    assert words_speed(0) == ""
