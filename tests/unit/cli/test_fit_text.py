from desktop_llm.assist.fitting.model_fit import FitVerdict, ModelFit
from desktop_llm.cli.fit_text import fit_line

FITS = ModelFit(
    verdict=FitVerdict.MEMORY,
    needed_bytes=2_400_000_000,
    free_bytes=12_100_000_000,
    n_ctx_tokens=8192,
    tokens_per_s=9.14,
)
ON_CARD = ModelFit(
    verdict=FitVerdict.GPU,
    needed_bytes=5_000_000_000,
    gpu_bytes=4_700_000_000,
    free_bytes=12_100_000_000,
    n_ctx_tokens=8192,
    tokens_per_s=41.0,
    is_measured=True,
)


def test_what_it_takes_and_how_fast_it_is_stand_in_one_line() -> None:
    assert fit_line(FITS) == "fits in memory: 2.4 GB of 12.1 GB free, context 8192, about 9.1 tokens/s"
    assert fit_line(ON_CARD) == (
        "runs on the graphics card: 4.7 GB on the card, 300 MB of 12.1 GB free, context 8192, 41 tokens/s"
    )


def test_what_does_not_fit_tells_what_is_missing() -> None:
    fit = ModelFit(verdict=FitVerdict.DOES_NOT_FIT, needed_bytes=5_100_000_000, free_bytes=3_900_000_000)
    assert fit_line(fit) == "does not fit: 5.1 GB needed, 3.9 GB free"


def test_every_verdict_has_a_line() -> None:
    lines = {fit_line(ModelFit(verdict=verdict)) for verdict in FitVerdict}
    assert len(lines) == len(FitVerdict)
